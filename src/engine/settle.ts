import type { Fix } from '../core/edit.ts'
import type { Aliases, Area, Finding, ImageRef, PackageRef, Problem, ResourceRef, Risk } from '../core/finding.ts'
import type { Source } from '../core/source.ts'
import type { Armed } from './check.ts'

/** Whom a finding is about. */
export interface About {
  readonly area: Area
  /** Stable when lines move. */
  readonly subject: string
  readonly resource?: ResourceRef
  readonly package?: PackageRef
  readonly image?: ImageRef
  readonly risk?: Risk
  /** Advisories, for what a scanner found; the rule's peers otherwise. */
  readonly aliases?: Aliases
  readonly advisory?: string
  /** The advisory's page, when there is one. */
  readonly url?: string
}

/** A problem, made concrete: places become lines, changes become edits, and it gets its fingerprint. */
export function settle(
  { rule, severity }: Armed,
  problem: Problem,
  source: Source,
  about: About,
  ordinals: Map<string, number>,
): Finding {
  const location = source.locate(problem.at)
  const fix = fixOf(problem, source)
  const key = unique([rule.id, about.subject, about.area === 'image' ? '' : location.text], ordinals)
  return {
    rule: rule.id,
    url: `docs/rules/${rule.id}.md`,
    aliases: aliasesOf(rule.peers),
    ...about,
    severity: severity ?? problem.severity ?? rule.severity,
    confidence: rule.confidence ?? 'high',
    message: problem.message,
    location,
    related: (problem.see ?? []).map(see => (see.in ?? source).locate(see.at, see.note)),
    ...(fix && { fix }),
    // Few formats show it, and Node takes 6 ms to load its cryptography.
    get fingerprint() {
      return fingerprint(key)
    },
  }
}

/** Equal findings are told apart by their order, so that a third copy of a fault is new even when two were known. */
export function unique(parts: readonly string[], ordinals: Map<string, number>): string {
  const key = parts.join('\0')
  const ordinal = ordinals.get(key) ?? 0
  ordinals.set(key, ordinal + 1)
  return `${key}\0${ordinal}`
}

/** The first 16 hex digits of SHA-256 over a key. */
export function fingerprint(key: string): string {
  const { createHash } = process.getBuiltinModule('node:crypto')
  return createHash('sha256').update(key).digest('hex').slice(0, 16)
}

/** A fix is offered whole or not at all: one change that cannot be made safely takes the others with it. */
function fixOf({ fix }: Problem, source: Source): Fix | undefined {
  if (!fix) return undefined
  const edits = fix.changes.map(change => source.edit(change))
  if (edits.length === 0 || edits.includes(undefined)) return undefined
  return { title: fix.title, safe: fix.safe, edits: edits.filter(edit => edit !== undefined) }
}

const aliasesOf = (peers: Armed['rule']['peers']): Aliases =>
  Object.fromEntries(Object.entries(peers ?? {}).map(([peer, ids]) => [peer, [ids].flat() as string[]]))
