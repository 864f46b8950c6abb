import { command, kubeadm, running } from '../../../kit/control-plane.ts'
import type { Table } from '../../../kit/judge.ts'
import { container, deployment, pod } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const SERVED = ['--cert-file=/a', '--key-file=/b']
const PEERED = ['--peer-cert-file=/a', '--peer-key-file=/b']
const etcd = (...flags: readonly string[]): string => running('etcd', ...flags)
const bare = 'command: [etcd]'
const byKubeadm = kubeadm('etcd', '{}').replace(
  '  extraArgs: {}',
  '  local:\n    extraArgs: {quota-backend-bytes: "1"}',
)
const inKubeadm = (args: string): string => byKubeadm.replace('{quota-backend-bytes: "1"}', args)
const LOCAL = '--listen-client-urls=http://127.0.0.1:2379,unix://a'
const LOCAL_PEER = '--listen-peer-urls=http://localhost:2380'

/** Of an application, with the network of its pod. */
const ofApplication = (...flags: readonly string[]): string => container(command('etcd', ...flags))

table('etcd-server-certificate', {
  bad: [
    ['neither', etcd(), bare],
    [
      'the key is missing',
      etcd('--cert-file=/a', '--peer-key-file=/b'),
      { at: 'command: [etcd, --cert-file=/a, --peer-key-file=/b]', message: 'etcd does not set `--key-file`' },
    ],
    [
      'in the namespace of the system',
      ofApplication().replace('name: web', 'name: web\n  namespace: kube-system'),
      bare,
    ],
    ['of an application', ofApplication(), { at: bare, severity: 'medium' }],
    [
      'other addresses too',
      etcd('--listen-client-urls=http://127.0.0.1:1,http://10.0.0.1:1'),
      "command: [etcd, '--listen-client-urls=http://127.0.0.1:1,http://10.0.0.1:1']",
    ],
    [
      'its certificate is taken away',
      inKubeadm('{cert-file: ""}'),
      { at: 'cert-file: ""', message: 'etcd sets `--cert-file` to nothing' },
    ],
  ],
  good: [
    ['both', etcd('--cert-file=/a', '--key-file=/b')],
    ['one made by itself', etcd('--auto-tls')],
    ['only the node', etcd(LOCAL)],
    ['by kubeadm', byKubeadm],
    ['a file decides', etcd('--config-file=/etc/etcd.yaml')],
    ['another command', running('etcdctl', 'get', 'a')],
    [
      'by variables',
      pod(
        `containers:\n  - name: app\n    command: [etcd]\n    env: [{name: ETCD_CERT_FILE, value: /a}, {name: ETCD_KEY_FILE, valueFrom: {fieldRef: {fieldPath: a}}}]`,
      ),
    ],
    [
      'variables from elsewhere',
      pod('containers: [{name: app, command: [etcd], envFrom: [{configMapRef: {name: a}}]}]'),
    ],
    ['arguments from elsewhere', container('command: [sh, -c, "exec etcd $@"]')],
  ],
  says: 'etcd sets neither `--cert-file` nor `--key-file`',
})

table('etcd-client-cert-auth', {
  bad: [
    [
      'it is not set',
      etcd('--cert-file=/a', '--key-file=/b'),
      {
        at: 'command: [etcd, --cert-file=/a, --key-file=/b]',
        message: 'etcd does not set `--client-cert-auth`; expected `true`',
      },
    ],
    [
      'it is off',
      etcd(...SERVED, '--client-cert-auth=false'),
      { at: '--client-cert-auth=false', message: 'etcd sets `--client-cert-auth` to `false`; expected `true`' },
    ],
    [
      'of an application',
      deployment('containers: [{name: a, command: [etcd, --cert-file=/a, --key-file=/b, --client-cert-auth=false]}]'),
      { at: '--client-cert-auth=false', severity: 'medium' },
    ],
    ['by kubeadm', inKubeadm('{client-cert-auth: "false"}'), 'client-cert-auth: "false"'],
    [
      'by a variable',
      pod(
        'hostNetwork: true\ncontainers:\n  - name: app\n    command: [etcd]\n    env: [{name: ETCD_CERT_FILE, value: /a}, {name: ETCD_KEY_FILE, value: /a}, {name: ETCD_CLIENT_CERT_AUTH, value: "false"}]',
      ),
      { at: 'name: ETCD_CLIENT_CERT_AUTH', message: 'etcd sets `ETCD_CLIENT_CERT_AUTH` to `false`; expected `true`' },
    ],
  ],
  good: [
    ['it is on', etcd(...SERVED, '--client-cert-auth=true')],
    ['only the node', etcd(LOCAL)],
    ['by kubeadm', byKubeadm],
  ],
  says: 'etcd does not set `--client-cert-auth`; expected `true`',
})

const autoTls = (flag: string): Table => ({
  bad: [
    ['it is on', etcd(`--${flag}=true`), `--${flag}=true`],
    ['without a value', etcd(`--${flag}`), `--${flag}`],
  ],
  good: [
    ['it is off', etcd(`--${flag}=false`)],
    ['the default', etcd()],
    ['a similar flag', etcd(`--x-${flag}`)],
  ],
  says: `etcd sets \`--${flag}\` to \`true\`; expected \`false\``,
})

table('etcd-auto-tls', autoTls('auto-tls'))
table('etcd-peer-auto-tls', autoTls('peer-auto-tls'))

table('etcd-peer-certificate', {
  bad: [
    ['neither', etcd(), bare],
    [
      'the certificate is missing',
      etcd('--cert-file=/a', '--peer-key-file=/b'),
      { at: 'command: [etcd, --cert-file=/a, --peer-key-file=/b]', message: 'etcd does not set `--peer-cert-file`' },
    ],
    ['of an application', ofApplication(), { at: bare, severity: 'low' }],
    [
      'only clients are of the node',
      etcd(LOCAL, '--listen-peer-urls=http://10.0.0.1:2380'),
      `command: [etcd, '${LOCAL}', '--listen-peer-urls=http://10.0.0.1:2380']`,
    ],
  ],
  good: [
    ['both', etcd('--peer-cert-file=/a', '--peer-key-file=/b')],
    ['one made by itself', etcd('--peer-auto-tls')],
    ['only the node', etcd(LOCAL_PEER)],
    ['only the node, by default', etcd('--listen-client-urls=http://10.0.0.1:2379')],
    ['by kubeadm', byKubeadm],
  ],
  says: 'etcd sets neither `--peer-cert-file` nor `--peer-key-file`',
})

table('etcd-peer-client-cert-auth', {
  bad: [
    [
      'it is not set',
      etcd('--peer-cert-file=/a', '--peer-key-file=/b'),
      'command: [etcd, --peer-cert-file=/a, --peer-key-file=/b]',
    ],
    [
      'it is off',
      etcd(...PEERED, '--peer-client-cert-auth=false'),
      {
        at: '--peer-client-cert-auth=false',
        message: 'etcd sets `--peer-client-cert-auth` to `false`; expected `true`',
      },
    ],
    [
      'of an application',
      ofApplication(...PEERED, '--peer-client-cert-auth=0'),
      { at: '--peer-client-cert-auth=0', severity: 'low' },
    ],
  ],
  good: [
    ['it is on', etcd(...PEERED, '--peer-client-cert-auth')],
    ['only the node', etcd(LOCAL_PEER)],
    ['by kubeadm', byKubeadm],
  ],
  says: 'etcd does not set `--peer-client-cert-auth`; expected `true`',
})
