import { folderOf, nameOf } from '../../core/paths.ts'
import { isMap, type Json, listOf, textOf } from '../../kube/resource.ts'
import type { Service } from '../../world/given-user.ts'
import type { BuildFile } from './files.ts'
import { dockerfileOf, type Recipe } from './named.ts'

const servicesOf = (json: Json): readonly (readonly [name: string, Json])[] =>
  isMap(json?.services) ? Object.entries(json.services) : []

/** The services of Compose that are built; what is merged into another file may leave the context to that. */
export const composeRecipes = (file: string, json: Json): readonly Recipe[] =>
  servicesOf(json)
    .flatMap(recipeOf)
    .map(recipe => ({ ...recipe, isStated: recipe.isStated || IS_MAIN.test(nameOf(file)) }))

const IS_MAIN = /^(?:docker-)?compose\.ya?ml$/

/** A service that inlines its Dockerfile has none here. */
function recipeOf([name, service]: readonly [name: string, Json]): readonly Recipe[] {
  const build: Json = typeof service?.build === 'string' ? { context: service.build } : service?.build
  if (!isMap(build) || build.dockerfile_inline !== undefined) return []
  const context = build === service.build && build.context !== undefined ? ['context'] : []
  return [
    {
      at: ['services', name, 'build', ...context],
      isStated: build.context !== undefined,
      named: namedIn(build.additional_contexts),
      images: [service.image, ...listOf(build.tags)].filter(image => typeof image === 'string'),
      context: textOf(build.context) || '.',
      dockerfile: textOf(build.dockerfile) || 'Dockerfile',
      target: textOf(build.target) || undefined,
    },
  ]
}

/** A map, or a list of `name=value`. */
function namedIn(contexts: Json): Readonly<Record<string, string>> {
  const pairs = isMap(contexts)
    ? Object.entries(contexts)
    : listOf(contexts).map(item => /^([^=]*)=(.*)$/.exec(textOf(item))?.slice(1) ?? [])
  return Object.fromEntries(pairs.filter(([name, to]) => name && typeof to === 'string'))
}

const isCompose = (file: string): boolean => /compose.*\.ya?ml$/.test(nameOf(file))

/** The services of Compose that run what a Dockerfile of the checkout builds, and the users that they choose. */
export const servicesIn = ({ file, documents }: BuildFile): readonly Service[] =>
  isCompose(file) ? documents.flatMap(servicesOf).flatMap(service => serviceOf(folderOf(file), service)) : []

function serviceOf(folder: string, service: readonly [name: string, Json]): readonly Service[] {
  const user: unknown = service[1]?.user
  return recipeOf(service).flatMap(recipe => {
    const dockerfile = dockerfileOf(folder, recipe)
    if (dockerfile === undefined) return []
    const chosen = typeof user === 'string' || typeof user === 'number' ? { user: String(user) } : {}
    return [{ dockerfile, ...(recipe.target !== undefined && { target: recipe.target }), ...chosen }]
  })
}
