import { invalidValue } from '../core/choice.ts'
import { Fault } from '../core/fault.ts'
import { groupBy } from '../core/group.ts'
import { PEERS, PROFILES, type Profile } from '../core/rule.ts'
import { compareSeverity } from '../core/severity.ts'
import { didYouMean, listed } from '../core/text.ts'
import { wrap } from '../core/wrap.ts'
import { AREAS, type Area, areaOf, areas } from '../inputs.ts'
import { isTagged } from '../rules/benchmarks.ts'
import type { AnyRule } from '../rules/rule.ts'
import type { RuleSet } from '../rules/set.ts'
import { row } from './escape.ts'

/** Which rules to list: those for which all of it is true. */
export interface Selection {
  readonly area?: Area
  /** A tag, or what several begin with: `cis` for `cis:5.2.2`. */
  readonly tag?: string
  /** The rules that a profile runs. */
  readonly profile?: Profile
}

export type CatalogueFormat = 'text' | 'json' | 'markdown'

/**
 * `seaworthy rules`: rules with their severity and peers' ids. `markdown` is docs/rules.md.
 * @param width columns of the terminal; without one, text has one line a rule
 * @throws Fault BAD_INPUT for a tag that no rule has
 */
export function listRules(
  rules: RuleSet,
  format: CatalogueFormat,
  selection: Selection = {},
  width = Number.POSITIVE_INFINITY,
): string {
  const selected = select(rules, selection)
  if (format === 'json') return `${JSON.stringify(selected.map(asData), undefined, 2)}\n`
  return format === 'markdown' ? asPage(selected) : asText(selected, width)
}

function select(rules: RuleSet, { area, tag, profile }: Selection): readonly AnyRule[] {
  if (tag !== undefined) refuseUnknownTag(tag, rules)
  const profiles = PROFILES.slice(0, profile === undefined ? PROFILES.length : PROFILES.indexOf(profile) + 1)
  return [...rules.values()].filter(
    rule =>
      (area === undefined || areaOf(rule.on) === area) &&
      (tag === undefined || rule.tags?.some(own => isTagged(own, tag))) &&
      profiles.includes(rule.profile),
  )
}

/** The message lists the tags without their numbers: each of those belongs to a rule or two. */
function refuseUnknownTag(wanted: string, rules: RuleSet): void {
  const tags = [...rules.values()].flatMap(({ tags = [] }) => tags)
  if (tags.some(tag => isTagged(tag, wanted))) return
  const known = [...new Set(tags.map(tag => tag.replace(/:[\d.]+$/, '')))].sort()
  throw new Fault(
    'BAD_INPUT',
    invalidValue('--tag', wanted, listed(known, 'or'), didYouMean(wanted, [...known, ...tags])),
  )
}

/** By area in the order of AREAS, the most severe first. */
function sections(rules: readonly AnyRule[]): readonly (readonly [heading: string, rules: readonly AnyRule[]])[] {
  const byArea = groupBy(
    rules.toSorted((a, b) => compareSeverity(b.severity, a.severity)),
    ({ on }) => areaOf(on),
  )
  return areas.flatMap(area => {
    const here = byArea.get(area)
    return here === undefined ? [] : [[`${AREAS[area].heading} (${here.length})`, here] as const]
  })
}

function asText(rules: readonly AnyRule[], width: number): string {
  const longest = Math.max(...rules.map(({ id }) => id.length))
  const rowOf = ({ id, severity, profile, title }: AnyRule): string => {
    const start = `${id.padEnd(longest)}  ${severity.padEnd(8)}  ${profile.padEnd(11)}  `
    return `${wrap(`${start}${title}`, width, ' '.repeat(start.length))}\n`
  }
  const parts = sections(rules).map(([heading, here]) => `${heading}\n\n${here.map(rowOf).join('')}`)
  return parts.length === 0 ? 'no rules\n' : parts.join('\n')
}

/** Where a rule is described, from the root of Seaworthy. */
export const pagePath = (rule: AnyRule): string => `docs/rules/${rule.id}.md`

/** The ids of a rule in another tool. */
export const idsIn = ({ peers }: AnyRule, peer: (typeof PEERS)[number]): readonly string[] =>
  [peers?.[peer] ?? []].flat()

const asData = (rule: AnyRule) => ({
  id: rule.id,
  area: areaOf(rule.on),
  title: rule.title,
  why: rule.why,
  help: rule.help,
  severity: rule.severity,
  confidence: rule.confidence ?? 'high',
  profile: rule.profile,
  since: rule.since,
  tags: rule.tags ?? [],
  peers: Object.fromEntries(PEERS.map(peer => [peer, idsIn(rule, peer)]).filter(([, ids]) => ids!.length > 0)),
  page: pagePath(rule),
})

function asPage(all: readonly AnyRule[]): string {
  const parts = sections(all).map(
    ([heading, here]) =>
      `## ${heading}\n\n| Rule | Severity | Profile | What | Also known as |\n| --- | --- | --- | --- | --- |\n${here.map(asRow).join('\n')}\n`,
  )
  const strict = all.filter(({ profile }) => profile === 'strict').length
  return `# Rules\n\n${all.length} rules. The default profile, \`recommended\`, includes \`essential\`; the ${strict} rules of \`strict\` run with \`profile: strict\`, or when the policy names them.\n\n${parts.join('\n')}`
}

const asRow = (rule: AnyRule): string => {
  const ids = PEERS.flatMap(peer => idsIn(rule, peer)).join(' ')
  return row([`[${rule.id}](rules/${rule.id}.md)`, rule.severity, rule.profile, rule.title, ids])
}
