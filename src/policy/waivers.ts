import { Fault } from '../core/fault.ts'
import type { Finding } from '../core/finding.ts'
import { globMatcher } from '../core/glob.ts'
import { groupBy } from '../core/group.ts'
import type { Source } from '../core/source.ts'
import { didYouMean } from '../core/text.ts'
import type { RuleSet } from '../rules/set.ts'
import { dayOf, soonAfter } from './days.ts'
import { codesOf, isAdvisory, unknownRule } from './names.ts'
import type { Policy } from './policy.ts'
import type { Verdict } from './verdict.ts'

/** A finding that is accepted in the policy, with a reason. */
export interface Waiver {
  /** A rule, an id of a peer, or a code. */
  readonly rule: string
  /** A glob over file, object, image, package or path inside the image; everywhere when it is left out. */
  readonly where?: string
  readonly reason: string
  /** The last day it holds, `YYYY-MM-DD`. */
  readonly until?: string
  readonly by?: string
  /** `file:line` in the policy. */
  readonly source: string
}

/** A waiver of what is no rule: sound when a finding has that code, and else a fault. */
export interface UnknownWaiver {
  readonly name: string
  /** It is nearly the name of a rule. */
  readonly isSlip: boolean
  readonly fault: Fault
}

/** One entry of `waivers`, as the shape of a policy has it. */
type WrittenWaiver = Omit<Waiver, 'source'>

/** The waivers of a policy whose shape is right. */
export const waiversIn = (written: readonly WrittenWaiver[], source: Source): readonly Waiver[] =>
  written.map(({ rule, where, reason, until, by }, index) => ({
    rule,
    reason,
    ...(where !== undefined && { where }),
    ...(until !== undefined && { until }),
    ...(by !== undefined && { by }),
    source: `${source.file}:${source.locate([0, 'waivers', index, 'rule']).start.line}`,
  }))

/** The waivers of a policy, whatever else is wrong with it, that name no rule and nothing that looks like an advisory. */
export function unknownWaiversIn(policy: unknown, source: Source, rules: RuleSet): readonly UnknownWaiver[] {
  const { waivers } = (policy ?? {}) as { readonly waivers?: unknown }
  if (!Array.isArray(waivers)) return []
  return waivers.flatMap((waiver: Partial<WrittenWaiver> | null, index): readonly UnknownWaiver[] => {
    const name: unknown = waiver?.rule
    if (typeof name !== 'string' || isAdvisory(name, rules) || rules.resolve(name).length > 0) return []
    const hint = didYouMean(name, rules.names)
    const message = unknownRule(name, rules, ', and no finding of this run has that code', hint)
    const { start } = source.locate([0, 'waivers', index, 'rule'])
    const fault = new Fault('BAD_CONFIG', message, { file: source.file, ...start })
    return [{ name, isSlip: hint !== '', fault }]
  })
}

/** The faults of names that no finding has. Without a report nobody can tell what scanners call things, but slips. */
export function unknownNames(
  waivers: readonly UnknownWaiver[],
  findings: readonly Finding[],
  hasReports: boolean,
): readonly Fault[] {
  if (waivers.length === 0) return []
  const codes = new Set(findings.flatMap(codesOf))
  return waivers
    .filter(({ name, isSlip }) => (hasReports || isSlip) && !codes.has(name.toUpperCase()))
    .map(({ fault }) => fault)
}

interface IndexedWaiver {
  /** Our id of a rule, or a code in capitals. */
  readonly name: string
  readonly waiver: Waiver
  readonly order: number
  readonly matches: (text: string) => boolean
}

/** Looks up waivers for findings, and remembers which of them were of use. */
export class Waivers {
  readonly #live: readonly Waiver[]
  /** By what they waive, in the order of the policy. */
  readonly #byName: ReadonlyMap<string, readonly IndexedWaiver[]>
  readonly #lapsed: readonly Waiver[]
  readonly #expiring: readonly Waiver[]
  readonly #used = new Set<Waiver>()
  readonly #rules: RuleSet

  constructor(waivers: readonly Waiver[], rules: RuleSet, now: Date) {
    this.#rules = rules
    // Node needs 3 ms for its first date in words: without waivers nobody asks for one.
    const [today, soon] = waivers.length === 0 ? ['', ''] : [dayOf(now), soonAfter(now)]
    const isLive = ({ until }: Waiver): boolean => until === undefined || until >= today
    const live = waivers.filter(isLive)
    this.#lapsed = waivers.filter(waiver => !isLive(waiver))
    this.#expiring = live.filter(({ until }) => until !== undefined && until <= soon)
    this.#live = live
    const named = live.flatMap((waiver, order) => {
      const matches = globMatcher(waiver.where === undefined ? [] : [waiver.where])
      return [...rules.resolve(waiver.rule), waiver.rule.toUpperCase()].map(
        (name): IndexedWaiver => ({ name, waiver, order, matches }),
      )
    })
    this.#byName = groupBy(named, ({ name }) => name)
  }

  /** The first waiver that holds for a finding. */
  find(finding: Finding): Waiver | undefined {
    if (this.#byName.size === 0) return undefined
    const named = [finding.rule, ...codesOf(finding)].flatMap(name => this.#byName.get(name) ?? [])
    if (named.length === 0) return undefined
    const places = placesOf(finding)
    const found = named.sort((a, b) => a.order - b.order).find(({ matches }) => places.some(matches))
    if (found) this.#used.add(found.waiver)
    return found?.waiver
  }

  /** A waiver of rules that this run leaves out is not idle. */
  summaryOf({ only, skip }: Pick<Policy, 'only' | 'skip'>): Omit<Verdict['waivers'], 'comments' | 'ineffective'> {
    const isLeftOut = (id: string): boolean => only?.has(id) === false || skip.has(id)
    const runs = ({ rule }: Waiver): boolean => {
      const ids = this.#rules.resolve(rule)
      return ids.length === 0 || !ids.every(isLeftOut)
    }
    return {
      inForce: this.#live.length,
      expiring: this.#expiring,
      lapsed: this.#lapsed,
      idle: this.#live.filter(waiver => !this.#used.has(waiver) && runs(waiver)),
    }
  }
}

/** Everything a `where` may be written against. */
function placesOf({ location, resource, image, package: pkg, subject }: Finding): readonly string[] {
  return [
    location.file,
    subject,
    ...(resource ? resourcePlaces(resource) : []),
    ...(image ? imagePlaces(image) : []),
    ...(pkg ? [pkg.name, `${pkg.name}@${pkg.version}`, ...(pkg.purl === undefined ? [] : [pkg.purl])] : []),
  ]
}

/** As the report names it, without its digest, without its tag too, the digest, and the path inside. */
function imagePlaces({ ref, digest, path }: NonNullable<Finding['image']>): readonly string[] {
  const tagged = ref.replace(/(?<=.)@[^@]+$/, '')
  return [
    ...[ref, tagged, tagged.replace(/(?<=[^/]):[^:/]+$/, '')],
    ...(digest === undefined ? [] : [digest]),
    // Some scanners begin it with a slash, and some do not.
    ...(path === undefined ? [] : [`/${path.replace(/^\/+/, '')}`, path.replace(/^\/+/, '')]),
  ]
}

function resourcePlaces({ kind, namespace, name, container }: NonNullable<Finding['resource']>): readonly string[] {
  const handles = [
    name,
    `${kind}/${name}`,
    ...(namespace === undefined ? [] : [`${namespace}/${name}`, `${kind}/${namespace}/${name}`]),
  ]
  return container === undefined ? handles : [...handles, ...handles.map(handle => `${handle}/${container}`)]
}
