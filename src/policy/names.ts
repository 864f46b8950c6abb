import type { Finding } from '../core/finding.ts'
import { didYouMean } from '../core/text.ts'
import type { RuleSet } from '../rules/set.ts'

/** CVE and GHSA in any case; those of distributions and databases (`RHSA-2026:1234`, `SNYK-JS-LODASH-567`) in capitals. */
const ADVISORY = /^(?:CVE-\d{4}-\d{4,}|GHSA(?:-[0-9a-z]{4}){3})$/i
const OTHER_ADVISORY = /^[A-Z][A-Z0-9]+-(?=.*\d)[\w:.-]+$/

/** True for an id that belongs to a vulnerability, not to a rule. What begins like peers' rules (`KSV-`) is none. */
export function isAdvisory(word: string, rules: RuleSet): boolean {
  if (ADVISORY.test(word)) return true
  if (!OTHER_ADVISORY.test(word)) return false
  return !rules.series.has(word.slice(0, word.indexOf('-')).toLowerCase())
}

/** The code of a finding, under all of its names, in capitals. */
export const codesOf = ({ code }: Finding): readonly string[] =>
  code === undefined ? [] : [code.id, ...Object.values(code.aliases ?? {}).flat()].map(id => id.toUpperCase())

/** The sentence for a word that must be a rule; `beside`: what else it could have been, and is not. */
export const unknownRule = (word: string, rules: RuleSet, beside = '', hint = didYouMean(word, rules.names)): string =>
  `unknown rule \`${word}\` (neither a Seaworthy rule nor a known tool's id${beside})${hint}`

/** The same for a word of a comment, which is quoted when it is like an id: any other may be a secret that was commented out. */
export function unknownWord(word: string, rules: RuleSet): string {
  const hint = didYouMean(word, rules.names)
  if (hint !== '' || isLikeAnId(word)) return unknownRule(word, rules, '', hint)
  return "unknown rule: expected a Seaworthy rule or a known tool's id"
}

/** Any other word of a comment is not repeated. */
export const isLikeAnId = (word: string): boolean => LIKE_AN_ID.test(word)

/** `privileged-pods`, `CKV_K8S_999`. */
const LIKE_AN_ID = /^(?:[a-z]{2,20}(?:-[a-z]{2,20}){1,6}|[A-Z]{1,10}(?:[-_][A-Z0-9]{1,8}){0,3}[-_]?\d{1,6})$/
