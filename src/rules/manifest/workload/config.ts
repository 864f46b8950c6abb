import type { Problem } from '../../../core/finding.ts'
import { type ConfigReference, configReferencesOf, tlsSecretsOf } from '../../../kube/config-references.ts'
import type { Resource } from '../../../kube/resource.ts'
import { isMade, keyless } from '../../../world/config.ts'
import { definesSome, referenced } from '../../../world/references.ts'
import type { World } from '../../../world/world.ts'
import { rule } from '../../rule.ts'

/** What an object refers to, without what a controller makes. */
function referencesOf(resource: Resource, world: World): readonly ConfigReference[] {
  const ofPods = world.workloadsOf(resource).flatMap(configReferencesOf)
  const all = resource.kind === 'Ingress' ? tlsSecretsOf(resource) : ofPods
  return all.filter(reference => !isMade(world, resource, reference))
}

export const danglingConfigReference = rule({
  id: 'dangling-config-reference',
  title: 'Referenced object is not defined',
  why: 'A pod does not start before every ConfigMap, Secret and claim that it refers to exists: the rollout waits, without an end.',
  help: 'Correct `name`, add the object, or set `optional: true`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: { kubelinter: 'env-value-from', monokle: ['LNK001', 'LNK002', 'LNK003'] },
  on: 'resource',
  check(resource, { world }) {
    const seen = new Set<string>()
    return referencesOf(resource, world).flatMap(({ kind, name, namePath }): readonly Problem[] => {
      const key = `${kind}/${name}`
      if (seen.has(key)) return []
      seen.add(key)
      const isDangling =
        referenced(world, resource, { type: kind, name }).length === 0 && definesSome(world, resource, { type: kind })
      const message = `${kind} \`${name}\` is not defined here; it may be defined elsewhere`
      return isDangling ? [{ at: namePath, message }] : []
    })
  },
})

export const configKeyMissing = rule({
  id: 'config-key-missing',
  title: 'Referenced key is not in its object',
  why: 'The container is not created (`CreateContainerConfigError`), or its volume is never mounted: the rollout waits, without an end.',
  help: 'Correct `key`, or add it to `data` of the ConfigMap or Secret.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { kubelinter: 'env-value-from' },
  on: 'resource',
  check(resource, { world }) {
    return referencesOf(resource, world).flatMap(reference =>
      reference.keys.flatMap(({ key, path }) => {
        const { kind, name } = reference
        const object = keyless(world, resource, reference, key)
        if (!object) return []
        const see = [{ at: object.at('metadata', 'name'), note: `the ${kind}`, in: object.source }]
        return { at: path, message: `${kind} \`${name}\` has no key \`${key}\``, see }
      }),
    )
  },
})
