import type { Outcome } from './compare.ts'

/** Numbers of one row: a peer, a rule of a peer, a rule of ours. */
export interface Tally {
  expectations: number
  agree: number
  disagree: number
  /** Of the disagreements. */
  known: number
  uncovered: number
}

/** agree / (agree + disagree) in percent; 100 when nothing was compared. `known` leaves known divergences out. */
export function agreement({ agree, disagree, known }: Tally, leaveOutKnown: boolean): number {
  const against = disagree - (leaveOutKnown ? known : 0)
  return agree + against === 0 ? 100 : (100 * agree) / (agree + against)
}

type Vote = 'agree' | 'disagree' | 'uncovered'

function count(rows: Map<string, Tally>, key: string, vote: Vote, known: boolean): void {
  const row = rows.get(key) ?? { expectations: 0, agree: 0, disagree: 0, known: 0, uncovered: 0 }
  rows.set(key, row)
  row.expectations++
  row[vote]++
  if (vote === 'disagree' && known) row.known++
}

/** Rows by a key of the outcome, in the order of the keys. */
export function tallyBy(outcomes: readonly Outcome[], keyOf: (outcome: Outcome) => string): ReadonlyMap<string, Tally> {
  const rows = new Map<string, Tally>()
  for (const outcome of outcomes) count(rows, keyOf(outcome), outcome.verdict, outcome.known !== undefined)
  return new Map([...rows].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * Rows by our own rules. Whoever reports is answerable for it, and whoever keeps silent for the silence; where one of
 * several rules was enough, the others have said nothing wrong.
 */
export function tallyOwn(outcomes: readonly Outcome[]): ReadonlyMap<string, Tally> {
  const rows = new Map<string, Tally>()
  for (const { carriers, reporting, expected, known } of outcomes)
    for (const rule of carriers) {
      const reports = reporting.includes(rule)
      if (expected === 'fail' && !reports && reporting.length > 0) continue
      count(rows, rule, reports === (expected === 'fail') ? 'agree' : 'disagree', known !== undefined)
    }
  return new Map([...rows].sort(([a], [b]) => (a < b ? -1 : 1)))
}
