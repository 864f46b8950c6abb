import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../src/core/finding.ts'
import { deliver, type Wanted } from '../../src/host/cli/deliver.ts'
import { writeOutput } from '../../src/host/disk/output.ts'
import { render } from '../../src/report/render.ts'
import { folderOf } from '../kit/folders.ts'
import { found } from '../policy/kit.ts'
import { resultOf } from '../report/kit.ts'

/** A finding of which only JSON asks for something, and gets an error. */
const withoutAliases: Finding = {
  ...found(),
  get aliases(): never {
    throw new Error('out of ids')
  },
}

/** Delivers the result, and gives back what was said where. */
async function delivered(wanted: Wanted, findings: readonly Finding[] = [withoutAliases]) {
  const said = { out: '', err: '' }
  const isDelivered = await deliver(wanted, {
    render: (format, options) => render(format, resultOf(findings), { colour: false, ...options }),
    write: writeOutput,
    print: pieces => {
      for (const piece of pieces) said.out += piece
    },
    warn: text => {
      said.err += text
    },
    terminal: {},
  })
  return { isDelivered, ...said }
}

const MESSAGE = 'container `app` is privileged'
const REASON = 'format `json` crashed: out of ids. Please report this\n'

describe('a format that fails takes no other with it', () => {
  test('in a file', async () => {
    const [bad, good] = [join(folderOf({}), 'r.json'), join(folderOf({}), 'r.sarif')]
    const outputs = [
      { format: 'json', file: bad },
      { format: 'sarif', file: good },
    ] as const
    const { isDelivered, out, err } = await delivered({ format: 'text', outputs })
    expect({ isDelivered, err }).toEqual({
      isDelivered: false,
      err: `seaworthy: ${REASON}`,
    })
    expect(readFileSync(good, 'utf8')).toContain(MESSAGE)
    expect(out).toContain(MESSAGE)
  })

  test('on the standard output: the findings are told beside it', async () => {
    const { isDelivered, err } = await delivered({ format: 'json', outputs: [] })
    expect(isDelivered).toBe(false)
    expect(err).toContain(`seaworthy: ${REASON}`)
    expect(err).toContain(MESSAGE)
  })
})

test('a format that is made at once, or that cannot be loaded, is named too', async () => {
  const withoutPackage: Finding = {
    ...found(),
    get package(): never {
      throw new Error('out of packages')
    },
  }
  const { isDelivered, err } = await delivered({ format: 'markdown', outputs: [] }, [withoutPackage])
  expect(isDelivered).toBe(false)
  expect(err).toContain('seaworthy: format `markdown` crashed: out of packages')
})

test('a file that cannot be written: the standard output has what it was to hold', async () => {
  const file = join(folderOf({}), 'no/such/folder/r.sarif')
  const { isDelivered, out, err } = await delivered({ format: 'sarif', outputs: [{ format: 'sarif', file }] })
  expect(isDelivered).toBe(false)
  expect(err).toBe(`seaworthy: ${file}: cannot be written: no such folder. Create it: \`mkdir -p ${dirname(file)}\`\n`)
  expect(JSON.parse(out).runs[0].results).toHaveLength(1)
})

test('what succeeds is said once', async () => {
  const file = join(folderOf({}), 'r.json')
  expect(await delivered({ format: 'json', outputs: [{ format: 'json', file }] }, [found()])).toEqual({
    isDelivered: true,
    out: '',
    err: '',
  })
})
