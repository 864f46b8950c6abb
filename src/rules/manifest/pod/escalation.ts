import { trivyIds } from '../../peers.ts'

/**
 * Who speaks of privilege escalation. Privileged containers and those with SYS_ADMIN may always gain privileges (the API
 * server refuses `allowPrivilegeEscalation: false` there), so these ids stand at what is to be removed.
 */
export const escalationPeers = {
  checkov: 'CKV_K8S_20',
  kics: '5572cc5e-1e4c-4113-92a6-7a8a3bd25e6d',
  kubelinter: 'privilege-escalation-container',
  kubescape: ['C-0016', 'C-0211'],
  kubesec: 'AllowPrivilegeEscalation',
  monokle: 'PSS202',
  polaris: 'privilegeEscalationAllowed',
  trivy: trivyIds('KSV-0001', 'no-self-privesc'),
} as const
