import type { Path } from '../core/location.ts'
import type { ManifestSource } from '../core/source.ts'
import { Container } from './container.ts'
import { type Json, listOf, type Resource } from './resource.ts'

const OS_LABELS = ['kubernetes.io/os', 'beta.kubernetes.io/os'] as const

const wantsWindows = (term: Json): boolean =>
  listOf(term?.matchExpressions).some(
    expression =>
      OS_LABELS.includes(expression?.key) &&
      expression.operator === 'In' &&
      listOf(expression.values).length > 0 &&
      listOf(expression.values).every(value => value === 'windows'),
  )

/** By the node selector, or by each of the terms of a required affinity: one of them is enough for the scheduler. */
function isBoundToWindows({ nodeSelector, affinity }: Json): boolean {
  if (OS_LABELS.some(label => nodeSelector?.[label] === 'windows')) return true
  const terms = listOf(affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms)
  return terms.length > 0 && terms.every(wantsWindows)
}

/** A pod, or a template of pods, wherever it lives: one per object for most kinds, several for some CRDs. */
export class Workload {
  readonly resource: Resource
  /** The PodSpec. */
  readonly pod: Json
  readonly podPath: Path
  /** The object that carries the pod's labels and annotations: the template, or the Pod itself. */
  readonly template: Json
  /**
   * False for shapes that are only a part of a pod (strategic merge, Tekton steps): ask only for what is explicitly
   * bad there, never for what is missing.
   */
  readonly whole: boolean
  /** A container whose fields are in the same map as those of its pod, as values of charts have them. */
  readonly container: Json
  #containers: readonly Container[] | undefined
  #windows: boolean | undefined

  constructor(
    resource: Resource,
    place: { pod: Json; podPath: Path; template: Json; whole: boolean; container?: Json },
  ) {
    this.resource = resource
    this.pod = place.pod
    this.podPath = place.podPath
    this.template = place.template
    this.whole = place.whole
    this.container = place.container
  }

  get source(): ManifestSource {
    return this.resource.source
  }
  get kind(): string {
    return this.resource.kind
  }
  get handle(): string {
    return this.resource.handle
  }
  /** spec.os.name, or the nodes it is bound to: most Linux security fields are refused on Windows pods. */
  get windows(): boolean {
    this.#windows ??= this.pod.os?.name === 'windows' || isBoundToWindows(this.pod)
    return this.#windows
  }
  /** Runs to an end: everything called a Job (CronJob, TFJob, ScaledJob, JobSet …), and pods that are not restarted. */
  get transient(): boolean {
    return /Job(Set)?$/.test(this.kind) || this.pod.restartPolicy === 'Never' || this.pod.restartPolicy === 'OnFailure'
  }
  /** See Resource.hook. */
  get hook(): boolean {
    return this.resource.hook
  }
  /** All regular, init and ephemeral containers, in this order. */
  get containers(): readonly Container[] {
    this.#containers ??= Container.allOf(this)
    return this.#containers
  }
  /** A path below the PodSpec. */
  at(...steps: (string | number)[]): Path {
    return [...this.podPath, ...steps]
  }
}
