import type { Path } from '../../core/location.ts'
import type { ManifestSource } from '../../core/source.ts'
import { isMap, type Json, Resource, textOf } from '../resource.ts'
import { follow } from '../route.ts'
import { componentsOf } from './components.ts'
import { UNTYPED } from './places.ts'

/** Configurations of tools that set up clusters: objects by their form, which no cluster takes. */
const OF_TOOLS = /^(?:kind\.x-k8s\.io|kops\.k8s\.io)\//

/** What a document has to be for rules on components to look at it; as it is, or with the type that it gets here. */
function typed(value: Json): Json {
  if (OF_TOOLS.test(textOf(value.apiVersion))) return value
  if (value.apiVersion !== undefined || value.kind !== undefined) return undefined
  const type = UNTYPED.find(({ places }) => places.some(({ route }) => follow(value, route).length > 0))
  return type && { ...value, apiVersion: type.apiVersion, kind: type.kind }
}

/** The configuration that a document is, if it is of a tool and sets up a component; nothing for all others. */
export function configurationsIn(source: ManifestSource, root: Path, value: Json): readonly Resource[] {
  const json = isMap(value) ? typed(value) : undefined
  const resource = json === undefined ? undefined : new Resource(source, root, json)
  return resource && componentsOf(resource, []).length > 0 ? [resource] : []
}
