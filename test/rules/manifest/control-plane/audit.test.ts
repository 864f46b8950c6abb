import { kubeadm, running } from '../../../kit/control-plane.ts'
import type { Table } from '../../../kit/judge.ts'
import { table } from '../../../kit/table.ts'

const api = (...flags: readonly string[]): string => running('kube-apiserver', ...flags)
const bare = 'command: [kube-apiserver]'

table('apiserver-audit-log-path', {
  bad: [
    ['it is not set', api(), bare],
    [
      'it is empty',
      api('--audit-log-path='),
      { at: '--audit-log-path=', message: 'kube-apiserver sets `--audit-log-path` to nothing' },
    ],
    ['by kubeadm', kubeadm('apiServer', '{profiling: "false"}'), 'extraArgs: {profiling: "false"}'],
  ],
  good: [
    ['it is', api('--audit-log-path=/var/log/audit.log')],
    ['standard output', api('--audit-log-path=-')],
    ['a collector', api('--audit-webhook-config-file=/etc/kubernetes/audit-webhook.yaml')],
    ['kubeadm sets nothing', kubeadm('apiServer', '{}')],
    ['another component of kubeadm', kubeadm('scheduler', '{profiling: "false"}')],
  ],
  says: 'kube-apiserver does not set `--audit-log-path`',
})

table('apiserver-audit-policy-file', {
  bad: [['a log without a policy', api('--audit-log-path=-'), 'command: [kube-apiserver, --audit-log-path=-]']],
  good: [['both', api('--audit-log-path=-', '--audit-policy-file=/etc/kubernetes/audit.yaml')]],
  says: 'kube-apiserver does not set `--audit-policy-file`',
})

/** A limit of the log of the API server. */
const limit = (flag: string, least: number): Table => ({
  bad: [
    [
      'it is not set',
      api('--audit-log-path=/a.log'),
      {
        at: 'command: [kube-apiserver, --audit-log-path=/a.log]',
        message: `kube-apiserver does not set \`--${flag}\`; expected at least ${least}`,
      },
    ],
    [
      'it is too low',
      api('--audit-log-path=/a.log', `--${flag}=${least - 1}`),
      {
        at: `--${flag}=${least - 1}`,
        message: `kube-apiserver sets \`--${flag}\` to \`${least - 1}\`; expected at least ${least}`,
      },
    ],
    ['no number', api('--audit-log-path=/a.log', `--${flag}=many`), `--${flag}=many`],
  ],
  good: [
    ['it is high enough', api('--audit-log-path=/a.log', `--${flag}=${least}`)],
    ['standard output is not rotated', api('--audit-log-path=-')],
    ['a collector', api('--audit-webhook-config-file=/a.yaml')],
  ],
  says: `kube-apiserver does not set \`--${flag}\`; expected at least ${least}`,
})

table('apiserver-audit-log-maxage', limit('audit-log-maxage', 30))
table('apiserver-audit-log-maxbackup', limit('audit-log-maxbackup', 10))
table('apiserver-audit-log-maxsize', limit('audit-log-maxsize', 100))

table('apiserver-profiling', {
  bad: [
    ['it is the default', api(), bare],
    [
      'it is on',
      api('--profiling'),
      { at: '--profiling', message: 'kube-apiserver sets `--profiling` to `true`; expected `false`' },
    ],
  ],
  good: [
    ['it is off', api('--profiling=false')],
    ['by kubeadm', kubeadm('apiServer', '{profiling: "false"}')],
  ],
  says: 'kube-apiserver does not set `--profiling`, which defaults to `true`; expected `false`',
})
