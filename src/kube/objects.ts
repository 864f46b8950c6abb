import type { Path } from '../core/location.ts'
import type { YamlSource } from '../yaml/source.ts'
import { type Json, type Origin, Resource } from './resource.ts'

/**
 * Groups whose objects live in files, never in a cluster: tools' own configuration that only looks like a manifest.
 * `v1/Config` is a kubeconfig.
 */
const NOT_FOR_CLUSTERS =
  /^(kustomize\.config\.k8s\.io\/|skaffold\/|kind\.x-k8s\.io\/|k3d\.io\/|ctlptl\.dev\/|minikube\.|config\.kio\.kpt\.dev\/|kpt\.dev\/|helmfile|backstage\.io\/|devfile|tilt\.dev\/|deploy\.cloud\.google\.com\/|telepresence\.|client\.authentication\.k8s\.io\/|v1\/Config$)/

/** True for data with the two fields every object has, and that a cluster would take. */
export function isObject(value: Json): boolean {
  if (value === null || typeof value !== 'object') return false
  if (typeof value.apiVersion !== 'string' || typeof value.kind !== 'string') return false
  return !NOT_FOR_CLUSTERS.test(`${value.apiVersion}/${value.kind}`)
}

/** The objects of a file, Lists taken apart: the items of a typed list (`RoleList`) inherit its kind. */
export function resourcesOf(source: YamlSource, origin?: Origin): readonly Resource[] {
  return source.documents.flatMap(({ value }, index) => [...unlisted(source, [index], value, origin)])
}

function* unlisted(source: YamlSource, root: Path, value: Json, origin: Origin | undefined): Generator<Resource> {
  if (!isObject(value)) return
  if (!value.kind.endsWith('List') || !Array.isArray(value.items)) {
    yield new Resource(source, root, value, origin)
    return
  }
  const typed = value.kind === 'List' ? {} : { apiVersion: value.apiVersion, kind: value.kind.slice(0, -'List'.length) }
  for (const [index, item] of value.items.entries())
    if (item !== null && typeof item === 'object')
      yield* unlisted(source, [...root, 'items', index], { ...typed, ...item }, origin)
}
