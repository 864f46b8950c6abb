import type { Problem } from '../../../core/finding.ts'
import type { Path } from '../../../core/location.ts'
import { isFilledInLater } from '../../../kube/filled-in-later.ts'
import { isLabelKey, isLabelValue } from '../../../kube/label-syntax.ts'
import { isMap, type Json, type Resource } from '../../../kube/resource.ts'
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

const shapeOf = (value: Json): string =>
  Array.isArray(value) ? 'list' : typeof value === 'object' ? 'map' : (typeof value as string)

function messageOf(key: string, value: Json): string | undefined {
  if (!isLabelKey(key) && !isFilledInLater(key)) return `invalid label key \`${key}\``
  // As a text, `null` is empty.
  if (value === null || value === undefined) return undefined
  if (typeof value !== 'string') return `value of label \`${key}\` is a ${shapeOf(value)}; expected a string`
  return isLabelValue(value) || isFilledInLater(value)
    ? undefined
    : `invalid value of label \`${key}\`; expected at most 63 letters, digits, \`-\`, \`_\` and \`.\``
}

/** Only where the text stays the same: `1.10` is read as 1.1, and who quotes it has to decide. */
function quoted({ source }: Resource, path: Path, value: Json): Pick<Problem, 'fix'> {
  if (typeof value !== 'number' && typeof value !== 'boolean') return {}
  const text = String(value)
  if (!isLabelValue(text) || !source.locate(path).text.endsWith(text)) return {}
  return { fix: { title: 'Quote the value', safe: true, changes: [{ op: 'set', path, value: text }] } }
}

function problemsIn(resource: Resource, { path, map }: Place): readonly Problem[] {
  return Object.keys(isMap(map) ? map : {}).flatMap(key => {
    const message = messageOf(key, map[key])
    const at = [...path, key]
    if (message === undefined) return []
    // A key may promise a secret: its value is not shown.
    return {
      at: resource.source.key(at) ?? path,
      judged: key,
      message,
      // kube-score reads the values.
      ...(!isLabelKey(key) && { unlike: { kubescore: 'label-values' } }),
      ...quoted(resource, at, map[key]),
    }
  })
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
  sensitive: true,
  on: 'resource',
  check: (resource, { world }) => placesOf(resource, world).flatMap(place => problemsIn(resource, place)),
})
