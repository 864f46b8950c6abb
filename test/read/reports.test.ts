import { describe, expect, test } from 'vitest'
import type { Read } from '../../src/read/read.ts'
import { render } from '../../src/report/render.ts'
import { resultOf } from '../report/kit.ts'
import { faults, left, readFiles } from './kit.ts'

const TRIVY =
  '{"SchemaVersion": 2, "ArtifactName": "shop/web:1.4", "ArtifactType": "container_image", "Metadata": {"OS": {"Family": "debian", "Name": "12"}}}'

/** What comes of one file: faults, what is told as left alone, or the number of reports. */
const becomes = (read: Read): readonly (string | number)[] =>
  [...faults(read), ...left(read)].length > 0 ? [...faults(read), ...left(read)] : [read.world.reports.length]

describe('what Seaworthy itself wrote', () => {
  const own = {
    'seaworthy.sarif': render('sarif', resultOf([]), { colour: false }),
    'sea.json': render('json', resultOf([]), { colour: false }),
  }

  test('is no scan, and that is told', async () =>
    expect(becomes(await readFiles(own))).toEqual([
      'sea.json: result of Seaworthy itself',
      'seaworthy.sarif: result of Seaworthy itself',
    ]))

  test.each(Object.keys(own))('%s named as a report is a fault', async name =>
    expect(faults(await readFiles(own, {}, [name]))).toEqual([
      `NOT_A_REPORT ${name} this is what Seaworthy itself wrote, and no scan: name the report of the scanner`,
    ]),
  )

  test('beside the runs of others in one file is passed over', async () => {
    const [run] = (JSON.parse(own['seaworthy.sarif']) as { runs: unknown[] }).runs
    const other = { tool: { driver: { name: 'Other' } }, results: [] }
    const read = await readFiles({ 'x.sarif': JSON.stringify({ version: '2.1.0', runs: [run, other] }) })
    expect(read.world.reports.map(({ tool, complete }) => [tool, complete])).toEqual([['Other', true]])
  })

  test('beside a report in one file is passed over', async () => {
    const read = await readFiles({ 'x.sarif': `${own['seaworthy.sarif']}${TRIVY}` })
    expect(read.world.reports.map(({ tool, complete }) => [tool, complete])).toEqual([['trivy', true]])
  })
})
