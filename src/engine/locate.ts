import type { Fix } from '../core/edit.ts'
import {
  type Aliases,
  type Code,
  type Finding,
  type ImageRef,
  MOST_RELATED,
  type PackageRef,
  type ResourceRef,
  type Risk,
} from '../core/finding.ts'
import type { Location } from '../core/location.ts'
import { PEERS, type Peer, type Profile } from '../core/rule.ts'
import type { Confidence, Severity } from '../core/severity.ts'
import type { Source } from '../core/source.ts'
import { type Area, areaOf } from '../inputs.ts'
import { idsInReports } from '../rules/peers.ts'
import { overlap } from './edits.ts'
import type { CoveredProblem, ExaminedProblem } from './examine.ts'
import { type Identified, type Identities, identityOf } from './identity.ts'
import { blank, shownLocation, shownMessage, shownName, showsSecret } from './shown.ts'
import type { SubjectInContext } from './subjects.ts'

/** Whom a finding is about. */
export interface About {
  /** Stable when lines move. */
  readonly subject: string
  /** The same without versions, and without names that vary: the fingerprint is made from it. */
  readonly identity: string
  readonly origin?: string
  readonly resource?: ResourceRef
  readonly package?: PackageRef
  readonly image?: ImageRef
  readonly risk?: Risk
}

/** A problem, made concrete: places become lines. What only some reporters ask for is made when they do. */
export class LocatedFinding implements Finding {
  readonly rule: string
  readonly code?: Code
  readonly area: Area
  readonly severity: Severity
  readonly profile?: Profile
  readonly confidence: Confidence
  readonly message: string
  readonly subject: string
  readonly location: Location
  readonly related: readonly Location[]
  readonly relatedCount?: number
  readonly home: string
  readonly origin?: string
  readonly resource?: ResourceRef
  readonly package?: PackageRef
  readonly image?: ImageRef
  readonly risk?: Risk
  readonly #parts: FindingParts
  #fix: Fix | 'none' | undefined

  constructor(parts: FindingParts, location = parts.source.locate(parts.problem.at)) {
    const { enabledRule, problem, source, about } = parts
    this.#parts = parts
    this.rule = enabledRule.rule.id
    this.area = areaOf(enabledRule.rule.on)
    this.severity = enabledRule.severity ?? problem.severity ?? enabledRule.rule.severity
    this.confidence = enabledRule.rule.confidence ?? 'high'
    this.message = shownMessage(problem.message, source)
    this.subject = shownName(about.subject, source)
    this.location = location
    this.home = source.file
    const { see = [], unseen = 0 } = problem
    this.related = see.slice(0, MOST_RELATED).map(place => blank((place.in ?? source).locate(place.at, place.note)))
    const count = see.length + unseen
    if (count > this.related.length) this.relatedCount = count
    if (about.origin !== undefined) this.origin = about.origin
    if (about.resource) this.resource = about.resource
    if (about.package) this.package = about.package
    if (about.image) this.image = about.image
    if (about.risk) this.risk = about.risk
    if (problem.code) this.code = problem.code
    if (problem.profile) this.profile = problem.profile
  }

  get url(): string {
    return this.code?.url ?? `docs/rules/${this.rule}.md`
  }

  get aliases(): Aliases {
    const { enabledRule, problem, covered } = this.#parts
    return aliasesOf([{ rule: enabledRule.rule, problem }, ...covered], this.code?.aliases)
  }

  get covers(): readonly string[] {
    return [...new Set(this.#parts.covered.map(({ rule }) => rule.id))]
  }

  get fix(): Fix | undefined {
    this.#fix ??= fixOf(this.#parts) ?? 'none'
    return this.#fix === 'none' ? undefined : this.#fix
  }

  /** True when the edits of the fix repeat a secret of the file. */
  get fixShowsSecret(): boolean {
    return showsSecret(this.#parts.source, this.fix?.edits ?? [])
  }

  get mayBeSafe(): boolean {
    return this.#parts.problem.fix?.safe === true
  }

  get mayBeFixed(): boolean {
    return this.#parts.problem.fix !== undefined
  }

  get fingerprint(): string {
    return this.#parts.identified.fingerprint
  }

  get identity(): string {
    return this.#parts.identified.identity
  }

  /** The same, with nothing to be read at its place. */
  blanked(): LocatedFinding {
    return new LocatedFinding(this.#parts, blank(this.location))
  }
}

/** What a finding is made from. */
interface FindingParts extends ExaminedProblem {
  readonly source: Source
  readonly about: About
  readonly identified: Identified
}

export function locateFinding(
  examined: ExaminedProblem,
  shown: SubjectInContext,
  identities: Identities,
): LocatedFinding {
  const { enabledRule, problem } = examined
  const { source, about } = shown
  const location = source.locate(problem.at)
  const identified = identities.add(() => identityOf(enabledRule.rule, problem, shown))
  const isSecret = about.resource?.kind === 'Secret' && !enabledRule.rule.sensitive
  const parts = { ...examined, source, about, identified }
  return new LocatedFinding(parts, isSecret ? blank(location) : shownLocation(location))
}

/**
 * A fix is offered whole or not at all: one change that cannot be made safely, or not beside the others, takes them with
 * it. It is asked for by reporters, so one that crashes is none: the findings must be reported all the same.
 */
function fixOf({ problem: { fix }, source }: FindingParts): Fix | undefined {
  if (!fix) return undefined
  const edits = fix.changes.map(change => attempt(() => source.edit(change)))
  const made = edits.filter(edit => edit !== undefined)
  if (made.length === 0 || made.length < edits.length || overlap(made)) return undefined
  return { title: fix.title, safe: fix.safe, edits: made }
}

function attempt<Result>(make: () => Result): Result | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}

/** The ids under which peers know these problems, and the names of their code. */
function aliasesOf(problems: readonly CoveredProblem[], ofCode: Aliases = {}): Aliases {
  const byPeer = PEERS.map(peer => [peer, problems.flatMap(one => idsOf(one, peer))] as const)
  const ofPeers = byPeer.filter(([, ids]) => ids.length > 0)
  return Object.fromEntries(
    Object.entries({ ...ofCode, ...Object.fromEntries(ofPeers) })
      .map(([name, ids]) => [name, [...new Set([...ids, ...(ofCode[name] ?? [])])]] as const)
      .filter(([, ids]) => ids.length > 0),
  )
}

/** The ids of the rule, with those that a case adds and without those that do not mean it. */
function idsOf({ rule, problem: { also, unlike } }: CoveredProblem, peer: Peer): readonly string[] {
  const not = new Set([unlike?.[peer] ?? []].flat())
  const ids = [rule.peers?.[peer] ?? [], also?.[peer] ?? []].flat().filter(id => !not.has(id))
  return peer === 'trivy' ? idsInReports(ids) : ids
}
