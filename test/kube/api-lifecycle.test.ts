import { expect, test } from 'vitest'
import { isAlpha, lifecycleOf } from '../../src/kube/facts/api-lifecycle.ts'

test.each([
  ['extensions/v1beta1', 'Deployment', 8, 16, 'apps/v1'],
  ['extensions/v1beta1', 'Ingress', 14, 22, 'networking.k8s.io/v1'],
  ['extensions/v1beta1', 'Anything', undefined, 22, undefined],
  ['rbac.authorization.k8s.io/v1beta1', 'RoleList', 17, 22, 'rbac.authorization.k8s.io/v1'],
  ['policy/v1beta1', 'PodDisruptionBudget', 21, 25, 'policy/v1'],
  ['policy/v1beta1', 'PodSecurityPolicy', 21, 25, undefined],
  ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', 23, 26, 'autoscaling/v2'],
  ['node.k8s.io/v1alpha1', 'RuntimeClass', undefined, 24, 'node.k8s.io/v1'],
  ['v1', 'Endpoints', 33, undefined, 'discovery.k8s.io/v1'],
])('%s %s: deprecated in 1.%s, gone in 1.%s, now %s', (apiVersion, kind, deprecated, removed, replacement) => {
  const found = lifecycleOf(apiVersion, kind)
  expect([found?.deprecated, found?.removed, found?.replacement?.apiVersion]).toEqual([
    deprecated,
    removed,
    replacement,
  ])
})

test.each([
  ['apps/v1', 'Deployment'],
  ['v1', 'Pod'],
  ['networking.k8s.io/v1', 'Ingress'],
  ['apps/v1beta1', 'Robot'],
  ['v1', 'constructor'],
  ['__proto__', 'toString'],
  ['', ''],
])('nothing ends %s %s', (apiVersion, kind) => expect(lifecycleOf(apiVersion, kind)).toBeUndefined())

test('other projects remove APIs in releases of their own', () => {
  expect(lifecycleOf('cert-manager.io/v1alpha2', 'Issuer')?.removedBy).toBe('cert-manager 1.6')
  expect(lifecycleOf('rbac.istio.io/v1alpha1', 'ServiceRole')?.removedBy).toBe('Istio 1.4')
})

test.each([
  ['scheduling.k8s.io/v1alpha3', true],
  ['storage.k8s.io/v1alpha1', true],
  ['storage.k8s.io/v1beta1', false],
  ['v1', false],
  ['v1alpha1', false],
  ['argoproj.io/v1alpha1', false],
  ['gateway.networking.k8s.io/v1alpha2', false],
  ['cluster.x-k8s.io/v1alpha4', false],
])('%s is an alpha version of Kubernetes itself: %s', (apiVersion, alpha) => expect(isAlpha(apiVersion)).toBe(alpha))
