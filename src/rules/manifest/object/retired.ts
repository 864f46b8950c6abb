import type { Problem } from '../../../core/finding.ts'
import type { Container } from '../../../kube/container.ts'
import { imageOf } from '../../../kube/image.ts'
import { type Json, listOf, type Resource, textOf } from '../../../kube/resource.ts'
import { type Labels, labelsOf } from '../../../kube/selector.ts'
import { serviceAccountOf } from '../../../world/service-account.ts'
import type { World } from '../../../world/world.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

const containersOf = (resource: Resource, world: World): readonly Container[] =>
  world.workloadsOf(resource).flatMap(({ containers }) => containers)

/** The last part of the name of an image: `tiller` of `gcr.io/kubernetes-helm/tiller:v2.8.0`. */
const programOf = (container: Container): string => imageOf(container)?.repository.split('/').at(-1) ?? ''

const isTillersLabels = (labels: Labels): boolean => labels['app'] === 'helm' && labels['name'] === 'tiller'

const isTillersName = (name: unknown): boolean => /(?:^|-)tiller(?:-|$)/.test(textOf(name))

/** What a Service sends requests to, and the labels of an object and its pods. */
const labelsIn = (resource: Resource, world: World): readonly Labels[] => [
  labelsOf(resource.json),
  resource.json.spec?.selector ?? {},
  ...world.workloadsOf(resource).map(({ template }) => labelsOf(template)),
]

/** Only its own pod reaches it: the pod has a program that asks it. */
const listensInPod = ({ spec }: Container): boolean =>
  [...listOf(spec.command), ...listOf(spec.args)].some(word =>
    /^--?listen=(?:localhost|127\.0\.0\.1)\b/.test(textOf(word)),
  )

const TILLER_KINDS = ['Pod', 'Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'ReplicationController', 'Service']

function tillerIn(resource: Resource, world: World): Problem | undefined {
  const container = containersOf(resource, world).find(one => programOf(one) === 'tiller')
  if (container)
    return {
      at: container.at('image'),
      message: `container \`${container.name}\` runs Tiller${listensInPod(container) ? ', which listens in its pod only' : ''}`,
      ...(listensInPod(container)
        ? { severity: 'medium', unlike: { checkov: ['CKV_K8S_44', 'CKV_K8S_45'] } }
        : { unlike: { checkov: 'CKV_K8S_44' } }),
    }
  const names = [resource.name, ...world.workloadsOf(resource).map(({ template }) => template?.metadata?.name)]
  if (!labelsIn(resource, world).some(isTillersLabels) && !names.some(isTillersName)) return
  return {
    at: resource.at('metadata', 'name'),
    severity: 'medium',
    message: `${resource.kind} \`${resource.name}\` has the name or the labels of Tiller`,
    ...(resource.kind === 'Service' && { unlike: { checkov: ['CKV_K8S_34', 'CKV_K8S_45'] } }),
  }
}

export const tiller = rule({
  id: 'tiller',
  title: 'Tiller of Helm 2 is deployed',
  why: 'Every pod that reaches the port of Tiller can install charts with its rights, usually those of the cluster administrator. Helm 2 has had no security fixes since November 2020.',
  help: 'Migrate the releases with the `2to3` plugin of Helm 3, then delete the Deployment, Service and ServiceAccount of Tiller.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  peers: {
    checkov: ['CKV_K8S_34', 'CKV_K8S_44', 'CKV_K8S_45'],
    kics: [
      '6d173be7-545a-46c6-a81d-2ae52ed1605d',
      '8b862ca9-0fbd-4959-ad72-b6609bdaa22d',
      'e17fa86a-6222-4584-a914-56e8f6c87e06',
    ],
    trivy: trivyIds('KSV-0102', 'no-tiller'),
  },
  on: 'resource',
  kinds: TILLER_KINDS,
  check: (resource, { world }) => tillerIn(resource, world),
})

const DASHBOARD = 'kubernetes-dashboard'

const isDashboard = (labels: Labels): boolean => labels['app'] === DASHBOARD || labels['k8s-app'] === DASHBOARD

/** `kubernetesui/dashboard`, its later parts `kubernetesui/dashboard-web`, and the image of old. */
const runsDashboard = (container: Container): boolean =>
  /^(?:kubernetesui\/dashboard(?:-\w+)?|(?:.*\/)?kubernetes-dashboard-\w+)$/.test(imageOf(container)?.repository ?? '')

/** Its own account is in its own manifests; anyone else has no reason to. */
const subjectsBeside = (binding: Resource): readonly Json[] =>
  listOf(binding.json.subjects).filter(subject => textOf(subject?.name) !== DASHBOARD)

function dashboardIn(resource: Resource, world: World): Problem | undefined {
  const workloads = world.workloadsOf(resource)
  const container = containersOf(resource, world).find(runsDashboard)
  if (container)
    return { at: container.at('image'), message: `container \`${container.name}\` runs Kubernetes Dashboard` }
  const labels = workloads.flatMap(({ template }) => [labelsOf(template), labelsOf(resource.json)])
  if (labels.some(isDashboard))
    return {
      at: resource.at('metadata', 'labels'),
      message: `${resource.kind} \`${resource.name}\` has the labels of Kubernetes Dashboard`,
    }
  const user = workloads.find(workload => serviceAccountOf(workload) === DASHBOARD)
  if (user) return { at: user.at('serviceAccountName'), message: `pod runs as service account \`${DASHBOARD}\`` }
  if (resource.json.roleRef?.name !== DASHBOARD || subjectsBeside(resource).length === 0) return
  return {
    at: resource.at('roleRef', 'name'),
    message: `${resource.kind} \`${resource.name}\` grants the role of Kubernetes Dashboard to others`,
  }
}

export const kubernetesDashboard = rule({
  id: 'kubernetes-dashboard',
  title: 'Kubernetes Dashboard is deployed',
  why: 'An attacker who reaches the dashboard acts with the rights of its account. The project is archived and gets no security fixes.',
  help: 'Delete the dashboard, and use a client that runs with the rights of its user, such as Headlamp or `k9s`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  tags: ['mitre'],
  peers: { checkov: 'CKV_K8S_33', kics: 'd2ad057f-0928-41ef-a83c-f59203bb855b', kubescape: 'C-0014' },
  on: 'resource',
  concerns: (resource, { world }) => world.workloadsOf(resource).length > 0,
  check: (resource, { world }) => dashboardIn(resource, world),
})

/** How many minors get fixes at a time (kubernetes.io/releases/version-skew-policy). */
const SUPPORTED_MINORS = 3

export const outdatedKubernetesVersion = rule({
  id: 'outdated-kubernetes-version',
  title: 'Kubernetes version of a node is not supported',
  why: 'Kubernetes fixes vulnerabilities in its three newest minor versions only.',
  help: 'Upgrade the node, with kubeadm by `kubeadm upgrade node`, one minor version at a time.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: { kubescape: 'C-0273' },
  on: 'resource',
  kinds: ['Node'],
  check(resource, { kubernetes }) {
    const version = textOf(resource.json.status?.nodeInfo?.kubeletVersion)
    const [, minor] = /^v1\.(\d{1,3})\b/.exec(version) ?? []
    if (minor === undefined || Number(minor) > kubernetes - SUPPORTED_MINORS) return
    return {
      at: resource.at('status', 'nodeInfo', 'kubeletVersion'),
      judged: 'kubeletVersion',
      message: `node \`${resource.name}\` runs Kubernetes \`${version}\`; expected 1.${kubernetes - SUPPORTED_MINORS + 1} or newer`,
    }
  },
})
