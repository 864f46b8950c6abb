import type { Severity } from '../../core/severity.ts'

const WORDS: Readonly<Record<Severity, readonly string[]>> = {
  critical: ['critical', 'defcon1', 'blocker'],
  high: ['high', 'important', 'major'],
  medium: ['medium', 'moderate'],
  low: ['low', 'minor'],
  info: ['negligible', 'minimal', 'informational', 'information', 'info', 'none', 'unimportant'],
  unknown: [
    'unknown',
    'undefined',
    'untriaged',
    'unspecified',
    'severity_unspecified',
    'not yet assigned',
    'other',
    '',
  ],
}

/** A map and not an object: `constructor` must not be a severity. */
const SEVERITY_OF: ReadonlyMap<string, Severity> = new Map(
  (Object.keys(WORDS) as Severity[]).flatMap(severity => WORDS[severity].map(word => [word, severity] as const)),
)

/** What a scanner's word for a severity means, or `undefined` when it is no such word. */
export function severityWord(word: unknown): Severity | undefined {
  if (typeof word !== 'string') return undefined
  const bare = word.trim().toLowerCase()
  // StackRox and Google write CRITICAL_VULNERABILITY_SEVERITY.
  return SEVERITY_OF.get(bare) ?? SEVERITY_OF.get(bare.replace(/_(?:vulnerability_)?severity$/, ''))
}

/** The severity a scanner gave in words; `unknown` when it gave none that anyone knows. */
export const severityOf = (word: unknown): Severity => severityWord(word) ?? 'unknown'

/** The band of a CVSS base score (CVSS 3.1, section 5); `undefined` for 0, which scanners also write for "no score". */
export function severityOfScore(score: number): Severity | undefined {
  if (score >= 9) return 'critical'
  if (score >= 7) return 'high'
  if (score >= 4) return 'medium'
  return score > 0 ? 'low' : undefined
}
