import type { Problem } from '../../core/finding.ts'
import { memo } from '../../core/memo.ts'
import { SEVERITIES, type Severity } from '../../core/severity.ts'
import { plural } from '../../core/text.ts'
import { BUILT_IN_NAMES } from '../../kube/facts/built-in-roles.ts'
import { type Resource, textOf } from '../../kube/resource.ts'
import { namespaceOf } from '../lookup.ts'
import { type Exposure, exposuresOf } from '../network/exposure.ts'
import { subjectOf, tokenMount } from '../service-account.ts'
import type { World } from '../world.ts'
import { builtInRolesWith } from './aggregation.ts'
import { type Holding, holdingsOf } from './holdings.ts'
import { ownRulesOf } from './powers.ts'
import { type Subject, subjectKey } from './subjects.ts'
import { isEverything } from './wildcards.ts'

/**
 * Made by Kubernetes itself, and updated by it (kubernetes.io/docs/reference/access-authn-authz/rbac, auto-reconciliation):
 * a role by its name, a binding by that and the role of the same name. Anyone can write the label of these objects, and any
 * other name that begins with `system:`.
 */
export function isBuiltIn({ name, json }: Resource): boolean {
  const role = textOf(json.roleRef?.name)
  // Two of them give a role without the prefix: `system::extension-apiserver-authentication-reader`.
  return BUILT_IN_NAMES.has(name) && (role === '' || name === role || name === `system::${role}`)
}

/** A role that a cluster is made with, unless what was read makes another one of it. */
export const isBuiltInRole = (role: Resource): boolean =>
  isBuiltIn(role) && (role.name === 'cluster-admin' || !ownRulesOf(role).some(isEverything))

/** Everyone who can reach the API server, or has any account. */
const isEveryone = ({ name }: Subject): boolean =>
  /^system:(?:anonymous|unauthenticated|authenticated|serviceaccounts)$/.test(name)

/** A part of the control plane, or its administrators, whom nothing is denied. A node is none: one of many, it runs pods. */
export const isControlPlane = ({ kind, name }: Subject): boolean =>
  kind !== 'ServiceAccount' &&
  /^system:(?:apiserver|kube-controller-manager|kube-proxy|kube-scheduler|masters)$/.test(name)

/** By account, what opens the pods that have its token. */
const exposedAccounts = memo((world: World) => {
  const workloads = world.everyResource.flatMap(resource => world.workloadsOf(resource))
  const open = workloads.filter(one => one.whole && exposuresOf(world, one).length > 0 && tokenMount(one, world).mounts)
  return new Map(open.toReversed().map(one => [subjectKey(subjectOf(one)), exposuresOf(world, one)[0]]))
})

/** What opens a pod that has the token of a subject. */
const exposureOf = (world: World, subject: Subject): Exposure | undefined =>
  exposedAccounts(world).get(subjectKey(subject))

/** Who has what a role grants: of several, the one who can do the most harm with it. */
export interface Holders {
  readonly holding: Holding
  readonly others: number
  readonly exposure: Exposure | undefined
}

const weightOf = (world: World, { subject, namespace }: Holding): number =>
  (isEveryone(subject) ? 4 : 0) + (exposureOf(world, subject) ? 2 : 0) + (namespace === undefined ? 1 : 0)

export function worstOf(world: World, holdings: readonly Holding[]): Holders | undefined {
  const [first] = holdings
  if (!first) return undefined
  let [worst, weight] = [first, weightOf(world, first)]
  for (const holding of holdings) {
    const next = weightOf(world, holding)
    if (next > weight) [worst, weight] = [holding, next]
  }
  const subjects = new Set(holdings.map(({ subject }) => subjectKey(subject)))
  return { holding: worst, others: subjects.size - 1, exposure: exposureOf(world, worst.subject) }
}

/** What a role grants, for a message. */
export interface Granted {
  /** `read Secrets`. */
  readonly what: string
  /** `list secrets`. */
  readonly words: string
  readonly clusterWide: boolean
  /** Where it is of use; `undefined`: anywhere. */
  readonly namespace: string | undefined
}

/** `service account `web` of namespace `shop` and 2 others`. */
export const holdersWords = ({ holding: { subject }, others }: Holders): string =>
  `${subjectWords(subject)}${others > 0 ? ` and ${plural(others, 'other')}` : ''}`

export const subjectWords = ({ kind, name, namespace }: Subject): string =>
  kind === 'ServiceAccount'
    ? `service account \`${name}\` of namespace \`${namespace}\``
    : `${kind.toLowerCase()} \`${name}\``

/** ` in every namespace`; nothing for what is in none. */
function where({ clusterWide, namespace: only }: Granted, namespace: string | undefined): string {
  if (clusterWide) return ''
  const name = only ?? namespace
  return name === undefined ? ' in every namespace' : ` in namespace \`${name}\``
}

const step = (severity: Severity, by: number): Severity =>
  SEVERITIES[Math.min(Math.max(SEVERITIES.indexOf(severity) + by, 1), SEVERITIES.length - 1)]!

const atMost = (severity: Severity, most: Severity): Severity =>
  SEVERITIES[Math.min(SEVERITIES.indexOf(severity), SEVERITIES.indexOf(most))]!

/** How severe it is that a role grants something, and who has it by which way. */
export interface Weighed {
  readonly problem: Pick<Problem, 'message' | 'see'> & { readonly severity: Severity }
  readonly holdings: readonly Holding[]
}

/** Nobody is known to have it: a role of its own does nothing. */
function unheld(role: Resource, granted: Granted, severity: Severity): Weighed['problem'] {
  const own = role.kind === 'Role' ? namespaceOf(role) : undefined
  const place = `${where(granted, own)}: \`${granted.words}\``
  // The one that most have.
  const builtIn = [...builtInRolesWith(role)].at(-1)
  if (builtIn !== undefined && !granted.clusterWide)
    return {
      severity: step(severity, -1),
      message: `every holder of ClusterRole \`${builtIn}\` can ${granted.what}: ${role.kind} \`${role.name}\`, aggregated into it → \`${granted.words}\``,
    }
  return {
    severity: atMost(severity, 'low'),
    message: `${role.kind} \`${role.name}\` lets its subjects ${granted.what}${place}`,
  }
}

/**
 * Weighs what a role grants by who has it: one who is reachable from outside, or everyone, makes it graver; a namespace
 * narrows it; a role that nobody is bound to does nothing yet. `undefined`: it is of no effect, or belongs to Kubernetes.
 */
export function weigh(world: World, role: Resource, granted: Granted, severity: Severity): Weighed | undefined {
  if (isBuiltInRole(role)) return undefined
  const all = holdingsOf(world, role)
  const isOfUseIn = (namespace: string): boolean =>
    !granted.clusterWide && (granted.namespace ?? namespace) === namespace
  if (role.kind === 'Role' && role.namespace !== undefined && !isOfUseIn(role.namespace)) return undefined
  if (all.length === 0) return { problem: unheld(role, granted, severity), holdings: all }
  const applies = ({ namespace }: Holding): boolean => namespace === undefined || isOfUseIn(namespace)
  const holdings = all.filter(one => applies(one) && !isControlPlane(one.subject) && !isBuiltIn(one.binding))
  const worst = worstOf(world, holdings)
  return worst && { problem: held(role, granted, worst, severity), holdings }
}

/** Of something that is so severe where it is held in the whole cluster. */
export const severityFor = ({ holding, exposure }: Holders, severity: Severity): Severity =>
  step(severity, (holding.namespace === undefined ? 0 : -1) + (exposure || isEveryone(holding.subject) ? 1 : 0))

/** What opens a pod of the holder to the outside. */
export const seeExposure = ({ exposure }: Holders): NonNullable<Problem['see']> =>
  exposure ? [{ at: exposure.at, note: 'opens a pod of the account to the outside', in: exposure.by.source }] : []

function held(role: Resource, granted: Granted, holders: Holders, severity: Severity): Weighed['problem'] {
  const { at, binding, ref, namespace } = holders.holding
  const through = ref.name === role.name ? '' : `${ref.kind} \`${ref.name}\` → `
  const chain = `${binding.kind} \`${binding.name}\` → ${through}${role.kind} \`${role.name}\` → \`${granted.words}\``
  return {
    severity: severityFor(holders, severity),
    message: `${holdersWords(holders)} can ${granted.what}${where(granted, namespace)}: ${chain}`,
    see: [{ at, note: 'the binding', in: binding.source }, ...seeExposure(holders)],
  }
}
