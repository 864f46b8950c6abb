import type { Spot } from '../../core/location.ts'
import { folderOf, resolve } from '../../core/paths.ts'
import type { Build } from '../../world/builds.ts'

/** What a build tool says of one image. */
export interface Recipe {
  readonly images: readonly string[]
  /** From the folder of the file. */
  readonly context: string
  /** From the context. */
  readonly dockerfile: string
  readonly target: string | undefined
  /** Other contexts, by the names that the Dockerfile has for them. */
  readonly named: Readonly<Record<string, string>>
  /** Where the context is stated, in a document of the file or its text. */
  readonly at: Spot
  /** False when the file may leave the context to another one that it is merged into. */
  readonly isStated: boolean
}

/** Compose and Bake both know stand-ins: `${TAG:-latest}`. */
const WITH_DEFAULT = /\$\{\w+:?-([^${}]*)\}/g

/** A file, a stage or an image for the desk of a developer: clusters are given another one of the same name. */
const FOR_DEVELOPMENT = /(?:^|[/._-])(?:dev|devel|development|debug|local|override|test|tests|ci)(?:[._-]|$)/i

/** Marks where a stand-in ends, which no name holds. */
const CHOSEN = '\0'

const tagAt = (name: string): number => {
  const colon = name.lastIndexOf(':')
  return colon > name.lastIndexOf('/') ? colon : name.length
}

/**
 * An image name with its stand-ins put in; `undefined` while a variable decides on it. A tag that a variable decides on is
 * left out: there will be others.
 */
function nameIn(written: string): string | undefined {
  const text = written.replace(WITH_DEFAULT, `$1${CHOSEN}`)
  const tag = text.slice(tagAt(text))
  const name = text.slice(0, tagAt(text)).replaceAll(CHOSEN, '')
  if (name.includes('$')) return undefined
  return tag.includes('$') || tag.includes(CHOSEN) ? name : name + tag
}

/** What is deployed has many tags, and is `latest` as well. */
const hasOwnTag = (name: string): boolean => !['', ':latest'].includes(name.slice(tagAt(name)))

const withDefaults = (text: string): string => text.replace(WITH_DEFAULT, '$1')

/** From the root; `undefined` when it is outside. */
export function dockerfileOf(folder: string, { context, dockerfile }: Recipe): string | undefined {
  const inside = resolve(folder, withDefaults(context))
  return inside === undefined ? undefined : resolve(inside, withDefaults(dockerfile))
}

/** The builds of a file. What is built for development is known by its own tag only. */
export function buildsOf(file: string, recipes: readonly Recipe[]): readonly Build[] {
  return recipes.flatMap(recipe => {
    const { images, dockerfile: path, target } = recipe
    const dockerfile = dockerfileOf(folderOf(file), recipe)
    if (dockerfile === undefined) return []
    const isForDevelopment = [file, path, target ?? ''].some(word => FOR_DEVELOPMENT.test(word))
    return images.flatMap(written => {
      const image = nameIn(written)
      if (image === undefined || (isForDevelopment && !hasOwnTag(image))) return []
      return [{ image, dockerfile, ...(target !== undefined && { target }) }]
    })
  })
}
