import { Fault } from '../core/fault.ts'
import { groupBy } from '../core/group.ts'
import { PEERS } from '../core/rule.ts'
import { compareSeverity } from '../core/severity.ts'
import { didYouMean } from '../core/text.ts'
import { AREAS, areaOf, areas } from '../inputs.ts'
import type { AnyRule } from '../rules/rule.ts'
import type { RuleSet } from '../rules/set.ts'
import { row } from './escape.ts'

const peersOf = (rule: AnyRule): string => PEERS.flatMap(peer => rule.peers?.[peer] ?? []).join(' ')

/** `seaworthy rules`: every rule with its severity and peers' ids. `markdown` is docs/rules.md. */
export function listRules(rules: RuleSet, format: 'text' | 'json' | 'markdown'): string {
  const all = [...rules.values()]
  if (format === 'json') return `${JSON.stringify(all.map(asData), undefined, 2)}\n`
  if (format === 'markdown') return asPage(all)
  const width = Math.max(...all.map(({ id }) => id.length))
  return all
    .map(
      ({ id, severity, profile, title }) =>
        `${id.padEnd(width)}  ${severity.padEnd(8)}  ${profile.padEnd(11)}  ${title}\n`,
    )
    .join('')
}

const asData = ({
  id,
  title,
  why,
  help,
  severity,
  confidence = 'high',
  tags = [],
  peers = {},
  profile,
  since,
}: AnyRule) => ({
  id,
  title,
  why,
  help,
  severity,
  confidence,
  tags,
  peers,
  profile,
  since,
})

function asPage(all: readonly AnyRule[]): string {
  const byArea = groupBy(
    all.toSorted((a, b) => compareSeverity(b.severity, a.severity)),
    ({ on }) => areaOf(on),
  )
  const parts = areas.flatMap(area => {
    const here = byArea.get(area)
    if (here === undefined) return []
    return `## ${AREAS[area].heading} (${here.length})\n\n| Rule | Severity | Profile | What | Also known as |\n| --- | --- | --- | --- | --- |\n${here.map(asRow).join('\n')}\n`
  })
  const strict = all.filter(({ profile }) => profile === 'strict').length
  return `# Rules\n\n${all.length} rules. The default profile, \`recommended\`, includes \`essential\`; the ${strict} rules of \`strict\` run with \`profile: strict\`, or when the policy names them.\n\n${parts.join('\n')}`
}

const asRow = (rule: AnyRule): string =>
  row([`[${rule.id}](rules/${rule.id}.md)`, rule.severity, rule.profile, rule.title, peersOf(rule)])

/** `seaworthy explain`: one rule, or all that a peer's id stands for. @throws Fault BAD_INPUT */
export function explain(rules: RuleSet, words: readonly string[]): string {
  const [word, ...others] = words
  if (word === undefined || others.length > 0)
    throw new Fault('BAD_INPUT', '`explain` expects one rule or one id of another tool')
  const found = rules.resolve(word).map(id => rules.get(id)!)
  if (found.length === 0) throw new Fault('BAD_INPUT', `unknown rule \`${word}\`${didYouMean(word, rules.names)}`)
  return found.map(explained).join('\n')
}

function explained(rule: AnyRule): string {
  const options = Object.entries(rule.options ?? {}).map(
    ([key, value]) => `  ${key}: ${rule.optionHelp?.[key]}; default ${JSON.stringify(value)}`,
  )
  return [
    `${rule.id} (${rule.severity}, profile ${rule.profile})`,
    rule.title,
    '',
    `why: ${rule.why}`,
    `do:  ${rule.help}`,
    ...(options.length > 0 ? ['', 'options:', ...options] : []),
    ...(rule.peers ? ['', `also known as: ${peersOf(rule)}`] : []),
    '',
  ].join('\n')
}
