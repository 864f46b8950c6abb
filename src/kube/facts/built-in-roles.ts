import type { PolicyRule } from '../rbac.ts'

/** A rule of a role that is in no file. */
type BuiltInRule = Omit<PolicyRule, 'at'>

const rule = (verbs: string, apiGroups: readonly string[], resources: string): BuiltInRule => ({
  verbs: verbs.split(' '),
  apiGroups,
  resources: resources.split(' '),
  resourceNames: [],
  nonResourceURLs: [],
})

const READ = 'get list watch'
const CHANGE = 'create delete deletecollection patch update'

const VIEW: readonly BuiltInRule[] = [
  rule(
    READ,
    [''],
    'configmaps endpoints persistentvolumeclaims persistentvolumeclaims/status pods replicationcontrollers replicationcontrollers/scale serviceaccounts services services/status bindings limitranges namespaces/status pods/log pods/status replicationcontrollers/status resourcequotas resourcequotas/status namespaces',
  ),
  rule(READ, ['', 'events.k8s.io'], 'events'),
  rule(READ, ['discovery.k8s.io'], 'endpointslices'),
  rule(
    READ,
    ['apps'],
    'controllerrevisions daemonsets daemonsets/status deployments deployments/scale deployments/status replicasets replicasets/scale replicasets/status statefulsets statefulsets/scale statefulsets/status',
  ),
  rule(READ, ['autoscaling'], 'horizontalpodautoscalers horizontalpodautoscalers/status'),
  rule(READ, ['batch'], 'cronjobs cronjobs/status jobs jobs/status'),
  rule(
    READ,
    ['extensions'],
    'daemonsets daemonsets/status deployments deployments/scale deployments/status ingresses ingresses/status networkpolicies replicasets replicasets/scale replicasets/status replicationcontrollers/scale',
  ),
  rule(READ, ['policy'], 'poddisruptionbudgets poddisruptionbudgets/status'),
  rule(READ, ['networking.k8s.io'], 'ingresses ingresses/status networkpolicies'),
  rule(READ, ['resource.k8s.io'], 'resourceclaims resourceclaims/status resourceclaimtemplates'),
]

const EDIT: readonly BuiltInRule[] = [
  ...VIEW,
  rule(READ, [''], 'pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy'),
  rule('impersonate', [''], 'serviceaccounts'),
  rule(
    CHANGE,
    [''],
    'pods pods/attach pods/exec pods/portforward pods/proxy configmaps persistentvolumeclaims replicationcontrollers replicationcontrollers/scale secrets serviceaccounts services services/proxy',
  ),
  rule('create', [''], 'pods/eviction serviceaccounts/token'),
  rule(CHANGE, ['', 'events.k8s.io'], 'events'),
  rule(
    CHANGE,
    ['apps'],
    'daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale statefulsets statefulsets/scale',
  ),
  rule(CHANGE, ['autoscaling'], 'horizontalpodautoscalers'),
  rule(CHANGE, ['batch'], 'cronjobs jobs'),
  rule(
    CHANGE,
    ['extensions'],
    'daemonsets deployments deployments/rollback deployments/scale ingresses networkpolicies replicasets replicasets/scale replicationcontrollers/scale',
  ),
  rule(CHANGE, ['policy'], 'poddisruptionbudgets'),
  rule(CHANGE, ['networking.k8s.io'], 'ingresses networkpolicies'),
  rule(`${READ} ${CHANGE}`, ['coordination.k8s.io'], 'leases'),
  rule(CHANGE, ['resource.k8s.io'], 'resourceclaims resourceclaimtemplates'),
]

const ADMIN: readonly BuiltInRule[] = [
  ...EDIT,
  rule('create', ['authorization.k8s.io'], 'localsubjectaccessreviews'),
  rule(`${READ} ${CHANGE}`, ['rbac.authorization.k8s.io'], 'rolebindings roles'),
]

const EVERYTHING: readonly BuiltInRule[] = [
  rule('*', ['*'], '*'),
  { verbs: ['*'], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: ['*'] },
]

/**
 * The ClusterRoles for people that every cluster has, as of 1.35: k8s.io/kubernetes,
 * plugin/pkg/auth/authorizer/rbac/bootstrappolicy. `npm run oracle:rbac` holds them against it.
 */
export const BUILT_IN_ROLES: ReadonlyMap<string, readonly BuiltInRule[]> = new Map([
  ['cluster-admin', EVERYTHING],
  ['admin', ADMIN],
  ['edit', EDIT],
  ['view', VIEW],
])

const CONTROLLERS =
  'attachdetach-controller bootstrap-signer certificate-controller cloud-provider clusterrole-aggregation-controller cronjob-controller daemon-set-controller deployment-controller device-taint-eviction-controller disruption-controller endpoint-controller endpointslice-controller endpointslicemirroring-controller ephemeral-volume-controller expand-controller generic-garbage-collector horizontal-pod-autoscaler job-controller kube-apiserver-serving-clustertrustbundle-publisher legacy-service-account-token-cleaner namespace-controller node-controller persistent-volume-binder pod-garbage-collector podcertificaterequestcleaner pv-protection-controller pvc-protection-controller replicaset-controller replication-controller resource-claim-controller resourcequota-controller root-ca-cert-publisher route-controller selinux-warning-controller service-account-controller service-cidrs-controller service-controller statefulset-controller storage-version-migrator-controller token-cleaner ttl-after-finished-controller ttl-controller validatingadmissionpolicy-status-controller volumeattributesclass-protection-controller'

const OTHERS =
  ':extension-apiserver-authentication-reader :leader-locking-kube-controller-manager :leader-locking-kube-scheduler aggregate-to-admin aggregate-to-edit aggregate-to-view auth-delegator basic-user certificates.k8s.io:certificatesigningrequests:nodeclient certificates.k8s.io:certificatesigningrequests:selfnodeclient certificates.k8s.io:kube-apiserver-client-approver certificates.k8s.io:kube-apiserver-client-kubelet-approver certificates.k8s.io:kubelet-serving-approver certificates.k8s.io:legacy-unknown-approver cluster-trust-bundle-discovery discovery heapster kube-aggregator kube-controller-manager kube-dns kube-scheduler kubelet-api-admin monitoring node node-bootstrapper node-problem-detector node-proxier persistent-volume-provisioner public-info-viewer service-account-issuer-discovery volume-scheduler'

/** The names of all roles and bindings that the API server makes, as of 1.37: `bootstrappolicy/testdata`. */
export const BUILT_IN_NAMES: ReadonlySet<string> = new Set([
  ...BUILT_IN_ROLES.keys(),
  'extension-apiserver-authentication-reader',
  ...OTHERS.split(' ').map(name => `system:${name}`),
  ...CONTROLLERS.split(' ').map(name => `system:controller:${name}`),
])

const AGGREGATE_TO = 'rbac.authorization.k8s.io/aggregate-to-'

/** The built-in roles that have the rules of a role with this label: each of the three includes the next. */
export const AGGREGATED_BY_LABEL: ReadonlyMap<string, readonly string[]> = new Map([
  [`${AGGREGATE_TO}admin`, ['admin']],
  [`${AGGREGATE_TO}edit`, ['admin', 'edit']],
  [`${AGGREGATE_TO}view`, ['admin', 'edit', 'view']],
])

const BOOTSTRAPPING = { 'kubernetes.io/bootstrapping': 'rbac-defaults' }

/** Built-in roles of the same labels. */
interface LabelledRoles {
  readonly labels: Readonly<Record<string, string>>
  /** The one whose rules they have together. */
  readonly rules: string
  /** The one of them that roles of a checkout can add to. */
  readonly open?: string
}

/** From most rules to fewest: `system:aggregate-to-edit` and `view` have the label that makes them parts of `edit`. */
export const LABELLED_ROLES: readonly LabelledRoles[] = [
  { labels: BOOTSTRAPPING, rules: 'cluster-admin' },
  { labels: { ...BOOTSTRAPPING, [`${AGGREGATE_TO}admin`]: 'true' }, rules: 'admin', open: 'edit' },
  { labels: { ...BOOTSTRAPPING, [`${AGGREGATE_TO}edit`]: 'true' }, rules: 'edit', open: 'view' },
  { labels: { ...BOOTSTRAPPING, [`${AGGREGATE_TO}view`]: 'true' }, rules: 'view' },
]
