import { memo } from '../../core/memo.ts'
import { nameOf } from '../../core/paths.ts'
import { isMap, type Json } from '../../kube/resource.ts'
import { bakeRecipes } from './bake.ts'
import { composeRecipes } from './compose.ts'
import type { BuildFile } from './files.ts'
import type { Recipe } from './named.ts'
import { skaffoldRecipes } from './skaffold.ts'

/** What a file of Compose, Bake or Skaffold builds. */
export const recipesIn = memo(({ file, source, documents }: BuildFile): readonly Recipe[] =>
  file.endsWith('.hcl')
    ? bakeRecipes(source.text)
    : documents.flatMap((json, index) =>
        recipesOf(file, json).map(recipe => ({
          ...recipe,
          at: 'span' in recipe.at ? recipe.at : [index, ...recipe.at],
        })),
      ),
)

function recipesOf(file: string, json: Json): readonly Recipe[] {
  if (nameOf(file).startsWith('skaffold')) return skaffoldRecipes(json)
  return isMap(json?.services) ? composeRecipes(file, json) : bakeRecipes(json)
}
