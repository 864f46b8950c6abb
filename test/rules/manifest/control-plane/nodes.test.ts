import { kubeletFile, running } from '../../../kit/control-plane.ts'
import { table } from '../../../kit/table.ts'

const kubelet = (...flags: readonly string[]): string => running('kubelet', ...flags)
const file = 'kind: KubeletConfiguration'
const other = kubeletFile('cgroupDriver: systemd')

table('kubelet-event-qps', {
  bad: [
    ['a low one', kubeletFile('eventRecordQPS: 5'), 'eventRecordQPS: 5'],
    ['by a flag', kubelet('--event-qps=49'), '--event-qps=49'],
  ],
  good: [
    ['no limit', kubeletFile('eventRecordQPS: 0')],
    ['as many', kubeletFile('eventRecordQPS: 50')],
    ['the default', other],
    ['the default of the program', kubelet()],
  ],
  says: 'kubelet sets `eventRecordQPS` to `5`; expected at least 50, or `0` for any number',
})

table('kubelet-hostname-override', {
  bad: [['it is set', kubelet('--hostname-override=node-1'), '--hostname-override=node-1']],
  good: [
    ['it is not', kubelet()],
    ['of kube-proxy', running('kube-proxy', '--hostname-override=node-1')],
  ],
  says: 'kubelet sets `--hostname-override`',
})

table('kubelet-iptables-chains', {
  bad: [['it is off', kubeletFile('makeIPTablesUtilChains: false'), 'makeIPTablesUtilChains: false']],
  good: [
    ['it is on', kubeletFile('makeIPTablesUtilChains: true')],
    ['the default', other],
  ],
  says: 'kubelet sets `makeIPTablesUtilChains` to `false`; expected `true`',
})

table('kubelet-pod-pids-limit', {
  bad: [
    ['it is not set', other, file],
    [
      'there is none',
      kubeletFile('podPidsLimit: 0'),
      { at: 'podPidsLimit: 0', message: 'kubelet sets `podPidsLimit` to `0`; expected a number above 0' },
    ],
    ['of the program', kubelet(), 'command: [kubelet]'],
  ],
  good: [
    ['it is set', kubeletFile('podPidsLimit: 1')],
    ['by a flag', kubelet('--pod-max-pids=4096')],
  ],
  says: 'kubelet does not set `podPidsLimit`, which defaults to `-1`; expected a number above 0',
})

table('kubelet-protect-kernel-defaults', {
  bad: [
    ['it is not set', other, file],
    [
      'it is off',
      kubeletFile('protectKernelDefaults: false'),
      {
        at: 'protectKernelDefaults: false',
        message: 'kubelet sets `protectKernelDefaults` to `false`; expected `true`',
      },
    ],
    ['of the program', kubelet(), 'command: [kubelet]'],
  ],
  good: [
    ['it is on', kubeletFile('protectKernelDefaults: true')],
    ['by a flag', kubelet('--protect-kernel-defaults')],
  ],
  says: 'kubelet does not set `protectKernelDefaults`, which defaults to `false`; expected `true`',
})

table('kubelet-streaming-timeout', {
  bad: [
    ['there is none', kubeletFile('streamingConnectionIdleTimeout: 0s'), 'streamingConnectionIdleTimeout: 0s'],
    ['without a unit', kubeletFile('streamingConnectionIdleTimeout: 0'), 'streamingConnectionIdleTimeout: 0'],
  ],
  good: [
    ['it is set', kubeletFile('streamingConnectionIdleTimeout: 4h0m0s')],
    ['the default', other],
    ['no duration', kubeletFile('streamingConnectionIdleTimeout: never')],
  ],
  says: 'kubelet sets `streamingConnectionIdleTimeout` to `0s`; expected a duration such as `4h`',
})

const proxyFile = (line: string): string =>
  `apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n${line}\n`

table('kube-proxy-metrics-bind', {
  bad: [
    ['every address', proxyFile('metricsBindAddress: 0.0.0.0:10249'), 'metricsBindAddress: 0.0.0.0:10249'],
    ['by a flag', running('kube-proxy', '--metrics-bind-address=0.0.0.0'), '--metrics-bind-address=0.0.0.0'],
  ],
  good: [
    ['the node itself', proxyFile('metricsBindAddress: 127.0.0.1:10249')],
    ['of IPv6', proxyFile('metricsBindAddress: "[::1]:10249"')],
    ['empty', proxyFile('metricsBindAddress: ""')],
    ['the default', proxyFile('mode: nftables')],
  ],
  says: 'kube-proxy sets `metricsBindAddress` to `0.0.0.0:10249`; expected `127.0.0.1:10249`',
})
