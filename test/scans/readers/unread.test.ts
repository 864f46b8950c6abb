import { expect, test } from 'vitest'
import { readers } from '../../../src/scans/readers/index.ts'
import { readerOf } from '../../../src/scans/recognise.ts'
import { faults, objects, pod, readFiles, readNamed, unread } from '../../read/kit.ts'

const CVE = 'CVE-2026-0001'
const row = { id: CVE, severity: 'High' }
const operator = {
  apiVersion: 'aquasecurity.github.io/v1alpha1',
  kind: 'VulnerabilityReport',
  report: { vulnerabilities: [row] },
}
const policies = { apiVersion: 'wgpolicyk8s.io/v1alpha2', kind: 'PolicyReport', results: [row] }
const bom = { bomFormat: 'CycloneDX', specVersion: '1.6' }

/** The smallest documents in the formats that are known and not read; every format has one. */
const documents: readonly (readonly [format: string, json: unknown])[] = [
  ['openvex', { '@context': 'https://openvex.dev/ns/v0.2.0', statements: [] }],
  ['openvex', { '@context': 'https://example.test', author: 'x', statements: [] }],
  ['csaf', { document: { csaf_version: '2.0' } }],
  ['cyclonedx', { ...bom, components: [] }],
  ['cyclonedx', { ...bom, components: [], vulnerabilities: [] }],
  ['cyclonedx-vulnerabilities', { ...bom, vulnerabilities: [row] }],
  [
    'cyclonedx-vulnerabilities',
    { ...bom, components: [{}], vulnerabilities: [{ ...row, analysis: { state: 'exploitable' } }] },
  ],
  ['cyclonedx-vex', { ...bom, vulnerabilities: [{ ...row, analysis: { state: 'not_affected' } }] }],
  ['cyclonedx-vex', { ...bom, vulnerabilities: [{ ...row, affects: [{ ref: 'urn:cdx:1/1#a' }] }] }],
  [
    'cyclonedx-vex',
    { ...bom, metadata: { component: { 'bom-ref': 'a' } }, vulnerabilities: [{ ...row, affects: [{ ref: 'a' }] }] },
  ],
  ['spdx', { spdxVersion: 'SPDX-2.3' }],
  ['spdx', { '@context': ['https://spdx.org/rdf/3.0.1/spdx-context.jsonld'], '@graph': [] }],
  ['syft', { artifacts: [], artifactRelationships: [], schema: {} }],
  [
    'trivy-operator-sbom',
    { apiVersion: 'aquasecurity.github.io/v1alpha1', kind: 'SbomReport', report: { components: {} } },
  ],
  ['xeol', { matches: [{ Cycle: {} }], descriptor: { name: 'xeol' } }],
  ['snyk', { ok: false, vulnerabilities: [row], dependencyCount: 1 }],
  ['snyk', [{ vulnerabilities: [row], projectName: 'docker-image|x' }]],
  ['snyk', { jsonapi: {}, data: [{ type: 'issue', attributes: { effective_severity_level: 'high' } }], severity: 1 }],
  ['clair', { manifest_hash: 'x', package_vulnerabilities: {} }],
  ['clair', { image: 'x', unapproved: [CVE], vulnerabilities: [row] }],
  ['quay', { status: 'scanned', data: { Layer: { Features: [row] } } }],
  ['amazon-ecr', { imageScanStatus: { status: 'FAILED' }, imageScanFindings: null }],
  ['amazon-inspector', { findings: [{ findingArn: 'x', awsAccountId: '1', severity: 'HIGH' }] }],
  ['amazon-inspector', { sbom: { bomFormat: 'CycloneDX', vulnerabilities: [] } }],
  ['dependency-track', { findings: [{ component: {}, vulnerability: row }] }],
  ['dependency-track', { version: '1.2', meta: { application: 'Dependency-Track' }, project: {} }],
  ['asff', { Findings: [{ ProductArn: 'x' }] }],
  ['asff', [{ ProductArn: 'x', GeneratorId: 'y' }]],
  ['harbor', { 'application/vnd.security.vulnerability.report; version=1.1': { severity: 'High' } }],
  ['trivy-operator', operator],
  ['trivy-operator', [operator, operator]],
  ['trivy-operator', { apiVersion: 'v1', kind: 'List', items: [operator] }],
  ['trivy-operator', { 'vulnerabilityreports.aquasecurity.github.io': [operator] }],
  ['policy-report', policies],
  ['policy-report', { ...policies, apiVersion: 'openreports.io/v1alpha1', kind: 'ClusterReport' }],
  ['policy-report', { apiVersion: 'v1', kind: 'List', items: [policies] }],
  ['trivy-summary', { vulnerabilities: [CVE], misconfigurations: [] }],
  ['osv-scanner', { results: [], experimental_config: {} }],
  ['osv-scanner', { results: [{ source: {}, packages: [row] }] }],
  ['twistcli', { results: [{ vulnerabilityDistribution: {} }] }],
  ['wiz', { result: { __typename: 'CICDDiskScanResult' }, scanOriginResource: {} }],
  ['sysdig', { scanner: { name: 'sysdig-cli-scanner' }, result: {} }],
  ['gitlab', { version: '15.0.0', vulnerabilities: [row], scan: { scanner: {} } }],
  ['jfrog-xray', { vulnerabilities: null, securityViolations: null }],
  ['jfrog-xray', [{ scan_id: 'x', vulnerabilities: [row] }]],
  ['anchore', { imageDigest: 'x', vulnerability_type: 'all', vulnerabilities: [] }],
  ['anchore', [{ policyId: 'x', finalAction: 'warn' }]],
  ['stackrox', { result: { summary: { 'TOTAL-VULNERABILITIES': 1 }, vulnerabilities: [] } }],
  ['neuvector', { report: { vulnerabilities: [row], modules: [] } }],
  ['aqua', { resources: [], image_assurance_results: {} }],
  ['google-artifact-analysis', { image_summary: {}, discovery_summary: {} }],
  ['kubescape', { summaryDetails: { controls: {} } }],
  ['kube-bench', { Controls: [{ node_type: 'node', tests: [] }], Totals: { total_fail: 1 } }],
  ['popeye', { popeye: { score: 90, grade: 'A' } }],
  ['defender', { '@odata.context': 'x', value: [{ cveId: CVE, severity: 'High' }] }],
  ['mend', { vulnerabilities: [{ name: CVE, severity: 'high', library: {} }] }],
  ['mend', { vulnerabilities: [{ name: CVE, severity: 'high', library: { kind: 'jar' } }] }],
  ['orca', [{ OrcaScore: 5, CloudAccount: {} }]],
  ['dockle', { summary: { fatal: 0 }, details: [] }],
  ['hadolint', [{ code: 'DL3008', level: 'warning', line: 1, column: 1 }]],
  ['gitlab-code-quality', [{ check_name: 'x', fingerprint: 'y', location: { path: 'z' }, severity: 'major' }]],
  ['checkov', { check_type: 'kubernetes', results: { failed_checks: [] } }],
  ['kube-linter', { Checks: [], Reports: null, Summary: { KubeLinterVersion: '0.7' } }],
  ['polaris', { PolarisOutputVersion: '1.0', Results: [] }],
  ['terrascan', { results: { violations: null, scan_summary: {} } }],
  ['tfsec', { results: [{ rule_id: 'x', rule_provider: 'aws', severity: 'HIGH', location: {} }] }],
  ['npm-audit', { auditReportVersion: 2, vulnerabilities: {} }],
  ['xygeni', { metadata: { scanType: 'sast', reportProperties: {} }, vulnerabilities: [] }],
  ['trufflehog', { SourceMetadata: {}, DetectorName: 'AWS' }],
  ['gitleaks', [{ RuleID: 'aws', Secret: 'x' }]],
]

const texts: readonly (readonly [format: string, name: string, text: string])[] = [
  ['trivy-table', 'scan.txt', 'shop/web:1.4 (debian 12)\n====\nTotal: 3 (UNKNOWN: 0, LOW: 1, HIGH: 2)\n'],
  ['trivy-html', 'report.html', '<!DOCTYPE html><html><head><title>shop/web - Trivy Report - 2026-06-15</title>'],
  ['trivy-junit', 'trivy-results.xml', '<testsuites><testsuite><testcase classname="a" name="[HIGH] CVE-2026-0001">'],
  [
    'grype-table',
    'vulns.log',
    'NAME  INSTALLED  FIXED-IN  TYPE  VULNERABILITY  SEVERITY\na  1  2  deb  CVE-2026-0001  High\n',
  ],
  ['csv', 'cve-report.csv', 'CVE ID,Severity,Package\nCVE-2026-0001,High,openssl\n'],
  ['snyk', 'snyk.txt', 'Tested 12 dependencies for known issues, found 1 issue.\n'],
  ['cyclonedx-vulnerabilities', 'bom.xml', '<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><vulnerabilities>'],
  ['cyclonedx', 'bom.xml', '<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components/></bom>'],
  ['spdx', 'web.spdx', 'SPDXVersion: SPDX-2.3\n'],
  ['hadolint-settings', '.hadolint.yaml', 'failure-threshold: warning\n'],
  ['hadolint-settings', '.hadolint.yml', 'ignored: [DL3008]\n'],
  ['kube-linter-settings', '.kube-linter.yaml', 'checks:\n  addAllBuiltIn: true\n'],
  ['checkov-settings', '.checkov.yaml', 'check: [CKV_K8S_16]\n'],
  ['checkov-settings', '.checkov.yml', 'compact: true\n'],
  ['polaris-settings', 'polaris.yaml', 'checks:\n  runAsPrivileged: danger\n'],
  ['kube-score-settings', '.kube-score.yml', 'ignore-test: [pod-networkpolicy]\n'],
  ['trivy-settings', 'trivy.yaml', 'severity: [LOW]\nvulnerability: {ignore-unfixed: true}\n'],
  ['kics-settings', 'kics.config', '{"exclude-queries": ["x"], "vulnerabilities": 1}'],
  ['kics-settings', 'kics.config', 'exclude-queries: x\n'],
  ['ignore-file', '.trivyignore', 'CVE-2026-0001\n'],
  ['ignore-file', '.trivyignore.yaml', 'vulnerabilities:\n  - id: CVE-2026-0001\n'],
  ['ignore-file', '.grype.yaml', 'ignore:\n  - vulnerability: CVE-2026-0001\n'],
  ['ignore-file', '.snyk', 'ignore: {}\n'],
  ['ignore-file', 'osv-scanner.toml', '[[IgnoredVulns]]\n'],
]

const isScan = (format: string): boolean => readers.find(reader => reader.format === format)?.unread === 'scan'

test('every format that is known has an example', () => {
  const known = readers.filter(({ unread }) => unread !== undefined).map(({ format }) => format)
  const shown = [...documents, ...texts].map(([format]) => format)
  expect(known.filter(format => !shown.includes(format))).toEqual([])
})

test.each(documents)('%s: %j is told from all others', (format, json) => {
  expect(readerOf(json)?.format).toBe(format)
  expect(readerOf({ wrapped: json })?.format).toBe(format)
})

const files = [
  ...documents.map(([format, json]) => [format, 'out/1.json', JSON.stringify(json)] as const),
  ...texts.map(([format, name, text]) => [format, `out/${name}`, text] as const),
  ['trivy-operator', 'out/1.yaml', `${pod('a')}---\n${JSON.stringify(operator)}\n`],
  ['trivy-operator', 'out/1.yaml', `kind: List\napiVersion: v1\nitems: [${JSON.stringify(operator)}]\n`],
  ['policy-report', 'out/1.yaml', JSON.stringify(policies, undefined, 1)],
  ['trivy-operator-sbom', 'out/1.yml', 'apiVersion: aquasecurity.github.io/v1alpha1\nkind: SbomReport\nreport: {}\n'],
] as const

test.each(files)('%s in %s lies beside a manifest: %s', async (format, file, text) => {
  const read = await readFiles({ 'k8s/web.yaml': pod('web'), [file]: text })
  const named = await readNamed({ [file]: text }, file)
  expect(named.inputs.unread).toEqual([])
  expect(faults(named)).toEqual([expect.stringMatching(/^NOT_A_REPORT out\/\S+ this is an? .+: .+/)])
  if (isScan(format)) {
    expect(faults(read)).toEqual(faults(named))
    expect(faults(read)[0]).toContain('`paths.exclude` in .seaworthy.yml')
    expect(unread(read)).toEqual([])
  } else {
    expect(faults(read)).toEqual([])
    expect(read.inputs.unread).toEqual([{ file, format, why: named.faults[0]?.message }])
  }
})

test.each<[string, unknown]>([
  ['an answer of the API of Slack', { ok: false, error: 'channel_not_found' }],
  ['an answer of CouchDB', { total_rows: 3, rows: [{ id: 'a', key: 'a' }] }],
  ['an answer of an API', { total_count: 1, data: [{ id: 1, severity: 'low' }] }],
  ['a page of results', { pagesize: 10, result: [] }],
  ['a list of errors', [{ code: 'E1', level: 'error', line: 3 }]],
  ['a list of artifacts', { artifacts: [{ name: 'x', issues: [] }] }],
  [
    'a compliance report that is only asked for',
    { apiVersion: 'aquasecurity.github.io/v1alpha1', kind: 'ClusterComplianceReport', spec: {} },
  ],
  [
    'the definition of reports',
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'vulnerabilityreports.aquasecurity.github.io' },
    },
  ],
  ['a list of objects', { apiVersion: 'v1', kind: 'List', items: [] }],
  ['a package', { name: 'x', version: '1.0.0', scan: {}, vulnerabilities: {} }],
  [
    'a schema',
    { $schema: 'https://json-schema.org/draft-07/schema', properties: { vulnerabilities: {}, severity: {} } },
  ],
  ['null', null],
  ['a number', 3],
])('%s is in no format that is known', (_, json) => expect(readerOf(json)).toBeUndefined())

test.each(['notes.txt', 'report.html', 'results.xml', 'scan.log'])('%s of somebody else is ordinary', async file => {
  const read = await readFiles({ 'k8s/web.yaml': pod('web'), [file]: 'a scan of CVE-2026-0001 with severity High\n' })
  expect([...faults(read), ...unread(read)]).toEqual([])
})

test('a text that nobody calls a report is not looked into', async () => {
  const table = 'Total: 3 (UNKNOWN: 0, LOW: 1, HIGH: 2)\n'
  const read = await readFiles({ 'docs/usage.txt': table })
  expect([...faults(read), ...unread(read)]).toEqual([])
  expect(faults(await readFiles({ 'docs/usage.txt': table }, {}, ['docs/usage.txt']))).toEqual([
    expect.stringMatching(/^NOT_A_REPORT docs\/usage.txt this is a Trivy table report/),
  ])
})

const SBOM = 'apiVersion: aquasecurity.github.io/v1alpha1\nkind: SbomReport\nreport: {}\n'

test('what a scanner wrote beside an object is no object to check, and the object is', async () => {
  const read = await readFiles({ 'x.yaml': `${pod('web')}---\n${JSON.stringify(operator)}\n---\n${SBOM}` })
  expect(objects(read)).toEqual(['Pod/web in x.yaml'])
  expect(faults(read)).toEqual([expect.stringMatching(/^NOT_A_REPORT x.yaml this is a Trivy Operator report/)])
  expect(unread(read)).toEqual([expect.stringMatching(/^x.yaml: this is a Trivy Operator SBOM/)])
})

test('what holds no findings is a fault where a path names it', async () => {
  const read = await readFiles({ 'x.yaml': SBOM }, {}, ['x.yaml'])
  expect(faults(read)).toEqual([expect.stringMatching(/^NOT_A_REPORT x.yaml this is a Trivy Operator SBOM/)])
  expect(unread(read)).toEqual([])
})

test('what was not read is sorted by file, whoever tells of it', async () => {
  const read = await readFiles({ 'c.yaml': SBOM, 'b.json': '{"severity": 1}', 'a.yaml': SBOM, 'd/.snyk': '' })
  expect(read.inputs.unread.map(({ file }) => file)).toEqual(['a.yaml', 'b.json', 'c.yaml', 'd/.snyk'])
})

test.each<[string, unknown]>([
  ['snyk-results.json', ['NOT_JSON']],
  ['snyk-settings.json', []],
  ['results.json', []],
])('%s that was cut is a fault when only a scanner has files of this name', async (file, codes) => {
  const read = await readFiles({ [file]: '{"vulnerabilities": [{"severity": ' })
  expect(read.faults.map(({ code }) => code)).toEqual(codes)
})

test('the policy takes out what it is told to take out', async () => {
  const tree = { 'k8s/web.yaml': pod('web'), 'out/snyk.json': '{"ok": false, "vulnerabilities": []}' }
  expect(faults(await readFiles(tree))).toHaveLength(1)
  expect(faults(await readFiles(tree, {}, [], ['out/**']))).toEqual([])
})

test('JSON that only mentions findings is told, whole or not', async () => {
  const read = await readFiles({
    'b/settings.json': '{"severity": "high", /* why */ "x": 1}',
    'a/notes.json': '{"note": "CVE-2026-0001"}',
  })
  expect(faults(read)).toEqual([])
  expect(unread(read)).toEqual([
    expect.stringMatching(/^a\/notes.json: this is JSON, but not a report in a supported format \(.*Trivy/),
    expect.stringMatching(/^b\/settings.json: this is not JSON at line 1, column 22/),
  ])
  expect(read.inputs.unreadCount).toBe(2)
})

test('a thousand of them are named, and all are counted', async () => {
  const many = Object.fromEntries(Array.from({ length: 1001 }, (_, n) => [`out/${n + 1000}.json`, '{"severity": 1}']))
  const { inputs } = await readFiles(many)
  expect(inputs.unreadCount).toBe(1001)
  expect(inputs.unread.map(({ file }) => file)).toEqual(Object.keys(many).slice(0, 1000))
})
