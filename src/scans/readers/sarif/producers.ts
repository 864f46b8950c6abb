import { compareSeverity, type Severity } from '../../../core/severity.ts'
import { type Json, numberOf, objectOf, present, textOf, textsOf } from '../../json/json.ts'
import { packageOfPurl } from '../../model/purl.ts'
import type { ScanFinding, ScanKind, ScannedPackage } from '../../model/report.ts'
import { fixOf, versionsOf } from '../../model/rows.ts'
import { severityOf, severityOfScore, severityWord } from '../../model/severity.ts'

/** One result of a SARIF run with the rule it names. */
export interface Result {
  readonly rule: Json
  readonly result: Json
  readonly ruleId: string
  readonly message: string
  /** The plain text of the rule's help: scanners put tables of `Key: value` there. */
  readonly help: string
  readonly tags: readonly string[]
  /** Where it is, as written. */
  readonly uri: string
  /** The file of the repository that this is, if it is one. */
  readonly file: string | undefined
  readonly region: Json
}

/** Where a tool keeps what SARIF has no place for. */
export interface Producer {
  /** Matches the name of the driver. */
  readonly name: RegExp
  /** Its locations are never files of the repository. */
  readonly scansImages?: boolean
  readonly kind?: ScanKind
  readonly severity?: (row: Result) => Severity | undefined
  /** Its own id first, then aliases. */
  readonly ids?: (row: Result) => readonly string[]
  readonly packages?: (row: Result) => readonly ScannedPackage[]
  readonly fix?: (row: Result) => Fixed
  readonly title?: (row: Result) => string
  /** The image, when the tool names it in its results. */
  readonly image?: (row: Result) => string
}

/** The text of a `multiformatMessageString` (SARIF 3.12). */
export const textIn = (message: unknown): string => textOf(objectOf(message)['text'])

/** A property of the result, else of its rule. */
export const property = ({ rule, result }: Result, name: string): unknown =>
  objectOf(result['properties'])[name] ?? objectOf(rule['properties'])[name]

/** The value of a line `Key: value` among the first lines. */
const field = (text: string, key: string): string => fields(text, key)[0] ?? ''

const fields = (text: string, key: string): readonly string[] =>
  text
    .split('\n', 12)
    .filter(line => line.startsWith(`${key}:`))
    .map(line => line.slice(key.length + 1).trim())

/** What stands between two marks, and what follows: plain searching, since a regular expression could be made slow. */
function cut(text: string, before: string, after: string): readonly [between: string, rest: string] | undefined {
  const start = text.indexOf(before)
  const end = start < 0 ? -1 : text.indexOf(after, start + before.length)
  return end < 0 ? undefined : [text.slice(start + before.length, end), text.slice(end + after.length)]
}

type Fixed = Pick<ScanFinding, 'fixed' | 'fixState'>

/** The versions on a line that the tool always writes, empty when it knows of none. A second line is a forged one. */
const fixedOn = (lines: readonly string[]): Fixed =>
  fixOf(lines.length === 1 ? 'not-fixed' : 'unknown', lines.flatMap(versionsOf))

/** The versions in a text, or that there is none when the text says so in the words of the tool. */
const fixedIn = (text: string, none: RegExp): Fixed =>
  none.test(text) ? fixOf('not-fixed', []) : fixOf('unknown', versionsOf(text))

/** Every CVE in a text, wherever a tool glued it to other words. */
const CVES = /(?<![A-Za-z0-9])CVE-\d{4}-\d{4,19}/gi

export const cvesIn = (text: string): readonly string[] => text.slice(0, 10_000).match(CVES) ?? []

const trivy: Producer = {
  name: /trivy/,
  severity({ message, tags, help, ruleId }) {
    // A package may be named "x\nSeverity: LOW": of several words the gravest counts.
    const words = fields(message, 'Severity').flatMap(word => severityWord(word) ?? [])
    const said = [...words].sort(compareSeverity).at(-1)
    const tag = tags.find(word => /^(?:CRITICAL|HIGH|MEDIUM|LOW|UNKNOWN)$/.test(word))
    // The oldest templates: "[MEDIUM] CVE-2019-1549", with `level: error` whatever the severity.
    const bracket = /^\[([A-Z]+)\]/.exec(ruleId)?.[1]
    return said ?? severityWord(tag) ?? severityWord(field(help, 'Severity') || undefined) ?? severityWord(bracket)
  },
  ids: ({ ruleId }) => [ruleId.replace(/^\[[A-Z]+\]\s*/, '').replace(/^((?:CVE|GHSA)-[^/]*)\/.*$/, '$1')],
  packages({ message, help, rule, uri }) {
    const name = field(message, 'Package') || field(help, 'Package')
    const version = field(message, 'Installed Version') || field(help, 'Installed Version')
    const path = rule['name'] === 'LanguageSpecificPackageVulnerability' ? uri : ''
    return name === '' ? [] : [present({ name, version, path: path || undefined })]
  },
  fix({ message, help }) {
    const said = fields(message, 'Fixed Version')
    return fixedOn(said.length > 0 ? said : fields(help, 'Fixed Version'))
  },
  title: ({ message }) => field(message, 'Message'),
}

interface GrypeMessage {
  readonly name: string
  readonly version: string
  readonly type: string
  readonly image: string
  readonly path: string
}

/** "A high vulnerability in deb package: X, version Y was found in image Z at: PATH" (grype/presenter/sarif). */
function grypeMessage(message: string): GrypeMessage | undefined {
  const type = cut(message, ' vulnerability in ', ' package: ')
  const name = type && cut(`\n${type[1]}`, '\n', ', version ')
  const version = name && cut(`\n${name[1]}`, '\n', ' was found ')
  if (!version) return undefined
  const where = version[1]
  const image = where.startsWith('in image ') ? (cut(where, 'in image ', ' at: ')?.[0] ?? '') : ''
  const at = where.lastIndexOf('at: ')
  return { type: type[0], name: name[0], version: version[0], image, path: at < 0 ? '' : where.slice(at + 4).trim() }
}

const grype: Producer = {
  name: /grype/,
  severity: ({ message, help }) =>
    severityWord(/^An? (\w+) vulnerability/.exec(message)?.[1]) ?? severityWord(field(help, 'Severity') || undefined),
  ids({ ruleId, message, help }) {
    const name = grypeMessage(message)?.name ?? field(help, 'Package')
    return [name !== '' && ruleId.endsWith(`-${name}`) ? ruleId.slice(0, -name.length - 1) : ruleId]
  },
  packages({ message, help, rule }) {
    const said = grypeMessage(message)
    const name = said?.name ?? field(help, 'Package')
    if (name === '') return []
    const type = said?.type ?? field(help, 'Type')
    const purls = textsOf(objectOf(rule['properties'])['purls'])
    return [
      present({
        name,
        version: said?.version ?? field(help, 'Version'),
        type: type || undefined,
        purl: purls.length === 1 ? purls[0] : undefined,
        path: said?.path || field(help, 'Location') || undefined,
      }),
    ]
  },
  fix: ({ help }) => fixedOn(fields(help, 'Fix Version')),
  image: ({ message }) => grypeMessage(message)?.image ?? '',
}

/** "(CVE-2016-3189) bzip2/libbz2-1.0@1.0.6-8.1": source and binary package, and the only place of the CVE. */
const snykDescription = ({ rule }: Result): readonly [cves: readonly string[], subject: string] => {
  const text = textIn(rule['fullDescription'])
  return [cvesIn(text), text.slice(text.startsWith('(') ? text.indexOf(')') + 1 : 0).trim()]
}

const REMEDIATION = '# Remediation'
/** More is no sentence of Snyk's. */
const ADVICE = 500
const VERSION = /^[\w.+:~^-]{1,100}$/

/** The first line under "## Remediation". The text around it quotes strangers: of two such headings one is forged. */
function snykFix({ rule }: Result): Fixed {
  const text = textOf(objectOf(rule['help'])['markdown'])
  const heading = text.indexOf(REMEDIATION)
  if (heading < 0 || heading !== text.lastIndexOf(REMEDIATION)) return fixOf('unknown', [])
  const start = heading + REMEDIATION.length
  const advice = text
    .slice(start, start + ADVICE)
    .trim()
    .split('\n', 1)[0]!
  if (advice.startsWith('There is no fixed version')) return fixOf('not-fixed', [])
  const versions = advice.startsWith('Upgrade ') ? cut(advice, ' to version ', ' or higher')?.[0] : undefined
  return fixOf(
    'unknown',
    versionsOf(versions ?? '').filter(version => VERSION.test(version)),
  )
}

const snyk: Producer = {
  name: /^snyk/,
  // The vendor's word: result, rule and score can each say something else.
  severity: ({ rule }) => severityWord(/^(\w+) severity\b/i.exec(textIn(rule['shortDescription']))?.[1]),
  ids: row => [row.ruleId, ...snykDescription(row)[0]],
  fix: snykFix,
  packages(row) {
    const subject = snykDescription(row)[1]
    const at = subject.lastIndexOf('@')
    if (at <= 0) return []
    const type = row.tags.find(tag => ['deb', 'apk', 'rpm'].includes(tag))
    const name = subject.slice(0, at)
    // The packages of the system are in the image itself: that is what the location names then.
    const about = type
      ? { name: name.slice(name.lastIndexOf('/') + 1), type }
      : present({ name, path: row.uri || undefined })
    return [{ ...about, version: subject.slice(at + 1) }]
  },
}

const scout: Producer = {
  name: /^docker scout/,
  scansImages: true,
  kind: 'vulnerability',
  severity: row => severityOf(property(row, 'cvssV3_severity')),
  packages: row =>
    [...textsOf(property(row, 'purls')), textOf(property(row, 'purl'))].flatMap(purl => packageOfPurl(purl) ?? []),
  fix: row => fixedIn(textOf(property(row, 'fixed_version')), /^not fixed$/),
}

/** "[CVE-2024-39249] async 3.2.4", also behind "Security Violation". */
const jfrogHeadline = ({ rule, message }: Result): readonly [ids: readonly string[], subject: string] => {
  const text = textIn(rule['shortDescription']) || message
  const parts = cut(text, '[', ']')
  return parts ? [parts[0].split(/[_,]\s*/).filter(Boolean), parts[1].trim()] : [[], '']
}

const jfrog: Producer = {
  name: /^jfrog/,
  severity(row) {
    const score = numberOf(property(row, 'security-severity')) ?? 0
    // JFrog writes `none` for what it has not rated.
    return severityOfScore(score) ?? (textOf(row.result['level']) === 'none' ? 'unknown' : undefined)
  },
  ids: row => (cvesIn(row.ruleId).length > 0 || row.ruleId.startsWith('XRAY-') ? jfrogHeadline(row)[0] : []),
  packages(row) {
    const subject = jfrogHeadline(row)[1]
    const space = subject.lastIndexOf(' ')
    if (space <= 0 || cvesIn(row.ruleId).length + Number(row.ruleId.startsWith('XRAY-')) === 0) return []
    return [{ name: subject.slice(0, space), version: subject.slice(space + 1) }]
  },
  fix: row => fixedIn(textOf(property(row, 'fixedVersion')), /^no fix/i),
}

const osv: Producer = {
  name: /^osv-scanner/,
  kind: 'vulnerability',
  ids: ({ ruleId, rule }) => [ruleId, ...textsOf(rule['deprecatedIds'])],
  packages({ message, uri }) {
    const subject = cut(message, "Package '", "'")?.[0] ?? ''
    const at = subject.lastIndexOf('@')
    if (at <= 0) return []
    return [
      present({
        name: subject.slice(0, at),
        version: subject.slice(at + 1),
        path: uri.replace(/^file:\/\//, '') || undefined,
      }),
    ]
  },
}

const dockle: Producer = { name: /^dockle/, scansImages: true, kind: 'misconfiguration' }

const snykContainer: Producer = { ...snyk, name: /^snyk container/, scansImages: true }

const PRODUCERS: readonly Producer[] = [trivy, grype, snykContainer, snyk, scout, jfrog, osv, dockle]
const ANY: Producer = { name: /(?:)/ }

/** How to read what the tool of this name writes. */
export const producerOf = (driver: string): Producer =>
  PRODUCERS.find(producer => producer.name.test(driver.toLowerCase())) ?? ANY
