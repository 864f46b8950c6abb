import type { Finding } from '../../src/core/finding.ts'
import type { Peer } from '../../src/core/rule.ts'
import { rules } from '../../src/rules/index.ts'
import type { World } from '../../src/world/world.ts'
import { type Case, customSettings, type Expectation } from './cases.ts'

/** How one expectation came out. */
export interface Outcome {
  readonly case: string
  readonly peer: string
  /** The peer's name of the rule. */
  readonly rule: string
  readonly expected: 'fail' | 'pass'
  readonly resource?: string
  readonly verdict: 'agree' | 'disagree' | 'uncovered'
  /** Why it was not compared. */
  readonly reason?: string
  /** Our rules that carry the peer's id, and those of them that reported. */
  readonly carriers: readonly string[]
  readonly reporting: readonly string[]
  /** What we reported, for people. */
  readonly found: readonly string[]
  /** Set by the list of known divergences. */
  known?: string
}

/** What is known of Kubescape beside its cases. */
export interface Kubescape {
  readonly controls: Readonly<Record<string, { readonly rules: readonly string[] }>>
  readonly inputs: Readonly<Record<string, unknown>>
}

const peerOf = (peer: string): Peer => peer.replace('kube-', 'kube') as Peer

/** Peer, then its id in lower case → our rules. */
const carriers: ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> = (() => {
  const byPeer = new Map<string, Map<string, string[]>>()
  for (const { id, peers } of rules.values())
    for (const [peer, ids] of Object.entries(peers ?? {})) {
      const byId = byPeer.get(peer) ?? new Map<string, string[]>()
      byPeer.set(peer, byId)
      for (const alias of [ids].flat() as string[])
        byId.set(alias.toLowerCase(), [...(byId.get(alias.toLowerCase()) ?? []), id])
    }
  return byPeer
})()

const carriersOf = (peer: string, ids: readonly string[]): readonly string[] => [
  ...new Set(ids.flatMap(id => carriers.get(peerOf(peer))?.get(id.toLowerCase()) ?? [])),
]

/** The ids an expectation is compared by. Passing one rule of a control of many is not passing the control. */
function idsOf({ peer }: Case, { rule, outcome, controls = [] }: Expectation, kubescape: Kubescape): readonly string[] {
  if (peer !== 'kubescape') return [rule]
  return outcome === 'fail' ? controls : controls.filter(control => kubescape.controls[control]?.rules.length === 1)
}

/** What a binding grants, as a resource: peers report at the binding what Seaworthy reports at the role. */
const rolesOf = (world: World, resource: string): readonly string[] =>
  world.resources
    .filter(({ kind, name }) => kind.endsWith('RoleBinding') && `${kind}/${name}` === resource)
    .map(({ json }) => `${json.roleRef?.kind}/${json.roleRef?.name}`)

/** The findings on the resource of an expectation, or on what makes it up. */
function onSubject(
  findings: readonly Finding[],
  { resource, related = [] }: Expectation,
  world: World,
): readonly Finding[] {
  if (!resource) return findings
  const wanted = new Set([resource, ...related, ...rolesOf(world, resource)])
  return findings.filter(finding => wanted.has(`${finding.resource?.kind}/${finding.resource?.name}`))
}

/** kubesec's rules that give points pass an object when one container earns them. */
function allButAFew(found: readonly Finding[], { outcome, points = 0, resource }: Expectation, world: World): boolean {
  if (outcome === 'fail' || points <= 0) return false
  const containers = world.resources
    .filter(({ kind, name }) => `${kind}/${name}` === resource)
    .flatMap(one => world.workloadsOf(one).flatMap(workload => workload.containers))
  const reported = new Set(found.map(finding => finding.resource?.container))
  return !reported.has(undefined) && reported.size < containers.length
}

const short = ({ rule, location, message }: Finding): string =>
  `${rule} ${location.file}:${location.start.line} ${message}`

/** Compares what we found in a case with one thing its authors expect. */
export function compare(
  one: Case,
  expected: Expectation,
  { findings, world, kubescape }: { findings: readonly Finding[]; world: World; kubescape: Kubescape },
): Outcome {
  const shared = {
    case: one.id,
    peer: one.peer,
    rule: expected.rule,
    expected: expected.outcome,
    ...(expected.resource && { resource: expected.resource }),
  }
  const ids = idsOf(one, expected, kubescape).map(id => id.toLowerCase())
  const ours = carriersOf(one.peer, ids)
  const custom = customSettings(one, expected, kubescape.inputs)
  if (ours.length === 0 || custom.length > 0)
    return {
      ...shared,
      verdict: 'uncovered',
      reason: why(one, expected, custom),
      carriers: [],
      reporting: [],
      found: [],
    }
  const found = onSubject(findings, expected, world).filter(({ aliases }) =>
    (aliases[peerOf(one.peer)] ?? []).some(id => ids.includes(id.toLowerCase())),
  )
  const reported = found.length > 0 && !allButAFew(found, expected, world)
  return {
    ...shared,
    verdict: reported === (expected.outcome === 'fail') ? 'agree' : 'disagree',
    carriers: ours,
    reporting: reported ? [...new Set(found.map(finding => finding.rule))] : [],
    found: found.map(short),
  }
}

function why({ peer }: Case, { rule, outcome, controls = [] }: Expectation, custom: readonly string[]): string {
  if (custom.length > 0) return `custom parameters: ${custom.join(', ')}`
  if (rule.startsWith('template:')) return 'custom parameters: params'
  if (rule === 'kubesec:score' || rule === '*') return 'a sum over all rules'
  if (peer === 'kubescape' && outcome === 'pass' && carriersOf(peer, controls).length > 0)
    return 'its controls have other rules too'
  return 'no rule carries this id'
}
