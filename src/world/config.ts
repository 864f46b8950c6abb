import { indexBy } from '../core/group.ts'
import { memo } from '../core/memo.ts'
import { folderOf } from '../core/paths.ts'
import { type ConfigReference, keysOf } from '../kube/config-references.ts'
import { type Json, listOf, type Resource, textOf } from '../kube/resource.ts'
import { namespaceOf } from './lookup.ts'
import { typeOf } from './references.ts'
import type { World } from './world.ts'

/** Controllers that make Secrets and ConfigMaps: the names of those that an object of theirs leads to. */
const MAKERS: Readonly<Record<string, (object: Json) => readonly unknown[]>> = {
  'bitnami.com/SealedSecret': ({ metadata, spec }) => [spec?.template?.metadata?.name ?? metadata?.name],
  'cert-manager.io/Certificate': ({ spec }) => [spec?.secretName],
  'external-secrets.io/ExternalSecret': ({ metadata, spec }) => [spec?.target?.name ?? metadata?.name],
  'kafka.strimzi.io/KafkaUser': ({ metadata }) => [metadata?.name],
  'networking.k8s.io/Ingress': ({ metadata, spec }) =>
    hasIssuer(metadata) ? listOf(spec?.tls).map(one => one?.secretName) : [],
  'onepassword.com/OnePasswordItem': ({ metadata }) => [metadata?.name],
  'secrets-store.csi.x-k8s.io/SecretProviderClass': ({ spec }) =>
    listOf(spec?.secretObjects).map(one => one?.secretName),
  'secrets.hashicorp.com/VaultDynamicSecret': ({ spec }) => [spec?.destination?.name],
  'secrets.hashicorp.com/VaultPKISecret': ({ spec }) => [spec?.destination?.name],
  'secrets.hashicorp.com/VaultStaticSecret': ({ spec }) => [spec?.destination?.name],
  'trust.cert-manager.io/Bundle': ({ metadata }) => [metadata?.name],
  Service: ({ metadata }) => [metadata?.annotations?.['service.beta.openshift.io/serving-cert-secret-name']],
}

const hasIssuer = (metadata: Json): boolean =>
  Object.keys(metadata?.annotations ?? {}).some(key =>
    /^cert-manager\.io\/.*issuer$|^kubernetes\.io\/tls-acme$/.test(key),
  )

const keyOf = (namespace: string, name: string): string => JSON.stringify([namespace, name])

const made = memo((world: World) =>
  indexBy(world.everyResource, resource => {
    const names = MAKERS[typeOf(resource)]?.(resource.json) ?? []
    return names.flatMap(name => (textOf(name) === '' ? [] : [keyOf(namespaceOf(resource), textOf(name))]))
  }),
)

/** In every namespace, put there by the control plane. */
const EVERYWHERE: ReadonlySet<string> = new Set(['kube-root-ca.crt', 'openshift-service-ca.crt'])

/** Files that hold pods: what else is in them is for these pods. */
const filesWithPods = memo(
  (world: World): ReadonlySet<string> =>
    new Set(world.everyResource.flatMap(one => (world.workloadsOf(one).length > 0 ? [one.source.file] : []))),
)

/** The ConfigMaps or Secrets of one name in a part of the checkout. */
interface Known {
  readonly object: Resource
  readonly keys: Set<string>
  /** Whether one of them is empty: something else fills it in. */
  isOpen: boolean
}

/** What an object can be in together with one that refers to it. */
const scopesOf = (object: Resource): readonly string[] => [
  `file ${object.source.file}`,
  object.origin ? `render ${object.origin.root}` : `folder ${folderOf(object.source.file)}`,
]

const scopedKey = (scope: string, kind: string, namespace: string, name: string): string =>
  JSON.stringify([scope, kind, namespace, name])

const knownByScope = memo((world: World): ReadonlyMap<string, Known> => {
  const found = new Map<string, Known>()
  for (const object of world.everyResource.filter(({ kind, group }) => group === '' && HAVE_KEYS.has(kind))) {
    const isAside = object.origin !== undefined || !filesWithPods(world).has(object.source.file)
    for (const scope of scopesOf(object).slice(0, isAside ? 2 : 1)) {
      const key = scopedKey(scope, object.kind, namespaceOf(object), object.name)
      const known = found.get(key) ?? { object, keys: new Set<string>(), isOpen: false }
      const keys = keysOf(object)
      for (const one of keys) known.keys.add(one)
      known.isOpen ||= keys.length === 0
      found.set(key, known)
    }
  }
  return found
})

const HAVE_KEYS: ReadonlySet<string> = new Set(['ConfigMap', 'Secret'])

/**
 * Where a reference surely leads, and none of the objects there has a key: one of them. They are of the same render or
 * file, or in a file of the same folder that holds no pods: examples that are alternatives lie side by side, and use the
 * same names.
 */
export function keyless(
  world: World,
  from: Resource,
  { kind, name }: ConfigReference,
  key: string,
): Resource | undefined {
  const known = scopesOf(from).flatMap(
    scope => knownByScope(world).get(scopedKey(scope, kind, namespaceOf(from), name)) ?? [],
  )
  return known.some(({ keys, isOpen }) => isOpen || keys.has(key)) ? undefined : known[0]?.object
}

/** Whether a controller makes the object that is referred to, or fills it in. */
export const isMade = (world: World, from: Resource, { name }: ConfigReference): boolean =>
  EVERYWHERE.has(name) || made(world).has(keyOf(namespaceOf(from), name))
