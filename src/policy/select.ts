import type { Finding } from '../core/finding.ts'
import { isWithin } from '../core/rule.ts'
import { rulesOfFrameworks } from '../rules/frameworks/index.ts'
import type { EnabledRule } from '../rules/rule.ts'
import type { RuleSet } from '../rules/set.ts'
import type { Policy } from './policy.ts'

/**
 * The rules that run: those of the profile, and those the policy names, without those it switches off. The command line
 * or `with:` may name the only ones, and some to skip. Rules of frameworks run beside them, and are marked where the gate
 * would not run them: what they find is noted.
 */
export function enabledRules(rules: RuleSet, policy: Policy): readonly EnabledRule[] {
  const { profile, rules: settings, only, skip, trustedRegistries, frameworks } = policy
  const reported = rulesOfFrameworks(frameworks, rules)
  return [...rules.values()].flatMap(rule => {
    const setting = settings.get(rule.id)
    const isOn = only ? only.has(rule.id) : setting ? !setting.off : isWithin(rule.profile, profile)
    const isReported = reported.has(rule.id) && setting?.off !== true
    if ((!isOn && !isReported) || skip.has(rule.id)) return []
    const shared = rule.options && 'registries' in rule.options ? { registries: trustedRegistries } : {}
    const options = { ...rule.options, ...shared, ...setting?.options }
    const severity = setting?.severity
    return {
      ...{ rule, options },
      ...(severity !== undefined && { severity }),
      ...((setting || isReported) && { isNamed: true }),
      ...(!isOn && { isNoted: true }),
    }
  })
}

/** The ids of those that run for a framework only. */
export const notedRules = (rules: RuleSet, policy: Policy): ReadonlySet<string> =>
  new Set(enabledRules(rules, policy).flatMap(({ rule, isNoted }) => (isNoted ? [rule.id] : [])))

/** Whether the gate itself asks for a case of a rule that runs; a framework asks for all of them. */
export const isOfGate = ({ rule, profile }: Pick<Finding, 'rule' | 'profile'>, policy: Policy): boolean =>
  profile === undefined || policy.only !== undefined || policy.rules.has(rule) || isWithin(profile, policy.profile)
