import type { Access } from '../rbac.ts'

/** A right that lets its holder gain more than it is worth in words. */
export interface Power {
  readonly id: string
  /** What its holder can do, for messages: `read Secrets`. */
  readonly what: string
  /** Each of them is enough; the first ones are the most telling. */
  readonly accesses: readonly Access[]
  /** One of these is needed as well; it may come from another rule of the role. */
  readonly also?: readonly Access[]
  /** Objects that a grant is dangerous for although `resourceNames` narrow it to them. */
  readonly names?: readonly string[]
  /** Only a grant for `names` gives it; one for all objects is another power. */
  readonly onlyNamed?: true
  /** The namespace that the objects have to be in. */
  readonly namespace?: string
  /** By itself it does not lead to the rights of others. */
  readonly minor?: true
  /** Where it is described. */
  readonly source: string
}

/** `role-based access control good practices`, of Kubernetes' documentation. */
const PRACTICES = 'kubernetes.io/docs/concepts/security/rbac-good-practices'
/** Why users cannot grant more than they have, and what lets them. */
const ESCALATION =
  'kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping'
/** The benchmark of src/rules/benchmarks.ts. */
const CIS = 'CIS Kubernetes Benchmark 1.10'

const RBAC = 'rbac.authorization.k8s.io'
const ADMISSION = 'admissionregistration.k8s.io'
const CERTIFICATES = 'certificates.k8s.io'

/** Every verb on every resource of a group, verbs first: `on('list get', '', 'secrets')`. */
const on = (verbs: string, group: string, resources: string): readonly Access[] =>
  verbs.split(' ').flatMap(verb => resources.split(' ').map(resource => ({ verb, group, resource })))

const READ = 'list get watch'
const CHANGE = 'create update patch'
const DELETE = 'delete deletecollection'

/** Objects of Kubernetes whose controllers make pods of a template. */
const controllers = (verbs: string): readonly Access[] => [
  ...on(verbs, 'apps', 'deployments daemonsets statefulsets replicasets'),
  ...on(verbs, 'batch', 'jobs cronjobs'),
  ...on(verbs, '', 'replicationcontrollers'),
]

/** Objects of operators that run pods of a template, or of an image, that their author chooses; by the operators' CRDs. */
const operated = (verbs: string): readonly Access[] => [
  ...on(verbs, 'argoproj.io', 'workflows cronworkflows rollouts'),
  ...on(verbs, 'tekton.dev', 'taskruns pipelineruns'),
  ...on(verbs, 'serving.knative.dev', 'services configurations'),
  ...on(verbs, 'keda.sh', 'scaledjobs'),
  ...on(verbs, 'sparkoperator.k8s.io', 'sparkapplications scheduledsparkapplications'),
  ...on(verbs, 'kubeflow.org', 'notebooks tfjobs pytorchjobs mpijobs xgboostjobs'),
  ...on(verbs, 'trainer.kubeflow.org', 'trainjobs'),
  ...on(verbs, 'ray.io', 'rayclusters rayjobs rayservices'),
  ...on(verbs, 'batch.volcano.sh', 'jobs'),
  ...on(verbs, 'jobset.x-k8s.io', 'jobsets'),
  ...on(verbs, 'leaderworkerset.x-k8s.io', 'leaderworkersets'),
  ...on(verbs, 'apps.kruise.io', 'clonesets daemonsets statefulsets advancedcronjobs broadcastjobs sidecarsets'),
  ...on(verbs, 'agones.dev', 'fleets gameservers'),
  ...on(verbs, 'apps.openshift.io', 'deploymentconfigs'),
]

/** Identities that are allowed everything: by the API server itself, by its bootstrap policy, or by kubeadm. */
const ADMINISTRATORS = ['system:masters', 'system:admin', 'kubernetes-admin', 'kubeadm:cluster-admins']

export const POWERS = [
  {
    id: 'read-secrets',
    what: 'read Secrets',
    accesses: on(READ, '', 'secrets'),
    source: `${PRACTICES}/#listing-secrets`,
  },
  {
    // A Secret of type kubernetes.io/service-account-token is filled with the token of the account that it names.
    id: 'write-secrets',
    what: 'change Secrets',
    accesses: on(`${CHANGE} ${DELETE}`, '', 'secrets'),
    source: `${CIS}, 5.1.2`,
  },
  {
    id: 'create-pods',
    what: 'create pods',
    accesses: on('create', '', 'pods'),
    source: `${PRACTICES}/#workload-creation`,
  },
  {
    id: 'create-workloads',
    what: 'create workloads',
    accesses: controllers('create'),
    source: `${PRACTICES}/#workload-creation`,
  },
  {
    id: 'create-operated-pods',
    what: 'have an operator create pods',
    accesses: operated(CHANGE),
    minor: true,
    source: `${PRACTICES}/#workload-creation`,
  },
  {
    // The image of a container can be changed while its pod runs, the template of a workload at any time.
    id: 'change-workloads',
    what: 'change workloads',
    accesses: [...on('update patch', '', 'pods'), ...controllers('update patch')],
    minor: true,
    source: 'kubernetes.io/docs/concepts/workloads/pods/#pod-update-and-replacement',
  },
  {
    id: 'delete-workloads',
    what: 'delete workloads or Secrets',
    accesses: [
      ...controllers('delete deletecollection').filter(({ resource }) => resource !== 'replicationcontrollers'),
      ...on(DELETE, '', 'pods services secrets'),
    ],
    minor: true,
    source: 'Kubescape C-0007, data destruction in the threat matrix for Kubernetes',
  },
  {
    // The API server takes the verb from the method of HTTP: GET for WebSockets, POST for SPDY.
    id: 'pod-exec',
    what: 'run commands in pods',
    accesses: on('create get', '', 'pods/exec'),
    source: 'kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb',
  },
  {
    id: 'pod-attach',
    what: 'attach to containers',
    accesses: on('create get', '', 'pods/attach'),
    source: 'kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb',
  },
  {
    id: 'port-forward',
    what: 'connect to every port of pods',
    accesses: on('create get', '', 'pods/portforward'),
    minor: true,
    source: 'Kubescape C-0063',
  },
  {
    id: 'ephemeral-containers',
    what: 'add containers to running pods',
    accesses: on('patch update', '', 'pods/ephemeralcontainers'),
    source: 'kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers',
  },
  {
    id: 'nodes-proxy',
    what: 'run commands in every pod through the kubelet',
    accesses: on('get create', '', 'nodes/proxy'),
    source: `${PRACTICES}/#access-to-proxy-subresource-of-nodes`,
  },
  {
    // UIDs and extra fields are refused without a user (k8s.io/apiserver, pkg/endpoints/filters/impersonation).
    id: 'impersonate',
    what: 'impersonate others',
    accesses: on('impersonate', '', 'users groups serviceaccounts'),
    names: ADMINISTRATORS,
    source: `${PRACTICES}/#impersonate-verb`,
  },
  {
    id: 'escalate',
    what: 'give roles any right',
    accesses: on('escalate', RBAC, 'clusterroles roles'),
    source: `${PRACTICES}/#escalate-verb`,
  },
  {
    id: 'bind',
    what: 'bind any role',
    accesses: on('bind', RBAC, 'clusterroles roles'),
    names: ['cluster-admin', 'admin'],
    source: `${PRACTICES}/#bind-verb`,
  },
  {
    id: 'create-bindings',
    what: 'give itself any role',
    accesses: on('bind', RBAC, 'clusterroles roles'),
    also: on('create', RBAC, 'clusterrolebindings rolebindings'),
    names: ['cluster-admin', 'admin'],
    source: ESCALATION,
  },
  {
    id: 'modify-bindings',
    what: 'give its rights to others',
    accesses: on(CHANGE, RBAC, 'clusterrolebindings rolebindings'),
    minor: true,
    source: ESCALATION,
  },
  {
    id: 'webhook-configurations',
    what: 'change what the API server admits',
    accesses: on(
      `${CHANGE} ${DELETE}`,
      ADMISSION,
      'mutatingwebhookconfigurations validatingwebhookconfigurations mutatingadmissionpolicies mutatingadmissionpolicybindings validatingadmissionpolicies validatingadmissionpolicybindings',
    ),
    source: `${PRACTICES}/#control-admission-webhooks`,
  },
  {
    // Both are asked for: the second by the admission plugin CertificateApproval.
    id: 'approve-csr',
    what: 'approve certificates for any identity',
    accesses: on('update patch', CERTIFICATES, 'certificatesigningrequests/approval'),
    also: on('approve', CERTIFICATES, 'signers'),
    names: ['kubernetes.io/*', 'kubernetes.io/kube-apiserver-client', 'kubernetes.io/kube-apiserver-client-kubelet'],
    source: `${PRACTICES}/#csrs-and-certificate-issuing`,
  },
  {
    id: 'service-account-token',
    what: 'create tokens of service accounts',
    accesses: on('create', '', 'serviceaccounts/token'),
    source: `${PRACTICES}/#token-request`,
  },
  {
    id: 'persistent-volumes',
    what: 'create PersistentVolumes',
    accesses: on('create', '', 'persistentvolumes'),
    minor: true,
    source: `${PRACTICES}/#persistent-volume-creation`,
  },
  {
    id: 'delete-events',
    what: 'delete events',
    accesses: [...on(DELETE, '', 'events'), ...on(DELETE, 'events.k8s.io', 'events')],
    minor: true,
    source: 'Kubescape C-0031, indicator removal in the threat matrix for Kubernetes',
  },
  {
    id: 'delete-pod-logs',
    what: 'delete logs of pods',
    accesses: on(DELETE, '', 'pods/log'),
    minor: true,
    source: 'Trivy KSV-0042',
  },
  {
    id: 'configmaps',
    what: 'change ConfigMaps',
    accesses: on(`${CHANGE} ${DELETE}`, '', 'configmaps'),
    minor: true,
    source: 'Trivy KSV-0049',
  },
  {
    id: 'coredns-configmap',
    what: 'change how names are looked up in the cluster',
    accesses: on('update patch', '', 'configmaps'),
    names: ['coredns'],
    namespace: 'kube-system',
    minor: true,
    source: 'Kubescape C-0037, CoreDNS poisoning in the threat matrix for Kubernetes',
  },
  {
    id: 'aws-auth-configmap',
    what: 'change ConfigMap `aws-auth`',
    accesses: on('update patch delete', '', 'configmaps'),
    names: ['aws-auth'],
    onlyNamed: true,
    source: 'docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html',
  },
  {
    id: 'networking',
    what: 'redirect traffic of the cluster',
    accesses: [
      ...on(`${CHANGE} ${DELETE}`, '', 'services endpoints'),
      ...on(`${CHANGE} ${DELETE}`, 'discovery.k8s.io', 'endpointslices'),
      ...on(`${CHANGE} ${DELETE}`, 'networking.k8s.io', 'networkpolicies ingresses'),
    ],
    minor: true,
    source: 'Trivy KSV-0056',
  },
  {
    id: 'services-status',
    what: 'intercept traffic by the status of a Service',
    accesses: on('patch update', '', 'services/status'),
    minor: true,
    source: 'CVE-2020-8554',
  },
] as const satisfies readonly Power[]

export type PowerId = (typeof POWERS)[number]['id']

const byId: ReadonlyMap<string, Power> = new Map(POWERS.map(power => [power.id, power]))

export const powerOf = (id: PowerId): Power => byId.get(id)!

/**
 * Kubernetes' resources outside of any namespace, with their group: a Role, or a RoleBinding, grants nothing of them. A
 * namespace itself is in its own (k8s.io/apiserver, pkg/endpoints/request/requestinfo.go).
 */
const CLUSTER_WIDE: ReadonlySet<string> = new Set([
  '/nodes',
  '/persistentvolumes',
  '/users',
  '/groups',
  `${RBAC}/clusterroles`,
  `${RBAC}/clusterrolebindings`,
  `${ADMISSION}/mutatingwebhookconfigurations`,
  `${ADMISSION}/validatingwebhookconfigurations`,
  `${ADMISSION}/mutatingadmissionpolicies`,
  `${ADMISSION}/mutatingadmissionpolicybindings`,
  `${ADMISSION}/validatingadmissionpolicies`,
  `${ADMISSION}/validatingadmissionpolicybindings`,
  `${CERTIFICATES}/certificatesigningrequests`,
  `${CERTIFICATES}/signers`,
  'apiextensions.k8s.io/customresourcedefinitions',
  'apiregistration.k8s.io/apiservices',
  'networking.k8s.io/ingressclasses',
  'node.k8s.io/runtimeclasses',
  'scheduling.k8s.io/priorityclasses',
  'storage.k8s.io/csidrivers',
  'storage.k8s.io/csinodes',
  'storage.k8s.io/storageclasses',
  'storage.k8s.io/volumeattachments',
])

const CLUSTER_WIDE_NAMES: ReadonlySet<string> = new Set([...CLUSTER_WIDE].map(one => one.slice(one.indexOf('/') + 1)))

/**
 * Whether an access, of any group for `*`, can only be granted for the whole cluster. A subresource is where its resource is; `bind` is asked for
 * in the namespace of the binding (k8s.io/kubernetes, pkg/registry/rbac/escalation_check.go).
 */
export function isClusterWide({ verb, group, resource }: Access): boolean {
  const [name = ''] = resource.split('/')
  return verb !== 'bind' && (group === '*' ? CLUSTER_WIDE_NAMES.has(name) : CLUSTER_WIDE.has(`${group}/${name}`))
}
