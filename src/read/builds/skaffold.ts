import { isMap, type Json, listOf, textOf } from '../../kube/resource.ts'
import type { Recipe } from './named.ts'

/** What builds an artifact of Skaffold without a Dockerfile. */
const OTHER_BUILDERS = ['bazel', 'buildpacks', 'custom', 'jib', 'ko']

/** The artifacts of Skaffold, with those of its profiles: what a profile builds in another way is no more known. */
export const skaffoldRecipes = (json: Json): readonly Recipe[] =>
  [[[], json] as const, ...listOf(json?.profiles).map((profile, i) => [['profiles', i], profile] as const)]
    .flatMap(([at, part]) =>
      listOf(part?.build?.artifacts).map((artifact, i) => [[...at, 'build', 'artifacts', i], artifact] as const),
    )
    .flatMap(([at, artifact]) => {
      if (!isMap(artifact) || OTHER_BUILDERS.some(builder => artifact[builder] !== undefined)) return []
      const how: Json = artifact.docker ?? artifact.kaniko
      return {
        at: artifact.context === undefined ? at : [...at, 'context'],
        isStated: true,
        named: {},
        images: [artifact.image].filter(image => typeof image === 'string'),
        context: textOf(artifact.context) || '.',
        dockerfile: textOf(how?.dockerfile) || 'Dockerfile',
        target: textOf(how?.target) || undefined,
      }
    })
