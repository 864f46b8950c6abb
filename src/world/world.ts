import type { Source } from '../core/source.ts'
import type { Dockerfile } from '../docker/ast.ts'
import type { Resource } from '../kube/resource.ts'
import { workloadsOf } from '../kube/templates.ts'
import type { Workload } from '../kube/workload.ts'
import type { ScanReport } from '../scans/report.ts'

/** A report and the text it was read from. */
export interface ReadReport {
  readonly source: Source
  readonly report: ScanReport
}

/** All that was read in one run, and how it hangs together. Built once, before the first rule runs. */
export class World {
  readonly resources: readonly Resource[]
  readonly dockerfiles: readonly Dockerfile[]
  readonly reports: readonly ReadReport[]
  readonly #workloads = new Map<Resource, readonly Workload[]>()

  constructor(read: {
    readonly resources?: readonly Resource[]
    readonly dockerfiles?: readonly Dockerfile[]
    readonly reports?: readonly ReadReport[]
  }) {
    this.resources = read.resources ?? []
    this.dockerfiles = read.dockerfiles ?? []
    this.reports = read.reports ?? []
  }

  /** The pods and pod templates of an object; empty for most kinds. */
  workloadsOf(resource: Resource): readonly Workload[] {
    const known = this.#workloads.get(resource)
    if (known) return known
    const found = workloadsOf(resource)
    this.#workloads.set(resource, found)
    return found
  }

  /** Objects of a kind, in the order they were read. */
  ofKind(kind: string): readonly Resource[] {
    return this.resources.filter(resource => resource.kind === kind)
  }
}
