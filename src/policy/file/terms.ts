import { invalidValue } from '../../core/choice.ts'
import { dayAfter, isDay } from '../days.ts'
import { DEFAULT_WAIVER_RULES, type WaiverRules } from '../policy.ts'
import { type Mistake, missingKey } from './shape.ts'

// biome-ignore lint/suspicious/noExplicitAny: a policy whose shape may be wrong elsewhere.
type Written = any

/** The `waiver-rules` of a policy whose shape is right. */
export function waiverRulesOf(json: Written): WaiverRules {
  const usual = DEFAULT_WAIVER_RULES
  return {
    until: json?.until ?? usual.until,
    ...(json?.['max-days'] !== undefined && { maxDays: json['max-days'] }),
    comments: { ...usual.comments, ...json?.comments },
    new: json?.new ?? usual.new,
  }
}

/** What is wrong with the ends of the waivers in a policy. Rules that are wrong themselves ask for nothing. */
export function termMistakes(
  policy: Written,
  isWrong: (path: Mistake['path']) => boolean,
  now: Date,
): readonly Mistake[] {
  if (isWrong(['waiver-rules'])) return []
  const rules = waiverRulesOf(policy?.['waiver-rules'])
  const waivers: readonly Written[] = Array.isArray(policy?.waivers) ? policy.waivers : []
  return [
    ...contradiction(rules),
    ...waivers.flatMap((waiver, index): readonly Mistake[] => {
      const path = ['waivers', index]
      if (waiver === null || typeof waiver !== 'object' || Array.isArray(waiver)) return []
      const message = endTrouble(waiver.until, path, rules, now)
      return message === undefined ? [] : [{ path: waiver.until === undefined ? path : [...path, 'until'], message }]
    }),
  ]
}

/** A limit that may be left out limits nothing. */
function contradiction({ until, maxDays, comments }: WaiverRules): readonly Mistake[] {
  if (maxDays === undefined || until === 'required' || comments.until === 'required') return []
  const message = '`waiver-rules.max-days` limits nothing while `until` is optional: remove one of them'
  return [{ path: ['waiver-rules', 'max-days'], message }]
}

/** Whether a waiver ends as the rules want. */
export const meetsTerms = ({ until }: { readonly until?: string }, rules: WaiverRules, now: Date): boolean =>
  endTrouble(until, [], rules, now) === undefined

function endTrouble(until: Written, path: Mistake['path'], rules: WaiverRules, now: Date): string | undefined {
  if (rules.until === 'optional') return undefined
  if (until === undefined)
    return missingKey(path, 'until', usualEnd(rules, now), ', or set `waiver-rules: {until: optional}`')
  return typeof until === 'string' && isDay(until)
    ? limitTrouble([...path, 'until'].join('.'), until, rules, now)
    : undefined
}

/** A quarter of a year is a term that people choose. */
const USUAL_DAYS = 90

/** An end to paste, which the rules accept. */
export const usualEnd = ({ maxDays = USUAL_DAYS }: Pick<WaiverRules, 'maxDays'>, now: Date): string =>
  dayAfter(now, Math.min(maxDays, USUAL_DAYS))

/** Why an end is too far away. */
export function limitTrouble(name: string, until: string, { maxDays }: WaiverRules, now: Date): string | undefined {
  if (maxDays === undefined) return undefined
  const last = dayAfter(now, maxDays)
  return until <= last
    ? undefined
    : invalidValue(name, until, `${last} or earlier (\`waiver-rules.max-days\` is ${maxDays})`)
}
