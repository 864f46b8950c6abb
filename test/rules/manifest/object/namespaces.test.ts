import { expect, test } from 'vitest'
import { check } from '../../../../src/engine/check.ts'
import { resourcesIn } from '../../../../src/kube/objects.ts'
import { rules } from '../../../../src/rules/index.ts'
import { World } from '../../../../src/world/world.ts'
import { readYaml } from '../../../../src/yaml/source.ts'
import { workflow } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const object = (kind: string, metadata: string, apiVersion = 'v1') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: ${metadata}\n`

table('default-namespace', {
  bad: [
    ['it is set', object('ConfigMap', '{name: a, namespace: default}'), 'namespace: default'],
    [
      'none is set',
      object('Deployment', '{name: a}', 'apps/v1'),
      {
        at: 'metadata: {name: a}',
        severity: 'info',
        message: 'Deployment `a` sets no namespace: kubectl uses that of its context, `default` unless configured',
      },
    ],
    [
      'of another group',
      object('Shop', '{name: a, namespace: default}', 'example.com/v1'),
      { at: 'namespace: default', message: 'Shop `a` is in namespace `default`' },
    ],
    [
      'of a group below k8s.io',
      object('Gateway', '{name: a, namespace: default}', 'gateway.networking.k8s.io/v1'),
      { at: 'namespace: default', message: 'Gateway `a` is in namespace `default`' },
    ],
    [
      'a Service of another name',
      object('Service', '{name: web, namespace: default}'),
      { at: 'namespace: default', message: 'Service `web` is in namespace `default`' },
    ],
  ],
  good: [
    ['a namespace of its own', object('ConfigMap', '{name: a, namespace: shop}')],
    ['what is in no namespace', object('ClusterRole', '{name: a}', 'rbac.authorization.k8s.io/v1')],
    ['what is in no namespace, whatever it says', object('Node', '{name: a, namespace: default}')],
    ['of another group, perhaps in no namespace', object('Shop', '{name: a}', 'example.com/v1')],
    ['the account that is in each', object('ServiceAccount', '{name: default, namespace: default}')],
    ['the Service of the API server', object('Service', '{name: kubernetes, namespace: default}')],
    ['its addresses', object('EndpointSlice', '{name: kubernetes, namespace: default}', 'discovery.k8s.io/v1')],
    ['its addresses of old', object('Endpoints', '{name: kubernetes}')],
    ['the certificate that is in each', object('ConfigMap', '{name: kube-root-ca.crt}')],
  ],
  says: 'ConfigMap `a` is in namespace `default`',
})

test('default-namespace leaves open where a chart or an overlay is put', async () => {
  const run = async (metadata: string, by: 'helm' | 'kustomize') => {
    const written = await readYaml('a.yaml', object('ConfigMap', metadata))
    const world = new World({ resources: resourcesIn(written, [0], written.documents[0]!.value, { by, root: 'a' }) })
    return check(world, [{ rule: rules.get('default-namespace')!, options: {} }], { kubernetes: 36 }).findings.length
  }
  expect(await run('{name: a}', 'helm')).toBe(0)
  expect(await run('{name: a}', 'kustomize')).toBe(0)
  expect(await run('{name: a, namespace: default}', 'helm')).toBe(0)
  expect(await run('{name: a, namespace: default}', 'kustomize')).toBe(1)
})

const inSystem = (labels: string, priority: string, namespace = 'kube-system') =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: ${namespace}, labels: ${labels}}\nspec: {priorityClassName: ${priority}, containers: [{name: app}]}\n`

table('system-namespace', {
  bad: [
    ['of kube-system', inSystem('{}', 'high'), 'namespace: kube-system'],
    ['of kube-public', inSystem('{}', 'high', 'kube-public'), 'namespace: kube-public'],
    ['of kube-node-lease', inSystem('{}', 'high', 'kube-node-lease'), 'namespace: kube-node-lease'],
    ['without the labels', inSystem('{tier: control-plane}', 'system-node-critical'), 'namespace: kube-system'],
    ['of another tier', inSystem('{component: a, tier: front}', 'system-node-critical'), 'namespace: kube-system'],
    ['without the priority', inSystem('{component: a, tier: control-plane}', 'high'), 'namespace: kube-system'],
  ],
  good: [
    ['a component of the control plane', inSystem('{component: etcd, tier: control-plane}', 'system-node-critical')],
    ['another namespace', inSystem('{}', 'high', 'shop')],
    ['none', inSystem('{}', 'high').replace(' namespace: kube-system,', '')],
    ['a part of a pod', workflow('image: a:1').replace('name: build', 'name: build\n  namespace: kube-system')],
    ['no pod', object('ConfigMap', '{name: a, namespace: kube-system}')],
  ],
  says: 'Pod `web` runs in namespace `kube-system`',
})
