import { expect, test } from 'vitest'
import { check } from '../../../../src/engine/check.ts'
import { rules } from '../../../../src/rules/index.ts'
import { documents, pod, workflow } from '../../../kit/manifests.ts'
import { read } from '../../../kit/read.ts'
import { expectLinear } from '../../../kit/steps.ts'
import { table } from '../../../kit/table.ts'

const binding = (
  subjects: string,
  { kind = 'RoleBinding', role = '{kind: Role, name: web}', metadata = '{name: web}' } = {},
) =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: ${metadata}\nroleRef: ${role}\nsubjects: ${subjects}\n`
const role = (rules: string, { kind = 'Role', metadata = '{name: web}' } = {}) =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: ${metadata}\nrules: ${rules}\n`

/** Bindings have the name of the role that they give. */
const OF_KUBERNETES = {
  metadata: '{name: "system:kube-dns"}',
  role: '{kind: ClusterRole, name: "system:kube-dns"}',
}

table('default-service-account-bound', {
  bad: [
    [
      'the default account',
      binding('[{kind: ServiceAccount, name: default, namespace: shop}, {kind: User, name: anna}]'),
      'name: default',
    ],
    [
      'the label of what Kubernetes makes',
      binding('[{kind: ServiceAccount, name: default}]', {
        metadata: '{name: a, labels: {kubernetes.io/bootstrapping: rbac-defaults}}',
      }),
      'name: default',
    ],
    [
      'a name as Kubernetes has them',
      binding('[{kind: ServiceAccount, name: default}]', { metadata: '{name: "system:a"}' }),
      'name: default',
    ],
    [
      'the name of another binding',
      binding('[{kind: ServiceAccount, name: default}]', { metadata: '{name: "system:kube-dns"}' }),
      'name: default',
    ],
    [
      'of the namespace of the binding',
      binding('[{kind: ServiceAccount, name: default}]', { metadata: '{name: web, namespace: shop}' }),
      {
        at: 'name: default',
        message: 'service account `default` of namespace `shop` gets Role `web`',
      },
    ],
    [
      'in the whole cluster',
      binding('[{kind: ServiceAccount, name: default, namespace: shop}]', {
        kind: 'ClusterRoleBinding',
        role: '{kind: ClusterRole, name: view}',
      }),
      {
        at: 'name: default',
        message: 'service account `default` of namespace `shop` gets ClusterRole `view`',
      },
    ],
    [
      'all accounts',
      binding('[{kind: Group, name: "system:serviceaccounts"}]'),
      {
        at: 'name: "system:serviceaccounts"',
        message: 'all service accounts of group `system:serviceaccounts` get Role `web`',
      },
    ],
    [
      'all of a namespace',
      binding('[{kind: Group, name: "system:serviceaccounts:shop"}]'),
      'name: "system:serviceaccounts:shop"',
    ],
  ],
  good: [
    ['another account', binding('[{kind: ServiceAccount, name: web}]')],
    ['a user of that name', binding('[{kind: User, name: default}]')],
    ['another group', binding('[{kind: Group, name: "system:serviceaccountsx"}]')],
    ['what Kubernetes makes', binding('[{kind: ServiceAccount, name: default}]', OF_KUBERNETES)],
    ['another kind', binding('[{kind: ServiceAccount, name: default}]', { kind: 'ConfigMap' })],
    ['odd types', binding('[null, x, {kind: ServiceAccount, name: [default]}, {kind: Group, name: 1}]')],
  ],
  says: 'service account `default` of namespace `shop` gets Role `web`',
})

test('default-service-account-bound has ids of others for the account, not for groups', async () => {
  const text = binding('[{kind: ServiceAccount, name: default}, {kind: Group, name: "system:serviceaccounts"}]')
  const rule = rules.get('default-service-account-bound')!
  const { findings } = check(await read(text), [{ rule, options: {} }], { kubernetes: 36 })
  expect(findings.map(({ aliases }) => Object.keys(aliases))).toEqual([['checkov', 'kics', 'kubescape'], []])
})

table('workload-service-account-access', {
  bad: [['an account', binding('[{kind: User, name: anna}, {kind: ServiceAccount, name: web}]'), 'name: web']],
  good: [
    ['a user', binding('[{kind: User, name: anna}]')],
    ['what Kubernetes makes', binding('[{kind: ServiceAccount, name: web}]', OF_KUBERNETES)],
    ['another kind', binding('[{kind: ServiceAccount, name: web}]', { kind: 'ConfigMap' })],
    ['odd types', binding('{kind: ServiceAccount}')],
  ],
  says: 'service account `web` gets Role `web`',
})

const web = pod('serviceAccountName: web')
const ALL = '[{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]'
const toWeb = '[{kind: ServiceAccount, name: web, namespace: default}]'
const admin = { kind: 'ClusterRoleBinding', role: '{kind: ClusterRole, name: cluster-admin}' }

table('workload-admin-role', {
  bad: [
    ['of the cluster', documents(web, binding(toWeb, admin)), 'serviceAccountName: web'],
    [
      'of a namespace',
      documents(web, binding(toWeb, { role: '{kind: ClusterRole, name: edit}' })),
      {
        at: 'serviceAccountName: web',
        message: 'service account `web` of the pod has ClusterRole `edit` in namespace `default`',
      },
    ],
    [
      'by its name, admin',
      documents(web, binding(toWeb, { role: '{kind: ClusterRole, name: admin}' })),
      'serviceAccountName: web',
    ],
    [
      'by its rules',
      documents(web, binding(toWeb), role(ALL)),
      {
        at: 'serviceAccountName: web',
        message: 'service account `web` of the pod has Role `web` in namespace `default`',
      },
    ],
    [
      'by rules for the core group',
      documents(web, binding(toWeb), role('[{}, {apiGroups: [""], resources: [a, "*"], verbs: ["*"]}]')),
      'serviceAccountName: web',
    ],
    [
      'of a ClusterRole',
      documents(web, binding(toWeb, { role: '{kind: ClusterRole, name: web}' }), role(ALL, { kind: 'ClusterRole' })),
      'serviceAccountName: web',
    ],
    [
      'of the default account',
      documents(pod('priority: 1'), binding('[{kind: ServiceAccount, name: default}]', admin)),
      'spec',
    ],
    ['the second binding', documents(web, binding(toWeb), binding(toWeb, admin)), 'serviceAccountName: web'],
  ],
  good: [
    [
      'rules for some',
      documents(
        web,
        binding(toWeb),
        role(
          '[{apiGroups: ["*"], resources: ["*"], verbs: [get]}, {apiGroups: ["*"], resources: [pods], verbs: ["*"]}, {apiGroups: [apps], resources: ["*"], verbs: ["*"]}]',
        ),
      ),
    ],
    ['a role that is not here', documents(web, binding(toWeb))],
    [
      'a Role with the name of a ClusterRole',
      documents(web, binding(toWeb, { role: '{kind: Role, name: cluster-admin}' })),
    ],
    [
      'a role of that name that allows less',
      documents(
        web,
        binding(toWeb, { role: '{kind: ClusterRole, name: edit}' }),
        role('[]', { kind: 'ClusterRole', metadata: '{name: edit}' }),
      ),
    ],
    [
      'a role of another namespace',
      documents(web, binding(toWeb), role(ALL, { metadata: '{name: web, namespace: shop}' })),
    ],
    ['another account', documents(web, binding('[{kind: ServiceAccount, name: shop}]', admin))],
    [
      'an account of another namespace',
      documents(web, binding('[{kind: ServiceAccount, name: web, namespace: shop}]', admin)),
    ],
    ['no token', documents(pod('serviceAccountName: web\nautomountServiceAccountToken: false'), binding(toWeb, admin))],
    ['a part of a pod', documents(workflow('image: a:1'), binding('[{kind: ServiceAccount, name: default}]', admin))],
    ['odd types', documents(web, binding(toWeb, { role: 'web' }), binding(toWeb), role('[null, {verbs: "*"}]'))],
  ],
  says: 'service account `web` of the pod has ClusterRole `cluster-admin` in the whole cluster',
})

test('the time grows with the bindings and the pods of one account', () =>
  expectLinear(
    async () => ({
      ...(await import('../../../../src/engine/check.ts')),
      ...(await import('../../../../src/rules/index.ts')),
      ...(await import('../../../kit/read.ts')),
    }),
    async ({ check, rules, read }, size) => {
      const ids = ['workload-admin-role', 'shared-service-account', 'missing-service-account']
      const many = Array.from({ length: size }, (_, i) =>
        documents(web.replace('name: web', `name: a${i}`), binding(toWeb)),
      )
      const enabled = ids.map(id => ({ rule: rules.get(id)!, options: {} }))
      return check(await read(documents(...many)), enabled, { kubernetes: 36 })
    },
    50,
  ))
