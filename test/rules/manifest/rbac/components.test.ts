import { binding, entry, role, rule } from '../../../kit/rbac.ts'
import { table } from '../../../kit/table.ts'

const ANY = rule('"*"', '"*"', { group: '"*"' })
const FLUX = '[{kind: ServiceAccount, name: kustomize-controller, namespace: flux-system}]'

table('rbac-component-rights', {
  bad: [
    [
      'a power',
      role('cert-manager-controller-orders', rule('list', 'secrets')),
      'name: "cert-manager-controller-orders"',
    ],
    [
      'several powers, in a release of its chart',
      role('prod-argocd-server', `[${entry('get, update', 'secrets, configmaps')}]`, { namespace: 'argocd' }),
      {
        at: 'name: "prod-argocd-server"',
        message:
          'Role `prod-argocd-server` can read Secrets, change Secrets and change ConfigMaps, as Argo CD requires',
      },
    ],
    [
      'certificates of an ingress controller',
      role('prod-nginx-ingress', rule('list', 'secrets')),
      {
        at: 'name: "prod-nginx-ingress"',
        message: 'ClusterRole `prod-nginx-ingress` can read Secrets, as NGINX Ingress Controller requires',
      },
    ],
    [
      'everything',
      role('argocd-application-controller', ANY),
      {
        at: 'name: "argocd-application-controller"',
        message: 'ClusterRole `argocd-application-controller` can do everything, as Argo CD requires',
      },
    ],
    [
      'everything, and every path',
      role('argocd-application-controller', `${ANY.slice(0, -1)}, {nonResourceURLs: ["*"], verbs: ["*"]}]`),
      'name: "argocd-application-controller"',
    ],
    [
      'every resource',
      role('argocd-server', rule('get, patch', '"*"', { group: '"*"' })),
      {
        at: 'name: "argocd-server"',
        message: 'ClusterRole `argocd-server` can access every resource, as Argo CD requires',
      },
    ],
  ],
  good: [
    ['another name', role('web', rule('list', 'secrets'))],
    ['another power', role('cert-manager-controller-orders', rule('create', 'pods/exec'))],
    ['everything, of one that requires less', role('argocd-dex-server', ANY)],
    ['harmless', role('argocd-server', rule('get', 'pods'))],
  ],
  says: 'ClusterRole `cert-manager-controller-orders` can read Secrets, as cert-manager requires',
})

table('rbac-component-administrator', {
  bad: [['Flux', binding('cluster-reconciler', 'ClusterRole/cluster-admin', FLUX), 'name: "cluster-admin"']],
  good: [
    ['another role', binding('cluster-reconciler', 'ClusterRole/view', FLUX)],
    ['another name', binding('web', 'ClusterRole/cluster-admin', FLUX)],
    ['no subjects', binding('cluster-reconciler', 'ClusterRole/cluster-admin', '[]')],
  ],
  says: 'ClusterRoleBinding `cluster-reconciler` gives `cluster-admin`, as Flux requires',
})
