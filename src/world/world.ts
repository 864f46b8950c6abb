import { memo } from '../core/memo.ts'
import type { Copy, Dockerfile, Stage } from '../docker/ast.ts'
import type { Container } from '../kube/container.ts'
import { ownedAmong } from '../kube/owners.ts'
import type { Resource } from '../kube/resource.ts'
import { workloadsOf } from '../kube/templates.ts'
import type { Workload } from '../kube/workload.ts'
import type { ScanReport } from '../scans/model/report.ts'
import type { Build } from './builds.ts'
import { Contexts, NOTHING_TAKEN, type Taken } from './contexts.ts'
import type { Service } from './given-user.ts'
import { type Scanned, scannedIn } from './scanned.ts'
import type { Written } from './written.ts'

/** The same ones in each world that has the object. */
const templatesOf = memo(workloadsOf)

/** What is read besides, of which no finding is made. */
export interface Around {
  readonly resources: readonly Resource[]
  readonly dockerfiles: readonly Dockerfile[]
}

const NOTHING_AROUND: Around = { resources: [], dockerfiles: [] }

/** All that was read in one run, and how it hangs together. Built once, before the first rule runs. */
export class World {
  readonly resources: readonly Resource[]
  /** Of tools that set up clusters: of these, only components are checked. */
  readonly configurations: readonly Resource[]
  readonly dockerfiles: readonly Dockerfile[]
  readonly reports: readonly ScanReport[]
  /** What rules only look up, when a part of a checkout is checked. */
  readonly around: Around
  /** What charts and overlays were rendered from. */
  readonly written: readonly Written[]
  /** Which Dockerfile builds which image. */
  readonly builds: readonly Build[]
  /** The services of Compose that run what a Dockerfile builds. */
  readonly services: readonly Service[]
  /** Where Dockerfiles are built. */
  readonly contexts: Contexts
  /** When the run is made; absent when no rule is to judge by it. */
  readonly now?: Date
  #scanned: readonly Scanned[] | undefined
  #isOwned: ((resource: Resource) => boolean) | undefined
  #dockerfileOf: ReadonlyMap<Stage, Dockerfile> | undefined
  readonly #workloads = new Map<Resource, readonly Workload[]>()

  constructor(read: {
    readonly resources?: readonly Resource[]
    readonly configurations?: readonly Resource[]
    readonly dockerfiles?: readonly Dockerfile[]
    readonly reports?: readonly ScanReport[]
    readonly around?: Around
    readonly written?: readonly Written[]
    readonly builds?: readonly Build[]
    readonly services?: readonly Service[]
    readonly contexts?: Contexts
    readonly now?: Date
  }) {
    this.resources = read.resources ?? []
    this.configurations = read.configurations ?? []
    this.dockerfiles = read.dockerfiles ?? []
    this.reports = read.reports ?? []
    this.around = read.around ?? NOTHING_AROUND
    this.written = read.written ?? []
    this.builds = read.builds ?? []
    this.services = read.services ?? []
    this.contexts = read.contexts ?? new Contexts()
    if (read.now) this.now = read.now
  }

  /** The day of the run, in UTC; empty when no rule is to judge by it. Node needs 3 ms for its first date in words. */
  get today(): string {
    return this.now?.toISOString().slice(0, 10) ?? ''
  }

  /** The pods and pod templates of an object; empty for most kinds, and for what a controller made of another object. */
  workloadsOf(resource: Resource): readonly Workload[] {
    const known = this.#workloads.get(resource)
    if (known) return known
    this.#isOwned ??= ownedAmong(this.everyResource)
    const found = this.#isOwned(resource) ? [] : templatesOf(resource)
    this.#workloads.set(resource, found)
    return found
  }

  /** All that findings in manifests are about. */
  get checked(): readonly Resource[] {
    return [...this.resources, ...this.configurations]
  }

  get everyResource(): readonly Resource[] {
    return [...this.resources, ...this.around.resources]
  }

  get everyDockerfile(): readonly Dockerfile[] {
    return [...this.dockerfiles, ...this.around.dockerfiles]
  }

  /** Every container of every workload. */
  containers(): readonly Container[] {
    return this.everyResource.flatMap(resource => this.workloadsOf(resource).flatMap(workload => workload.containers))
  }

  /** Every row of every report, with the place where its image is used. */
  scanned(): readonly Scanned[] {
    this.#scanned ??= scannedIn(this)
    return this.#scanned
  }

  /** The file that a stage is in. */
  dockerfileOf(stage: Stage): Dockerfile | undefined {
    this.#dockerfileOf ??= new Map(this.everyDockerfile.flatMap(file => file.stages.map(one => [one, file] as const)))
    return this.#dockerfileOf.get(stage)
  }

  /** What a COPY or ADD takes from the contexts of its Dockerfile. */
  takenBy(copy: Copy): Taken {
    const dockerfile = copy.stage && this.dockerfileOf(copy.stage)
    return dockerfile ? this.contexts.takenBy(dockerfile, copy) : NOTHING_TAKEN
  }

  /** Objects of a kind, in the order they were read. */
  ofKind(kind: string): readonly Resource[] {
    return this.everyResource.filter(resource => resource.kind === kind)
  }
}
