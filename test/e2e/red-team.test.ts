import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { cliJson, type JsonResult } from './kit/cli.ts'
import { noTools, pathOf, toolFolder } from './kit/tools.ts'

/** Attempts of docs/red-team.md, nearly all of which once ended with exit 0: files, and what must be reported as a breach or a fault. */
interface Attempt {
  readonly files: Readonly<Record<string, string | Uint8Array>>
  readonly links?: Readonly<Record<string, string>>
  readonly args?: readonly string[]
  /** `privileged-container` when left out. */
  readonly breach?: string
  readonly fault?: string
}

const pod = (privileged: boolean, name = 'x', more = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n${more}spec:\n  containers:\n    - name: x\n      image: a:1\n      securityContext:\n        privileged: ${privileged}\n`
const EVIL = pod(true)
const SPEC = '{containers: [{name: x, image: "a:1", securityContext: {privileged: true}}]}'
const FIELDS = `metadata: {name: x}\nspec: ${SPEC}\n`
const IN_BRACES = `metadata: {name: x}, spec: ${SPEC}`
const JSON_POD = `"apiVersion":"v1","kind":"Pod","metadata":{"name":"x"},"spec":{"containers":[{"name":"x","image":"a:1","securityContext":{"privileged":true}}]}`
const CHART = 'apiVersion: v2\nname: shop\nversion: 1.0.0\n'
const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n'
const OVERLAY = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n'
const COMPONENT = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n'
const SILENT =
  'apiVersion: example.com/v1\nkind: Pod\nmetadata: {name: x, annotations: {kube-linter.io/ignore-all: x}}\n'
const LABELS = (anchor: string): string => `metadata: {name: x, labels: {a: &${anchor} kind}}`
const deleting = (kind: string, more = ''): string =>
  `patches:\n  - patch: "{apiVersion: v1, kind: ${kind}, metadata: {name: x${more}}, $patch: delete}"\n`

const p = (text: string | Uint8Array, file = 'p.yaml'): Attempt => ({ files: { [file]: text } })
const chart = (files: Attempt['files'], more: Partial<Attempt> = {}): Attempt => ({
  ...more,
  files: Object.fromEntries(
    Object.entries({ 'Chart.yaml': CHART, 'templates/c.yaml': CONFIG, ...files }).map(([name, text]) => [
      `k/${name}`,
      text,
    ]),
  ),
})
const overlay = (kustomization: string, files: Attempt['files'] = {}, more: Partial<Attempt> = {}): Attempt => ({
  ...more,
  files: {
    'k/kustomization.yaml': kustomization,
    'k/p.yaml': EVIL,
    'k/q.yaml': pod(false),
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`k/${name}`, text])),
  },
})
const dockerfile = (text: string, name = 'Dockerfile'): Attempt => ({ files: { [name]: text }, breach: 'user-root' })
const LONG = 'k'.repeat(101)
const KEY = `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEpAIBAAKCAQEA0Z3VS5JJcds3xfn'.repeat(3)}\n-----END RSA PRIVATE KEY-----\n`
const REPORT_KEYS = 'Kubernetes object with the keys of a scan report'

const ATTEMPTS: Readonly<Record<string, Attempt>> = {
  'the key `kind` in base64': p(`apiVersion: v1\n!!binary a2luZA==: Pod\n${FIELDS}`),
  // go-yaml takes the mark at the start of its buffer for that of the text, and drops a character of each line.
  'a byte order mark at byte 512, behind which kubectl reads comments': {
    ...p(`# ${'p'.repeat(510)}\ufeff\n apiVersion: v1\n kind: Pod\n metadata: {name: x}\n#spec: ${SPEC}\n`),
    fault: 'byte order mark inside the document',
  },
  '`items` of a Config': p(`apiVersion: v1\nkind: Config\nitems:\n- {apiVersion: v1, kind: Pod, ${IN_BRACES}}\n`),
  '`items` of a kind of kustomize': p(
    `apiVersion: kustomize.config.k8s.io/v1\nkind: X\nitems:\n- {apiVersion: v1, kind: Pod, ${IN_BRACES}}\n`,
  ),
  'the same with the whole tag': p(`apiVersion: v1\n!<tag:yaml.org,2002:binary> a2luZA==: Pod\n${FIELDS}`),
  'an alias of 101 letters for `kind`': p(`apiVersion: v1\n${LABELS(LONG)}\n*${LONG} : Pod\nspec: ${SPEC}\n`),
  'an alias and many blanks': p(`apiVersion: v1\n${LABELS('k')}\n*k            : Pod\nspec: ${SPEC}\n`),
  'an alias in braces': p(`{apiVersion: v1, ${LABELS('k')}, *k :Pod, spec: ${SPEC}}\n`),
  'an alias before U+0085': p(`apiVersion: v1\n${LABELS('k')}\n*k :\u0085  Pod\nspec: ${SPEC}\n`),
  '`?kind` in braces': p(`{apiVersion: v1, ?kind # c\n :Pod, ${IN_BRACES}}\n`),
  'U+0085 in place of line breaks': p(`apiVersion: v1\n? kind\n: Pod\n${FIELDS}`.replaceAll('\n', '\u0085')),
  'a label that reads like a template and comes by a merge': p(
    pod(true, 'x', '  labels: &m {"{\\"a{{": null}\n  annotations:\n    <<: *m\n'),
  ),
  'YAML in a file named .json': p(EVIL, 'p.json'),
  'JSON behind 3 MB of blanks': p(`${'\n'.repeat(3_000_000)}{${JSON_POD}}`, 'p.json'),
  'JSON with 3 MB of blanks before its kind': p(`{"spec":{},${' '.repeat(3_000_000)}${JSON_POD}}`, 'p.json'),
  'UTF-16 whose first 64 KB end within a letter': p(
    Buffer.from(`\ufeff{"a":"${'a'.repeat(32_760)}😀",${' '.repeat(1_100_000)}${JSON_POD}}`, 'utf16le'),
    'p.json',
  ),
  'a pod with the keys of a Grype report': {
    ...p(
      `{"matches":[],"source":{"type":"image","target":{"userInput":"a:1"}},"descriptor":{"name":"grype","version":"0.80"},${JSON_POD}}`,
      'p.json',
    ),
    fault: REPORT_KEYS,
  },
  'a pod with the keys of a SARIF report': {
    ...p(
      `{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"Trivy","rules":[]}},"results":[]}],${JSON_POD}}`,
      'p.json',
    ),
    fault: REPORT_KEYS,
  },
  'a pod with the keys of a result of Seaworthy': {
    ...p(`{"schema":1,"seaworthy":"0.1.0","verdict":"pass",${JSON_POD}}`, 'p.json'),
    fault: REPORT_KEYS,
  },
  'a pod with the keys of an SBOM': p(`${EVIL}bomFormat: CycloneDX\n`),
  'a pod under the name of an SBOM': p(EVIL, 'p.spdx.yaml'),
  'a pod under the name of an ignore file': p(EVIL, 'p.trivyignore.yaml'),
  'a pod under the name of the output': {
    ...p(`{${JSON_POD}}`, 'result.json'),
    args: ['--output', 'sarif=result.json'],
  },
  'a component that nothing uses, with the pod as its patch': overlay(`${COMPONENT}patches: [{path: p.yaml}]\n`),
  'a pod as the patch of a ConfigMap': overlay(
    `${OVERLAY}resources: [q.yaml, c.yaml]\npatches: [{path: p.yaml, target: {kind: ConfigMap}}]\n`,
    { 'c.yaml': CONFIG },
  ),
  'a pod as the patch of nothing': overlay(
    `${OVERLAY}resources: [q.yaml]\npatches: [{path: p.yaml, target: {kind: Nothing}}]\n`,
  ),
  'a resource that a patch deletes, beside a longer name': overlay(
    `${OVERLAY}resources: [q.yaml, p.yaml]\n${deleting('Pod')}`,
    { 'q.yaml': pod(false, 'xy') },
  ),
  'a resource that a patch deletes, beside the same name in another namespace': overlay(
    `${OVERLAY}resources: [q.yaml, p.yaml]\n${deleting('Pod', ', namespace: a')}`,
    { 'q.yaml': pod(false, 'x', '  namespace: b\n'), 'p.yaml': pod(true, 'x', '  namespace: a\n') },
  ),
  'a resource for local use only': overlay(`${OVERLAY}resources: [q.yaml, p.yaml]\n`, {
    'q.yaml': pod(false, 'xx'),
    'p.yaml': pod(true, 'x', '  annotations: {config.kubernetes.io/local-config: "true"}\n'),
  }),
  'a volume that a patch deletes': overlay(
    `${OVERLAY}resources: [q.yaml, p.yaml]\n${deleting('PersistentVolume')}`,
    { 'p.yaml': 'apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: x}\nspec: {hostPath: {path: /}}\n' },
    { breach: 'sensitive-host-path' },
  ),
  'the second document of a kustomization': overlay(`${OVERLAY}resources: [q.yaml]\n---\n${EVIL}`, {
    'p.yaml': CONFIG,
  }),
  'a library chart around plain manifests': chart({
    'Chart.yaml': `${CHART}type: library\n`,
    'templates/p.yaml': EVIL,
  }),
  'a manifest in .helmignore': chart({ '.helmignore': 'templates/p.yaml\n', 'templates/p.yaml': EVIL }),
  'braces of helm in comments of YAML': chart({
    'templates/p.yaml': `${CONFIG}---\n# {{ if false }}\n${EVIL}# {{ end }}\n`,
  }),
  'a line between comments of helm in comments of YAML': chart({
    'templates/p.yaml': EVIL.replace(/( +privileged.*\n)/, '        # {{/*\n$1        # */}}\n'),
  }),
  'a pod in a file of values': chart({ 'values-prod.yaml': EVIL }),
  'a pod in a folder of charts/ that helm skips': chart({ 'charts/_x/p.yaml': EVIL }),
  'a pod in a partial': chart({ 'templates/_p.yaml': EVIL }),
  'the second document of Chart.yaml': chart({ 'Chart.yaml': `${CHART}---\n${EVIL}` }),
  'a plain subchart that a condition disables': chart({
    'Chart.yaml': `${CHART}dependencies: [{name: sub, version: 1.0.0, condition: sub.enabled}]\n`,
    'values.yaml': 'sub: {enabled: false}\n',
    'charts/sub/Chart.yaml': CHART.replace('shop', 'sub'),
    'charts/sub/templates/p.yaml': EVIL,
  }),
  'an annotation of another object of that name, by kustomize': overlay(`${OVERLAY}resources: [p.yaml]\n`, {
    'p.yaml': `${EVIL}---\n${SILENT}`,
    'q.yaml': CONFIG,
  }),
  'an annotation of another object of that name, by helm': chart({ 'templates/p.yaml': `${EVIL}---\n${SILENT}` }),
  'a link into vendor/': { files: { 'vendor/k/p.yaml': EVIL }, links: { deploy: 'vendor/k' } },
  'a folder of the node as a local volume': {
    ...p('apiVersion: v1\nkind: PersistentVolume\nmetadata: {name: x}\nspec: {local: {path: /etc}}\n'),
    breach: 'sensitive-host-path',
  },
  'a private key in binaryData': {
    ...p(`${CONFIG}binaryData: {k: ${Buffer.from(KEY).toString('base64')}}\n`),
    breach: 'secret-value-in-object',
  },
  'user +0': dockerfile('FROM a:1\nUSER +0\n'),
  'user -0': dockerfile('FROM a:1\nUSER -0\n'),
  'a group without a user': dockerfile('FROM a:1\nUSER :0\n'),
  'an empty user': dockerfile('FROM a:1\nUSER ""\n'),
  'FROM behind a vertical tab': dockerfile('FROM\va:1\nUSER root\n', 'Dockerfile.prod'),
  'FROM behind a hard space': dockerfile('\u00a0FROM a:1\nUSER root\n', 'Dockerfile.prod'),
  'FROM over two lines': dockerfile('FR\\\nOM a:1\nUSER root\n', 'Dockerfile.prod'),
}

function run({ files, links = {}, args = [] }: Attempt, path: string): { status: number | null; result: JsonResult } {
  const root = mkdtempSync(join(tmpdir(), 'seaworthy-red-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  // What is checked without a finding beside it: the gate passes unless the attempt itself is seen.
  for (const [name, text] of Object.entries({ 'harmless.yaml': CONFIG, ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(root, name))
  return cliJson(['.', ...args], { cwd: root, path })
}

const isRendered = ({ files }: Attempt): boolean =>
  Object.keys(files).some(file => /(?:^|\/)(?:Chart|kustomization)\.yaml$/.test(file))

function expectCaught(attempt: Attempt, path: string): void {
  const { status, result } = run(attempt, path)
  if (attempt.fault !== undefined) {
    expect(result.faults.map(({ message }) => message).join('\n')).toContain(attempt.fault)
    expect(status).toBe(2)
    return
  }
  const breaches = result.findings.filter(({ standing }) => standing === 'breach').map(({ rule }) => rule)
  expect(breaches).toContain(attempt.breach ?? 'privileged-container')
  expect(status).toBe(1)
}

describe('what a change tries to get past the gate', () => {
  test.for(Object.entries(ATTEMPTS).filter(([, attempt]) => !isRendered(attempt)))('%s', ([, attempt]) =>
    expectCaught(attempt, pathOf()),
  )
})

describe.skipIf(noTools)(`the same in charts and overlays${noTools ? ` (skipped: ${noTools})` : ''}`, () => {
  let path = ''
  beforeAll(() => {
    path = pathOf(toolFolder('helm4', 'helm'), toolFolder('helm4', 'kubectl'))
  })

  test.for(Object.entries(ATTEMPTS).filter(([, attempt]) => isRendered(attempt)))('%s', ([, attempt]) =>
    expectCaught(attempt, path),
  )

  test('a base that its overlay mends is judged as it is built', () => {
    const patch =
      'patches: [{patch: "[{\\"op\\": \\"remove\\", \\"path\\": \\"/spec/containers/0/securityContext\\"}]", target: {kind: Pod}}]\n'
    expect(run(overlay(`${OVERLAY}resources: [p.yaml]\n${patch}`, { 'q.yaml': CONFIG }), path).status).toBe(0)
  })

  test('what a template renders is judged once', () => {
    const template = EVIL.replace('image: a:1', 'image: "{{ .Values.image }}"')
    const { result } = run(chart({ 'templates/p.yaml': template, 'values.yaml': 'image: "a:1"\n' }), path)
    expect(result.findings.filter(({ rule }) => rule === 'privileged-container')).toHaveLength(1)
  })
})
