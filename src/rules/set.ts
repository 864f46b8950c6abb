import type { AnyRule } from './rule.ts'

/** The rules of a run: a value that is passed, so that a test can make do with two, and a policy can bring its own. */
export class RuleSet {
  readonly #byId: ReadonlyMap<string, AnyRule>
  #byAlias: ReadonlyMap<string, readonly string[]> | undefined

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

  /** Every word that names a rule, as its author writes it, for hints. */
  get names(): readonly string[] {
    return [...this.keys(), ...new Set([...this.values()].flatMap(peerIds))]
  }
}

const peerIds = ({ peers }: AnyRule): readonly string[] => Object.values(peers ?? {}).flat() as string[]

function aliasesOf(rules: ReadonlyMap<string, AnyRule>): ReadonlyMap<string, readonly string[]> {
  const byAlias = new Map<string, string[]>()
  for (const [id, rule] of rules)
    for (const alias of peerIds(rule)) {
      const key = alias.toLowerCase()
      const ids = byAlias.get(key)
      if (ids) ids.push(id)
      else byAlias.set(key, [id])
    }
  return byAlias
}
