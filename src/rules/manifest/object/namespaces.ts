import { isNamespaced } from '../../../kube/facts/namespaced.ts'
import { labelsOf } from '../../../kube/selector.ts'
import { SYSTEM_NAMESPACES } from '../../../kube/system-namespaces.ts'
import type { Workload } from '../../../kube/workload.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

/** What Kubernetes itself makes in this namespace, and what every namespace has. */
const MADE_BY_KUBERNETES: ReadonlySet<string> = new Set([
  'ConfigMap/kube-root-ca.crt',
  'EndpointSlice/kubernetes',
  'Endpoints/kubernetes',
  'Service/kubernetes',
  'ServiceAccount/default',
])

export const defaultNamespace = rule({
  id: 'default-namespace',
  title: 'Object is in the default namespace',
  why: 'Roles, quotas and network policies are set by namespace: what shares `default` shares all of them, and a command without `-n` reaches it.',
  help: 'Create a namespace for the application, and set it in `metadata.namespace` or with `kubectl --namespace`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  tags: ['cis:5.7.4'],
  peers: {
    checkov: 'CKV_K8S_21',
    kics: '611ab018-c4aa-4ba2-b0f6-a448337509a6',
    kubelinter: 'use-namespace',
    kubescape: ['C-0061', 'C-0212'],
    trivy: trivyIds('KSV-0110', 'default-namespace-should-not-be-used'),
  },
  on: 'resource',
  // The namespace of a release is set when it is installed.
  concerns: resource => resource.origin?.by !== 'helm' && isNamespaced(resource),
  check(resource) {
    if (resource.origin?.by === 'helm' || !isNamespaced(resource)) return
    if (MADE_BY_KUBERNETES.has(`${resource.kind}/${resource.name}`)) return
    const at = resource.at('metadata', 'namespace')
    const what = `${resource.kind} \`${resource.name}\``
    if (resource.namespace === 'default') return { at, message: `${what} is in namespace \`default\`` }
    // An overlay may be applied by a program that puts it somewhere; plain files are applied as they are.
    if (resource.namespace !== undefined || resource.origin) return
    return {
      at,
      severity: 'info',
      message: `${what} sets no namespace: kubectl uses that of its context, \`default\` unless configured`,
    }
  },
})

/** A component of the control plane, as kubeadm writes its static pods. */
const isControlPlane = ({ template, pod }: Workload): boolean => {
  const labels = labelsOf(template)
  return (
    labels['tier'] === 'control-plane' &&
    labels['component'] !== undefined &&
    pod.priorityClassName === 'system-node-critical'
  )
}

export const systemNamespace = rule({
  id: 'system-namespace',
  title: 'Pod is in a namespace of Kubernetes itself',
  why: 'Admission policies usually exempt these namespaces, and an account with rights in `kube-system` reaches the whole cluster.',
  help: 'Set `metadata.namespace` to a namespace of its own, unless the workload is an add-on of the cluster.',
  severity: 'medium',
  profile: 'strict',
  since: '0.1',
  peers: {
    kics: '611ab018-c4aa-4ba2-b0f6-a448337509a6',
    trivy: trivyIds('KSV-0037', 'no-user-pods-in-system-namespace', 'no-user-resources-in-system-namespace'),
  },
  on: 'workload',
  check(workload) {
    const { namespace } = workload.resource
    if (!workload.whole || namespace === undefined || !SYSTEM_NAMESPACES.has(namespace) || isControlPlane(workload))
      return
    return {
      at: workload.resource.at('metadata', 'namespace'),
      message: `${workload.kind} \`${workload.resource.name}\` runs in namespace \`${namespace}\``,
    }
  },
})
