import { secondsOf } from '../../../kube/duration.ts'
import { type Expectation, flagRule, isAbsent, isLoopback, isNotOff, isOn } from '../../flags.ts'
import { trivyIds } from '../../peers.ts'

/** Zero or less is no limit. */
const isLimited: Expectation = value => (Number(value ?? 0) > 0 ? undefined : 'a number above 0')

/** Below the default of current versions, more events are dropped; zero is no limit. */
const isAmple: Expectation = value =>
  value === undefined || Number(value) === 0 || Number(value) >= 50 ? undefined : 'at least 50, or `0` for any number'

/** What a kubelet does with its node, and what kube-proxy shows of it. */
export const nodes = [
  flagRule({
    id: 'kubelet-event-qps',
    title: 'Kubelet drops events above a low rate',
    why: 'Events of an attack or of an outage are lost when many occur at once.',
    help: 'Set `eventRecordQPS: 50`, or `0` for no limit.',
    severity: 'low',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:4.2.8'],
    peers: {
      checkov: 'CKV_K8S_147',
      kics: '1a07a446-8e61-4e4d-bc16-b0781fcb8211',
      kubescape: 'C-0180',
      trivy: [
        ...trivyIds('KCV-0087', 'ensure-event-qps argument-set-0-or-level-forappropriate-event-capture'),
        'kubernetes-ensure-event-qps',
      ],
    },
    component: 'kubelet',
    flags: ['event-qps'],
    expects: isAmple,
  }),
  flagRule({
    id: 'kubelet-hostname-override',
    title: 'Kubelet overrides the name of its node',
    why: 'Certificates and logs of the node may have another name than the node, which breaks TLS between it and the API server and hides where an event was.',
    help: 'Remove `--hostname-override`, unless the cloud provider needs it.',
    severity: 'info',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:4.2.7'],
    peers: {
      checkov: 'CKV_K8S_146',
      kics: 'bf36b900-b5ef-4828-adb7-70eb543b7cfb',
      kubescape: 'C-0179',
      trivy: trivyIds('KCV-0086', 'ensure-hostname-override-argument-not-set'),
    },
    component: 'kubelet',
    flags: ['hostname-override'],
    expects: isAbsent,
  }),
  flagRule({
    id: 'kubelet-iptables-chains',
    title: 'Kubelet does not maintain its iptables chains',
    why: 'Other programs of the node that rely on these chains may leave traffic unfiltered or unrouted.',
    help: 'Remove `makeIPTablesUtilChains: false`: the default is `true`.',
    severity: 'low',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:4.2.6'],
    peers: {
      checkov: 'CKV_K8S_145',
      kics: '5f89001f-6dd9-49ff-9b15-d8cd71b617f4',
      kubescape: 'C-0178',
      trivy: trivyIds('KCV-0084', 'ensure-make-iptables-util-chains-argument-set-true'),
    },
    component: 'kubelet',
    flags: ['make-iptables-util-chains'],
    expects: isNotOff,
  }),
  flagRule({
    id: 'kubelet-pod-pids-limit',
    title: 'Kubelet does not limit the processes of a pod',
    why: 'One pod that starts processes without end uses up all process ids, and the whole node stops.',
    help: 'Set `podPidsLimit: 4096` in the `KubeletConfiguration`, or `--pod-max-pids=4096`.',
    severity: 'low',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:4.2.13'],
    peers: { kubescape: 'C-0284' },
    component: 'kubelet',
    flags: ['pod-max-pids'],
    expects: isLimited,
  }),
  flagRule({
    id: 'kubelet-protect-kernel-defaults',
    title: 'Kubelet changes kernel settings of its node',
    why: 'Where settings of the kernel differ from what the kubelet expects, it changes them, and undoes the hardening of the node.',
    help: 'Set `protectKernelDefaults: true` in the `KubeletConfiguration`, or `--protect-kernel-defaults=true`; the kubelet then does not start on a node whose settings differ.',
    severity: 'low',
    profile: 'strict',
    since: '0.1',
    peers: {
      checkov: 'CKV_K8S_144',
      kics: '6cf42c97-facd-4fda-b8af-ea4529123355',
      kubescape: 'C-0177',
      trivy: trivyIds('KCV-0083', 'ensure-protect-kernel-defaults-set-true'),
    },
    component: 'kubelet',
    flags: ['protect-kernel-defaults'],
    expects: isOn,
  }),
  flagRule({
    id: 'kubelet-streaming-timeout',
    title: 'Kubelet keeps idle connections open forever',
    why: 'Sessions of `kubectl exec` and `kubectl port-forward` that someone left open stay usable, and many of them exhaust the node.',
    help: 'Remove `streamingConnectionIdleTimeout: 0`: the default is `4h`.',
    severity: 'low',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:4.2.5'],
    peers: {
      checkov: 'CKV_K8S_143',
      kics: 'ed89b97d-04e9-4fd4-919f-ee5b27e555e9',
      kubescape: 'C-0176',
      trivy: trivyIds('KCV-0085', 'disable-timeouts-streaming-connections.'),
    },
    component: 'kubelet',
    flags: ['streaming-connection-idle-timeout'],
    expects: value => (value !== undefined && secondsOf(value) === 0 ? 'a duration such as `4h`' : undefined),
  }),
  flagRule({
    id: 'kube-proxy-metrics-bind',
    title: '`kube-proxy` serves metrics on every address',
    why: 'Metrics, and `/configz` with its configuration, are open to the network of the nodes without a log-in.',
    help: 'Set `metricsBindAddress: 127.0.0.1:10249`, or `--metrics-bind-address`.',
    severity: 'low',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:4.3.1'],
    peers: { kubescape: 'C-0291' },
    component: 'kube-proxy',
    flags: ['metrics-bind-address'],
    expects: value => (!value || isLoopback(value) ? undefined : '`127.0.0.1:10249`'),
  }),
]
