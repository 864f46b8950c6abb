import type { Change } from '../../../core/edit.ts'
import type { Path } from '../../../core/location.ts'
import { isFilledInLater } from '../../../kube/filled-in-later.ts'
import { listOf, textOf } from '../../../kube/resource.ts'
import type { Workload } from '../../../kube/workload.ts'
import { namespaceOf } from '../../../world/lookup.ts'
import { definesSome, referenced } from '../../../world/references.ts'
import { accountOfPod, isBound, serviceAccountOf, tokenMount, workloadsAs } from '../../../world/service-account.ts'
import type { World } from '../../../world/world.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

const tokenPeers = trivyIds('KSV-0036', 'no-auto-mount-service-token')

/** A container that mounts something else there instead, or the token by itself. */
const mountsTokenFolder = ({ containers }: Workload): boolean =>
  containers.some(({ spec }) =>
    listOf(spec.volumeMounts).some(mount => mount?.mountPath === '/var/run/secrets/kubernetes.io/serviceaccount'),
  )

export const automountServiceAccountToken = rule({
  id: 'automount-service-account-token',
  title: 'Service account token is automounted',
  why: 'An attacker in the container gets an API server token with all rights of its account; most programs never use it.',
  help: 'Set `automountServiceAccountToken: false` in the pod spec unless the program calls the API server.',
  severity: 'medium',
  profile: 'strict',
  since: '0.1',
  tags: ['cis:5.1.6', 'nsa'],
  peers: {
    checkov: 'CKV_K8S_38',
    kics: '48471392-d4d0-47c0-b135-cdec95eb3eef',
    kubescape: ['C-0034', 'C-0190', 'C-0261'],
    kubesec: 'AutomountServiceAccountToken',
    monokle: 'KBP106',
    polaris: 'automountServiceAccountToken',
    trivy: tokenPeers,
  },
  on: 'workload',
  // Without a token, it does not matter which account it is.
  covers: ['default-service-account'],
  check(workload, { world }) {
    const { mounts, by } = tokenMount(workload, world)
    if (!mounts || (by !== 'pod' && !workload.whole)) return
    const rights = isBound(workload, world)
    // An account with rights needs its token. Those of the default account go to every pod, and excuse none.
    if (rights && serviceAccountOf(workload) !== 'default') return
    const at = workload.at('automountServiceAccountToken')
    const whose = `the token of service account \`${serviceAccountOf(workload)}\``
    const why = { pod: ' (set in the pod)', account: ' (set in the service account)', nobody: '' }[by]
    return {
      at,
      message: `pod automounts ${whose}${why}`,
      unlike: {
        ...(!rights && { kubescape: 'C-0261' }),
        // Trivy minds only what is written.
        ...(by !== 'pod' && !mountsTokenFolder(workload) && { trivy: tokenPeers }),
      },
      fix: { title: 'Disable automounting', safe: false, changes: [{ op: 'set', path: at, value: false }] },
    }
  },
})

/** Where the account is named, or should be. */
const namedAt = (workload: Workload): Path =>
  workload.pod.serviceAccountName === undefined && textOf(workload.pod.serviceAccount) !== ''
    ? workload.at('serviceAccount')
    : workload.at('serviceAccountName')

export const defaultServiceAccount = rule({
  id: 'default-service-account',
  title: 'Pod uses the default service account',
  why: 'All pods of the namespace that set no account share this one: a role granted to one pod applies to all, and audit logs cannot tell them apart.',
  help: 'Create a ServiceAccount for the workload and set `serviceAccountName`, or set `automountServiceAccountToken: false`.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  tags: ['cis:5.1.5'],
  peers: {
    kics: '591ade62-d6b0-4580-b1ae-209f80ba1cd9',
    kubelinter: 'default-service-account',
    kubescape: 'C-0189',
    kubesec: 'ServiceAccountName',
  },
  on: 'workload',
  yieldsTo: ['automount-service-account-token'],
  check(workload, { world }) {
    if (serviceAccountOf(workload) !== 'default') return
    const at = namedAt(workload)
    const named = [workload.pod.serviceAccountName, workload.pod.serviceAccount].includes('default')
    if (!named && !workload.whole) return
    if (!tokenMount(workload, world).mounts) return
    return { at, message: 'pod runs as service account `default`' }
  },
})

export const defaultServiceAccountAutomount = rule({
  id: 'default-service-account-automount',
  title: 'Default service account automounts its token',
  why: 'Every pod of the namespace that sets no account gets an API server token, whether it needs one or not, and so does an attacker in any of them.',
  help: 'Set `automountServiceAccountToken: false` on ServiceAccount `default`, and create separate accounts for workloads that need a token.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  tags: ['cis:5.1.5'],
  peers: { checkov: 'CKV_K8S_41', kubescape: 'C-0189' },
  on: 'resource',
  kinds: ['ServiceAccount'],
  check(resource) {
    if (resource.name !== 'default' || resource.json.automountServiceAccountToken === false) return
    const at = resource.at('automountServiceAccountToken')
    return {
      at,
      message: `service account \`default\` of namespace \`${namespaceOf(resource)}\` automounts its token`,
      fix: { title: 'Disable automounting', safe: false, changes: [{ op: 'set', path: at, value: false }] },
    }
  },
})

export const deprecatedServiceAccountField = rule({
  id: 'deprecated-service-account-field',
  title: 'Deprecated field serviceAccount',
  why: '`serviceAccount` is a deprecated alias: when both fields are set and differ, reviewers read one account and the pod runs as the other.',
  help: 'Rename `serviceAccount` to `serviceAccountName`.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  peers: { kubelinter: 'deprecated-service-account-field', kubescape: 'C-0294' },
  on: 'workload',
  check(workload) {
    const old = textOf(workload.pod.serviceAccount)
    const name = textOf(workload.pod.serviceAccountName)
    // The API server writes both when it is asked for an object: equal ones say nothing wrong.
    if (old === '' || old === name) return
    const at = workload.at('serviceAccount')
    const remove = { op: 'remove' as const, path: at }
    if (name !== '')
      return {
        at,
        severity: 'medium',
        message: `\`serviceAccount: ${old}\` is overridden by \`serviceAccountName: ${name}\``,
        see: [{ at: workload.at('serviceAccountName'), note: 'the pod runs as this account' }],
        fix: { title: 'Remove `serviceAccount`', safe: true, changes: [remove] },
      }
    const key = 'serviceAccountName'
    const isThere = workload.pod[key] !== undefined
    const changes: readonly Change[] = isThere
      ? [{ op: 'set', path: workload.at(key), value: old }, remove]
      : [{ op: 'rename', path: at, key }]
    return {
      at,
      message: `pod sets account \`${old}\` in deprecated field \`serviceAccount\``,
      // A comment at a field that is removed is lost.
      fix: { title: `Rename to \`${key}\``, safe: !isThere, changes },
    }
  },
})

/** `default` is in every namespace, whether anyone defines it or not. */
const ownAccountOf = (workload: Workload): string | undefined => {
  const name = serviceAccountOf(workload)
  return name === 'default' ? undefined : name
}

/** The account of a pod that nothing defines in its namespace. */
function undefinedAccountOf(workload: Workload, world: World): string | undefined {
  const name = ownAccountOf(workload)
  if (name === undefined || !workload.whole || isFilledInLater(name)) return undefined
  return referenced(world, workload.resource, { type: 'ServiceAccount', name }).length > 0 ? undefined : name
}

const definesOthers = ({ resource }: Workload, world: World): boolean =>
  definesSome(world, resource, { type: 'ServiceAccount' })

const missingPeers = { kubelinter: 'non-existent-service-account', kubescape: 'C-0307', monokle: 'LNK001' } as const

export const missingServiceAccount = rule({
  id: 'missing-service-account',
  title: 'Service account is not defined',
  why: 'No pod is created before its service account exists: the rollout waits, without an error on the workload.',
  help: 'Correct `serviceAccountName`, or add the ServiceAccount to the namespace of the pod.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: missingPeers,
  on: 'workload',
  check(workload, { world }) {
    const name = undefinedAccountOf(workload, world)
    if (name === undefined || !definesOthers(workload, world)) return
    return {
      at: namedAt(workload),
      message: `service account \`${name}\` is not defined here; it may be defined elsewhere`,
    }
  },
})

export const unresolvedServiceAccount = rule({
  id: 'unresolved-service-account',
  title: 'Service account is outside of what was read',
  why: 'Nothing in the checkout shows that the account exists: if it does not, no pod is created.',
  help: 'Correct `serviceAccountName` or `metadata.namespace`, or add the ServiceAccount to the checkout.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: missingPeers,
  on: 'workload',
  check(workload, { world }) {
    const name = undefinedAccountOf(workload, world)
    if (name === undefined || definesOthers(workload, world)) return
    return { at: namedAt(workload), message: `service account \`${name}\` is not defined in what was read` }
  },
})

export const sharedServiceAccount = rule({
  id: 'shared-service-account',
  title: 'Workloads share a service account',
  why: 'A role granted for one of the workloads applies to all of them, and audit logs cannot tell them apart.',
  help: 'Set `serviceAccountName` to an account of its own for each workload, and bind to it only the roles that the workload needs.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: { kics: 'c1032cf7-3628-44e2-bd53-38c17cf31b6b' },
  on: 'workload',
  check(workload, { world }) {
    const name = ownAccountOf(workload)
    const all = name === undefined ? [] : workloadsAs(world, workload.resource, accountOfPod(workload))
    // Once for an account.
    if (all.length < 2 || all[0]?.resource !== workload.resource) return
    return {
      at: namedAt(workload),
      message: `service account \`${name}\` is shared by ${all.length} workloads`,
      see: all.slice(1).map(other => ({ at: namedAt(other), note: 'runs as the same account', in: other.source })),
    }
  },
})
