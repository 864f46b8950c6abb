import { expect, test } from 'vitest'
import { resourcesOf } from '../../src/kube/objects.ts'
import { isApplicable, isWhole, Rendering } from '../../src/read/left-out.ts'
import { readYaml } from '../../src/yaml/source.ts'

const objects = async (...texts: readonly string[]) => resourcesOf(await readYaml('k/p.yaml', texts.join('---\n')))
const pod = (name: string, container = '{name: a, image: "a:1"}', namespace = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}${namespace && `, namespace: ${namespace}`}}\nspec: {containers: [${container}]}\n`

test.each<readonly [title: string, rendered: readonly string[], written: readonly string[], left: readonly string[]]>([
  ['it came out', [pod('a')], [pod('a')], []],
  ['it came out with a prefix', [pod('my-a')], [pod('a')], []],
  ['it did not come out', [pod('b')], [pod('a')], ['a']],
  ['one cannot stand for two', [pod('ab')], [pod('a'), pod('ab')], ['a']],
  [
    'namespaces tell them apart',
    [pod('a', undefined, 'x')],
    [pod('a', undefined, 'y'), pod('a', undefined, 'x')],
    ['a'],
  ],
])('left out: %s', async (_, rendered, written, left) => {
  const found = new Rendering(await objects(...rendered)).withoutTrace(await objects(...written))
  expect(found.map(({ name }) => name)).toEqual(left)
})

test.each<readonly [title: string, rendered: string, written: string, isHeld: boolean]>([
  ['the same', '{name: a, image: "a:1", tty: true}', '{name: a, image: "a:1", tty: true}', true],
  ['another image', '{name: a, image: "a:2"}', '{name: a, image: "a:1"}', true],
  ['more fields', '{name: a, image: "a:1", tty: true}', '{name: a, image: "a:1"}', true],
  ['a field less', '{name: a, image: "a:1"}', '{name: a, image: "a:1", tty: true}', false],
  ['another value', '{name: a, image: "a:1", tty: false}', '{name: a, image: "a:1", tty: true}', false],
  ['what was a template', '{name: a, image: "a:1", args: [x]}', '{name: a, image: "a:1", args: ["{{ .x }}"]}', true],
  ['containers in another order', '{name: b}, {name: a, tty: true}', '{name: a, tty: true}, {name: b}', true],
  ['another container', '{name: b, image: "a:1"}', '{name: a, image: "a:1"}', false],
])('held: %s', async (_, rendered, written, isHeld) => {
  const [object] = await objects(pod('x', written))
  expect(new Rendering(await objects(pod('x', rendered))).holds(object!)).toBe(isHeld)
})

test.each<readonly [title: string, text: string, applies: boolean, whole: boolean]>([
  ['a pod', pod('a'), true, true],
  ['a patch without images', pod('a', '{name: a}'), false, false],
  ['a patch with one image', pod('a', '{name: a, image: "a:1"}, {name: b}'), true, false],
  ['an image that is a template', pod('a', '{name: a, image: "{{ .image }}"}'), false, false],
  ['a Secret', 'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n', true, true],
  ['a Service', 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n', false, false],
])('can be applied: %s', async (_, text, applies, whole) => {
  const [object] = await objects(text)
  expect([isApplicable(object!), isWhole(object!)]).toEqual([applies, whole])
})
