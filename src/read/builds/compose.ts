import { folderOf, nameOf } from '../../core/paths.ts'
import { isMap, type Json, listOf, textOf } from '../../kube/resource.ts'
import type { Service } from '../../world/given-user.ts'
import type { BuildFile } from './files.ts'
import { dockerfileOf, type Recipe } from './named.ts'

const servicesOf = (json: Json): readonly Json[] => (isMap(json?.services) ? Object.values(json.services) : [])

/** The services of Compose that are built. */
export const composeRecipes = (json: Json): readonly Recipe[] => servicesOf(json).flatMap(recipeOf)

/** A service that inlines its Dockerfile has none here. */
function recipeOf(service: Json): readonly Recipe[] {
  const build: Json = typeof service?.build === 'string' ? { context: service.build } : service?.build
  if (!isMap(build) || build.dockerfile_inline !== undefined) return []
  return [
    {
      images: [service.image, ...listOf(build.tags)].filter(image => typeof image === 'string'),
      context: textOf(build.context) || '.',
      dockerfile: textOf(build.dockerfile) || 'Dockerfile',
      target: textOf(build.target) || undefined,
    },
  ]
}

const isCompose = (file: string): boolean => /compose.*\.ya?ml$/.test(nameOf(file))

/** The services of Compose that run what a Dockerfile of the checkout builds, and the users that they choose. */
export const servicesIn = ({ file, documents }: BuildFile): readonly Service[] =>
  isCompose(file) ? documents.flatMap(servicesOf).flatMap(service => serviceOf(folderOf(file), service)) : []

function serviceOf(folder: string, service: Json): readonly Service[] {
  const user: unknown = service?.user
  return recipeOf(service).flatMap(recipe => {
    const dockerfile = dockerfileOf(folder, recipe)
    if (dockerfile === undefined) return []
    const chosen = typeof user === 'string' || typeof user === 'number' ? { user: String(user) } : {}
    return [{ dockerfile, ...(recipe.target !== undefined && { target: recipe.target }), ...chosen }]
  })
}
