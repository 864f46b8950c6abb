import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderOf } from '../kit/folders.ts'
import { cliJson } from './kit/cli.ts'
import { loopback } from './kit/loopback.ts'
import { tgz } from './kit/tar.ts'
import { noTools, pathOf, toolFolder } from './kit/tools.ts'

type Files = Readonly<Record<string, string | Uint8Array>>

const chartOf = (name: string): string => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`
const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n'
const CHART = { 'k/Chart.yaml': chartOf('shop'), 'k/values.yaml': 'a: 1\n', 'k/templates/c.yaml': CONFIG }
const SUB = { 'sub/Chart.yaml': chartOf('sub'), 'sub/values.yaml': 'a: 1\n', 'sub/templates/c.yaml': CONFIG }
const DRAFT = 'https://json-schema.org/draft'

/** Schemas that make some helm ask the server. */
const SCHEMAS: Readonly<Record<string, (address: string) => string>> = {
  'an absolute `$ref`': address => `{"properties": {"a": {"$ref": "${address}/x.json"}}}`,
  'a relative one below an `$id`': address => `{"$id": "${address}/s.json", "properties": {"a": {"$ref": "x.json"}}}`,
  'an escaped one': address => `{"properties": {"a": {"\\u0024re\\u0066": "${address}/x.json"}}}`,
  'a `$schema`': address => `{"$schema": "${address}/meta.json", "type": "object"}`,
  'a `$dynamicRef`': address =>
    `{"$schema": "${DRAFT}/2020-12/schema", "properties": {"a": {"$dynamicRef": "${address}/x.json"}}}`,
  'a `$recursiveRef`': address =>
    `{"$schema": "${DRAFT}/2019-09/schema", "properties": {"a": {"$recursiveRef"\n : "${address}/x.json"}}}`,
}

/** Where a chart can have a schema. */
const PLACES: Readonly<Record<string, (schema: string) => Files>> = {
  'values.schema.json': schema => ({ 'k/values.schema.json': schema }),
  'charts/sub/charts/sub/values.schema.json': schema =>
    Object.fromEntries(
      Object.entries({ ...SUB, 'sub/values.schema.json': schema }).flatMap(([name, text]) => [
        [`k/charts/${name}`, name === 'sub/values.schema.json' ? '{}' : text],
        [`k/charts/sub/charts/${name}`, text],
      ]),
    ),
  'charts/sub-1.0.0.tgz': schema => ({ 'k/charts/sub-1.0.0.tgz': tgz({ ...SUB, 'sub/values.schema.json': schema }) }),
  'charts/outer.tgz': schema => ({
    'k/charts/outer.tgz': tgz({
      'outer/Chart.yaml': chartOf('outer'),
      'outer/charts/sub-1.0.0.tgz': tgz({ ...SUB, 'sub/values.schema.json': schema }),
    }),
  }),
}

const rows = Object.entries(PLACES).flatMap(([place, files]) =>
  Object.entries(SCHEMAS).map(([title, schema]) => ({ place, files, title, schema })),
)

describe.skipIf(noTools).each(['helm3', 'helm4'] as const)(`%s${noTools ? ` (skipped: ${noTools})` : ''}`, layer => {
  const path = (): string => pathOf(toolFolder(layer, 'helm'), '/usr/bin', '/bin')

  test.each(rows)('fetches nothing for $title in $place, and that is told', async ({ place, files, schema }) => {
    const { address, requests } = await loopback()
    const [cwd, outputs] = [folderOf({ ...CHART, ...files(schema(address)) }), folderOf({})]
    const args = ['text', 'markdown'].flatMap(format => ['--output', `${format}=${join(outputs, format)}`])
    const { status, result } = cliJson(args, { cwd, path: path() })
    expect(requests()).toBe(0)
    expect([status, result.faults]).toEqual([0, []])
    expect(result.inputs['unread']).toEqual([
      { file: `k/${place}`, why: expect.stringContaining('schema with references to other documents') },
    ])
    for (const format of ['text', 'markdown'])
      expect(readFileSync(join(outputs, format), 'utf8')).toContain(`k/${place}`)
  })

  test('would have fetched it', async () => {
    const { address, requests } = await loopback()
    const cwd = folderOf({ ...CHART, 'k/values.schema.json': SCHEMAS['an absolute `$ref`']!(address) })
    spawnSync('helm', ['template', 'x', 'k'], { cwd, env: { PATH: path(), HOME: cwd } })
    expect(requests()).toBe(1)
  })

  test.each([
    ['in the chart', (schema: string): Files => ({ 'k/values.schema.json': schema })],
    ['in a packed one', PLACES['charts/sub-1.0.0.tgz']!],
    ['in a packed one within another', PLACES['charts/outer.tgz']!],
  ])('validates by any other schema %s, and its whole reason is told', (_, files) => {
    const schema = `{"$schema": "http://json-schema.org/schema#", "$defs": {"n": {"type": "string"}}, "required": ["x", "password"], "properties": {"a": {"$ref": "#/$defs/n"}}}`
    const { status, result } = cliJson([], { cwd: folderOf({ ...CHART, ...files(schema) }), path: path() })
    expect(status).toBe(2)
    expect(result.inputs['unread']).toEqual([])
    const [fault, ...others] = result.faults
    expect(others).toEqual([])
    expect(fault!.message).toMatch(/^helm could not render the chart: values don't meet the specifications .*\bx\b/)
    expect(fault!.message).toMatch(/\ba\b.*\bstring\b.*Provide working values in/)
    expect(fault!.message).not.toContain('\n')
  })

  test.each([
    ['a repository', 'http'],
    ['a registry', 'oci'],
  ])('downloads no dependency from %s', async (_, scheme) => {
    const { address, requests } = await loopback()
    const repository = address.replace('http', scheme)
    const dependencies = `dependencies: [{name: sub, version: 1.0.0, repository: "${repository}"}]\n`
    const cwd = folderOf({ ...CHART, 'k/Chart.yaml': chartOf('shop') + dependencies })
    const { result } = cliJson([], { cwd, path: path() })
    expect(result.faults.map(({ message }) => message)).toEqual([expect.stringContaining('is not downloaded')])
    expect(requests()).toBe(0)
  })

  test('resolves no name, and asks no cluster', async () => {
    const { address, requests } = await loopback()
    const config = `apiVersion: v1\nclusters: [{name: x, cluster: {server: "${address}"}}]\ncontexts: [{name: x, context: {cluster: x, user: x}}]\ncurrent-context: x\nusers: [{name: x, user: {}}]\n`
    const cwd = folderOf({
      ...CHART,
      '.kube/config': config,
      'k/templates/c.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: {name: c}\nspec:\n  containers:\n    - name: "{{ getHostByName "localhost" }}{{ lookup "v1" "Pod" "default" "" | toJson | b64enc | lower | trunc 3 }}"\n      image: a:1\n      securityContext: {privileged: true}\n',
    })
    const { result } = cliJson([], { cwd, path: path(), env: { HOME: cwd, KUBECONFIG: join(cwd, '.kube/config') } })
    const [breach] = result.findings.filter(({ rule }) => rule === 'privileged-container')
    expect(breach!.message).toContain('`e30`')
    expect(requests()).toBe(0)
  })
})

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: x}\n'

const FETCHED: readonly (readonly [title: string, kustomization: string, files?: Files])[] = [
  ['a resource', 'resources: [ADDRESS/x.yaml]'],
  ['a resource that a file has the name of', 'resources: [HTTP://HOST/x.yaml]', { 'k/HTTP:/HOST/x.yaml': POD }],
  ['a file of data', 'configMapGenerator: [{name: c, files: [ADDRESS/x]}]'],
  ['a file with a key', 'configMapGenerator: [{name: c, files: ["x y=ADDRESS/x?a=b"]}]'],
  ['a file of variables', 'secretGenerator: [{name: c, envs: [ADDRESS/x]}]'],
  ['a patch', 'patches: [{path: ADDRESS/x}]'],
  ['a replacement', 'replacements: [{path: ADDRESS/x}]'],
  ['a schema', 'openapi: {path: ADDRESS/x}'],
  [
    'what a generator names',
    'generators: [g.yaml]',
    { 'k/g.yaml': 'apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: c}\nfiles: [ADDRESS/x]\n' },
  ],
  [
    'what a transformer in the list names',
    'resources: [p.yaml]\ntransformers:\n  - |-\n    apiVersion: builtin\n    kind: PatchTransformer\n    metadata: {name: c}\n    path: ADDRESS/x\n',
  ],
  ['a chart', 'helmCharts: [{name: sub, repo: ADDRESS}]'],
  [
    'values of a chart',
    'helmCharts: [{name: sub, valuesFile: ADDRESS/x}]',
    { 'k/charts/sub/Chart.yaml': chartOf('sub') },
  ],
]

describe.skipIf(noTools)(`kustomize fetches nothing${noTools ? ` (skipped: ${noTools})` : ''}`, () => {
  const path = (): string => pathOf(toolFolder('helm4', 'kubectl'), toolFolder('helm3', 'helm'), '/usr/bin', '/bin')

  const fetched = FETCHED.map(([title, kustomization, files = {}]) => ({ title, kustomization, files }))
  test.each(fetched)('for $title', async ({ kustomization, files }) => {
    const { address, requests } = await loopback()
    const here = (text: string): string => text.replaceAll('ADDRESS', address).replaceAll('HOST', address.slice(7))
    const all = { 'k/kustomization.yaml': kustomization, 'k/p.yaml': POD, ...files }
    const cwd = folderOf(
      Object.fromEntries(Object.entries(all).map(([name, text]) => [here(name), here(String(text))])),
    )
    const { status, result } = cliJson([], { cwd, path: path() })
    expect(requests()).toBe(0)
    expect(status).toBe(2)
    expect(result.faults.map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^this overlay includes `.*` from the network, which is not downloaded/),
    )
  })

  const inflated = (files: Files): Files =>
    Object.fromEntries(
      Object.entries({ '../kustomization.yaml': 'helmCharts: [{name: k}]\n', ...CHART, ...files }).map(
        ([name, content]) => [join('o/charts', name), content],
      ),
    )

  test('for the schema of a chart, and that is told', async () => {
    const { address, requests } = await loopback()
    const schema = SCHEMAS['an absolute `$ref`']!(address)
    const { status, result } = cliJson(['o/kustomization.yaml'], {
      cwd: folderOf(inflated({ 'k/values.schema.json': schema })),
      path: path(),
    })
    expect([requests(), status, result.faults]).toEqual([0, 0, []])
    expect(result.inputs['unread']).toEqual([expect.objectContaining({ file: 'o/charts/k/values.schema.json' })])
  })

  test('for that of a packed one, which is a fault', async () => {
    const { address, requests } = await loopback()
    const packed = PLACES['charts/sub-1.0.0.tgz']!(SCHEMAS['an absolute `$ref`']!(address))
    const { status, result } = cliJson(['o/kustomization.yaml'], { cwd: folderOf(inflated(packed)), path: path() })
    expect([requests(), status]).toEqual([0, 2])
    expect(result.faults.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^this overlay includes `o\/charts\/k\/charts\/sub-1.0.0.tgz`, which has a schema/),
    ])
  })
})
