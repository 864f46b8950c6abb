import { indexBy } from '../core/group.ts'
import { memo } from '../core/memo.ts'
import type { ConfigReference } from '../kube/config-references.ts'
import { type Json, listOf, type Resource, textOf } from '../kube/resource.ts'
import { namespaceOf, sameRender } from './lookup.ts'
import { referenced, typeOf } from './references.ts'
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
  indexBy(world.resources, resource => {
    const names = MAKERS[typeOf(resource)]?.(resource.json) ?? []
    return names.flatMap(name => (textOf(name) === '' ? [] : [keyOf(namespaceOf(resource), textOf(name))]))
  }),
)

/** In every namespace, put there by the control plane. */
const EVERYWHERE: ReadonlySet<string> = new Set(['kube-root-ca.crt', 'openshift-service-ca.crt'])

const folderOf = ({ source }: Resource): string => source.file.slice(0, source.file.lastIndexOf('/') + 1)

/** Files that hold pods: what else is in them is for these pods. */
const filesWithPods = memo(
  (world: World): ReadonlySet<string> =>
    new Set(world.resources.flatMap(one => (world.workloadsOf(one).length > 0 ? [one.source.file] : []))),
)

/**
 * The objects that a reference surely leads to: of the same render or file, or in a file of the same folder that holds
 * no pods of its own. Examples that are alternatives lie side by side, and use the same names.
 */
export const surelyMeant = (world: World, from: Resource, { kind, name }: ConfigReference): readonly Resource[] =>
  referenced(world, from, { type: kind, name }).filter(
    object =>
      object.source.file === from.source.file ||
      (sameRender(object, from) &&
        (from.origin !== undefined ||
          (folderOf(object) === folderOf(from) && !filesWithPods(world).has(object.source.file)))),
  )

/** Whether a controller makes the object that is referred to, or fills it in. */
export const isMade = (world: World, from: Resource, { name }: ConfigReference): boolean =>
  EVERYWHERE.has(name) || made(world).has(keyOf(namespaceOf(from), name))
