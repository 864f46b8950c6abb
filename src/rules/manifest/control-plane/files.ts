import { memo } from '../../../core/memo.ts'
import { folderOf } from '../../../core/paths.ts'
import { listed } from '../../../core/text.ts'
import { isLogged } from '../../../kube/audit-policy.ts'
import type { Component } from '../../../kube/control-plane/component.ts'
import { componentsOf } from '../../../kube/control-plane/components.ts'
import { isMap, type Json, listOf } from '../../../kube/resource.ts'
import type { World } from '../../../world/world.ts'
import { rule } from '../../rule.ts'

/** What CIS asks to be logged, as API group and resource. */
const SENSITIVE = [
  { group: '', resource: 'secrets' },
  { group: '', resource: 'configmaps' },
  { group: 'authentication.k8s.io', resource: 'tokenreviews' },
  { group: '', resource: 'pods/exec' },
  { group: '', resource: 'pods/attach' },
  { group: '', resource: 'pods/portforward' },
  { group: '', resource: 'pods/proxy' },
] as const

export const auditPolicyCoverage = rule({
  id: 'audit-policy-coverage',
  title: 'Audit policy leaves out sensitive requests',
  why: 'No record shows who read Secrets, or opened a shell in a pod.',
  help: 'End the rules with `level: Metadata`, without `resources`, and let no earlier rule with `level: None` match these requests.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  tags: ['cis:3.2.2'],
  peers: { kics: '1828a670-5957-4bc5-9974-47da228f75e2', kubescape: 'C-0161' },
  on: 'resource',
  kinds: ['Policy'],
  check(resource) {
    if (resource.group !== 'audit.k8s.io') return
    const missing = SENSITIVE.filter(request => !isLogged(resource.json, request))
    if (missing.length === 0) return
    return {
      at: resource.at('rules'),
      judged: '',
      message: `audit policy does not log requests for ${listed(missing.map(({ resource: name }) => `\`${name}\``))}`,
    }
  },
})

/** `*.` is every resource of the core group, and `*.*` every resource. */
const coversSecrets = (group: Json): boolean =>
  listOf(group?.resources).some(name => name === 'secrets' || name === '*.' || name === '*.*')

export const encryptionProvider = rule({
  id: 'encryption-provider',
  title: 'Secrets are written to etcd unencrypted',
  why: 'The first provider encrypts what is written: with `identity`, or without a provider for Secrets, anyone who gets a backup of etcd reads them.',
  help: 'Put `kms`, `secretbox` or `aescbc` first in `providers`, and `identity` last, to read what is not encrypted yet.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['cis:1.2.28'],
  peers: { kics: '10efce34-5af6-4d83-b414-9e096d5a06a9', kubescape: 'C-0142' },
  on: 'resource',
  kinds: ['EncryptionConfiguration'],
  check(resource) {
    const groups = listOf(resource.json.resources)
    const index = groups.findIndex(coversSecrets)
    if (index < 0)
      return { at: resource.at('resources'), judged: '', message: 'encryption configuration leaves out `secrets`' }
    const [first] = listOf(groups[index].providers)
    if (!isMap(first) || !Object.hasOwn(first, 'identity')) return
    return {
      at: resource.at('resources', index, 'providers', 0),
      judged: 'identity',
      message: 'first provider for `secrets` is `identity`, which does not encrypt',
    }
  },
})

const keyOf = ({ resource }: Component, authority: string): string =>
  JSON.stringify([folderOf(resource.source.file), authority])

/** The authorities by which API servers know their clients, each with its folder: one folder is one cluster. */
const clientAuthorities = memo(
  (world: World) =>
    new Set(
      world.everyResource
        .flatMap(resource => componentsOf(resource, world.workloadsOf(resource)))
        .filter(({ name }) => name === 'kube-apiserver')
        .flatMap(component => {
          const setting = component.settings.get('client-ca-file')
          return setting ? [keyOf(component, setting.value)] : []
        }),
    ),
)

export const etcdUniqueCa = rule({
  id: 'etcd-unique-ca',
  title: '`etcd` trusts the CA of the cluster',
  why: 'Everyone who has a client certificate of the cluster, every node among them, reads and changes all objects in etcd directly.',
  help: 'Set `--trusted-ca-file` to an authority of its own, such as `/etc/kubernetes/pki/etcd/ca.crt`.',
  severity: 'medium',
  profile: 'strict',
  since: '0.1',
  tags: ['cis:2.7'],
  peers: { kics: 'cb7e695d-6a85-495c-b15f-23aed2519303', kubescape: 'C-0159' },
  on: 'component',
  concerns: ({ name }) => name === 'etcd',
  check(component, { world }) {
    const trusted = component.name === 'etcd' ? component.settings.get('trusted-ca-file') : undefined
    if (!trusted || !clientAuthorities(world).has(keyOf(component, trusted.value))) return
    return {
      at: trusted.at,
      judged: 'trusted-ca-file',
      message: `etcd sets \`${trusted.name}\` to the file that is \`--client-ca-file\` of kube-apiserver`,
    }
  },
})
