import { expect, test } from 'vitest'
import { bestFirst } from '../../../src/scans/model/fixed.ts'

test.each([
  ['v1.25.4', ['1.24.11', '1.25.5'], ['1.25.5', '1.24.11']],
  ['7.0.3', ['8.1.0', '6.0.6', '7.0.5'], ['7.0.5', '8.1.0', '6.0.6']],
  ['1.0', ['1.10', '1.9'], ['1.9', '1.10']],
  ['2.0.0-rc.1', ['1.9.5', '2.0.0'], ['2.0.0', '1.9.5']],
  ['unknown', ['2.0', '1.0'], ['2.0', '1.0']],
  ['1.0', ['main', '1.1'], ['main', '1.1']],
])('from %s to one of %j: %j', (installed, fixed, ordered) => expect(bestFirst(installed, fixed)).toEqual(ordered))
