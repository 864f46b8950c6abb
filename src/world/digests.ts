import { memo } from '../core/memo.ts'
import type { ImageName } from '../docker/ast.ts'
import { parseImageName } from '../docker/image-name.ts'
import type { World } from './world.ts'

/** The name of an image with its registry, without a tag. */
export const repositoryOf = ({ registry, repository }: ImageName): string => `${registry}/${repository}`

/** The name of an image with its tag, which is `latest` when there is none. */
export const tagged = (image: ImageName): string => `${repositoryOf(image)}:${image.tag ?? 'latest'}`

/** Digests behind a name and tag, as scanners saw them; only one of the repository itself can be pinned. */
const digestsIn = memo(({ reports }: World): ReadonlyMap<string, string> => {
  const digests = new Map<string, string>()
  for (const { image } of reports) {
    const names = image ? [image.ref, ...image.names].flatMap(name => parseImageName(name) ?? []) : []
    for (const { registry, repository, digest } of names) {
      if (digest === undefined) continue
      const same = names.filter(name => name.registry === registry && name.repository === repository)
      for (const name of same) if (name.tag !== undefined) digests.set(tagged(name), digest)
    }
  }
  return digests
})

/** The digest behind the name and tag of an image; `undefined` when no report tells it. */
export const scannedDigest = (world: World, image: ImageName): string | undefined => digestsIn(world).get(tagged(image))
