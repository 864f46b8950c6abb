import { groupBy, indexBy } from '../../core/group.ts'
import { memo } from '../../core/memo.ts'
import { isForMetrics } from '../../kube/network/service.ts'
import { isMap, type Resource } from '../../kube/resource.ts'
import type { Workload } from '../../kube/workload.ts'
import { namespaceOf } from '../lookup.ts'
import type { World } from '../world.ts'

/** The labels of the pods that a Service sends requests to. */
interface Selection {
  readonly service: Resource
  readonly labels: readonly Label[]
  /** Each label with its namespace, as a key. */
  readonly places: readonly string[]
  /** All of them. */
  readonly key: string
  /** Of the Service, in the order they were read. */
  readonly number: number
}

type Label = readonly [label: string, value: unknown]

const labelsOf = (labels: unknown): readonly Label[] =>
  isMap(labels) ? Object.entries(labels as Readonly<Record<string, unknown>>) : []

const place = (namespace: string, label: Label): string => JSON.stringify([namespace, ...label])

function selectionOf(service: Resource, number: number): readonly Selection[] {
  const labels = service.group === '' ? labelsOf(service.json.spec?.selector) : []
  const places = labels.map(label => place(namespaceOf(service), label))
  return labels.length === 0 ? [] : [{ service, labels, places, key: places.toSorted().join(), number }]
}

/**
 * What Services select, each by the label that fewest of them select: whoever they select carries it, and thousands may
 * share another. Of those that select the same, the first that is not only for metrics, else the first.
 */
const selections = memo((world: World): ReadonlyMap<string, readonly Selection[]> => {
  const all = world.ofKind('Service').flatMap(selectionOf)
  const distinct = new Map(all.toSorted(lastFirst).map(one => [one.key, one]))
  const counts = indexBy(distinct.values(), ({ places }) => places)
  const countOf = (place: string): number => counts.get(place)?.length ?? 0
  const rarest = ({ places }: Selection): string => places.reduce((a, b) => (countOf(b) < countOf(a) ? b : a))
  return groupBy(distinct.values(), rarest)
})

/** What is only for metrics comes before the others, and of equals the later one. */
const lastFirst = (a: Selection, b: Selection): number =>
  Number(isForMetrics(b.service)) - Number(isForMetrics(a.service)) || b.number - a.number

/** Asked for each container, and a pod may have thousands of labels. */
const serviceIn = memo((world: World) =>
  memo(({ resource, template }: Workload): Resource | undefined => {
    const labels = new Map(labelsOf(template?.metadata?.labels))
    const found = [...labels]
      .flatMap(label => selections(world).get(place(namespaceOf(resource), label)) ?? [])
      .filter(selection => selection.labels.every(([label, value]) => labels.get(label) === value))
    return found.toSorted(lastFirst).at(-1)?.service
  }),
)

/** A Service of the same namespace that sends requests to these pods. */
export const serviceBefore = (world: World, workload: Workload): Resource | undefined => serviceIn(world)(workload)
