import { gzipSync } from 'node:zlib'

/** What becomes of an input: a fault, a finding, a line in `inputs.unread`, or nothing at all. */
export type Fate = 'fault' | 'checked' | 'named' | 'silent'

export const EXITS: Readonly<Record<Fate, number>> = { fault: 2, checked: 1, named: 0, silent: 0 }

export interface Row {
  /** As docs/inputs.md calls it. */
  readonly kind: string
  readonly fate: Fate
  readonly input: string
  readonly files: Readonly<Record<string, string | Buffer>>
  /** A part of what is said of it: a message, the reason of `unread`, or the id of a rule. */
  readonly says?: string
  /** What is named; by default the folder. */
  readonly path?: string
  /** It takes helm. */
  readonly tools?: true
}

const CONTAINERS =
  '  containers:\n    - name: api\n      image: registry.example.com/api:1.2.3\n      securityContext: {privileged: true}\n'
const POD = `apiVersion: v1\nkind: Pod\nmetadata: {name: api}\nspec:\n${CONTAINERS}`
const HEALTHY = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shop, namespace: shop}\ndata: {a: b}\n'
const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 1234\n`
const DOCKERFILE = 'FROM registry.example.com/base:1.2.3\nBOGUS x\n'
const CHART = 'apiVersion: v2\nname: shop\nversion: 1.0.0\n'

const json = (value: unknown): string => JSON.stringify(value)
const sarif = (run: object): string =>
  json({ version: '2.1.0', runs: [{ tool: { driver: { name: 'acme' } }, results: [], ...run }] })
const notified = (key: string): string =>
  sarif({ invocations: [{ executionSuccessful: true, [key]: [{ level: 'error', message: { text: 'no layer 3' } }] }] })
const trivy = (more: object): string =>
  json({ SchemaVersion: 2, ArtifactName: 'shop/api:1.4', ArtifactType: 'container_image', ...more })
const grype = (db: object): string =>
  json({
    matches: [],
    source: { type: 'image', target: { userInput: 'shop/api:1.4' } },
    descriptor: { name: 'grype', db },
  })

const ALPINE = { OS: { Family: 'alpine', Name: '3.20.1' } }
const CRITICAL = trivy({
  Metadata: ALPINE,
  Results: [
    {
      Target: 'shop/api:1.4 (alpine 3.20.1)',
      Class: 'os-pkgs',
      Type: 'alpine',
      Vulnerabilities: [
        {
          VulnerabilityID: 'CVE-2026-1234',
          PkgName: 'zlib',
          InstalledVersion: '1',
          FixedVersion: '2',
          Severity: 'CRITICAL',
        },
      ],
    },
  ],
})

/** What git keeps of a file that it tracks: the head of the list, the file, and a hash of it all (gitformat-index(5)). */
function indexOf(path: string): Buffer {
  const head = Buffer.from('DIRC\0\0\0\u0002\0\0\0\u0001')
  const stats = Buffer.alloc(62)
  stats.writeUInt32BE(0o100644, 24)
  stats.writeUInt16BE(path.length, 60)
  const padding = Buffer.alloc(8 - ((62 + path.length) % 8))
  return Buffer.concat([head, stats, Buffer.from(path), padding, Buffer.alloc(20)])
}

type Case = readonly [input: string, files: Row['files'], says?: string]

const rows = (kind: string, fate: Fate, says: string, cases: readonly Case[]): readonly Row[] =>
  cases.map(([input, files, own = says]) => ({ kind, fate, input, files, ...(own !== '' && { says: own }) }))

const one = (file: string, content: string | Buffer, says?: string): Case =>
  says === undefined ? [file, { [file]: content }] : [file, { [file]: content }, says]

const many = (content: string, files: readonly string[]): readonly Case[] => files.map(file => one(file, content))

/** A chart whose values are to be validated by a document elsewhere. */
const FETCHING: Row['files'] = {
  'shop/Chart.yaml': CHART,
  'shop/templates/shop.yaml': HEALTHY,
  'shop/values.schema.json': json({ $ref: 'https://schemas.example.com/shop.json' }),
}

/** All that a run may meet and must not pass over: docs/inputs.md lists the kinds. */
export const ROWS: readonly Row[] = [
  ...rows('Git LFS pointer', 'fault', 'this is a Git LFS pointer', [
    ...many(POINTER, ['k8s/a.yaml', 'k8s/a.yml', 'k8s/a.json', 'Dockerfile', 'Dockerfile.prod', 'DockerfileProd']),
    ...many(POINTER, [
      'trivy.json',
      'x.sarif',
      'trivy.json.gz',
      'kustomization.yaml',
      '.seaworthy.yml',
      'shop/Chart.yaml',
    ]),
    ['shop/values.yaml', { 'shop/Chart.yaml': CHART, 'shop/values.yaml': POINTER }],
    ['shop/crds/a.yaml', { 'shop/Chart.yaml': CHART, 'shop/crds/a.yaml': POINTER }],
  ]),
  ...rows('Report that is an error message', 'fault', 'this is an error message, not a report', [
    one('trivy.json', json({ error: 'failed to download the database' })),
    one('grype.json', json({ errors: [{ code: 'DENIED', message: 'access denied' }] })),
    one('image-scan.json', json({ status: 'failed', Error: { code: 3 } })),
    one('trivy-report.json', json({ code: 401, message: 'unauthorized' })),
    one('trivy-list.json', json([{ error: 'timeout' }])),
    one('x.sarif', json({ error: 'no such image' })),
  ]),
  ...rows('Report that is empty or cut off', 'fault', '', [
    one('trivy.json', '', 'the report is empty'),
    one('grype.json', 'null', 'the report is empty'),
    one('x.sarif', sarif({}).slice(0, 40), 'the JSON ends too early'),
    one('trivy.json.gz', gzipSync(CRITICAL).subarray(0, 60), 'cut off or damaged'),
  ]),
  ...rows('SARIF of a run that failed', 'fault', 'check its log, and scan again', [
    one('execution.sarif', notified('toolExecutionNotifications'), 'acme reports 1 error (no layer 3)'),
    one('configuration.sarif', notified('toolConfigurationNotifications'), 'acme reports 1 error (no layer 3)'),
    one('unsuccessful.sarif', sarif({ invocations: [{ executionSuccessful: false }] })),
    one('no-results.sarif', sarif({ results: null })),
  ]),
  ...rows('Trivy report without a scan for vulnerabilities', 'fault', '--scanners vuln', [
    one('null.json', trivy({ Metadata: ALPINE, Results: null })),
    one('absent.json', trivy({ Metadata: ALPINE })),
    one('nothing.json', trivy({}), 'neither an operating system nor packages'),
  ]),
  ...rows('Grype report without a valid database', 'fault', 'vulnerability database is invalid', [
    one('invalid.json', grype({ status: { valid: false } })),
    one('error.json', grype({ error: 'no database' })),
    one('never-built.json', grype({ status: { built: '0001-01-01T00:00:00Z', valid: true } })),
  ]),
  ...rows('Object with a misspelt `kind` or `apiVersion`', 'fault', 'expected `kind`', [
    one('k8s/a.yaml', POD.replace('kind', 'Kind')),
    one('k8s/a.json', json({ apiVersion: 'v1', KIND: 'Pod', spec: { containers: [] } })),
    one('k8s/b.yaml', POD.replace('apiVersion', 'apiversion'), 'expected `apiVersion`'),
  ]),
  ...rows('Object with pods, and without `kind` or `apiVersion`', 'fault', 'object with pods has no `kind`', [
    one('k8s/a.yaml', POD.replace('kind: Pod\n', '')),
    one('k8s/b.yaml', POD.replace('apiVersion: v1\n', ''), 'object with pods has no `apiVersion`'),
    one(
      'k8s/a.json',
      json({ kind: 'Deployment', spec: { template: { spec: { containers: [] } } } }),
      'no `apiVersion`',
    ),
  ]),
  ...rows('List with items that are not objects', 'fault', 'list item', [
    one('k8s/a.yaml', 'apiVersion: v1\nkind: List\nitems: [5]\n'),
    one('k8s/b.yaml', 'apiVersion: v1\nkind: List\nitems:\n- null\n'),
    one('k8s/c.json', json({ apiVersion: 'v1', kind: 'List', items: [{ spec: {} }] })),
  ]),
  ...rows('Workload whose `spec` is not a map', 'fault', '`spec` of', [
    one('k8s/a.yaml', 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: x\n'),
    one('k8s/b.yaml', 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: []\n'),
  ]),
  ...rows('Second or misspelt policy', 'fault', 'is this the policy?', [
    ...many('{}', ['.Seaworthy.yml', 'seaworthy.yaml', '.seaworthy.yml.yml', '.seaworthy.yml.txt', '.seaworthy.json']),
    ...many('{}', [
      '.github/Seaworthy.yml',
      '.github/.seaworthy.yml',
      '.seaworhty.yml',
      '.sea-worthy.yaml',
      '.seaworthy',
    ]),
    ['two endings', { '.seaworthy.yml': '', '.seaworthy.yaml': '' }, 'multiple policies'],
    ['two folders', { '.seaworthy.yml': '', '.github/seaworthy.yml': '' }, 'multiple policies'],
    ['another case beside it', { '.seaworthy.yml': '', '.Seaworthy.yml': '' }, 'multiple policies'],
  ]),
  ...rows('Dockerfile under another name', 'checked', 'syntax-error', [
    ...many(DOCKERFILE, ['Dockerfile1', 'DockerfileProd', 'api.Dockerfile', 'Dockerfile.api', 'api-dockerfile']),
    ...many(DOCKERFILE, ['CONTAINERFILE2', 'Dockerfile.txt']),
    one('MyDockerfile', `# syntax=docker/dockerfile:1\n${DOCKERFILE}`),
    one('Dockerfiles', `ARG V=1\n${DOCKERFILE}`),
  ]),
  ...rows('Manifest under another name', 'checked', 'privileged-container', [
    ...many(POD, ['manifest', 'k8s/pod.yaml.txt', 'pod.conf', 'pod.yaml.bak', 'pod.YAML', 'README', 'kustomization']),
    one('pod', `# ${'licence '.repeat(200)}\n---\n${POD}`),
    one(
      'pod.data',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Pod',
        spec: { containers: [{ name: 'a', image: 'a:1', securityContext: { privileged: true } }] },
      }),
    ),
  ]),
  ...rows('Custom object with containers in `spec`', 'checked', 'privileged-container', [
    one('k8s/a.yaml', POD.replace('v1', 'example.com/v1').replace('Pod', 'Shop')),
  ]),
  ...rows('Configuration of a control plane without objects', 'checked', 'apiserver-token-auth-file', [
    one('config.yaml', 'kube-apiserver-arg:\n  - token-auth-file=/etc/tokens.csv\n'),
    one('controlplane.yaml', 'cluster:\n  apiServer:\n    extraArgs:\n      token-auth-file: /etc/tokens.csv\n'),
    one(
      'kind.yaml',
      'apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nkubeadmConfigPatches:\n  - |\n    apiVersion: kubeadm.k8s.io/v1beta3\n    kind: ClusterConfiguration\n    apiServer: {extraArgs: {token-auth-file: /etc/tokens.csv}}\n',
    ),
    one(
      'cluster.yaml',
      'apiVersion: kops.k8s.io/v1alpha2\nkind: Cluster\nspec:\n  kubeAPIServer: {tokenAuthFile: /etc/tokens.csv}\n',
    ),
  ]),
  ...rows('Report packed by gzip', 'checked', 'vulnerable-package', [
    one('trivy.json.gz', gzipSync(CRITICAL)),
    one('out/result.json.gz', gzipSync(CRITICAL)),
    one('plain.json.gz', CRITICAL),
  ]),
  ...rows('Tracked file that is not checked out', 'named', '`sparse-checkout` of `actions/checkout`', [
    ['a manifest', { 'a.yaml': HEALTHY, '.git/HEAD': 'ref: refs/heads/main\n', '.git/index': indexOf('k8s/b.yaml') }],
  ]),
  ...rows('Submodule that is not checked out', 'named', '`submodules: recursive`', [
    ['an empty folder', { '.gitmodules': '[submodule "deploy"]\n\tpath = deploy\n\turl = ../deploy\n', 'deploy/': '' }],
    ['no folder', { '.gitmodules': '[submodule "deploy"]\n  path = "libs/deploy"\n' }],
  ]),
  ...rows(
    'Template of a manifest, outside of a chart, whose name or folder does not state that it is one',
    'fault',
    'this manifest is a template',
    [
      one('k8s/pod.yaml', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .name }}\n'),
      one('pod.yml', `{% if x %}\n${POD}{% endif %}\n`),
    ],
  ),
  ...rows('Other template outside of a chart', 'named', 'this is a template of', [
    ...many(`{% if x %}\n${POD}{% endif %}\n`, ['k8s/pod.yaml.j2', 'pod.tpl', 'pod.yaml.in', 'pod.yaml.tmpl']),
    ...many(DOCKERFILE, ['Dockerfile.in', 'Dockerfile.tmpl', 'build/Dockerfile.j2']),
  ]),
  ...rows('Template of a Dockerfile', 'named', 'template', [
    ...many('FROM {{ base }}\nUSER 1\n', ['Dockerfile', 'api/Dockerfile.prod']),
    one('Containerfile', 'FROM a:1\n{% if x %}\nUSER 1\n{% endif %}\n'),
  ]),
  ...rows('Template of a Dockerfile that is named', 'fault', 'template', [
    one('Dockerfile', 'FROM {{ base }}\nUSER 1\n'),
  ]).map(row => ({ ...row, path: 'Dockerfile' })),
  ...rows('Part of a Dockerfile', 'named', 'without a FROM', [one('Dockerfile.part', 'RUN make\n')]),
  ...rows('Dockerfile of more than 1 MB', 'fault', 'exceeds the limit of 1 MB', [
    one('Dockerfile', `FROM a:1\n${'# x\n'.repeat(300_000)}`),
  ]),
  ...rows('Document of a scanner without findings', 'named', 'SBOM', [
    one('bom.json', json({ bomFormat: 'CycloneDX', specVersion: '1.6', components: [] })),
    one('sbom.spdx.json', json({ spdxVersion: 'SPDX-2.3', packages: [] })),
  ]),
  ...rows('Table of a scanner', 'fault', 'which is not read', [
    one('trivy-report.txt', 'shop/api:1.4 (alpine 3.20.1)\n\nTotal: 1 (CRITICAL: 1)\n'),
  ]),
  ...rows('YAML and JSON of other programs', 'silent', '', [
    one('.gitlab-ci.yml', 'spec:\n  inputs:\n    kind:\n      default: x\n---\nbuild:\n  script: [make]\n'),
    one('values.yaml', 'kind: Deployment\nimage: {tag: 1.0.0}\ncontainers:\n  - name: a\n    image: a\n'),
    one('compose.yaml', 'services:\n  web:\n    image: web:1\n'),
    one(
      '.github/workflows/ci.yml',
      'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    container: {image: node:24}\n',
    ),
    one(
      'openapi.yaml',
      'openapi: 3.1.0\npaths: {}\ncomponents:\n  schemas:\n    Pod:\n      properties:\n        apiVersion: {type: string}\n        kind: {type: string}\n        spec: {properties: {containers: {type: array}}}\n',
    ),
    one(
      'overlay.yaml',
      '#@overlay/match by=overlay.subset({"kind": "Job"})\n---\nspec:\n  template:\n    spec:\n      containers: []\n',
    ),
    [
      'a strategic patch',
      {
        'kustomization.yaml':
          'resources: [shop.yaml]\npatches:\n  - path: patch.yaml\n    target: {kind: Deployment}\n',
        'patch.yaml': 'kind: Deployment\nspec:\n  template:\n    spec:\n      containers: []\n',
        '.seaworthy.yml': 'overlays: skip\n',
        'shop.yaml': HEALTHY,
      },
    ],
    one('data.json', json({ error: 'part of a fixture', rows: [] })),
    one('coco.json', POINTER.replace('1234', '50000000')),
    one('model.safetensors', POINTER),
    one('seaworthy.json', '{}'),
    one('dockerfile_lint.rb', '# lints\nfrom = 1\n'),
    one('users.sql.in', 'SELECT name\nFROM users;\n'),
  ]),
  ...rows('Clean report', 'silent', '', [
    one('trivy.json', trivy({ Metadata: ALPINE, Results: [{ Target: 'x (alpine 3.20.1)', Class: 'os-pkgs' }] })),
    one('grype.json', grype({ status: { valid: true, built: '2026-01-01T00:00:00Z' } })),
    one(
      'x.sarif',
      sarif({ invocations: [{ executionSuccessful: true, toolExecutionNotifications: [{ level: 'warning' }] }] }),
    ),
  ]),
  ...rows(
    '`values.schema.json` with references to other documents, or a packed chart with one',
    'named',
    'the values are not validated',
    [['in a chart', FETCHING]],
  ).map(row => ({ ...row, tools: true as const })),
]

/** Beside each input, so that a run has something to pass on. */
export const BESIDE = { 'ok/shop.yaml': HEALTHY }
