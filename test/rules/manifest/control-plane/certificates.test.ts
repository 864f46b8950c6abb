import { kubeadm, running } from '../../../kit/control-plane.ts'
import type { Table } from '../../../kit/judge.ts'
import { table } from '../../../kit/table.ts'

const api = (...flags: readonly string[]): string => running('kube-apiserver', ...flags)
const bare = 'command: [kube-apiserver]'
const byKubeadm = kubeadm('apiServer', '{profiling: "false"}')

/** A file that has to be named. */
const named = (flag: string, byDefault: 'kubeadm names one' | 'kubeadm names none'): Table => ({
  bad: [
    ['it is not set', api(), bare],
    ['a similar flag', api(`--other-${flag}=/a`), `command: [kube-apiserver, --other-${flag}=/a]`],
    ...(byDefault === 'kubeadm names none'
      ? ([['by kubeadm', byKubeadm, 'extraArgs: {profiling: "false"}']] as const)
      : []),
  ],
  good: [
    ['it is set', api(`--${flag}=/etc/kubernetes/pki/any.name`)],
    ...(byDefault === 'kubeadm names one' ? ([['by kubeadm', byKubeadm]] as const) : []),
  ],
  says: `kube-apiserver does not set \`--${flag}\``,
})

table('apiserver-client-ca', named('client-ca-file', 'kubeadm names one'))
table('apiserver-encryption-config', named('encryption-provider-config', 'kubeadm names none'))
const etcdCa = named('etcd-cafile', 'kubeadm names one')
table('apiserver-etcd-ca', {
  ...etcdCa,
  bad: [
    ...etcdCa.bad,
    [
      'with TLS',
      api('--etcd-servers=https://127.0.0.1:2379'),
      "command: [kube-apiserver, '--etcd-servers=https://127.0.0.1:2379']",
    ],
  ],
  good: [...etcdCa.good, ['no TLS', api('--etcd-servers=http://10.0.0.1:2379,http://10.0.0.2:2379')]],
})

table('apiserver-kubelet-ca', named('kubelet-certificate-authority', 'kubeadm names none'))
table('apiserver-service-account-key-file', named('service-account-key-file', 'kubeadm names one'))

/** A certificate and its key. */
const pair = (certificate: string, key: string, good: readonly (readonly [string, string])[] = []): Table => ({
  bad: [
    ['neither', api(), bare],
    [
      'the key is missing',
      api(`--${certificate}=/a`),
      {
        at: `command: [kube-apiserver, --${certificate}=/a]`,
        message: `kube-apiserver does not set \`--${key}\``,
      },
    ],
    [
      'the certificate is empty',
      api(`--${certificate}=`, `--${key}=/a`),
      { at: `--${certificate}=`, message: `kube-apiserver sets \`--${certificate}\` to nothing` },
    ],
  ],
  good: [['both', api(`--${certificate}=/a`, `--${key}=/b`)], ['by kubeadm', byKubeadm], ...good],
  says: `kube-apiserver sets neither \`--${certificate}\` nor \`--${key}\``,
})

const LOCAL = [
  ['a socket of the node', api('--etcd-servers=unix:///run/kine.sock')],
  ['the node itself', api('--etcd-servers=http://127.0.0.1:2379,http://localhost:2379,http://[::1]:2379')],
] as const
table('apiserver-etcd-certificate', pair('etcd-certfile', 'etcd-keyfile', LOCAL))
table('apiserver-kubelet-client-certificate', pair('kubelet-client-certificate', 'kubelet-client-key'))
table('apiserver-tls-certificate', pair('tls-cert-file', 'tls-private-key-file'))

table('apiserver-kubelet-https', {
  bad: [['it is off', api('--kubelet-https=false'), '--kubelet-https=false']],
  good: [
    ['it is on', api('--kubelet-https=true')],
    ['it always is', api()],
  ],
  says: 'kube-apiserver sets `--kubelet-https` to `false`; expected `true`',
})

table('apiserver-request-timeout', {
  bad: [
    ['an hour', api('--request-timeout=1h0m0s'), '--request-timeout=1h0m0s'],
    ['in parts', api('--request-timeout=5m0.5s'), '--request-timeout=5m0.5s'],
    ['no duration', api('--request-timeout=long'), '--request-timeout=long'],
  ],
  good: [
    ['five minutes', api('--request-timeout=300s')],
    ['in small units', api('--request-timeout=60000ms')],
    ['the default', api()],
  ],
  says: 'kube-apiserver sets `--request-timeout` to `1h0m0s`; expected at most `5m`',
})
