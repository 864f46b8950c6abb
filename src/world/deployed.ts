import { indexBy } from '../core/group.ts'
import type { Spot } from '../core/location.ts'
import { memo } from '../core/memo.ts'
import type { Source } from '../core/source.ts'
import type { ImageName } from '../docker/ast.ts'
import { parseImageName } from '../docker/image-name.ts'
import { isEmpty, type RunsAs, runsAs } from '../docker/user.ts'
import { variablesAt } from '../docker/variables.ts'
import type { Container } from '../kube/container.ts'
import { imageOf } from '../kube/image.ts'
import { userTrouble } from '../kube/image-user.ts'
import { isUnset, type Resource } from '../kube/resource.ts'
import type { ScannedImage, ScanReport } from '../scans/model/report.ts'
import { builtAs, builtHere } from './builds.ts'
import { tagged } from './digests.ts'
import { ReportedPlace, WHOLE } from './scanned.ts'
import type { World } from './world.ts'

/** The user of an image, as something in the checkout tells it. */
export interface ImageUser {
  /** As in the configuration of the image: `1000`, `app`, `app:app`; empty when it sets none. */
  readonly user: string
  /** False when it may be that of another digest. */
  readonly isSame: boolean
  /** Where it is told. */
  readonly in: Source
  readonly at: Spot
  /** Set where a Dockerfile tells it. */
  readonly by?: RunsAs
}

/** A container, and what is known of the image that it runs. */
export interface Deployed {
  readonly container: Container
  readonly users: readonly ImageUser[]
}

/** Where somebody who builds may choose another user, or another base, nobody knows what the image will have. */
function isChosen({ by }: RunsAs): boolean {
  if (by.is === 'FROM') return by.image.value.replace(/:[^/]*$/, '').includes('$')
  return by.name.variables.some(name => variablesAt(by).whereSet(name)?.isChosen)
}

function userOfDockerfile(world: World, image: ImageName): readonly ImageUser[] {
  const built = builtAs(world, image)
  const by = built && runsAs(built.dockerfile, built.stage, builtHere(world))
  if (!by || by.who === 'unknown' || isChosen(by)) return []
  const user = by.who === 'user' ? by.user : userOfRoot(by)
  return [{ user, isSame: built.isSame, in: by.dockerfile, at: by.by, by }]
}

/** Root as it is written: the kubelet takes the name for any other name. */
const userOfRoot = ({ by }: RunsAs): string => (by.is === 'USER' && !isEmpty(by) ? variablesAt(by).expand(by.name) : '')

const namesIn = ({ ref, names }: ScannedImage): readonly ImageName[] =>
  [ref, ...names].flatMap(name => parseImageName(name) ?? [])

const digestsOf = (image: ScannedImage): readonly string[] =>
  [image.digest, ...namesIn(image).map(({ digest }) => digest)].filter(digest => digest !== undefined)

/** A name with a digest alone means no tag, and least of all `latest`. */
const isTagged = ({ tag, digest }: ImageName): boolean => tag !== undefined || digest === undefined

/** The reports that tell the user of an image, by all its names. */
const reportsIn = memo(
  (world: World): ReadonlyMap<string, readonly ScanReport[]> =>
    indexBy(
      world.reports.filter(({ image }) => image?.user !== undefined),
      ({ image }) => new Set([...digestsOf(image!), ...namesIn(image!).filter(isTagged).map(tagged)]),
    ),
)

const usersIn = (reports: readonly ScanReport[] = [], isSame: boolean): readonly ImageUser[] =>
  reports.map(({ file, image }) => ({ user: image!.user!, isSame, in: new ReportedPlace(file), at: WHOLE }))

/** By digest, else by name and tag: of an image that is pinned, that is another one or may be. */
function usersOfReports(world: World, image: ImageName): readonly ImageUser[] {
  const reports = reportsIn(world)
  const pinned = image.digest === undefined ? undefined : reports.get(image.digest)
  return pinned ? usersIn(pinned, true) : usersIn(reports.get(tagged(image)), image.digest === undefined)
}

/** Asked for each container, and many run one image. */
const usersByImage = memo((world: World) => {
  const known = new Map<string, readonly ImageUser[]>()
  return (image: ImageName): readonly ImageUser[] => {
    const key = `${tagged(image)}@${image.digest}`
    const users = known.get(key) ?? [...userOfDockerfile(world, image), ...usersOfReports(world, image)]
    known.set(key, users)
    return users
  }
})

export function deployed(world: World, container: Container): Deployed {
  const image = imageOf(container)
  return { container, users: image ? usersByImage(world)(image) : [] }
}

/** Objects that only OpenShift has: it gives each namespace users of its own, and pods one of them (`restricted` SCC). */
const openShiftIn = memo(
  (world: World) =>
    new Set(
      world.everyResource.filter(({ group }) => /(?:^|\.)openshift\.io$/.test(group)).map(({ origin }) => origin?.root),
    ),
)

/** Whether a cluster may give a pod another user than its manifest or its image names. */
const mayGetUser = (world: World, resource: Resource): boolean => openShiftIn(world).has(resource.origin?.root)

/** What tells the user of the image, if the kubelet does not start it with `runAsNonRoot: true`, whichever of them is right. */
export function refusedUsers(
  world: World,
  { container, users }: Deployed,
): readonly [ImageUser, ...ImageUser[]] | undefined {
  if (!isUnset(container.effective('runAsUser')) || mayGetUser(world, container.workload.resource)) return undefined
  const same = users.filter(({ isSame }) => isSame)
  const [first, ...others] = same.length > 0 ? same : users
  const isRefused = [first, ...others].every(one => one && userTrouble(one.user) !== undefined)
  return first && isRefused ? [first, ...others] : undefined
}
