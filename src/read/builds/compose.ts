import type { Host } from '../../core/host.ts'
import { folderOf, nameOf } from '../../core/paths.ts'
import { isMap, type Json } from '../../kube/resource.ts'
import type { Service } from '../../world/given-user.ts'
import { readYaml } from '../../yaml/source.ts'
import { servicesIn, textOf } from './builds.ts'
import { dockerfileOf } from './named.ts'

const isCompose = (file: string): boolean => /compose.*\.ya?ml$/.test(nameOf(file))

/** The services of Compose that run what a Dockerfile of the checkout builds, and the users that they choose. */
export async function readServices(host: Host, files: readonly string[]): Promise<readonly Service[]> {
  const read: Service[] = []
  for (const file of files.filter(isCompose)) {
    const { documents } = await readYaml(file, textOf(host, file))
    const services = documents.flatMap(({ value }: { value: Json }) =>
      isMap(value?.services) ? Object.values(value.services) : [],
    )
    read.push(...services.flatMap(service => serviceOf(folderOf(file), service)))
  }
  return read
}

function serviceOf(folder: string, service: Json): readonly Service[] {
  const user: unknown = service?.user
  return servicesIn(service).flatMap(recipe => {
    const dockerfile = dockerfileOf(folder, recipe)
    if (dockerfile === undefined) return []
    const chosen = typeof user === 'string' || typeof user === 'number' ? { user: String(user) } : {}
    return [{ dockerfile, ...(recipe.target !== undefined && { target: recipe.target }), ...chosen }]
  })
}
