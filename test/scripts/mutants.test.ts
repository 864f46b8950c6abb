import { expect, test } from 'vitest'
import { findChanges } from '../../scripts/mutants/find.ts'
import { parseModule } from '../../scripts/mutants/tree.ts'

/** What would be changed in these files, each by its place and words. */
const changesOf = (files: Readonly<Record<string, string>>): string[] =>
  findChanges(Object.entries(files).map(([file, text]) => parseModule(file, text))).map(
    ({ file, line, what }) => `${file}:${line} ${what}`,
  )

test('a severity goes one step up and one step down', () => {
  expect(changesOf({ 'a.ts': "export const check = () => ({ message: m, severity: 'low' as const })" })).toEqual([
    "a.ts:1 message: m → (m) + ' (broken)'",
    "a.ts:1 severity: 'low' → 'info'",
    "a.ts:1 severity: 'low' → 'medium'",
  ])
})

test('of a fix everything changes: its title, whether it is safe, what it does and what it writes', () => {
  const text = "const fix = { title: 'Add it', safe: true, changes: [{ op: 'set', path: at, value: false }] }"
  expect(changesOf({ 'a.ts': text })).toEqual([
    `a.ts:1 title: 'Add it' → "Add it (broken)"`,
    'a.ts:1 safe: true → false',
    "a.ts:1 text: 'set' → 'remove'",
    'a.ts:1 text: false → true',
  ])
})

test.each([
  ['a branch', "({ message: a ? 'one' : 'two' })", ["'one'", "'two'"]],
  ['a constant', "const word = 'one'; ({ message: word })", ["'one'"]],
  [
    'a constant of the same function',
    "() => { const word = 'x'; f(word) }; () => { const word = 'one'; return { message: word } }",
    ["'one'"],
  ],
  ['a parameter', "const say = (word = 'one') => ({ message: word }); say('two'); other('x')", ["'one'", "'two'"]],
  [
    'a function',
    "const say = () => { if (a) return 'one'; return b.map(() => 'x')[0] }; ({ message: say() })",
    ["'one'"],
  ],
  [
    'a column of a family',
    "family([['x', 'one'], ['y', 'two']], (id, word) => ({ message: word }))",
    ["'one'", "'two'"],
  ],
  ['a property', "const row = { word: 'one' }; ({ word }) => ({ message: word })", ["'one'"]],
  ['the metadata of a rule is none', "({ why: 'x', title: 'y', severity: 'low' })", []],
])('it finds the words of a message: %s', (_, text, literals) => {
  const found = changesOf({ 'a.ts': text }).map(change => /('\w+') → "/.exec(change)?.[1])
  expect(found.filter(literal => literal !== undefined)).toEqual(literals)
})

test('it goes through imports, both ways', () => {
  const files = {
    'a.ts': "import { problem, NAME } from './b.ts'\nproblem('one')\nconst two = { message: NAME }",
    'b.ts': "export const problem = (words: string) => ({ message: words })\nexport const NAME = 'two'",
  }
  expect(changesOf(files).filter(change => /"/.test(change))).toEqual([
    `b.ts:2 message: 'two' → "two (broken)"`,
    `a.ts:2 message: 'one' → "one (broken)"`,
  ])
})
