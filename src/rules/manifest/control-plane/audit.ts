import type { Component } from '../../../kube/control-plane/component.ts'
import { flagRule, isAtLeast, isGiven, isOff } from '../../flags.ts'
import { trivyIds } from '../../peers.ts'

/** The log goes to another place than a file of the node, where nothing is rotated: standard output, or a webhook. */
const isLoggedElsewhere = ({ settings }: Component): boolean =>
  settings.get('audit-log-path')?.value === '-' ||
  (!settings.has('audit-log-path') && settings.has('audit-webhook-config-file'))

const rotation = (flag: string, least: number) =>
  ({ component: 'kube-apiserver', flags: [flag], expects: isAtLeast(least), unless: isLoggedElsewhere }) as const

/** What the API server keeps of the requests it serves, and for how long. */
export const apiserverAudit = [
  flagRule({
    id: 'apiserver-audit-log-path',
    title: 'API server keeps no audit log',
    why: 'After an attack, no record shows who read which Secret and which account was used.',
    help: 'Set `--audit-log-path=/var/log/kubernetes/audit.log` and `--audit-policy-file`, or send events to a collector with `--audit-webhook-config-file`.',
    severity: 'medium',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:1.2.16', 'mitre', 'nsa'],
    peers: {
      checkov: 'CKV_K8S_91',
      kics: '73e251f0-363d-4e53-86e2-0a93592437eb',
      kubescape: ['C-0067', 'C-0130'],
      trivy: trivyIds('KCV-0019', 'ensure-audit-log-path-argument-is-set'),
    },
    covers: [
      'apiserver-audit-log-maxage',
      'apiserver-audit-log-maxbackup',
      'apiserver-audit-log-maxsize',
      'apiserver-audit-policy-file',
    ],
    component: 'kube-apiserver',
    flags: ['audit-log-path'],
    expects: isGiven,
    unless: ({ settings }) => settings.has('audit-webhook-config-file'),
  }),
  flagRule({
    id: 'apiserver-audit-policy-file',
    title: 'API server has no audit policy',
    why: 'Without a policy no event is logged, even where the path of a log is set.',
    help: 'Set `--audit-policy-file` to the path of a `Policy` that logs at least at level `Metadata`.',
    severity: 'medium',
    profile: 'recommended',
    since: '0.1',
    tags: ['cis:3.2.1'],
    peers: { kics: '13a49a2e-488e-4309-a7c0-d6b05577a5fb', kubescape: 'C-0160' },
    component: 'kube-apiserver',
    flags: ['audit-policy-file'],
    expects: isGiven,
  }),
  flagRule({
    id: 'apiserver-audit-log-maxage',
    title: 'Age of audit logs is not limited to 30 days or more',
    why: 'Below 30 days, the records of an attack that is noticed weeks later are deleted; without a limit, logs fill the disk of the node.',
    help: 'Set `--audit-log-maxage=30`, or more.',
    severity: 'low',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:1.2.17'],
    peers: {
      checkov: 'CKV_K8S_92',
      kics: 'da9f3aa8-fbfb-472f-b5a1-576127944218',
      kubescape: 'C-0131',
      trivy: trivyIds('KCV-0020', 'ensure-audit-log-maxage-argument-is-set-to-30-or-as-appropriate'),
    },
    ...rotation('audit-log-maxage', 30),
  }),
  flagRule({
    id: 'apiserver-audit-log-maxbackup',
    title: 'Number of audit logs is not limited to 10 or more',
    why: 'With fewer files, an attacker who causes many events has the first records deleted; without a limit, logs fill the disk of the node.',
    help: 'Set `--audit-log-maxbackup=10`, or more.',
    severity: 'low',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:1.2.18'],
    peers: {
      checkov: 'CKV_K8S_93',
      kics: '768aab52-2504-4a2f-a3e3-329d5a679848',
      kubescape: 'C-0132',
      trivy: trivyIds('KCV-0021', 'ensure-audit-log-maxbackup-argument-is-set-to-10-or-as-appropriate'),
    },
    ...rotation('audit-log-maxbackup', 10),
  }),
  flagRule({
    id: 'apiserver-audit-log-maxsize',
    title: 'Size of audit logs is not limited to 100 MB or more',
    why: 'Smaller files are rotated away sooner, and with them the records of an attack.',
    help: 'Set `--audit-log-maxsize=100`, or more.',
    severity: 'low',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:1.2.19'],
    peers: {
      checkov: 'CKV_K8S_94',
      kics: '35c0a471-f7c8-4993-aa2c-503a3c712a66',
      kubescape: 'C-0133',
      trivy: trivyIds('KCV-0022', 'ensure-audit-log-maxsize-argument-is-set-to-100-or-as-appropriate'),
    },
    ...rotation('audit-log-maxsize', 100),
  }),
  flagRule({
    id: 'apiserver-profiling',
    title: 'API server serves profiles of itself',
    why: 'The endpoint `/debug/pprof` reveals details of the program, and taking profiles slows it down.',
    help: 'Set `--profiling=false`.',
    severity: 'low',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:1.2.15'],
    peers: {
      checkov: 'CKV_K8S_90',
      kics: '2f491173-6375-4a84-b28e-a4e2b9a58a69',
      kubescape: 'C-0129',
      trivy: trivyIds('KCV-0018', 'ensure-profiling-argument-is-set-to-false'),
    },
    component: 'kube-apiserver',
    flags: ['profiling'],
    expects: isOff,
  }),
]
