import type { Spot } from '../../../core/location.ts'
import { isMap, type Json, type Resource } from '../../../kube/resource.ts'
import { written } from '../../../kube/written.ts'
import { tokenIn } from '../../../secrets/forms.ts'
import { namesPublic, namesSecret } from '../../../secrets/names.ts'
import { isPlaceholder } from '../../../secrets/to-fill-in.ts'
import { isNoSecret } from '../../../secrets/values.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

/** No object of a cluster is larger than this many letters of base64. */
const MAX_SECRET_LENGTH = 2 ** 21

const decoded = (text: string): string => Buffer.from(text.slice(0, MAX_SECRET_LENGTH), 'base64').toString('latin1')

interface Value {
  readonly field: string
  readonly key: string
  readonly text: string
}

/** The texts in a Secret or a ConfigMap; what is in base64, as it reads without. */
function valuesOf({ kind, json }: Resource): readonly Value[] {
  const textsIn = (field: string, read: (text: string) => string): readonly Value[] =>
    isMap(json[field])
      ? Object.entries(json[field] as Json).flatMap(([key, value]) =>
          typeof value === 'string' && value !== '' ? { field, key, text: read(value) } : [],
        )
      : []
  const plain = (text: string): string => text
  return kind === 'Secret'
    ? [...textsIn('stringData', plain), ...textsIn('data', decoded)]
    : [...textsIn('data', plain), ...textsIn('binaryData', decoded)]
}

/** Where it is, and its name: the value is in no fingerprint. */
const placeOf = (resource: Resource, { field, key }: Value): { readonly at: Spot; readonly judged: string } => ({
  at: resource.source.key(resource.at(field, key)) ?? resource.at('metadata', 'name'),
  judged: `${field}/${key}`,
})

export const secretValueInObject = rule({
  id: 'secret-value-in-object',
  title: 'Secret or ConfigMap contains a live credential',
  why: 'The value has the format of an issued key: anyone who can read the repository or its history can use it. Base64 is not encryption.',
  help: 'Revoke the credential, then provide the new one from outside of git with an `ExternalSecret`, a `SealedSecret` or SOPS.',
  severity: 'critical',
  profile: 'essential',
  since: '0.1',
  sensitive: true,
  on: 'resource',
  kinds: ['Secret', 'ConfigMap'],
  check: resource =>
    valuesOf(resource).flatMap(value => {
      const what = namesPublic(value.key) ? undefined : tokenIn(value.text)
      if (what === undefined) return []
      return {
        ...placeOf(resource, value),
        message: `\`${value.field}.${value.key}\` of ${resource.kind} \`${resource.name}\` contains ${what}`,
      }
    }),
})

export const secretValueInCommand = rule({
  id: 'secret-value-in-command',
  title: 'Container command contains a live credential',
  why: 'Anyone who can read the repository, the object or the process list of the node has the credential.',
  help: 'Revoke the credential, store the new one in a Secret, and read it from a file mounted with `volumeMounts`.',
  severity: 'critical',
  profile: 'essential',
  since: '0.1',
  sensitive: true,
  on: 'container',
  check: container =>
    ['command', 'args'].flatMap(field => {
      const words: readonly Json[] = Array.isArray(container.spec[field]) ? container.spec[field] : []
      const what = words.map(word => (typeof word === 'string' ? tokenIn(word) : undefined)).find(Boolean)
      if (what === undefined) return []
      return {
        at: container.source.key(container.at(field)) ?? container.at('name'),
        judged: field,
        message: `\`${field}\` of container \`${container.name}\` contains ${what}`,
      }
    }),
})

const isLiteral = ({ key, text }: Value): boolean => !isNoSecret(key, text) && !isPlaceholder(text)

export const secretCommitted = rule({
  id: 'secret-committed',
  title: 'Secret is committed in plain text',
  why: 'Anyone who can read the repository has the credential, and git keeps it after it is removed. Base64 is not encryption.',
  help: 'Commit a `SealedSecret`, an `ExternalSecret` or a file encrypted with SOPS, and rotate the credential.',
  severity: 'medium',
  confidence: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { kics: 'b9c83569-459b-4110-8f79-6305aa33cb37' },
  sensitive: true,
  on: 'resource',
  kinds: ['Secret'],
  check(resource) {
    // The values of a chart are those of whoever installs it; SOPS encrypts what stands here.
    if (resource.origin?.by === 'helm' || isMap(resource.json.sops)) return
    if (written(resource.json.type).startsWith('helm.sh/release')) return
    return valuesOf(resource)
      .filter(value => namesSecret(value.key) && isLiteral(value))
      .filter(({ text }) => tokenIn(text) === undefined)
      .map(value => ({
        ...placeOf(resource, value),
        message: `\`${value.field}.${value.key}\` of Secret \`${resource.name}\` is committed in plain text`,
      }))
  },
})

/** A line of a file of settings: `REDIS_PASSWORD=tulips`, quotes around the value or not. */
const SETTING =
  /^[ \t]{0,40}(?:export[ \t]+)?([\w.-]{1,100})[ \t]{0,20}=[ \t]{0,20}(["']?)([^\r\n]{1,500}?)\2[ \t]{0,20}$/gm

/** What is filled in later, by a shell or by a template, code that gets it from somewhere, or nothing between quotes. */
const isFilledInLater = (text: string): boolean =>
  /[$`(]|\{\{|^["']{2}$|[a-z_]\.\w|^[@%].*[@%)]$|^(?:file|env|ENC)\b|[;,]$|\s/i.test(text)

/** A variable in code: `self.token = token`. */
const isVariable = (name: string, value: string): boolean => name.toLowerCase().endsWith(`.${value.toLowerCase()}`)

/** A file by its name, or of several lines: what is in it has names of its own. `db.password` is no file. */
function isFile({ key, text }: Value): boolean {
  const [, ending] = /\.([a-z]{1,8})$/i.exec(key) ?? []
  return (ending !== undefined && !namesSecret(ending)) || text.trimEnd().includes('\n')
}

/** The name of the first credential in a value of a ConfigMap: its key, or a setting in its lines. */
function credentialIn({ key, text, field }: Value): string | undefined {
  const settings = [...text.slice(0, MAX_SECRET_LENGTH).matchAll(SETTING)].map(
    ([, name, , value]) => [name!, value!] as const,
  )
  const named = isFile({ key, text, field }) ? settings : [[key, text] as const, ...settings]
  return named.find(
    ([name, value]) =>
      namesSecret(name) &&
      isLiteral({ key: name, text: value, field }) &&
      !isFilledInLater(value) &&
      !isVariable(name, value),
  )?.[0]
}

export const configmapSecret = rule({
  id: 'configmap-secret',
  title: 'ConfigMap contains a credential',
  why: 'ConfigMaps are not meant for secrets: most read-only roles can read them, they are stored unencrypted, and git keeps the value after it is removed.',
  help: 'Move the value to a Secret, reference it with `secretKeyRef` or mount it as a file, and rotate the credential.',
  severity: 'high',
  confidence: 'medium',
  profile: 'essential',
  since: '0.1',
  tags: ['nsa'],
  peers: {
    kubescape: 'C-0012',
    polaris: 'sensitiveConfigmapContent',
    trivy: [...trivyIds('KSV-0109', 'configMap_with_secrets'), 'kubernetes-configMap-with-secrets'],
  },
  sensitive: true,
  on: 'resource',
  kinds: ['ConfigMap'],
  check(resource) {
    if (resource.origin?.by === 'helm') return
    return valuesOf(resource).flatMap(value => {
      const name = tokenIn(value.text) === undefined ? credentialIn(value) : undefined
      if (name === undefined) return []
      const what = name === value.key ? 'has the name of a credential and is stored' : `sets credential \`${name}\``
      return {
        ...placeOf(resource, value),
        message: `\`${value.field}.${value.key}\` of ConfigMap \`${resource.name}\` ${what} in plain text`,
        // Programs have many settings about tokens and passwords.
        ...(name !== value.key && { severity: 'medium' as const }),
      }
    })
  },
})
