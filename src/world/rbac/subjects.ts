import type { Path } from '../../core/location.ts'
import { isGroup, RBAC } from '../../kube/rbac.ts'
import { type Json, listOf, type Resource, textOf } from '../../kube/resource.ts'
import { namespaceOf } from '../lookup.ts'

/** Who a binding gives a role to. */
export type Subject =
  | { readonly kind: 'ServiceAccount'; readonly name: string; readonly namespace: string }
  | { readonly kind: 'User' | 'Group'; readonly name: string; readonly namespace?: never }

/** The name that the API server knows an account by (k8s.io/apiserver, pkg/authentication/serviceaccount). */
const userNameOf = ({ namespace, name }: Account): string => `system:serviceaccount:${namespace}:${name}`

/** Tells subjects apart. A user of an account's name is the account. */
export const subjectKey = (subject: Subject): string =>
  JSON.stringify(subject.kind === 'ServiceAccount' ? ['User', userNameOf(subject)] : [subject.kind, subject.name])

/** A service account. */
export interface Account {
  readonly namespace: string
  readonly name: string
}

/** The account that a subject is, by its kind or by its name. */
export function accountOf(subject: Subject): Account | undefined {
  const { kind, name } = subject
  if (kind === 'ServiceAccount') return { namespace: subject.namespace, name }
  const [, inNamespace, account] = (kind === 'User' && /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name)) || []
  return inNamespace !== undefined && account !== undefined ? { namespace: inNamespace, name: account } : undefined
}

const group = (name: string): Subject => ({ kind: 'Group', name })

const AUTHENTICATED = 'system:authenticated'
const UNAUTHENTICATED = 'system:unauthenticated'
const ACCOUNTS = 'system:serviceaccounts'

/**
 * The groups of Kubernetes itself that a subject is in. For a group, those that all of its members are in. Others are
 * known to the issuer of a certificate or a token alone.
 */
export function groupsOf(subject: Subject): readonly Subject[] {
  const { kind, name } = subject
  const account = accountOf(subject)
  if (account) return [`${ACCOUNTS}:${account.namespace}`, ACCOUNTS, AUTHENTICATED].map(group)
  if (kind === 'User') return [group(name === 'system:anonymous' ? UNAUTHENTICATED : AUTHENTICATED)]
  if (namespaceOfGroup(subject) !== undefined) return [ACCOUNTS, AUTHENTICATED].map(group)
  return name === AUTHENTICATED || name === UNAUTHENTICATED ? [] : [group(AUTHENTICATED)]
}

/** The namespace whose accounts a group of Kubernetes is for. */
export const namespaceOfGroup = ({ kind, name }: Subject): string | undefined =>
  kind === 'Group' && name.startsWith(`${ACCOUNTS}:`) ? name.slice(ACCOUNTS.length + 1) : undefined

/** A subject of a binding, and where it is named. */
export interface NamedSubject {
  readonly subject: Subject
  readonly at: Path
}

/** The subjects of a binding, without those that the API server refuses. */
export const subjectsOf = (binding: Resource): readonly NamedSubject[] =>
  listOf(binding.json.subjects).flatMap((json: Json, index) => {
    const subject = subjectIn(binding, json)
    return subject ? { subject, at: binding.at('subjects', index) } : []
  })

function subjectIn(binding: Resource, json: Json): Subject | undefined {
  const kind: unknown = json?.kind
  const name = textOf(json?.name)
  if (name === '') return undefined
  if (kind === 'User' || kind === 'Group') return isGroup(json.apiGroup, RBAC) ? { kind, name } : undefined
  if (kind !== 'ServiceAccount' || !isGroup(json.apiGroup, '')) return undefined
  // A ClusterRoleBinding has to name one; in a base, it is left to Kustomize and Flux, as the account's own is.
  return { kind, name, namespace: textOf(json.namespace) || namespaceOf(binding) }
}
