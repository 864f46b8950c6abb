import type { ImageName } from '../docker/ast.ts'
import { parseImageName } from '../docker/image-name.ts'
import type { Container } from './container.ts'
import { isFilledInLater } from './filled-in-later.ts'

/** The image of a container; `undefined` when there is none, it is no image name, or a variable decides. */
export const imageOf = ({ spec }: Container): ImageName | undefined =>
  typeof spec.image === 'string' ? parseImageName(spec.image) : undefined

export type ImageVersion = Pick<ImageName, 'tag' | 'digest'>

/** What a container runs of an image: also of a name that no registry can hold (`MyApp:latest`), by its separators. */
export function versionOf(container: Container): ImageVersion | undefined {
  const { image } = container.spec
  const known = imageOf(container)
  if (known || typeof image !== 'string' || image.trim() === '' || isPlaceholder(image)) return known
  // A broken digest, `<image>`, `IMAGE_URI`: nobody can say what is meant.
  if (!/^[\w.-]+(?::\d+)?(?:\/[\w.-]+)*(?::[\w.-]+)?$/.test(image) || /^[A-Z]*$|^[\W_]*$/.test(image)) return undefined
  const colon = image.lastIndexOf(':')
  return colon > image.lastIndexOf('/') && colon < image.length - 1 ? { tag: image.slice(colon + 1) } : {}
}

export const isLatest = ({ tag, digest }: ImageVersion): boolean =>
  digest === undefined && (tag ?? 'latest') === 'latest'

/** What a build tool or a script puts an image in place of; `ko://…` is one of ko's own. */
export const isPlaceholder = (image: string): boolean => image.includes('://') || isFilledInLater(image)
