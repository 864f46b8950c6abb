import { table } from '../kit/table.ts'

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
      '',
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
      'image: shop/api:1.4',
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
      '',
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
      'image: shop/api:1.4',
    ],
  ],
  good: [['a scan that found nothing', { 'trivy.json': clean }]],
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
})
