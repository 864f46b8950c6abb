import { kubeadm, running } from '../../../kit/control-plane.ts'
import type { Table } from '../../../kit/judge.ts'
import { table } from '../../../kit/table.ts'

const api = (...flags: readonly string[]): string => running('kube-apiserver', ...flags)
const bare = 'command: [kube-apiserver]'

table('apiserver-always-admit', {
  bad: [
    ['it is enabled', api('--enable-admission-plugins=AlwaysAdmit'), '--enable-admission-plugins=AlwaysAdmit'],
    [
      'among others',
      api('--enable-admission-plugins=NodeRestriction,AlwaysAdmit'),
      "'--enable-admission-plugins=NodeRestriction,AlwaysAdmit'",
    ],
  ],
  good: [
    ['others', api('--enable-admission-plugins=NodeRestriction')],
    ['a longer name', api('--enable-admission-plugins=AlwaysAdmitter')],
    ['none', api()],
    ['it is disabled', api('--disable-admission-plugins=AlwaysAdmit')],
  ],
  says: 'kube-apiserver enables admission plugin `AlwaysAdmit`',
})

/** A plugin that has to be enabled. */
const enabled = (plugin: string): Table => ({
  bad: [
    ['nothing is enabled', api(), bare],
    ['others are', api('--enable-admission-plugins=PodNodeSelector'), '--enable-admission-plugins=PodNodeSelector'],
    [
      'by kubeadm, others are',
      kubeadm('apiServer', '{enable-admission-plugins: PodNodeSelector}'),
      'enable-admission-plugins: PodNodeSelector',
    ],
  ],
  good: [
    ['it is', api(`--enable-admission-plugins=PodNodeSelector, ${plugin}`)],
    ['by kubeadm', kubeadm('apiServer', `{enable-admission-plugins: "NodeRestriction,${plugin}"}`)],
    ['a variable decides', api('--enable-admission-plugins=$(PLUGINS)')],
    ['another program', running('kube-scheduler')],
  ],
  says: `kube-apiserver does not enable admission plugin \`${plugin}\``,
})

table('apiserver-always-pull-images', enabled('AlwaysPullImages'))
table('apiserver-deny-service-external-ips', enabled('DenyServiceExternalIPs'))
table('apiserver-event-rate-limit', enabled('EventRateLimit'))
table('apiserver-image-policy-webhook', enabled('ImagePolicyWebhook'))
table('apiserver-node-restriction', enabled('NodeRestriction'))

/** A plugin that must not be disabled. */
const notDisabled = (plugin: string): Table => ({
  bad: [
    ['it is', api(`--disable-admission-plugins=${plugin}`), `--disable-admission-plugins=${plugin}`],
    [
      'among others',
      api(`--disable-admission-plugins=TaintNodesByCondition,${plugin}`),
      `'--disable-admission-plugins=TaintNodesByCondition,${plugin}'`,
    ],
  ],
  good: [
    ['enabled by default', api()],
    ['others are disabled', api('--disable-admission-plugins=TaintNodesByCondition')],
    ['enabled by name', api(`--enable-admission-plugins=${plugin}`)],
  ],
  says: `kube-apiserver disables admission plugin \`${plugin}\``,
})

table('apiserver-namespace-lifecycle', notDisabled('NamespaceLifecycle'))
table('apiserver-service-account-plugin', notDisabled('ServiceAccount'))

table('apiserver-pod-security-policy-plugin', {
  kubernetes: 24,
  bad: [
    ['nothing is enabled', api(), bare],
    ['others are', api('--enable-admission-plugins=PodNodeSelector'), '--enable-admission-plugins=PodNodeSelector'],
  ],
  good: [['it is', api('--enable-admission-plugins=PodSecurityPolicy')]],
  says: 'kube-apiserver does not enable admission plugin `PodSecurityPolicy`',
})

table('apiserver-security-context-deny', {
  kubernetes: 29,
  bad: [
    ['nothing is enabled', api(), bare],
    ['others are', api('--enable-admission-plugins=PodNodeSelector'), '--enable-admission-plugins=PodNodeSelector'],
  ],
  good: [
    ['one is', api('--enable-admission-plugins=SecurityContextDeny')],
    ['the other one is', api('--enable-admission-plugins=PodNodeSelector,PodSecurityPolicy')],
  ],
  says: 'kube-apiserver enables neither `PodSecurityPolicy` nor `SecurityContextDeny`',
})
