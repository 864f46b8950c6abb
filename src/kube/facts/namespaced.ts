import type { Resource } from '../resource.ts'

/** Kinds of Kubernetes' own groups that are in a namespace (`kubectl api-resources --namespaced=true`, 1.36). */
const NAMESPACED: ReadonlySet<string> = new Set(
  [
    'Binding ConfigMap Endpoints Event LimitRange PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount',
    'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet',
    'CronJob Job',
    'HorizontalPodAutoscaler PodDisruptionBudget',
    'CSIStorageCapacity Lease LeaseCandidate EndpointSlice Ingress NetworkPolicy',
    'Role RoleBinding LocalSubjectAccessReview',
    'ResourceClaim ResourceClaimTemplate',
  ].flatMap(kinds => kinds.split(' ')),
)

/** Kubernetes' own groups have no domain, or this one; so have some whose kinds are defined by CRDs. */
const isBuiltIn = (group: string): boolean =>
  !group.includes('.') || (group.endsWith('.k8s.io') && !DEFINED_ELSEWHERE.has(group))

const DEFINED_ELSEWHERE: ReadonlySet<string> = new Set([
  'autoscaling.k8s.io',
  'custom.metrics.k8s.io',
  'gateway.networking.k8s.io',
  'metrics.k8s.io',
  'policy.networking.k8s.io',
  'snapshot.storage.k8s.io',
])

/** Whether an object is in a namespace; of kinds that are defined elsewhere, those are that name one. */
export const isNamespaced = ({ group, kind, namespace }: Resource): boolean =>
  isBuiltIn(group) ? NAMESPACED.has(kind) : namespace !== undefined
