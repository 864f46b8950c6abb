import type { Fault } from '../core/fault.ts'
import type { Finding } from '../core/finding.ts'
import type { Profile } from '../core/rule.ts'
import type { Severity } from '../core/severity.ts'
import type { Area } from '../inputs.ts'
import type { BaselineEntry } from './baseline.ts'
import type { Comparison, Novelty } from './change.ts'
import type { Waiver } from './waivers.ts'

/** From where on a finding fails the gate; `never`: it is only reported. */
export type Threshold = Severity | 'never'

/**
 * What a finding comes to: a `breach` fails the gate, `noted` is below the threshold, `known` was there before the
 * change, `waived` is accepted in the policy with a reason, `suppressed` is switched off where it stands.
 */
export type Standing = 'breach' | 'noted' | 'known' | 'waived' | 'suppressed'

/** Why a finding does not count. */
export interface Exemption {
  readonly reason?: string
  /** Last day it holds, `YYYY-MM-DD`. */
  readonly until?: string
  /** `file:line` of the waiver or of the comment. */
  readonly source: string
}

export interface Judged {
  readonly finding: Finding
  readonly standing: Standing
  readonly exemption?: Exemption
  /** Compared with the base, where there is one. */
  readonly novelty?: Novelty
  /** It is noted because its rule runs for a framework only. */
  readonly isForFramework?: boolean
  /** Why it is a breach although its severity alone would not fail: `known to be exploited`. */
  readonly because?: string
}

/** A comment or an annotation that holds findings back. */
export interface CommentInForce {
  /** `file:line`. */
  readonly source: string
  /** `seaworthy`, or the tool that it is written for. */
  readonly by: string
  /** As written; `*` for all checks of the tool. */
  readonly ids: readonly string[]
  readonly reason?: string
  readonly until?: string
  /** How many it holds back. */
  readonly findings: number
  /** Of which rules they are. */
  readonly rules: readonly string[]
}

/** A waiver of the policy, or a comment, which may have no reason. */
export type WaiverNote = Omit<Waiver, 'reason'> & Pick<Exemption, 'reason'>

/** A comment `# seaworthy: ignore …` that holds nothing back. */
export interface IneffectiveComment {
  /** `file:line`. */
  readonly source: string
  /** What it does wrong: ``unknown rule `privleged-container` …`` */
  readonly why: string
}

/** The gate as it was set. */
export interface Gate {
  readonly failOn: Readonly<Record<Area, Threshold>>
  readonly profile: Profile
}

/** A way in which a change, or this run of it, asks for less than what holds in its base. */
export interface Loosened {
  readonly what: string
  readonly file?: string
  /** 1-based. */
  readonly line?: number
}

/** A file whose objects are checked in the base and not in the change, although it is still there. */
export interface Unwatched {
  /** Its name in the change. */
  readonly file: string
  readonly objects: number
}

/**
 * The policy of a change against that of its base, which holds until the merge: the `first` one, `changed` or `removed`.
 * `own`: that of the base is not known, so the change is judged by its own.
 */
export type PolicyChange = 'first' | 'changed' | 'removed' | 'own'

/** What becomes of the gate itself by a change. */
export interface Loosening {
  readonly policy?: PolicyChange
  /** Why the change is judged by its own policy. */
  readonly because?: string
  readonly loosened: readonly Loosened[]
  readonly unwatched: readonly Unwatched[]
}

/** What a change brings, of what is neither waived nor suppressed. */
export interface Change extends Pick<Comparison, 'source' | 'commit' | 'missing' | 'fixed'> {
  readonly new: number
  readonly known: number
  readonly incomparable: number
}

/** What came of the baseline file. */
export interface JudgedBaseline {
  readonly file: string
  readonly known: number
  /** They occur no more; none is reported when only a part was looked at. */
  readonly idle: readonly BaselineEntry[]
  /** What is to be written, when that was asked for. */
  readonly written?: readonly BaselineEntry[]
}

export interface Verdict {
  /**
   * `error` outranks `fail`: what was not looked at comes first. `warn`: the gate holds, and something at `high` or above
   * stands.
   */
  readonly outcome: 'pass' | 'warn' | 'fail' | 'error'
  readonly gate: Gate
  /** Breaches first, then by severity, file, line, column and rule: the same input gives the same order. */
  readonly judged: readonly Judged[]
  readonly faults: readonly Fault[]
  /** Of what stands: breaches and noted. */
  readonly counts: Readonly<Record<Severity, number>>
  /** Budgets of the policy (`image.max`) that are exceeded, in words; they fail the gate too. */
  readonly exceededBudgets: readonly string[]
  readonly change?: Change
  /** Of a change whose base was asked for. */
  readonly loosening?: Loosening
  readonly baseline?: JudgedBaseline
  readonly waivers: {
    readonly inForce: number
    /** Within 14 days; comments too. */
    readonly expiring: readonly WaiverNote[]
    readonly lapsed: readonly Waiver[]
    /** They matched nothing; none is reported when only a part was looked at. Our own comments too. */
    readonly idle: readonly WaiverNote[]
    /** By place. */
    readonly comments: readonly CommentInForce[]
    /** The first 20. */
    readonly ineffective: readonly IneffectiveComment[]
  }
}

export const EXIT_CODES = { pass: 0, warn: 0, fail: 1, error: 2 } as const satisfies Record<Verdict['outcome'], number>
