import { BENCHMARKS, type BenchmarkId, isTagged } from '../benchmarks.ts'
import type { AnyRule } from '../rule.ts'
import type { RuleSet } from '../set.ts'

/** One requirement of a standard: its number or name there, and what it demands in Seaworthy's words. */
export interface Control {
  readonly id: string
  readonly title: string
  /** Tags of the rules that check it, as `isTagged` has them. */
  readonly tags?: readonly string[]
  /** Ids of rules that check it, beside those with the tags. */
  readonly rules?: readonly string[]
  /**
   * Why no file shows that it holds, as a clause without a full stop. With rules too, a finding still shows that it does
   * not.
   */
  readonly unchecked?: string
}

/** A standard, control by control. */
export interface Framework {
  readonly id: string
  readonly benchmark: BenchmarkId
  /** What there is more than one of in the benchmark: a level. */
  readonly part?: string
  /** Tags of its rules. */
  readonly tags: readonly string[]
  readonly controls: readonly Control[]
  /** Kinds of objects that it does not speak of, although its rules report them. */
  readonly omits?: ReadonlySet<string>
}

export const titleOf = ({ benchmark, part }: Framework): string =>
  [BENCHMARKS[benchmark].title, part].filter(Boolean).join(', ')

const hasTag = ({ tags = [] }: AnyRule, wanted: readonly string[]): boolean =>
  tags.some(tag => wanted.some(one => isTagged(tag, one)))

/** The rules that check a control. */
export const rulesOfControl = ({ tags = [], rules: ids = [] }: Control, rules: RuleSet): readonly AnyRule[] =>
  [...rules.values()].filter(rule => ids.includes(rule.id) || hasTag(rule, tags))

/**
 * The rules of a framework: those with its tags, those that its controls name, and those that cover one of them, which
 * are reported in its place.
 */
export function rulesOfFramework({ tags, controls }: Framework, rules: RuleSet): ReadonlySet<string> {
  const tagged = [...rules.values()].filter(rule => hasTag(rule, tags))
  const found = new Set([...tagged, ...controls.flatMap(control => rulesOfControl(control, rules))])
  for (const rule of found) for (const covering of rules.covering(rule)) found.add(covering)
  return new Set([...found].map(({ id }) => id))
}
