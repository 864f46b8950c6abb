import { documents } from '../../../kit/manifests.ts'
import { account, binding, entry, everywhere, inShop, role, rule } from '../../../kit/rbac.ts'
import { table } from '../../../kit/table.ts'

const ADMISSION = 'admissionregistration.k8s.io'
const CERTIFICATES = 'certificates.k8s.io'
const STAR = '"*"'

table('rbac-webhook-configurations', {
  bad: [
    [
      'bound in the whole cluster',
      everywhere(rule('get, patch', 'mutatingwebhookconfigurations', { group: ADMISSION })),
      'patch',
    ],
    ['removed', everywhere(rule('delete', 'validatingwebhookconfigurations', { group: ADMISSION })), 'delete'],
    ['a policy', everywhere(rule('update', 'validatingadmissionpolicies', { group: ADMISSION })), 'update'],
  ],
  good: [
    ['only read', everywhere(rule('get, list, watch', 'mutatingwebhookconfigurations', { group: ADMISSION }))],
    [
      'its own',
      everywhere(rule('update, patch', 'validatingwebhookconfigurations', { group: ADMISSION, names: 'web' })),
    ],
    ['from a namespace', inShop(rule('create', 'validatingwebhookconfigurations', { group: ADMISSION }))],
  ],
  says: 'service account `web` of namespace `shop` can change what the API server admits: ClusterRoleBinding `web` → ClusterRole `web` → `patch mutatingwebhookconfigurations`',
})

table('rbac-approve-csr', {
  bad: [
    [
      'bound in the whole cluster',
      everywhere(
        `[${entry('update', 'certificatesigningrequests/approval', { group: CERTIFICATES })}, ${entry('approve', 'signers', { group: CERTIFICATES })}]`,
      ),
      'update',
    ],
    [
      'for the signer of clients',
      everywhere(
        `[${entry('approve', 'signers', { group: CERTIFICATES, names: 'kubernetes.io/kube-apiserver-client' })}, ${entry('patch', 'certificatesigningrequests/approval', { group: CERTIFICATES })}]`,
      ),
      'patch',
    ],
  ],
  good: [
    [
      'the request alone',
      everywhere(rule('create, get, update', 'certificatesigningrequests', { group: CERTIFICATES })),
    ],
    [
      'without a signer, which admission asks for',
      everywhere(rule('update', 'certificatesigningrequests/approval', { group: CERTIFICATES })),
    ],
    [
      'for a signer of its own',
      everywhere(
        `[${entry('update', 'certificatesigningrequests/approval', { group: CERTIFICATES })}, ${entry('approve', 'signers', { group: CERTIFICATES, names: 'example.org/web' })}]`,
      ),
    ],
  ],
  says: 'service account `web` of namespace `shop` can approve certificates for any identity: ClusterRoleBinding `web` → ClusterRole `web` → `update certificatesigningrequests/approval`',
})

table('rbac-service-account-token', {
  bad: [
    ['bound in the whole cluster', everywhere(rule('create', 'serviceaccounts/token')), 'create'],
    [
      'bound in one namespace',
      inShop(rule('create', 'serviceaccounts/token')),
      {
        at: 'create',
        severity: 'low',
        message:
          'service account `web` of namespace `shop` can create tokens of service accounts in namespace `shop`: RoleBinding `web` → Role `web` → `create serviceaccounts/token`',
      },
    ],
  ],
  good: [
    ['of its own account', everywhere(rule('create', 'serviceaccounts/token', { names: 'web' }))],
    ['the account alone', everywhere(rule('create, get', 'serviceaccounts'))],
  ],
  says: 'service account `web` of namespace `shop` can create tokens of service accounts in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `create serviceaccounts/token`',
})

table('rbac-persistent-volumes', {
  bad: [['bound in the whole cluster', everywhere(rule('get, create', 'persistentvolumes')), 'create']],
  good: [
    ['claims', everywhere(rule('create', 'persistentvolumeclaims'))],
    ['deleted', everywhere(rule('delete, patch', 'persistentvolumes'))],
    ['from a namespace', inShop(rule('create', 'persistentvolumes'))],
  ],
  says: 'service account `web` of namespace `shop` can create PersistentVolumes: ClusterRoleBinding `web` → ClusterRole `web` → `create persistentvolumes`',
})

table('rbac-delete-events', {
  bad: [
    ['bound in the whole cluster', everywhere(rule('get, delete', 'events')), 'delete'],
    [
      'of their own group, all at once',
      everywhere(rule('deletecollection', 'events', { group: 'events.k8s.io' })),
      'deletecollection',
    ],
  ],
  good: [
    ['created, as every controller does', everywhere(rule('create, patch', 'events'))],
    ['events of another group', everywhere(rule('delete', 'events', { group: 'example.org' }))],
  ],
  says: 'service account `web` of namespace `shop` can delete events in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `delete events`',
})

table('rbac-delete-pod-logs', {
  bad: [
    ['bound in the whole cluster', everywhere(rule('get, delete', 'pods/log')), 'delete'],
    ['every verb', everywhere(rule(STAR, 'pods/log')), STAR],
  ],
  good: [
    ['read', everywhere(rule('get', 'pods/log'))],
    ['pods', everywhere(rule('delete', 'pods'))],
  ],
  says: 'service account `web` of namespace `shop` can delete logs of pods in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `delete pods/log`',
})

table('rbac-configmaps', {
  bad: [
    ['bound in the whole cluster', everywhere(rule('get, update', 'configmaps')), 'update'],
    ['deleted', everywhere(rule('delete', 'configmaps')), 'delete'],
  ],
  good: [
    ['read', everywhere(rule('get, list, watch', 'configmaps'))],
    ['one of them', everywhere(rule('update', 'configmaps', { names: 'web' }))],
  ],
  says: 'service account `web` of namespace `shop` can change ConfigMaps in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `update configmaps`',
})

table('rbac-coredns-configmap', {
  bad: [
    ['bound in the whole cluster', everywhere(rule('get, update', 'configmaps', { names: 'coredns' })), 'update'],
    [
      'bound in its namespace',
      documents(
        role('web', rule('patch', 'configmaps', { names: 'web, coredns' }), { namespace: 'kube-system' }),
        binding('web', 'Role/web', `[${account('web')}]`, 'kube-system'),
      ),
      {
        at: 'patch',
        severity: 'info',
        message:
          'service account `web` of namespace `shop` can change how names are looked up in the cluster in namespace `kube-system`: RoleBinding `web` → Role `web` → `patch configmaps`',
      },
    ],
  ],
  good: [
    ['in another namespace', inShop(rule('update', 'configmaps', { names: 'coredns' }))],
    [
      'in another namespace, bound by nothing',
      role('web', rule('update', 'configmaps', { names: 'coredns' }), { namespace: 'shop' }),
    ],
    ['read', everywhere(rule('get', 'configmaps', { names: 'coredns' }))],
    ['another one', everywhere(rule('update', 'configmaps', { names: 'web' }))],
    ['all of them, which is another fault', everywhere(rule('update', 'configmaps'))],
  ],
  says: 'service account `web` of namespace `shop` can change how names are looked up in the cluster in namespace `kube-system`: ClusterRoleBinding `web` → ClusterRole `web` → `update configmaps`',
})

table('rbac-aws-auth-configmap', {
  bad: [['bound in the whole cluster', everywhere(rule('get, patch', 'configmaps', { names: 'aws-auth' })), 'patch']],
  good: [
    ['read', everywhere(rule('get', 'configmaps', { names: 'aws-auth' }))],
    ['all of them, which is another fault', everywhere(rule('patch', 'configmaps'))],
    ['created, which names do not allow', everywhere(rule('create', 'configmaps', { names: 'aws-auth' }))],
  ],
  says: 'service account `web` of namespace `shop` can change ConfigMap `aws-auth` in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `patch configmaps`',
})

table('rbac-networking', {
  bad: [
    ['bound in the whole cluster', everywhere(rule('get, create', 'services')), 'create'],
    ['policies', everywhere(rule('delete', 'networkpolicies', { group: 'networking.k8s.io' })), 'delete'],
    ['endpoints', everywhere(rule('patch', 'endpointslices', { group: 'discovery.k8s.io' })), 'patch'],
  ],
  good: [
    ['read', everywhere(rule('get, list, watch', 'services, endpoints'))],
    ['the status', everywhere(rule('update', 'ingresses/status', { group: 'networking.k8s.io' }))],
    ['services of another group', everywhere(rule('create', 'services', { group: 'example.org' }))],
  ],
  says: 'service account `web` of namespace `shop` can redirect traffic of the cluster in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `create services`',
})

table('rbac-services-status', {
  bad: [
    ['bound in the whole cluster', everywhere(rule('get, patch', 'services/status')), 'patch'],
    ['updated', everywhere(rule('update', 'services/status')), 'update'],
  ],
  good: [
    ['the Service', everywhere(rule('patch', 'services'))],
    ['read', everywhere(rule('get', 'services/status'))],
  ],
  says: 'service account `web` of namespace `shop` can intercept traffic by the status of a Service in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `patch services/status`',
})
