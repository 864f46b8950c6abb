import { kubeadm, running } from '../../../kit/control-plane.ts'
import type { Table } from '../../../kit/judge.ts'
import { table } from '../../../kit/table.ts'

const manager = (...flags: readonly string[]): string => running('kube-controller-manager', ...flags)
const bare = 'command: [kube-controller-manager]'

/** One of the programs, and its field in the configuration of kubeadm. */
interface Program {
  readonly program: string
  readonly field: string
}
const MANAGER: Program = { program: 'kube-controller-manager', field: 'controllerManager' }
const SCHEDULER: Program = { program: 'kube-scheduler', field: 'scheduler' }

const bindAddress = ({ program, field }: Program): Table => ({
  bad: [
    ['it is the default', running(program), `command: [${program}]`],
    [
      'it is set',
      running(program, '--bind-address=10.0.0.1'),
      {
        at: '--bind-address=10.0.0.1',
        message: `${program} sets \`--bind-address\` to \`10.0.0.1\`; expected \`127.0.0.1\``,
      },
    ],
    ['by kubeadm', kubeadm(field, '{bind-address: 0.0.0.0}'), 'bind-address: 0.0.0.0'],
  ],
  good: [
    ['the node itself', running(program, '--bind-address=127.0.0.1')],
    ['of IPv6', running(program, '--bind-address=::1')],
    ['the default of kubeadm', kubeadm(field, '{v: "2"}')],
    ['another program', running('kube-proxy', '--bind-address=0.0.0.0')],
  ],
  says: `${program} does not set \`--bind-address\`, which defaults to \`0.0.0.0\`; expected \`127.0.0.1\``,
})

const profiling = ({ program, field }: Program): Table => ({
  bad: [
    ['it is the default', running(program), `command: [${program}]`],
    [
      'it is on',
      running(program, '--profiling=true'),
      { at: '--profiling=true', message: `${program} sets \`--profiling\` to \`true\`; expected \`false\`` },
    ],
    ['kubeadm leaves it', kubeadm(field, '{v: "2"}'), 'extraArgs: {v: "2"}'],
  ],
  good: [
    ['it is off', running(program, '--profiling=false')],
    ['by kubeadm', kubeadm(field, '{profiling: false}')],
  ],
  says: `${program} does not set \`--profiling\`, which defaults to \`true\`; expected \`false\``,
})

table('controller-manager-bind-address', bindAddress(MANAGER))
table('scheduler-bind-address', bindAddress(SCHEDULER))
table('controller-manager-profiling', profiling(MANAGER))
table('scheduler-profiling', profiling(SCHEDULER))

table('controller-manager-gc-threshold', {
  bad: [
    ['it is not set', manager(), bare],
    [
      'there is none',
      manager('--terminated-pod-gc-threshold=0'),
      {
        at: '--terminated-pod-gc-threshold=0',
        message: 'kube-controller-manager sets `--terminated-pod-gc-threshold` to `0`; expected 1 to 12500',
      },
    ],
    ['it is above the default', manager('--terminated-pod-gc-threshold=12501'), '--terminated-pod-gc-threshold=12501'],
  ],
  good: [
    ['it is set', manager('--terminated-pod-gc-threshold=1')],
    ['to the default', manager('--terminated-pod-gc-threshold=12500')],
  ],
  says: 'kube-controller-manager does not set `--terminated-pod-gc-threshold`; expected 1 to 12500',
})

/** A file that has to be named. */
const named = (flag: string): Table => ({
  bad: [['it is not set', manager(), bare]],
  good: [
    ['it is set', manager(`--${flag}=/etc/kubernetes/pki/any.name`)],
    ['by kubeadm', kubeadm('controllerManager', '{v: "2"}')],
  ],
  says: `kube-controller-manager does not set \`--${flag}\``,
})

table('controller-manager-root-ca', named('root-ca-file'))
table('controller-manager-service-account-key', named('service-account-private-key-file'))

table('controller-manager-rotate-kubelet-server-cert', {
  bad: [
    [
      'it is off',
      manager('--feature-gates=A=true,RotateKubeletServerCertificate=false'),
      "'--feature-gates=A=true,RotateKubeletServerCertificate=false'",
    ],
  ],
  good: [
    ['it is on', manager('--feature-gates=RotateKubeletServerCertificate=true')],
    ['another one is off', manager('--feature-gates=A=false,RotateKubeletServerCertificate=true')],
    ['the default', manager()],
  ],
  says: 'kube-controller-manager disables feature gate `RotateKubeletServerCertificate`',
})

table('controller-manager-service-account-credentials', {
  bad: [
    ['it is not set', manager(), bare],
    [
      'it is off',
      manager('--use-service-account-credentials=false'),
      {
        at: '--use-service-account-credentials=false',
        message: 'kube-controller-manager sets `--use-service-account-credentials` to `false`; expected `true`',
      },
    ],
  ],
  good: [
    ['it is on', manager('--use-service-account-credentials')],
    ['the default of kubeadm', kubeadm('controllerManager', '{v: "2"}')],
  ],
  says: 'kube-controller-manager does not set `--use-service-account-credentials`; expected `true`',
})
