import { describe, expect, test } from 'vitest'
import type { Change, Verdict } from '../../src/policy/verdict.ts'
import { noTools, pathOf, toolFolder } from '../e2e/kit/tools.ts'
import { onlyPath } from '../kit/programs.ts'
import { CHECKOUTS } from './checkouts.ts'
import { EDITS } from './edits.ts'
import { runFrom } from './run.ts'
import { SCANS } from './scans.ts'
import type { Expected, Scenario } from './scenario.ts'
import { startOf } from './ways.ts'

/** Of what loosens the gate and of what is looked at no more, where the result has them. */
interface Loosened {
  readonly loosened?: readonly { readonly what: string }[]
  readonly unwatched?: readonly { readonly file: string; readonly objects: number }[]
}

/** What `expected` states of a change. */
function counted({ judged }: Verdict, change: Change & Loosened, expected: Expected): Expected {
  const { missing = '', loosened, unwatched } = change
  const isNew = judged.filter(({ novelty }) => novelty === 'new')
  const isUnasserted = expected.unwatched && !unwatched
  return {
    ...{ new: change.new, known: change.known, incomparable: change.incomparable },
    fixed: isUnasserted ? expected.fixed : change.fixed.length,
    ...(expected.newIn && { newIn: isNew.map(({ finding }) => finding.location.file) }),
    ...(missing !== '' && {
      missing: expected.missing && missing.includes(expected.missing) ? expected.missing : missing,
    }),
    ...(expected.loosened && { loosened: loosened?.map(({ what }) => what) ?? expected.loosened }),
    ...(expected.unwatched && {
      unwatched: unwatched?.map(({ file, objects }) => [file, objects] as const) ?? expected.unwatched,
    }),
  }
}

async function judge(scenario: Scenario): Promise<void> {
  const { verdict } = await runFrom(await startOf(scenario), scenario)
  const { expected } = scenario
  if (expected === undefined) expect(verdict.change).toBeUndefined()
  else expect(verdict.change && counted(verdict, verdict.change, expected)).toEqual(expected)
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
