import type { Problem } from '../core/finding.ts'
import type { Path } from '../core/location.ts'
import type { AnyRule, Context, EnabledRule, Found } from '../rules/rule.ts'
import type { RuleSet } from '../rules/set.ts'
import { type Answers, WatchedContext } from './answers.ts'
import type { SubjectInContext } from './subjects.ts'

/** A problem that is worth reporting. */
export interface ExaminedProblem {
  readonly enabledRule: EnabledRule
  readonly problem: Problem
  /** Rules whose problems are redundant on this subject while this one is there. */
  readonly covered: readonly CoveredProblem[]
}

export interface RuleProblems {
  readonly enabledRule: EnabledRule
  readonly problems: readonly Problem[]
}

export interface CoveredProblem {
  readonly rule: AnyRule
  readonly problem: Problem
}

/** Shows one subject to rules and gives back their problems, without those that another rule covers. */
type Examiner = (shown: SubjectInContext, rules: readonly EnabledRule[]) => readonly ExaminedProblem[]

/** Hears of a rule that throws. */
type Crash = (rule: AnyRule, shown: SubjectInContext, cause: unknown) => void

const NONE: readonly Problem[] = []

/** Gives a rule one subject to check, if it is of a kind that the rule is about. */
const asker =
  (context: WatchedContext, crash: Crash) =>
  (shown: SubjectInContext, { rule, options }: Pick<EnabledRule, 'rule' | 'options'>): readonly Problem[] => {
    try {
      context.for(options)
      if (rule.kinds && !rule.kinds.includes(shown.kind)) return NONE
      const found: Found = rule.check(shown.subject, context)
      if (found === undefined) return NONE
      return withoutSamples(Array.isArray(found) ? found : [found as Problem], shown)
    } catch (cause) {
      crash(rule, shown, cause)
      return NONE
    }
  }

/** Of values that only the tests of a chart set, the chart is not to blame. A rule about a variable points at its name. */
function withoutSamples(problems: readonly Problem[], { object }: SubjectInContext): readonly Problem[] {
  const source = object?.source
  if (!source?.isSample) return problems
  const judged = (at: Path): Path => (at.at(-1) === 'name' && at.at(-3) === 'env' ? [...at.slice(0, -1), 'value'] : at)
  return problems.filter(({ at }) => 'span' in at || !source.isSample?.(judged(at)))
}

/**
 * Whether a problem is redundant depends on what was written, not on the policy: of a privileged container nobody can take
 * the right to gain privileges, also where privileged containers are allowed. So a rule that covers others is asked
 * even where it does not run. One that yields to others says the same in other words: only those that run count.
 */
export function examiner(
  enabledRules: readonly EnabledRule[],
  rules: RuleSet,
  context: Omit<Context, 'options'>,
  crash: Crash,
  answers?: Answers,
): Examiner {
  const watched = new WatchedContext(context)
  const isEnabled = new Set(enabledRules.map(({ rule }) => rule.id))
  const ask = asker(watched, crash)
  const withoutCovered = (shown: SubjectInContext, found: readonly RuleProblems[]): readonly ExaminedProblem[] => {
    const known = new Map(found.map(({ enabledRule, problems }) => [enabledRule.rule.id, problems]))
    const problemsOf = (rule: AnyRule): readonly Problem[] => {
      const problems = known.get(rule.id)
      if (problems || isEnabled.has(rule.id) || rule.on !== shown.on) return problems ?? NONE
      const asked = ask(shown, { rule, options: rule.options ?? {} })
      known.set(rule.id, asked)
      return asked
    }
    return found.flatMap(({ enabledRule, problems }) => {
      if (rules.covering(enabledRule.rule).some(rule => problemsOf(rule).length > 0)) return []
      if (enabledRule.rule.yieldsTo?.some(id => isEnabled.has(id) && known.has(id))) return []
      const covered = [...rules.coveredBy(enabledRule.rule), ...rules.yieldingTo(enabledRule.rule)].flatMap(rule =>
        problemsOf(rule).map(problem => ({ rule, problem })),
      )
      return problems.map(problem => ({ enabledRule, problem, covered }))
    })
  }
  const find = finder(ask, watched, answers)
  return (shown, wanted) => {
    const found = find(shown, wanted)
    // Most subjects are sound.
    return found.length === 0 ? [] : withoutCovered(shown, found)
  }
}

/** Asks the rules about a subject; where another world had it, only those that looked at that world. */
const finder =
  (ask: ReturnType<typeof asker>, watched: WatchedContext, answers: Answers | undefined) =>
  (shown: SubjectInContext, wanted: readonly EnabledRule[]): readonly RuleProblems[] => {
    const known = answers?.get(shown)
    const found: RuleProblems[] = known ? known.found.filter(one => !known.around.has(one.enabledRule)) : []
    const around = new Set<EnabledRule>()
    for (const enabledRule of known?.around ?? wanted) {
      const problems = ask(shown, enabledRule)
      if (watched.hasLooked) around.add(enabledRule)
      if (problems.length > 0) found.push({ enabledRule, problems })
    }
    if (!known) answers?.set(shown, { found, around })
    return found
  }
