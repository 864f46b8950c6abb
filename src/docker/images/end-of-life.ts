import type { ImageName } from '../ast.ts'
import { CODENAMES, ENDS, PRODUCTS } from './ends.ts'
import { officialName, wholeName } from './official.ts'

/** A release that an image has in it, and the last day of its support. */
export interface Release {
  /** `debian 10` */
  readonly name: string
  readonly end: string
}

const cyclesOf = (ends: string): readonly (readonly [cycle: string, end: string])[] =>
  ends.split(' ').map(one => one.split('=') as [string, string])

/** The last of days, of which none may be unknown. */
const lastOf = (days: readonly string[]): string | undefined =>
  days.length === 0 || days.includes('') ? undefined : [...days].sort().at(-1)

/** The release that a version is of: `3.8` for 3.8.2; for `7` the last of 7.0, 7.1 …, whichever it stands for. */
function releaseOf(product: string, version: string): Release | undefined {
  const cycles = new Map(cyclesOf(ENDS.get(product)!))
  const parts = version.split('.')
  const cycle = parts.map((_, i) => parts.slice(0, parts.length - i).join('.')).find(one => cycles.has(one))
  const end = cycle
    ? cycles.get(cycle)
    : lastOf([...cycles].flatMap(([one, day]) => (one.startsWith(`${version}.`) ? [day] : [])))
  return end ? { name: `${product} ${cycle ?? version}`, end } : undefined
}

/** The distribution that the tag of an official image names: `3.12-bookworm`, `20-alpine3.17`. */
function distributionOf(tag: string): Release | undefined {
  const alpine = /(?:^|-)alpine(\d{1,4}\.\d{1,4})(?:-|$)/.exec(tag)?.[1]
  if (alpine !== undefined) return releaseOf('alpine-linux', alpine)
  const [product, cycle] =
    tag
      .split('-')
      .flatMap(word => CODENAMES.get(word) ?? [])[0]
      ?.split(' ') ?? []
  return product && cycle ? releaseOf(product, cycle) : undefined
}

/** The releases that the name of an image tells of, as far as the facts know them. */
export function releasesIn(image: ImageName): readonly Release[] {
  const { tag = '' } = image
  const product = PRODUCTS.get(wholeName(image))
  const version = /^v?(\d{1,4}(?:\.\d{1,4}){0,4})(?![\d.])/.exec(tag)?.[1]
  const own = product && version ? releaseOf(product, version) : undefined
  const below = product || officialName(image) ? distributionOf(tag) : undefined
  return [own, below].filter(release => release !== undefined)
}
