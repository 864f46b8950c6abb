import type { Path } from '../core/location.ts'
import type { Json } from './resource.ts'

/** Every place that a route leads to, with the value there; `*` is every item of a list or every value of a map. */
export function follow(from: Json, route: Path): readonly (readonly [path: Path, value: Json])[] {
  let ends: (readonly [Path, Json])[] = [[[], from]]
  for (const step of route)
    ends = ends.flatMap(([path, value]): (readonly [Path, Json])[] => {
      if (value === null || typeof value !== 'object') return []
      if (step !== '*') return value[step] === undefined ? [] : [[[...path, step], value[step]]]
      const entries = Array.isArray(value) ? value.map((item, index) => [index, item] as const) : Object.entries(value)
      return entries.map(([key, item]) => [[...path, key], item] as const)
    })
  return ends
}
