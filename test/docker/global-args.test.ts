// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Docker, no templates.
import { expect, test } from 'vitest'
import type { GlobalArgs } from '../../src/docker/global-args.ts'
import { parseDockerfile } from '../../src/docker/parse/parse.ts'

/** The last FROM of a Dockerfile: its image by default. */
function byDefault(text: string): ReturnType<GlobalArgs['byDefault']> {
  const { globals, from } = parseDockerfile('Dockerfile', text).stages.at(-1)!
  return globals.byDefault(from.image)
}

test.each<readonly [title: string, text: string, expected: string]>([
  ['a default', 'ARG A=1\nFROM a:$A', 'a:1, whole'],
  ['the last default', 'ARG A=1\nARG A=2\nFROM a:$A', 'a:2, whole'],
  ['declared again without one', 'ARG A=1\nARG A\nFROM a:$A', 'a:1, whole'],
  ['no default', 'ARG A\nFROM a:$A', 'a:'],
  ['a stand-in', 'ARG A\nFROM a:${A:-1}', 'a:1, whole'],
  ['made of one without a default', 'ARG A\nARG B=1$A\nFROM a:$B', 'a:1'],
  ['not declared', 'FROM a:$A', 'a:'],
  ['declared in a stage', 'FROM a\nARG A=1\nFROM a:$A', 'a:'],
  ['set by the builder', 'FROM a:$TARGETARCH', 'a:, automatic'],
  ['with a stand-in that is never taken', 'FROM a:${TARGETSTAGE:-1}', 'a:1, whole, automatic'],
  ['made of what the builder sets', 'ARG A=x$BUILDOS\nFROM a:$A', 'a:x, automatic'],
  ['set by the builder, and declared', 'ARG TARGETARCH\nFROM a:$TARGETARCH', 'a:, automatic'],
  ['set by the builder, with a default', 'ARG TARGETARCH=arm\nFROM a:$TARGETARCH', 'a:arm, whole'],
  ['refused', 'ARG A\nFROM a:${A:?no}', 'a:${A:?no}'],
  ['with the escape of the file', '# escape=`\nARG A=`$1\nFROM a:$A', 'a:$1, whole'],
])('%s', (_, text, expected) => {
  const { text: image, isWhole, isAutomatic } = byDefault(text)
  expect([image, ...(isWhole ? ['whole'] : []), ...(isAutomatic ? ['automatic'] : [])].join(', ')).toBe(expected)
})

test('what is declared, and what is set by the builder', () => {
  const { globals } = parseDockerfile('Dockerfile', 'ARG A=1 B\nARG C=$B D=${TARGETOS:-x}\nFROM a').stages[0]!
  expect(['A', 'B', 'TARGETOS', 'E'].map(name => globals.isDeclared(name))).toEqual([true, true, false, false])
  expect(['A', 'B', 'TARGETOS', 'E'].map(name => globals.isSet(name))).toEqual([true, true, true, false])
  expect(['A', 'B', 'C', 'D'].map(name => globals.get(name))).toEqual(['1', undefined, undefined, undefined])
  expect(globals.names.slice(-4)).toEqual(['A', 'B', 'C', 'D'])
})
