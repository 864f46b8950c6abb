import type { Path } from '../core/location.ts'
import type { ManifestSource } from '../core/source.ts'
import { isMap, type Json } from './resource.ts'
import type { Workload } from './workload.ts'

/** Security fields that a container inherits from its pod when it does not set them itself. */
export type Inherited =
  | 'runAsNonRoot'
  | 'runAsUser'
  | 'runAsGroup'
  | 'seccompProfile'
  | 'appArmorProfile'
  | 'seLinuxOptions'
  | 'windowsOptions'

const LISTS = [
  ['containers', 'app'],
  ['initContainers', 'init'],
  ['ephemeralContainers', 'ephemeral'],
] as const

/** Partial pods keep containers elsewhere too: Argo's `sidecars`, Tekton's `steps`. */
const PARTIAL_LISTS = [...LISTS, ['sidecars', 'app'], ['steps', 'app']] as const

/** Argo's templates have one main container, not a list of them; Tekton's `stepTemplate` is a part of every step. */
const SINGLES = ['container', 'script', 'stepTemplate'] as const

/** One container of a workload. */
export class Container {
  readonly workload: Workload
  readonly path: Path
  readonly spec: Json
  readonly role: 'app' | 'init' | 'ephemeral'

  constructor(workload: Workload, path: Path, spec: Json, role: 'app' | 'init' | 'ephemeral') {
    this.workload = workload
    this.path = path
    this.spec = spec
    this.role = role
  }

  /** Entries that are no objects are left out. */
  static allOf(workload: Workload): readonly Container[] {
    const { pod, whole } = workload
    const listed = (whole ? LISTS : PARTIAL_LISTS).flatMap(([list, role]) => {
      if (!Array.isArray(pod[list])) return []
      return pod[list].flatMap((spec, index) =>
        isMap(spec) ? [new Container(workload, workload.at(list, index), spec, role)] : [],
      )
    })
    if (whole) return listed
    const singles = SINGLES.filter(key => isMap(pod[key]))
    const own = isMap(workload.container) ? [new Container(workload, workload.podPath, workload.container, 'app')] : []
    return [...own, ...singles.map(key => new Container(workload, workload.at(key), pod[key], 'app')), ...listed]
  }

  get source(): ManifestSource {
    return this.workload.source
  }
  get name(): string {
    return typeof this.spec.name === 'string' ? this.spec.name : '?'
  }
  get handle(): string {
    return `${this.workload.handle} › ${this.name}`
  }
  /** An init container that is always restarted is a native sidecar (Kubernetes 1.29). */
  get sidecar(): boolean {
    return this.role === 'init' && this.spec.restartPolicy === 'Always'
  }
  /** Runs as long as its pod: regular containers and native sidecars. */
  get longRunning(): boolean {
    return this.role === 'app' || this.sidecar
  }
  /** The container's own value if it is set, else the pod's. */
  effective(field: Inherited): Json {
    return this.spec.securityContext?.[field] ?? this.workload.pod.securityContext?.[field]
  }
  /** Where the effective value stands; the container's place when nobody sets it. */
  effectiveAt(field: Inherited): Path {
    const own = this.spec.securityContext?.[field]
    const inherited = own === undefined || own === null ? this.workload.pod.securityContext?.[field] : undefined
    return inherited !== undefined && inherited !== null
      ? this.workload.at('securityContext', field)
      : this.at('securityContext', field)
  }
  get privileged(): boolean {
    return this.spec.securityContext?.privileged === true
  }
  /** A path below the container. */
  at(...steps: (string | number)[]): Path {
    return [...this.path, ...steps]
  }
}
