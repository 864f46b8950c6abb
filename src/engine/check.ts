import { Fault } from '../core/fault.ts'
import type { Finding } from '../core/finding.ts'
import { groupBy } from '../core/group.ts'
import type { Source } from '../core/source.ts'
import type { AnyRule, EnabledRule, Scope } from '../rules/rule.ts'
import type { World } from '../world/world.ts'
import { type About, type LocatedFinding, locateFinding } from './locate.ts'
import { subjectsOf } from './subjects.ts'

export interface Checked {
  readonly findings: readonly Finding[]
  readonly faults: readonly Fault[]
}

export interface Settings {
  /** The Kubernetes minor the objects are meant for: 36 for 1.36. */
  readonly kubernetes: number
}

/** One walk over all that was read; each rule sees what it asked for. A rule that crashes is a fault, never silence. */
export function check(world: World, enabledRules: readonly EnabledRule[], settings: Settings): Checked {
  const byScope = groupBy(enabledRules, ({ rule }) => rule.on as Scope)
  const findings: LocatedFinding[] = []
  const faults: Fault[] = []
  const ordinals = new Map<string, number>()
  for (const { on, kind, subject, source, about } of subjectsOf(world, new Set(byScope.keys())))
    for (const one of byScope.get(on) ?? []) {
      if (one.rule.kinds && !one.rule.kinds.includes(kind)) continue
      try {
        const context = { options: one.options, world, kubernetes: settings.kubernetes }
        const found = one.rule.check(subject, context)
        if (found === undefined) continue
        for (const problem of Array.isArray(found) ? found : [found])
          findings.push(locateFinding(one, problem, source, about, ordinals))
      } catch (cause) {
        faults.push(crashed(one.rule, source, about, cause))
      }
    }
  return { findings: withoutSecrets(findings, enabledRules), faults }
}

/** On a line that may hold a secret, only what points past its value may be shown: every other underline is blank. */
function withoutSecrets(findings: readonly LocatedFinding[], enabledRules: readonly EnabledRule[]): readonly Finding[] {
  const sensitive = new Set(enabledRules.filter(({ rule }) => rule.sensitive).map(({ rule }) => rule.id))
  const lineOf = ({ location: { file, start } }: Finding): string => `${file}:${start.line}`
  const hidden = new Set(findings.filter(({ rule }) => sensitive.has(rule)).map(lineOf))
  if (hidden.size === 0) return findings
  return findings.map(finding =>
    sensitive.has(finding.rule) || !hidden.has(lineOf(finding)) ? finding : finding.blanked(),
  )
}

function crashed(rule: AnyRule, source: Source, about: About, cause: unknown): Fault {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new Fault('RULE_CRASHED', `rule \`${rule.id}\` crashed on ${about.subject}: ${reason}. Please report this.`, {
    file: source.file,
    cause,
  })
}
