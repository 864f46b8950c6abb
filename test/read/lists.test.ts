import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { run } from '../../src/pipeline.ts'
import { ownersOf } from '../../src/read/owners.ts'
import { readTree, type TreeRead } from '../../src/read/tree.ts'
import { rules } from '../../src/rules/index.ts'
import { noTools, toolFolder } from '../e2e/kit/tools.ts'
import { checkout } from '../kit/checkout.ts'
import { folderOf } from '../kit/folders.ts'
import { onlyPath } from '../kit/programs.ts'
import { faults, objects, pod } from './kit.ts'

type Files = Parameters<typeof folderOf>[0]

/** Reads what a list names, with real helm and kustomize. */
async function readList(
  files: Files,
  paths: readonly string[],
  more: { readonly exclude?: readonly string[]; readonly overlays?: 'skip' } = {},
): Promise<TreeRead> {
  onlyPath(toolFolder('helm4', 'helm'), toolFolder('helm4', 'kubectl'))
  const { exclude = [], overlays = 'render' } = more
  const policy = { charts: 'render', overlays, ignoredSettings: [], paths: { include: [], exclude } } as const
  return readTree(new DiskHost(folderOf(files)), { paths, ignoreUnknown: true, reports: [] }, policy)
}

const ignored = ({ inputs }: TreeRead): readonly string[] =>
  (inputs.ignored ?? []).map(({ file, why }) => `${file}: ${why}`)

const GONE = 'no longer there'

describe.skipIf(noTools)(`parts of an overlay (${noTools ?? 'real kustomize'})`, () => {
  /** Not the fault of a pod by itself: the overlay sets it. */
  const patch = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {hostPID: true}\n'
  const shop: Files = {
    'base/kustomization.yaml': 'resources: [web.yaml]\nconfigMapGenerator: [{name: settings, files: [app.conf]}]\n',
    'base/web.yaml': pod('web'),
    'base/app.conf': 'a = 1',
    'prod/kustomization.yaml': 'resources: [../base]\nnamePrefix: prod-\npatches: [{path: patch.yaml}]\n',
    'prod/patch.yaml': patch,
    'dev/kustomization.yaml': 'resources: [../base]\nnamePrefix: dev-\n',
    'other/kustomization.yaml': 'resources: [pod.yaml]\n',
    'other/pod.yaml': pod('other'),
    'plain.yaml': pod('plain'),
  }
  const pods = (read: TreeRead): readonly string[] =>
    read.world.resources
      .filter(({ kind }) => kind === 'Pod')
      .map(({ handle, source, origin }) => `${handle} ${origin ? `built in ${origin.root}` : `in ${source.file}`}`)
      .sort()

  test.each<[string, string, readonly string[]]>([
    ['a patch', 'prod/patch.yaml', ['Pod/prod-web built in prod']],
    [
      'a file of a base: all that is built of it',
      'base/web.yaml',
      ['Pod/dev-web built in dev', 'Pod/prod-web built in prod'],
    ],
    ['data', 'base/app.conf', ['Pod/dev-web built in dev', 'Pod/prod-web built in prod']],
    ['a kustomization', 'dev/kustomization.yaml', ['Pod/dev-web built in dev']],
    [
      'the kustomization of a base',
      'base/kustomization.yaml',
      ['Pod/dev-web built in dev', 'Pod/prod-web built in prod'],
    ],
    ['neither', 'plain.yaml', ['Pod/plain in plain.yaml']],
  ])('%s', async (_, path, wanted) => {
    const read = await readList(shop, [path])
    expect(pods(read)).toEqual(wanted)
    expect(faults(read)).toEqual([])
  })

  test('a patch of an overlay that cannot be built is not taken for a whole object', async () => {
    const read = await readList({ ...shop, 'base/kustomization.yaml': 'resources: [web.yaml, gone.yaml]\n' }, [
      'prod/patch.yaml',
    ])
    expect(objects(read)).toEqual([])
    expect(read.faults.map(({ code, file }) => `${code} ${file}`)).toEqual(['RENDER_FAILED prod/kustomization.yaml'])
  })

  test.each([
    ['a file', 'base/web.yaml', ['dev/kustomization.yaml', 'prod/kustomization.yaml']],
    ['a kustomization', 'base/kustomization.yaml', ['dev/kustomization.yaml', 'prod/kustomization.yaml']],
    ['a patch', 'prod/patch.yaml', ['prod/kustomization.yaml']],
  ])('%s that was deleted, and is still included: what includes it is built, and fails', async (_, path, wanted) => {
    const { [path]: _gone, ...rest } = shop
    const read = await readList(rest, [path])
    expect(read.faults.map(({ code, file }) => `${code} ${file}`).sort()).toEqual(
      wanted.map(file => `RENDER_FAILED ${file}`),
    )
    expect(ignored(read)).toEqual([`${path}: ${GONE}`])
  })

  test('a kustomization that cannot be read is a fault when a file may belong to it', async () => {
    const files = { ...shop, 'other/kustomization.yaml': 'resources: [pod.yaml\n' }
    expect((await readList(files, ['other/pod.yaml'])).faults.map(({ code, file }) => `${code} ${file}`)).toEqual([
      'NOT_YAML other/kustomization.yaml',
    ])
    expect(faults(await readList(files, ['plain.yaml']))).toEqual([])
  })

  test('with `overlays: skip`, or excluded: files are checked as in a whole repository', async () => {
    const skipped = await readList(shop, ['prod/patch.yaml', 'base/web.yaml'], { overlays: 'skip' })
    expect(pods(skipped)).toEqual(['Pod/web in base/web.yaml'])
    const excluded = await readList(shop, ['other/pod.yaml'], { exclude: ['other/kustomization.yaml'] })
    expect(pods(excluded)).toEqual(['Pod/other in other/pod.yaml'])
  })
})

describe.skipIf(noTools)(`parts of a chart (${noTools ?? 'real helm'})`, () => {
  const template = (name: string): string => `${pod(name).replace('shop/web:1.4', '{{ .Values.image }}')}`
  const chart = (folder: string, name: string): Files => ({
    [`${folder}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`,
    [`${folder}/values.yaml`]: 'image: a:1\n',
    [`${folder}/templates/one.yaml`]: template(`${name}-one`),
  })
  const shop: Files = {
    ...chart('shop', 'shop'),
    'shop/templates/two.yaml': template('shop-two'),
    'shop/README.md': '',
    'shop/Dockerfile': 'FROM a\n',
    'shop/examples/pod.yaml': pod('example'),
    ...chart('shop/charts/db', 'db'),
    ...chart('other', 'other'),
  }
  const all = [
    'Pod/db-one in shop/charts/db/templates/one.yaml',
    'Pod/shop-one in shop/templates/one.yaml',
    'Pod/shop-two in shop/templates/two.yaml',
  ]

  test.each<[string, readonly string[]]>([
    ['shop/templates/two.yaml', all],
    ['shop/values.yaml', all],
    ['shop/Chart.yaml', all],
    ['shop/charts/db/values.yaml', all],
    ['shop/templates/_helpers.tpl', all],
    ['shop/README.md', []],
    ['shop/examples/pod.yaml', ['Pod/example in shop/examples/pod.yaml']],
  ])('%s', async (path, wanted) => {
    const read = await readList({ ...shop, 'shop/templates/_helpers.tpl': '{{/* x */}}' }, [path])
    expect([...objects(read)].sort()).toEqual(wanted)
    expect({ faults: faults(read), dockerfiles: read.world.dockerfiles }).toEqual({ faults: [], dockerfiles: [] })
    expect(ignored(read)).toEqual(wanted.length > 0 ? [] : [`${path}: not a supported kind of file`])
  })

  test('a template that was deleted: what is left of the chart is checked', async () => {
    const { 'shop/templates/two.yaml': _, ...rest } = shop
    const read = await readList(rest, ['shop/templates/two.yaml'])
    expect([...objects(read)].sort()).toEqual(all.slice(0, 2))
    expect(ignored(read)).toEqual([`shop/templates/two.yaml: ${GONE}`])
  })

  test('a chart that cannot be rendered is a fault', async () => {
    const read = await readList({ ...shop, 'shop/templates/two.yaml': '{{ fail "no" }}' }, ['shop/values.yaml'])
    expect(read.faults.map(({ code }) => code)).toEqual(['RENDER_FAILED'])
  })

  test('of a chart that is not there any more, or excluded, templates are passed over', async () => {
    const { 'other/Chart.yaml': _, ...rest } = shop
    const reason = 'other/templates/one.yaml: template outside a chart'
    expect(ignored(await readList(rest, ['other/templates/one.yaml']))).toEqual([reason])
    const files = { ...shop, 'other/templates/plain.yaml': pod('plain') }
    const excluded = await readList(files, ['other/templates/one.yaml'], { exclude: ['other/Chart.yaml'] })
    expect(ignored(excluded)).toEqual([reason])
    expect(objects(excluded)).toEqual([])
  })
})

test('what is passed over is counted, and named in order; what is checked in part is not named', async () => {
  const half = `${pod('web')}---\nmetadata: {name: {{ .x }}}\n`
  const read = await readList({ 'b.ts': '', 'a.json': '{}', 'half.yaml': half, 'k8s/x.md': '' }, [
    'b.ts',
    'a.json',
    'z.yaml',
    'half.yaml',
    'k8s',
  ])
  expect(read.inputs).toMatchObject({
    ignored: [
      { file: 'a.json', why: 'JSON that is neither a known report nor a Kubernetes object' },
      { file: 'b.ts', why: 'not a supported kind of file' },
      { file: 'z.yaml', why: GONE },
    ],
    ignoredCount: 3,
  })
  // In the words under a result, only what is ordinary is left out.
  expect(read.inputs.skipped.filter(({ ordinary }) => ordinary).map(({ path }) => path)).toEqual(['k8s/x.md'])
})

test('what git tracks, and is not checked out, is listed as not read, and not as deleted', async () => {
  const root = checkout({ 'a.yaml': pod('a'), 'b.ts': '' }, ['a.yaml', 'b.ts'])
  rmSync(join(root, 'a.yaml'))
  rmSync(join(root, 'b.ts'))
  const policy = {
    charts: 'render',
    overlays: 'render',
    ignoredSettings: [],
    paths: { include: [], exclude: [] },
  } as const
  const wanted = { paths: ['a.yaml', 'b.ts'], ignoreUnknown: true, reports: [] }
  const read = await readTree(new DiskHost(root), wanted, policy)
  expect(read.inputs.unread.map(({ file }) => file)).toEqual(['a.yaml'])
  expect(ignored(read)).toEqual([`b.ts: ${GONE}`])
})

describe('the rest of the checkout', () => {
  const range =
    'apiVersion: v1\nkind: LimitRange\nmetadata: {name: x}\nspec: {limits: [{type: Container, max: {memory: 1Gi}}]}\n'
  const patch = 'apiVersion: v1\nkind: LimitRange\nmetadata: {name: x}\nspec: {limits: []}\n'
  const files: Files = {
    'k8s/web.yaml': pod('web', '      securityContext: {runAsNonRoot: true}\n'),
    'k8s/limits.yaml': range,
    'k8s/bad.yaml': pod('bad', '      securityContext: {privileged: true}\n'),
    'k8s/broken.yaml': `${pod('x')}  - [`,
    'overlay/kustomization.yaml': 'patches: [{path: patch.yaml}]\n',
    'overlay/patch.yaml': patch,
    'compose.yaml': 'services: {web: {image: "shop/web:1.4", build: .}}\n',
    Dockerfile: 'FROM debian:12\nUSER root\nCMD ["x"]\n',
  }

  test('is looked up by rules, and not judged', async () => {
    const host = new DiskHost(folderOf(files))
    const judged = async (paths: readonly string[]) => {
      const only = new Set(['memory-limit', 'run-as-non-root-unmet', 'privileged-container', 'user-root'])
      const overrides = { profile: 'strict', only } as const
      const { verdict, inputs } = await run(host, rules, { paths, ignoreUnknown: true, reports: [], overrides })
      const findings = verdict.judged.map(({ finding: { rule, location } }) => `${location.file} ${rule}`)
      return {
        findings,
        faults: verdict.faults.map(({ code }) => code),
        resources: inputs.resources,
        dockerfiles: inputs.dockerfiles,
      }
    }
    // A whole repository has the same findings in this file.
    expect(await judged(['k8s/web.yaml'])).toEqual({
      findings: ['k8s/web.yaml run-as-non-root-unmet'],
      ...{ faults: [], resources: 1, dockerfiles: 0 },
    })
    expect(await judged(['a.ts'])).toEqual({ findings: [], faults: [], resources: 0, dockerfiles: 0 })
    expect(await judged(['Dockerfile'])).toMatchObject({ findings: ['Dockerfile user-root'], resources: 0 })
  })

  test('has no patches in it, nor what a named overlay is built of', async () => {
    const { world } = await readList(files, ['k8s/web.yaml'])
    expect(world.around.resources.map(({ source }) => source.file).sort()).toEqual(['k8s/bad.yaml', 'k8s/limits.yaml'])
    expect(world.around.dockerfiles.map(({ file }) => file)).toEqual(['Dockerfile'])
    const overlay = { 'base/kustomization.yaml': 'resources: [limits.yaml]\n', 'base/limits.yaml': range }
    const built = await readList({ ...files, ...overlay }, ['base/kustomization.yaml'])
    expect(objects(built)).toEqual(['LimitRange/x in base/kustomization.yaml'])
    expect(built.world.around.resources.map(({ source }) => source.file)).not.toContain('base/limits.yaml')
  })

  test('is not read unless a list is checked', async () => {
    const policy = {
      charts: 'render',
      overlays: 'render',
      ignoredSettings: [],
      paths: { include: [], exclude: [] },
    } as const
    const wanted = { paths: ['k8s/web.yaml'], reports: [] }
    const { world } = await readTree(new DiskHost(folderOf(files)), wanted, policy)
    expect(world.around).toEqual({ resources: [], dockerfiles: [] })
  })
})

test.skipIf(noTools).each(['shop', 'charted'])(
  `each file of %s has the findings that it has in the whole repository (${noTools ?? 'real helm and kustomize'})`,
  async story => {
    onlyPath(toolFolder('helm4', 'helm'), toolFolder('helm4', 'kubectl'))
    const host = new DiskHost(`__fixtures__/repos/${story}`)
    const findingsOf = async (paths: readonly string[]): Promise<readonly string[]> => {
      const request = { paths, ignoreUnknown: paths.length > 0, reports: [], overrides: { profile: 'strict' } } as const
      const { verdict } = await run(host, rules, request)
      expect(verdict.faults).toEqual([])
      const found = verdict.judged.filter(({ finding }) => finding.area !== 'image')
      return found.map(
        ({ finding: { rule, message, location } }) => `${location.file}:${location.start.line} ${rule}: ${message}`,
      )
    }
    const whole = await findingsOf([])
    const files = [...new Set(whole.map(finding => finding.slice(0, finding.indexOf(':'))))]
    expect(files.length).toBeGreaterThan(2)
    for (const file of files) {
      const alone = await findingsOf([file])
      expect(alone.filter(finding => !whole.includes(finding))).toEqual([])
      expect(whole.filter(finding => finding.startsWith(`${file}:`) && !alone.includes(finding))).toEqual([])
    }
  },
)

test('a chart that a kustomization renders belongs to it', async () => {
  const file = 'prod/kustomization.yaml'
  const text = 'helmCharts: [{name: shop}]\n'
  const host = new DiskHost(
    folderOf({ [file]: text, 'prod/charts/shop/values.yaml': '', 'charts/shop/values.yaml': '' }),
  )
  const owners = (path: string) => ownersOf(host, [path], [{ file, text }]).then(({ files }) => files)
  expect(await owners('prod/charts/shop/values.yaml')).toEqual([file])
  expect(await owners('charts/shop/values.yaml')).toEqual([])
})
