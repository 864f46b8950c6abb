import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { looksLikeReport, otherFormat } from '../../src/scans/sniff.ts'
import { fixtures } from './kit.ts'

/** The same keys in the order of the alphabet, as `jq -S` and some libraries write them. */
const sorted = (json: unknown): unknown =>
  Array.isArray(json)
    ? json.map(sorted)
    : typeof json === 'object' && json !== null
      ? Object.fromEntries(
          Object.entries(json)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, value]) => [key, sorted(value)]),
        )
      : json

test.each(fixtures)('%s looks like a report, in any spelling', file => {
  const text = readFileSync(file, 'utf8')
  expect(looksLikeReport(text)).toBe(true)
  expect(looksLikeReport(JSON.stringify(JSON.parse(text)))).toBe(true)
  expect(looksLikeReport(JSON.stringify(sorted(JSON.parse(text)), null, 4))).toBe(true)
  expect(looksLikeReport([...text].join('\0'))).toBe(true)
})

test.each([
  ['package.json', { name: 'x', version: '2.1.0', scripts: { runs: 'x' }, dependencies: {} }],
  ['package-lock.json', { name: 'x', lockfileVersion: 3, packages: { 'node_modules/sarif': { version: '2.1.0' } } }],
  ['tsconfig.json', { $schema: 'https://json.schemastore.org/tsconfig', compilerOptions: {}, include: ['src'] }],
  ['composer.lock', { packages: [{ name: 'a/b', source: { type: 'git' } }] }],
  ['a Kubernetes object', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' }, spec: {} }],
  [
    'an HTTPRoute',
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', spec: { rules: [{ matches: [{ path: {} }] }] } },
  ],
  [
    'a manifest of an image',
    { schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json', config: {}, layers: [] },
  ],
  ['a CloudFormation template', { Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } }],
  ['an Action in JSON', { name: 'x', runs: { using: 'node24' } }],
  ['an ECS cluster', { ClusterName: 'x', Tags: [] }],
  ['an SBOM', { bomFormat: 'CycloneDX', specVersion: '1.6', metadata: {}, components: [{ name: 'x' }] }],
  ['nothing', {}],
])('%s does not look like a report', (_, json) => {
  expect(looksLikeReport(JSON.stringify(json, null, 2))).toBe(false)
  expect(looksLikeReport(JSON.stringify(json))).toBe(false)
})

test('no head takes long', () => {
  const started = performance.now()
  for (const part of ['"runs"', '"matches" ', '"Target"\n', '"$schema":"', '"version" : ', ' ', '"runs":[', '\0'])
    looksLikeReport(part.repeat(Math.ceil(65_536 / part.length)).slice(0, 65_536))
  expect(performance.now() - started).toBeLessThan(500)
})

test.each<[string, unknown]>([
  ['OpenVEX document', { '@context': 'https://openvex.dev/ns/v0.2.0', statements: [] }],
  ['CSAF document', { document: { csaf_version: '2.0' } }],
  ['CycloneDX SBOM', { bomFormat: 'CycloneDX', components: [] }],
  ['CycloneDX document with vulnerabilities', { bomFormat: 'CycloneDX', vulnerabilities: [] }],
  ['SPDX SBOM', { spdxVersion: 'SPDX-2.3' }],
  ['SPDX SBOM', { '@context': ['https://spdx.org/rdf/3.0.1/spdx-context.jsonld'], '@graph': [] }],
  ['Syft SBOM', { artifacts: [], artifactRelationships: [], schema: {} }],
  ['Xeol report', { matches: [{ Cycle: {} }], descriptor: { name: 'xeol' } }],
  ['Snyk report', { ok: false, vulnerabilities: [], dependencyCount: 1 }],
  ['Snyk report', { ok: false, error: 'x', path: 'y' }],
  ['Snyk report', [{ vulnerabilities: [], projectName: 'docker-image|x' }]],
  ['Clair report', { manifest_hash: 'x', package_vulnerabilities: {} }],
  ['Quay report', { status: 'scanned', data: { Layer: {} } }],
  ['Amazon ECR report', { imageScanStatus: {}, imageScanFindings: null }],
  ['Amazon Inspector report', { findings: [{ packageVulnerabilityDetails: {} }] }],
  ['AWS Security Hub (ASFF) report', { Findings: [{ ProductArn: 'x' }] }],
  ['Harbor report', { 'application/vnd.security.vulnerability.report; version=1.1': {} }],
  ['Trivy Operator report', { apiVersion: 'aquasecurity.github.io/v1alpha1', kind: 'VulnerabilityReport' }],
  ['Kubernetes policy report', { apiVersion: 'wgpolicyk8s.io/v1alpha2' }],
  ['Trivy summary of ids', { vulnerabilities: ['CVE-2026-0001'], misconfigurations: [] }],
  ['OSV-Scanner report', { results: [], experimental_config: {} }],
  ['Prisma Cloud (twistcli) report', { results: [{ vulnerabilityDistribution: {} }] }],
  ['Wiz report', { result: { __typename: 'CICDDiskScanResult' } }],
  ['Sysdig report', { scanner: { name: 'sysdig-cli-scanner' } }],
  ['GitLab report', { version: '15.0.0', vulnerabilities: [], scan: {} }],
  ['Dockle report', { summary: { fatal: 0 }, details: [] }],
  ['JFrog Xray report', { vulnerabilities: null, securityViolations: null }],
  ['JFrog Xray report', [{ scan_id: 'x', vulnerabilities: [] }]],
  ['Anchore report', { imageDigest: 'x', vulnerability_type: 'all', vulnerabilities: [] }],
  ['StackRox (roxctl) report', { result: { summary: { 'TOTAL-VULNERABILITIES': 1 } } }],
  ['NeuVector report', { report: { vulnerabilities: [] } }],
  ['Aqua report', { resources: [], image_assurance_results: {} }],
  ['Google Artifact Analysis report', { image_summary: {}, discovery_summary: {} }],
  ['Hadolint report', [{ code: 'DL3008', level: 'warning', line: 1 }]],
  ['TruffleHog report', { SourceMetadata: {}, DetectorName: 'AWS' }],
])('a %s is named', (name, json) => {
  expect(otherFormat(json)?.name).toBe(name)
})

test.each([[null], [undefined], [[]], [{}], ['x'], [3], [{ apiVersion: 'v1', kind: 'List', items: [] }], [[null]]])(
  '%j has no name',
  json => {
    expect(otherFormat(json)).toBeUndefined()
  },
)
