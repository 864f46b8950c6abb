import { expect, test } from 'vitest'
import { isColoured } from '../../src/host/colour.ts'

test.each([
  ['always', { NO_COLOR: '1' }, false, true],
  ['never', { FORCE_COLOR: '1' }, true, false],
  ['auto', {}, true, true],
  ['auto', {}, false, false],
  ['auto', { TERM: 'dumb' }, true, false],
  ['auto', { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
  ['auto', { NO_COLOR: '' }, true, true],
  ['auto', { FORCE_COLOR: '1' }, false, true],
  ['auto', { FORCE_COLOR: '0', GITHUB_ACTIONS: 'true' }, true, false],
  ['auto', { CLICOLOR_FORCE: '1' }, false, true],
  ['auto', { CLICOLOR_FORCE: '0' }, true, false],
  ['auto', { GITHUB_ACTIONS: 'true' }, false, true],
  ['auto', { GITHUB_ACTIONS: 'true', NO_COLOR: '1' }, false, false],
] as const)('%s, with %j, on a terminal: %s', (option, env, isTerminal, coloured) =>
  expect(isColoured(option, env, isTerminal)).toBe(coloured),
)
