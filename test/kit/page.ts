import type { Finding } from '../../src/core/finding.ts'
import { PEERS } from '../../src/core/rule.ts'
import type { AnyRule } from '../../src/rules/rule.ts'

type Files = Readonly<Record<string, string>>

const language = (name: string): string =>
  /\.ya?ml$/.test(name) ? 'yaml' : name.endsWith('.json') ? 'json' : 'dockerfile'

/** A fence longer than any run of backticks inside. */
const fence = (text: string): string =>
  '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)))

const fenced = (files: Files): string =>
  Object.entries(files)
    .map(([name, text]) => `${fence(text)}${language(name)} title="${name}"\n${text.trimEnd()}\n${fence(text)}`)
    .join('\n\n')

const options = (rule: AnyRule): string[] => {
  const rows = Object.entries(rule.options ?? {}).map(
    ([key, value]) => `- \`${key}\`: ${rule.optionHelp?.[key]}. Default: \`${JSON.stringify(value)}\``,
  )
  return rows.length > 0 ? ['## Options', rows.join('\n')] : []
}

const peers = (rule: AnyRule): string[] => {
  const rows = PEERS.flatMap(peer => {
    const ids = [rule.peers?.[peer] ?? []].flat()
    return ids.length > 0 ? [`| ${peer} | ${ids.map(id => `\`${id}\``).join(', ')} |`] : []
  })
  return rows.length > 0 ? ['## Also known as', `| Tool | Id |\n| --- | --- |\n${rows.join('\n')}`] : []
}

/** `docs/rules/<id>.md`: what, why, do, a bad and a good example from the rule's own table, options and peers' ids. */
export function rulePage(rule: AnyRule, bad: Files, good: Files, finding: Finding): string {
  const standing = [`**${rule.severity}**`, `looks at each ${rule.on}`, `profile ${rule.profile}`, ...(rule.tags ?? [])]
  return `${[
    `# ${rule.id}`,
    `> ${rule.title} · ${standing.join(' · ')}`,
    rule.why,
    `**Do:** ${rule.help}`,
    '## Bad',
    fenced(bad),
    `\`\`\`text\n${finding.location.file}:${finding.location.start.line}:${finding.location.start.column} ${finding.message}\n\`\`\``,
    ...(finding.fix ? [`Fix offered: ${finding.fix.title} (${finding.fix.safe ? 'safe' : 'review it'}).`] : []),
    '## Good',
    fenced(good),
    ...options(rule),
    ...peers(rule),
  ].join('\n\n')}\n`
}
