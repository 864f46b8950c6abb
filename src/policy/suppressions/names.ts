import { PEERS, type Peer } from '../../core/rule.ts'
import { matchesWildcard } from '../../core/wildcard.ts'
import type { RuleSet } from '../../rules/set.ts'

/** Whose words a suppression is written in. */
export type Author = Peer | 'seaworthy'

/** The ids of our rules that a word in somebody's suppression stands for; none when nobody knows it. */
export type Names = (author: Author, word: string) => readonly string[]

/** The word for all checks of its author. Nobody can write it. */
export const ALL_CHECKS = ''

/** Whose words may hold `*`. */
const WITH_WILDCARDS: ReadonlySet<Author> = new Set(['seaworthy', 'trivy'])

type Ids = ReadonlyMap<string, readonly string[]>

function idsOf(rules: RuleSet, author: Author): Ids {
  const ids = new Map<string, string[]>()
  const add = (word: string, rule: string): void => {
    const key = plain(word)
    const known = ids.get(key)
    if (!known) ids.set(key, [rule])
    else if (!known.includes(rule)) known.push(rule)
  }
  for (const { id, peers } of rules.values()) {
    if (author === 'seaworthy') add(id, id)
    for (const peer of author === 'seaworthy' ? PEERS : [author])
      for (const alias of [peers?.[peer] ?? []].flat()) add(alias, id)
  }
  return ids
}

/** `KSV012`, `KSV-012`, `KSV-0012` and `AVD-KSV-0012` are one id to Trivy, in any case; other ids have no such forms. */
function plain(word: string): string {
  const [, letters, digits] = /^(?:avd-)?(ksv|kcv|ds)-?0*(\d+)$/i.exec(word) ?? []
  return letters === undefined ? word.toLowerCase() : `${letters.toLowerCase()}-${digits}`
}

/**
 * Reads ids with the eyes of their author: `ALL_CHECKS` is every rule that carries one of his ids. Only in our own
 * suppressions the ids of all peers are known.
 */
export function namesOf(rules: RuleSet): Names {
  const byAuthor = new Map<Author, Ids>()
  const known = new Map<string, readonly string[]>()
  const look = (author: Author, word: string): readonly string[] => {
    const ids = byAuthor.get(author) ?? idsOf(rules, author)
    byAuthor.set(author, ids)
    if (word === ALL_CHECKS) return [...new Set([...ids.values()].flat())]
    if (!word.includes('*') || !WITH_WILDCARDS.has(author)) return ids.get(plain(word)) ?? []
    const pattern = word.toLowerCase()
    return [...new Set([...ids].flatMap(([id, found]) => (matchesWildcard(pattern, id) ? found : [])))]
  }
  return (author, word) => {
    const key = `${author} ${word}`
    const found = known.get(key) ?? look(author, word)
    known.set(key, found)
    return found
  }
}
