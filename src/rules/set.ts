import { groupBy } from '../core/group.ts'
import type { AnyRule } from './rule.ts'

/** The rules of a run: a value that is passed, so that a test can make do with two, and a policy can bring its own. */
export class RuleSet {
  readonly #byId: ReadonlyMap<string, AnyRule>
  #byAlias: ReadonlyMap<string, readonly string[]> | undefined
  #series: ReadonlySet<string> | undefined
  #covering: ReadonlyMap<string, readonly AnyRule[]> | undefined
  #yielding: ReadonlyMap<string, readonly AnyRule[]> | undefined

  /** @throws Error when two rules share an id */
  constructor(rules: readonly AnyRule[]) {
    this.#byId = new Map(rules.map(rule => [rule.id, rule]))
    if (this.#byId.size === rules.length) return
    const repeated = rules.find((rule, index) => rules.findIndex(({ id }) => id === rule.id) < index)
    throw new Error(`two rules have the id \`${repeated?.id}\``)
  }

  get size(): number {
    return this.#byId.size
  }
  has(id: string): boolean {
    return this.#byId.has(id)
  }
  get(id: string): AnyRule | undefined {
    return this.#byId.get(id)
  }
  keys(): IterableIterator<string> {
    return this.#byId.keys()
  }
  values(): IterableIterator<AnyRule> {
    return this.#byId.values()
  }

  /** The ids of the rules that a word names: an id of ours, or of any peer in any case. Empty when nobody knows it. */
  resolve(word: string): readonly string[] {
    const lower = word.toLowerCase()
    return this.has(lower) ? [lower] : (this.aliases.get(lower) ?? [])
  }

  /** `dl3007` → image-tag-latest; `ds001` → image-tag-latest and image-tag-missing. Lower case. Few runs ask for them. */
  get aliases(): ReadonlyMap<string, readonly string[]> {
    this.#byAlias ??= aliasesOf(this.#byId)
    return this.#byAlias
  }

  /** The rules that a rule covers; those that are not in the set are passed over. */
  coveredBy({ covers = [] }: AnyRule): readonly AnyRule[] {
    return covers.flatMap(id => this.get(id) ?? [])
  }

  /** The rules that cover a rule. */
  covering({ id }: AnyRule): readonly AnyRule[] {
    this.#covering ??= byNamed(this.#byId, rule => rule.covers)
    return this.#covering.get(id) ?? []
  }

  /** The rules that yield to a rule. */
  yieldingTo({ id }: AnyRule): readonly AnyRule[] {
    this.#yielding ??= byNamed(this.#byId, rule => rule.yieldsTo)
    return this.#yielding.get(id) ?? []
  }

  /** What stands before the first dash of an alias: `ksv` of `ksv-0017`. */
  get series(): ReadonlySet<string> {
    this.#series ??= new Set([...this.aliases.keys()].flatMap(alias => /^([^-]+)-/.exec(alias)?.[1] ?? []))
    return this.#series
  }

  /** Every word that names a rule, as its author writes it, for hints. */
  get names(): readonly string[] {
    return [...this.keys(), ...new Set([...this.values()].flatMap(peerIds))]
  }
}

const peerIds = ({ peers }: AnyRule): readonly string[] => Object.values(peers ?? {}).flat() as string[]

function aliasesOf(rules: ReadonlyMap<string, AnyRule>): ReadonlyMap<string, readonly string[]> {
  const pairs = [...rules].flatMap(([id, rule]) => peerIds(rule).map(alias => ({ alias: alias.toLowerCase(), id })))
  return new Map([...groupBy(pairs, ({ alias }) => alias)].map(([alias, all]) => [alias, all.map(({ id }) => id)]))
}

/** Rules by the ids that they name. */
function byNamed(
  rules: ReadonlyMap<string, AnyRule>,
  named: (rule: AnyRule) => readonly string[] | undefined,
): ReadonlyMap<string, readonly AnyRule[]> {
  const pairs = [...rules.values()].flatMap(rule => (named(rule) ?? []).map(id => ({ id, rule })))
  return new Map([...groupBy(pairs, ({ id }) => id)].map(([id, all]) => [id, all.map(({ rule }) => rule)]))
}
