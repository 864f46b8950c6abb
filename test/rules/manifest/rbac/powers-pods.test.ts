import { documents } from '../../../kit/manifests.ts'
import { account, binding, entry, everywhere, inShop, role, rule } from '../../../kit/rbac.ts'
import { table } from '../../../kit/table.ts'

const STAR = '"*"'

table('rbac-create-pods', {
  bad: [
    ['bound in the whole cluster', everywhere(rule('get, create', 'pods')), 'create'],
    [
      'a workload',
      everywhere(rule('create', 'deployments', { group: 'apps' })),
      {
        at: 'create',
        message:
          'service account `web` of namespace `shop` can create workloads in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `create deployments`',
      },
    ],
    ['every verb on them', everywhere(rule(STAR, 'cronjobs', { group: 'batch' })), STAR],
    [
      'pods before workloads',
      everywhere(`[${entry('create', 'jobs', { group: 'batch' })}, ${entry('patch, create', 'pods')}]`),
      'create',
    ],
    [
      'bound in one namespace',
      inShop(rule('create', 'pods')),
      {
        at: 'create',
        severity: 'low',
        message:
          'service account `web` of namespace `shop` can create pods in namespace `shop`: RoleBinding `web` → Role `web` → `create pods`',
      },
    ],
  ],
  good: [
    ['only read', everywhere(rule('get, list, watch', 'pods'))],
    ['deleted', everywhere(rule('delete', 'pods'))],
    ['pods of another group', everywhere(rule('create', 'pods', { group: 'metrics.k8s.io' }))],
    ['a subresource', everywhere(rule('create', 'pods/eviction'))],
    ['with names, which allow no such request', everywhere(rule('create', 'pods', { names: 'web' }))],
    [
      'a part of the control plane',
      documents(
        role('web', rule('create', 'pods')),
        binding('web', 'ClusterRole/web', '[{kind: User, name: "system:kube-scheduler"}]'),
      ),
    ],
    ["every resource, which is another rule's", everywhere(rule('create', STAR))],
  ],
  says: 'service account `web` of namespace `shop` can create pods in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `create pods`',
})

table('rbac-create-operated-pods', {
  bad: [
    ['bound in the whole cluster', everywhere(rule('create', 'workflows', { group: 'argoproj.io' })), 'create'],
    ['changed alone', everywhere(rule('get, patch', 'taskruns', { group: 'tekton.dev' })), 'patch'],
    ['every verb', everywhere(rule(STAR, 'scaledjobs', { group: 'keda.sh' })), STAR],
  ],
  good: [
    ['only read', everywhere(rule('get, list', 'workflows', { group: 'argoproj.io' }))],
    ['its status', everywhere(rule('update', 'workflows/status', { group: 'argoproj.io' }))],
    ['an object without pods', everywhere(rule('create', 'applications', { group: 'argoproj.io' }))],
    ['another group', everywhere(rule('create', 'workflows', { group: 'example.org' }))],
  ],
  says: 'service account `web` of namespace `shop` can have an operator create pods in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `create workflows`',
})

table('rbac-manage-workloads', {
  bad: [
    ['bound in the whole cluster', everywhere(rule('get, update', 'pods')), 'update'],
    ['a template', everywhere(rule('patch', 'daemonsets', { group: 'apps' })), 'patch'],
  ],
  good: [
    ['the scale', everywhere(rule('patch', 'deployments/scale', { group: 'apps' }))],
    ['the status', everywhere(rule('patch', 'pods/status'))],
    ['one of them', everywhere(rule('patch', 'deployments', { group: 'apps', names: 'web' }))],
    ['created', everywhere(rule('create', 'deployments', { group: 'apps' }))],
  ],
  says: 'service account `web` of namespace `shop` can change workloads in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `update pods`',
})

table('rbac-delete-workloads', {
  bad: [
    ['bound in the whole cluster', everywhere(rule('get, delete', 'deployments', { group: 'apps' })), 'delete'],
    ['all at once', everywhere(rule('deletecollection', 'pods')), 'deletecollection'],
  ],
  good: [
    ['one of them', everywhere(rule('delete', 'pods', { names: 'web-0' }))],
    ['another kind', everywhere(rule('delete', 'configmaps'))],
    ['evicted, as budgets allow', everywhere(rule('create', 'pods/eviction'))],
  ],
  says: 'service account `web` of namespace `shop` can delete workloads or Secrets in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `delete deployments`',
})

table('rbac-pod-exec', {
  bad: [
    ['bound in the whole cluster', everywhere(rule('create', 'pods/exec')), 'create'],
    ['over a WebSocket', everywhere(rule('get', 'pods, pods/exec')), 'get'],
    ['of all subresources of the name', everywhere(rule('create', '"*/exec"')), 'create'],
    ['every verb', everywhere(rule(STAR, 'pods/exec')), STAR],
    [
      'bound in one namespace',
      inShop(rule('create', 'pods/exec')),
      {
        at: 'create',
        severity: 'low',
        message:
          'service account `web` of namespace `shop` can run commands in pods in namespace `shop`: RoleBinding `web` → Role `web` → `create pods/exec`',
      },
    ],
  ],
  good: [
    ['the pods alone', everywhere(rule('get, create', 'pods'))],
    ['a star that is none', everywhere(rule('create', '"pods/*"'))],
    ['a verb without effect', everywhere(rule('list, watch', 'pods/exec'))],
    ['one pod', everywhere(rule('create', 'pods/exec', { names: 'debug' }))],
    ['another group', everywhere(rule('create', 'pods/exec', { group: 'apps' }))],
  ],
  says: 'service account `web` of namespace `shop` can run commands in pods in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `create pods/exec`',
})

table('rbac-pod-attach', {
  bad: [
    ['bound in the whole cluster', everywhere(rule('create', 'pods/attach')), 'create'],
    ['over a WebSocket', everywhere(rule('get', 'pods, pods/attach')), 'get'],
    ['of all subresources of the name', everywhere(rule('create', '"*/attach"')), 'create'],
    ['every verb', everywhere(rule(STAR, 'pods/attach')), STAR],
    [
      'bound in one namespace',
      inShop(rule('create', 'pods/attach')),
      {
        at: 'create',
        severity: 'low',
        message:
          'service account `web` of namespace `shop` can attach to containers in namespace `shop`: RoleBinding `web` → Role `web` → `create pods/attach`',
      },
    ],
  ],
  good: [
    ['the pods alone', everywhere(rule('get, create', 'pods'))],
    ['a star that is none', everywhere(rule('create', '"pods/*"'))],
    ['a verb without effect', everywhere(rule('list, watch', 'pods/attach'))],
    ['one pod', everywhere(rule('create', 'pods/attach', { names: 'debug' }))],
    ['another group', everywhere(rule('create', 'pods/attach', { group: 'apps' }))],
  ],
  says: 'service account `web` of namespace `shop` can attach to containers in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `create pods/attach`',
})

table('rbac-ephemeral-containers', {
  bad: [
    ['bound in the whole cluster', everywhere(rule('patch', 'pods/ephemeralcontainers')), 'patch'],
    ['updated', everywhere(rule('get, update', 'pods/ephemeralcontainers')), 'update'],
  ],
  good: [
    ['only read', everywhere(rule('get', 'pods/ephemeralcontainers'))],
    ['another subresource', everywhere(rule('patch', 'pods/status'))],
    ['created, which is no such request', everywhere(rule('create', 'pods/ephemeralcontainers'))],
  ],
  says: 'service account `web` of namespace `shop` can add containers to running pods in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `patch pods/ephemeralcontainers`',
})

table('rbac-port-forward', {
  bad: [
    ['bound in the whole cluster', everywhere(rule('create', 'pods/portforward')), 'create'],
    ['over a WebSocket', everywhere(rule('get', 'pods/portforward')), 'get'],
  ],
  good: [
    ['the pods alone', everywhere(rule('get, create', 'pods'))],
    ['a verb without effect', everywhere(rule('list', 'pods/portforward'))],
  ],
  says: 'service account `web` of namespace `shop` can connect to every port of pods in every namespace: ClusterRoleBinding `web` → ClusterRole `web` → `create pods/portforward`',
})

table('rbac-nodes-proxy', {
  bad: [
    ['bound in the whole cluster', everywhere(rule('get', 'nodes, nodes/proxy')), 'get'],
    ['created', everywhere(rule('create', 'nodes/proxy')), 'create'],
    [
      'bound by nothing',
      role('web', rule('get', 'nodes/proxy')),
      {
        at: 'get',
        severity: 'low',
        message: 'ClusterRole `web` lets its subjects run commands in every pod through the kubelet: `get nodes/proxy`',
      },
    ],
  ],
  good: [
    ['metrics alone', everywhere(rule('get', 'nodes, nodes/metrics, nodes/stats'))],
    ['in a namespace, where no node is', inShop(rule('get', 'nodes/proxy'))],
    [
      'by a RoleBinding',
      documents(
        role('web', rule('get', 'nodes/proxy')),
        binding('web', 'ClusterRole/web', `[${account('web')}]`, 'shop'),
      ),
    ],
    ['one node', everywhere(rule('get', 'nodes/proxy', { names: 'node-1' }))],
  ],
  says: 'service account `web` of namespace `shop` can run commands in every pod through the kubelet: ClusterRoleBinding `web` → ClusterRole `web` → `get nodes/proxy`',
})
