import { type DataValue, dataOf, dataPlace, LONGEST_DATA } from '../../../kube/object-data.ts'
import { isMap, type Json } from '../../../kube/resource.ts'
import { written } from '../../../kube/written.ts'
import { holdsLogIn, isDockerConfig } from '../../../secrets/docker-config.ts'
import { tokenIn } from '../../../secrets/forms.ts'
import { namesPublic, namesSecret } from '../../../secrets/names.ts'
import { isPlaceholder } from '../../../secrets/to-fill-in.ts'
import { isNoSecret } from '../../../secrets/values.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

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
  covers: ['external-secret-store'],
  check: resource =>
    dataOf(resource).flatMap(value => {
      const what = namesPublic(value.key) ? undefined : tokenIn(value.text)
      // A chart that makes another one with each installation has none in the repository.
      if (what === undefined || resource.source.varies?.(resource.at(value.field, value.key))) return []
      return {
        ...dataPlace(resource, value),
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

/** What the kubelet takes for log-ins to registries. */
const LOG_INS: ReadonlySet<string> = new Set(['.dockercfg', '.dockerconfigjson'])

/** What API servers and Git take for private keys: only one is, and `secret-value-in-object` reports it. */
const PRIVATE_KEYS: ReadonlySet<string> = new Set(['tls.key', 'ssh-privatekey'])

/** Keys whose value is known by its form, and files whose own settings have names. */
const isOfForm = (key: string): boolean =>
  PRIVATE_KEYS.has(key) || /\.(?:cfg|conf|ini|json|properties|toml|xml|ya?ml)$/i.test(key)

const isLiteral = ({ key, text }: DataValue): boolean => !isNoSecret(key, text) && !isPlaceholder(text)

/** Of log-ins to registries those that let somebody in: some are made without one, to be filled in. */
const isCredential = (value: DataValue): boolean =>
  isDockerConfig(value.text) || (LOG_INS.has(value.key) && value.text.trimStart().startsWith('{'))
    ? holdsLogIn(value.text)
    : namesSecret(value.key) && !isOfForm(value.key) && isLiteral(value)

/** Known to whoever reads the repository, like a value in a variable or a ConfigMap: all three have one severity. */
export const secretCommitted = rule({
  id: 'secret-committed',
  title: 'Secret is committed in plain text',
  why: 'Anyone who can read the repository has the credential, and git keeps it after it is removed. Base64 is not encryption.',
  help: 'Commit a `SealedSecret`, an `ExternalSecret` or a file encrypted with SOPS, and rotate the credential.',
  severity: 'high',
  confidence: 'medium',
  profile: 'essential',
  since: '0.1',
  peers: { kics: 'b9c83569-459b-4110-8f79-6305aa33cb37' },
  sensitive: true,
  on: 'resource',
  kinds: ['Secret'],
  covers: ['external-secret-store'],
  check(resource) {
    // The values of a chart are those of whoever installs it; SOPS encrypts what stands here.
    if (resource.origin?.by === 'helm' || isMap(resource.json.sops)) return
    if (written(resource.json.type).startsWith('helm.sh/release')) return
    return dataOf(resource)
      .filter(value => isCredential(value) && tokenIn(value.text) === undefined)
      .map(value => ({
        ...dataPlace(resource, value),
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

/** A variable in code: `self.token = token`, `self._token = token`. */
const isVariable = (name: string, value: string): boolean =>
  name.toLowerCase().replace('._', '.').endsWith(`.${value.toLowerCase()}`)

/** A file by its name, or of several lines: what is in it has names of its own. `db.password` is no file. */
function isFile({ key, text }: DataValue): boolean {
  const [, ending] = /\.([a-z]{1,8})$/i.exec(key) ?? []
  return (ending !== undefined && !namesSecret(ending)) || text.trimEnd().includes('\n')
}

/** The name of the first credential in a value of a ConfigMap: its key, or a setting in its lines. */
function credentialIn({ key, text, field }: DataValue): string | undefined {
  const settings = [...text.slice(0, LONGEST_DATA).matchAll(SETTING)].map(
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
  tags: ['nsa', 'mitre'],
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
    return dataOf(resource).flatMap(value => {
      if (isDockerConfig(value.text))
        return holdsLogIn(value.text)
          ? {
              ...dataPlace(resource, value),
              message: `\`${value.field}.${value.key}\` of ConfigMap \`${resource.name}\` contains a log-in to a registry`,
            }
          : []
      const name = tokenIn(value.text) === undefined ? credentialIn(value) : undefined
      if (name === undefined) return []
      const what = name === value.key ? 'has the name of a credential and is stored' : `sets credential \`${name}\``
      return {
        ...dataPlace(resource, value),
        message: `\`${value.field}.${value.key}\` of ConfigMap \`${resource.name}\` ${what} in plain text`,
        // Programs have many settings about tokens and passwords.
        ...(name !== value.key && { severity: 'medium' as const }),
      }
    })
  },
})
