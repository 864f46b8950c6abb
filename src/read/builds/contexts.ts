import { folderOf, resolve } from '../../core/paths.ts'
import type { StatedBuild } from '../../world/contexts.ts'
import type { BuildFile } from './files.ts'
import { dockerfileOf } from './named.ts'
import { recipesIn } from './recipes.ts'

/** The contexts that a file states. Addresses, variables and targets are left as paths, of folders that do not exist. */
export function contextsIn(file: BuildFile): readonly StatedBuild[] {
  const folder = folderOf(file.file)
  return recipesIn(file).flatMap(recipe => {
    const dockerfile = recipe.isStated ? dockerfileOf(folder, recipe) : undefined
    if (dockerfile === undefined) return []
    const named = Object.entries(recipe.named).map(([name, to]) => [name.toLowerCase(), resolve(folder, to)] as const)
    return {
      dockerfile,
      folder: resolve(folder, recipe.context),
      named: new Map(named),
      in: file.source,
      at: recipe.at,
    }
  })
}
