import { expect, test } from 'vitest'
import { Lines } from '../../src/core/source.ts'
import { excerptOf } from '../../src/report/excerpt.ts'
import { rules } from '../../src/rules/index.ts'
import { found } from '../policy/kit.ts'
import { at } from './kit.ts'

/** `before[marked]after` of a place in a line; `…` where it is cut. */
function excerpt(line: string, marked: string, rule = 'privileged-container'): string | undefined {
  const { location } = at('a.yaml', 1, line.indexOf(marked) + 1, marked)
  const shown = excerptOf(found({ rule, location: { ...location, within: new Lines(line) } }), rules)
  return shown && `${shown.isCut ? '…' : ''}${shown.before}[${shown.marked}]${shown.after}`
}

test.each([
  ['    privileged: true # why', 'privileged: true', '[privileged: true] # why'],
  ['    - {privileged: true}', 'privileged', '- {[privileged]: true}'],
  ['FROM a', 'FROM a', '[FROM a]'],
  [`${'x'.repeat(80)}y`, 'y', `${'x'.repeat(80)}[y]`],
  [`${'x'.repeat(81)}y`, 'y', `…${'x'.repeat(20)}[y]`],
  [`${' '.repeat(200)}y`, 'y', '[y]'],
])('of %j, %j: %j', (line, marked, shown) => expect(excerpt(line, marked)).toBe(shown))

test('of a line of megabytes, no more than is shown', () => {
  const line = `{"a": "${'x'.repeat(1_000_000)}", "privileged": true, ${'y'.repeat(1_000_000)}}`
  expect(excerpt(line, '"privileged"')).toHaveLength(400 + '…[]'.length)
  expect(excerpt('x'.repeat(1_000_000), 'x'.repeat(1_000_000))).toHaveLength(402)
})

test('where the line may hold a secret, nothing around the place', () =>
  expect(excerpt('  note: all around', 'note', 'secret-value-in-object')).toBe('[note]'))

test('of what is only in the rendered text of a template, that', () => {
  const { location } = at('templates/a.yaml', 3, 1, 'privileged: true')
  const finding = found({ location: { ...location, rendered: at('a', 9).location } })
  expect(excerptOf(finding, rules)).toMatchObject({ marked: 'privileged: true', before: '', isRendered: true })
})

test.each(['', 'text'])('of a place in a scan report (%j), none', text =>
  expect(excerptOf(found(at('trivy.json', 1, 1, text)), rules)).toBeUndefined(),
)
