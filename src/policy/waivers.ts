import type { Fault } from '../core/fault.ts'
import type { Finding } from '../core/finding.ts'
import { globMatcher } from '../core/glob.ts'
import { groupBy } from '../core/group.ts'
import type { RuleSet } from '../rules/set.ts'
import { codesOf } from './names.ts'
import type { Verdict, WaiverNote } from './verdict.ts'

/** A waiver whose last day is this near is told about: there is still time to do something. */
const EXPIRING_DAYS = 14

const DAY = 24 * 60 * 60 * 1000

const dayOf = (date: Date): string => date.toISOString().slice(0, 10)

interface Waiver {
  /** Our id of a rule, or a code in capitals. */
  readonly name: string
  readonly note: WaiverNote
  readonly order: number
  readonly matches: (text: string) => boolean
}

/** A waiver for a word that nobody knows for a rule: sound when a finding goes by it, and else a fault. */
export interface Doubt {
  readonly name: string
  /** It is nearly the name of a rule. */
  readonly isSlip: boolean
  readonly fault: Fault
}

/** The faults of what no finding answers to. Without a report nobody can tell what scanners call things, but slips. */
export function unanswered(
  doubts: readonly Doubt[],
  findings: readonly Finding[],
  hasReports: boolean,
): readonly Fault[] {
  if (doubts.length === 0) return []
  const names = new Set(findings.flatMap(codesOf))
  return doubts
    .filter(({ name, isSlip }) => (hasReports || isSlip) && !names.has(name.toUpperCase()))
    .map(({ fault }) => fault)
}

/** Looks up waivers for findings, and remembers which of them were of use. */
export class Waivers {
  readonly #live: readonly WaiverNote[]
  /** By what they waive, in the order of the policy. */
  readonly #byName: ReadonlyMap<string, readonly Waiver[]>
  readonly #lapsed: readonly WaiverNote[]
  readonly #expiring: readonly WaiverNote[]
  readonly #used = new Set<WaiverNote>()

  constructor(waivers: readonly WaiverNote[], rules: RuleSet, now: Date) {
    // Node needs 3 ms for its first date in words: without waivers nobody asks for one.
    const [today, soon] =
      waivers.length === 0 ? ['', ''] : [dayOf(now), dayOf(new Date(now.getTime() + EXPIRING_DAYS * DAY))]
    const isLive = ({ until }: WaiverNote): boolean => until === undefined || until >= today
    const live = waivers.filter(isLive)
    this.#lapsed = waivers.filter(note => !isLive(note))
    this.#expiring = live.filter(({ until }) => until !== undefined && until <= soon)
    this.#live = live
    const named = live.flatMap((note, order) => {
      const matches = globMatcher(note.where === undefined ? [] : [note.where])
      return [...rules.resolve(note.rule), note.rule.toUpperCase()].map(
        (name): Waiver => ({ name, note, order, matches }),
      )
    })
    this.#byName = groupBy(named, ({ name }) => name)
  }

  /** The first waiver that holds for a finding. */
  find(finding: Finding): WaiverNote | undefined {
    if (this.#byName.size === 0) return undefined
    const named = [finding.rule, ...codesOf(finding)].flatMap(name => this.#byName.get(name) ?? [])
    if (named.length === 0) return undefined
    const places = placesOf(finding)
    const found = named.sort((a, b) => a.order - b.order).find(({ matches }) => places.some(matches))
    if (found) this.#used.add(found.note)
    return found?.note
  }

  get summary(): Omit<Verdict['waivers'], 'ineffective'> {
    return {
      inForce: this.#live.length,
      expiring: this.#expiring,
      lapsed: this.#lapsed,
      idle: this.#live.filter(note => !this.#used.has(note)),
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

/** As the report names it, without its digest, without its tag too, and the digest. */
function imagePlaces({ ref, digest }: NonNullable<Finding['image']>): readonly string[] {
  const tagged = ref.replace(/(?<=.)@[^@]+$/, '')
  return [ref, tagged, tagged.replace(/(?<=[^/]):[^:/]+$/, ''), ...(digest === undefined ? [] : [digest])]
}

function resourcePlaces({ kind, namespace, name, container }: NonNullable<Finding['resource']>): readonly string[] {
  const handles = [
    name,
    `${kind}/${name}`,
    ...(namespace === undefined ? [] : [`${namespace}/${name}`, `${kind}/${namespace}/${name}`]),
  ]
  return container === undefined ? handles : [...handles, ...handles.map(handle => `${handle}/${container}`)]
}
