import type { Access } from '../rbac.ts'
import { type PowerId, powerOf } from './powers.ts'

/** What powers lead to, beyond what they are called. */
export interface Closure {
  /** `everything`: every verb on every resource. */
  readonly power: PowerId | 'everything'
  /** One access of each list has to be granted; the first list is the one to report. */
  readonly needs: readonly (readonly Access[])[]
  /**
   * In the namespace of the grant, or in all: every right; the tokens of all accounts; those of pods that run; those that
   * are kept in Secrets.
   */
  readonly gains: 'everything' | 'accounts' | 'pods' | 'tokens'
  /** What `resourceNames` name, where a grant for some leads to these. */
  readonly names?: 'accounts' | 'groups' | 'roles' | 'secrets' | 'users'
}

const RBAC = 'rbac.authorization.k8s.io'

const on = (verbs: string, group: string, resource: string): readonly Access[] =>
  verbs.split(' ').map(verb => ({ verb, group, resource }))

/** A power alone leads to something. */
const alone = (power: PowerId, gains: Closure['gains'], more: Pick<Closure, 'names'> = {}): Closure => ({
  power,
  needs: [powerOf(power).accesses],
  gains,
  ...more,
})

const BIND = on('bind', RBAC, 'clusterroles')
const READ_SECRETS = powerOf('read-secrets').accesses

export const CLOSURES: readonly Closure[] = [
  { power: 'everything', needs: [[{ verb: '*', group: '*', resource: '*' }]], gains: 'everything' },
  {
    power: 'create-bindings',
    needs: [BIND, on('create', RBAC, 'clusterrolebindings')],
    gains: 'everything',
    names: 'roles',
  },
  { power: 'create-bindings', needs: [BIND, on('create', RBAC, 'rolebindings')], gains: 'everything', names: 'roles' },
  // Whoever has a right has it by a role, which can be given more.
  ...['clusterroles', 'roles'].map(
    (roles): Closure => ({
      power: 'escalate',
      needs: [on('escalate', RBAC, roles), on('update patch', RBAC, roles)],
      gains: 'everything',
    }),
  ),
  {
    // A certificate may name every user but those of group `system:masters`.
    power: 'approve-csr',
    needs: [
      powerOf('approve-csr').accesses,
      ['', 'kubernetes.io/*', 'kubernetes.io/kube-apiserver-client'].map(name => ({
        ...on('approve', 'certificates.k8s.io', 'signers')[0]!,
        ...(name !== '' && { name }),
      })),
      on('create', 'certificates.k8s.io', 'certificatesigningrequests'),
    ],
    gains: 'everything',
  },
  { power: 'impersonate', needs: [on('impersonate', '', 'users')], gains: 'everything', names: 'users' },
  {
    // A request with groups alone is refused (k8s.io/apiserver, pkg/endpoints/filters/impersonation).
    power: 'impersonate',
    needs: [
      on('impersonate', '', 'groups'),
      [...on('impersonate', '', 'users'), ...on('impersonate', '', 'serviceaccounts')],
    ],
    gains: 'everything',
    names: 'groups',
  },
  { power: 'impersonate', needs: [on('impersonate', '', 'serviceaccounts')], gains: 'accounts', names: 'accounts' },
  alone('service-account-token', 'accounts', { names: 'accounts' }),
  alone('create-pods', 'accounts'),
  alone('create-workloads', 'accounts'),
  alone('create-operated-pods', 'accounts'),
  // The controller of tokens fills a Secret that asks for one of any account.
  { power: 'write-secrets', needs: [on('create', '', 'secrets'), READ_SECRETS], gains: 'accounts' },
  alone('change-workloads', 'pods'),
  alone('pod-exec', 'pods'),
  alone('ephemeral-containers', 'pods'),
  alone('nodes-proxy', 'pods'),
  alone('read-secrets', 'tokens', { names: 'secrets' }),
]

/** What a binding of a built-in role leads to. */
export const GAINED_BY_ROLE: ReadonlyMap<string, Closure['gains']> = new Map([
  ['cluster-admin', 'everything'],
  ['admin', 'accounts'],
  ['edit', 'accounts'],
])

/** The group that the API server allows everything. */
export const MASTERS = 'system:masters'

/**
 * An account of every cluster that may give ClusterRoles any right, and so itself (bootstrappolicy/controller_policy.go).
 * No pod runs as it: the controller manager has its token (`--use-service-account-credentials`, which kubeadm sets).
 */
export const CONTROLLER = { namespace: 'kube-system', name: 'clusterrole-aggregation-controller' }
