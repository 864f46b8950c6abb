import type { PowerId } from './powers.ts'

/** A power, or what a star for resources gives: all, or all resources for some verbs, or all of some group, or verbs. */
export type Right = PowerId | 'all' | 'resources' | 'group' | 'verbs'

/** Rights that a well-known component cannot do without, as its own project ships them. */
interface Component {
  readonly name: string
  /** Its roles, or its bindings of built-in roles; a release of its chart may put a name in front. */
  readonly roles: RegExp
  readonly rights: readonly Right[]
  /** The files that ship them. */
  readonly source: string
}

const named = (...names: readonly string[]): RegExp => new RegExp(`(?:^|-)(?:${names.join('|')})$`)

const COMPONENTS: readonly Component[] = [
  {
    name: 'Argo CD',
    roles: named('argocd-application-controller'),
    rights: ['all', 'verbs', 'read-secrets'],
    source: 'argoproj/argo-cd, manifests/cluster-rbac',
  },
  {
    name: 'Argo CD',
    roles: named('argocd-server'),
    rights: ['resources', 'read-secrets', 'write-secrets', 'configmaps', 'create-workloads', 'create-operated-pods'],
    source: 'argoproj/argo-cd, manifests/cluster-rbac',
  },
  {
    name: 'Argo CD',
    roles: named('argocd-(?:applicationset|notifications)-controller', 'argocd-dex-server', 'argocd-redis'),
    rights: ['read-secrets', 'write-secrets'],
    source: 'argoproj/argo-cd, manifests/base',
  },
  {
    name: 'cert-manager',
    roles: named('cert-manager-controller-(?:issuers|clusterissuers|certificates|orders|challenges)'),
    rights: ['read-secrets', 'write-secrets', 'create-pods', 'networking', 'delete-workloads'],
    source: 'cert-manager/cert-manager, deploy/charts/cert-manager/templates/rbac.yaml',
  },
  {
    name: 'cert-manager',
    roles: named('cert-manager-cainjector'),
    rights: ['read-secrets', 'webhook-configurations'],
    source: 'cert-manager/cert-manager, deploy/charts/cert-manager/templates/cainjector-rbac.yaml',
  },
  {
    name: 'external-secrets',
    roles: named('external-secrets-controller'),
    rights: ['read-secrets', 'write-secrets', 'service-account-token', 'delete-workloads'],
    source: 'external-secrets/external-secrets, deploy/charts/external-secrets/templates/rbac.yaml',
  },
  {
    name: 'external-secrets',
    roles: named('external-secrets-cert-controller'),
    rights: ['read-secrets'],
    source: 'external-secrets/external-secrets, deploy/charts/external-secrets/templates/cert-controller-rbac.yaml',
  },
  {
    name: 'ingress-nginx',
    roles: named('ingress-nginx', 'ingress-nginx-admission'),
    rights: ['read-secrets', 'write-secrets', 'webhook-configurations'],
    source: 'kubernetes/ingress-nginx, deploy/static/provider/cloud/deploy.yaml',
  },
  {
    name: 'NGINX Ingress Controller',
    roles: named('nginx-ingress'),
    rights: ['read-secrets'],
    source: 'nginx/kubernetes-ingress, charts/nginx-ingress/templates/clusterrole.yaml',
  },
  {
    name: 'Contour',
    roles: named('contour'),
    rights: ['read-secrets'],
    source: 'projectcontour/contour, examples/contour/02-role-contour.yaml',
  },
  {
    name: 'kube-state-metrics',
    roles: named('kube-state-metrics'),
    rights: ['read-secrets'],
    source: 'kubernetes/kube-state-metrics, examples/standard/cluster-role.yaml',
  },
  {
    name: 'Prometheus Operator',
    roles: named('prometheus-operator', 'kube-prometheus-stack-operator'),
    rights: [
      'read-secrets',
      'write-secrets',
      'configmaps',
      'coredns-configmap',
      'create-workloads',
      'change-workloads',
      'delete-workloads',
      'networking',
    ],
    source: 'prometheus-operator/prometheus-operator, example/rbac/prometheus-operator',
  },
  {
    name: 'Kyverno',
    roles: /(?:^|-)kyverno:(?:admission|background|cleanup|reports)-controller(?::core)?$/,
    rights: ['read-secrets', 'write-secrets', 'webhook-configurations', 'change-workloads', 'delete-workloads'],
    source: 'kyverno/kyverno, charts/kyverno/templates',
  },
  {
    name: 'Longhorn',
    roles: named('longhorn-role', 'longhorn'),
    rights: [
      'read-secrets',
      'write-secrets',
      'create-pods',
      'create-workloads',
      'persistent-volumes',
      'webhook-configurations',
    ],
    source: 'longhorn/longhorn, deploy/longhorn.yaml',
  },
  {
    name: 'Tekton',
    roles: /^tekton-pipelines-controller-tenant-access$/,
    rights: ['read-secrets', 'create-pods', 'create-workloads'],
    source: 'tektoncd/pipeline, config/200-clusterrole.yaml',
  },
  {
    name: 'Flux',
    roles: /^crd-controller-[\w-]+$/,
    rights: ['read-secrets', 'service-account-token'],
    source: 'fluxcd/flux2, manifests/rbac/controller.yaml',
  },
  {
    name: 'Flux',
    roles: /^cluster-reconciler(?:-[\w-]+)?$/,
    rights: ['all'],
    source: 'fluxcd/flux2, manifests/rbac/reconciler.yaml',
  },
  {
    // Of CSI drivers: the sidecar that makes volumes.
    name: 'csi-provisioner',
    roles: named('(?:external|csi)-provisioner(?:-runner|-role)?', 'csi-[\\w-]+-provisioner(?:-role)?'),
    rights: ['persistent-volumes', 'read-secrets'],
    source: 'kubernetes-csi/external-provisioner, deploy/kubernetes/rbac.yaml',
  },
  {
    name: 'cloud-controller-manager',
    roles: named('cloud-controller-manager'),
    rights: ['service-account-token', 'services-status', 'networking', 'read-secrets'],
    source: 'kubernetes.io/docs/tasks/administer-cluster/developing-cloud-controller-manager',
  },
]

/** The rights that a component of this role needs. */
export const rightsNeededBy = (role: string): readonly Right[] =>
  COMPONENTS.flatMap(({ roles, rights }) => (roles.test(role) ? rights : []))

/** The component that needs a right, and whose role has the name. */
export const componentNeeding = (role: string, right: Right): string | undefined =>
  COMPONENTS.find(({ roles, rights }) => rights.includes(right) && roles.test(role))?.name
