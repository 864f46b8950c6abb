import type { Dockerfile, From, Stage, User } from './ast.ts'
import type { KnownImage } from './images/image.ts'
import { knownImage } from './images/lookup.ts'
import { lastStage, originOf, userOf } from './in-force.ts'
import { variablesAt } from './variables.ts'

type Who =
  | { readonly who: 'root' }
  /** As a USER names it: `1000`, `app`, `1000:1000`. */
  | { readonly who: 'user'; readonly user: string }
  | { readonly who: 'unknown' }

/** Who the process of an image is, unless whoever starts it chooses another user. */
export type RunsAs = Who & {
  /** The USER that sets it, or the FROM of the image that brings it; both are in `dockerfile`. */
  readonly by: User | From
  /** The Dockerfile that was asked about, or the one that builds its base. */
  readonly dockerfile: Dockerfile
  /** The base, when it brings the user and its own Dockerfile was looked up. */
  readonly image?: KnownImage
}

/** A stage of a Dockerfile, which is an image once it is built. */
export interface Built {
  readonly dockerfile: Dockerfile
  readonly stage: Stage
}

/** The Dockerfile of the same checkout that builds the image of a FROM, where that can be known. */
export type BuiltHere = (from: From) => Built | undefined

/** A number that the runtime takes for root (Go's `Atoi` reads a sign too), or the name. */
const ROOT = /^(?:root|[-+]?0+)(?::|$)/
/** Without a user the runtime takes root. */
const NO_USER = /^(?:""|'')?(?::|$)/

/** Who a USER is, with the values of its variables put in. */
export const nameOf = (user: User): string => variablesAt(user).expand(user.name)

/** Root, written as a name or a number. */
export const isRoot = (name: string): boolean => ROOT.test(name)

/** A USER that sets none. What comes from a variable may have a value elsewhere. */
export const isEmpty = ({ name }: User): boolean => NO_USER.test(name.text)

function whoIs(user: User): Who {
  const name = nameOf(user)
  if (isRoot(name) || isEmpty(user)) return { who: 'root' }
  return NO_USER.test(name) || name.includes('$') ? { who: 'unknown' } : { who: 'user', user: name }
}

function userOfBase(from: From): Who & { readonly image?: KnownImage } {
  if (from.image.value.toLowerCase() === 'scratch') return { who: 'root' }
  const image = knownImage(from)
  if (!image) return { who: 'unknown' }
  return image.user === '' || isRoot(image.user) ? { who: 'root', image } : { who: 'user', user: image.user, image }
}

/** Who the image of a stage runs as: by its own USER, by a base that is built here, or by a published one. */
export function runsAs(
  dockerfile: Dockerfile,
  stage: Stage | undefined = lastStage(dockerfile),
  builtHere: BuiltHere = () => undefined,
): RunsAs | undefined {
  const seen = new Set<Stage>()
  let at: Built | undefined = stage && { dockerfile, stage }
  while (at) {
    seen.add(at.stage)
    const user = userOf.after(at.stage)
    if (user) return { ...whoIs(user), by: user, dockerfile: at.dockerfile }
    const from = originOf.after(at.stage)!
    const base = builtHere(from)
    if (!base || seen.has(base.stage)) return { ...userOfBase(from), by: from, dockerfile: at.dockerfile }
    at = base
  }
  return undefined
}
