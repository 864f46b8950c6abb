import { memo } from '../core/memo.ts'
import { isMap, type Json } from '../kube/resource.ts'
import type { Workload } from '../kube/workload.ts'
import { lookup, namespaceOf } from './lookup.ts'
import type { World } from './world.ts'

const selectorOf = (service: Json): readonly (readonly [string, unknown])[] =>
  isMap(service.spec?.selector) ? Object.entries(service.spec.selector) : []

const place = (namespace: string, label: string, value: unknown): string =>
  JSON.stringify([namespace, label, typeof value === 'string' ? value : typeof value])

/** Services by one of the labels they select: whoever they select carries it. */
const servicesBy = lookup('Service', resource => {
  const [label] = resource.group === '' ? selectorOf(resource.json) : []
  return label ? [place(namespaceOf(resource), ...label)] : []
})

/** Asked for each container, and a pod may have thousands of labels. */
const serviceIn = memo((world: World) =>
  memo(({ resource, template }: Workload): string | undefined => {
    const labels = isMap(template?.metadata?.labels) ? template.metadata.labels : {}
    return Object.entries(labels)
      .flatMap(([label, value]) => servicesBy(world, place(namespaceOf(resource), label, value)))
      .find(({ json }) => selectorOf(json).every(([label, value]) => labels[label] === value))?.name
  }),
)

/** The name of a Service of the same namespace that sends requests to these pods. */
export const serviceBefore = (world: World, workload: Workload): string | undefined => serviceIn(world)(workload)
