import type { Path } from '../core/location.ts'
import { BASELINE_CAPABILITIES, capabilitiesOf } from './capabilities.ts'
import type { Container } from './container.ts'
import { dotted, isConfinedType, isSafeSysctl, RESTRICTED_VOLUMES } from './facts/pod-security.ts'
import { hostPathsOf } from './host-path.ts'
import { type Json, listOf, type Resource } from './resource.ts'
import { securityContextsOf } from './security-context.ts'
import { appArmorAnnotations } from './security-profiles.ts'
import type { Workload } from './workload.ts'
import { written } from './written.ts'

export const LEVELS = ['privileged', 'baseline', 'restricted'] as const
export type Level = (typeof LEVELS)[number]

const LABEL = 'pod-security.kubernetes.io/enforce'

/** What the label of a Namespace asks for; `undefined` without one. */
export const enforcedBy = ({ json }: Resource): unknown => json.metadata?.labels?.[LABEL]

/** Steps from a Namespace to the label. */
export const ENFORCE_STEPS = ['metadata', 'labels', LABEL] as const

export const isLevel = (value: unknown): value is Level => LEVELS.some(level => level === value)

/** The Kubernetes minor whose standard a Namespace asks for. */
export function enforcedVersion({ json }: Resource, kubernetes: number): number {
  const [, minor] = /^v1\.(\d+)$/.exec(written(json.metadata?.labels?.[`${LABEL}-version`])) ?? []
  return minor === undefined ? kubernetes : Math.min(Number(minor), kubernetes)
}

/** Something of a pod that a level forbids. */
export interface Violation {
  readonly at: Path
  /** The field, as its authors spell it. */
  readonly what: string
}

/** Looks for one control of the standards (pod-security-admission/policy, one file each). */
type Control = (workload: Workload, kubernetes: number) => readonly Violation[]

const inEach =
  (what: string, find: (container: Container) => Path | undefined): Control =>
  ({ containers }) =>
    containers.flatMap(container => {
      const at = find(container)
      return at ? [{ at, what }] : []
    })

/** A field of the pod's or a container's security context that has a value it may not have. */
const inContexts =
  (steps: readonly string[], isBad: (value: Json, kubernetes: number) => boolean): Control =>
  (workload, kubernetes) =>
    securityContextsOf(workload).flatMap(({ json, path }) => {
      const value = steps.reduce((object, step) => object?.[step], json)
      return value !== undefined && value !== null && isBad(value, kubernetes)
        ? [{ at: [...path, ...steps], what: steps[0]! }]
        : []
    })

const hostNamespace =
  (field: string): Control =>
  workload =>
    workload.pod[field] === true ? [{ at: workload.at(field), what: field }] : []

const adds = (isBad: (name: string) => boolean): Control =>
  inEach('capabilities', container => {
    const bad = capabilitiesOf(container, 'add').find(({ name }) => isBad(name))
    return bad && container.at('securityContext', 'capabilities', 'add', bad.index)
  })

const BASELINE: readonly Control[] = [
  hostNamespace('hostNetwork'),
  hostNamespace('hostPID'),
  hostNamespace('hostIPC'),
  inContexts(['privileged'], value => value === true),
  adds(name => !BASELINE_CAPABILITIES.has(name)),
  workload => hostPathsOf(workload).map(({ at }) => ({ at, what: 'hostPath' })),
  inEach('hostPort', container => {
    const index = listOf(container.spec.ports).findIndex(port => Boolean(port?.hostPort))
    return index < 0 ? undefined : container.at('ports', index, 'hostPort')
  }),
  inContexts(['appArmorProfile', 'type'], type => type !== 'RuntimeDefault' && type !== 'Localhost'),
  workload =>
    appArmorAnnotations(workload).flatMap(({ profile, confines, at }) =>
      profile === '' || confines ? [] : [{ at, what: 'appArmorProfile' }],
    ),
  inContexts(
    ['seLinuxOptions', 'type'],
    (type, kubernetes) => type !== '' && !isConfinedType(written(type), kubernetes),
  ),
  inContexts(['seLinuxOptions', 'user'], user => user !== ''),
  inContexts(['seLinuxOptions', 'role'], role => role !== ''),
  workload =>
    workload.pod.hostUsers === false ? [] : inContexts(['procMount'], mount => mount !== 'Default')(workload, 0),
  inContexts(['seccompProfile', 'type'], type => type === 'Unconfined'),
  (workload, kubernetes) =>
    listOf(workload.pod.securityContext?.sysctls).flatMap((sysctl, index) =>
      isSafeSysctl(dotted(written(sysctl?.name)), kubernetes)
        ? []
        : [{ at: workload.at('securityContext', 'sysctls', index), what: 'sysctls' }],
    ),
  inContexts(['windowsOptions', 'hostProcess'], value => value === true),
]

/** Only what a pod states of its system counts here, not the nodes it is bound to. */
const onLinux =
  (control: Control): Control =>
  (workload, kubernetes) =>
    workload.pod.os?.name === 'windows' ? [] : control(workload, kubernetes)

/** In a user namespace root is not the node's root, and newer versions let such pods be. */
const asNodeUser =
  (control: Control): Control =>
  (workload, kubernetes) =>
    workload.pod.hostUsers === false ? [] : control(workload, kubernetes)

const RESTRICTED: readonly Control[] = [
  ({ pod, podPath }) =>
    listOf(pod.volumes).flatMap((volume, index) => {
      const type = Object.keys(volume ?? {}).find(
        key => key !== 'name' && volume[key] !== null && !RESTRICTED_VOLUMES.has(key),
      )
      return type === undefined ? [] : [{ at: [...podPath, 'volumes', index, type], what: type }]
    }),
  onLinux(
    inEach('allowPrivilegeEscalation', container =>
      container.spec.securityContext?.allowPrivilegeEscalation === false
        ? undefined
        : container.at('securityContext', 'allowPrivilegeEscalation'),
    ),
  ),
  asNodeUser(
    inEach('runAsNonRoot', container =>
      container.effective('runAsNonRoot') === true ? undefined : container.effectiveAt('runAsNonRoot'),
    ),
  ),
  asNodeUser(inContexts(['runAsUser'], user => user === 0)),
  onLinux(
    inEach('seccompProfile', container =>
      ['RuntimeDefault', 'Localhost'].includes(container.effective('seccompProfile')?.type)
        ? undefined
        : container.effectiveAt('seccompProfile'),
    ),
  ),
  onLinux(
    inEach('capabilities', container =>
      capabilitiesOf(container, 'drop').some(({ name }) => name === 'ALL')
        ? undefined
        : container.at('securityContext', 'capabilities', 'drop'),
    ),
  ),
  onLinux(adds(name => name !== 'NET_BIND_SERVICE')),
]

/** What a level of the Pod Security Standards forbids of a pod: none of it, and the admission controller lets it be. */
export function violationsOf(workload: Workload, level: Level, kubernetes: number): readonly Violation[] {
  const controls = { privileged: [], baseline: BASELINE, restricted: [...BASELINE, ...RESTRICTED] }[level]
  return controls.flatMap(control => control(workload, kubernetes))
}
