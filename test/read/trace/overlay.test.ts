import { describe, expect, test } from 'vitest'
import type { Path } from '../../../src/core/location.ts'
import { noTools, toolFolder } from '../../e2e/kit/tools.ts'
import { onlyPath } from '../../kit/programs.ts'
import { faults, readFiles } from '../kit.ts'

/** Line 14 is the image, and from line 15 on there is the security context. */
const WEB = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels: {app: web}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: app
          image: shop/web:1
          securityContext:
            privileged: false
            readOnlyRootFilesystem: true
`

const app = (...path: Path): Path => ['spec', 'template', 'spec', 'containers', 0, ...path]

/** \`file:line text\` of a path into the first object of a kind that an overlay in \`o\` builds. */
async function placeIn(files: Readonly<Record<string, string>>, kind: string, path: Path): Promise<string> {
  onlyPath(toolFolder('helm4', 'kubectl'), '/usr/bin', '/bin')
  const read = await readFiles({ 'base/kustomization.yaml': 'resources: [web.yaml]\n', 'base/web.yaml': WEB, ...files })
  expect(faults(read)).toEqual([])
  const object = read.world.resources.find(one => one.kind === kind)!
  const { source } = object
  const direct = source.locate(object.at(...path))
  const byKey = source.key(object.at(...path))
  // A rule may ask for the key alone: it is on the same line.
  if (byKey) expect(source.locate(byKey).start.line).toBe(direct.start.line)
  return `${direct.file}:${direct.start.line} ${direct.text}`
}

const overlay = (patches: string): string => `resources: [../base]\n${patches}`

describe.skipIf(noTools)(`where a line of an overlay was written (${noTools ?? 'real kubectl'})`, () => {
  const readOnly = app('securityContext', 'readOnlyRootFilesystem')
  const privileged = app('securityContext', 'privileged')
  const json = (operation: string): string =>
    overlay(
      `patches:\n  - target: {kind: Deployment, name: web}\n    patch: |-\n      - op: test\n        path: /spec/replicas\n        value: 3\n${operation}`,
    )
  const POINTER = '/spec/template/spec/containers/0'

  test.each<[string, Readonly<Record<string, string>>, Path, string]>([
    ['the base', { o: overlay('namePrefix: x-\n') }, privileged, 'base/web.yaml:16 privileged: false'],
    [
      'a JSON patch that adds',
      {
        o: json(
          `      - op: add\n        path: ${POINTER}/securityContext/capabilities\n        value:\n          add: [ALL]\n`,
        ),
      },
      app('securityContext', 'capabilities', 'add', 0),
      'o/kustomization.yaml:11 ALL',
    ],
    [
      'a JSON patch that replaces',
      { o: json(`      - op: replace\n        path: ${POINTER}/securityContext/privileged\n        value: true\n`) },
      privileged,
      `o/kustomization.yaml:9 path: ${POINTER}/securityContext/privileged`,
    ],
    [
      'a JSON patch that takes away',
      { o: json(`      - op: remove\n        path: ${POINTER}/securityContext\n`) },
      readOnly,
      `o/kustomization.yaml:9 path: ${POINTER}/securityContext`,
    ],
    [
      'no JSON patch, of what was never there',
      { o: json(`      - op: remove\n        path: ${POINTER}/securityContext\n`) },
      app('securityContext', 'capabilities'),
      'base/web.yaml:15 securityContext',
    ],
    [
      'a JSON patch that puts less there',
      {
        o: json(`      - op: replace\n        path: ${POINTER}/securityContext\n        value: {privileged: false}\n`),
      },
      readOnly,
      'o/kustomization.yaml:10 value: {privileged: false}',
    ],
    [
      'a JSON patch that appends',
      {
        o: json(
          '      - op: add\n        path: /spec/template/spec/containers/-\n        value: {name: b, image: "b:1"}\n',
        ),
      },
      ['spec', 'template', 'spec', 'containers', 1, 'image'],
      'o/kustomization.yaml:10 image: "b:1"',
    ],
    [
      'a JSON patch in quotes',
      {
        o: overlay(
          `patches:\n  - target: {kind: Deployment}\n    patch: '[{"op": "remove", "path": "${POINTER}/securityContext"}]'\n`,
        ),
      },
      readOnly,
      `o/kustomization.yaml:4 patch: '[{"op": "remove", "path": "${POINTER}/securityContext"}]'`,
    ],
    [
      'a JSON patch in a file',
      {
        o: overlay('patches: [{path: p.yaml, target: {kind: Deployment, name: web}}]\n'),
        'o/p.yaml': `- op: remove\n  path: ${POINTER}/securityContext/readOnlyRootFilesystem\n`,
      },
      readOnly,
      `o/p.yaml:2 path: ${POINTER}/securityContext/readOnlyRootFilesystem`,
    ],
    [
      'a JSON patch as it used to be given',
      {
        o: overlay('patchesJson6902: [{path: p.json, target: {version: v1, kind: Deployment, name: web}}]\n'),
        'o/p.json': `[\n{"op": "remove", "path": "${POINTER}/securityContext"}]`,
      },
      readOnly,
      `o/p.json:2 "path": "${POINTER}/securityContext"`,
    ],
    [
      'no JSON patch of another object',
      {
        o: overlay(
          `patches:\n  - target: {kind: Deployment, name: other}\n    patch: |-\n      - op: remove\n        path: ${POINTER}/securityContext/readOnlyRootFilesystem\n`,
        ),
      },
      app('securityContext', 'capabilities'),
      'base/web.yaml:15 securityContext',
    ],
    [
      'a patch that sets null',
      {
        o: overlay('patches: [{path: p.yaml}]\n'),
        'o/p.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          securityContext: null\n',
      },
      readOnly,
      'o/p.yaml:9 securityContext: null',
    ],
    [
      'a patch with another name and a target, beside a container that it brings',
      {
        o: overlay('patches: [{path: p.yaml, target: {kind: Deployment, name: web}}]\n'),
        'o/p.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: any}\nspec:\n  template:\n    spec:\n      containers:\n        - name: proxy\n          image: proxy:1\n        - name: app\n          securityContext:\n            $patch: replace\n            privileged: true\n',
      },
      ['spec', 'template', 'spec', 'containers', 1, 'securityContext', 'readOnlyRootFilesystem'],
      'o/p.yaml:12 $patch: replace',
    ],
    [
      'what nothing takes away and nothing has',
      { o: overlay('namePrefix: x-\n') },
      app('resources', 'limits'),
      'base/web.yaml:13 name: app',
    ],
    [
      'an image',
      { o: overlay('images:\n  - name: other\n    newTag: "1"\n  - name: shop/web\n    newTag: latest\n') },
      app('image'),
      'o/kustomization.yaml:5 name: shop/web',
    ],
    [
      'a number of replicas',
      { o: overlay('replicas:\n  - name: web\n    count: 1\n') },
      ['spec', 'replicas'],
      'o/kustomization.yaml:3 name: web',
    ],
    [
      'a namespace',
      { o: overlay('namespace: default\n') },
      ['metadata', 'namespace'],
      'o/kustomization.yaml:2 namespace: default',
    ],
    [
      'a label',
      { o: overlay('labels:\n  - pairs:\n      team: none\n') },
      ['metadata', 'labels', 'team'],
      'o/kustomization.yaml:4 team: none',
    ],
    [
      'a label as it used to be given',
      { o: overlay('commonLabels: {team: none}\n') },
      ['spec', 'selector', 'matchLabels', 'team'],
      'o/kustomization.yaml:2 team: none',
    ],
    [
      'an annotation',
      { o: overlay('commonAnnotations:\n  team: none\n') },
      ['metadata', 'annotations', 'team'],
      'o/kustomization.yaml:3 team: none',
    ],
    ['a name with a prefix', { o: overlay('namePrefix: x-\n') }, ['metadata', 'name'], 'base/web.yaml:4 name: web'],
    [
      'an object that a patch gives another name',
      {
        o: json('      - op: replace\n        path: /metadata/name\n        value: shop\n'),
        'base/kustomization.yaml': 'resources: [web.yaml, b.yaml]\n',
        'base/b.yaml': WEB.replace('name: web', 'name: b'),
      },
      privileged,
      'base/web.yaml:16 privileged: false',
    ],
    [
      'a component',
      {
        o: overlay('components: [../c]\n'),
        'c/kustomization.yaml': `kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\npatches:\n  - target: {kind: Deployment}\n    patch: |-\n      - op: replace\n        path: ${POINTER}/securityContext/privileged\n        value: true\n`,
      },
      privileged,
      `c/kustomization.yaml:7 path: ${POINTER}/securityContext/privileged`,
    ],
  ])('%s', async (_, { o = '', ...files }, path, expected) =>
    expect(await placeIn({ 'o/kustomization.yaml': o, ...files }, 'Deployment', path)).toBe(expected),
  )

  const generated =
    'namePrefix: x-\nsecretGenerator:\n  - name: a\n    literals: [k=v]\n  - name: token\n    literals:\n      - user=me\n      - password=tulips-2719\n    files:\n      - key=id.txt\n    envs: [more.env]\n'
  test.each<[string, Path, string]>([
    ['the generator', ['metadata', 'name'], 'o/kustomization.yaml:5 name: token'],
    ['what it does not set', ['immutable'], 'o/kustomization.yaml:5 name: token'],
    ['a literal, which is not shown', ['data', 'password'], 'o/kustomization.yaml:8 '],
    ['a file', ['data', 'key'], 'o/kustomization.yaml:10 '],
    ['a file of variables', ['data', 'MORE'], 'o/kustomization.yaml:11 '],
  ])('a generated Secret: %s', async (_, path, expected) => {
    const files = { 'o/kustomization.yaml': generated, 'o/id.txt': 'x', 'o/more.env': 'MORE=1\n' }
    onlyPath(toolFolder('helm4', 'kubectl'), '/usr/bin', '/bin')
    const read = await readFiles(files)
    const object = read.world.resources.find(({ name }) => name.startsWith('x-token'))!
    for (const spot of [object.at(...path), object.source.key(object.at(...path)) ?? object.at(...path)]) {
      const { file, start, text } = object.source.locate(spot)
      expect(`${file}:${start.line} ${text}`).toBe(expected)
    }
  })
})

describe.skipIf(noTools)(`charts that kustomize renders (${noTools ?? 'real helm and kubectl'})`, () => {
  const files = {
    'o/kustomization.yaml':
      'helmGlobals: {chartHome: .}\nhelmCharts:\n  - name: shop\n    releaseName: main\n    valuesFile: v.yaml\n    valuesInline: {privileged: true}\nnamePrefix: x-\npatches:\n  - target: {kind: Pod}\n    patch: |-\n      - op: add\n        path: /spec/hostPID\n        value: true\n',
    'o/v.yaml': 'network: true\n',
    'o/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
    'o/shop/values.yaml': 'network: false\nprivileged: false\n',
    'o/shop/templates/pods.yaml':
      '{{- range list "a" "b" }}\n---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ $.Release.Name }}-{{ . }}\nspec:\n  hostNetwork: {{ $.Values.network }}\n  containers:\n    - name: app\n      image: shop/web:1\n      securityContext: {privileged: {{ $.Values.privileged }}}\n{{- end }}\n',
  }
  test.each(['helm3', 'helm4'] as const)('%s', async layer => {
    onlyPath(toolFolder(layer, 'helm'), toolFolder('helm4', 'kubectl'), '/usr/bin', '/bin')
    const read = await readFiles(files)
    expect(faults(read)).toEqual([])
    const pods = read.world.resources.filter(({ origin }) => origin?.by === 'kustomize')
    expect(pods.map(({ name, json }) => [name, json.spec.containers[0].securityContext.privileged])).toEqual([
      ['x-main-a', true],
      ['x-main-b', true],
    ])
    const places = pods.flatMap(({ source, root }) =>
      [['hostNetwork'], ['hostPID'], ['containers', 0, 'securityContext', 'privileged']].map(path => {
        const { file, start } = source.locate([...root, 'spec', ...path])
        return `${file}:${start.line}`
      }),
    )
    const ofOne = ['o/shop/templates/pods.yaml:8', 'o/kustomization.yaml:12', 'o/shop/templates/pods.yaml:12']
    expect(places).toEqual([...ofOne, ...ofOne])
  })
})
