import { plain } from './fixtures.ts'
import type { Scenario } from './scenario.ts'

const NOTHING = { new: 0, known: 0, incomparable: 0, fixed: 0 }
const NEW = { ...NOTHING, new: 1, known: 1 }
const INCOMPARABLE = { ...NOTHING, incomparable: 1, known: 1 }

const POD = { 'k8s/a.yaml': plain('a') }
const [OLD, TODAY] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z']

/** A report of Grype on the image of the pod, with a database of this date, or as old ones that do not tell it. */
const grype = (built: string | undefined, ids: readonly string[], image = 'shop/web:1'): string =>
  JSON.stringify({
    matches: ids.map(id => ({
      vulnerability: { id, severity: 'High' },
      artifact: { name: 'openssl', version: '1', type: 'deb' },
    })),
    source: { type: 'image', target: { userInput: image } },
    descriptor: { name: 'grype', ...(built !== undefined && { db: { status: { built, valid: true } } }) },
  })

/** One of Trivy, which tells nothing of its database. */
const trivy = (...ids: readonly string[]): string =>
  JSON.stringify({
    SchemaVersion: 2,
    ArtifactName: 'shop/web:1',
    ArtifactType: 'container_image',
    Results: [
      {
        Target: 'debian',
        Class: 'os-pkgs',
        Type: 'debian',
        Vulnerabilities: ids.map(VulnerabilityID => ({
          ...{ VulnerabilityID, PkgName: 'openssl', InstalledVersion: '1', Severity: 'HIGH' },
        })),
      },
    ],
  })

const [ONE, TWO] = [['CVE-2026-1'], ['CVE-2026-1', 'CVE-2026-2']]

/** A second CVE is reported, of an image that was scanned before. */
const scanned = (before: string | undefined, now: string | undefined): Pick<Scenario, 'base' | 'change' | 'rules'> => ({
  base: { ...POD, 'grype.json': grype(before, ONE) },
  change: { 'grype.json': grype(now, TWO) },
  rules: ['vulnerable-package'],
})

/** What scanners report more than in the base: since the change, or since another database. */
export const SCANS: readonly Scenario[] = (['merge, fetch-depth 2', '--base-result'] as const)
  .flatMap((checkout): readonly Scenario[] => [
    { name: 'scanned with the same database', ...scanned(OLD, OLD), checkout, expected: NEW },
    { name: 'scanned with another database', ...scanned(OLD, TODAY), checkout, expected: INCOMPARABLE },
    { name: 'no report tells of its database', ...scanned(undefined, undefined), checkout, expected: NEW },
    { name: 'only the report of the base does', ...scanned(OLD, undefined), checkout, expected: INCOMPARABLE },
    { name: 'only the report of the change does', ...scanned(undefined, TODAY), checkout, expected: INCOMPARABLE },
    {
      ...{ name: 'scanned under another name, with the same database', ...scanned(OLD, OLD), checkout },
      moves: { 'grype.json': 'web.json' },
      change: { 'web.json': grype(OLD, TWO) },
      expected: NEW,
    },
    {
      ...{ name: 'scanned under another name, with another database', ...scanned(OLD, TODAY), checkout },
      moves: { 'grype.json': 'web.json' },
      change: { 'web.json': grype(TODAY, TWO) },
      expected: INCOMPARABLE,
    },
    {
      ...{ name: 'two scanners, and one has nothing else to compare with', ...scanned(OLD, TODAY), checkout },
      base: { ...POD, 'grype.json': grype(OLD, ONE), 'trivy.json': trivy(...ONE) },
      change: { 'grype.json': grype(TODAY, TWO), 'trivy.json': trivy(...TWO) },
      expected: NEW,
    },
    {
      ...{ name: 'two reports of one scanner, of different days', ...scanned(OLD, TODAY), checkout },
      base: { ...POD, 'grype.json': grype(TODAY, ONE), 'old.json': grype(OLD, ONE) },
      change: { 'grype.json': grype(TODAY, TWO) },
      expected: NEW,
    },
    {
      ...{ name: 'no report in the base', ...scanned(OLD, TODAY), checkout },
      base: POD,
      expected: { ...NOTHING, incomparable: 2 },
    },
  ])
  .map(row => ({ ...row, name: `${row.name} (${row.checkout})` }))
  .concat(
    {
      name: 'another image scanned with another database',
      ...scanned(OLD, TODAY),
      change: { 'api.json': grype(TODAY, ONE, 'shop/api:1') },
      expected: NEW,
    },
    {
      name: 'the same image by another tag, with another database',
      ...scanned(OLD, TODAY),
      change: { 'grype.json': grype(TODAY, TWO, 'shop/web:2') },
      expected: INCOMPARABLE,
    },
    {
      name: 'an image that no manifest names, with another database',
      ...scanned(OLD, TODAY),
      base: { 'grype.json': grype(OLD, ONE) },
      expected: INCOMPARABLE,
    },
    {
      name: 'a folder, with another database',
      ...scanned(OLD, TODAY),
      base: { 'grype.json': grype(OLD, ONE, '') },
      change: { 'grype.json': grype(TODAY, TWO, '') },
      expected: INCOMPARABLE,
    },
    {
      name: 'another scanner',
      ...scanned(OLD, TODAY),
      change: { 'trivy.json': trivy(...TWO) },
      expected: NEW,
    },
  )
