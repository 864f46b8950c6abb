import type { Path } from '../../core/location.ts'
import type { ComponentName, Form } from './component.ts'
import { KUBE_PROXY_FIELDS, KUBELET_FIELDS } from './fields.ts'
import {
  fromAnonymous,
  fromArguments,
  fromAuthorizers,
  fromCamelCase,
  fromChoice,
  fromFields,
  type Reader,
} from './readers.ts'

/** A place in an object where the settings of a component are. */
export interface Place {
  readonly name: ComponentName
  readonly route: Path
  readonly form: Form
  readonly read: Reader
}

const place = (name: ComponentName, route: string, read: Reader = fromArguments, form: Form = 'part'): Place => ({
  name,
  route: route === '' ? [] : route.split('.'),
  form,
  read,
})

/** The same places below a route. */
const below = (route: string, places: readonly Place[]): readonly Place[] =>
  places.map(one => ({ ...one, route: [...route.split('.'), ...one.route] }))

const CLUSTER_CONFIGURATION = [
  place('kube-apiserver', 'apiServer.extraArgs', fromArguments, 'kubeadm'),
  place('kube-controller-manager', 'controllerManager.extraArgs', fromArguments, 'kubeadm'),
  place('kube-scheduler', 'scheduler.extraArgs', fromArguments, 'kubeadm'),
  place('etcd', 'etcd.local.extraArgs', fromArguments, 'kubeadm'),
]
/** The kubelet has a file besides, which kubeadm writes. */
const NODE = [place('kubelet', 'nodeRegistration.kubeletExtraArgs')]

/** KubeadmConfigSpec of Cluster API: of nodes, and of those that may be the first of a control plane. */
const KUBEADM_NODE = [...below('initConfiguration', NODE), ...below('joinConfiguration', NODE)]
const KUBEADM_SPEC = [...below('clusterConfiguration', CLUSTER_CONFIGURATION), ...KUBEADM_NODE]

/** Lists of k3s and RKE2 in their `config.yaml`. */
const K3S = [
  place('etcd', 'etcd-arg'),
  place('kube-apiserver', 'kube-apiserver-arg'),
  place('kube-controller-manager', 'kube-controller-manager-arg'),
  place('kube-proxy', 'kube-proxy-arg'),
  place('kube-scheduler', 'kube-scheduler-arg'),
  place('kubelet', 'kubelet-arg'),
]

const TALOS = [
  place('etcd', 'cluster.etcd.extraArgs'),
  place('kube-apiserver', 'cluster.apiServer.extraArgs'),
  place('kube-controller-manager', 'cluster.controllerManager.extraArgs'),
  place('kube-proxy', 'cluster.proxy.extraArgs'),
  place('kube-scheduler', 'cluster.scheduler.extraArgs'),
  place('kubelet', 'machine.kubelet.extraArgs'),
  place('kubelet', 'machine.kubelet.extraConfig', fromFields(KUBELET_FIELDS)),
]

const KOPS = [
  place('kube-apiserver', 'spec.authorization', fromChoice),
  place('kube-apiserver', 'spec.kubeAPIServer', fromCamelCase),
  place('kube-controller-manager', 'spec.kubeControllerManager', fromCamelCase),
  place('kube-proxy', 'spec.kubeProxy', fromCamelCase),
  place('kube-scheduler', 'spec.kubeScheduler', fromCamelCase),
  place('kubelet', 'spec.kubelet', fromCamelCase),
]

/** Arguments that Cluster API's provider for RKE2 passes on. */
const RKE2_CONTROL_PLANE = [
  place('etcd', 'spec.serverConfig.etcd.customConfig.extraArgs'),
  place('kube-apiserver', 'spec.serverConfig.kubeAPIServer.extraArgs'),
  place('kube-controller-manager', 'spec.serverConfig.kubeControllerManager.extraArgs'),
  place('kube-scheduler', 'spec.serverConfig.kubeScheduler.extraArgs'),
  place('kubelet', 'spec.agentConfig.kubelet.extraArgs'),
]

/** Files without a type of their own: the type that they get here, by which they are known. */
export const UNTYPED = [
  { apiVersion: 'k3s.io/v1', kind: 'Config', places: K3S },
  { apiVersion: 'talos.dev/v1alpha1', kind: 'MachineConfig', places: TALOS },
] as const

/** By API group and kind. */
export const PLACES: Readonly<Record<string, readonly Place[]>> = {
  'apiserver.config.k8s.io/AuthenticationConfiguration': [place('kube-apiserver', 'anonymous', fromAnonymous)],
  'apiserver.config.k8s.io/AuthorizationConfiguration': [place('kube-apiserver', 'authorizers', fromAuthorizers)],
  'bootstrap.cluster.x-k8s.io/KubeadmConfig': below('spec', KUBEADM_SPEC),
  // Machines of these templates join a cluster.
  'bootstrap.cluster.x-k8s.io/KubeadmConfigTemplate': below('spec.template.spec', KUBEADM_NODE),
  'controlplane.cluster.x-k8s.io/KubeadmControlPlane': below('spec.kubeadmConfigSpec', KUBEADM_SPEC),
  'controlplane.cluster.x-k8s.io/KubeadmControlPlaneTemplate': below(
    'spec.template.spec.kubeadmConfigSpec',
    KUBEADM_SPEC,
  ),
  'controlplane.cluster.x-k8s.io/RKE2ControlPlane': RKE2_CONTROL_PLANE,
  'controlplane.cluster.x-k8s.io/RKE2ControlPlaneTemplate': below('spec.template', RKE2_CONTROL_PLANE),
  'k3s.io/Config': K3S,
  'k0s.k0sproject.io/ClusterConfig': [
    place('etcd', 'spec.storage.etcd.extraArgs'),
    place('kube-apiserver', 'spec.api.extraArgs'),
    place('kube-controller-manager', 'spec.controllerManager.extraArgs'),
    place('kube-proxy', 'spec.network.kubeProxy.extraArgs'),
    place('kube-scheduler', 'spec.scheduler.extraArgs'),
  ],
  'kops.k8s.io/Cluster': KOPS,
  'kops.k8s.io/InstanceGroup': [place('kubelet', 'spec.kubelet', fromCamelCase)],
  'kubeadm.k8s.io/ClusterConfiguration': CLUSTER_CONFIGURATION,
  'kubeadm.k8s.io/InitConfiguration': NODE,
  'kubeadm.k8s.io/JoinConfiguration': NODE,
  'kubelet.config.k8s.io/KubeletConfiguration': [place('kubelet', '', fromFields(KUBELET_FIELDS), 'file')],
  'kubeproxy.config.k8s.io/KubeProxyConfiguration': [place('kube-proxy', '', fromFields(KUBE_PROXY_FIELDS), 'file')],
  'kubescheduler.config.k8s.io/KubeSchedulerConfiguration': [
    place('kube-scheduler', '', fromFields({ profiling: 'enableProfiling' })),
  ],
  'provisioning.cattle.io/Cluster': below('spec.rkeConfig.machineGlobalConfig', K3S),
  'talos.dev/MachineConfig': TALOS,
}

/** Where objects have configurations as texts of YAML; in those of a `part`, all are patches. */
export const TEXTS: Readonly<Record<string, { readonly routes: readonly Path[]; readonly form?: Form }>> = {
  '/ConfigMap': { routes: [['data', '*']] },
  'bootstrap.cluster.x-k8s.io/KubeadmConfigTemplate': {
    routes: [['spec', 'template', 'spec', 'files', '*', 'content']],
    form: 'part',
  },
  'controlplane.cluster.x-k8s.io/KubeadmControlPlane': {
    routes: [['spec', 'kubeadmConfigSpec', 'files', '*', 'content']],
    form: 'part',
  },
  'kind.x-k8s.io/Cluster': {
    routes: [
      ['kubeadmConfigPatches', '*'],
      ['nodes', '*', 'kubeadmConfigPatches', '*'],
    ],
    form: 'part',
  },
}
