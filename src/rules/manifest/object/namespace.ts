import type { Problem } from '../../../core/finding.ts'
import { listed } from '../../../core/text.ts'
import {
  ENFORCE_STEPS,
  enforcedBy,
  enforcedVersion,
  isLevel,
  LEVELS,
  type Level,
  violationsOf,
} from '../../../kube/pod-security.ts'
import type { Resource } from '../../../kube/resource.ts'
import { SYSTEM_NAMESPACES } from '../../../kube/system-namespaces.ts'
import { written } from '../../../kube/written.ts'
import { namespaceOf } from '../../../world/lookup.ts'
import { referenced } from '../../../world/references.ts'
import { podsIn } from '../../../world/selection.ts'
import { type Context, rule } from '../../rule.ts'

/** Kubescape judges the pods of a Namespace by its label: all of these are one question to it. */
const BASELINE_IDS = ['C-0193', 'C-0194', 'C-0195', 'C-0196', 'C-0199', 'C-0202', 'C-0203', 'C-0204'] as const
const RESTRICTED_IDS = ['C-0197', 'C-0198', 'C-0200', 'C-0201'] as const

/** A fix that sets a level, unless pods that were read could no longer be created. */
function enforce(
  namespace: Resource,
  level: Level,
  { world, kubernetes }: Pick<Context, 'world' | 'kubernetes'>,
): Pick<Problem, 'fix'> {
  const version = enforcedVersion(namespace, kubernetes)
  if (podsIn(world, namespace.name).some(pod => violationsOf(pod, level, version).length > 0)) return {}
  return {
    fix: {
      title: `Enforce \`${level}\``,
      // Other pods may violate the standard.
      safe: false,
      changes: [{ op: 'set', path: namespace.at(...ENFORCE_STEPS), value: level }],
    },
  }
}

export const psaLabelsMissing = rule({
  id: 'psa-labels-missing',
  title: 'Namespace enforces no Pod Security Standard',
  why: 'Anyone who may create pods in the namespace can create a privileged one, and control the node through it.',
  help: 'Set the label `pod-security.kubernetes.io/enforce: baseline`, or `restricted` if all pods comply.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  tags: ['cis:5.2.1', 'nsa', 'mitre'],
  peers: { kubescape: ['C-0192', 'C-0068'] },
  on: 'resource',
  kinds: ['Namespace'],
  covers: ['psa-enforce-restricted'],
  check(namespace, context) {
    if (enforcedBy(namespace) !== undefined || SYSTEM_NAMESPACES.has(namespace.name)) return
    return {
      at: namespace.at(...ENFORCE_STEPS),
      message: `namespace \`${namespace.name}\` enforces no Pod Security Standard`,
      also: { kubescape: BASELINE_IDS },
      ...enforce(namespace, 'baseline', context),
    }
  },
})

export const psaEnforceBaseline = rule({
  id: 'psa-enforce-baseline',
  title: 'Namespace enforces less than the baseline standard',
  why: 'Anyone who may create pods in the namespace can create a privileged one, and control the node through it.',
  help: 'Set the label `pod-security.kubernetes.io/enforce: baseline`, and move pods that need more to a namespace of their own.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  tags: ['cis:5.2.2', 'cis:5.2.8', 'cis:5.2.11', 'cis:5.2.12', 'cis:5.2.13'],
  peers: { kubescape: BASELINE_IDS },
  on: 'resource',
  kinds: ['Namespace'],
  covers: ['psa-enforce-restricted'],
  check(namespace, context) {
    const level = enforcedBy(namespace)
    if (level === undefined || (isLevel(level) && level !== 'privileged')) return
    const at = namespace.at(...ENFORCE_STEPS)
    const enforced = enforce(namespace, 'baseline', context)
    if (!isLevel(level))
      return {
        at,
        severity: 'medium' as const,
        message: `invalid Pod Security level \`${written(level)}\`; expected ${listed(LEVELS, 'or')}`,
        ...enforced,
      }
    return {
      at,
      message: `namespace \`${namespace.name}\` admits privileged pods${enforced.fix ? ', and no pod that was read needs it' : ''}`,
      ...(enforced.fix ? enforced : { severity: 'info' as const }),
    }
  },
})

export const psaEnforceRestricted = rule({
  id: 'psa-enforce-restricted',
  title: 'Namespace enforces less than the restricted standard',
  why: 'Pods of the namespace may run as root and gain privileges: a vulnerability of the runtime then exposes the node.',
  help: 'Set the label `pod-security.kubernetes.io/enforce: restricted` once all pods of the namespace comply.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  tags: ['cis:5.2.6', 'cis:5.2.7', 'cis:5.2.9', 'cis:5.2.10'],
  peers: { kubescape: RESTRICTED_IDS },
  on: 'resource',
  kinds: ['Namespace'],
  check(namespace, context) {
    const level = enforcedBy(namespace)
    if (level === 'restricted' || SYSTEM_NAMESPACES.has(namespace.name)) return
    return {
      at: namespace.at(...ENFORCE_STEPS),
      message: `namespace \`${namespace.name}\` does not enforce the restricted standard`,
      ...enforce(namespace, 'restricted', context),
    }
  },
})

/** So many fields are named. */
const MOST_NAMED = 4

export const psaRejectsPod = rule({
  id: 'psa-rejects-pod',
  title: 'Namespace rejects the pod',
  why: 'The Pod Security Standard that the namespace enforces forbids the pod: the workload is accepted, and its pods are never created.',
  help: 'Change the fields that the message names until `kubectl apply --dry-run=server` prints no warning, or move the workload to a namespace that enforces less.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  on: 'workload',
  check(workload, { world, kubernetes }) {
    const { resource } = workload
    const [namespace] = referenced(world, resource, {
      type: 'Namespace',
      namespace: 'default',
      name: namespaceOf(resource),
    })
    const level = namespace && enforcedBy(namespace)
    if (!namespace || !workload.whole || !isLevel(level)) return
    const violations = violationsOf(workload, level, enforcedVersion(namespace, kubernetes))
    const [first] = violations
    if (!first) return
    const fields = [...new Set(violations.map(({ what }) => `\`${what}\``))]
    const named =
      fields.length > MOST_NAMED ? [...fields.slice(0, MOST_NAMED), `${fields.length - MOST_NAMED} more`] : fields
    return {
      at: first.at,
      judged: level,
      message: `namespace \`${namespace.name}\` enforces \`${level}\`, which forbids this pod: ${listed(named)}`,
      see: [{ at: namespace.at(...ENFORCE_STEPS), in: namespace.source, note: 'the level is set here' }],
    }
  },
})
