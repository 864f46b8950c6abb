import { test } from 'vitest'
import type { Resource } from '../../src/kube/resource.ts'
import type { World } from '../../src/world/world.ts'
import { documents, ingress, labelled, networkPolicy, objectOf, service } from '../kit/manifests.ts'
import { read } from '../kit/read.ts'
import { expectLinear } from '../kit/steps.ts'

/** So many of each: pods that share a label, Services, policies, Ingresses, routes and monitors for them, and grants. */
const shop = (size: number): Promise<World> =>
  read(
    documents(
      ...Array.from({ length: size }, (_, i) =>
        documents(
          labelled(`{app: web, shard: s${i}}`, `name: p${i}`),
          service(
            `type: NodePort\nselector: {app: web, shard: s${i}}\nports: [{port: 80}]`,
            `{name: s${i}, labels: {shard: s${i}}}`,
          ),
          service('ports: [{port: 80}]', `{name: t${i}, namespace: shop}`),
          networkPolicy(
            `podSelector: {matchLabels: {shard: x${i}}}\ningress: [{from: [{podSelector: {matchLabels: {shard: x${i}}}}]}]`,
            `{name: n${i}}`,
          ),
          networkPolicy('podSelector: {}', `{name: all${i}}`),
          ingress(`defaultBackend: {service: {name: x${i}, port: {number: 80}}}`, `{name: i${i}}`),
          objectOf(
            'gateway.networking.k8s.io/v1',
            'HTTPRoute',
            `rules: [{backendRefs: [{name: t${i}, namespace: shop, port: 80}]}]`,
            `{name: r${i}}`,
          ),
          objectOf(
            'gateway.networking.k8s.io/v1',
            'ReferenceGrant',
            `from: [{kind: HTTPRoute, namespace: n${i}}]`,
            `{name: g${i}, namespace: shop}`,
          ),
          objectOf(
            'monitoring.coreos.com/v1',
            'ServiceMonitor',
            `selector: {matchLabels: {shard: x${i}}}`,
            `{name: m${i}}`,
          ),
        ),
      ),
    ),
  )

/** What a module answers about every object. */
const grows = <Module>(load: () => Promise<Module>, ask: (module: Module, world: World, one: Resource) => unknown) =>
  expectLinear(
    load,
    async (module, size) => {
      const world = await shop(size)
      for (const resource of world.resources) ask(module, world, resource)
    },
    20,
  )

test('the cost of references grows with the objects, not with their product', () =>
  grows(
    () => import('../../src/world/network/dangling.ts'),
    (
      { danglingService, danglingPolicy, danglingPeers, danglingIngress, danglingRoute, danglingMonitor },
      world,
      one,
    ) => {
      for (const find of [
        danglingService,
        danglingPolicy,
        danglingPeers,
        danglingIngress,
        danglingRoute,
        danglingMonitor,
      ])
        find(one, world)
    },
  ))

test('the cost of isolation grows with pods and policies, not with their product', () =>
  grows(
    () => import('../../src/world/network/network-policies.ts'),
    ({ isolationOf, representative, hasPolicies }, world, one) => {
      for (const workload of world.workloadsOf(one)) {
        isolationOf(world, workload)
        representative(world, workload)
        hasPolicies(world, 'default', one)
      }
    },
  ))

test('the cost of exposure grows with pods and what exposes them, not with their product', () =>
  grows(
    () => import('../../src/world/network/exposure.ts'),
    ({ exposuresOf }, world, one) => world.workloadsOf(one).map(workload => exposuresOf(world, workload)),
  ))
