import { isWithin } from '../core/rule.ts'
import type { EnabledRule } from '../rules/rule.ts'
import type { RuleSet } from '../rules/set.ts'
import type { Policy } from './policy.ts'

/**
 * The rules that run: those of the profile, and those the policy names, without those it switches off. The command line
 * or `with:` may name the only ones, and some to skip.
 */
export function enabledRules(rules: RuleSet, policy: Policy): readonly EnabledRule[] {
  const { profile, rules: settings, only, skip, trustedRegistries } = policy
  return [...rules.values()].flatMap(rule => {
    const setting = settings.get(rule.id)
    const isOn = only ? only.has(rule.id) : setting ? !setting.off : isWithin(rule.profile, profile)
    if (!isOn || skip.has(rule.id)) return []
    const shared = rule.options && 'registries' in rule.options ? { registries: trustedRegistries } : {}
    const options = { ...rule.options, ...shared, ...setting?.options }
    return {
      rule,
      options,
      ...(setting?.severity !== undefined && { severity: setting.severity }),
      ...(setting && { isNamed: true }),
    }
  })
}
