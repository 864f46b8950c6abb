import type { Problem } from '../../../core/finding.ts'
import { plural } from '../../../core/text.ts'
import type { Container } from '../../../kube/container.ts'
import { HANDLERS } from '../../../kube/handlers.ts'
import type { Resource } from '../../../kube/resource.ts'
import { securityContextsOf } from '../../../kube/security-context.ts'
import type { Workload } from '../../../kube/workload.ts'
import { written } from '../../../kube/written.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

/** Namespaces of the node that a pod may share. */
const NAMESPACES = [
  {
    id: 'host-network',
    field: 'hostNetwork',
    namespace: 'network',
    title: 'Pod uses the host network',
    why: "The pod reaches everything on the node's loopback interface and sees its traffic, and no network policy applies to it.",
    cis: 'cis:5.2.5',
    peers: {
      checkov: 'CKV_K8S_19',
      kics: '6b6bdfb3-c3ae-44cb-88e4-7405c1ba2c8a',
      kubelinter: 'host-network',
      kubescape: ['C-0041', 'C-0211'],
      kubesec: 'HostNetwork',
      monokle: 'PSS102',
      polaris: 'hostNetworkSet',
      trivy: trivyIds('KSV-0009', 'no-host-network'),
    },
  },
  {
    id: 'host-pid',
    field: 'hostPID',
    namespace: 'process',
    title: 'Pod uses the host process namespace',
    why: 'The pod sees every process on the node with its arguments and environment, and with enough rights can read their memory or kill them.',
    cis: 'cis:5.2.3',
    peers: {
      checkov: 'CKV_K8S_17',
      kics: '302736f4-b16c-41b8-befe-c0baffa0bd9d',
      kubelinter: 'host-pid',
      kubescape: ['C-0038', 'C-0275'],
      kubesec: 'HostPID',
      monokle: 'PSS102',
      polaris: 'hostPIDSet',
      trivy: trivyIds('KSV-0010', 'no-host-pid'),
    },
  },
  {
    id: 'host-ipc',
    field: 'hostIPC',
    namespace: 'IPC',
    title: 'Pod uses the host IPC namespace',
    why: 'The pod can read and write the shared memory and message queues of other processes on the node, databases for example.',
    cis: 'cis:5.2.4',
    peers: {
      checkov: 'CKV_K8S_18',
      kics: 'cd290efd-6c82-4e9d-a698-be12ae31d536',
      kubelinter: 'host-ipc',
      kubescape: ['C-0276', 'C-0038'],
      kubesec: 'HostIPC',
      monokle: 'PSS102',
      polaris: 'hostIPCSet',
      trivy: trivyIds('KSV-0008', 'no-shared-ipc-namespace'),
    },
  },
] as const

/** The API server refuses these on another network than that of the host. */
const isHostProcess = (workload: Workload): boolean =>
  securityContextsOf(workload).some(({ json }) => json.windowsOptions?.hostProcess === true)

export const hostNamespaces = NAMESPACES.map(({ id, title, why, field, namespace, cis, peers }) =>
  rule({
    id,
    title,
    why,
    help: `Remove \`${field}: true\` from the pod spec.`,
    severity: 'high',
    profile: 'essential',
    since: '0.1',
    tags: ['pss:baseline', cis, 'nsa'],
    peers,
    on: 'workload',
    check(workload) {
      if (workload.pod[field] !== true) return
      const at = workload.at(field)
      return {
        at,
        message: `pod shares the ${namespace} namespace of the host`,
        ...(!(field === 'hostNetwork' && isHostProcess(workload)) && {
          fix: { title: `Remove \`${field}\``, safe: false, changes: [{ op: 'remove', path: at }] },
        }),
      }
    },
  }),
)

/** Printed by `kubectl get -o yaml`, with all that the API server filled in. */
const isFromCluster = ({ json }: Resource): boolean => json.metadata?.uid !== undefined || json.status !== undefined

export const hostPort = rule({
  id: 'host-port',
  title: 'Container uses a host port',
  why: 'The port is open on every address of the node, bypassing Services and often network policies, and only one such pod fits on a node.',
  help: 'Remove `hostPort`, and expose the pod through a Service.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['pss:baseline', 'cis:5.2.13', 'nsa'],
  peers: {
    checkov: 'CKV_K8S_26',
    kics: '2b1836f1-dcce-416e-8e16-da8c71920633',
    kubescape: ['C-0044', 'C-0204'],
    monokle: 'PSS106',
    polaris: 'hostPortSet',
    trivy: trivyIds('KSV-0024', 'no-host-port-access'),
  },
  on: 'container',
  options: { allowed: [] as readonly number[] },
  optionHelp: { allowed: 'host ports that containers may use' },
  check(container, { options }) {
    const { ports } = container.spec
    if (!Array.isArray(ports)) return
    return ports.flatMap((port, index) => {
      const taken = port?.hostPort
      if (!taken || options.allowed.includes(Number(written(taken)))) return []
      // The API server copies every container port of such a pod to its host port; host-network says what is wrong.
      const isCopy = container.workload.pod.hostNetwork === true && taken === port.containerPort
      if (isCopy && isFromCluster(container.workload.resource)) return []
      const at = container.at('ports', index, 'hostPort')
      return {
        at,
        message: `container \`${container.name}\` uses ${Number.isInteger(taken) ? `host port ${taken}` : 'an invalid host port'}`,
        ...(isCopy && { severity: 'low' as const }),
        fix: { title: 'Remove `hostPort`', safe: false, changes: [{ op: 'remove' as const, path: at }] },
      }
    })
  },
})

const isLoopback = (host: unknown): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(written(host))

/** The hosts that the kubelet calls for a container. A pod on the network of the node has its loopback. */
function hostsCalled(container: Container): readonly Problem[] {
  const onNode = container.workload.pod.hostNetwork === true
  return HANDLERS.flatMap(steps =>
    (['httpGet', 'tcpSocket'] as const).flatMap(action => {
      let handler = container.spec
      for (const step of steps) handler = handler?.[step]
      const host = handler?.[action]?.host
      if (host === undefined || host === null || host === '' || (onNode && isLoopback(host))) return []
      const at = container.at(...steps, action, 'host')
      return {
        at,
        message: `\`${steps.at(-1)}\` of container \`${container.name}\` makes the kubelet connect to a host other than the pod`,
        fix: { title: 'Remove `host`', safe: false, changes: [{ op: 'remove' as const, path: at }] },
      }
    }),
  )
}

/**
 * Part of the baseline standard since Kubernetes 1.34 (KEP-4940), whatever the host: the loopback is the node's. On the
 * network of the node a pod fails that standard anyway, and without the host its probe misses what listens on the loopback.
 */
export const probeHost = rule({
  id: 'probe-host',
  title: 'Probe or lifecycle hook sets a host',
  why: "The kubelet connects from the node's network, so the author of the manifest can scan and call hosts that only nodes may reach.",
  help: 'Remove `host`; for a virtual host, set the `Host` header in `httpHeaders`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['pss:baseline'],
  on: 'container',
  check: hostsCalled,
})

export const hostAliases = rule({
  id: 'host-aliases',
  title: 'Pod adds entries to /etc/hosts',
  why: 'An entry outlives the address it points to, and can redirect a well-known name to any address.',
  help: 'Remove `hostAliases`, and resolve the name through DNS or a Service of type `ExternalName`.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  peers: { kubesec: 'HostAliases', trivy: trivyIds('KSV-0007', 'no-hostaliases') },
  on: 'workload',
  check(workload) {
    const { hostAliases: entries } = workload.pod
    if (!Array.isArray(entries) || entries.length === 0) return
    const count = plural(entries.length, 'address', 'addresses')
    return { at: workload.at('hostAliases'), message: `pod adds ${count} to \`/etc/hosts\`` }
  },
})
