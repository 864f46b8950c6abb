import type { Finding } from '../core/finding.ts'
import { aliases, rules } from '../rules/index.ts'

/** Our rules for a word: an id of ours, or of any peer in any case. Empty when nobody knows it. */
export function resolveRule(word: string): readonly string[] {
  const lower = word.toLowerCase()
  return rules.has(lower) ? [lower] : (aliases().get(lower) ?? [])
}

/** CVE and GHSA in any case; those of distributions and databases (`RHSA-2026:1234`, `SNYK-JS-LODASH-567`) in capitals. */
const ADVISORY = /^(?:CVE-\d{4}-\d{4,}|GHSA(?:-[0-9a-z]{4}){3})$/i
const OTHER_ADVISORY = /^[A-Z][A-Z0-9]+-(?=.*\d)[\w:.-]+$/

/** True for an id that belongs to a vulnerability, not to a rule. What begins like peers' rules (`KSV-`) is none. */
export function isAdvisory(word: string): boolean {
  if (ADVISORY.test(word)) return true
  if (!OTHER_ADVISORY.test(word)) return false
  const series = word.slice(0, word.indexOf('-') + 1).toLowerCase()
  return ![...aliases().keys()].some(alias => alias.startsWith(series))
}

/** All that scanners call what they found, in capitals. */
export const advisoriesOf = ({ advisory, aliases }: Finding): readonly string[] =>
  advisory === undefined ? [] : [advisory, ...Object.values(aliases).flat()].map(id => id.toUpperCase())

/** Every word that names a rule, as its author writes it, for hints. */
export const knownNames = (): readonly string[] => [
  ...rules.keys(),
  ...new Set([...rules.values()].flatMap(({ peers }) => Object.values(peers ?? {}).flat() as string[])),
]
