import type { Finding } from '../core/finding.ts'
import { globMatcher } from '../core/glob.ts'
import { resolveRule } from './names.ts'
import type { Verdict, WaiverNote } from './verdict.ts'

/** A waiver whose last day is this near is told about: there is still time to do something. */
const EXPIRING_DAYS = 14

const DAY = 24 * 60 * 60 * 1000

const dayOf = (date: Date): string => date.toISOString().slice(0, 10)

/** Looks up waivers for findings, and remembers which of them were of use. */
export class Waivers {
  readonly #live: readonly {
    readonly note: WaiverNote
    readonly rules: ReadonlySet<string>
    readonly matches: (text: string) => boolean
  }[]
  readonly #lapsed: readonly WaiverNote[]
  readonly #expiring: readonly WaiverNote[]
  readonly #used = new Set<WaiverNote>()

  constructor(waivers: readonly WaiverNote[], now: Date) {
    // Node needs 3 ms for its first date in words: without waivers nobody asks for one.
    const [today, soon] =
      waivers.length === 0 ? ['', ''] : [dayOf(now), dayOf(new Date(now.getTime() + EXPIRING_DAYS * DAY))]
    const live = waivers.filter(({ until }) => until === undefined || until >= today)
    this.#lapsed = waivers.filter(note => !live.includes(note))
    this.#expiring = live.filter(({ until }) => until !== undefined && until <= soon)
    this.#live = live.map(note => ({
      note,
      rules: new Set(resolveRule(note.rule)),
      matches: globMatcher(note.where === undefined ? [] : [note.where]),
    }))
  }

  /** The first waiver that holds for a finding. */
  find(finding: Finding): WaiverNote | undefined {
    const places = placesOf(finding)
    const found = this.#live.find(
      ({ note, rules, matches }) =>
        (rules.has(finding.rule) || isAdvisoryOf(finding, note.rule)) && places.some(matches),
    )
    if (found) this.#used.add(found.note)
    return found?.note
  }

  get summary(): Verdict['waivers'] {
    return {
      inForce: this.#live.length,
      expiring: this.#expiring,
      lapsed: this.#lapsed,
      idle: this.#live.map(({ note }) => note).filter(note => !this.#used.has(note)),
    }
  }
}

function isAdvisoryOf({ advisory, aliases }: Finding, word: string): boolean {
  if (advisory === undefined) return false
  const upper = word.toUpperCase()
  return [advisory, ...Object.values(aliases).flat()].some(id => id.toUpperCase() === upper)
}

/** Everything a `where` may be written against. */
function placesOf({ location, resource, image, package: pkg, subject }: Finding): readonly string[] {
  return [
    location.file,
    subject,
    ...(resource ? resourcePlaces(resource) : []),
    ...(image
      ? [image.ref, image.ref.replace(/(?<=[^/]):[^:/]+$/, ''), ...(image.digest === undefined ? [] : [image.digest])]
      : []),
    ...(pkg ? [pkg.name, `${pkg.name}@${pkg.version}`, ...(pkg.purl === undefined ? [] : [pkg.purl])] : []),
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
