import { describe, expect, test } from 'vitest'
import { check } from '../../src/engine/check.ts'
import { yamlDuplicateKey } from '../../src/rules/manifest/object/document.ts'
import type { AnyRule } from '../../src/rules/rule.ts'
import { noTools, pathOf, toolFolder } from '../e2e/kit/tools.ts'
import { onlyPath } from '../kit/programs.ts'
import { faults, readFiles } from './kit.ts'

const withTools = (layer: 'helm3' | 'helm4') =>
  onlyPath(...pathOf(toolFolder(layer, 'helm'), toolFolder(layer, 'kubectl')).split(':'), '/usr/bin', '/bin')

/** `file:line key; what it says of its value, and the place of the value that counts`. */
async function duplicates(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const read = await readFiles(files)
  expect(faults(read)).toEqual([])
  const rule: AnyRule = yamlDuplicateKey
  const { findings } = check(read.world, [{ rule, options: {} }], { kubernetes: 36 })
  return findings.map(({ location: { file, start, text }, message, related }) => {
    const [other] = related.map(place => `, ${place.file}:${place.start.line}`)
    return `${file}:${start.line} ${text}; ${message.replace(/.*: /, '')}${other ?? ''}`
  })
}

describe.skipIf(noTools)(`keys that are written twice (${noTools ?? 'real helm and kubectl'})`, () => {
  const chart = (template: string) => ({
    'Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
    'values.yaml': 'team: a\nteam: b\n',
    'templates/web.yaml': template,
  })
  const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n'
  const FIRST = 'the first value is discarded'

  test.each<[string, string, readonly string[]]>([
    [
      'maps on one line',
      `${POD}  securityContext: {runAsNonRoot: true}\n  securityContext: {runAsUser: 0}\n  containers: []\n`,
      [`templates/web.yaml:7 securityContext; ${FIRST}`],
    ],
    [
      'equal lines, told apart by what is around them',
      `${POD}  securityContext:\n    runAsNonRoot: true\n  securityContext:\n    runAsUser: 0\n  containers: []\n`,
      [`templates/web.yaml:8 securityContext; ${FIRST}`],
    ],
    [
      'in an item of a list, three times',
      `${POD}  containers:\n    - name: a\n      image: a:1\n    - name: b\n      image: b:1\n      image: b:1\n      image: {{ "b:2" }}\n`,
      [`templates/web.yaml:11 image; ${FIRST}, templates/web.yaml:12`, `templates/web.yaml:12 image; ${FIRST}`],
    ],
    [
      'in one of several documents, which helm puts in another order',
      `${POD}  dnsPolicy: None\n  dnsPolicy: None\n  containers: []\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata: {a: "1", a: "2"}\n`,
      [`templates/web.yaml:14 a; ${FIRST}`, `templates/web.yaml:7 dnsPolicy; ${FIRST}`],
    ],
    [
      'in what a merge key brings',
      `${POD}  containers: []\n  <<: {dnsPolicy: None, dnsPolicy: Default}\n`,
      [`templates/web.yaml:7 dnsPolicy; ${FIRST}`],
    ],
    ['none beside a merge', `${POD}  containers: []\n  <<: {dnsPolicy: None}\n  dnsPolicy: Default\n`, []],
  ])('in a template: %s', async (_, template, wanted) => {
    for (const layer of ['helm3', 'helm4'] as const) {
      withTools(layer)
      expect(await duplicates(chart(template))).toEqual(wanted)
    }
  })

  const WEB =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n    - name: app\n      image: a:1\n'
  const overlay = {
    'base/kustomization.yaml': 'resources: [web.yaml]\n',
    'base/web.yaml': WEB,
    'prod/kustomization.yaml': 'resources: [../base]\npatches: [{path: patch.yaml}]\n',
  }
  const patch = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n'

  test('in a patch: kustomize takes the first value', async () => {
    for (const layer of ['helm3', 'helm4'] as const) {
      withTools(layer)
      const files = { ...overlay, 'prod/patch.yaml': `${patch}  hostNetwork: true\n  hostNetwork: false\n` }
      const { world } = await readFiles(files)
      expect(world.resources.map(({ json }) => json.spec.hostNetwork)).toEqual([true])
      expect(await duplicates(files)).toEqual([
        'prod/patch.yaml:6 hostNetwork; the last value is discarded, prod/patch.yaml:5',
      ])
    }
  })

  test('in an item of a list of a patch', async () => {
    withTools('helm4')
    const container = '  containers:\n    - name: app\n      image: b:1\n      image: c:1\n'
    expect(await duplicates({ ...overlay, 'prod/patch.yaml': patch + container })).toEqual([
      'prod/patch.yaml:8 image; the last value is discarded, prod/patch.yaml:7',
    ])
  })

  test('in a base: kustomize refuses it, and the file is read as it is', async () => {
    withTools('helm4')
    const base = `${WEB}      image: b:1\n`
    const files = { ...overlay, 'base/web.yaml': base, 'prod/patch.yaml': `${patch}  hostNetwork: true\n` }
    const read = await readFiles(files)
    expect(faults(read)).toEqual([expect.stringMatching(/^RENDER_FAILED .*mapping key "image" already defined/)])
    const [web] = read.world.resources
    expect(web?.source.duplicates(web.root).map(({ at }) => web.source.locate(at))).toMatchObject([
      { file: 'base/web.yaml', start: { line: 8 } },
    ])
  })

  test('the key of a path stands where its value was written', async () => {
    withTools('helm4')
    const files = { ...overlay, 'prod/patch.yaml': `${patch}  hostNetwork: true\n` }
    const [web] = (await readFiles(files)).world.resources
    const key = (...path: (string | number)[]) => web!.source.locate(web!.source.key(web!.at(...path))!, 'here')
    expect(key('spec', 'hostNetwork')).toMatchObject({
      file: 'prod/patch.yaml',
      start: { line: 5, column: 3 },
      text: 'hostNetwork',
      note: 'here',
      rendered: { file: 'prod/kustomization.yaml', text: 'hostNetwork' },
    })
    expect(key('spec', 'containers', 0, 'image')).toMatchObject({ file: 'base/web.yaml', start: { line: 7 } })
    withTools('helm4')
    const [pod] = (await readFiles(chart(`${POD}  hostNetwork: true\n`))).world.resources
    expect(pod!.source.locate(pod!.source.key(pod!.at('spec', 'hostNetwork'))!)).toMatchObject({
      file: 'templates/web.yaml',
      start: { line: 6, column: 3 },
      text: 'hostNetwork',
    })
  })
})
