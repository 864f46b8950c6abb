import type { Problem } from '../../../core/finding.ts'
import type { Path } from '../../../core/location.ts'
import { isLabelKey, isLabelValue } from '../../../kube/label-syntax.ts'
import { isMap, type Json, type Resource } from '../../../kube/resource.ts'
import { written } from '../../../kube/written.ts'
import type { World } from '../../../world/world.ts'
import { rule } from '../../rule.ts'

/** Labels, or a map that selects by them. */
interface Place {
  readonly path: Path
  readonly map: Json
}

function placesOf(resource: Resource, world: World): readonly Place[] {
  const { metadata, spec } = resource.json
  // Of a Service and a ReplicationController the selector is the map itself.
  const isPlain = ['Service', 'ReplicationController', 'DeploymentConfig'].includes(resource.kind)
  return [
    { path: resource.at('metadata', 'labels'), map: metadata?.labels },
    isPlain
      ? { path: resource.at('spec', 'selector'), map: spec?.selector }
      : { path: resource.at('spec', 'selector', 'matchLabels'), map: spec?.selector?.matchLabels },
    ...world.workloadsOf(resource).flatMap(workload => [
      { path: workload.at('nodeSelector'), map: workload.pod.nodeSelector },
      ...(workload.template === resource.json || workload.podPath.at(-1) !== 'spec'
        ? []
        : [
            {
              path: [...workload.podPath.slice(0, -1), 'metadata', 'labels'],
              map: workload.template?.metadata?.labels,
            },
          ]),
    ]),
  ]
}

/** What a shell, a template or a script replaces: `${CLUSTER}`, `{{ name }}`, `<name>`, `__NAME__`. */
const isFilledInLater = (text: string): boolean => /[$%<]|\{\{|^__/.test(text)

function valueProblem(resource: Resource, { path, map }: Place, key: string): Problem | undefined {
  const value = map[key]
  const at = [...path, key]
  // As a text, `null` is empty.
  if (value === null || value === undefined) return
  if (typeof value === 'string')
    return isLabelValue(value) || isFilledInLater(value)
      ? undefined
      : {
          at,
          message: `invalid value of label \`${key}\`; expected at most 63 letters, digits, \`-\`, \`_\` and \`.\``,
        }
  const text = written(value)
  // `1.10` is read as 1.1: who quotes it has to decide.
  const isSame = resource.source.locate(at).text.endsWith(text)
  return {
    at,
    message: `value of label \`${key}\` is ${typeof value === 'object' ? 'not a text' : `\`${text}\` without quotes`}; expected a string`,
    ...(isSame &&
      isLabelValue(text) && {
        fix: { title: 'Quote the value', safe: true, changes: [{ op: 'set', path: at, value: text }] },
      }),
  }
}

export const labelInvalid = rule({
  id: 'label-invalid',
  title: 'Invalid label',
  why: 'The API server rejects the object, and the rollout stops halfway.',
  help: 'Quote values such as `"true"` and `"1.0"`. Values have at most 63 letters, digits, `-`, `_` and `.`, and begin and end with a letter or digit; move other texts to `annotations`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { kics: '1123031a-f921-4c5b-bd86-ef354ecfd37a', kubescore: 'label-values' },
  on: 'resource',
  check: (resource, { world }) =>
    placesOf(resource, world).flatMap(place =>
      Object.keys(isMap(place.map) ? place.map : {}).flatMap((key): readonly Problem[] => {
        const at = [...place.path, key]
        if (!isLabelKey(key) && !isFilledInLater(key)) return [{ at, message: `invalid label key \`${key}\`` }]
        return [valueProblem(resource, place, key) ?? []].flat()
      }),
    ),
})
