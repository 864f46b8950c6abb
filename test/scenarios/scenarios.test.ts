import { describe, expect, test } from 'vitest'
import type { Verdict } from '../../src/policy/verdict.ts'
import { noTools, pathOf, toolFolder } from '../e2e/kit/tools.ts'
import { onlyPath } from '../kit/programs.ts'
import { CHECKOUTS } from './checkouts.ts'
import { EDITS } from './edits.ts'
import { runFrom } from './run.ts'
import { SCANS } from './scans.ts'
import type { Expected, Scenario } from './scenario.ts'
import { startOf } from './ways.ts'

/** What `expected` states of a change; of what is not stated, nothing is expected. */
function counted({ change, judged, loosening }: Verdict, expected: Expected): Expected | undefined {
  if (!change || !loosening) return undefined
  const { missing = '', fixed } = change
  const isNew = judged.filter(({ novelty }) => novelty === 'new')
  const [loosened, unwatched] = [loosening.loosened.map(({ what }) => what), loosening.unwatched]
  return {
    ...{ new: change.new, known: change.known, incomparable: change.incomparable, fixed: fixed.length },
    ...(expected.newIn && { newIn: isNew.map(({ finding }) => finding.location.file) }),
    ...(missing !== '' && {
      missing: expected.missing && missing.includes(expected.missing) ? expected.missing : missing,
    }),
    ...(loosened.length > 0 && { loosened }),
    ...(unwatched.length > 0 && { unwatched: unwatched.map(({ file, objects }) => [file, objects] as const) }),
  }
}

async function judge(scenario: Scenario): Promise<void> {
  const { verdict } = await runFrom(await startOf(scenario), scenario)
  const { expected } = scenario
  if (expected === undefined) expect(verdict.change).toBeUndefined()
  else expect(counted(verdict, expected)).toEqual(expected)
}

const TOOLS = noTools ?? 'real helm and kubectl'

describe.each([
  ['what a change is compared with', CHECKOUTS],
  ['what a change does', EDITS],
  ['what scanners report', SCANS],
])('%s', (_, rows) => {
  test.each(rows.filter(({ renders }) => !renders))('$name', judge)

  test.skipIf(noTools).for(rows.filter(({ renders }) => renders))(`$name (${TOOLS})`, async scenario => {
    onlyPath(pathOf(toolFolder('helm4', 'helm'), toolFolder('helm4', 'kubectl')), '/usr/bin', '/bin')
    await judge(scenario)
  })
})
