import { type Json, numberOf, objectOf, objectsIn, positionOf, present, textOf, textsOf } from '../../json/json.ts'
import type { Cvss, FixState, ScanFinding, ScanKind } from '../../model/report.ts'
import {
  fixOf,
  headline,
  headlineAt,
  httpsUrl,
  identify,
  repositoryPath,
  UNIDENTIFIED,
  versionsOf,
} from '../../model/rows.ts'
import { severityOf } from '../../model/severity.ts'

/** What is known about a scan besides its results. */
export interface Scope {
  /** The folder that targets are relative to, when files of the repository were scanned; `undefined` for others. */
  readonly folder?: string
  /** `Deployment/shop/web`: the Kubernetes object whose results these are. */
  readonly resource?: string
  /** Called for each row that cannot be read. */
  readonly unreadableRow: () => void
}

type Read = (row: Json, result: Json, scope: Scope) => ScanFinding

/** All rows of one of Trivy's `Results` (pkg/types/report.go), with those that VEX or an ignore file took out. */
export function rowsOf(result: Json, scope: Scope): readonly ScanFinding[] {
  const read = (key: string, reader: Read): ScanFinding[] =>
    objectsIn(result[key], scope.unreadableRow).map(row => reader(row, result, scope))
  const failed = objectsIn(result['Misconfigurations'], scope.unreadableRow).filter(row => row['Status'] !== 'PASS')
  return [
    ...read('Vulnerabilities', vulnerability),
    ...failed.map(row => misconfiguration(row, result, scope)),
    ...read('Secrets', secret),
    ...read('Licenses', license),
    ...objectsIn(result['ExperimentalModifiedFindings'], scope.unreadableRow).map(row => modified(row, result, scope)),
  ]
}

const READERS: ReadonlyMap<string, Read> = new Map<ScanKind, Read>([
  ['vulnerability', vulnerability],
  ['misconfiguration', misconfiguration],
  ['secret', secret],
  ['license', license],
])

/** `affected` and `under_investigation` never excuse a finding. */
const EXCUSES: ReadonlyMap<string, string> = new Map([
  ['ignored', 'ignore file'],
  ['not_affected', 'VEX'],
  ['fixed', 'VEX'],
])

/** A row that Trivy left out (`--show-suppressed`, pkg/types/finding.go). */
function modified(row: Json, result: Json, scope: Scope): ScanFinding {
  const finding = (READERS.get(textOf(row['Type'])) ?? vulnerability)(objectOf(row['Finding']), result, scope)
  const by = EXCUSES.get(textOf(row['Status']))
  if (by === undefined) return finding
  const reason = [textOf(row['Statement']), textOf(row['Source'])].filter(Boolean).join(', ') || undefined
  return { ...finding, suppressed: present({ by, reason: headline(reason ?? '') }) }
}

const FIX_STATES: ReadonlyMap<string, FixState> = new Map([
  ['fixed', 'fixed'],
  ['affected', 'not-fixed'],
  ['will_not_fix', 'will-not-fix'],
  ['fix_deferred', 'deferred'],
  ['end_of_life', 'end-of-life'],
])

function vulnerability(row: Json, result: Json, scope: Scope): ScanFinding {
  const layer = objectOf(row['Layer'])
  const target = textOf(result['Target'])
  const inLockfile = isLibrary(result) && !GATHERED.has(target) ? target : ''
  const file = scope.folder === undefined ? undefined : fileOf(inLockfile, scope.folder)
  return {
    kind: 'vulnerability',
    ...identify(textOf(row['VulnerabilityID']), textsOf(row['VendorIDs'])),
    severity: severityOf(row['Severity']),
    package: present({
      name: textOf(row['PkgName']),
      version: textOf(row['InstalledVersion']),
      type: textOf(result['Type']) || undefined,
      purl: textOf(objectOf(row['PkgIdentifier'])['PURL']) || undefined,
      path: textOf(row['PkgPath']) || inLockfile || undefined,
    }),
    // Old Trivy wrote no Status: without a fixed version it did not know of a fix.
    ...fixOf(
      row['Status'] === undefined ? 'not-fixed' : (FIX_STATES.get(textOf(row['Status'])) ?? 'unknown'),
      versionsOf(textOf(row['FixedVersion'])),
    ),
    cvss: cvssOf(row),
    ...present({
      title: headline(textOf(row['Title']), textOf(row['Description'])),
      url: httpsUrl(textOf(row['PrimaryURL']), ...textsOf(row['References'])),
      layer: textOf(layer['DiffID']) || textOf(layer['Digest']) || undefined,
      file: file === undefined ? undefined : { path: file },
    }),
  }
}

/** What Trivy calls packages it found one by one, outside of a lock file (pkg/scan/langpkg): no paths. */
const GATHERED: ReadonlySet<string> = new Set(['Python', 'Conda', 'Ruby', 'Node.js', 'Java', 'Kubernetes'])

/** Packages of a language and not of the system. Trivy before 0.20 wrote no Class, but `alpine:3 (alpine 3.9)`. */
function isLibrary(result: Json): boolean {
  const kind = textOf(result['Class'])
  return kind === '' ? !/ \([^()]+\)$/.test(textOf(result['Target'])) : kind !== 'os-pkgs'
}

/** The source that set the severity goes first, then in the order that Trivy prefers them. */
function cvssOf(row: Json): readonly Cvss[] {
  const scores = objectOf(row['CVSS'])
  const first = [textOf(row['SeveritySource']), 'nvd', 'ghsa', 'redhat']
  const sources = [...new Set([...first, ...Object.keys(scores)])]
  return sources.flatMap(source => {
    const { V2Score, V2Vector, V3Score, V3Vector, V40Score, V40Vector } = objectOf(scores[source])
    const v3 = /^CVSS:(3\.\d)/.exec(textOf(V3Vector))?.[1] ?? '3.0'
    return [
      ...cvss('4.0', V40Score, V40Vector, source),
      ...cvss(v3, V3Score, V3Vector, source),
      ...cvss('2.0', V2Score, V2Vector, source),
    ]
  })
}

function cvss(version: string, score: unknown, vector: unknown, source: string): readonly Cvss[] {
  const base = numberOf(score)
  if (base === undefined || base <= 0) return []
  return [{ version, score: base, ...present({ vector: textOf(vector) || undefined }), source }]
}

function misconfiguration(row: Json, result: Json, scope: Scope): ScanFinding {
  const line = positionOf(objectOf(row['CauseMetadata'])['StartLine'])
  const finding: ScanFinding = {
    kind: 'misconfiguration',
    ...identify(textOf(row['ID']) || textOf(row['AVDID']), textsOf([row['AVDID']])),
    severity: severityOf(row['Severity']),
    fixState: 'unknown',
    cvss: [],
    // The message names the case, the title only the rule.
    ...placed(headline(textOf(row['Message']), textOf(row['Title'])), textOf(result['Target']), line, scope),
    ...present({ url: httpsUrl(textOf(row['PrimaryURL']), ...textsOf(row['References'])) }),
  }
  return row['Status'] === 'EXCEPTION' ? { ...finding, suppressed: { by: 'policy exception' } } : finding
}

/** `Match` and `Code` hold the secret itself, masked or not: they are never read. */
function secret(row: Json, result: Json, scope: Scope): ScanFinding {
  return {
    kind: 'secret',
    ...identify(textOf(row['RuleID']) || textOf(row['ID']), []),
    severity: severityOf(row['Severity']),
    fixState: 'unknown',
    cvss: [],
    ...placed(headline(textOf(row['Title'])), textOf(result['Target']), positionOf(row['StartLine']), scope),
    ...present({ layer: textOf(objectOf(row['Layer'])['DiffID']) || undefined }),
  }
}

function license(row: Json, result: Json, scope: Scope): ScanFinding {
  const name = textOf(row['PkgName'])
  const path = textOf(row['FilePath'])
  const id = textOf(row['Name']) || UNIDENTIFIED
  const category = textOf(row['Category'])
  const title = `license ${id}${category && ` is ${category}`}`
  return {
    kind: 'license',
    id,
    ids: [id],
    severity: severityOf(row['Severity']),
    fixState: 'unknown',
    cvss: [],
    ...(name === ''
      ? placed(title, path || textOf(result['Target']), undefined, scope)
      : { title, package: present({ name, version: '', path: path || undefined }) }),
    ...present({ url: httpsUrl(textOf(row['Link'])) }),
  }
}

/** Where a row stands: a file of the repository, or words in front of its title. */
function placed(
  title: string | undefined,
  target: string,
  line: number | undefined,
  scope: Scope,
): Pick<ScanFinding, 'file' | 'title' | 'place'> {
  const path = scope.folder === undefined ? undefined : fileOf(target, scope.folder)
  if (path !== undefined) return present({ title, file: present({ path, line }) })
  const where = [scope.resource ?? target, line].filter(Boolean).join(':')
  const place = [scope.resource, target, line].filter(Boolean).join(':')
  return present({ title: headlineAt(where, title), place: place || undefined })
}

/** A target is relative to the scanned folder; when a single file was scanned, it is the name of that file. */
function fileOf(target: string, scanned: string): string | undefined {
  const single = scanned === target || scanned.endsWith(`/${target}`)
  return single ? repositoryPath(scanned) : repositoryPath(target, scanned)
}
