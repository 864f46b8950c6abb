import type { Spot } from '../../../core/location.ts'
import type { Json, Resource } from '../../../kube/resource.ts'
import { type Labels, labelsOf } from '../../../kube/selector.ts'
import { written } from '../../../kube/written.ts'
import { rule } from '../../rule.ts'

/** Kinds that people deploy, and whose labels and annotations say whose they are. */
const WORKLOADS: readonly string[] = [
  'Pod',
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'ReplicationController',
  'Job',
  'CronJob',
  'DeploymentConfig',
  'Rollout',
]

const nameOf = ({ kind, name }: Resource): string => `${kind}${name === '' ? '' : ` \`${name}\``}`

/** An empty value says as much as none. */
const has = (labels: Labels, name: string): boolean => written(labels[name]) !== ''

/** The key alone: in braces, the values of a map are on its line, and a label may have the name of a secret. */
const keyOf = (resource: Resource, field: 'labels' | 'annotations'): Spot =>
  resource.source.key(resource.at('metadata', field)) ??
  resource.source.key(resource.at('metadata')) ??
  resource.at('kind')

const listed = (names: readonly string[]): string => names.map(name => `\`${name}\``).join(', ')

export const requiredLabels = rule({
  id: 'required-labels',
  title: 'Required label is missing',
  why: 'Costs, alerts and access are assigned by labels: in an outage, the owner of an object without them has to be searched for.',
  help: 'Add the label to `metadata.labels`. The policy sets which labels are required, with the options of this rule.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: { kubelinter: 'required-label-owner', kubescape: 'C-0076', monokle: 'MTD-custom-labels' },
  on: 'resource',
  options: { labels: [] as readonly string[], 'any-of': [] as readonly string[], kinds: WORKLOADS },
  optionHelp: {
    labels: 'labels that each object needs; when empty, none',
    'any-of': 'labels of which each object needs one; when empty, none',
    kinds: 'kinds of objects that need them',
  },
  check(resource, { options }) {
    if (!options.kinds.includes(resource.kind)) return
    const labels = labelsOf(resource.json)
    const anyOf = options['any-of']
    const at = keyOf(resource, 'labels')
    return [
      ...options.labels
        .filter(name => !has(labels, name))
        .map(name => ({ at, judged: name, message: `${nameOf(resource)} has no label \`${name}\`` })),
      ...(anyOf.length === 0 || anyOf.some(name => has(labels, name))
        ? []
        : [{ at, judged: 'any-of', message: `${nameOf(resource)} has none of the labels ${listed(anyOf)}` }]),
    ]
  },
})

export const requiredAnnotations = rule({
  id: 'required-annotations',
  title: 'Required annotation is missing',
  why: 'Alerts are sent to the contact that an annotation states: in an outage, that of an object without it has to be searched for.',
  help: 'Add the annotation to `metadata.annotations`. The policy sets which annotations are required, with the options of this rule.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: { kubelinter: 'required-annotation-email', monokle: 'MTD-custom-annotations' },
  on: 'resource',
  options: { annotations: [] as readonly string[], kinds: WORKLOADS },
  optionHelp: {
    annotations: 'annotations that each object needs; when empty, none',
    kinds: 'kinds of objects that need them',
  },
  check(resource, { options }) {
    if (!options.kinds.includes(resource.kind)) return
    return options.annotations
      .filter(name => !has(resource.annotations, name))
      .map(name => ({
        at: keyOf(resource, 'annotations'),
        judged: name,
        message: `${nameOf(resource)} has no annotation \`${name}\``,
      }))
  },
})

/** kubernetes.io/docs/concepts/overview/working-with-objects/common-labels; `created-by` was dropped there. */
const RECOMMENDED: readonly string[] = ['name', 'instance', 'version', 'component', 'part-of', 'managed-by'].map(
  label => `app.kubernetes.io/${label}`,
)

export const recommendedLabels = rule({
  id: 'recommended-labels',
  title: 'Recommended labels are missing',
  why: 'Dashboards, tracing and tools group objects by these labels: without them, parts of an application are found by name only.',
  help: 'Add the labels `app.kubernetes.io/name`, `instance`, `version`, `component`, `part-of` and `managed-by` to `metadata.labels`.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: { kubescape: 'C-0077', monokle: 'MTD-recommended-labels' },
  on: 'resource',
  kinds: WORKLOADS,
  options: { labels: RECOMMENDED },
  optionHelp: { labels: 'labels that are recommended' },
  check(resource, { options, world }) {
    const hasAny = (object: Json): boolean => options.labels.some(name => has(labelsOf(object), name))
    const missing = options.labels.filter(name => !has(labelsOf(resource.json), name))
    const isAllowedByKubescape =
      hasAny(resource.json) && world.workloadsOf(resource).every(({ template }) => hasAny(template))
    if (missing.length === 0) return
    return {
      at: keyOf(resource, 'labels'),
      judged: 'labels',
      message: `${nameOf(resource)} lacks the recommended labels ${listed(missing)}`,
      ...(isAllowedByKubescape && { unlike: { kubescape: 'C-0077' } }),
    }
  },
})

const INSTANCE = 'app.kubernetes.io/instance'

export const instanceLabelMismatch = rule({
  id: 'instance-label-mismatch',
  title: 'Instance label differs from the name of the object',
  why: 'Dashboards that group objects by this label show the workload under another name.',
  help: 'Set the label `app.kubernetes.io/instance` to the name of the object, unless the label names a Helm release.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: { polaris: 'metadataAndInstanceMismatched' },
  on: 'resource',
  kinds: WORKLOADS,
  check(resource) {
    // Helm's own convention is the name of the release.
    if (resource.origin?.by === 'helm') return
    const label = labelsOf(resource.json)[INSTANCE]
    if (label === resource.name) return
    return label === undefined
      ? { at: keyOf(resource, 'labels'), judged: INSTANCE, message: `${nameOf(resource)} has no label \`${INSTANCE}\`` }
      : {
          at: resource.at('metadata', 'labels', INSTANCE),
          message: `label \`${INSTANCE}\` of ${nameOf(resource)} is \`${written(label)}\``,
        }
  },
})
