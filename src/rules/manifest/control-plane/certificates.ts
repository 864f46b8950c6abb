import type { Component } from '../../../kube/control-plane/component.ts'
import { secondsOf } from '../../../kube/duration.ts'
import { flagRule, isGiven, isNotOff, items } from '../../flags.ts'
import { trivyIds } from '../../peers.ts'

const given = (...flags: readonly string[]) => ({ component: 'kube-apiserver', flags, expects: isGiven }) as const

const serversOf = ({ settings }: Component): readonly string[] => items(settings.get('etcd-servers')?.value)

/** A socket, or an address of the node itself: there is no network around it. */
const isOnNode = (component: Component): boolean =>
  serversOf(component).every(
    server => server.startsWith('unix:') || /^http:\/\/(?:127\.|localhost:|\[::1\])/.test(server),
  )

/** Without TLS there is nothing to verify. */
const isPlain = (component: Component): boolean => serversOf(component).every(server => /^(?:http|unix):/.test(server))

/** How the API server and its peers know each other, and what it keeps in etcd. */
export const apiserverCertificates = [
  flagRule({
    id: 'apiserver-client-ca',
    title: 'API server verifies no client certificates',
    why: 'Nodes and administrators cannot log in by certificate, so other credentials take their place, which expire later or never.',
    help: 'Set `--client-ca-file=/etc/kubernetes/pki/ca.crt`.',
    severity: 'medium',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:1.2.25'],
    peers: {
      kics: 'e0e00aba-5f1c-4981-a542-9a9563c0ee20',
      kubescape: 'C-0139',
      trivy: trivyIds('KCV-0028', 'ensure-client-ca-file-argument-is-set-as-appropriate'),
    },
    ...given('client-ca-file'),
  }),
  flagRule({
    id: 'apiserver-encryption-config',
    title: 'API server does not encrypt Secrets in etcd',
    why: 'Anyone who gets a backup or a disk of etcd reads all Secrets of the cluster.',
    help: 'Set `--encryption-provider-config` to the path of an `EncryptionConfiguration` with `kms` or `secretbox`.',
    severity: 'medium',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:1.2.27', 'mitre', 'nsa'],
    peers: {
      checkov: 'CKV_K8S_104',
      kics: 'cbd2db69-0b21-4c14-8a40-7710a50571a9',
      kubescape: ['C-0066', 'C-0141'],
      trivy: [
        ...trivyIds('KCV-0030', 'Ensure that the --encryption-provider-config argument is set as appropriate'),
        'kubernetes-Ensure',
      ],
    },
    ...given('encryption-provider-config'),
  }),
  flagRule({
    id: 'apiserver-etcd-ca',
    title: 'API server does not verify etcd by its own CA',
    why: 'An attacker on the network path can pose as etcd, and read or replace all objects of the cluster.',
    help: 'Set `--etcd-cafile=/etc/kubernetes/pki/etcd/ca.crt`.',
    severity: 'medium',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:1.2.26'],
    peers: {
      checkov: 'CKV_K8S_102',
      kics: '3f5ff8a7-5ad6-4d02-86f5-666307da1b20',
      kubescape: 'C-0140',
      trivy: trivyIds('KCV-0029', 'ensure-etcd-cafile-argument-is-set-as-appropriate'),
    },
    ...given('etcd-cafile'),
    unless: isPlain,
  }),
  flagRule({
    id: 'apiserver-etcd-certificate',
    title: 'API server has no client certificate for etcd',
    why: '`etcd` has to accept clients without a certificate then: anyone who reaches it reads and changes every object of the cluster.',
    help: 'Set `--etcd-certfile=/etc/kubernetes/pki/apiserver-etcd-client.crt` and `--etcd-keyfile=/etc/kubernetes/pki/apiserver-etcd-client.key`.',
    severity: 'medium',
    profile: 'recommended',
    since: '0.1',
    tags: ['cis:1.2.23'],
    peers: {
      checkov: 'CKV_K8S_99',
      kics: '895a5a95-3756-4b04-9924-2f3bc93181bd',
      kubescape: 'C-0137',
      trivy: trivyIds('KCV-0026', 'ensure-etcd-certfile-and-etcd-keyfile-arguments-are-set-as-appropriate'),
    },
    ...given('etcd-certfile', 'etcd-keyfile'),
    unless: isOnNode,
  }),
  flagRule({
    id: 'apiserver-kubelet-ca',
    title: 'API server does not verify the kubelets',
    why: 'An attacker on the network path can pose as a kubelet, and read what is typed in `kubectl exec`, or answer it.',
    help: 'Set `--kubelet-certificate-authority`, once kubelets have certificates that this authority signed.',
    severity: 'medium',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:1.2.5'],
    peers: {
      checkov: 'CKV_K8S_73',
      kics: 'ec18a0d3-0069-4a58-a7fb-fbfe0b4bbbe0',
      kubescape: 'C-0117',
      trivy: trivyIds('KCV-0006', 'ensure-kubelet-certificate-authority-argument-is-set'),
    },
    ...given('kubelet-certificate-authority'),
  }),
  flagRule({
    id: 'apiserver-kubelet-client-certificate',
    title: 'API server has no client certificate for kubelets',
    why: 'Kubelets have to accept anonymous requests then, or `kubectl exec` and `kubectl logs` fail.',
    help: 'Set `--kubelet-client-certificate=/etc/kubernetes/pki/apiserver-kubelet-client.crt` and `--kubelet-client-key=/etc/kubernetes/pki/apiserver-kubelet-client.key`.',
    severity: 'medium',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:1.2.4'],
    peers: {
      checkov: 'CKV_K8S_72',
      kics: '36a27826-1bf5-49da-aeb0-a60a30c0e834',
      kubescape: 'C-0116',
      trivy: trivyIds('KCV-0005', 'ensure-kubelet-client-certificate-and-kubelet-client-key-are-set'),
    },
    ...given('kubelet-client-certificate', 'kubelet-client-key'),
  }),
  flagRule({
    id: 'apiserver-kubelet-https',
    title: 'API server talks to kubelets without TLS',
    why: 'Logs, and all that is typed and printed in `kubectl exec`, cross the network readable.',
    help: 'Remove `--kubelet-https=false`: current versions always use TLS.',
    severity: 'high',
    profile: 'essential',
    since: '0.1',
    peers: {
      checkov: 'CKV_K8S_71',
      kics: 'cdc8b54e-6b16-4538-a1b0-35849dbe29cf',
      trivy: trivyIds('KCV-0004', 'ensure-kubelet-https-argument-is-set-to-true'),
    },
    component: 'kube-apiserver',
    flags: ['kubelet-https'],
    expects: isNotOff,
  }),
  flagRule({
    id: 'apiserver-request-timeout',
    title: 'API server waits too long for requests',
    why: 'A client that opens many slow requests keeps the API server busy for everyone else.',
    help: 'Remove `--request-timeout`: the default is `1m0s`.',
    severity: 'low',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:1.2.20'],
    peers: {
      checkov: 'CKV_K8S_95',
      kics: 'd89a15bb-8dba-4c71-9529-bef6729b9c09',
      kubescape: 'C-0134',
    },
    component: 'kube-apiserver',
    flags: ['request-timeout'],
    expects: value =>
      value === undefined || (secondsOf(value) ?? Number.POSITIVE_INFINITY) <= 300 ? undefined : 'at most `5m`',
  }),
  flagRule({
    id: 'apiserver-service-account-key-file',
    title: 'API server has no key of its own for account tokens',
    why: 'Tokens of service accounts are verified by the key of the TLS server, so that renewing its certificate makes all of them invalid.',
    help: 'Set `--service-account-key-file=/etc/kubernetes/pki/sa.pub`.',
    severity: 'medium',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:1.2.22'],
    peers: {
      checkov: 'CKV_K8S_97',
      kics: 'dab4ec72-ce2e-4732-b7c3-1757dcce01a1',
      kubescape: 'C-0136',
      trivy: trivyIds('KCV-0025', 'ensure-service-account-key-file-argument-is-set-as-appropriate'),
    },
    ...given('service-account-key-file'),
  }),
  flagRule({
    id: 'apiserver-tls-certificate',
    title: 'API server makes a certificate that no one can verify',
    why: 'Without a certificate, the API server signs one itself: clients have to skip its verification, and send their credentials to anyone on the network path.',
    help: 'Set `--tls-cert-file=/etc/kubernetes/pki/apiserver.crt` and `--tls-private-key-file=/etc/kubernetes/pki/apiserver.key`.',
    severity: 'medium',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:1.2.24'],
    peers: {
      checkov: 'CKV_K8S_100',
      kics: 'fa750c81-93c2-4fab-9c6d-d3fd3ce3b89f',
      kubescape: 'C-0138',
      trivy: trivyIds('KCV-0027', 'ensure-tls-cert-file-and-tls-private-key-file-arguments-are-set-as-appropriate'),
    },
    ...given('tls-cert-file', 'tls-private-key-file'),
  }),
]
