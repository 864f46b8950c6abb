import { Fault } from '../core/fault.ts'
import { didYouMean } from '../core/text.ts'
import { resolveRule } from '../policy/names.ts'
import { aliases, rules } from '../rules/index.ts'
import type { AnyRule } from '../rules/rule.ts'

const peersOf = (rule: AnyRule): string =>
  Object.values(rule.peers ?? {})
    .flat()
    .join(' ')

/** `seaworthy rules`: every rule with its severity and peers' ids. */
export function listRules(format: 'text' | 'json' | 'markdown'): string {
  const all = [...rules.values()]
  if (format === 'json')
    return `${JSON.stringify(
      all.map(({ id, title, why, help, severity, confidence = 'high', tags = [], peers = {}, optIn = false }) => ({
        id,
        title,
        why,
        help,
        severity,
        confidence,
        tags,
        peers,
        optIn,
      })),
      undefined,
      2,
    )}\n`
  if (format === 'markdown')
    return [
      '| Rule | Severity | What | Also known as |',
      '| --- | --- | --- | --- |',
      ...all.map(
        rule =>
          `| [${rule.id}](rules/${rule.id}.md) | ${rule.severity}${rule.optIn ? ', opt-in' : ''} | ${rule.title} | ${peersOf(rule)} |`,
      ),
      '',
    ].join('\n')
  const width = Math.max(...all.map(({ id }) => id.length))
  return all
    .map(
      ({ id, severity, title, optIn }) =>
        `${id.padEnd(width)}  ${severity.padEnd(8)}  ${title}${optIn ? ' (opt-in)' : ''}\n`,
    )
    .join('')
}

/** `seaworthy explain`: one rule, or all that a peer's id stands for. @throws Fault BAD_INPUT */
export function explain(words: readonly string[]): string {
  const [word, ...others] = words
  if (word === undefined || others.length > 0)
    throw new Fault('BAD_INPUT', '`explain` takes one rule or one id of another tool')
  const found = resolveRule(word).map(id => rules.get(id)!)
  if (found.length === 0)
    throw new Fault(
      'BAD_INPUT',
      `no rule is called \`${word}\`${didYouMean(word, [...rules.keys(), ...aliases.keys()])}`,
    )
  return found.map(explained).join('\n')
}

function explained(rule: AnyRule): string {
  const options = Object.entries(rule.options ?? {}).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`)
  return [
    `${rule.id} (${rule.severity}${rule.optIn ? ', opt-in' : ''})`,
    rule.title,
    '',
    `why: ${rule.why}`,
    `do:  ${rule.help}`,
    ...(options.length > 0 ? ['', 'options and their defaults:', ...options] : []),
    ...(rule.peers ? ['', `also known as: ${peersOf(rule)}`] : []),
    '',
  ].join('\n')
}
