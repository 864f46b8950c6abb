import type { Component, ComponentName } from './component.ts'

/** Another default since a minor version of Kubernetes. */
interface Changed {
  readonly since: number
  readonly before: string
  readonly now: string
}
type Defaults = Readonly<Record<string, string | Changed>>
type ByComponent = { readonly [Name in ComponentName]?: Defaults }

/**
 * Of the programs, where a flag is not simply empty. Of the kubelet these are the defaults of a command line without `--config`,
 * which differ from those of its file (cmd/kubelet/app/options, applyLegacyDefaults).
 */
const OF_COMMAND: ByComponent = {
  'kube-apiserver': {
    'anonymous-auth': 'true',
    'authorization-mode': 'AlwaysAllow',
    'insecure-port': { since: 20, before: '8080', now: '0' },
    profiling: 'true',
    'service-account-extend-token-expiration': 'true',
  },
  'kube-controller-manager': { 'bind-address': '0.0.0.0', profiling: 'true' },
  'kube-scheduler': { 'bind-address': '0.0.0.0', profiling: 'true' },
  kubelet: {
    'anonymous-auth': 'true',
    'authorization-mode': 'AlwaysAllow',
    'event-qps': { since: 27, before: '5', now: '50' },
    'pod-max-pids': '-1',
    'protect-kernel-defaults': 'false',
    'read-only-port': '10255',
    'rotate-server-certificates': 'false',
  },
}

/** Of KubeletConfiguration (pkg/kubelet/apis/config/v1beta1). */
const OF_FILE: ByComponent = {
  kubelet: { 'pod-max-pids': '-1', 'protect-kernel-defaults': 'false', 'rotate-server-certificates': 'false' },
}

/** Files of certificates, whose names depend on a setting of kubeadm. */
const given = (...flags: readonly string[]): Defaults => Object.fromEntries(flags.map(flag => [flag, 'set by kubeadm']))

/** What kubeadm passes to each component unless `extraArgs` say otherwise (cmd/kubeadm/app/phases/controlplane and etcd). */
const OF_KUBEADM: ByComponent = {
  etcd: {
    'client-cert-auth': 'true',
    'peer-client-cert-auth': 'true',
    ...given('cert-file', 'key-file', 'peer-cert-file', 'peer-key-file', 'trusted-ca-file'),
  },
  'kube-apiserver': {
    ...OF_COMMAND['kube-apiserver'],
    'authorization-mode': 'Node,RBAC',
    'enable-admission-plugins': 'NodeRestriction',
    'insecure-port': '0',
    ...given('client-ca-file', 'etcd-cafile', 'etcd-certfile', 'etcd-keyfile', 'kubelet-client-certificate'),
    ...given('kubelet-client-key', 'service-account-key-file', 'tls-cert-file', 'tls-private-key-file'),
  },
  'kube-controller-manager': {
    ...OF_COMMAND['kube-controller-manager'],
    'bind-address': '127.0.0.1',
    'use-service-account-credentials': 'true',
    ...given('root-ca-file', 'service-account-private-key-file'),
  },
  'kube-scheduler': { ...OF_COMMAND['kube-scheduler'], 'bind-address': '127.0.0.1' },
}

const DEFAULTS = { command: OF_COMMAND, file: OF_FILE, kubeadm: OF_KUBEADM, part: {} } as const

/** What a flag that is absent has as its value; `undefined` when nothing. `kubernetes` is the minor version. */
export function defaultOf({ name, form }: Component, flag: string, kubernetes: number): string | undefined {
  const defaults: ByComponent = DEFAULTS[form]
  const value = defaults[name]?.[flag]
  if (value === undefined || typeof value === 'string') return value
  return kubernetes < value.since ? value.before : value.now
}
