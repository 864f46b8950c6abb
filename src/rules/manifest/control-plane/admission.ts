import type { Component } from '../../../kube/control-plane/component.ts'
import { type Expectation, flagRule, holds, items, lacks } from '../../flags.ts'
import { trivyIds } from '../../peers.ts'
import type { Context } from '../../rule.ts'

const PLUGINS = { component: 'kube-apiserver', flags: ['enable-admission-plugins'] } as const
const DISABLED = { component: 'kube-apiserver', flags: ['disable-admission-plugins'] } as const

const enables = (plugin: string): Pick<Parameters<typeof flagRule>[0], 'expects' | 'says'> => ({
  expects: holds(plugin),
  says: () => `does not enable admission plugin \`${plugin}\``,
})

const disables = (plugin: string): Pick<Parameters<typeof flagRule>[0], 'expects' | 'says'> => ({
  expects: lacks(plugin),
  says: () => `disables admission plugin \`${plugin}\``,
})

/** The plugin is a part of Kubernetes before this minor version only. */
const isGoneSince =
  (minor: number) =>
  (_: Component, { kubernetes }: Pick<Context, 'kubernetes'>): boolean =>
    kubernetes >= minor

const isEither: Expectation = value =>
  items(value).some(plugin => plugin === 'PodSecurityPolicy' || plugin === 'SecurityContextDeny') ? undefined : ''

/** Admission plugins that are not enabled, and those that should not be disabled. */
export const apiserverAdmission = [
  flagRule({
    id: 'apiserver-always-admit',
    title: 'Admission plugin `AlwaysAdmit` is enabled',
    why: 'The plugin admits every request: it was made for tests, is deprecated, and hides that checks were meant to be there.',
    help: 'Remove `AlwaysAdmit` from `--enable-admission-plugins`.',
    severity: 'medium',
    profile: 'recommended',
    since: '0.1',
    tags: ['cis:1.2.10'],
    peers: {
      checkov: 'CKV_K8S_79',
      kics: 'ce30e584-b33f-4c7d-b418-a3d7027f8f60',
      kubescape: 'C-0122',
      trivy: trivyIds('KCV-0011', 'ensure-admission-control-plugin-always-admit-is-not-set'),
    },
    ...PLUGINS,
    expects: lacks('AlwaysAdmit'),
    says: () => 'enables admission plugin `AlwaysAdmit`',
  }),
  flagRule({
    id: 'apiserver-always-pull-images',
    title: 'Admission plugin `AlwaysPullImages` is not enabled',
    why: 'A pod can use a private image that another pod pulled to the same node, without credentials for its registry.',
    help: 'Add `AlwaysPullImages` to `--enable-admission-plugins`; pods then do not start while the registry is down.',
    severity: 'low',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:1.2.11'],
    peers: {
      checkov: 'CKV_K8S_80',
      kics: 'a77f4d07-c6e0-4a48-8b35-0eeb51576f4f',
      kubescape: 'C-0123',
      // Trivy's own `KSV0012` for it is the name of another check.
      trivy: trivyIds('KCV-0012', 'ensure-admission-control-plugin-always-pull-images-is-set').filter(
        id => id !== 'KCV0012',
      ),
    },
    ...PLUGINS,
    ...enables('AlwaysPullImages'),
  }),
  flagRule({
    id: 'apiserver-deny-service-external-ips',
    title: 'Services may set external IP addresses',
    why: 'Anyone who may create Services can take over traffic for an address of their choice with `externalIPs` (CVE-2020-8554).',
    help: 'Add `DenyServiceExternalIPs` to `--enable-admission-plugins`.',
    severity: 'low',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:1.2.3'],
    peers: {
      kubescape: ['C-0115', 'C-0283'],
      trivy: trivyIds('KCV-0003', 'Ensure-deny-service-external-ips-is-not-set'),
    },
    ...PLUGINS,
    ...enables('DenyServiceExternalIPs'),
    // They are of an older version of CIS, in which the plugin was not to be enabled.
    unlike: { kubescape: 'C-0115', trivy: trivyIds('KCV-0003', 'Ensure-deny-service-external-ips-is-not-set') },
  }),
  flagRule({
    id: 'apiserver-event-rate-limit',
    title: 'Admission plugin `EventRateLimit` is not enabled',
    why: 'A program that writes events without end fills etcd and slows the API server down for everyone.',
    help: 'Add `EventRateLimit` to `--enable-admission-plugins`, and its limits to the file of `--admission-control-config-file`.',
    severity: 'low',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:1.2.9'],
    peers: {
      checkov: 'CKV_K8S_78',
      kics: 'e0099af2-fe17-411f-9991-0de28fe15f3c',
      kubescape: 'C-0121',
      trivy: trivyIds('KCV-0010', 'ensure-admission-control-plugin-event-rate-limit-is-set'),
    },
    ...PLUGINS,
    ...enables('EventRateLimit'),
  }),
  flagRule({
    id: 'apiserver-image-policy-webhook',
    title: 'Admission plugin `ImagePolicyWebhook` is not enabled',
    why: 'Unless another policy verifies images, pods can run any image that a registry delivers.',
    help: 'Add `ImagePolicyWebhook` to `--enable-admission-plugins`, or verify images by a policy of Kyverno, Sigstore or OPA, and waive this rule.',
    severity: 'info',
    profile: 'strict',
    since: '0.1',
    peers: { kics: '14abda69-8e91-4acb-9931-76e2bee90284', kubescape: 'C-0289' },
    ...PLUGINS,
    ...enables('ImagePolicyWebhook'),
  }),
  flagRule({
    id: 'apiserver-namespace-lifecycle',
    title: 'Admission plugin `NamespaceLifecycle` is disabled',
    why: 'Objects can be created in namespaces that are being deleted or do not exist, and `default` and `kube-system` can be deleted.',
    help: 'Remove `NamespaceLifecycle` from `--disable-admission-plugins`.',
    severity: 'medium',
    profile: 'recommended',
    since: '0.1',
    tags: ['cis:1.2.13'],
    peers: {
      checkov: 'CKV_K8S_83',
      kics: '1ffe7bf7-563b-4b3d-a71d-ba6bd8d49b37',
      kubescape: 'C-0126',
      trivy: trivyIds('KCV-0015', 'ensure-admission-control-plugin-namespace-lifecycle-is-set'),
    },
    ...DISABLED,
    ...disables('NamespaceLifecycle'),
  }),
  flagRule({
    id: 'apiserver-node-restriction',
    title: 'Admission plugin `NodeRestriction` is not enabled',
    why: 'A taken node can change the labels and status of other nodes and of their pods, and so draw pods with their Secrets to itself.',
    help: 'Add `NodeRestriction` to `--enable-admission-plugins`.',
    severity: 'medium',
    profile: 'recommended',
    since: '0.1',
    tags: ['cis:1.2.14'],
    peers: {
      checkov: 'CKV_K8S_85',
      kics: '33fc6923-6553-4fe6-9d3a-4efa51eb874b',
      kubescape: 'C-0127',
      trivy: trivyIds('KCV-0016', 'ensure-admission-control-plugin-node-restriction-is-set'),
    },
    ...PLUGINS,
    ...enables('NodeRestriction'),
  }),
  flagRule({
    id: 'apiserver-pod-security-policy-plugin',
    title: 'Admission plugin `PodSecurityPolicy` is not enabled',
    why: 'Before Kubernetes 1.25, pod security policies have no effect without the plugin: pods may be privileged.',
    help: 'Add `PodSecurityPolicy` to `--enable-admission-plugins`, or use a version with Pod Security admission, which is enabled by default.',
    severity: 'info',
    profile: 'strict',
    since: '0.1',
    tags: ['mitre'],
    peers: { checkov: 'CKV_K8S_84', kics: 'afa36afb-39fe-4d94-b9b6-afb236f7a03d' },
    ...PLUGINS,
    unless: isGoneSince(25),
    ...enables('PodSecurityPolicy'),
  }),
  flagRule({
    id: 'apiserver-security-context-deny',
    title: 'Neither plugin limits the security context of pods',
    why: 'In these versions, pods may be privileged unless `PodSecurityPolicy` or `SecurityContextDeny` is enabled, or a policy of another kind limits them.',
    help: 'Add `SecurityContextDeny` to `--enable-admission-plugins`, or enforce a Pod Security Standard by labels of the namespaces, from 1.23 on.',
    severity: 'info',
    profile: 'strict',
    since: '0.1',
    peers: {
      checkov: 'CKV_K8S_81',
      kics: '6a68bebe-c021-492e-8ddb-55b0567fb768',
      kubescape: 'C-0124',
      trivy: trivyIds(
        'KCV-0013',
        'ensure-admission-control-plugin-security-context-deny-is-set-if-pod-security-policy-is-not-used',
      ),
    },
    ...PLUGINS,
    expects: isEither,
    unless: isGoneSince(30),
    says: () => 'enables neither `PodSecurityPolicy` nor `SecurityContextDeny`',
  }),
  flagRule({
    id: 'apiserver-service-account-plugin',
    title: 'Admission plugin `ServiceAccount` is disabled',
    why: 'Pods get no account and no token, and a pod may name any account of its namespace, also one that does not exist.',
    help: 'Remove `ServiceAccount` from `--disable-admission-plugins`.',
    severity: 'medium',
    profile: 'recommended',
    since: '0.1',
    tags: ['cis:1.2.12'],
    peers: {
      checkov: 'CKV_K8S_82',
      kics: '9587c890-0524-40c2-9ce2-663af7c2f063',
      kubescape: 'C-0125',
      trivy: trivyIds('KCV-0014', 'ensure-admission-control-plugin-service-account-is-set'),
    },
    ...DISABLED,
    ...disables('ServiceAccount'),
  }),
]
