// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Docker, no templates.
import { describe, expect, test } from 'vitest'
import type { Instruction } from '../../src/docker/ast.ts'
import { parseDockerfile } from '../../src/docker/parse/parse.ts'
import { environmentsIn, type Variables, variablesAfter, variablesAt } from '../../src/docker/variables.ts'

/** The last instruction of a Dockerfile, or its trigger. */
function last(text: string): Instruction {
  const instruction = parseDockerfile('Dockerfile', text).instructions.at(-1)!
  return instruction.is === 'ONBUILD' ? instruction.trigger : instruction
}
const at = (text: string): Variables => variablesAt(last(text))

describe('the value of A at the last instruction', () => {
  test.each<readonly [title: string, text: string, value: string | undefined]>([
    ['by ENV', 'FROM a\nENV A=1\nRUN x', '1'],
    ['by ARG', 'FROM a\nARG A=1\nRUN x', '1'],
    ['by the last ENV', 'FROM a\nENV A=1\nENV A=2\nRUN x', '2'],
    ['by the last of one ENV', 'FROM a\nENV A=1 A=2\nRUN x', '2'],
    ['not by a later one', 'FROM a\nENV A=1\nRUN x\nENV A=2\nUSER x', '2'],
    ['not by the instruction itself', 'FROM a\nENV A=1', undefined],
    ['ENV goes before an ARG behind it', 'FROM a\nENV A=1\nARG A=2\nRUN x', '1'],
    ['ENV goes before an ARG above it', 'FROM a\nARG A=2\nENV A=1\nRUN x', '1'],
    ['ENV of a base goes before ARG', 'FROM a AS b\nENV A=1\nFROM b\nARG A=2\nRUN x', '1'],
    ['a global ARG is not seen', 'ARG A=1\nFROM a\nRUN x', undefined],
    ['a global ARG declared again', 'ARG A=1\nFROM a\nARG A\nRUN x', '1'],
    ['a global ARG made of another', 'ARG B=1\nARG A=$B.2\nFROM a\nARG A\nRUN x', '1.2'],
    ['a default of its own', 'ARG A=1\nFROM a\nARG A=2\nRUN x', '2'],
    ['a global ARG declared again, whatever stands between', 'ARG A=1\nFROM a\nARG A=2\nARG A\nRUN x', '1'],
    ['declared again without a default', 'FROM a\nARG A=1\nARG A\nRUN x', '1'],
    ['nobody knows the platform', 'ARG A=$TARGETARCH\nFROM a\nARG A\nRUN x', undefined],
    ['ARG without a default', 'FROM a\nARG A\nRUN x', undefined],
    ['another stage', 'FROM a\nENV A=1\nFROM a\nRUN x', undefined],
    ['a base', 'FROM a AS b\nENV A=1\nFROM b\nRUN x', '1'],
    ['an ARG of a base', 'FROM a AS b\nARG A=1\nFROM b\nRUN x', '1'],
    ['the nearer base', 'FROM a AS b\nENV A=1\nFROM b AS c\nENV A=2\nFROM c\nRUN x', '2'],
    ['one of the stages a variable chooses', 'FROM a AS b-x\nFROM a AS b-y\nENV A=1\nFROM b-$TARGETOS\nRUN x', '1'],
    ['a trigger does nothing where it stands', 'FROM a\nONBUILD ENV A=1\nRUN x', undefined],
    ['a trigger of the base', 'FROM a AS b\nONBUILD ENV A=2\nENV A=1\nFROM b\nRUN x', '2'],
    ['a trigger sees those before it', 'FROM a\nONBUILD ENV A=1\nONBUILD RUN x', '1'],
    ['made of others', 'FROM a\nENV B=1\nENV A=$B/${C:-2}\nRUN x', '1/${C:-2}'],
    ['made of what it was', 'FROM a\nENV A=1\nENV A=$A:2\nRUN x', '1:2'],
    ['one ENV is expanded as a whole', 'FROM a\nENV B=1\nENV B=2 A=$B\nRUN x', '1'],
    ['one ARG is expanded bit by bit', 'FROM a\nARG B=1\nARG B=2 A=$B\nRUN x', '2'],
    ['with the escape of the file', '# escape=`\nFROM a\nENV B=1\nENV A=`$B\\$B\nRUN x', '$B\\1'],
    ['in a piece of a Dockerfile', 'ENV A=1\nRUN x', '1'],
    ['too long', `FROM a\nENV B=${'b'.repeat(600)}\nENV A=$B$B\nRUN x`, undefined],
  ])('%s', (_, text, value) => expect(at(text).get('A')).toBe(value))

  test('a trigger sees what its stage sets below it', () => {
    const { stages } = parseDockerfile('Dockerfile', 'FROM a\nONBUILD RUN x\nENV A=1')
    const [onbuild] = stages[0]!.body
    expect(onbuild?.is === 'ONBUILD' && variablesAt(onbuild.trigger).get('A')).toBe('1')
  })

  test('a long chain of stages costs no stack, and is not followed to its end', () => {
    const chain = Array.from({ length: 20_000 }, (_, i) => `FROM s${i} AS s${i + 1}`).join('\n')
    const variables = at(`FROM a AS s0\nENV A=1\n${chain}\nRUN x`)
    expect(variables.get('A')).toBeUndefined()
    expect(variables.isSet('A')).toBe(true)
  })
})

test('set, with a value or without', () => {
  const variables = at('FROM a\nARG A\nENV B=\nRUN x')
  expect(['A', 'B', 'C', 'PATH'].map(name => variables.isSet(name))).toEqual([true, true, false, true])
})

test('where it is set', () => {
  const text = 'FROM a\nARG B=1\nENV A=$B C=2\nRUN x'
  const shown = ['A', 'B', 'C'].map(name => {
    const { by, isChosen, pair } = at(text).whereSet(name)!
    return [text.slice(...pair.span), by, isChosen]
  })
  expect(shown).toEqual([
    ['A=$B', 'ENV', true],
    ['B=1', 'ARG', true],
    ['C=2', 'ENV', false],
  ])
})

test('what a stage sets by its end, in its order', () => {
  const { stages } = parseDockerfile('Dockerfile', 'FROM a\nENV B=1\nONBUILD ENV T=1\nARG A\nENV B=2 C=3')
  expect(variablesAfter(stages[0]!).names).toEqual(['B', 'A', 'C'])
})

test('each command of a RUN sees its own assignments and what was exported before', () => {
  const run = last('FROM a\nENV A=0\nRUN a; A=1 b; env A=2 c; export A=3; d; A=4 e; export A=5; f')
  const seen = run.is === 'RUN' ? environmentsIn(run).map(([{ name }, env]) => `${name}${env.get('A')}`) : []
  expect(seen).toEqual(['a0', 'b1', 'c2', 'export0', 'd3', 'e4', 'export3', 'f5'])
})
