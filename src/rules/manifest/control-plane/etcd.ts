import type { Severity } from '../../../core/severity.ts'
import type { Component } from '../../../kube/control-plane/component.ts'
import { namespaceOf } from '../../../world/lookup.ts'
import type { World } from '../../../world/world.ts'
import { flagRule, isGiven, isLoopback, isNotOn, isOn, isTrue, items } from '../../flags.ts'
import { trivyIds } from '../../peers.ts'
import type { Context } from '../../rule.ts'

const hostOf = (url: string): string => url.replace(/^\w+:\/\//, '')

const LISTENING = ['listen-client-urls', 'listen-peer-urls'] as const

/** Whether all addresses of a flag are of the host itself, as by default; who sets none of either leaves them to others. */
const isLocal =
  (flag: (typeof LISTENING)[number]) =>
  ({ settings }: Component): boolean => {
    if (!settings.has(flag)) return LISTENING.some(other => settings.has(other))
    return items(settings.get(flag)?.value).every(url => /^unixs?:/.test(url) || isLoopback(hostOf(url)))
  }

/** Certificates that etcd makes itself are reported by their own rules. */
const isLocalOrAuto =
  (urls: (typeof LISTENING)[number], auto: string) =>
  (component: Component): boolean =>
    isLocal(urls)(component) || isTrue(component.settings.get(auto)?.value)

/** Holds the objects of a cluster, and not the data of some application. */
function isOfControlPlane({ form, resource }: Component, world: World): boolean {
  if (form !== 'command' || namespaceOf(resource) === 'kube-system') return true
  return world.workloadsOf(resource).some(({ pod }) => pod.hostNetwork === true)
}

const milderForApplications =
  (severity: Severity) =>
  (component: Component, _: unknown, { world }: Context): Severity | undefined =>
    isOfControlPlane(component, world) ? undefined : severity

/** Who can read and change all that the cluster is made of. */
export const etcd = [
  flagRule({
    id: 'etcd-server-certificate',
    title: '`etcd` serves clients without TLS',
    why: '`etcd` holds all objects and Secrets of the cluster: anyone on the network path reads them, and anyone who reaches the port can change them.',
    help: 'Set `--cert-file=/etc/kubernetes/pki/etcd/server.crt` and `--key-file=/etc/kubernetes/pki/etcd/server.key`.',
    severity: 'high',
    profile: 'essential',
    since: '0.1',
    tags: ['cis:2.1'],
    peers: {
      checkov: 'CKV_K8S_116',
      kics: '075ca296-6768-4322-aea2-ba5063b969a9',
      kubescape: 'C-0153',
      trivy: trivyIds('KCV-0042', 'Ensure-cert-file-and-key-file-arguments-are-set-as-appropriate'),
    },
    covers: ['etcd-client-cert-auth'],
    component: 'etcd',
    flags: ['cert-file', 'key-file'],
    expects: isGiven,
    unless: isLocalOrAuto('listen-client-urls', 'auto-tls'),
    severityOf: milderForApplications('medium'),
  }),
  flagRule({
    id: 'etcd-client-cert-auth',
    title: '`etcd` accepts clients without a certificate',
    why: '`etcd` holds all objects and Secrets of the cluster: anyone who reaches its port reads and changes them.',
    help: 'Set `--client-cert-auth=true` and `--trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt`.',
    severity: 'high',
    profile: 'essential',
    since: '0.1',
    tags: ['cis:2.2'],
    peers: {
      checkov: 'CKV_K8S_117',
      kics: '9391103a-d8d7-4671-ac5d-606ba7ccb0ac',
      kubescape: 'C-0154',
      trivy: trivyIds('KCV-0043', 'ensure-client-cert-auth-argument-is-set-to-true'),
    },
    component: 'etcd',
    flags: ['client-cert-auth'],
    expects: isOn,
    unless: isLocal('listen-client-urls'),
    severityOf: milderForApplications('medium'),
  }),
  flagRule({
    id: 'etcd-auto-tls',
    title: '`etcd` makes the certificate it serves with',
    why: 'Clients cannot verify a certificate that etcd signed itself, so anyone on the network path can pose as etcd.',
    help: 'Remove `--auto-tls`, and set `--cert-file` and `--key-file`.',
    severity: 'medium',
    profile: 'recommended',
    since: '0.1',
    tags: ['cis:2.3'],
    peers: {
      checkov: 'CKV_K8S_118',
      kics: '98ce8b81-7707-4734-aa39-627c6db3d84b',
      kubescape: 'C-0155',
      trivy: trivyIds('KCV-0044', 'ensure-auto-tls-argument-is-not-set-to-true'),
    },
    component: 'etcd',
    flags: ['auto-tls'],
    expects: isNotOn,
  }),
  flagRule({
    id: 'etcd-peer-certificate',
    title: '`etcd` talks to its peers without TLS',
    why: 'All objects and Secrets of the cluster cross the network readable, and anyone who reaches the port can join the members.',
    help: 'Set `--peer-cert-file=/etc/kubernetes/pki/etcd/peer.crt` and `--peer-key-file=/etc/kubernetes/pki/etcd/peer.key`.',
    severity: 'medium',
    profile: 'recommended',
    since: '0.1',
    tags: ['cis:2.4'],
    peers: {
      checkov: 'CKV_K8S_119',
      kics: '09bb9e96-8da3-4736-b89a-b36814acca60',
      kubescape: 'C-0156',
      trivy: trivyIds('KCV-0045', 'ensure-peer-cert-file-and-peer-key-file-arguments-are-set-as-appropriate'),
    },
    covers: ['etcd-peer-client-cert-auth'],
    component: 'etcd',
    flags: ['peer-cert-file', 'peer-key-file'],
    expects: isGiven,
    unless: isLocalOrAuto('listen-peer-urls', 'peer-auto-tls'),
    severityOf: milderForApplications('low'),
  }),
  flagRule({
    id: 'etcd-peer-client-cert-auth',
    title: '`etcd` accepts peers without a certificate',
    why: 'Anyone who reaches the port of the peers can join them, and gets all objects and Secrets of the cluster.',
    help: 'Set `--peer-client-cert-auth=true` and `--peer-trusted-ca-file=/etc/kubernetes/pki/etcd/ca.crt`.',
    severity: 'medium',
    profile: 'recommended',
    since: '0.1',
    tags: ['cis:2.5'],
    peers: {
      checkov: 'CKV_K8S_121',
      kics: 'b7d0181d-0a9b-4611-9d1c-1ad4f0b620ff',
      kubescape: 'C-0157',
      trivy: trivyIds('KCV-0046', 'ensure-peer-client-cert-auth-argument-is-set-to-true'),
    },
    component: 'etcd',
    flags: ['peer-client-cert-auth'],
    expects: isOn,
    unless: isLocal('listen-peer-urls'),
    severityOf: milderForApplications('low'),
  }),
  flagRule({
    id: 'etcd-peer-auto-tls',
    title: '`etcd` makes the certificate it shows its peers',
    why: 'Peers cannot verify a certificate that etcd signed itself, so anyone who reaches the port can join them.',
    help: 'Remove `--peer-auto-tls`, and set `--peer-cert-file` and `--peer-key-file`.',
    severity: 'medium',
    profile: 'recommended',
    since: '0.1',
    tags: ['cis:2.6'],
    peers: {
      kics: 'ae8827e2-4af9-4baa-9998-87539ae0d6f0',
      kubescape: 'C-0158',
      trivy: trivyIds('KCV-0047', 'ensure-peer-auto-tls-argument-is-not-set-to-true'),
    },
    component: 'etcd',
    flags: ['peer-auto-tls'],
    expects: isNotOn,
  }),
]
