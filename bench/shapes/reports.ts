import { grypeReport } from '../grype.ts'
import { many, oneFile, podText, type Shape } from './shape.ts'

const IMAGE = 'registry.fleet.example/billing:latest'

const usersOf = (count: number): string => many(count, i => podText(i).replace('shop/web:1', IMAGE), '\n---\n')

const sarif = (count: number): string =>
  JSON.stringify({
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'Trivy', rules: Array.from({ length: count }, (_, i) => ({ id: `CVE-2026-${10_000 + i}` })) },
        },
        results: Array.from({ length: count }, (_, i) => ({
          ruleId: `CVE-2026-${10_000 + i}`,
          ruleIndex: i,
          level: 'error',
          message: {
            text: `Package: openssl\nInstalled Version: 3.0.${i}\nVulnerability CVE-2026-${10_000 + i}\nSeverity: HIGH\nFixed Version: 4`,
          },
          locations: [{ physicalLocation: { artifactLocation: { uri: 'shop/web' }, region: { startLine: 1 } } }],
        })),
      },
    ],
  })

const vulnerability = (i: number) => ({
  VulnerabilityID: `CVE-2026-${10_000 + i}`,
  PkgName: `p${i}`,
  InstalledVersion: '1',
  FixedVersion: '2',
  Severity: 'HIGH',
  Title: 'overflow',
})

const trivy = (image: string, count: number): string =>
  JSON.stringify({
    SchemaVersion: 2,
    ArtifactName: image,
    ArtifactType: 'container_image',
    Results: [
      {
        Target: 'debian',
        Class: 'os-pkgs',
        Type: 'debian',
        Vulnerabilities: Array.from({ length: count }, (_, i) => vulnerability(i)),
      },
    ],
  })

/** Reports of scanners, and the files in which their images are used. */
export const reportShapes: readonly Shape[] = [
  oneFile('matches of a Grype report', 500, 'image.grype.json', grypeReport),
  oneFile('results of a SARIF report', 500, 'trivy.sarif', sarif),
  oneFile('vulnerabilities of a Trivy report', 500, 'trivy.json', count => trivy('shop/web:1', count)),
  {
    title: 'vulnerabilities × users of the image',
    size: 50,
    files: count => [
      ['image.grype.json', grypeReport(count)],
      ['pods.yaml', usersOf(count)],
    ],
  },
  {
    title: 'reports on one image',
    size: 20,
    files: count => Array.from({ length: count }, (_, i) => [`trivy-${i}.json`, trivy('shop/web:1', 20)] as const),
  },
  {
    title: 'reports on images, each in use',
    size: 50,
    files: count => [
      ...Array.from({ length: count }, (_, i) => [`trivy-${i}.json`, trivy(`shop/web:${i}`, 5)] as const),
      ['pods.yaml', many(count, i => podText(i).replace('web:1', `web:${i}`), '\n---\n')] as const,
    ],
  },
]
