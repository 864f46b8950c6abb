import type { Finding } from '../core/finding.ts'
import type { RuleSet } from '../rules/set.ts'

/** CVE and GHSA in any case; those of distributions and databases (`RHSA-2026:1234`, `SNYK-JS-LODASH-567`) in capitals. */
const ADVISORY = /^(?:CVE-\d{4}-\d{4,}|GHSA(?:-[0-9a-z]{4}){3})$/i
const OTHER_ADVISORY = /^[A-Z][A-Z0-9]+-(?=.*\d)[\w:.-]+$/

/** True for an id that belongs to a vulnerability, not to a rule. What begins like peers' rules (`KSV-`) is none. */
export function isAdvisory(word: string, rules: RuleSet): boolean {
  if (ADVISORY.test(word)) return true
  if (!OTHER_ADVISORY.test(word)) return false
  const series = word.slice(0, word.indexOf('-') + 1).toLowerCase()
  return ![...rules.aliases.keys()].some(alias => alias.startsWith(series))
}

/** All that scanners call what they found, in capitals. */
export const advisoriesOf = ({ advisory, aliases }: Finding): readonly string[] =>
  advisory === undefined ? [] : [advisory, ...Object.values(aliases).flat()].map(id => id.toUpperCase())
