import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exampleOn, examplesIn } from '../../scripts/examples.ts'
import { rules } from '../../src/rules/index.ts'
import { rulePage } from '../kit/page.ts'
import { found } from '../policy/kit.ts'

const rule = rules.get('privileged-container')!

test.each([
  ['one file', { 'pod.yaml': 'kind: Pod\n' }, { 'pod.yaml': 'kind: Job\n' }],
  [
    'several files',
    { 'pod.yaml': 'a: 1\n', Dockerfile: 'FROM a\n' },
    { Dockerfile: 'FROM b\n', '.dockerignore': 'x\n' },
  ],
  [
    'empty lines, and what looks like a part of a page',
    { Dockerfile: 'FROM a\n\n## Good\n\n# x\n' },
    { a: '## Bad\n' },
  ],
  ['fences', { Dockerfile: 'RUN <<E\n```\n````\nE\n' }, { a: '```text\nb\n```\n' }],
])('a page says what was put on it: %s', (_, bad, good) => {
  const finding = found({ message: 'container `app` is privileged', fix: { title: 'Set `a`', safe: true, edits: [] } })
  const { file, start } = finding.location
  const filesOf = (files: Readonly<Record<string, string>>) =>
    Object.entries(files).map(([name, text]) => ({ name, text: text.trimEnd() }))
  expect(exampleOn(rulePage(rule, bad, good, finding))).toEqual({
    bad: filesOf(bad),
    found: `${file}:${start.line}:${start.column} container \`app\` is privileged`,
    fix: { title: 'Set `a`', safe: true },
    good: filesOf(good),
  })
})

test('a page without an example is an error', () => {
  expect(() => exampleOn('# a\n')).toThrow('a page of docs/rules has no finding')
})

test('every rule has an example, and those with a fix its title', () => {
  const examples = examplesIn('docs/rules')
  expect(Object.keys(examples).sort()).toEqual([...rules.keys()].sort())
  const incomplete = Object.entries(examples).filter(([, { bad, good }]) => bad.length === 0 || good.length === 0)
  expect(incomplete.map(([id]) => id)).toEqual([])
  const withFix = readdirSync('docs/rules').filter(file =>
    readFileSync(`docs/rules/${file}`, 'utf8').includes('\nFix offered: '),
  )
  expect(withFix.length).toBeGreaterThan(0)
  expect(Object.values(examples).filter(({ fix }) => fix !== undefined)).toHaveLength(withFix.length)
})
