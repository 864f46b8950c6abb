import { expect, test } from 'vitest'
import type { Finding } from '../../../src/core/finding.ts'
import { check } from '../../../src/engine/check.ts'
import { rules } from '../../../src/rules/index.ts'
import { read } from '../../kit/read.ts'
import { table } from '../../kit/table.ts'

/** A Trivy report of one image with one result. */
const trivy = (result: Record<string, unknown>): string =>
  JSON.stringify(
    {
      SchemaVersion: 2,
      ArtifactName: 'shop/api:1.4',
      ArtifactType: 'container_image',
      Metadata: { OS: { Family: 'debian', Name: '12.12' } },
      Results: [{ Target: 'shop/api:1.4 (debian 12.12)', Class: 'os-pkgs', Type: 'debian', ...result }],
    },
    undefined,
    2,
  )

const vulnerability = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  VulnerabilityID: 'CVE-2026-1234',
  PkgName: 'openssl',
  InstalledVersion: '3.0.11-1',
  FixedVersion: '3.0.15-1',
  Severity: 'HIGH',
  ...more,
})

/** A SARIF report of one vulnerability, as most tools write it: nothing tells the package. */
const sarif = (id: string): string =>
  JSON.stringify({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'snyk', rules: [{ id, properties: { tags: ['vulnerability'] } }] } },
        results: [
          {
            ruleId: id,
            level: 'error',
            message: { text: 'a heap overflow' },
            locations: [{ physicalLocation: { artifactLocation: { uri: 'Dockerfile' } } }],
          },
        ],
      },
    ],
  })

const clean = trivy({ Packages: [] })

const api = (image: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: api\nspec:\n  containers:\n    - name: api\n      image: ${image}\n`

table('vulnerable-package', {
  says: '`openssl` 3.0.11-1 has CVE-2026-1234, fixed in 3.0.15-1',
  bad: [
    [
      'the image of a container, at the line that names it',
      { 'trivy.json': trivy({ Vulnerabilities: [vulnerability()] }), 'api.yaml': api('shop/api:1.4') },
      'image: shop/api:1.4',
    ],
    [
      'the same image under its full name',
      { 'trivy.json': trivy({ Vulnerabilities: [vulnerability()] }), 'api.yaml': api('docker.io/shop/api:1.4') },
      'image: docker.io/shop/api:1.4',
    ],
    [
      'an image that nothing here runs stands in its report',
      {
        'trivy.json': trivy({ Vulnerabilities: [vulnerability({ FixedVersion: '' })] }),
        'api.yaml': api('shop/api:1.5'),
      },
      { at: '', message: 'in `shop/api:1.4`: `openssl` 3.0.11-1 has CVE-2026-1234, not fixed yet' },
    ],
    [
      'a report that does not say whether there is a fix',
      {
        'trivy.json': trivy({
          Vulnerabilities: [vulnerability({ FixedVersion: '', Status: 'under_investigation' })],
        }),
        'api.yaml': api('shop/api:1.4'),
      },
      { at: 'image: shop/api:1.4', message: '`openssl` 3.0.11-1 has CVE-2026-1234' },
    ],
    [
      'fixed in several versions',
      {
        'trivy.json': trivy({ Vulnerabilities: [vulnerability({ FixedVersion: '3.0.15-1, 3.1.7' })] }),
        'api.yaml': api('shop/api:1.4'),
      },
      {
        at: 'image: shop/api:1.4',
        message: '`openssl` 3.0.11-1 has CVE-2026-1234, fixed in 3.0.15-1, 3.1.7',
      },
    ],
    [
      'a package without a version',
      {
        'trivy.json': trivy({ Vulnerabilities: [vulnerability({ InstalledVersion: '' })] }),
        'api.yaml': api('shop/api:1.4'),
      },
      { at: 'image: shop/api:1.4', message: '`openssl` has CVE-2026-1234, fixed in 3.0.15-1' },
    ],
    [
      'a report that names no package',
      {
        'snyk.json': sarif('CVE-2026-1234'),
      },
      { at: '', message: '`?` has CVE-2026-1234' },
    ],
  ],
  good: [
    ['a scan that found nothing', { 'trivy.json': clean, 'api.yaml': api('shop/api:1.4') }],
    [
      'what the scanner itself has been told to leave out',
      {
        'trivy.json': trivy({
          ExperimentalModifiedFindings: [
            {
              Type: 'vulnerability',
              Status: 'not_affected',
              Statement: 'code not in use',
              Source: 'vex.json',
              Finding: vulnerability(),
            },
          ],
        }),
      },
    ],
    [
      'a secret is another rule',
      {
        'trivy.json': trivy({
          Secrets: [{ RuleID: 'github-pat', Severity: 'CRITICAL', Title: 'GitHub token', Match: '***' }],
        }),
      },
    ],
  ],
})

table('secret-in-image', {
  says: '/app/.env:1: GitHub token (`github-pat`)',
  bad: [
    [
      'a token in a layer',
      {
        'trivy.json': trivy({
          Target: '/app/.env',
          Class: 'secret',
          Secrets: [
            {
              RuleID: 'github-pat',
              Category: 'GitHub',
              Severity: 'CRITICAL',
              Title: 'GitHub token',
              StartLine: 1,
              EndLine: 1,
              Match: 'TOKEN=***',
            },
          ],
        }),
        'api.yaml': api('shop/api:1.4'),
      },
      { at: 'image: shop/api:1.4', severity: 'critical' },
    ],
    [
      'a report that says neither what nor where',
      { 'trivy.json': trivy({ Target: '', Secrets: [{ RuleID: 'github-pat', Severity: 'HIGH' }] }) },
      { at: '', message: 'in `shop/api:1.4`: a secret (`github-pat`)' },
    ],
  ],
  good: [['a scan that found nothing', { 'trivy.json': clean }]],
})

table('scanner-misconfiguration', {
  bad: [
    [
      'a Dockerfile that Trivy looked at',
      {
        'trivy.json': trivy({
          Target: 'Dockerfile',
          Class: 'config',
          Type: 'dockerfile',
          Misconfigurations: [
            {
              ID: 'DS-0002',
              Title: 'Image user should not be root',
              Severity: 'HIGH',
              Status: 'FAIL',
              CauseMetadata: { StartLine: 3, EndLine: 3 },
            },
          ],
        }),
      },
      { at: '', severity: 'high' },
    ],
    [
      'a report that says neither what nor where',
      { 'trivy.json': trivy({ Target: '', Misconfigurations: [{ ID: 'X-1', Severity: 'MEDIUM', Status: 'FAIL' }] }) },
      { at: '', message: 'in `shop/api:1.4`: `X-1`: misconfiguration' },
    ],
  ],
  good: [
    [
      'a check that passed',
      {
        'trivy.json': trivy({
          Target: 'Dockerfile',
          Class: 'config',
          Type: 'dockerfile',
          Misconfigurations: [
            { ID: 'DS-0002', Title: 'Image user should not be root', Severity: 'HIGH', Status: 'PASS' },
          ],
        }),
      },
    ],
  ],
  says: 'in `shop/api:1.4`: `DS-0002`: Dockerfile:3: Image user should not be root',
})

table('image-license', {
  bad: [
    [
      'a license that the scanner restricts',
      {
        'trivy.json': trivy({
          Target: 'OS Packages',
          Class: 'license',
          Licenses: [
            { Severity: 'HIGH', Category: 'restricted', PkgName: 'bash', Name: 'GPL-3.0-or-later', Confidence: 1 },
          ],
        }),
        'api.yaml': api('shop/api:1.4'),
      },
      { at: 'image: shop/api:1.4', severity: 'high' },
    ],
    [
      'a file of no package',
      { 'trivy.json': trivy({ Class: 'license-file', Licenses: [{ Severity: 'LOW', Name: 'GPL-3.0' }] }) },
      { at: '', message: 'in `shop/api:1.4`: `?` is licensed under `GPL-3.0`' },
    ],
  ],
  good: [['a scan that found nothing', { 'trivy.json': clean }]],
  says: '`bash` is licensed under `GPL-3.0-or-later`',
})

table('end-of-life-base', {
  bad: [
    [
      'a release that gets no fixes any more',
      {
        'trivy.json': JSON.stringify({
          SchemaVersion: 2,
          ArtifactName: 'shop/api:1.4',
          ArtifactType: 'container_image',
          Metadata: { OS: { Family: 'debian', Name: '9.13', EOSL: true } },
          Results: [{ Target: 'shop/api:1.4 (debian 9.13)', Class: 'os-pkgs', Type: 'debian' }],
        }),
        'api.yaml': api('shop/api:1.4'),
      },
      'image: shop/api:1.4',
    ],
  ],
  good: [['a supported release', { 'trivy.json': clean }]],
  says: 'debian 9.13 is past its end of life: its vulnerabilities are no longer reported',
})

const findingsOf = async (files: Record<string, string>): Promise<readonly Finding[]> => {
  const enabledRules = [...rules.values()].filter(rule => rule.on === 'scan').map(rule => ({ rule, options: {} }))
  return check(await read(files), enabledRules, { kubernetes: 36 }).findings
}

const unfixed = [{ FixedVersion: '' }, { FixedVersion: '', Status: 'under_investigation' }]

test('a fix, none, and a report that does not say', async () => {
  const Vulnerabilities = [{}, ...unfixed].map((more, at) => vulnerability({ VulnerabilityID: `CVE-${at}`, ...more }))
  const findings = await findingsOf({ 'trivy.json': trivy({ Vulnerabilities }), 'api.yaml': api('shop/api:1.4') })
  expect(findings.map(({ message, package: about }) => [message, about?.fixed])).toEqual([
    ['`openssl` 3.0.11-1 has CVE-0, fixed in 3.0.15-1', ['3.0.15-1']],
    ['`openssl` 3.0.11-1 has CVE-1, not fixed yet', []],
    ['`openssl` 3.0.11-1 has CVE-2', undefined],
  ])
})

test('a finding that stands in the report names the image', async () => {
  const result = {
    Vulnerabilities: [vulnerability()],
    Licenses: [{ Severity: 'HIGH', PkgName: 'bash', Name: 'GPL-3.0' }],
  }
  const findings = await findingsOf({ 'trivy.json': trivy(result) })
  expect(findings.map(({ message }) => message)).toEqual([
    'in `shop/api:1.4`: `openssl` 3.0.11-1 has CVE-2026-1234, fixed in 3.0.15-1',
    'in `shop/api:1.4`: `bash` is licensed under `GPL-3.0`',
  ])
})

test('what two scanners tell of one image is one finding, and both are named', async () => {
  const grype = {
    descriptor: { name: 'grype' },
    source: { type: 'image', target: { userInput: 'shop/api:1.4' } },
    matches: [
      {
        vulnerability: { id: 'CVE-2026-1234', severity: 'Critical', fix: { state: 'not-fixed' } },
        artifact: { name: 'openssl', version: '3.0.11-1', type: 'deb' },
      },
    ],
  }
  const files = { 'grype.json': JSON.stringify(grype), 'trivy.json': trivy({ Vulnerabilities: [vulnerability()] }) }
  expect(await findingsOf(files)).toMatchObject([
    {
      message: 'in `shop/api:1.4`: `openssl` 3.0.11-1 has CVE-2026-1234, fixed in 3.0.15-1',
      severity: 'critical',
      aliases: { grype: ['CVE-2026-1234'], trivy: ['CVE-2026-1234'] },
      location: { file: 'grype.json' },
      related: [
        { file: 'grype.json', note: 'reported by grype' },
        { file: 'trivy.json', note: 'reported by trivy' },
      ],
    },
  ])
  // Only Trivy calls the image by the name that the manifest runs.
  const named = files['trivy.json'].replace('"Metadata": {', '"Metadata": { "RepoTags": ["shop/api:live"],')
  expect(await findingsOf({ ...files, 'trivy.json': named, 'api.yaml': api('shop/api:live') })).toMatchObject([
    { message: '`openssl` 3.0.11-1 has CVE-2026-1234, fixed in 3.0.15-1', location: { file: 'api.yaml' } },
  ])
})

test('of an image with thousands of users, five others are listed and all are counted', async () => {
  const users = Array.from({ length: 50 }, (_, i) => api('shop/api:1.4').replace(/name: \S+/, `name: api-${i}`))
  const files = { 'trivy.json': trivy({ Vulnerabilities: [vulnerability()] }), 'api.yaml': users.join('---\n') }
  const [finding] = await findingsOf(files)
  expect(finding?.related.map(({ note }) => note)).toEqual([
    ...[1, 2, 3, 4, 5].map(i => `also used by \`Pod/api-${i} › api\``),
    'reported by trivy',
  ])
  // Names of nobody are none.
  expect(finding?.aliases).toEqual({ cve: ['CVE-2026-1234'], trivy: ['CVE-2026-1234'] })
  // The first user is the place itself, and the report is one of those that are listed.
  expect(finding?.relatedCount).toBe(50)
  const [few] = await findingsOf({ ...files, 'api.yaml': users.slice(0, 6).join('---\n') })
  expect([few?.related.length, few?.relatedCount]).toEqual([6, undefined])
})

test('the file in the image is told: of a package, and of what is in a file', async () => {
  const library = {
    Target: 'Node.js',
    Class: 'lang-pkgs',
    Type: 'node-pkg',
    Vulnerabilities: [vulnerability({ PkgPath: 'app/node_modules/x/package.json' })],
  }
  const secret = { Target: '/app/.env', Class: 'secret', Secrets: [{ RuleID: 'x', Severity: 'LOW', StartLine: 3 }] }
  const findings = await findingsOf({
    'a.json': trivy(library),
    'b.json': trivy(secret),
    'c.json': trivy({ Vulnerabilities: [vulnerability({ VulnerabilityID: 'CVE-2026-5' })] }),
  })
  expect(findings.map(({ image }) => image?.path)).toEqual(['app/node_modules/x/package.json', '/app/.env', undefined])
})
