import { groupBy } from '../core/group.ts'
import { isMap, type Json, type Resource } from '../kube/resource.ts'
import { workloadsOf } from '../kube/templates.ts'

/** Kinds that do harm without a pod of their own. */
const HARMFUL_KINDS = new Set(['ConfigMap', 'PersistentVolume', 'Secret'])

/** True for an object that kubectl can apply from the file it is in, and that rules have something to say about. */
export function isApplicable(resource: Resource): boolean {
  if (HARMFUL_KINDS.has(resource.kind)) return true
  const containers = workloadsOf(resource).flatMap(workload => workload.containers)
  return containers.some(({ spec }) => typeof spec.image === 'string' && !spec.image.includes('{{'))
}

/** A patch of a workload leaves out what it does not change: the image, nearly always. */
export function isWhole(resource: Resource): boolean {
  const containers = workloadsOf(resource).flatMap(workload => workload.containers)
  return containers.every(({ spec }) => typeof spec.image === 'string') && isApplicable(resource)
}

const nameOf = ({ kind, name }: Resource): string => `${kind}/${name}`

/** Objects that came out of a renderer, each of which stands for one that went in. */
export class Rendering {
  readonly #byKind: ReadonlyMap<string, readonly Resource[]>
  readonly #byName: ReadonlyMap<string, readonly Resource[]>
  readonly #taken = new Set<Resource>()

  constructor(rendered: readonly Resource[]) {
    this.#byKind = groupBy(rendered, ({ kind }) => kind)
    this.#byName = groupBy(rendered, nameOf)
  }

  /** Those of the objects that did not come out. Prefixes and suffixes may have been put around their names. */
  withoutTrace(objects: readonly Resource[]): readonly Resource[] {
    const longestFirst = [...objects].sort((a, b) => b.name.length - a.name.length)
    return longestFirst.filter(object => {
      const found = this.#fitting(object)
      if (found) this.#taken.add(found)
      return found === undefined
    })
  }

  /** True when all that is written in an object is in one that came out, but for the images. */
  holds({ kind, name, json }: Resource): boolean {
    const { apiVersion: _, metadata: __, ...content } = json
    return this.#ofKind(kind).some(other => other.name.includes(name) && holdsAll(other.json, content))
  }

  #ofKind(kind: string): readonly Resource[] {
    return this.#byKind.get(kind) ?? []
  }

  #fitting(object: Resource): Resource | undefined {
    const isFree = (other: Resource): boolean => !this.#taken.has(other)
    const same = (this.#byName.get(nameOf(object)) ?? []).filter(isFree)
    return (
      same.find(({ namespace }) => namespace === object.namespace) ??
      same[0] ??
      this.#ofKind(object.kind).find(other => other.name.includes(object.name) && isFree(other))
    )
  }
}

/** Whether a value has all of another in it. What is still to be templated may have become anything. */
function holdsAll(value: Json, part: Json): boolean {
  if (part === null || part === undefined || (typeof part === 'string' && part.includes('{{'))) return true
  if (Array.isArray(part)) return part.every((item, index) => holdsAll(itemLike(value, item, index), item))
  if (!isMap(part)) return value === part
  return Object.keys(part).every(key => key === 'image' || key.startsWith('$') || holdsAll(value?.[key], part[key]))
}

function itemLike(list: Json, item: Json, index: number): Json {
  if (!Array.isArray(list)) return undefined
  if (!isMap(item)) return list.includes(item) ? item : list[index]
  return item.name === undefined ? list[index] : list.find(other => other?.name === item.name)
}
