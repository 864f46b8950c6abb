import type { Outcome } from './compare.ts'
import type { Report } from './conformance.ts'
import { agreement, type Tally } from './tally.ts'

/** Below this agreement, in percent, a rule of ours is flagged. */
export const WANTED = 95

const percent = (tally: Tally, leaveOutKnown: boolean): string =>
  tally.agree + tally.disagree === 0 ? '' : `${agreement(tally, leaveOutKnown).toFixed(1)}%`

const cells = (...values: readonly (string | number)[]): string => `| ${values.join(' | ')} |`

function table(head: readonly string[], rows: readonly string[]): string {
  return [cells(...head), cells(...head.map(() => '---')), ...rows].join('\n')
}

const NUMBERS = ['expectations', 'agree', 'disagree', 'known', 'not covered', 'agreement', 'without known'] as const

const numbers = (tally: Tally): readonly (string | number)[] => [
  tally.expectations,
  tally.agree,
  tally.disagree,
  tally.known,
  tally.uncovered,
  percent(tally, false),
  percent(tally, true),
]

const byRule = (rows: ReadonlyMap<string, Tally>): string[] =>
  [...rows].map(([key, tally]) => cells(key, ...numbers(tally)))

/** Rules of peers that nothing of ours was compared with, one line a peer. */
function uncovered(rows: ReadonlyMap<string, Tally>): string[] {
  const byPeer = new Map<string, string[]>()
  for (const [key, { agree, disagree, uncovered: times }] of rows) {
    const [peer, rule] = key.split(' ', 2) as [string, string]
    if (agree + disagree === 0) byPeer.set(peer, [...(byPeer.get(peer) ?? []), `${rule} (${times})`])
  }
  return [...byPeer].map(([peer, list]) => `- ${peer}: ${list.join(', ')}`)
}

const compared = (rows: ReadonlyMap<string, Tally>): ReadonlyMap<string, Tally> =>
  new Map([...rows].filter(([, { agree, disagree }]) => agree + disagree > 0))

const flag = (tally: Tally): string => (agreement(tally, true) < WANTED ? '**below 95%**' : '')

const ownRows = (rows: ReadonlyMap<string, Tally>): string[] =>
  [...rows].map(([rule, tally]) =>
    cells(rule, tally.agree, tally.disagree, tally.known, percent(tally, false), percent(tally, true), flag(tally)),
  )

function disagreement(outcome: Outcome): string {
  const { expected, resource, rule, peer, found, known, carriers } = outcome
  const wanted = `expected ${expected}${resource ? ` on ${resource}` : ''}`
  const got = found.length > 0 ? `found: ${found.join('; ')}` : `found nothing (${carriers.join(', ')})`
  return `- \`${outcome.case}\` ${peer} ${rule}: ${wanted}, ${got}${known ? ` — known: ${known}` : ''}`
}

/** Why expectations were not compared, most frequent first. */
function reasons(outcomes: readonly Outcome[]): string[] {
  const counts = new Map<string, number>()
  for (const { reason } of outcomes) if (reason) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a).map(([reason, times]) => cells(reason, times))
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length > 0 ? [`## ${title}`, lines.join('\n')] : []

/** The whole report, for a terminal or a file. */
export function markdown({ outcomes, cases, byPeer, byPeerRule, byOwnRule, crashed, unread, stale }: Report): string {
  const disagreements = outcomes.filter(({ verdict }) => verdict === 'disagree')
  return `${[
    '# Conformance with the peers’ own test cases',
    '## By peer',
    table(
      ['peer', 'cases', ...NUMBERS],
      [...byPeer].map(([peer, tally]) => cells(peer, cases.get(peer) ?? 0, ...numbers(tally))),
    ),
    '## By rule of a peer',
    table(['rule', ...NUMBERS], byRule(compared(byPeerRule))),
    '## By rule of ours',
    table(['rule', 'agree', 'disagree', 'known', 'agreement', 'without known', ''], ownRows(byOwnRule)),
    '## Why expectations were not compared',
    table(['reason', 'expectations'], reasons(outcomes)),
    ...section('Rules of peers that are not covered, with their expectations', uncovered(byPeerRule)),
    ...section('Disagreements', disagreements.filter(({ known }) => !known).map(disagreement)),
    ...section('Known divergences', disagreements.filter(({ known }) => known).map(disagreement)),
    ...section(
      'Stale entries of divergences.json: we agree by now',
      stale.map(one => `- \`${one.case}\` ${one.rule}`),
    ),
    ...section(
      'Not read',
      unread.map(line => `- ${line}`),
    ),
    ...section(
      'Crashed',
      crashed.map(line => `- ${line}`),
    ),
  ].join('\n\n')}\n`
}
