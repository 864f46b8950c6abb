import type { Area } from '../inputs.ts'
import type { Change, Fix } from './edit.ts'
import type { Location, Spot } from './location.ts'
import type { Peers, Profile } from './rule.ts'
import type { Confidence, Severity } from './severity.ts'
import type { Source } from './source.ts'

/** Of what fingerprints are made from: another version cannot be compared. */
export const FINGERPRINT_VERSION = 2

/** Peers' ids of the same thing by peer; `cve` and `ghsa` for advisories. */
export type Aliases = Readonly<Record<string, readonly string[]>>

/** An id below the rule, where somebody else names the case: an advisory, a code of ShellCheck, a policy of the user. */
export interface Code {
  readonly id: string
  /** Other names of the same, by who gives them. Like `id`, each of them waives the finding. */
  readonly aliases?: Aliases
  /** The page that explains it. */
  readonly url?: string
}

/** So many places beside its own are listed of a finding; an image may have thousands of users. */
export const MOST_RELATED = 20

/** What a rule returns. */
export interface Problem {
  readonly at: Spot
  /** What was found, this case with its names: lower case, no full stop, names in backticks. */
  readonly message: string
  readonly code?: Code
  /** Other places that explain the first; `in` when they are in another source. */
  readonly see?: readonly { readonly at: Spot; readonly note: string; readonly in?: Source }[]
  /** How many there are of them beside those in `see`: thousands of places are counted, not listed. */
  readonly unseen?: number
  readonly fix?: { readonly title: string; readonly safe: boolean; readonly changes: readonly Change[] }
  /** Only when this case is graver or milder than the rule says. */
  readonly severity?: Severity
  /** Only when a larger profile than that of the rule reports this case. */
  readonly profile?: Profile
  /** What is judged, where that is not what `at` leads to: the fingerprint is made from it. Never a secret, never a version. */
  readonly judged?: string
  /** Ids under which peers report this case too, beside those of the rule. Switching those off does not silence it. */
  readonly also?: Peers
  /** Ids of the rule whose authors let this case pass. */
  readonly unlike?: Peers
}

/** The Kubernetes object a finding is about. */
export interface ResourceRef {
  readonly kind: string
  readonly namespace?: string
  readonly name: string
  readonly container?: string
}

/** The package in an image a finding is about. */
export interface PackageRef {
  readonly name: string
  readonly version: string
  /** deb, apk, rpm, npm, pypi, maven …, as the scanner said. */
  readonly type?: string
  readonly purl?: string
  /** Versions that mend it, best first: empty when there is none, absent when the scanner does not say. */
  readonly fixed?: readonly string[]
}

export interface ImageRef {
  readonly ref: string
  readonly digest?: string
  readonly platform?: string
  /** The file inside of it. */
  readonly path?: string
}

/** How likely it is that somebody uses it against you, as far as the scanner says. */
export interface Risk {
  /** In CISA's catalogue of known exploited vulnerabilities. */
  readonly kev?: boolean
  /** Exploit Prediction Scoring System: probability between 0 and 1. */
  readonly epss?: number
}

/** A finding as it is remembered: of a base, of an earlier result, of a baseline. */
export interface KnownFinding {
  readonly fingerprint: string
  readonly rule: string
  readonly file: string
  /** Of a base that was checked in this run. */
  readonly identity?: string
}

/** What the engine makes of a problem. */
export interface Finding {
  readonly rule: string
  readonly code?: Code
  readonly area: Area
  readonly severity: Severity
  /** Where a larger one than that of its rule reports it. */
  readonly profile?: Profile
  readonly confidence: Confidence
  readonly message: string
  /** Of the rule and of its code. */
  readonly aliases: Aliases
  /** Ids of rules whose problems on the same subject are not reported, because this one is. */
  readonly covers?: readonly string[]
  /** `Deployment/shop/web › app`: whom it is about, stable when lines move. */
  readonly subject: string
  readonly resource?: ResourceRef
  readonly package?: PackageRef
  readonly image?: ImageRef
  readonly risk?: Risk
  readonly location: Location
  /** The first `MOST_RELATED`. */
  readonly related: readonly Location[]
  /** How many there are, when not all are listed. */
  readonly relatedCount?: number
  readonly fix?: Fix | undefined
  /** The edits of `fix` repeat a secret of the file: they may be made, and not be shown. */
  readonly fixShowsSecret?: boolean
  /** False: whatever `fix` there may be, it is none of the safe ones. To make it takes time, so this can be asked first. */
  readonly mayBeSafe?: boolean
  /** True: the rule proposes a fix, which may still turn out not to be possible. Asked for where making it takes too long. */
  readonly mayBeFixed?: boolean
  /** 16 hex digits of `identity` and of its number among equals: the same finding tomorrow has the same ones. */
  readonly fingerprint: string
  /** Rule, subject and the value that is judged. */
  readonly identity: string
  /** The file that it is recognized in: of an overlay its kustomization, whatever file it is located in. */
  readonly home?: string
  /** The folder of the chart or overlay that it was rendered from. */
  readonly origin?: string
  /** Where the rule is explained: a page of ours, or that of its code. */
  readonly url: string
}
