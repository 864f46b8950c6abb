import { describe, expect, test } from 'vitest'
import type { Path } from '../../../src/core/location.ts'
import { noTools, toolFolder } from '../../e2e/kit/tools.ts'
import { onlyPath } from '../../kit/programs.ts'
import { expectLinear } from '../../kit/steps.ts'
import { faults, readFiles } from '../kit.ts'

const CHART = { 'Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n' }

/** The head of a pod whose containers begin on line 7. */
const POD =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}-web\nspec:\n  containers:\n    - name: app\n      image: shop/web:1\n'

/** `line text underlined` of a path into the object of this name, or the only one. */
async function placesIn(
  files: Readonly<Record<string, string>>,
  ...paths: readonly (readonly [name: string, ...Path])[]
): Promise<readonly string[]> {
  onlyPath(toolFolder('helm4', 'helm'), '/usr/bin', '/bin')
  const read = await readFiles({ ...CHART, ...files })
  expect(faults(read)).toEqual([])
  return paths.map(([name, ...path]) => {
    const object = read.world.resources.find(one => one.name === name)!
    const { file, start, text } = object.source.locate(object.at(...path))
    return `${file.replace('templates/web.yaml', '')}${start.line} ${text}`
  })
}

const container = (index: number, ...path: Path): readonly [string, ...Path] => [
  'release-web',
  'spec',
  'containers',
  index,
  ...path,
]

/** Sixty containers, each with these lines. */
const many = (lines: string): string =>
  Array.from(
    { length: 60 },
    (_, index) => `    - name: c-${index}\n      image: c:1\n${lines.replace('$', String(index))}`,
  ).join('')

describe.skipIf(noTools)(`where a line of a chart was written (${noTools ?? 'real helm'})`, () => {
  const privileged = container(0, 'securityContext', 'privileged')
  test.each<[string, Readonly<Record<string, string>>, readonly [string, ...Path], string]>([
    [
      'in the template',
      { web: `${POD}      securityContext:\n        privileged: true\n` },
      privileged,
      '10 privileged: true',
    ],
    [
      'a value',
      {
        web: `${POD}      securityContext:\n        privileged: {{ .Values.privileged }}\n`,
        values: 'privileged: true',
      },
      privileged,
      '10 privileged: {{ .Values.privileged }}',
    ],
    [
      'a value with text around it',
      { web: `${POD.replace('web:1', '{{ .Values.name }}:latest')}`, values: 'name: web' },
      container(0, 'image'),
      '8 image: shop/{{ .Values.name }}:latest',
    ],
    [
      'a map of values, below its key',
      {
        web: `${POD}      securityContext:\n        {{- toYaml .Values.sc | nindent 8 }}\n`,
        values: 'sc: {privileged: true}',
      },
      privileged,
      '9 securityContext:',
    ],
    [
      'a map of values, behind its key',
      { web: `${POD}      securityContext: {{- toYaml .Values.sc | nindent 8 }}\n`, values: 'sc: {privileged: true}' },
      privileged,
      '9 securityContext: {{- toYaml .Values.sc | nindent 8 }}',
    ],
    [
      'a map of values at the left margin',
      {
        web: `${POD}      securityContext:\n{{ toYaml .Values.sc | indent 8 }}\n      stdin: true\n`,
        values: 'sc: {privileged: true}',
      },
      privileged,
      '9 securityContext:',
    ],
    [
      'a map with its key, in a block of `with`',
      {
        web: `${POD}      {{- with .Values.sc }}\n      securityContext:\n        {{- toYaml . | nindent 8 }}\n      {{- end }}\n`,
        values: 'sc: {privileged: true}',
      },
      privileged,
      '10 securityContext:',
    ],
    [
      'keys that values bring, of which no line has any',
      {
        web: `${POD}      {{- toYaml .Values.more | nindent 6 }}\n`,
        values: 'more: {securityContext: {privileged: true}}',
      },
      privileged,
      '9 {{- toYaml .Values.more | nindent 6 }}',
    ],
    [
      'a text that is a template itself',
      {
        web: `${POD}      {{- tpl .Values.more . | nindent 6 }}\n`,
        values: 'more: "securityContext: {privileged: {{ eq 1 1 }}}"',
      },
      privileged,
      '9 {{- tpl .Values.more . | nindent 6 }}',
    ],
    [
      'a named template',
      {
        web: `${POD}      securityContext:\n        {{- include "sc" . | nindent 8 }}\n`,
        helpers: '{{ define "sc" }}\nprivileged: true\n{{ end }}',
      },
      privileged,
      '9 securityContext:',
    ],
    [
      'a named template of the same file',
      {
        web: `{{ define "sc" }}\n        privileged: true\n{{ end }}\n${POD}      securityContext:\n{{ include "sc" . }}\n`,
      },
      privileged,
      '12 securityContext:',
    ],
    [
      'all of it by a named template',
      { web: '{{- include "pod" . }}\n', helpers: `{{ define "pod" }}\n${POD}      stdin: true\n{{ end }}` },
      container(0, 'image'),
      '1 {{- include "pod" . }}',
    ],
    [
      'a condition in the line',
      { web: `${POD}      tty: {{ if .Values.tty }}true{{ else }}false{{ end }}\n`, values: 'tty: true' },
      container(0, 'tty'),
      '9 tty: {{ if .Values.tty }}true{{ else }}false{{ end }}',
    ],
    [
      'one of two branches',
      {
        web: `${POD}      {{- if .Values.tty }}\n      tty: true\n      stdin: true\n      {{- else }}\n      tty: true\n      stdin: false\n      {{- end }}\n`,
      },
      container(0, 'stdin'),
      '14 stdin: false',
    ],
    [
      'the other container, where one has a value and one has not',
      {
        web: `${POD}      securityContext:\n        privileged: {{ .Values.loads }}\n    - name: b\n      image: shop/b:1\n      securityContext:\n        privileged: true\n`,
        values: 'loads: true',
      },
      container(1, 'securityContext', 'privileged'),
      '14 privileged: true',
    ],
    [
      'no line of a container that is not rendered',
      {
        web: `${POD}      securityContext:\n        {{- toYaml .Values.sc | nindent 8 }}\n    {{- if .Values.debug }}\n    - name: debug\n      securityContext:\n        privileged: true\n    {{- end }}\n`,
        values: 'sc: {privileged: true}',
      },
      privileged,
      '9 securityContext:',
    ],
    [
      'a loop',
      {
        web: `${POD}{{- range .Values.more }}\n    - name: {{ .name }}\n      image: {{ .image }}\n{{- end }}\n  dnsPolicy: Default\n`,
        values: 'more: [{name: a, image: "a:1"}, {name: b, image: "b:1"}]',
      },
      container(2, 'image'),
      '11 image: {{ .image }}',
    ],
    [
      'a loop, before its last turn',
      {
        web: `${POD}{{- range .Values.more }}\n    - name: {{ .name }}\n      image: {{ .image }}\n{{- end }}\n    - name: z\n      image: z:1\n`,
        values: 'more: [{name: a, image: "a:1"}, {name: b, image: "b:1"}, {name: c, image: "c:1"}]',
      },
      container(1, 'image'),
      '11 image: {{ .image }}',
    ],
    [
      'lines that are there too often to be known by themselves, below one that is not',
      { web: `${POD}      tty: {{ true }}\n${many('      tty: {{ true }}\n')}` },
      container(60, 'tty'),
      '189 tty: {{ true }}',
    ],
    [
      'lines that are there too often to be known by themselves, above one that is not',
      {
        web: `${POD}${many('      {{- toYaml (dict "stdin" true) | nindent 6 }}\n      tty: {{ true }}\n      workingDir: /$\n')}`,
      },
      container(60, 'tty'),
      '307 tty: {{ true }}',
    ],
    [
      'a named template of the same file that reads like a part of it',
      { web: `${POD}{{ include "x" . }}\n{{ define "x" }}      tty: true\n{{ end }}` },
      container(0, 'tty'),
      '9 {{ include "x" . }}',
    ],
    [
      'behind a loop',
      {
        web: `${POD}{{- range .Values.more }}\n    - name: {{ .name }}\n      image: {{ .image }}\n{{- end }}\n  dnsPolicy: Default\n`,
        values: 'more: [{name: a, image: "a:1"}, {name: b, image: "b:1"}]',
      },
      ['release-web', 'spec', 'dnsPolicy'],
      '13 dnsPolicy: Default',
    ],
    [
      'one of several documents',
      { web: `${POD}---\n${POD.replace('-web', '-api')}      tty: true\n` },
      ['release-api', 'spec', 'containers', 0, 'tty'],
      '18 tty: true',
    ],
    [
      'a document that a loop prints',
      {
        web: `{{- range .Values.names }}\n---\n${POD.replace('{{ .Release.Name }}-web', '{{ . }}')}      tty: true\n{{- end }}\n`,
        values: 'names: [a, b]',
      },
      ['b', 'spec', 'containers', 0, 'tty'],
      '11 tty: true',
    ],
    [
      'behind comments, and text with the line ends of Windows',
      { web: `{{- /* a\n  name: b */ -}}\n{{/* c */}}\n${POD}      tty: true\n`.replaceAll('\n', '\r\n') },
      container(0, 'tty'),
      '12 tty: true',
    ],
    [
      'what is missing, at what is there',
      { web: POD.replace('name: app', 'name: {{ .Chart.Name }}') },
      container(0, 'securityContext', 'privileged'),
      '7 name: {{ .Chart.Name }}',
    ],
    [
      'behind an action that nothing follows on its line',
      { web: `${POD}      {{- if true -}}\n      {{- end }}\n      tty: true\n` },
      container(0, 'tty'),
      '11 tty: true',
    ],
    [
      'a name with a slash, in the values',
      {
        web: POD.replace('spec:', '  annotations:\n    {{- toYaml .Values.notes | nindent 4 }}\nspec:'),
        values: 'notes:\n  example.com/x: y\n',
      },
      ['release-web', 'metadata', 'annotations', 'example.com/x'],
      'values.yaml2 example.com/x',
    ],
  ])('%s', async (_, { web = '', values = '', helpers = '' }, path, expected) => {
    const files = { 'templates/web.yaml': web, 'values.yaml': values, 'templates/_helpers.tpl': helpers }
    expect(await placesIn(files, path)).toEqual([expected])
  })

  test('a subchart, with values of the chart around it', async () => {
    const files = {
      'charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.0.0\n',
      'charts/db/templates/db.yaml': `${POD}      tty: {{ .Values.tty }}\n`,
      'values.yaml': 'db: {tty: true}\n',
    }
    expect(await placesIn(files, container(0, 'tty'))).toEqual(['charts/db/templates/db.yaml9 tty: {{ .Values.tty }}'])
  })
})

describe('lines are found in time that grows with the texts', () => {
  const pod = (index: number) =>
    `apiVersion: v1\nkind: Pod\nmetadata:\n  name: pod-${index}\nspec:\n  containers:\n    - name: app\n`
  const documents = (size: number) => Array.from({ length: size }, (_, index) => pod(index))
  const item = '    - name: a\n      image: {{ .x }}\n{{ range .y }}      - {{ . }}\n'
  test.each<[string, (size: number) => { template: string; rendered: readonly string[] }]>([
    ['many documents', size => ({ template: documents(size).join('---\n'), rendered: documents(size) })],
    [
      'many equal lines',
      size => ({ template: item.repeat(size), rendered: [item.replace('{{ .x }}', 'y').repeat(size)] }),
    ],
    ['many actions', size => ({ template: '{{ x }}\n'.repeat(size), rendered: ['a: b\n'.repeat(size)] })],
    [
      'loops in one another',
      size => ({ template: '{{ range .x }}\na: {{ . }}\n'.repeat(size), rendered: ['a: b\n'.repeat(size)] }),
    ],
    ['actions that nothing closes', size => ({ template: '{{ /* '.repeat(size), rendered: ['a: b\n'] })],
  ])('%s', (_, make) =>
    expectLinear(
      async () => ({
        ...(await import('../../../src/read/trace/template.ts')),
        ...(await import('../../../src/yaml/source.ts')),
      }),
      async ({ Template, readYaml }, size) => {
        const { template, rendered } = make(size)
        const read = new Template('t.yaml', template, () => undefined)
        for (const text of rendered) {
          const source = await readYaml('t.yaml', 'a: b\n')
          const trace = read.traceOf(text.split('\n'), 1)
          for (const [index] of text.split('\n').entries()) {
            const start = { line: index + 1, column: 1 }
            trace.locate([0, 'a'], { ...source.locate([0, 'a']), start })
          }
        }
      },
      100,
    ),
  )
})
