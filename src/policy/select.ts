import { atLeast } from '../core/severity.ts'
import { rules } from '../rules/index.ts'
import type { AnyRule, Armed } from '../rules/rule.ts'
import type { Policy } from './policy.ts'
import type { Profile } from './verdict.ts'

/** The rules that run: those of the profile, and those the policy names, without those it switches off. */
export function armed({ profile, rules: settings }: Policy): readonly Armed[] {
  return [...rules.values()].flatMap(rule => {
    const setting = settings.get(rule.id)
    if (setting?.off || (setting === undefined && !isIn(profile, rule))) return []
    const options = { ...rule.options, ...setting?.options }
    return [{ rule, options, ...(setting?.severity !== undefined && { severity: setting.severity }) }]
  })
}

function isIn(profile: Profile, { optIn = false, severity }: AnyRule): boolean {
  if (profile === 'strict') return true
  return !optIn && (profile === 'recommended' || atLeast(severity, 'high'))
}
