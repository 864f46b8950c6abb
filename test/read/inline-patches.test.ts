import { describe, expect, test } from 'vitest'
import { inlinePatchesIn } from '../../src/read/inline-patches.ts'
import { readYaml } from '../../src/yaml/source.ts'
import { expectLinear } from '../kit/steps.ts'

const inlineIn = async (text: string) => inlinePatchesIn(await readYaml('o/kustomization.yaml', text))

/** Each object, the lines of its name, and those of comments. */
async function placesIn(text: string): Promise<readonly string[]> {
  const { resources, written } = await inlineIn(text)
  return [
    ...resources.map(resource => {
      const { file, start } = resource.source.locate(resource.at('metadata', 'name'))
      return `${file}:${start.line}:${start.column} ${resource.name}`
    }),
    ...written.flatMap(({ comments }) => comments.map(({ line, text }) => `${line} ${text}`)),
  ]
}

describe('patches in a kustomization', () => {
  test.each<[string, string, string[]]>([
    [
      'in each of the lists',
      'patches:\n  - path: a.yaml\n  - target: {kind: Pod}\n    patch: |-\n      # why\n      apiVersion: v1\n      kind: Pod\n      metadata:\n        name: a\npatchesStrategicMerge:\n- b.yaml\n- |\n  apiVersion: v1\n  kind: Pod\n  metadata:\n    name: b # here\n',
      ['o/kustomization.yaml:9:9 a', 'o/kustomization.yaml:16:5 b', '5 # why', '16 # here'],
    ],
    [
      'with several objects, and with blanks',
      'patches:\n- patch: |2\n\n    apiVersion: v1\n    kind: Pod\n    metadata: {name: a}\n    ---\n\n    apiVersion: v1\n    kind: Pod\n    metadata: {name: b}\n\n\nx: y\n',
      ['o/kustomization.yaml:6:16 a', 'o/kustomization.yaml:11:16 b'],
    ],
    [
      'with the line ends of Windows',
      'patches:\r\n- patch: |\r\n    apiVersion: v1\r\n    kind: Pod\r\n    metadata: {name: a}\r\n',
      ['o/kustomization.yaml:5:16 a'],
    ],
    ['of JSON', 'patches:\n- patch: |\n    - op: remove # it\n      path: /a/b\n', ['3 # it']],
    ['that are folded', 'patches:\n- patch: >\n    apiVersion: v1\n    kind: Pod\n\n    metadata: {name: a}\n', []],
    ['that are quoted', 'patches:\n- patch: "kind: Pod\\nmetadata: {name: a}"\n', []],
    ['below their key', 'patches:\n- patch:\n    |\n    apiVersion: v1\n    kind: Pod\n    metadata: {name: a}\n', []],
    ['that are no text', 'patches: [{patch: {kind: Pod}}, 1, null, {patch: 2}]\npatchesStrategicMerge: {a: b}\n', []],
    ['that cannot be read', 'patches:\n- patch: |\n    a: [\n    b: c\n', []],
    ['of nothing', '', []],
    ['of a list', '- patches: []\n', []],
  ])('%s', async (_, text, expected) => expect(await placesIn(text)).toEqual(expected))

  test('cost as much as they are long', () =>
    expectLinear(
      async () => ({
        ...(await import('../../src/read/inline-patches.ts')),
        ...(await import('../../src/yaml/source.ts')),
      }),
      async ({ inlinePatchesIn, readYaml }, size) => {
        const patch = '- patch: |\n    apiVersion: v1\n    kind: Pod\n    metadata: {name: a}\n'
        await inlinePatchesIn(await readYaml('kustomization.yaml', `patches:\n${patch.repeat(size)}`))
      },
      100,
    ))
})
