import { PROFILES, type Profile } from '../core/rule.ts'
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
    const isOn = only ? only.has(rule.id) : setting ? !setting.off : isIn(rule.profile, profile)
    const isReported = reported.has(rule.id) && setting?.off !== true
    if ((!isOn && !isReported) || skip.has(rule.id)) return []
    const shared = rule.options && 'registries' in rule.options ? { registries: trustedRegistries } : {}
    const options = { ...rule.options, ...shared, ...setting?.options }
    const severity = setting?.severity
    return [{ rule, options, ...(severity !== undefined && { severity }), ...(!isOn && { isNoted: true }) }]
  })
}

/** The ids of those that run for a framework only. */
export const notedRules = (rules: RuleSet, policy: Policy): ReadonlySet<string> =>
  new Set(enabledRules(rules, policy).flatMap(({ rule, isNoted }) => (isNoted ? [rule.id] : [])))

/** True when a profile runs the rules of another one: each holds those before it. */
const isIn = (part: Profile, whole: Profile): boolean => PROFILES.indexOf(part) <= PROFILES.indexOf(whole)
