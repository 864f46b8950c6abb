import { expect, test } from 'vitest'
import { cli } from './kit/cli.ts'
import { findMultitool, multitoolFindings, NO_MULTITOOL, sarifFaults } from './kit/sarif.ts'

const stories = ['shop', 'sound', 'broken', 'charted']

const sarifOf = (story: string): unknown => JSON.parse(cli([`__fixtures__/repos/${story}`, '--format', 'sarif']).stdout)

test.each(stories)('the SARIF of %s keeps the limits of code scanning', story => {
  expect(sarifFaults(sarifOf(story))).toEqual([])
})

const tool = findMultitool()

test.skipIf(tool === undefined).each(stories)(
  `sarif-multitool finds nothing in the SARIF of %s${tool === undefined ? ` (skipped: ${NO_MULTITOOL})` : ''}`,
  async story => {
    expect(await multitoolFindings(tool!, sarifOf(story))).toEqual([])
  },
)
