import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { discover } from '../../src/discover/discover.ts'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { read } from '../../src/read/read.ts'
import { folderOf } from '../kit/folders.ts'
import { onlyPath, programs } from '../kit/programs.ts'
import { faults, objects, pod, readFiles } from './kit.ts'

const chart = (name: string): Readonly<Record<string, string>> => ({
  [`${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`,
})
const POD = '{apiVersion: v1, kind: Pod, metadata: {name: a}}'

/** A machine on which 130 seconds pass between two looks at the clock. */
class SlowHost extends DiskHost {
  #seconds = 0

  override now(): Date {
    this.#seconds += 130
    return new Date(this.#seconds * 1000)
  }
}

test('all charts and overlays share one budget of time: what it does not suffice for is a fault each', async () => {
  const trace = join(folderOf({}), 'seconds')
  const timeout = `echo "$2" >> ${trace}; shift 2; exec "$@"`
  onlyPath(
    programs({ timeout, helm: `echo '${POD}'`, kustomize: `echo '${POD.replace('name: a', 'name: p')}'` }),
    '/usr/bin',
    '/bin',
  )
  const files = {
    ...chart('a'),
    ...chart('b'),
    ...chart('c'),
    'o/kustomization.yaml': 'resources: [p.yaml]',
    'o/p.yaml': pod('p'),
  }
  const host = new SlowHost(folderOf(files))
  const wanted = { paths: [], reports: [], include: [], exclude: [] }
  const result = await read(host, discover(host, wanted), { charts: 'render', overlays: 'render', ignoredSettings: [] })
  expect(readFileSync(trace, 'utf8').trim().split('\n')).toEqual(['60', '40'])
  expect(objects(result)).toEqual(['Pod/a in a/Chart.yaml', 'Pod/p in o/kustomization.yaml'])
  expect(result.inputs).toMatchObject({ charts: 1, overlays: 1 })
  const usedUp =
    'not rendered: the 300 seconds for all charts and overlays are used up. Check fewer in one run (`seaworthy FOLDER`, `path:` in the workflow), or exclude some with `paths.exclude` in the policy'
  expect(faults(result)).toEqual([`RENDER_FAILED b/Chart.yaml ${usedUp}`, `RENDER_FAILED c/Chart.yaml ${usedUp}`])
})

describe('why helm failed', () => {
  const failing = async (script: string, files = {}): Promise<readonly string[]> => {
    onlyPath(programs({ helm: `${script}; exit 1` }), '/usr/bin', '/bin')
    return (await readFiles({ ...chart('shop'), ...files })).faults.map(({ message }) => message)
  }
  const AFTER = '. Provide working values in `ci/<name>-values.yaml`, or skip charts with `charts: skip` in the policy'

  test('is told to its end, without what came before it', async () => {
    const script = `printf 'coalesce.go: x\\nWARNING: y\\nError: values are wrong:\\n  shop:\\n  - (root): a is required\\n\\n  - b: c\\n' >&2`
    expect(await failing(script)).toEqual([
      `helm could not render the chart: values are wrong: shop: - (root): a is required - b: c${AFTER}`,
    ])
  })

  test('is cut where it has no end', async () => {
    const [message] = await failing(`echo "Error: $(printf %09000d 0)" >&2`)
    expect(message).toBe(`helm could not render the chart: ${'0'.repeat(2000)}…${AFTER}`)
  })

  test('is redacted', async () => {
    const secret = `ghp_${'aB3'.repeat(12)}`
    const [message] = await failing(`printf 'Error: no\\nvalue ${secret}\\npassword: hunter2\\n' >&2`)
    expect(message).toMatch(/^helm could not render the chart: no value \*{40} password: \*{7}\. /)
  })

  test('a helm that cannot skip the schema of a packed chart is told', async () => {
    const script =
      'case "$*" in *--skip-schema-validation*) echo "Error: unknown flag: --skip-schema-validation" >&2;; esac'
    expect(await failing(script, { 'shop/charts/sub.tgz': 'damaged' })).toEqual([
      '`shop/charts/sub.tgz` has a schema with references to other documents, which only helm 3.16 or later can skip: update helm, or skip charts with `charts: skip` in the policy',
    ])
  })
})
