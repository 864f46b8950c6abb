import type { Severity } from '../../core/severity.ts'

/** The common model that every scanner's report is read into. */

export type ScanKind = 'vulnerability' | 'secret' | 'misconfiguration' | 'license' | 'malware' | 'end-of-life'

export type FixState = 'fixed' | 'not-fixed' | 'will-not-fix' | 'deferred' | 'end-of-life' | 'unknown'

export interface Cvss {
  readonly version: string
  readonly score: number
  readonly vector?: string
  /** nvd, ghsa, redhat … */
  readonly source?: string
}

/** Something found in a package. */
export interface ScannedPackage {
  readonly name: string
  readonly version: string
  /** deb, apk, rpm, npm, pypi … in the scanner's words. */
  readonly type?: string
  readonly purl?: string
  /** File inside the image. */
  readonly path?: string
}

/** One row of a report. */
export interface ScanFinding {
  readonly kind: ScanKind
  /** CVE where there is one, else GHSA, else the scanner's id. */
  readonly id: string
  /** Every id and alias, `id` first. */
  readonly ids: readonly string[]
  readonly severity: Severity
  readonly title?: string
  readonly package?: ScannedPackage
  /** Versions that mend it: empty when the report says that there is none, absent when it does not say. */
  readonly fixed?: readonly string[]
  readonly fixState: FixState
  readonly cvss: readonly Cvss[]
  /** Exploit Prediction Scoring System: probability between 0 and 1. */
  readonly epss?: number
  /** In CISA's catalogue of known exploited vulnerabilities; `undefined` when the scanner does not say. */
  readonly kev?: boolean
  /** https only. */
  readonly url?: string
  /** The digest of the layer that brought it. */
  readonly layer?: string
  /** A file of the repository, when the scanner looked at files (SARIF of a linter, Trivy config). */
  readonly file?: {
    readonly path: string
    readonly line?: number
    readonly column?: number
    readonly endColumn?: number
  }
  /** Where in the image or the cluster, in full: a title is cut. Only tells rows apart. */
  readonly place?: string
  /** The scanner itself, or a VEX statement, says that it does not count. */
  readonly suppressed?: { readonly by: string; readonly reason?: string }
}

/** What was scanned. */
export interface ScannedImage {
  /** As the scanner names it: `shop/api:1.4`, or the path of a tar or folder. */
  readonly ref: string
  readonly digest?: string
  /** All other names: repo tags and repo digests. */
  readonly names: readonly string[]
  /** `linux/amd64` */
  readonly platform?: string
  /** The user of its configuration, empty when it sets none; absent when the report does not hold its configuration. */
  readonly user?: string
}

export interface ScanReport {
  readonly file: string
  /** `trivy`, `grype`; for SARIF the name of the driver. */
  readonly tool: string
  readonly toolVersion?: string
  readonly format: string
  readonly image?: ScannedImage
  /** When the scan ran. */
  readonly created?: Date
  /** When the database was built that it compared with. */
  readonly databaseBuilt?: Date
  /** False when the scan was not whole: a failed, cut or empty scan must never read as clean. */
  readonly complete: boolean
  /** Why it is not complete, and what to do. */
  readonly incompleteReason?: string
  readonly findings: readonly ScanFinding[]
}

/** Regular expressions that must all match: each begins with a literal and has one way to match, so that no text makes it slow. */
export type Sign = readonly [RegExp, ...RegExp[]]

/**
 * One format: all that discovery, `--report`, the help and the messages know of it. Total tolerance of odd rows; a
 * document that is not of its shape at all is a throw.
 */
export interface ReportReader {
  /** `trivy`: what `--report FORMAT:FILE` and `inputs.unread[].format` call it. */
  readonly format: string
  /** What people call it: `Trivy`, of which there are reports, or `CycloneDX SBOM`. */
  readonly title: string
  /** What to do to have a report that is read: a sentence without its full stop. */
  readonly advice: string
  /** Absent when it is read; `no scan`: holds no findings, so that nothing is lost when nobody reads it. */
  readonly unread?: 'scan' | 'no scan'
  /** Words in names of files that nothing but its reports are called by: what is called so and is none is a scan that failed. */
  readonly names: readonly string[]
  /** Names of files that are in this format whatever they hold. */
  readonly file?: RegExp
  /** Told by the first 64 KB that it may be one, erring on the side of yes: without a sign nobody looks into the file. */
  readonly signs: readonly Sign[]
  /** By shape, never by file name: JSON, a list of documents, or a text that is no JSON. Looks at top-level keys only. */
  recognises(content: unknown): boolean
  /** What it writes for a clean image as well, and only who names the format can tell from nothing. */
  readonly isBlank?: (json: unknown) => boolean
  /**
   * `root`: what the workspace is called on this machine.
   * @throws Error with what was missing when the document is not what `recognises` took it for.
   */
  read(content: unknown, file: string, root?: string): readonly ScanReport[]
}

/** `Trivy report`, `CycloneDX SBOM`. */
export const nounOf = ({ title, unread }: ReportReader): string => (unread === 'no scan' ? title : `${title} report`)
