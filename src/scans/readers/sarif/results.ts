import type { Severity } from '../../../core/severity.ts'
import { isObject, type Json, listOf, numberOf, objectOf, positionOf, present, textOf } from '../../json/json.ts'
import type { ScanFinding, ScanKind } from '../../model/report.ts'
import { headline, headlineAt, httpsUrl, identify } from '../../model/rows.ts'
import { severityOf, severityOfScore, severityWord } from '../../model/severity.ts'
import { cvesIn, type Producer, property, type Result, textIn } from './producers.ts'

export interface RunContext {
  readonly producer: Producer
  /** The name of the driver. */
  readonly tool: string
  /** Locations are in an image, not in the repository. */
  readonly inImage: boolean
}

/** The findings of a result: none when it passed, several when it is about several packages. */
export function findingsOf(row: Result, context: RunContext): readonly ScanFinding[] {
  const { producer } = context
  const verdict = textOf(row.result['kind'])
  if (verdict === 'pass' || verdict === 'notApplicable' || row.result['baselineState'] === 'absent') return []
  const kind = producer.kind ?? kindOf(row, context.tool)
  const [own = row.ruleId, ...aliases] = kind === 'vulnerability' ? (producer.ids?.(row) ?? []) : []
  const finding: ScanFinding = {
    kind,
    ...identify(own, [...aliases, ...(kind === 'vulnerability' ? cvesIn(row.ruleId) : [])]),
    severity: severityOfResult(row, producer),
    fixState: 'unknown',
    ...(kind === 'vulnerability' && producer.fix?.(row)),
    cvss: [],
    ...placed(row, kind, context),
    ...present({
      url: httpsUrl(textOf(row.rule['helpUri'])),
      suppressed: suppressionOf(row.result),
    }),
  }
  const packages = kind === 'vulnerability' ? (producer.packages?.(row) ?? []) : []
  return packages.length === 0 ? [finding] : packages.map(each => ({ ...finding, package: each }))
}

const LEVELS: ReadonlyMap<string, Severity> = new Map([
  ['error', 'high'],
  ['warning', 'medium'],
  ['note', 'low'],
])

/** Tools write levels that are not of the standard as well: `Error`, and JFrog's `info`. */
const levelOf = (word: string): Severity => LEVELS.get(word.toLowerCase()) ?? severityOf(word)

/** The producer's own word, else the score GitHub sorts by, else a word in its place (Semgrep), else the level. */
function severityOfResult(row: Result, producer: Producer): Severity {
  const own = producer.severity?.(row)
  if (own !== undefined) return own
  const score = property(row, 'security-severity')
  const number = numberOf(score)
  const word = number === undefined ? severityWord(score) : severityOfScore(number)
  return word !== undefined && word !== 'unknown' ? word : severityOfLevel(row)
}

/** SARIF 3.27.10: only a failure has the level of its rule, `warning` when that has none. */
function severityOfLevel({ result, rule }: Result): Severity {
  const level = textOf(result['level'])
  if (level !== '') return levelOf(level)
  const verdict = textOf(result['kind'])
  if (verdict === 'informational') return 'info'
  if (verdict === 'open' || verdict === 'review') return 'unknown'
  return levelOf(textOf(objectOf(rule['defaultConfiguration'])['level']) || 'warning')
}

const ADVISORY = /(?<![A-Za-z])(?:CVE|GHSA|SNYK(?!-CC)|ALAS\d?|RHSA|ELSA|GMS|OSV|PYSEC|RUSTSEC|GO|XRAY)-/

function kindOf({ ruleId, tags }: Result, tool: string): ScanKind {
  const words = tags.map(tag => tag.toLowerCase())
  if (ruleId.startsWith('snyk:lic:')) return 'license'
  if (ADVISORY.test(ruleId) || words.some(word => word.includes('vulnerab'))) return 'vulnerability'
  if (/secret|gitleaks|trufflehog/i.test(tool) || words.some(word => word.includes('secret'))) return 'secret'
  if (/^CKV_SECRET/.test(ruleId)) return 'secret'
  if (words.includes('license')) return 'license'
  return words.includes('malware') ? 'malware' : 'misconfiguration'
}

/** JFrog's word for a package whose file it does not know. */
const NOWHERE = 'file://Package-Descriptor'

/** What a result says, best first. The message of a secret may quote it (JFrog: "Evidence: …") and is never used. */
function titles(row: Result, kind: ScanKind, producer: Producer): readonly string[] {
  const rule = textIn(row.rule['shortDescription'])
  const name = textOf(row.rule['name'])
  if (kind === 'secret') return [rule, name]
  if (kind === 'vulnerability') return [rule, row.message]
  return [producer.title?.(row) ?? '', row.message, rule, name]
}

/** What it says and where: a file of the repository, or words in front of the title. */
function placed(
  row: Result,
  kind: ScanKind,
  { producer, inImage }: RunContext,
): Pick<ScanFinding, 'file' | 'title' | 'place'> {
  const title = headline(...titles(row, kind, producer))
  const { startLine, startColumn, endLine, endColumn } = row.region
  const line = positionOf(startLine)
  const path = inImage || row.uri === NOWHERE ? undefined : row.file
  if (path === undefined) {
    const place = [row.uri, line].filter(Boolean).join(':')
    const where = kind === 'vulnerability' || producer.scansImages ? '' : place
    return present({ title: headlineAt(where, title), place: place || undefined })
  }
  const sameLine = endLine === undefined || endLine === startLine
  const columns = { column: positionOf(startColumn), endColumn: sameLine ? positionOf(endColumn) : undefined }
  return present({ title, file: present({ path, line, ...(line !== undefined && columns) }) })
}

/** SARIF 3.27.23: suppressed only when no suppression is still under review, or was rejected, or is none. */
function suppressionOf(result: Json): ScanFinding['suppressed'] {
  const suppressions = listOf(result['suppressions'])
  const [first] = suppressions
  if (!isObject(first) || !suppressions.every(isAccepted)) return undefined
  const by = textOf(first['kind']) === 'inSource' ? 'comment in the source' : 'suppression'
  const reason = headline(...suppressions.map(each => textOf(objectOf(each)['justification'])))
  return present({ by, reason })
}

const isAccepted = (suppression: unknown): boolean =>
  isObject(suppression) && ((suppression['status'] ?? null) === null || suppression['status'] === 'accepted')
