/**
 * When each API of Kubernetes came to its end. Facts from the lifecycle markers of kubernetes/api
 * (zz_generated.prerelease-lifecycle.go, v0.17 to the 1.37 beta), and from Pluto for groups that live elsewhere.
 * Numbers are minors: 22 is Kubernetes 1.22.
 */

import { groupBy } from '../../core/group.ts'

/** What must hold for a change of `apiVersion` alone to be right. */
export type Swap =
  | 'yes'
  /** The selector is set and fits the template: it is required, and cannot be changed later. */
  | 'selector'
  /** The selector asks for something: an empty one selected nothing, and now selects everything. */
  | 'budget'
  /** Signer and usages are set: they became required. */
  | 'signer'

export interface Lifecycle {
  readonly deprecated?: number
  readonly removed?: number
  /** The release of another project that removed it: `cert-manager 1.6`. */
  readonly removedBy?: string
  /** `kind` only when it has another name there; `since` is the first minor that serves it. */
  readonly replacement?: { readonly apiVersion: string; readonly kind?: string; readonly since: number }
  /** Absent: the fields changed too. */
  readonly swap?: Swap
}

type Row = readonly [
  apiVersion: string,
  kinds: string,
  deprecated: number | null,
  /** A text: the release of another project. */
  removed: number | string | null,
  replacement?: string,
  since?: number,
  swap?: Swap,
]

/** `*` stands for every other kind. */
const KUBERNETES: readonly Row[] = [
  ['v1', 'ComponentStatus', 19, null],
  ['v1', 'Endpoints', 33, null, 'discovery.k8s.io/v1 EndpointSlice', 21],
  ['admission.k8s.io/v1beta1', 'AdmissionReview', 19, 22, 'admission.k8s.io/v1', 19],
  [
    'admissionregistration.k8s.io/v1beta1',
    'MutatingWebhookConfiguration ValidatingWebhookConfiguration',
    16,
    22,
    'admissionregistration.k8s.io/v1',
    16,
  ],
  [
    'admissionregistration.k8s.io/v1alpha1',
    'ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding',
    29,
    32,
    'admissionregistration.k8s.io/v1',
    30,
  ],
  [
    'admissionregistration.k8s.io/v1beta1',
    'ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding',
    31,
    34,
    'admissionregistration.k8s.io/v1',
    30,
    'yes',
  ],
  [
    'admissionregistration.k8s.io/v1alpha1',
    'MutatingAdmissionPolicy MutatingAdmissionPolicyBinding',
    35,
    38,
    'admissionregistration.k8s.io/v1',
    36,
  ],
  [
    'admissionregistration.k8s.io/v1beta1',
    'MutatingAdmissionPolicy MutatingAdmissionPolicyBinding',
    37,
    40,
    'admissionregistration.k8s.io/v1',
    36,
    'yes',
  ],
  ['apidiscovery.k8s.io/v2beta1', 'APIGroupDiscovery', 32, 35, 'apidiscovery.k8s.io/v2', 30],
  ['apiextensions.k8s.io/v1beta1', 'CustomResourceDefinition', 16, 22, 'apiextensions.k8s.io/v1', 16],
  ['apiregistration.k8s.io/v1beta1', 'APIService', 10, 22, 'apiregistration.k8s.io/v1', 10, 'yes'],
  ['apps/v1beta1', 'ControllerRevision', 8, 16, 'apps/v1', 9],
  ['apps/v1beta1', 'Deployment StatefulSet', 8, 16, 'apps/v1', 9, 'selector'],
  ['apps/v1beta1', 'DeploymentRollback', 8, 16],
  ['apps/v1beta1', 'ReplicaSet', null, 16, 'apps/v1', 9, 'selector'],
  ['apps/v1beta1', 'Scale', 8, 16, 'autoscaling/v1', 2],
  ['apps/v1beta2', 'ControllerRevision', 9, 16, 'apps/v1', 9],
  ['apps/v1beta2', 'DaemonSet Deployment ReplicaSet StatefulSet', 9, 16, 'apps/v1', 9, 'selector'],
  ['apps/v1beta2', 'Scale', 9, 16, 'autoscaling/v1', 2],
  ['audit.k8s.io/v1alpha1', 'Event Policy', 21, 24, 'audit.k8s.io/v1', 12],
  ['audit.k8s.io/v1beta1', 'Event Policy', 21, 24, 'audit.k8s.io/v1', 12],
  ['auditregistration.k8s.io/v1alpha1', 'AuditSink', null, 19],
  ['authentication.k8s.io/v1beta1', 'TokenReview', 19, 22, 'authentication.k8s.io/v1', 6, 'yes'],
  ['authentication.k8s.io/v1alpha1', 'SelfSubjectReview', 29, 32, 'authentication.k8s.io/v1', 28, 'yes'],
  ['authentication.k8s.io/v1beta1', 'SelfSubjectReview', 30, 33, 'authentication.k8s.io/v1', 28, 'yes'],
  [
    'authorization.k8s.io/v1beta1',
    'LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview',
    19,
    22,
    'authorization.k8s.io/v1',
    19,
    'yes',
  ],
  ['authorization.k8s.io/v1beta1', 'SubjectAccessReview', 19, 22, 'authorization.k8s.io/v1', 6, 'yes'],
  ['autoscaling/v2beta1', 'HorizontalPodAutoscaler', 22, 25, 'autoscaling/v2', 23],
  ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', 23, 26, 'autoscaling/v2', 23, 'yes'],
  ['batch/v2alpha1', 'CronJob', null, 21, 'batch/v1', 21, 'yes'],
  ['batch/v2alpha1', 'JobTemplate', null, 21],
  ['batch/v1beta1', 'CronJob', 21, 25, 'batch/v1', 21, 'yes'],
  ['batch/v1beta1', 'JobTemplate', 22, 25],
  ['certificates.k8s.io/v1beta1', 'CertificateSigningRequest', 19, 22, 'certificates.k8s.io/v1', 19, 'signer'],
  ['certificates.k8s.io/v1alpha1', 'PodCertificateRequest', 37, 35, 'certificates.k8s.io/v1', 37],
  ['certificates.k8s.io/v1alpha1', 'ClusterTrustBundle', 34, 37, 'certificates.k8s.io/v1', 37],
  ['certificates.k8s.io/v1beta1', 'ClusterTrustBundle PodCertificateRequest', 37, 40, 'certificates.k8s.io/v1', 37],
  ['coordination.k8s.io/v1beta1', 'Lease', 19, 22, 'coordination.k8s.io/v1', 14, 'yes'],
  ['coordination.k8s.io/v1alpha1', 'LeaseCandidate', 34, 32],
  ['coordination.k8s.io/v1alpha2', 'LeaseCandidate', 35, 38],
  ['coordination.k8s.io/v1beta1', 'LeaseCandidate', 36, 39],
  ['discovery.k8s.io/v1alpha1', 'EndpointSlice', null, 21, 'discovery.k8s.io/v1', 21],
  ['discovery.k8s.io/v1beta1', 'EndpointSlice', 21, 25, 'discovery.k8s.io/v1', 21],
  ['events.k8s.io/v1beta1', 'Event', 22, 25, 'events.k8s.io/v1', 19],
  ['extensions/v1beta1', 'DaemonSet Deployment ReplicaSet', 8, 16, 'apps/v1', 9, 'selector'],
  ['extensions/v1beta1', 'DeploymentRollback', 8, 16],
  ['extensions/v1beta1', 'NetworkPolicy', 9, 16, 'networking.k8s.io/v1', 7, 'yes'],
  ['extensions/v1beta1', 'PodSecurityPolicy', 11, 16],
  ['extensions/v1beta1', 'Scale', 2, 16],
  ['extensions/v1beta1', 'Ingress', 14, 22, 'networking.k8s.io/v1', 19],
  ['extensions/v1beta1', '*', null, 22],
  [
    'flowcontrol.apiserver.k8s.io/v1alpha1',
    'FlowSchema PriorityLevelConfiguration',
    20,
    21,
    'flowcontrol.apiserver.k8s.io/v1',
    29,
  ],
  [
    'flowcontrol.apiserver.k8s.io/v1beta1',
    'FlowSchema PriorityLevelConfiguration',
    23,
    26,
    'flowcontrol.apiserver.k8s.io/v1',
    29,
  ],
  [
    'flowcontrol.apiserver.k8s.io/v1beta2',
    'FlowSchema PriorityLevelConfiguration',
    26,
    29,
    'flowcontrol.apiserver.k8s.io/v1',
    29,
  ],
  [
    'flowcontrol.apiserver.k8s.io/v1beta3',
    'FlowSchema PriorityLevelConfiguration',
    29,
    32,
    'flowcontrol.apiserver.k8s.io/v1',
    29,
    'yes',
  ],
  ['imagepolicy.k8s.io/v1alpha1', 'ImageReview', null, null],
  ['internal.apiserver.k8s.io/v1alpha1', 'StorageVersion', null, null],
  // Not in the markers: cmd/kube-scheduler/app/options/configfile.go
  ['kubescheduler.config.k8s.io/v1beta2', 'KubeSchedulerConfiguration', 25, 28, 'kubescheduler.config.k8s.io/v1', 25],
  ['kubescheduler.config.k8s.io/v1beta3', 'KubeSchedulerConfiguration', 26, 29, 'kubescheduler.config.k8s.io/v1', 25],
  ['lifecycle.k8s.io/v1alpha1', 'Eviction EvictionRequest', 40, 43],
  ['networking.k8s.io/v1beta1', 'Ingress', 19, 22, 'networking.k8s.io/v1', 19],
  ['networking.k8s.io/v1beta1', 'IngressClass', 19, 22, 'networking.k8s.io/v1', 19, 'yes'],
  ['networking.k8s.io/v1alpha1', 'ClusterCIDR', 28, 29],
  ['networking.k8s.io/v1alpha1', 'IPAddress ServiceCIDR', 30, 33, 'networking.k8s.io/v1', 33, 'yes'],
  ['networking.k8s.io/v1beta1', 'IPAddress ServiceCIDR', 34, 37, 'networking.k8s.io/v1', 33, 'yes'],
  ['node.k8s.io/v1beta1', 'RuntimeClass', 22, 25, 'node.k8s.io/v1', 20, 'yes'],
  // Not in the markers: https://github.com/kubernetes/kubernetes/pull/103061
  ['node.k8s.io/v1alpha1', 'RuntimeClass', null, 24, 'node.k8s.io/v1', 20],
  ['policy/v1beta1', 'Eviction', 22, 25, 'policy/v1', 22],
  ['policy/v1beta1', 'PodDisruptionBudget', 21, 25, 'policy/v1', 21, 'budget'],
  ['policy/v1beta1', 'PodSecurityPolicy', 21, 25],
  [
    'rbac.authorization.k8s.io/v1alpha1',
    'ClusterRole ClusterRoleBinding Role RoleBinding',
    17,
    22,
    'rbac.authorization.k8s.io/v1',
    8,
  ],
  [
    'rbac.authorization.k8s.io/v1beta1',
    'ClusterRole ClusterRoleBinding Role RoleBinding',
    17,
    22,
    'rbac.authorization.k8s.io/v1',
    8,
    'yes',
  ],
  ['resource.k8s.io/v1alpha1', 'PodScheduling ResourceClass', null, 27],
  ['resource.k8s.io/v1alpha1', 'ResourceClaim ResourceClaimTemplate', null, 27, 'resource.k8s.io/v1', 34],
  [
    'resource.k8s.io/v1alpha2',
    'PodSchedulingContext ResourceClaimParameters ResourceClass ResourceClassParameters',
    null,
    31,
  ],
  ['resource.k8s.io/v1alpha2', 'ResourceClaim ResourceClaimTemplate ResourceSlice', null, 31, 'resource.k8s.io/v1', 34],
  ['resource.k8s.io/v1alpha3', 'PodSchedulingContext', null, 32],
  [
    'resource.k8s.io/v1alpha3',
    'DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice',
    34,
    34,
    'resource.k8s.io/v1',
    34,
  ],
  [
    'resource.k8s.io/v1beta1',
    'DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice',
    35,
    38,
    'resource.k8s.io/v1',
    34,
  ],
  ['resource.k8s.io/v1alpha3', 'DeviceTaintRule', 36, 39, 'resource.k8s.io/v1', 37],
  [
    'resource.k8s.io/v1beta2',
    'DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice',
    36,
    39,
    'resource.k8s.io/v1',
    34,
    'yes',
  ],
  ['resource.k8s.io/v1alpha3', 'ResourcePoolStatusRequest', 39, 42],
  ['resource.k8s.io/v1beta2', 'DeviceTaintRule', 39, 42, 'resource.k8s.io/v1', 37, 'yes'],
  ['scheduling.k8s.io/v1beta1', 'PriorityClass', 14, 22, 'scheduling.k8s.io/v1', 14, 'yes'],
  ['scheduling.k8s.io/v1alpha1', 'PriorityClass', null, 36, 'scheduling.k8s.io/v1', 14, 'yes'],
  ['scheduling.k8s.io/v1alpha1', 'Workload', null, 36, 'scheduling.k8s.io/v1alpha3', 37],
  ['scheduling.k8s.io/v1alpha2', 'PodGroup Workload', null, 37, 'scheduling.k8s.io/v1alpha3', 37],
  ['scheduling.k8s.io/v1beta1', 'PodGroup Workload', 40, 43],
  ['scheduling.k8s.io/v1alpha3', 'CompositePodGroup PodGroup Workload', null, null],
  ['settings.k8s.io/v1alpha1', 'PodPreset', null, 20],
  ['storage.k8s.io/v1beta1', 'CSIDriver', 19, 22, 'storage.k8s.io/v1', 18, 'yes'],
  ['storage.k8s.io/v1beta1', 'CSINode', 17, 22, 'storage.k8s.io/v1', 17, 'yes'],
  ['storage.k8s.io/v1beta1', 'StorageClass', 19, 22, 'storage.k8s.io/v1', 6, 'yes'],
  ['storage.k8s.io/v1beta1', 'VolumeAttachment', 19, 22, 'storage.k8s.io/v1', 13, 'yes'],
  ['storage.k8s.io/v1alpha1', 'CSIStorageCapacity', 21, 24, 'storage.k8s.io/v1', 24, 'yes'],
  ['storage.k8s.io/v1alpha1', 'VolumeAttachment', 21, 24, 'storage.k8s.io/v1', 13, 'yes'],
  ['storage.k8s.io/v1beta1', 'CSIStorageCapacity', 24, 27, 'storage.k8s.io/v1', 24, 'yes'],
  ['storage.k8s.io/v1alpha1', 'VolumeAttributesClass', 32, 35, 'storage.k8s.io/v1', 34, 'yes'],
  ['storage.k8s.io/v1beta1', 'VolumeAttributesClass', 34, 37, 'storage.k8s.io/v1', 34, 'yes'],
  ['storagemigration.k8s.io/v1alpha1', 'StorageVersionMigration', 33, 35, 'storagemigration.k8s.io/v1', 37],
  ['storagemigration.k8s.io/v1beta1', 'StorageVersionMigration', 37, 40, 'storagemigration.k8s.io/v1', 37],
]

const CERTIFICATES = 'Certificate CertificateRequest ClusterIssuer Issuer'
const ORDERS = 'Challenge Order'

const OTHERS: readonly Row[] = [
  ['certmanager.k8s.io/v1alpha1', CERTIFICATES, null, 'cert-manager 0.11', 'cert-manager.io/v1'],
  ['certmanager.k8s.io/v1alpha1', ORDERS, null, 'cert-manager 0.11', 'acme.cert-manager.io/v1'],
  ['cert-manager.io/v1alpha2', CERTIFICATES, null, 'cert-manager 1.6', 'cert-manager.io/v1'],
  ['cert-manager.io/v1alpha3', CERTIFICATES, null, 'cert-manager 1.6', 'cert-manager.io/v1'],
  ['cert-manager.io/v1beta1', CERTIFICATES, null, 'cert-manager 1.6', 'cert-manager.io/v1'],
  ['acme.cert-manager.io/v1alpha2', ORDERS, null, 'cert-manager 1.6', 'acme.cert-manager.io/v1'],
  ['acme.cert-manager.io/v1alpha3', ORDERS, null, 'cert-manager 1.6', 'acme.cert-manager.io/v1'],
  ['acme.cert-manager.io/v1beta1', ORDERS, null, 'cert-manager 1.6', 'acme.cert-manager.io/v1'],
  ['rbac.istio.io/v1alpha1', '*', null, 'Istio 1.4', 'security.istio.io/v1beta1 AuthorizationPolicy'],
  ['authentication.istio.io/v1alpha1', '*', null, 'Istio 1.6', 'security.istio.io/v1beta1 PeerAuthentication'],
]

/** By `apiVersion`: that of most objects is not among them, and nothing has to be made of its row. */
const ROWS = groupBy([...KUBERNETES, ...OTHERS], ([apiVersion]) => apiVersion)

/** What is known of an API; that of a list (`RoleList`) is that of its items. `undefined`: nothing ends it. */
export function lifecycleOf(apiVersion: string, kind: string): Lifecycle | undefined {
  const rows = ROWS.get(apiVersion)
  if (rows === undefined) return undefined
  const ofKind = (name: string): Row | undefined => rows.find(([, kinds]) => kinds.split(' ').includes(name))
  const row = ofKind(kind) ?? ofKind(kind.replace(/List$/, '')) ?? ofKind('*')
  return row && lifecycleIn(row)
}

function lifecycleIn([, , deprecated, removed, replacement, since = 0, swap]: Row): Lifecycle {
  const [apiVersion = '', kind] = replacement?.split(' ') ?? []
  return {
    ...(deprecated !== null && { deprecated }),
    ...(typeof removed === 'number' && { removed }),
    ...(typeof removed === 'string' && { removedBy: removed }),
    ...(replacement !== undefined && { replacement: { apiVersion, since, ...(kind !== undefined && { kind }) } }),
    ...(swap !== undefined && { swap }),
  }
}

const GROUPS: ReadonlySet<string> = new Set(KUBERNETES.map(([apiVersion]) => apiVersion.split('/', 1)[0]!))

/** True for alpha versions of Kubernetes' own groups: clusters serve them only when configured to. */
export const isAlpha = (apiVersion: string): boolean =>
  /^[^/]+\/v\d+alpha\d+$/.test(apiVersion) && GROUPS.has(apiVersion.split('/', 1)[0]!)
