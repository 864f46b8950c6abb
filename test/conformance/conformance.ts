import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { check } from '../../src/engine/check.ts'
import { DEFAULT_WAIVER_RULES } from '../../src/policy/policy.ts'
import { suppressedBy, suppressionsOf } from '../../src/policy/suppressions/suppressions.ts'
import { rules } from '../../src/rules/index.ts'
import type { EnabledRule } from '../../src/rules/rule.ts'
import { type Case, casesOf, kubernetesOf, optionsOf, worldOf } from './cases.ts'
import { compare, type Kubescape, type Outcome } from './compare.ts'
import { type Tally, tallyBy, tallyOwn } from './tally.ts'

/** A disagreement that stays, and why: one true sentence. */
export interface Divergence {
  readonly case: string
  /** The peer's name of the rule, as in the expectation. */
  readonly rule: string
  readonly reason: string
}

/** All that a run over the corpora has brought to light. */
export interface Report {
  readonly outcomes: readonly Outcome[]
  /** Peer → number of cases. */
  readonly cases: ReadonlyMap<string, number>
  readonly byPeer: ReadonlyMap<string, Tally>
  readonly byPeerRule: ReadonlyMap<string, Tally>
  readonly byOwnRule: ReadonlyMap<string, Tally>
  readonly crashed: readonly string[]
  readonly unread: readonly string[]
  readonly stale: readonly Divergence[]
}

/** The newest minor that Seaworthy knows: cases that name none are judged for it. */
const KUBERNETES = 36

/** Fixed, so that the expiry dates of inline ignores give the same numbers every day. */
const TODAY = new Date('2026-01-01T00:00:00Z')

/** Every rule, with the options that stand for what the peer was told. */
function armedFor(one: Case): readonly EnabledRule[] {
  const told = optionsOf(one)
  return [...rules.values()].map(rule => ({ rule, options: { ...rule.options, ...told[rule.id] } }))
}

const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))

/** Kubescape's facts lie in `extra` beside the corpora. */
function kubescapeBeside(corpus: string): Kubescape {
  const extra = join(dirname(corpus), 'extra')
  const shipped = json(join(extra, 'kubescape-default-config-inputs.json')) as {
    settings: { postureControlInputs: Kubescape['inputs'] }
  }
  return {
    controls: json(join(extra, 'kubescape-controls.json')) as Kubescape['controls'],
    inputs: shipped.settings.postureControlInputs,
  }
}

interface Ran {
  readonly outcomes: readonly Outcome[]
  readonly crashed: readonly string[]
  readonly unread: readonly string[]
}

async function runCase(one: Case, kubescape: Kubescape): Promise<Ran> {
  try {
    const { world, unread } = await worldOf(one)
    const { findings, faults } = check(world, armedFor(one), { rules, kubernetes: kubernetesOf(one) ?? KUBERNETES })
    const suppressed = suppressedBy(suppressionsOf(world, rules, TODAY, DEFAULT_WAIVER_RULES))
    const standing = findings.filter(finding => suppressed(finding) === undefined)
    return {
      outcomes: one.expect.map(expected => compare(one, expected, { findings: standing, world, kubescape })),
      crashed: faults.map(({ message }) => `\`${one.id}\` ${message}`),
      unread: unread.map(line => `\`${one.id}\` ${line}`),
    }
  } catch (cause) {
    return { outcomes: [], crashed: [`\`${one.id}\` ${(cause as Error).stack ?? cause}`], unread: [] }
  }
}

/** Marks the disagreements that are known, and gives back the entries that no disagreement needs. */
function mark(outcomes: readonly Outcome[], divergences: readonly Divergence[]): readonly Divergence[] {
  const disagreements = outcomes.filter(({ verdict }) => verdict === 'disagree')
  const ran = new Set(outcomes.map(outcome => outcome.case))
  return divergences.filter(known => {
    const same = disagreements.filter(outcome => outcome.case === known.case && outcome.rule === known.rule)
    for (const outcome of same) outcome.known = known.reason
    return same.length === 0 && ran.has(known.case)
  })
}

/** The part of a report that concerns some rules of ours. */
export function about(report: Report, wanted: readonly string[]): Report {
  const concerns = ({ carriers }: Outcome): boolean => carriers.some(rule => wanted.includes(rule))
  return { ...report, ...talliesOf(report.outcomes.filter(concerns)) }
}

const talliesOf = (outcomes: readonly Outcome[]): Pick<Report, 'outcomes' | 'byPeer' | 'byPeerRule' | 'byOwnRule'> => ({
  outcomes,
  byPeer: tallyBy(outcomes, ({ peer }) => peer),
  byPeerRule: tallyBy(outcomes, ({ peer, rule }) => `${peer} ${rule}`),
  byOwnRule: tallyOwn(outcomes),
})

/** Every case of the corpora with every rule on, opt-in ones too, without a policy file. */
export async function conformance(files: readonly string[], divergences: readonly Divergence[]): Promise<Report> {
  const ran: Ran[] = []
  const cases = new Map<string, number>()
  for (const file of files) {
    const kubescape = kubescapeBeside(file)
    for (const one of casesOf(file)) {
      cases.set(one.peer, (cases.get(one.peer) ?? 0) + 1)
      ran.push(await runCase(one, kubescape))
    }
  }
  const outcomes = ran.flatMap(one => one.outcomes)
  const stale = mark(outcomes, divergences)
  return {
    ...talliesOf(outcomes),
    cases,
    crashed: ran.flatMap(one => one.crashed),
    unread: ran.flatMap(one => one.unread),
    stale,
  }
}
