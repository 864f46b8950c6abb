import { spawnSync } from 'node:child_process'
import { chmodSync, linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { expectLine } from '../kit/steps.ts'
import { cli, cliJson, stepsOfCli } from './kit/cli.ts'
import { noTools, pathOf, toolFolder } from './kit/tools.ts'

type Files = Readonly<Record<string, string | Uint8Array>>

/** A folder with these files; a name that ends in a slash is a folder. */
function folder(files: Files): string {
  const made = mkdtempSync(join(tmpdir(), 'seaworthy-hostile-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(name.endsWith('/') ? join(made, name) : dirname(join(made, name)), { recursive: true })
    if (!name.endsWith('/')) writeFileSync(join(made, name), text)
  }
  return made
}

const POD =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: api\nspec:\n  hostNetwork: true\n  containers:\n    - name: api\n      image: a:1\n'
const many = (count: number, item: (i: number) => string, between = ', '): string =>
  Array.from({ length: count }, (_, i) => item(i)).join(between)
/** A pod of these lines, and of so many containers. */
const crowd = (count: number, lines: string): string =>
  `apiVersion: v1\nkind: Pod\n${lines}  containers: [${many(count, i => `{name: c${i}, image: a:1}`)}]\n`
const CHART = 'apiVersion: v2\nname: shop\nversion: 1.0.0\n'

/** What could not be checked: something, always. */
const faultsIn = (cwd: string, args: readonly string[] = [], path?: string): readonly string[] => {
  const { status, result } = cliJson(args, { cwd, ...(path !== undefined && { path }) })
  expect(status).toBe(2)
  return result.faults.map(({ code, file = '', message }) => `${code} ${file} ${message}`)
}

describe('green means that somebody looked', () => {
  test.each<readonly [title: string, files: Files, args: readonly string[], fault: RegExp]>([
    ['an empty workspace', {}, [], /^NOT_FOUND .*was the repository checked out/],
    ['a folder with nothing for us', { 'k8s/README.md': '' }, ['k8s'], /^NOT_FOUND k8s nothing to check: no manifest/],
    [
      'a file without objects',
      { 'p.yaml': '# apiVersion: v1\n# kind: Pod\n' },
      ['p.yaml'],
      /^NOT_FOUND p.yaml .*without/,
    ],
    [
      'a template',
      { 'p.yaml': `{{ if .x }}\n${POD}{{ end }}\n` },
      ['p.yaml'],
      /^NOT_FOUND p.yaml .*template outside a chart/,
    ],
    [
      'a glob of templates',
      { 'p.yaml': `{{ if .x }}\n${POD}{{ end }}\n` },
      ['*.yaml'],
      /^NOT_FOUND p.yaml .*template outside a chart/,
    ],
    [
      'a glob of ignored files',
      { '.gitignore': 'out', 'out/p.yaml': POD },
      ['**/*.yaml'],
      /^NOT_FOUND .*no file matches/,
    ],
    [
      'a policy that excludes all',
      { '.seaworthy.yml': 'paths: {exclude: ["**"]}', 'p.yaml': POD },
      [],
      /2 excluded by/,
    ],
    [
      'a policy that includes nothing',
      { '.seaworthy.yml': 'paths: {include: [k]}', 'p.yaml': POD },
      [],
      /2 not included/,
    ],
    [
      'a policy that is a folder',
      { '.seaworthy.yml/': '', 'p.yaml': POD },
      [],
      /^UNREADABLE .seaworthy.yml expected a file, found a folder/,
    ],
    [
      'two policies',
      { '.seaworthy.yml': '', '.seaworthy.yaml': '', 'p.yaml': POD },
      [],
      /^BAD_CONFIG .*keep one of them/,
    ],
    [
      'a Dockerfile that nobody wrote',
      { Dockerfile: `FROM a\n${'RUN b\n'.repeat(200_000)}` },
      [],
      /^UNREADABLE Dockerfile/,
    ],
  ])('%s', (_, files, args, fault) => expect(faultsIn(folder(files), args)).toEqual([expect.stringMatching(fault)]))

  test('a policy that switches every rule off', () => {
    const ids = JSON.parse(cli(['rules', '--format', 'json']).stdout) as readonly { readonly id: string }[]
    const policy = `rules:\n${ids.map(({ id }) => `  ${id}: off\n`).join('')}`
    expect(faultsIn(folder({ '.seaworthy.yml': policy, 'p.yaml': POD }))).toEqual([
      expect.stringMatching(/^BAD_CONFIG/),
    ])
  })

  test('of a whole repository without containers it is said that there was nothing to check', () => {
    const { status, stdout } = cli([], { cwd: folder({ 'README.md': '# x' }) })
    expect(status).toBe(0)
    expect(stdout).toMatch(/^✓ pass: nothing to check\n/)
  })

  test.each(['.seaworthy.yml', '.github/seaworthy.yml'])('a policy that leads nowhere or away: %s', name => {
    for (const target of ['nowhere', '/etc/hostname']) {
      const cwd = folder({ 'p.yaml': POD, '.github/': '' })
      symlinkSync(target, join(cwd, name))
      expect(faultsIn(cwd)).toEqual([expect.stringMatching(/NOT_FOUND|OUTSIDE/)])
    }
  })

  test.skipIf(process.getuid?.() !== 0)('what we may not read (as another user: needs root)', () => {
    const cwd = folder({ 'p.yaml': POD, 'q.yaml': POD, 'd/r.yaml': POD, '.github/x': '', '.gitignore': 'x' })
    chmodSync(cwd, 0o755)
    for (const name of ['q.yaml', 'd', '.github', '.gitignore']) chmodSync(join(cwd, name), 0)
    const script = join(process.cwd(), 'dist/cli.js')
    const { status, stdout } = spawnSync(process.execPath, [script, '--format', 'json'], {
      cwd,
      uid: 65534,
      encoding: 'utf8',
    })
    expect(status).toBe(2)
    const { faults } = JSON.parse(stdout) as { faults: readonly { code: string; file: string }[] }
    expect(faults.map(({ code, file }) => `${code} ${file}`).sort()).toEqual(
      ['.github', '.github/seaworthy.yml', '.gitignore', 'd', 'q.yaml'].map(file => `UNREADABLE ${file}`),
    )
  })
})

describe('an object cannot be hidden', () => {
  const pod = (more: string): string => `${POD}${more}`
  const escaped = POD.replace('apiVersion', '"api\\u0056ersion"').replace('kind', '"k\\x69nd"')
  const aliased = POD.replace('  name: api\n', '  name: api\n  labels: {a: &a apiVersion, k: &k kind}\n').replace(
    /^apiVersion: v1\nkind: Pod\n([\s\S]*)$/,
    '$1*a : v1\n*k : Pod\n',
  )
  const padded = JSON.stringify({
    metadata: { annotations: { a: 'x'.repeat(100_000) } },
    apiVersion: 'v1',
    kind: 'Pod',
  })
  test.each<readonly [title: string, files: Files]>([
    ['by escapes in its keys', { 'p.yaml': escaped }],
    ['by aliases for keys', { 'p.yaml': aliased }],
    ['by keys in the long form', { 'p.yaml': POD.replace('kind: Pod', '? kind\n# a\n: Pod') }],
    ['by a text that looks like a template', { 'p.yaml': pod(`  nodeSelector: {'{"x":null}': null} # {{\n`) }],
    ['by 100 KB in front of it', { 'p.json': padded.replace(/}$/, ',"spec":{"hostNetwork":true}}') }],
    [
      'in the folder for values of a chart',
      { 'Chart.yaml': CHART, 'ci/p.yaml': POD, '.seaworthy.yml': 'charts: skip' },
    ],
    [
      'behind an owner that is not there',
      { 'p.yaml': POD.replace('  name: api', '  name: api\n  ownerReferences: [{kind: X, name: x}]') },
    ],
  ])('%s', (_, files) => {
    const { status, result } = cliJson([], { cwd: folder(files) })
    expect(result.findings.map(({ rule }) => rule)).toContain('host-network')
    expect(status).toBe(1)
  })

  test.each([
    ['quotes', `  annotations: {a: "\n{{ x"}`],
    ['quotes over a jinja line', `  annotations:\n    a: "\n{% x"`],
    ['brackets', `  annotations: {a: "{{",\nb: c}`],
  ])('by %s around the braces of a template, which kubectl reads', (_, lines) => {
    const { status, result } = cliJson([], {
      cwd: folder({ 'p.yaml': POD.replace('  name: api', `  name: api\n${lines}`) }),
    })
    expect(result.findings.map(({ rule }) => rule)).toContain('host-network')
    expect(status).toBe(1)
  })
})

describe('nothing is waited for, and nothing blows up', () => {
  const fifo = (cwd: string, ...names: readonly string[]): void => {
    for (const name of names) expect(spawnSync('mkfifo', [join(cwd, name)]).status).toBe(0)
  }

  test.skipIf(process.platform === 'win32').each([
    ['found', [], /3 neither a file nor a folder/],
    ['named', ['Dockerfile'], /^UNREADABLE Dockerfile neither/],
    ['a report', ['--report', 'r.json'], /^UNREADABLE r.json neither/],
    ['a policy', ['--config', 'x.yaml'], /^UNREADABLE x.yaml neither/],
  ])('pipes, which Windows has none of: %s', (_, args, fault) => {
    const cwd = folder({})
    fifo(cwd, 'Dockerfile', 'x.yaml', 'r.json')
    expect(faultsIn(cwd, args)[0]).toMatch(fault)
  })

  test.skipIf(process.platform === 'win32')('a pipe to write to (Windows has none)', () => {
    const cwd = folder({ 'p.yaml': POD })
    fifo(cwd, 'out')
    const { status, stderr } = cli(['--output', 'out'], { cwd })
    expect(status).toBe(2)
    expect(stderr).toMatch(/^seaworthy: out: cannot be written/)
  })

  test.each<readonly [title: string, size: number, files: (size: number) => Files]>([
    ['brackets', 100_000, size => ({ 'p.yaml': `apiVersion: v1\nkind: Pod\nspec: ${'{a: '.repeat(size)}` })],
    [
      'a heredoc of empty lines',
      50_000,
      size => ({ Dockerfile: `FROM a\nRUN <<E\n${'\n'.repeat(size)}apk update -q\napk add x\nE\n` }),
    ],
    [
      'quotes that nothing closes, in a chart',
      200_000,
      size => ({ 'Chart.yaml': CHART, 'values.yaml': `a: {{ b }}\nc: "${'\\"'.repeat(size)}\n` }),
    ],
    ['an instruction of empty lines', 50_000, size => ({ Dockerfile: `FROM a\nRUN a\\\n${'\n'.repeat(size)}b\n` })],
    ['lists of lists', 10_000, size => ({ 'p.yaml': `apiVersion: v1\nkind: Pod\nspec:\n  ${'- '.repeat(size)}` })],
    [
      'laughing aliases',
      30,
      size => ({
        'p.yaml': `apiVersion: v1\nkind: Pod\na0: &a0 [1, 1]\n${many(size, i => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`, '')}`,
      }),
    ],
    [
      'a deep report',
      20_000,
      size => ({ 'trivy.json': `{"SchemaVersion":2,"ArtifactName":"x","Results":${'['.repeat(size)}` }),
    ],
    [
      'a glob for the regular expressions of others',
      50,
      size => ({
        'p.yaml': POD,
        [`${'a'.repeat(size)}.yaml`]: POD,
        '.seaworthy.yml': `paths: {exclude: ["${'(a+)+'.repeat(20)}$", "${'{a,aa}'.repeat(30)}z", "${'a*a*a*/'.repeat(20)}z"]}`,
      }),
    ],
    [
      'objects with a template in a text',
      1000,
      size => ({
        'p.yaml': many(
          size,
          () => `{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {a: "{{ x }}"}}\n`,
          '---\n',
        ),
      }),
    ],
    [
      'users of a scanned image',
      1000,
      size => ({
        'p.yaml': crowd(size, 'metadata: {name: a}\nspec:\n'),
        'trivy.json':
          '{"SchemaVersion":2,"ArtifactName":"a:1","ArtifactType":"container_image","Metadata":{"OS":{"Family":"alpine","Name":"3.20"}},"Results":[{"Target":"a","Class":"os-pkgs","Type":"alpine"}]}',
      }),
    ],
    // Of what a pod is asked for each of its containers.
    [
      'labels',
      1000,
      size => ({ 'p.yaml': crowd(size, `metadata: {name: a, labels: {${many(size, i => `l${i}: x`)}}}\nspec:\n`) }),
    ],
    [
      'defaults',
      1000,
      size => ({
        'p.yaml': `apiVersion: v1\nkind: LimitRange\nmetadata: {name: a}\nspec: {limits: [${many(size, () => '{type: Container}')}]}\n---\n${crowd(size, 'metadata: {name: a}\nspec:\n')}`,
      }),
    ],
    [
      'terms for nodes',
      1000,
      size => ({
        'p.yaml': crowd(
          size,
          `metadata: {name: a}\nspec:\n  affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [${many(size, () => '{matchExpressions: [{key: kubernetes.io/os, operator: In, values: [windows]}]}')}]}}}\n`,
        ),
      }),
    ],
  ])('%s cost no more than their number', (_, size, files) => {
    const steps = [size, 4 * size].map(many => stepsOfCli([], { cwd: folder(files(many)) }))
    expectLine(steps)
  })

  test('folders that lead in circles', () => {
    const cwd = folder({ 'd/p.yaml': POD })
    symlinkSync('.', join(cwd, 'a'))
    symlinkSync('../d', join(cwd, 'd/e'))
    symlinkSync('c', join(cwd, 'c'))
    expect(cliJson([], { cwd }).result.inputs).toMatchObject({ manifests: 1 })
    expect(cliJson(['a/a/d'], { cwd }).result.inputs).toMatchObject({ manifests: 1 })
  })
})

describe('--fix', () => {
  test('a file with two names stays whole', () => {
    const cwd = folder({ 'p.yaml': POD })
    linkSync(join(cwd, 'p.yaml'), join(cwd, 'q.yaml'))
    expect(cli(['--fix=all'], { cwd }).status).toBe(0)
    expect(readFileSync(join(cwd, 'q.yaml'), 'utf8')).toMatch(
      /^apiVersion: v1\nkind: Pod\nmetadata:\n {2}name: api\nspec:\n {2}containers:\n {4}- name: api\n {6}image: a:1\n/,
    )
  })

  test('nothing is written through a link, and nothing outside', () => {
    const [outside, cwd] = [folder({ 'p.yaml': POD }), folder({ 'in/q.yaml': POD })]
    symlinkSync(join(outside, 'p.yaml'), join(cwd, 'p.yaml'))
    symlinkSync(outside, join(cwd, 'o'))
    symlinkSync('in/q.yaml', join(cwd, 'l.yaml'))
    expect(cli(['--fix=all'], { cwd }).status).toBe(0)
    expect(readFileSync(join(outside, 'p.yaml'), 'utf8')).toBe(POD)
    expect(readFileSync(join(cwd, 'in/q.yaml'), 'utf8')).not.toContain('hostNetwork')
  })
})

describe.skipIf(noTools)(`helm and kustomize${noTools ? ` (skipped: ${noTools})` : ''}`, () => {
  const tools = (): string => pathOf(toolFolder('helm3', 'helm'), toolFolder('helm4', 'kubectl'), '/usr/bin', '/bin')

  test('a chart that draws in a file from outside is not rendered', () => {
    for (const link of ['l', 'templates/l']) {
      const cwd = folder({ 'c/Chart.yaml': CHART, 'c/templates/p.yaml': 'a: {{ .Files.Get "l" | quote }}\n' })
      symlinkSync('/etc', join(cwd, 'c', link))
      expect(faultsIn(cwd, [], tools())).toEqual([
        expect.stringContaining(`\`c/${link}\`, which is outside the workspace`),
      ])
    }
  })

  test('chart that renders nothing is not counted, and not enough when it is named', () => {
    const cwd = folder({ 'c/Chart.yaml': CHART, 'c/templates/p.yaml': `{{ if .Values.x }}\n${POD}{{ end }}` })
    expect(cli([], { cwd, path: tools() }).stdout).toMatch(/nothing to check\n0 files.* 1 chart that renders nothing/)
    expect(faultsIn(cwd, ['c'], tools())).toEqual([expect.stringContaining('chart that renders nothing')])
  })

  test('a chart that is called like an option is a chart', () => {
    const cwd = folder({ '--post-renderer=x/Chart.yaml': CHART, '--post-renderer=x/templates/p.yaml': POD })
    expect(cliJson([], { cwd, path: tools() }).result).toMatchObject({
      faults: [],
      inputs: { charts: 1, resources: 1 },
    })
  })

  const DRAWS = { 'k/cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n', 'k/p.yaml': POD }
  test.each([
    ['a patch for nobody', 'resources: [cm.yaml]\npatches: [{path: p.yaml, target: {kind: Job}}]\n'],
    [
      'an object that a patch deletes',
      'resources: [cm.yaml, p.yaml]\npatches: [{target: {kind: Pod}, patch: "{$patch: delete, apiVersion: v1, kind: Pod, metadata: {name: api}}"}]\n',
    ],
  ])('%s is a manifest like others', (_, kustomization) => {
    const { result } = cliJson([], { cwd: folder({ ...DRAWS, 'k/kustomization.yaml': kustomization }), path: tools() })
    expect(result.faults).toEqual([])
    expect(result.findings.map(({ rule, location }) => `${rule} ${location.file}`)).toContain('host-network k/p.yaml')
  })

  test.each<readonly [title: string, files: Files]>([
    ['a generator', { 'k/kustomization.yaml': 'generators: ["example.invalid/o/r.git//x"]' }],
    [
      'the folder of a generator',
      {
        'k/kustomization.yaml': 'generators: [g]',
        'k/g/kustomization.yaml': 'resources: ["https://example.invalid/x"]',
      },
    ],
    [
      'a chart, in older words',
      {
        'k/kustomization.yaml':
          'helmChartInflationGenerator: [{chartName: x, chartRepoUrl: "https://example.invalid"}]',
      },
    ],
    [
      'a chart of a generator',
      {
        'k/kustomization.yaml': 'generators: [g.yaml]',
        'k/g.yaml':
          'apiVersion: builtin\nkind: HelmChartInflationGenerator\nmetadata: {name: x}\nname: x\nrepo: https://example.invalid\n',
      },
    ],
  ])('nothing is downloaded for %s', (_, files) =>
    expect(faultsIn(folder(files), [], tools())).toEqual([
      expect.stringMatching(/^RENDER_FAILED k\/kustomization.yaml this overlay includes `/),
    ]),
  )
})
