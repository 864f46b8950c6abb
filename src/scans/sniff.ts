import { isObject, type Json, listOf, objectOf, textOf } from './json/json.ts'

/**
 * Whether the first 64 KB of a JSON file may be the start of a report that a reader here knows. A guess that errs on
 * the side of yes: a no means that nobody looks into the file.
 */
export function looksLikeReport(head: string): boolean {
  const text = withoutZeros(head)
  return SIGNS.some(signs => signs.every(sign => sign.test(text)))
}

/** Whether more of the file could make a report of it: its keys are there, and what tells them from a stranger's is not. */
export function mayTurnOutReport(head: string): boolean {
  const text = withoutZeros(head)
  return !/\S/.test(text) || SIGNS.some(([first]) => first.test(text))
}

/** UTF-16 that was decoded as UTF-8 has a zero after each letter. */
const withoutZeros = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', '') : text)

/** Each sign starts with a literal and has one way to match, so that no text makes it slow. */
const SIGNS: readonly (readonly [RegExp, ...RegExp[]])[] = [
  // SARIF. An Action's `runs` is an object, and not JSON.
  [/"runs"\s*:\s*\[/, /"driver"\s*:|"\$schema"\s*:\s*"[^"]{0,300}sarif|"version"\s*:\s*"2\.|"ruleId"\s*:/i],
  // Grype. The HTTPRoute of the Gateway API has `matches` as well.
  [/"descriptor"\s*:/, /"name"\s*:\s*"grype"/],
  [
    /"(?:matches|ignoredMatches)"\s*:\s*\[/,
    /"vulnerability"\s*:|"name"\s*:\s*"grype"|"matchDetails"\s*:|"artifact"\s*:\s*\{/,
  ],
  // Trivy: its keys are capitalised, unlike those of image manifests (`schemaVersion`).
  [/"SchemaVersion"\s*:\s*\d/],
  [/"(?:ArtifactName|ArtifactType)"\s*:/, /"(?:Results|Metadata)"\s*:/],
  [/"Target"\s*:/, /"(?:Class|Type|Vulnerabilities|Misconfigurations|Secrets)"\s*:/],
  [/"ClusterName"\s*:/, /"(?:Resources|Findings|Vulnerabilities|Misconfigurations)"\s*:/],
  // Our own JSON: told from the reports of others when it is read.
  [/"seaworthy"\s*:\s*"/, /"verdict"\s*:/],
]

/** A format that is known, and that no reader here reads. */
export interface OtherFormat {
  readonly name: string
  /** What to do instead: a sentence without its full stop. */
  readonly advice: string
}

type Recognise = (json: Json) => boolean
type Row = readonly [name: string, recognise: Recognise, advice?: string]

const ASK_FOR_SARIF = 'I cannot read it yet: give me SARIF if the tool writes it, or the report of Trivy or Grype'
const SBOM =
  'it lists packages and holds no findings: scan it with `grype sbom:FILE -o json` or `trivy sbom --format json FILE`'
const VEX =
  'it states what applies and holds no findings: give it to the scanner with `--vex`, and give me the report of the scanner'
const VDR = 'I cannot read it yet: give me what the scanner writes with `--format json`, `-o json` or as SARIF'
const sarifWith = (command: string): string => `I cannot read it yet: give me SARIF, \`${command}\``

const has =
  (...keys: readonly string[]): Recognise =>
  json =>
    keys.every(key => Object.hasOwn(json, key))

const inside =
  (key: string, ...keys: readonly string[]): Recognise =>
  json =>
    has(...keys)(objectOf(json[key]))

/** The first object of a list has these keys. */
const rowHas =
  (key: string, ...keys: readonly string[]): Recognise =>
  json =>
    has(...keys)(objectOf(listOf(json[key]).find(isObject)))

const all =
  (...tests: readonly Recognise[]): Recognise =>
  json =>
    tests.every(test => test(json))

const some =
  (...tests: readonly Recognise[]): Recognise =>
  json =>
    tests.some(test => test(json))

const starts =
  (key: string, ...prefixes: readonly string[]): Recognise =>
  json =>
    prefixes.some(prefix => textOf(json[key]).startsWith(prefix))

const contextHas =
  (word: string): Recognise =>
  json =>
    [json['@context'], ...listOf(json['@context'])].some(context => textOf(context).includes(word))

const cyclonedx: Recognise = json => json['bomFormat'] === 'CycloneDX'
const isList: (key: string) => Recognise = key => json => Array.isArray(json[key])

/** Documents by their top-level keys, most telling first. */
const DOCUMENTS: readonly Row[] = [
  ['OpenVEX document', some(contextHas('openvex'), has('statements', 'author')), VEX],
  ['CSAF document', inside('document', 'csaf_version'), VEX],
  ['CycloneDX document with vulnerabilities', all(cyclonedx, isList('vulnerabilities')), VDR],
  ['CycloneDX SBOM', cyclonedx, SBOM],
  ['Amazon Inspector report', some(inside('sbom', 'bomFormat'), has('vulnerability_count', 'vulnerabilities'))],
  ['SPDX SBOM', some(has('spdxVersion'), contextHas('spdx')), SBOM],
  ['Syft SBOM', has('artifacts', 'artifactRelationships'), SBOM],
  ['Xeol report', some(rowHas('matches', 'Cycle'), json => objectOf(json['descriptor'])['name'] === 'xeol')],
  [
    'Trivy Operator report',
    some(starts('apiVersion', 'aquasecurity.github.io/'), json =>
      Object.keys(json).some(key => key.endsWith('.aquasecurity.github.io')),
    ),
  ],
  [
    'Trivy summary of ids',
    all(isList('vulnerabilities'), isList('misconfigurations')),
    'it holds ids only: scan with `trivy k8s --report all --format json`',
  ],
  ['Kubernetes policy report', starts('apiVersion', 'openreports.io/', 'wgpolicyk8s.io/')],
  [
    'Kubernetes list of reports',
    json =>
      /^(?:aquasecurity\.github|openreports|wgpolicyk8s)\.io\//.test(
        textOf(objectOf(listOf(json['items'])[0])['apiVersion']),
      ),
  ],
  [
    'Harbor report',
    some(has('generated_at', 'scanner', 'vulnerabilities'), json =>
      Object.keys(json).some(key => /scanner\.adapter\.vuln\.report|security\.vulnerability\.report/.test(key)),
    ),
  ],
  ['Amazon ECR report', some(has('imageScanFindings'), has('imageScanStatus'))],
  ['Amazon Inspector report', rowHas('findings', 'packageVulnerabilityDetails')],
  ['Dependency-Track report', rowHas('findings', 'component', 'vulnerability')],
  ['AWS Security Hub (ASFF) report', some(rowHas('Findings', 'ProductArn'), rowHas('findings', 'ProductArn'))],
  [
    'Clair report',
    some(
      has('manifest_hash', 'package_vulnerabilities'),
      has('LayerCount', 'Vulnerabilities'),
      has('unapproved', 'vulnerabilities'),
    ),
  ],
  ['Quay report', inside('data', 'Layer')],
  [
    'Google Artifact Analysis report',
    some(has('package_vulnerability_summary'), has('image_summary', 'discovery_summary')),
  ],
  [
    'OSV-Scanner report',
    some(rowHas('results', 'source', 'packages'), has('results', 'experimental_config')),
    sarifWith('osv-scanner --format sarif'),
  ],
  [
    'Prisma Cloud (twistcli) report',
    some(
      rowHas('results', 'vulnerabilityDistribution'),
      rowHas('results', 'complianceDistribution'),
      has('vulnerabilityDistribution'),
    ),
  ],
  ['Wiz report', inside('result', '__typename')],
  ['Sysdig report', json => textOf(objectOf(json['scanner'])['name']).includes('sysdig')],
  [
    'GitLab report',
    all(
      isList('vulnerabilities'),
      has('version'),
      some(has('scan'), has('remediations'), rowHas('vulnerabilities', 'identifiers', 'location')),
    ),
  ],
  ['Dockle report', all(inside('summary', 'fatal'), isList('details')), sarifWith('dockle --format sarif')],
  [
    'Snyk report',
    all(has('ok'), some(isList('vulnerabilities'), has('error'))),
    sarifWith('snyk container test --sarif'),
  ],
  [
    'Snyk report',
    all(isList('vulnerabilities'), some(has('packageManager'), has('dependencyCount'), has('licensesPolicy'))),
    sarifWith('snyk container test --sarif'),
  ],
  [
    'JFrog Xray report',
    some(
      has('securityViolations'),
      has('vulnerabilities', 'licensesViolations'),
      rowHas('artifacts', 'issues'),
      has('total_count', 'data'),
      has('total_rows', 'rows'),
      rowHas('scans', 'target'),
    ),
    sarifWith('jf docker scan --format=sarif'),
  ],
  [
    'Anchore report',
    some(
      isList('securityEvaluation'),
      has('evaluations', 'policyId'),
      has('imageDigest', 'vulnerability_type'),
      has('image_digest', 'vulnerability_type'),
    ),
  ],
  [
    'StackRox (roxctl) report',
    some(
      inside('scan', 'components'),
      json => Object.hasOwn(objectOf(objectOf(json['result'])['summary']), 'TOTAL-VULNERABILITIES'),
      all(isList('results'), inside('summary', 'TOTAL')),
    ),
  ],
  ['NeuVector report', inside('report', 'vulnerabilities')],
  [
    'Aqua report',
    some(has('image_assurance_results', 'resources'), has('cves', 'image_name'), has('pagesize', 'result')),
  ],
  ['Checkov report', has('check_type', 'results'), sarifWith('checkov --output sarif')],
  ['Kubescape report', has('summaryDetails'), sarifWith('kubescape scan --format sarif')],
]

/** Lists, by the keys of their first object. */
const LISTS: readonly Row[] = [
  [
    'Snyk report',
    all(has('vulnerabilities'), some(has('packageManager'), has('dependencyCount'), has('projectName'))),
    sarifWith('snyk container test --sarif'),
  ],
  [
    'JFrog Xray report',
    all(has('scan_id'), some(has('vulnerabilities'), has('violations'))),
    sarifWith('jf docker scan --format=sarif'),
  ],
  [
    'Anchore report',
    some(has('feedGroup'), has('vuln', 'packageCpe'), has('policyId', 'lastEvaluation'), json =>
      /^sha256:/.test(Object.keys(json)[0] ?? ''),
    ),
  ],
  ['Hadolint report', has('code', 'level', 'line'), sarifWith('hadolint --format sarif')],
  ['GitLab code quality report', has('check_name', 'fingerprint', 'location')],
  ['Amazon ECR report', some(has('imageScanFindings'), has('imageScanStatus'))],
  ['Google Artifact Analysis report', has('noteName', 'vulnerability')],
  ['TruffleHog report', has('SourceMetadata', 'DetectorName')],
  [
    'Gitleaks report',
    some(has('RuleID', 'Secret'), has('rule', 'offender')),
    sarifWith('gitleaks detect --report-format sarif'),
  ],
  ['Trivy Operator report', starts('apiVersion', 'aquasecurity.github.io/')],
  ['Checkov report', has('check_type', 'results'), sarifWith('checkov --output sarif')],
  ['Aqua report', has('image_name', 'results')],
]

/** The format of a document that no reader here reads, and what to do about it; `undefined` when nobody knows it. */
export function otherFormat(json: unknown): OtherFormat | undefined {
  // One object of a list stands alone on a line of JSON Lines.
  const rows = Array.isArray(json) ? LISTS : [...DOCUMENTS, ...LISTS]
  const subject = Array.isArray(json) ? json.find(isObject) : json
  const row = isObject(subject) ? rows.find(([, recognise]) => recognise(subject)) : undefined
  return row && { name: row[0], advice: row[2] ?? ASK_FOR_SARIF }
}
