import { type Json, listOf, objectOf, objectsIn, textOf } from '../../json/json.ts'
import type { ReportReader } from '../../model/report.ts'
import { all, has, inside, isList, type Shape, says, some, unread } from '../unread.ts'

const SBOM =
  'it lists packages, not findings: scan it with `grype sbom:FILE -o json` or `trivy sbom --format json FILE`'
const VEX =
  'it states exploitability, not findings: pass it to the scanner with `--vex`, and use the report of the scanner'

const BOM = /<bom\b[^>]{0,500}"http:\/\/cyclonedx\.org\/schema\/bom\//

const cyclonedx: Shape = json => json['bomFormat'] === 'CycloneDX'
const holdsVulnerabilities: Shape = json => listOf(json['vulnerabilities']).length > 0

/**
 * VEX in CycloneDX: without components, and each vulnerability with an analysis or about the product as a whole, as
 * Dependency-Track exports it. With components it is what a scanner found.
 */
function isVex(json: Json): boolean {
  if (listOf(json['components']).length > 0) return false
  const product = textOf(objectOf(objectOf(json['metadata'])['component'])['bom-ref'])
  const isProduct = (ref: string): boolean => ref.startsWith('urn:cdx:') || (ref !== '' && ref === product)
  return objectsIn(json['vulnerabilities'], () => {}).every(
    vulnerability =>
      'analysis' in vulnerability ||
      listOf(vulnerability['affects']).some(affected => isProduct(textOf(objectOf(affected)['ref']))),
  )
}

/** What is often beside reports, and holds no findings of its own; and CycloneDX, which may hold either. */
export const DOCUMENTS: readonly ReportReader[] = [
  unread({
    format: 'openvex',
    title: 'OpenVEX document',
    unread: 'no scan',
    recognises: some(says('@context', /openvex/), all(has('author'), isList('statements'))),
    advice: VEX,
    signs: [[/"@context"\s*:\s*"[^"]{0,200}openvex/], [/"statements"\s*:\s*\[/, /"author"\s*:/]],
  }),
  unread({
    format: 'csaf',
    title: 'CSAF document',
    unread: 'no scan',
    recognises: inside('document', has('csaf_version')),
    advice: VEX,
    signs: [[/"csaf_version"\s*:/]],
  }),
  unread({
    format: 'cyclonedx-vex',
    title: 'CycloneDX VEX document',
    unread: 'no scan',
    recognises: all(cyclonedx, holdsVulnerabilities, isVex),
    advice: VEX,
  }),
  unread({
    format: 'cyclonedx-vulnerabilities',
    title: 'CycloneDX vulnerability',
    recognises: all(cyclonedx, holdsVulnerabilities),
    text: [BOM, /<vulnerabilities>/],
    advice: 'let the scanner write its own JSON, with `--format json` or `-o json`, or SARIF',
  }),
  unread({
    format: 'cyclonedx',
    title: 'CycloneDX SBOM',
    unread: 'no scan',
    recognises: cyclonedx,
    text: [BOM],
    file: /(?:^|[./])bom\.xml$|\.cdx\.xml$/i,
    advice: SBOM,
    signs: [[/"bomFormat"\s*:/]],
  }),
  unread({
    format: 'spdx',
    title: 'SPDX SBOM',
    unread: 'no scan',
    recognises: some(has('spdxVersion'), says('@context', /spdx/)),
    text: [/^SPDXVersion: SPDX-/m],
    file: /\.spdx(?:\.ya?ml|\.rdf)?$/i,
    advice: SBOM,
    signs: [[/"spdxVersion"\s*:/], [/"@context"\s*:\s*(?:\[\s*)?"[^"]{0,200}spdx/]],
  }),
  unread({
    format: 'syft',
    title: 'Syft SBOM',
    unread: 'no scan',
    recognises: has('artifacts', 'artifactRelationships'),
    advice: SBOM,
    signs: [[/"artifactRelationships"\s*:/], [/"artifacts"\s*:\s*\[/, /"foundBy"\s*:/]],
  }),
  unread({
    title: 'Trivy Operator SBOM',
    unread: 'no scan',
    recognises: all(says('apiVersion', /^aquasecurity\.github\.io\//), says('kind', /SbomReport$/), has('report')),
    advice: SBOM,
  }),
]
