import type { Context, EnabledRule, Options, Scope } from '../rules/rule.ts'
import type { World } from '../world/world.ts'
import type { RuleProblems } from './examine.ts'
import type { SubjectInContext } from './subjects.ts'

/** What the enabled rules found on one subject. */
interface Answer {
  readonly found: readonly RuleProblems[]
  /** Rules that looked at the world beside the subject: of another world they must be asked again. */
  readonly around: ReadonlySet<EnabledRule>
}

/**
 * What rules answered in one world, for another one that shares subjects with it: a base and its change, whose unchanged
 * files are parsed once. Rules are pure, so of the same subject a rule that looked at nothing else answers the same.
 */
export class Answers {
  readonly #known = new Map<Scope, WeakMap<object, Answer>>()

  get({ on, subject }: SubjectInContext): Answer | undefined {
    return this.#known.get(on)?.get(subject)
  }

  set({ on, subject }: SubjectInContext, answer: Answer): void {
    const known = this.#known.get(on) ?? new WeakMap<object, Answer>()
    this.#known.set(on, known.set(subject, answer))
  }
}

/** What a rule is shown beside its subject; notices whether it looks at the world. One for all rules, one after the other. */
export class WatchedContext implements Context {
  readonly kubernetes: number
  readonly #world: World
  options: Options = {}
  hasLooked = false

  constructor({ world, kubernetes }: Pick<Context, 'world' | 'kubernetes'>) {
    this.#world = world
    this.kubernetes = kubernetes
  }

  get world(): World {
    this.hasLooked = true
    return this.#world
  }

  /** Before the next rule. */
  for(options: Options): this {
    this.options = options
    this.hasLooked = false
    return this
  }
}
