/** Places in charts and overlays, which helm and kustomize read first. What is between at signs is filled in, see write.ts. */
import type { Place } from '../write.ts'

const CHART = 'apiVersion: v2\nname: c\nversion: 1.0.0\n'
const POD = `apiVersion: v1
kind: Pod
metadata: {name: api}
spec: {hostPID: true, containers: [{name: api, image: shop/api, securityContext: {privileged: true}}]}
`
const VALUE = '{{ index .Values "@name@" }}'

/** A pod whose container has a variable; the value is a text of YAML. */
const podWith = (value: string): string =>
  POD.replace('image: shop/api,', `image: shop/api, env: [{name: "@name@", value: ${value}}],`)

const chart = (title: string, files: Readonly<Record<string, string>>): Place => ({
  group: 'chart',
  title,
  files: { 'Chart.yaml': CHART, 'values.yaml': '"@name@": @yaml@\n', 'templates/pod.yaml': POD, ...files },
})

/** A chart with a line in its template. */
const template = (title: string, line: string): Place => chart(title, { 'templates/pod.yaml': `${POD}---\n${line}\n` })

const overlay = (title: string, kustomization: string, files: Readonly<Record<string, string>> = {}): Place => ({
  group: 'overlay',
  title,
  files: { 'kustomization.yaml': `resources: [pod.yaml]\n${kustomization}\n`, 'pod.yaml': POD, ...files },
})

const CHARTS: readonly Place[] = [
  chart('value', { 'templates/pod.yaml': podWith(`${VALUE.slice(0, -3)} | quote }}`) }),
  chart('template', { 'templates/pod.yaml': podWith('@yaml@') }),
  chart('ConfigMap', {
    'templates/x.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: {"@name@": @yaml@}\n`,
  }),
  template('fail', `{{ fail (printf "found @name@=%s" (index .Values "@name@" | quote)) }}`),
  template('fail in words', '{{ fail @yaml said@ }}'),
  template('required', '{{ required @yaml said@ .Values.missing }}'),
  template('field of a text', '{{ (index .Values "@name@").x.y }}'),
  template('number', '{{ index .Values "@name@" | mustFromJson }}'),
  template('unknown function', '{{ @name@x @json@ }}'),
  template('syntax of a template', '{{ index .Values "@name@" @json@ '),
  template('rendered YAML', `"@name@": [${VALUE}`),
  template('rendered alias', `"@name@": *${VALUE}`),
  chart('values that are broken', { 'values.yaml': '"@name@": [@yaml@\n' }),
  chart('values with an alias', { 'values.yaml': '"@name@": *@line@\n' }),
  chart('Chart.yaml', { 'Chart.yaml': `${CHART}"@name@": [@yaml@\n` }),
  chart('schema', { 'values.schema.json': '{"properties": {"@name@": {"enum": ["a"], "pattern": "^b"}}}' }),
  chart('schema of numbers', {
    'values.schema.json': '{"properties": {"@name@": {"type": "integer"}}, "required": ["a"]}',
  }),
  chart('dependency', { 'Chart.yaml': `${CHART}dependencies: [{name: a, version: 1.0.0, repository: @yaml@}]\n` }),
]

const OVERLAYS: readonly Place[] = [
  overlay('patch', 'patches: [{path: patch.yaml}]', { 'patch.yaml': podWith('@yaml@') }),
  overlay('patch in the kustomization', `patches:\n  - patch: |\n${podWith('@yaml@').replace(/^/gm, '      ')}`),
  overlay('patch that is broken', 'patches: [{path: patch.yaml}]', { 'patch.yaml': `${POD}"@name@": [@yaml@\n` }),
  overlay(
    'JSON patch',
    'patches: [{target: {kind: Pod}, patch: "- {op: replace, path: /spec/x, value: {@name@: @json inside@}}"}]',
  ),
  overlay('literals', 'configMapGenerator: [{name: x, literals: [@yaml said@]}]'),
  overlay('literals of a Secret', 'secretGenerator: [{name: x, literals: [@yaml said@]}]'),
  overlay('literal without a name', 'configMapGenerator: [{name: x, literals: ["@name@ @json inside@"]}]'),
  overlay('file of variables', 'secretGenerator: [{name: x, envs: [x.env]}]', { 'x.env': 'A=1\n@name@=@line@\n' }),
  overlay('file of variables that is broken', 'secretGenerator: [{name: x, envs: [x.env]}]', {
    'x.env': '@name@ @line@\n@name@ =@line@\n',
  }),
  overlay('annotation', 'commonAnnotations: {"@name@": @yaml@}'),
  overlay('unknown field', '"@name@": @yaml@'),
  overlay('kustomization that is broken', '"@name@": [@yaml@'),
  overlay('remote', 'components: ["https://git.example/x?@name@=@json inside@"]'),
]

export const RENDERED_PLACES: readonly Place[] = [...CHARTS, ...OVERLAYS]
