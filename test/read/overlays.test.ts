import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { type Kustomization, readKustomization } from '../../src/read/kustomization.ts'
import { rootsOf } from '../../src/read/overlays.ts'
import { YamlSource } from '../../src/yaml/source.ts'
import { noTools, toolFolder } from '../e2e/kit/tools.ts'
import { folderOf, link } from '../kit/folders.ts'
import { onlyPath, programs } from '../kit/programs.ts'
import { faults, left, objects, pod, readFiles } from './kit.ts'

const KUSTOMIZATION = 'kustomization.yaml'

const nothing = {
  component: false,
  folders: [],
  resources: [],
  patches: [],
  data: [],
  chartHomes: [],
  remote: [],
  outside: [],
  missing: [],
  charts: false,
  releases: [],
}

describe('what a kustomization draws in', () => {
  const readIn = (text: string, files: Parameters<typeof folderOf>[0] = {}): Promise<Kustomization> => {
    const host = new DiskHost(folderOf({ 'o/x.yaml': '', 'base/x.yaml': '', 'o/p.yaml': '', ...files }))
    return readKustomization(host, `o/${KUSTOMIZATION}`, text)
  }
  const rows: readonly (readonly [string, string, Partial<Kustomization>])[] = [
    [
      'files and folders',
      'resources: [x.yaml, ../base, ./p.yaml]',
      { resources: ['o/x.yaml', 'o/p.yaml'], folders: ['base'] },
    ],
    ['bases as they used to be', 'bases: [../base]', { folders: ['base'] }],
    ['components', 'components: [../base]', { folders: ['base'] }],
    ['a component', 'kind: Component', { component: true }],
    [
      'patches in files',
      'patches: [{path: p.yaml}]\npatchesJson6902: [{path: x.yaml}]\npatchesStrategicMerge: [../base/x.yaml]',
      { patches: ['o/p.yaml', 'o/x.yaml', 'base/x.yaml'], data: ['o/p.yaml', 'o/x.yaml'] },
    ],
    [
      'patches written right there',
      'patches:\n  - patch: |-\n      a: b\npatchesStrategicMerge:\n  - |-\n    kind: Pod\n    x: ../../y\n',
      {},
    ],
    ['transformers and their like', 'transformers: [p.yaml]\ncrds: [x.yaml]', { patches: ['o/p.yaml', 'o/x.yaml'] }],
    ['what is not there', 'resources: [nope.yaml, ../nope]', { missing: ['nope.yaml', '../nope'] }],
    ['what leads out', 'resources: [../../x, /etc/passwd]', { outside: ['../../x', '/etc/passwd'] }],
    ['patches that lead out', 'patches: [{path: ../../x}]', { outside: ['../../x'] }],
    [
      'data that leads out',
      'configMapGenerator: [{name: x, files: [k=../../../x, x.yaml], envs: [/etc/passwd]}]',
      { outside: ['../../../x', '/etc/passwd'], data: ['o/x.yaml'] },
    ],
    ...[
      'https://x.example/a.yaml',
      'HTTP://x.example/a.yaml',
      'github.com/acme/x//base?ref=v1',
      'git@github.com:acme/x',
      'ssh://git@x/y',
      'git::https://x/y',
      'x.example/y?ref=main',
    ].map(url => ['the network', `resources: ["${url}"]`, { remote: [url] }] as const),
    [
      'patches of the network',
      'patches: [{path: "https://x.example/p.yaml"}]',
      { remote: ['https://x.example/p.yaml'] },
    ],
    [
      'data of the network',
      'configMapGenerator: [{name: x, files: ["k=https://x.example/d"]}]',
      { remote: ['https://x.example/d'] },
    ],
    [
      'data of the network under any key',
      'secretGenerator: [{name: x, files: ["a b=https://x.example/d?e=f"]}]',
      { remote: ['https://x.example/d?e=f'] },
    ],
    [
      'what a plug-in names',
      'transformers:\n  - |-\n    kind: PatchTransformer\n    nested: {path: "https://x.example/p"}\n    paths: [x.yaml]\n',
      { remote: ['https://x.example/p'], data: ['o/x.yaml'] },
    ],
    [
      'charts of the network',
      'helmCharts: [{name: db, repo: "https://x.example", version: 1.0.0}]',
      { charts: true, remote: ['https://x.example db'] },
    ],
    ['charts that are there', 'helmCharts: [{name: db}]', { charts: true }],
    [
      'charts in another folder, by their version',
      'helmGlobals: {chartHome: ..}\nhelmCharts: [{name: x, version: 1.0.0}, {name: y, chartHome: ../base}]',
      { charts: true, chartHomes: ['', 'base'] },
    ],
    [
      'nonsense',
      'resources: {a: b}\nbases: 5\npatches: [1, {path: 2}, null]\nconfigMapGenerator: [x, {files: 1}]\nhelmCharts: [x]',
      { charts: true },
    ],
    ['a list', '- resources', {}],
    ['keys that objects have', '__proto__: {resources: [x.yaml]}', {}],
    ['nothing', '', {}],
  ]
  test.each(rows)('%s', async (_, text, wanted) =>
    expect(await readIn(text)).toEqual({
      ...nothing,
      file: `o/${KUSTOMIZATION}`,
      source: expect.objectContaining({ text }),
      folder: 'o',
      ...wanted,
    }),
  )

  test('a chart of the network that was fetched before', async () => {
    const text = 'helmCharts: [{name: db, repo: "https://x.example", version: 1.0.0}]'
    for (const file of ['o/charts/db/Chart.yaml', 'o/charts/db-1.0.0/db/Chart.yaml'])
      expect((await readIn(text, { [file]: '' })).remote).toEqual([])
    expect((await readIn(`helmGlobals: {chartHome: ../c}\n${text}`, { 'c/db/Chart.yaml': '' })).remote).toEqual([])
  })

  test('charts that are there, as they are released', async () => {
    const text =
      'helmCharts:\n  - {name: db, releaseName: main, valuesFile: ../v.yaml, additionalValuesFiles: [x.yaml, ../../y]}\n  - {name: web, releaseName: --post-renderer}\n  - {name: none}\n'
    const { releases } = await readIn(text, { 'o/charts/db/Chart.yaml': '', 'o/charts/web/Chart.yaml': '' })
    expect(releases).toEqual([
      { folder: 'o/charts/db', name: 'main', values: ['v.yaml', 'o/x.yaml'] },
      { folder: 'o/charts/web', name: 'release-name', values: [] },
    ])
  })

  test('links that lead out', async () => {
    const text = 'resources: [out, out.yaml, gone.yaml]'
    const read = await readIn(text, {
      'o/out': link('/etc'),
      'o/out.yaml': link('/etc/passwd'),
      'o/gone.yaml': link('nowhere'),
    })
    expect(read).toMatchObject({ outside: ['out', 'out.yaml'], missing: ['gone.yaml'], folders: [], resources: [] })
  })

  test('what is no YAML is a fault', async () => {
    await expect(readIn('resources: [')).rejects.toMatchObject({ code: 'NOT_YAML', file: `o/${KUSTOMIZATION}` })
  })
})

describe('what is built', () => {
  const node = (folder: string, folders: readonly string[], component = false): Kustomization => {
    const file = `${folder}/${KUSTOMIZATION}`
    return { ...nothing, file, source: new YamlSource(file, '', []), folder, component, folders }
  }
  test.each([
    ['what nothing draws in', [node('base', []), node('prod', ['base']), node('stage', ['base'])], ['prod', 'stage']],
    ['the top of a chain', [node('a', ['b']), node('b', ['c']), node('c', [])], ['a']],
    ['no components', [node('c', [], true), node('prod', ['c'])], ['prod']],
    ['no component alone', [node('c', [], true)], []],
    ['of a circle the first, so that it is told', [node('a', ['b']), node('b', ['a'])], ['a']],
    ['what draws in itself', [node('a', ['a'])], ['a']],
    ['a circle below something else is told by it', [node('top', ['a']), node('a', ['b']), node('b', ['a'])], ['top']],
  ])('%s', (_, all, roots) => expect(rootsOf(all).roots.map(({ folder }) => folder)).toEqual(roots))
})

const deployment = (name: string, more = '') =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec:\n  selector: {matchLabels: {app: ${name}}}\n  template:\n    metadata: {labels: {app: ${name}}}\n    spec:\n      containers:\n        - name: app\n          image: shop/${name}:1\n${more}`

describe.skipIf(noTools)(`overlays, with a real kubectl${noTools ? ` (skipped: ${noTools})` : ''}`, () => {
  const files = {
    'base/kustomization.yaml': 'resources: [web.yaml, web-api.yaml]',
    'base/web.yaml': deployment('web', '          securityContext: {privileged: true}\n'),
    'base/web-api.yaml': deployment('web-api', '          securityContext: {privileged: true}\n'),
    'prod/kustomization.yaml': 'resources: [../base]\nnamespace: prod\nnamePrefix: p-\npatches: [{path: ports.yaml}]',
    'prod/ports.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          ports:\n            - {containerPort: 80, hostPort: 80}\n',
  }
  const withKubectl = () => onlyPath(toolFolder('helm4', 'kubectl'), '/usr/bin', '/bin')

  test('objects are placed where they were written, each in its own file, and are not read twice', async () => {
    withKubectl()
    const read = await readFiles(files)
    expect(faults(read)).toEqual([])
    expect(read.inputs).toMatchObject({ overlays: 1, manifests: 0, resources: 2 })
    const places = read.world.resources.map(({ name, source, at, root }) => {
      const place = source.locate([
        ...root,
        'spec',
        'template',
        'spec',
        'containers',
        0,
        'securityContext',
        'privileged',
      ])
      expect(at).toBeDefined()
      return `${name} ${place.file}:${place.start.line}`
    })
    expect(places.toSorted()).toEqual(['p-web base/web.yaml:12', 'p-web-api base/web-api.yaml:12'])
    const web = read.world.resources.find(({ name }) => name === 'p-web')!
    const port = web.source.locate(web.at('spec', 'template', 'spec', 'containers', 0, 'ports', 0, 'hostPort'))
    expect([port.file, port.start.line, port.text]).toEqual(['prod/ports.yaml', 10, 'hostPort: 80'])
  })

  test('what kustomize refuses is a fault, and its files are read as they are', async () => {
    withKubectl()
    const read = await readFiles({
      ...files,
      'prod/kustomization.yaml': 'resources: [../base, ../base]\npatches: [{path: ports.yaml}]',
    })
    expect(faults(read)).toEqual([
      expect.stringMatching(
        /^RENDER_FAILED prod\/kustomization\.yaml kustomize could not build the overlay: .*Fix it, or skip overlays/,
      ),
    ])
    expect(objects(read)).toEqual(['Deployment/web-api in base/web-api.yaml', 'Deployment/web in base/web.yaml'])
  })

  test('the reason of a failure is the same twice', async () => {
    const line = 'E1128 19:28:14.123456   12345 run.go:72] "command failed" err="no such base"'
    onlyPath(programs({ kustomize: `echo '${line}' >&2; exit 1` }), '/usr/bin', '/bin')
    expect(faults(await readFiles(files))).toEqual([
      expect.stringContaining('could not build the overlay: "command failed" err="no such base". Fix it'),
    ])
  })

  test('a list behind a kustomization that holds no objects is a fault', async () => {
    withKubectl()
    const list = 'kind: List\napiVersion: v1\nitems: [3]\n'
    const read = await readFiles({ 'kustomization.yaml': `resources: [a.yaml]\n---\n${list}`, 'a.yaml': pod('a') })
    expect(faults(read)).toEqual([
      'NOT_AN_OBJECT kustomization.yaml list item is not an object: expected `apiVersion` and `kind`',
    ])
    expect(objects(read)).toEqual(['Pod/a in kustomization.yaml'])
  })

  test('a template behind a kustomization is told, and why the kustomization is no YAML is told once', async () => {
    withKubectl()
    const read = await readFiles({
      'a/kustomization.yaml': 'namePrefix: a-\n---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Values.name }}\n',
      'b/kustomization.yaml': 'resources: [\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: b}\n',
      'c/kustomization.yaml': '---\nresources: [a.yaml]\n',
      'c/a.yaml': pod('a'),
    })
    expect(faults(read)).toContainEqual(
      expect.stringMatching(/^NOT_AN_OBJECT a\/kustomization\.yaml this manifest is a template/),
    )
    expect(left(read)).not.toContainEqual(expect.stringContaining('c/kustomization.yaml'))
    expect(faults(read).filter(fault => fault.includes('b/kustomization.yaml'))).toHaveLength(1)
    expect(objects(read)).toContainEqual('Pod/b in b/kustomization.yaml')
  })

  test('a part of an unused component that cannot be read is a fault, and all others are read', async () => {
    const read = await readFiles({
      'c/kustomization.yaml': 'kind: Component\nresources: [large]\npatches: [{path: p.yaml}]\n',
      'c/large': 'x'.repeat(16 * 1024 * 1024 + 1),
      'c/p.yaml': pod('p'),
      'k8s/a.yaml': pod('a'),
    })
    expect(faults(read)).toEqual([expect.stringMatching(/^UNREADABLE c\/large size .* exceeds the limit of 16 MB$/)])
    expect(objects(read)).toEqual(['Pod/p in c/p.yaml', 'Pod/a in k8s/a.yaml'])
  })

  test('a circle is told', async () => {
    withKubectl()
    const read = await readFiles({
      'a/kustomization.yaml': 'resources: [../b]',
      'b/kustomization.yaml': 'resources: [../a]',
    })
    expect(faults(read)).toEqual([expect.stringMatching(/^RENDER_FAILED a\/kustomization\.yaml .*cycle/)])
  })
})

describe('kustomize is not even started', () => {
  const spy = () => {
    const trace = join(folderOf({}), 'started')
    onlyPath(programs({ kustomize: `touch ${trace}`, kubectl: `touch ${trace}` }), '/usr/bin', '/bin')
    return () => existsSync(trace)
  }
  test.each([
    [
      'remote',
      'resources: ["https://x.example/a.yaml"]',
      'this overlay includes `https://x.example/a.yaml` from the network, which is not downloaded: keep a copy in the repository, or skip overlays with `overlays: skip` in the policy',
    ],
    ['outside', 'resources: [../../x]', 'this overlay includes `../../x`, which is outside the workspace'],
    [
      'missing',
      'resources: [nope.yaml]',
      'this overlay includes `nope.yaml`, which does not exist: fix the reference, or skip overlays with `overlays: skip` in the policy',
    ],
  ])('%s, also further down', async (_, text, message) => {
    const started = spy()
    const read = await readFiles({
      'base/kustomization.yaml': text,
      'prod/kustomization.yaml': 'resources: [../base]',
      'k8s/a.yaml': pod('a'),
    })
    expect(faults(read)).toEqual([`RENDER_FAILED prod/kustomization.yaml ${message}`])
    expect(objects(read)).toEqual(['Pod/a in k8s/a.yaml'])
    expect(started()).toBe(false)
  })

  test('when a part of it cannot be read', async () => {
    const started = spy()
    const read = await readFiles({
      'base/kustomization.yaml': 'resources: [',
      'prod/kustomization.yaml': 'resources: [../base]',
      'k8s/a.yaml': pod('a'),
    })
    expect(read.faults.map(({ code, file }) => [code, file])).toEqual([
      ['NOT_YAML', 'base/kustomization.yaml'],
      ['RENDER_FAILED', 'prod/kustomization.yaml'],
    ])
    expect(read.faults[1]?.message).toMatch(/^`base\/kustomization\.yaml`: /)
    expect(objects(read)).toEqual(['Pod/a in k8s/a.yaml'])
    expect(started()).toBe(false)
  })

  test('left out by the policy; patches alone are no objects', async () => {
    const started = spy()
    const read = await readFiles(
      {
        'o/kustomization.yaml': 'resources: [a.yaml]\npatches: [{path: p.yaml}]',
        'o/a.yaml': pod('a'),
        'o/p.yaml': pod('a'),
      },
      { overlays: 'skip' },
    )
    expect(objects(read)).toEqual(['Pod/a in o/a.yaml'])
    expect(left(read)).toEqual(['o/kustomization.yaml: `overlays: skip`'])
    expect(started()).toBe(false)
  })
})

test('kustomize is preferred to kubectl, and gets helm only when there are charts', async () => {
  const say = (name: string) => `printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: "%s"}\\n' "${name} $*"`
  onlyPath(programs({ kustomize: say('kustomize') }), '/usr/bin', '/bin')
  expect(objects(await readFiles({ [KUSTOMIZATION]: '' }))).toEqual([
    'ConfigMap/kustomize build . in kustomization.yaml',
  ])
  onlyPath(programs({ kubectl: say('kubectl') }), '/usr/bin', '/bin')
  const charts = { [KUSTOMIZATION]: 'helmCharts: [{name: db}]' }
  expect(objects(await readFiles(charts))).toEqual([
    'ConfigMap/kubectl kustomize --enable-helm . in kustomization.yaml',
  ])
})
