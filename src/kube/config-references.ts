import type { Path } from '../core/location.ts'
import { isFilledInLater } from './filled-in-later.ts'
import { SUBDOMAIN } from './label-syntax.ts'
import { isMap, type Json, listOf, type Resource, textOf } from './resource.ts'
import type { Workload } from './workload.ts'

export type ConfigKind = 'ConfigMap' | 'Secret' | 'PersistentVolumeClaim'

/** An object that must be there before a pod starts, or the key of one. */
export interface ConfigReference {
  readonly kind: ConfigKind
  readonly name: string
  readonly namePath: Path
  /** Each key that must be in it. */
  readonly keys: readonly { readonly key: string; readonly path: Path }[]
}

/** Longer names are invalid. */
const LONGEST_NAME = 253

type Place = readonly [kind: ConfigKind, holder: Json, path: Path, nameField: string]

function referenceAt([kind, holder, path, nameField]: Place): readonly ConfigReference[] {
  const name = textOf(holder?.[nameField])
  // Nothing waits for what is optional, nothing can have an invalid name, and what is filled in later has none yet.
  if (name.length > LONGEST_NAME || !SUBDOMAIN.test(name) || holder.optional === true || isFilledInLater(name))
    return []
  const items = listOf(holder.items).map((item, index) => ({
    key: textOf(item?.key),
    path: [...path, 'items', index, 'key'],
  }))
  const own = { key: textOf(holder.key), path: [...path, 'key'] }
  const keys = [own, ...items].filter(({ key }) => key !== '')
  return [{ kind, name, namePath: [...path, nameField], keys }]
}

const inEnv = (one: Json, path: Path): readonly Place[] => [
  ['ConfigMap', one?.valueFrom?.configMapKeyRef, [...path, 'valueFrom', 'configMapKeyRef'], 'name'],
  ['Secret', one?.valueFrom?.secretKeyRef, [...path, 'valueFrom', 'secretKeyRef'], 'name'],
]

const inEnvFrom = (one: Json, path: Path): readonly Place[] => [
  ['ConfigMap', one?.configMapRef, [...path, 'configMapRef'], 'name'],
  ['Secret', one?.secretRef, [...path, 'secretRef'], 'name'],
]

const inVolume = (one: Json, path: Path): readonly Place[] => [
  ['ConfigMap', one?.configMap, [...path, 'configMap'], 'name'],
  ['Secret', one?.secret, [...path, 'secret'], 'secretName'],
  ['PersistentVolumeClaim', one?.persistentVolumeClaim, [...path, 'persistentVolumeClaim'], 'claimName'],
  ...listOf(one?.projected?.sources).flatMap((source, index): readonly Place[] => {
    const to = [...path, 'projected', 'sources', index]
    return [
      ['ConfigMap', source?.configMap, [...to, 'configMap'], 'name'],
      ['Secret', source?.secret, [...to, 'secret'], 'name'],
    ]
  }),
]

const each = (list: Json, path: Path, placesIn: (one: Json, path: Path) => readonly Place[]): readonly Place[] =>
  listOf(list).flatMap((one, index) => placesIn(one, [...path, index]))

/** The ConfigMaps, Secrets and claims that the pods of a workload wait for. */
export function configReferencesOf(workload: Workload): readonly ConfigReference[] {
  const places = [
    ...workload.containers.flatMap(({ spec, path }) => [
      ...each(spec.env, [...path, 'env'], inEnv),
      ...each(spec.envFrom, [...path, 'envFrom'], inEnvFrom),
    ]),
    ...each(workload.pod.volumes, workload.at('volumes'), inVolume),
    ...each(workload.pod.imagePullSecrets, workload.at('imagePullSecrets'), (one, path) => [
      ['Secret', one, path, 'name'],
    ]),
  ]
  return places.flatMap(referenceAt)
}

/** The Secrets with the certificates of an Ingress. */
export const tlsSecretsOf = (ingress: Resource): readonly ConfigReference[] =>
  each(ingress.json.spec?.tls, ingress.at('spec', 'tls'), (one, path) => [['Secret', one, path, 'secretName']]).flatMap(
    referenceAt,
  )

/** The keys of a ConfigMap or Secret. */
export const keysOf = ({ json }: Resource): readonly string[] =>
  [json.data, json.binaryData, json.stringData].flatMap(data => (isMap(data) ? Object.keys(data) : []))
