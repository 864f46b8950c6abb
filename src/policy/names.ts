import { aliases, rules } from '../rules/index.ts'

/** Our rules for a word: an id of ours, or of any peer in any case. Empty when nobody knows it. */
export function resolveRule(word: string): readonly string[] {
  const lower = word.toLowerCase()
  return rules.has(lower) ? [lower] : (aliases.get(lower) ?? [])
}

/** True for an id that belongs to a vulnerability, not to a rule. */
export const isAdvisory = (word: string): boolean =>
  /^(?:CVE-\d{4}-\d{4,}|GHSA(?:-[0-9a-z]{4}){3}|[A-Z][A-Z0-9]{1,}-[\w:.-]+)$/i.test(word) &&
  resolveRule(word).length === 0

/** Every word that names a rule, for hints. */
export const knownNames = (): readonly string[] => [...rules.keys(), ...aliases.keys()]
