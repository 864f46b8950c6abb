import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cliJson } from './kit/cli.ts'
import { noTools, pathOf, toolFolder } from './kit/tools.ts'

/** What each tool reads in an annotation: its name, its value, and the tool that is named in the result. */
const ANNOTATIONS = {
  'kube-linter': ['ignore-check.kube-linter.io/host-network: why', 'kubelinter'],
  'kube-linter, all': ['kube-linter.io/ignore-all: why', 'kubelinter'],
  Polaris: ['polaris.fairwinds.com/hostNetworkSet-exempt: "true"', 'polaris'],
  'Polaris, all': ['polaris.fairwinds.com/exempt: "true"', 'polaris'],
  Checkov: ['checkov.io/skip1: CKV_K8S_19=why', 'checkov'],
  Kubescape: ['kubescape.io/skip-controls: C-0041', 'kubescape'],
  Monokle: ['monokle.io/suppress.PSS102: why', 'monokle'],
  'Monokle, by name': ['monokle.io/suppress.pss.host-namespaces: why', 'monokle'],
  'Monokle, a check of Trivy': ['monokle.io/suppress.KSV009: why', 'trivy'],
} as const

/** What each tool reads in a comment. kubesec reads none: its ids are for the comments of Seaworthy. */
const COMMENTS = {
  Trivy: ['trivy:ignore:KSV-0009', 'trivy'],
  'Trivy, by name': ['trivy:ignore:no-host-network:exp:2999-01-01', 'trivy'],
  Checkov: ['checkov:skip=CKV_K8S_19:why', 'checkov'],
  'KICS, the line': ['kics-scan ignore-line', 'kics'],
  'KICS, the block': ['kics-scan ignore-block', 'kics'],
  kubesec: ['seaworthy: ignore HostNetwork because x', 'seaworthy'],
} as const

type Files = Readonly<Record<string, string>>

interface Parts {
  /** At the top. */
  readonly top?: string
  /** A line below `annotations`. */
  readonly annotation?: string
  /** Above the value that is reported. */
  readonly comment?: string
  readonly network?: boolean
}

const pod = ({ top = '', annotation = 'a/b: c', comment, network = true }: Parts): string =>
  `${top}apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    ${annotation}
spec:
${comment === undefined ? '' : `  ${comment}\n`}${network ? '  hostNetwork: true\n' : ''}  containers:
    - name: app
      image: shop/web:1
`

const deployment = (annotation: string): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata:
      labels: {app: web}
      annotations:
        ${annotation}
    spec:
      hostNetwork: true
      containers: [{name: app, image: 'shop/web:1'}]
`

const chart = (files: Files): Files => ({ 'Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n', ...files })

const overlay = (base: string, kustomization: string, files: Files = {}): Files => ({
  'base/kustomization.yaml': 'resources: [web.yaml]\n',
  'base/web.yaml': base,
  'prod/kustomization.yaml': `resources: [../base]\nnamePrefix: prod-\n${kustomization}`,
  ...files,
})

const HEAD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n'
const inline = (patch: string): string => `patches:\n  - patch: |-\n${patch.replaceAll(/^(?=.)/gm, '      ')}`
const annotating = (line: string): string => HEAD.replace('{name: web}', `\n  name: web\n  annotations:\n    ${line}`)
const networking = (comment: string): string => `${HEAD}spec:\n  ${comment}\n  hostNetwork: true\n`
const operation = (line: string): string => {
  const [, key, value] = /^([^:]+): (.*)$/.exec(line)!
  return `- op: add\n  path: /metadata/annotations/${key!.replaceAll('/', '~1')}\n  value: ${value}\n`
}

/** Where an annotation is written, and the files of that. */
const OF_ANNOTATIONS: Readonly<Record<string, (annotation: string) => Files>> = {
  'an object': annotation => ({ 'web.yaml': pod({ annotation }) }),
  'a template of pods': annotation => ({ 'web.yaml': deployment(annotation) }),
  'a template of a chart': annotation => chart({ 'templates/web.yaml': pod({ annotation }) }),
  'the values of a chart': annotation =>
    chart({
      'templates/web.yaml': pod({ annotation: '{{- toYaml .Values.annotations | nindent 4 }}' }),
      'values.yaml': `annotations:\n  ${annotation}\n`,
    }),
  'a helper of a chart': annotation =>
    chart({
      'templates/_helpers.tpl': `{{- define "c.annotations" -}}\n${annotation}\n{{- end }}\n`,
      'templates/web.yaml': pod({ annotation: '{{- include "c.annotations" . | nindent 4 }}' }),
    }),
  'a base': annotation => overlay(pod({ annotation }), ''),
  'a patch': annotation =>
    overlay(pod({}), 'patches: [{path: patch.yaml}]\n', { 'prod/patch.yaml': annotating(annotation) }),
  'a patch in the kustomization': annotation => overlay(pod({}), inline(annotating(annotation))),
  'a JSON patch': annotation =>
    overlay(pod({}), 'patches: [{path: patch.yaml, target: {kind: Pod}}]\n', {
      'prod/patch.yaml': operation(annotation),
    }),
  'a JSON patch in the kustomization': annotation =>
    overlay(pod({}), `${inline(operation(annotation))}    target: {kind: Pod}\n`),
  'the annotations of all objects': annotation => overlay(pod({}), `commonAnnotations:\n  ${annotation}\n`),
}

/** The same of a comment. */
const OF_COMMENTS: Readonly<Record<string, (text: string) => Files>> = {
  'an object': text => ({ 'web.yaml': pod({ comment: `# ${text}` }) }),
  'a template of a chart': text => chart({ 'templates/web.yaml': pod({ comment: `# ${text}` }) }),
  'a comment of Helm': text => chart({ 'templates/web.yaml': pod({ comment: `{{/* ${text} */}}` }) }),
  'a base': text => overlay(pod({ comment: `# ${text}` }), ''),
  'a patch': text =>
    overlay(pod({ network: false }), 'patches: [{path: patch.yaml}]\n', { 'prod/patch.yaml': networking(`# ${text}`) }),
  'a patch in the kustomization': text => overlay(pod({ network: false }), inline(networking(`# ${text}`))),
}

/** The same of comments of KICS that are about a file. */
const OF_HEADS: typeof OF_COMMENTS = {
  'an object': text => ({ 'web.yaml': pod({ top: `# ${text}\n` }) }),
  'a template of a chart': text => chart({ 'templates/web.yaml': pod({ top: `# ${text}\n` }) }),
  'a base': text => overlay(pod({ top: `# ${text}\n` }), ''),
}
const HEADS = {
  'KICS, the file': ['kics-scan ignore', 'kics'],
  'KICS, a query': ['kics-scan disable=6b6bdfb3-c3ae-44cb-88e4-7405c1ba2c8a', 'kics'],
  'KICS, all but a query': ['kics-scan enable=dd29336b-fe57-445b-a26e-e6aa867ae609', 'kics'],
} as const

interface Scenario {
  readonly title: string
  readonly files: Files
  readonly text: string
  readonly by: string
}

const scenariosOf = (
  forms: Readonly<Record<string, readonly [text: string, by: string]>>,
  places: Readonly<Record<string, (text: string) => Files>>,
): readonly Scenario[] =>
  Object.entries(forms).flatMap(([form, [text, by]]) =>
    Object.entries(places).map(([place, filesOf]) => ({
      title: `${form}, in ${place}`,
      files: filesOf(text),
      text,
      by,
    })),
  )

const SCENARIOS = [
  ...scenariosOf(ANNOTATIONS, OF_ANNOTATIONS),
  ...scenariosOf(COMMENTS, OF_COMMENTS),
  ...scenariosOf(HEADS, OF_HEADS),
].map((scenario, index) => ({ ...scenario, folder: `s${index}` }))

/** The line of a scenario that has the text, or the path of a JSON patch that sets it. */
function sourceOf({ files, text, folder }: (typeof SCENARIOS)[number]): string {
  const written = [text, text.split(': ')[0]!.replaceAll('/', '~1')]
  const [found] = Object.entries(files).flatMap(([file, content]) => {
    const line = content.split('\n').findIndex(one => written.some(word => one.includes(word)))
    return line < 0 ? [] : [`${folder}/${file}:${line + 1}`]
  })
  return found ?? ''
}

/** Whether it suppresses other checks of its tool too. */
const isOfAll = ({ title }: Scenario): boolean => /, all|, the file/.test(title)

describe.skipIf(noTools)(`suppressions of other tools (${noTools ?? 'real helm and kubectl'})`, () => {
  const root = mkdtempSync(join(tmpdir(), 'seaworthy-test-'))
  let result: ReturnType<typeof cliJson>['result']

  beforeAll(() => {
    for (const { folder, files } of SCENARIOS)
      for (const [file, text] of Object.entries(files)) {
        mkdirSync(dirname(join(root, folder, file)), { recursive: true })
        writeFileSync(join(root, folder, file), text)
      }
    const path = pathOf(toolFolder('helm4', 'helm'), toolFolder('helm4', 'kubectl'))
    result = cliJson(['--only', 'host-network,privilege-escalation'], { cwd: root, path }).result
  }, 120_000)
  afterAll(() => rmSync(root, { recursive: true }))

  test.each(SCENARIOS)('$title', scenario => {
    const { folder, by } = scenario
    const standingOf = (rule: string): readonly string[] =>
      result.findings
        .filter(found => found.rule === rule && found.location.file.startsWith(`${folder}/`))
        .map(({ standing }) => standing)
    expect(standingOf('host-network')).toEqual(['suppressed'])
    expect(standingOf('privilege-escalation')).toEqual([isOfAll(scenario) ? 'suppressed' : 'noted'])
    const comments = result.waivers.comments.filter(({ source }) => source.startsWith(`${folder}/`))
    expect(comments).toEqual([expect.objectContaining({ source: sourceOf(scenario), by })])
    expect(comments[0]!.rules).toContain('host-network')
  })

  test('without faults', () => expect(result.faults).toEqual([]))
})
