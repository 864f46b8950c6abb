import { expect, test } from 'vitest'
import { dataOf } from '../../src/kube/object-data.ts'
import { Resource } from '../../src/kube/resource.ts'
import { readYaml } from '../../src/yaml/source.ts'

const textsOf = async (kind: string, fields: object) =>
  dataOf(new Resource(await readYaml('a.yaml', ''), [0], { kind, ...fields })).map(
    ({ field, key, text }) => `${field}.${key}=${text}`,
  )

test.each([
  ['base64', 'dHVsaXBz', 'tulips'],
  ['base64 with padding', 'dHVsaXA=', 'tulip'],
  ['base64 in lines', 'dHVs\naXBz\n', 'tulips'],
  ['a text that is no base64', 'ROOK_TOKEN', 'ROOK_TOKEN'],
  ['too few letters for base64', 'tulip', 'tulip'],
  ['padding in the middle', 'dHV=aXBz', 'dHV=aXBz'],
])('the data of a Secret: %s', async (_, value, text) =>
  expect(await textsOf('Secret', { data: { a: value } })).toEqual([`data.a=${text}`]),
)

test('every field of both kinds, without what is no text', async () => {
  const fields = { data: { a: 'dHVsaXBz', b: '', c: 1 }, stringData: { d: 'e' }, binaryData: { f: 'dHVsaXBz' } }
  expect(await textsOf('Secret', fields)).toEqual(['stringData.d=e', 'data.a=tulips'])
  expect(await textsOf('ConfigMap', fields)).toEqual(['data.a=dHVsaXBz', 'binaryData.f=tulips'])
  expect(await textsOf('ConfigMap', { data: ['a'], binaryData: null })).toEqual([])
})

test('what is larger than any object is read up to that size', async () => {
  const [text] = await textsOf('Secret', { data: { a: `${'dHVs'.repeat(2 ** 20)}!` } })
  expect(text).toHaveLength('data.a='.length + (2 ** 21 / 4) * 3)
})
