import type { Container } from '../../../kube/container.ts'
import { isMap, type Json } from '../../../kube/resource.ts'
import { holdsSecret } from '../../../secrets/forms.ts'
import { namesPublic, namesSecret } from '../../../secrets/names.ts'
import { isNoSecret } from '../../../secrets/values.ts'
import { rule } from '../../rule.ts'

const entriesOf = (list: Json): readonly (readonly [index: number, entry: Json])[] =>
  Array.isArray(list) ? list.flatMap((entry, index) => (isMap(entry) ? [[index, entry] as const] : [])) : []

const variablesOf = ({ spec }: Container) =>
  entriesOf(spec.env).filter(([, { name }]) => typeof name === 'string' && name !== '')

/** Numbers are no legal value, and a password of digits is a password. */
const literalOf = ({ value, valueFrom }: Json): string =>
  (valueFrom ?? undefined) === undefined && (typeof value === 'string' || typeof value === 'number')
    ? String(value)
    : ''

/** The value itself must not get into any output: problems point at the name. */
export const plaintextSecretEnv = rule({
  id: 'plaintext-secret-env',
  title: 'Credential in a plain-text environment variable',
  why: 'Anyone who can read the repository, its history or the object in the cluster has the credential, and it is in the environment of every process and in crash reports.',
  help: 'Move the value to a Secret and reference it with `valueFrom.secretKeyRef`, or mount it as a file; then rotate the credential, because git keeps the old one.',
  severity: 'high',
  confidence: 'medium',
  profile: 'essential',
  since: '0.1',
  tags: ['nsa', 'mitre'],
  peers: {
    kubelinter: 'env-var-secret',
    kubescape: ['C-0012', 'C-0259'],
    monokle: 'KBP111',
    polaris: 'sensitiveContainerEnvVar',
  },
  sensitive: true,
  on: 'container',
  check: container =>
    variablesOf(container).flatMap(([index, variable]) => {
      const value = literalOf(variable)
      const known = holdsSecret(value)
      if (known ? namesPublic(variable.name) : !namesSecret(variable.name) || isNoSecret(variable.name, value))
        return []
      const what = known ? 'contains a credential' : 'has the name of a credential and is set'
      return [
        {
          at: container.at('env', index, 'name'),
          message: `environment variable \`${variable.name}\` of container \`${container.name}\` ${what} in plain text`,
          // kube-linter goes by this word in the name.
          ...(!/secret/i.test(variable.name) && { unlike: { kubelinter: 'env-var-secret' } }),
        },
      ]
    }),
})

export const secretAsEnv = rule({
  id: 'secret-as-env',
  title: 'Secret is exposed as an environment variable',
  why: 'The environment is passed to every child process, appears in crash reports and on debug pages, and keeps the old value when the Secret is rotated.',
  help: 'Mount the Secret with `volumeMounts`, and read it from the file.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  tags: ['cis:5.4.1'],
  peers: {
    checkov: 'CKV_K8S_35',
    kics: '3d658f8b-d988-41a0-a841-40043121de1e',
    kubelinter: 'read-secret-from-env-var',
    kubescape: 'C-0207',
    kubesec: 'SecretsAsEnvironmentVariables',
    monokle: 'KBP112',
  },
  on: 'container',
  check: container => [
    ...variablesOf(container)
      .filter(([, { valueFrom }]) => isMap(valueFrom?.secretKeyRef))
      .map(([index, { name }]) => ({
        at: container.at('env', index, 'valueFrom', 'secretKeyRef'),
        message: `environment variable \`${name}\` of container \`${container.name}\` is read from a Secret`,
      })),
    ...entriesOf(container.spec.envFrom)
      .filter(([, { secretRef }]) => isMap(secretRef))
      .map(([index]) => ({
        at: container.at('envFrom', index, 'secretRef'),
        message: `container \`${container.name}\` loads a whole Secret into its environment`,
        also: { kubescape: ['C-0012', 'C-0259'] },
        unlike: { kubelinter: 'read-secret-from-env-var' },
      })),
  ],
})
