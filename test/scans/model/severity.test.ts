import { expect, test } from 'vitest'
import { severityOf, severityOfScore, severityWord } from '../../../src/scans/model/severity.ts'

test.each([
  ['CRITICAL', 'critical'],
  ['Critical', 'critical'],
  ['CRITICAL_VULNERABILITY_SEVERITY', 'critical'],
  ['defcon1', 'critical'],
  ['blocker', 'critical'],
  ['Important', 'high'],
  ['IMPORTANT_VULNERABILITY_SEVERITY', 'high'],
  ['major', 'high'],
  ['moderate', 'medium'],
  [' Medium ', 'medium'],
  ['minor', 'low'],
  ['Negligible', 'info'],
  ['MINIMAL', 'info'],
  ['Informational', 'info'],
  ['unimportant', 'info'],
  ['none', 'info'],
  ['UNKNOWN', 'unknown'],
  ['untriaged', 'unknown'],
  ['SEVERITY_UNSPECIFIED', 'unknown'],
  ['not yet assigned', 'unknown'],
  ['', 'unknown'],
])('%s means %s', (word, severity) => {
  expect(severityWord(word)).toBe(severity)
  expect(severityOf(word)).toBe(severity)
})

test.each([['constructor'], ['__proto__'], ['toString'], ['urgent'], [undefined], [null], [3], [{ severity: 'high' }]])(
  '%s is no word for a severity',
  word => {
    expect(severityWord(word)).toBeUndefined()
    expect(severityOf(word)).toBe('unknown')
  },
)

test.each([
  [10, 'critical'],
  [9, 'critical'],
  [8.9, 'high'],
  [7, 'high'],
  [6.9, 'medium'],
  [4, 'medium'],
  [3.9, 'low'],
  [0.1, 'low'],
  [0, undefined],
  [-1, undefined],
  [Number.NaN, undefined],
])('a score of %d is %s', (score, severity) => {
  expect(severityOfScore(score)).toBe(severity)
})
