import { memo } from '../../../core/memo.ts'
import type { Component } from '../../../kube/control-plane/component.ts'
import { disablesGate } from '../../../kube/control-plane/feature-gates.ts'
import type { World } from '../../../world/world.ts'
import { flagRule, isGiven, isNotOff, isNotOn, isTrue, lacks } from '../../flags.ts'
import { trivyIds } from '../../peers.ts'
import type { Context } from '../../rule.ts'

/** Whether a kubelet that does not ask who a client is also lets it do everything. */
const allowsAll = (component: Component, { kubernetes }: Pick<Context, 'kubernetes'>): boolean =>
  component.inEffect('authorization-mode', kubernetes)?.value === 'AlwaysAllow'

const acceptsAnyone = (component: Component, { kubernetes }: Pick<Context, 'kubernetes'>): boolean =>
  isTrue(component.inEffect('anonymous-auth', kubernetes)?.value)

/** Files that are for kubeadm, which adds what a KubeletConfiguration beside leaves open. */
const filesOfKubeadm = memo(
  (world: World) =>
    new Set(world.everyResource.filter(({ group }) => group === 'kubeadm.k8s.io').map(({ source }) => source.file)),
)

const isForKubeadm = ({ resource }: Component, { world }: Pick<Context, 'world'>): boolean =>
  filesOfKubeadm(world).has(resource.source.file)

/** Who may talk to a kubelet, and how it is known. */
export const kubeletAccess = [
  flagRule({
    id: 'kubelet-anonymous-auth',
    title: 'Kubelet accepts anonymous requests',
    why: 'Where the kubelet also allows every request, anyone who reaches port 10250 runs commands in every pod of the node; otherwise, one binding too many is enough.',
    help: 'Set `authentication.anonymous.enabled: false` in the `KubeletConfiguration`, or `--anonymous-auth=false`.',
    severity: 'critical',
    profile: 'essential',
    since: '0.1',
    tags: ['cis:4.2.1', 'mitre', 'nsa'],
    peers: {
      checkov: 'CKV_K8S_138',
      kics: '1de5cc51-f376-4638-a940-20f2e85ae238',
      kubescape: ['C-0069', 'C-0172'],
      trivy: trivyIds('KCV-0079', 'disable-anonymous-requests-kubelet-server.'),
    },
    component: 'kubelet',
    flags: ['anonymous-auth'],
    expects: isNotOn,
    severityOf: (component, _, context) => (allowsAll(component, context) ? undefined : 'medium'),
  }),
  flagRule({
    id: 'kubelet-authorization-always-allow',
    title: 'Kubelet allows every request',
    why: 'Every client that the kubelet accepts runs commands in all pods of the node, and reads their Secrets.',
    help: 'Set `authorization.mode: Webhook` in the `KubeletConfiguration`, or `--authorization-mode=Webhook`.',
    severity: 'critical',
    profile: 'essential',
    since: '0.1',
    tags: ['cis:4.2.2'],
    peers: {
      checkov: 'CKV_K8S_139',
      kics: 'f1f4d8da-1ac4-47d0-b1aa-91e69d33f7d5',
      kubescape: 'C-0173',
      trivy: trivyIds('KCV-0080', 'ensure-authorization-mode-argument-set-alwaysallow'),
    },
    component: 'kubelet',
    flags: ['authorization-mode'],
    expects: value => (lacks('AlwaysAllow')(value) === undefined ? undefined : '`Webhook`'),
    severityOf: (component, _, context) => (acceptsAnyone(component, context) ? undefined : 'high'),
  }),
  flagRule({
    id: 'kubelet-client-ca',
    title: 'Kubelet verifies no client certificates',
    why: 'The API server cannot prove to the kubelet who it is, so the kubelet has to accept anonymous requests, or refuse `kubectl exec` and `kubectl logs`.',
    help: 'Set `authentication.x509.clientCAFile: /etc/kubernetes/pki/ca.crt` in the `KubeletConfiguration`, or `--client-ca-file`.',
    severity: 'medium',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:4.2.3', 'mitre', 'nsa'],
    peers: {
      checkov: 'CKV_K8S_140',
      kics: 'e0e00aba-5f1c-4981-a542-9a9563c0ee20',
      kubescape: ['C-0070', 'C-0174'],
      trivy: trivyIds('KCV-0081', 'ensure-client-ca-argument-set-appropriate'),
    },
    component: 'kubelet',
    flags: ['client-ca-file'],
    expects: isGiven,
    unless: isForKubeadm,
  }),
  flagRule({
    id: 'kubelet-read-only-port',
    title: 'Kubelet has its read-only port open',
    why: 'Anyone who reaches the port reads the specifications of all pods of the node, with the values of their variables, without logging in.',
    help: 'Set `readOnlyPort: 0` in the `KubeletConfiguration`, or `--read-only-port=0`.',
    severity: 'medium',
    profile: 'recommended',
    since: '0.1',
    tags: ['cis:4.2.4'],
    peers: {
      checkov: 'CKV_K8S_141',
      kics: '2940d48a-dc5e-4178-a3f8-bfbd80720b41',
      kubescape: 'C-0175',
      trivy: trivyIds('KCV-0082', 'verify-read-only-port-argument-set-0'),
    },
    component: 'kubelet',
    flags: ['read-only-port'],
    expects: value => (value === undefined || value === '0' ? undefined : '`0`'),
  }),
  flagRule({
    id: 'kubelet-rotate-certificates',
    title: 'Kubelet does not renew its client certificate',
    why: 'When the certificate expires, the node loses its connection to the API server, and its pods are moved.',
    help: 'Set `rotateCertificates: true` in the `KubeletConfiguration`, or `--rotate-certificates=true`.',
    severity: 'medium',
    profile: 'recommended',
    since: '0.1',
    tags: ['cis:4.2.10'],
    peers: {
      checkov: 'CKV_K8S_149',
      kics: '52d70f2e-3257-474c-b3dc-8ad9ba6a061a',
      kubescape: 'C-0182',
      trivy: trivyIds('KCV-0090', 'ensure-rotate-certificates-argument-set-false'),
    },
    component: 'kubelet',
    flags: ['rotate-certificates'],
    expects: isNotOff,
    // It sets `true` whatever the file has.
    unless: isForKubeadm,
  }),
  flagRule({
    id: 'kubelet-rotate-server-certificate',
    title: 'Kubelet does not get its serving certificate renewed',
    why: 'The feature gate is off, so the certificate that the API server verifies the node by expires without being replaced.',
    help: 'Remove `RotateKubeletServerCertificate: false` from `featureGates`: it is enabled by default.',
    severity: 'low',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:4.2.11'],
    peers: {
      checkov: 'CKV_K8S_112',
      kics: '1c621b8e-2c6a-44f5-bd6a-fb0fb7ba33e2',
      kubescape: 'C-0183',
      trivy: trivyIds('KCV-0091', 'ensure-rotate-kubelet-server-certificate-argument-set-true'),
    },
    component: 'kubelet',
    flags: ['feature-gates'],
    expects: value => (disablesGate(value, 'RotateKubeletServerCertificate') ? '' : undefined),
    says: () => 'disables feature gate `RotateKubeletServerCertificate`',
  }),
  flagRule({
    id: 'kubelet-tls-certificate',
    title: 'Kubelet serves with a certificate it signed itself',
    why: 'The API server cannot verify the node: an attacker on the network path can pose as its kubelet.',
    help: 'Set `serverTLSBootstrap: true` in the `KubeletConfiguration` and approve the requests of the nodes, or set `tlsCertFile` and `tlsPrivateKeyFile`.',
    severity: 'low',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:4.2.9'],
    peers: {
      checkov: 'CKV_K8S_148',
      kics: 'fa750c81-93c2-4fab-9c6d-d3fd3ce3b89f',
      kubescape: 'C-0181',
      trivy: [
        ...trivyIds('KCV-0088', 'ensure-tls-cert-file-argument-set-appropriate'),
        ...trivyIds('KCV-0089', 'ensure-tls-key-file-argument-set-appropriate'),
      ],
    },
    component: 'kubelet',
    flags: ['tls-cert-file', 'tls-private-key-file'],
    expects: isGiven,
    unless: ({ settings }) => isTrue(settings.get('rotate-server-certificates')?.value),
  }),
]
