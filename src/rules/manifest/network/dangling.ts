import { GATEWAY_ROUTES } from '../../../kube/network/backends.ts'
import type { Resource } from '../../../kube/resource.ts'
import {
  type Dangling,
  danglingIngress,
  danglingMonitor,
  danglingPeers,
  danglingPolicy,
  danglingRoute,
  danglingService,
} from '../../../world/network/dangling.ts'
import type { World } from '../../../world/world.ts'
import { rule } from '../../rule.ts'

/** References and selectors that lead to nothing. Monokle has one id for all of them. */
const REFERENCES = [
  {
    id: 'dangling-service',
    title: 'Service selects no pod',
    why: 'The Service has no endpoints: every connection to it fails.',
    help: "Make `spec.selector` equal to labels of the pod template, in the Service's namespace.",
    severity: 'medium',
    profile: 'recommended',
    kinds: ['Service'],
    peers: {
      kics: '3ca03a61-3249-4c16-8427-6f8e47dda729',
      kubelinter: 'dangling-service',
      kubescape: 'C-0293',
      kubescore: 'service-targets-pod',
      monokle: 'LNK001',
    },
    find: danglingService,
  },
  {
    id: 'dangling-ingress',
    title: 'Ingress leads to a Service or port that does not exist',
    why: 'The controller has nowhere to send requests to: users get 503 or 404, and some controllers reject the whole Ingress.',
    help: "Set `service.name` to a Service in the Ingress's namespace, and `service.port` to the number or name of one of its ports.",
    severity: 'medium',
    profile: 'recommended',
    kinds: ['Ingress'],
    peers: {
      kubelinter: 'dangling-ingress',
      kubescape: 'C-0298',
      kubescore: 'ingress-targets-service',
      monokle: 'LNK001',
    },
    find: danglingIngress,
  },
  {
    id: 'dangling-gateway-backend',
    title: 'Route leads to a Service or port that does not exist',
    why: 'The gateway has nowhere to send requests to, and answers 500.',
    help: 'Set `backendRefs` to the name and port number of a Service, with its `namespace` if that is another one.',
    severity: 'medium',
    profile: 'recommended',
    kinds: GATEWAY_ROUTES,
    peers: { kubescape: 'C-0302' },
    find: danglingRoute,
  },
  {
    id: 'dangling-network-policy',
    title: 'NetworkPolicy selects no pod',
    why: 'The pods that it was written for, with other labels or in another namespace, are not isolated.',
    help: "Make `podSelector` equal to labels of the pod template, in the policy's namespace.",
    severity: 'low',
    profile: 'recommended',
    kinds: ['NetworkPolicy'],
    peers: {
      kics: '85ab1c5b-014e-4352-b5f8-d7dea3bb4fd3',
      kubelinter: 'dangling-networkpolicy',
      kubescape: 'C-0299',
      kubescore: 'networkpolicy-targets-pod',
      monokle: 'LNK001',
    },
    find: danglingPolicy,
  },
  {
    id: 'dangling-network-policy-peer',
    title: 'Peer of a NetworkPolicy matches no pod',
    why: 'The rule allows nothing: connections that it was written for are blocked.',
    help: "Make the `podSelector` of the peer equal to labels of pods in the policy's namespace, or add a `namespaceSelector`.",
    severity: 'low',
    profile: 'recommended',
    kinds: ['NetworkPolicy'],
    peers: { kubelinter: 'dangling-networkpolicypeer-podselector' },
    find: danglingPeers,
  },
  {
    id: 'dangling-service-monitor',
    title: 'ServiceMonitor selects no Service',
    why: 'Prometheus scrapes nothing: dashboards stay empty, and alerts on these metrics never fire.',
    help: 'Make `selector` equal to labels of the Service itself, and list its namespace in `namespaceSelector.matchNames` if it is another one.',
    severity: 'low',
    profile: 'recommended',
    kinds: ['ServiceMonitor'],
    peers: { kubelinter: 'dangling-servicemonitor' },
    find: danglingMonitor,
  },
] as const

export const danglingReferences = REFERENCES.map(({ find, ...meta }) =>
  rule({
    ...meta,
    since: '0.1',
    on: 'resource',
    check: (resource: Resource, { world }: { world: World }) =>
      find(resource, world).filter(({ elsewhere }) => !elsewhere),
  }),
)

/** For a checkout that is meant to be complete: everything that may be defined elsewhere. */
export const unresolvedReference = rule({
  id: 'unresolved-reference',
  title: 'Reference leads outside of what was read',
  why: 'Nothing in the checkout shows that the object exists: if it does not, requests fail, or pods are not isolated.',
  help: 'Correct the name, the labels or `metadata.namespace`, or add the missing object to the checkout.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  on: 'resource',
  kinds: [...new Set(REFERENCES.flatMap(({ kinds }) => kinds))],
  check: (resource, { world }) =>
    REFERENCES.flatMap(({ find, peers }) =>
      find(resource, world)
        .filter(({ elsewhere }): boolean => elsewhere)
        .map((found: Dangling) => ({ also: peers, ...found })),
    ),
})
