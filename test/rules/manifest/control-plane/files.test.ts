import { kubeadm, running } from '../../../kit/control-plane.ts'
import { documents } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const policy = (...rules: readonly string[]): string =>
  `apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n${rules.map(rule => `  - ${rule}\n`).join('')}`
const METADATA = '{level: Metadata}'

table('audit-policy-coverage', {
  bad: [
    [
      'one kind only',
      policy('{level: Metadata, resources: [{group: "", resources: [pods, "pods/*", configmaps]}]}'),
      'rules',
    ],
    [
      'Secrets are left out',
      policy('{level: None, resources: [{resources: [secrets]}]}', METADATA),
      { at: 'rules', message: 'audit policy does not log requests for `secrets`' },
    ],
    [
      'the whole group is left out',
      policy('{level: None, resources: [{group: ""}]}', METADATA),
      {
        at: 'rules',
        message:
          'audit policy does not log requests for `secrets`, `configmaps`, `pods/exec`, `pods/attach`, `pods/portforward` and `pods/proxy`',
      },
    ],
    [
      'subresources are left out',
      policy('{level: None, resources: [{resources: ["*/exec", "pods/attach", secrets/status]}]}', METADATA),
      { at: 'rules', message: 'audit policy does not log requests for `pods/exec` and `pods/attach`' },
    ],
    [
      'some users only',
      policy(
        '{level: Metadata, users: [alice]}',
        '{level: Metadata, verbs: [get]}',
        '{level: Metadata, nonResourceURLs: [/a]}',
      ),
      {
        at: 'rules',
        message:
          'audit policy does not log requests for `secrets`, `configmaps`, `tokenreviews`, `pods/exec`, `pods/attach`, `pods/portforward` and `pods/proxy`',
      },
    ],
    [
      'some names only',
      policy(
        '{level: Metadata, resources: [{resources: ["*"], resourceNames: [a]}]}',
        '{level: Metadata, resources: [{resources: ["*"]}]}',
      ),
      { at: 'rules', message: 'audit policy does not log requests for `tokenreviews`' },
    ],
  ],
  good: [
    ['everything', policy(METADATA)],
    [
      'others are left out',
      policy(
        '{level: None, users: ["system:kube-proxy"]}',
        '{level: None, nonResourceURLs: ["/healthz*"]}',
        '{level: None, resources: [{resources: [events, pods]}]}',
        '{level: None, resources: [{group: apps}]}',
        METADATA,
      ),
    ],
    ['another kind of policy', 'apiVersion: kyverno.io/v1\nkind: Policy\nmetadata: {name: a}\nspec: {rules: []}\n'],
  ],
  says: 'audit policy does not log requests for `secrets` and `tokenreviews`',
})

const encryption = (...groups: readonly string[]): string =>
  `apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n${groups.map(group => `  - ${group}\n`).join('')}`
const KEY = '{aescbc: {keys: [{name: a, secret: "{{ key }}"}]}}'

table('encryption-provider', {
  bad: [
    ['identity first', encryption(`{resources: [secrets], providers: [{identity: {}}, ${KEY}]}`), 'identity: {}'],
    ['by a wildcard', encryption('{resources: ["*."], providers: [{identity: {}}]}'), 'identity: {}'],
    ['by another', encryption('{resources: ["*.*"], providers: [{identity: {}}]}'), 'identity: {}'],
    [
      'other objects only',
      encryption(`{resources: [configmaps], providers: [${KEY}]}`),
      { at: 'resources', message: 'encryption configuration leaves out `secrets`' },
    ],
  ],
  good: [
    ['identity last', encryption(`{resources: [secrets], providers: [${KEY}, {identity: {}}]}`)],
    [
      'the first group counts',
      encryption(
        '{resources: [configmaps], providers: [{identity: {}}]}',
        `{resources: [secrets], providers: [${KEY}]}`,
        '{resources: ["*.*"], providers: [{identity: {}}]}',
      ),
    ],
    ['odd providers', encryption('{resources: [secrets], providers: [identity]}')],
    ['another kind', running('kube-apiserver')],
  ],
  says: 'first provider for `secrets` is `identity`, which does not encrypt',
})

const api = running('kube-apiserver', '--client-ca-file=/pki/ca.crt')
const trusting = (file: string): string => running('etcd', `--trusted-ca-file=${file}`)

table('etcd-unique-ca', {
  bad: [
    ['the same', documents(api, trusting('/pki/ca.crt')), '--trusted-ca-file=/pki/ca.crt'],
    [
      'in files of one folder',
      { 'etcd.yaml': trusting('/pki/ca.crt'), 'api.yaml': kubeadm('apiServer', '{client-ca-file: /pki/ca.crt}') },
      '--trusted-ca-file=/pki/ca.crt',
    ],
  ],
  good: [
    ['its own', documents(api, trusting('/pki/etcd/ca.crt'))],
    ['of another cluster', { 'a/etcd.yaml': trusting('/pki/ca.crt'), 'b/api.yaml': api }],
    ['no API server', trusting('/pki/ca.crt')],
    [
      'the flag of another program',
      documents(running('kubelet', '--client-ca-file=/pki/ca.crt'), trusting('/pki/ca.crt')),
    ],
  ],
  says: 'etcd sets `--trusted-ca-file` to the file that is `--client-ca-file` of kube-apiserver',
})
