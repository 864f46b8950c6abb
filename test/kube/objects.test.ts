import { describe, expect, test } from 'vitest'
import { isObject, resourcesOf } from '../../src/kube/objects.ts'
import { readYaml } from '../../src/yaml/source.ts'

const read = async (text: string) => {
  const source = await readYaml('objects.yaml', text)
  return resourcesOf(source).map(({ apiVersion, handle, root }) => [apiVersion, handle, root.join('.')])
}

describe('resourcesOf', () => {
  test.each([
    [
      'a document',
      'apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: shop}',
      [['v1', 'Secret/shop/a', '0']],
    ],
    [
      'several documents, empty ones and foreign ones between',
      'apiVersion: v1\nkind: Pod\n---\n# nothing\n---\nhello: world\n---\n- 1\n---\napiVersion: v1\nkind: Service\n',
      [
        ['v1', 'Pod', '0'],
        ['v1', 'Service', '3'],
      ],
    ],
    [
      'a List, lists in it and what is no object',
      'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: a}}\n- 7\n- null\n- {kind: Pod}\n- {apiVersion: v1, kind: List, items: [{apiVersion: apps/v1, kind: Deployment}]}\n',
      [
        ['v1', 'Pod/a', '0.items.0'],
        ['apps/v1', 'Deployment', '0.items.4.items.0'],
      ],
    ],
    [
      'a typed list lends its items its kind, and no more than that',
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleList\nitems:\n- metadata: {name: a}\n- {apiVersion: v1, kind: Pod}\n- [1]\n',
      [
        ['rbac.authorization.k8s.io/v1', 'Role/a', '0.items.0'],
        ['v1', 'Pod', '0.items.1'],
      ],
    ],
    [
      'a kind that only sounds like a list',
      'apiVersion: example.com/v1\nkind: AllowList\nitems: {a: b}',
      [['example.com/v1', 'AllowList', '0']],
    ],
    ['an empty List', 'apiVersion: v1\nkind: List\nitems: []', []],
    [
      'a JSON array of objects',
      '[{"apiVersion": "v1", "kind": "Pod"}, 1, {"apiVersion": "v1", "kind": "Service"}]',
      [
        ['v1', 'Pod', '0.0'],
        ['v1', 'Service', '0.2'],
      ],
    ],
    [
      'names that are maps, lists or numbers',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: {toString: x}}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: [a]}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: 7}\n---\napiVersion: v1\nkind: Pod\nmetadata: x\n---\napiVersion: v1\nkind: Pod\nmetadata: {generateName: web-, namespace: 5}\n',
      [
        ['v1', 'Pod', '0'],
        ['v1', 'Pod', '1'],
        ['v1', 'Pod/7', '2'],
        ['v1', 'Pod', '3'],
        ['v1', 'Pod/web-', '4'],
      ],
    ],
    ['prototype keys', '__proto__: {apiVersion: v1, kind: Pod}\nconstructor: x', []],
  ])('%s', async (_, text, expected) => expect(await read(text)).toEqual(expected))

  test('lists in lists, deeper than anybody writes them', async () => {
    const depth = 150
    const open = '{"apiVersion":"v1","kind":"List","items":['.repeat(depth)
    expect(await read(`${open}{"apiVersion":"v1","kind":"Pod"}${']}'.repeat(depth)}`)).toHaveLength(1)
  })
})

describe('isObject', () => {
  test.each([
    'kustomize.config.k8s.io/v1beta1 Kustomization',
    'kustomize.config.k8s.io/v1alpha1 Component',
    'builtin PatchTransformer',
    'v1 Config',
    'skaffold/v4beta6 Config',
    'kind.x-k8s.io/v1alpha4 Cluster',
    'k3d.io/v1alpha5 Simple',
    'eksctl.io/v1alpha5 ClusterConfig',
    'kops.k8s.io/v1alpha2 Cluster',
    'backstage.io/v1alpha1 Component',
    'cli.kyverno.io/v1alpha1 Test',
    'kuttl.dev/v1beta1 TestSuite',
  ])('%s is not for clusters', text => {
    const [apiVersion, kind] = text.split(' ')
    expect(isObject({ apiVersion, kind })).toBe(false)
  })

  test.each([
    'v1 ConfigMap',
    'v1 Pod',
    'config.example.com/v1 Config',
    'kustomize.toolkit.fluxcd.io/v1 Kustomization',
    'kubelet.config.k8s.io/v1beta1 KubeletConfiguration',
    'kubeadm.k8s.io/v1beta4 ClusterConfiguration',
    'kyverno.io/v1 ClusterPolicy',
  ])('%s is', text => {
    const [apiVersion, kind] = text.split(' ')
    expect(isObject({ apiVersion, kind })).toBe(true)
  })

  test.each([
    [null],
    [undefined],
    ['v1'],
    [[]],
    [{}],
    [{ apiVersion: 1, kind: 'Pod' }],
    [{ apiVersion: 'v1', kind: null }],
    [{ apiVersion: ['v1'], kind: 'Pod' }],
  ])('%j is none', value => expect(isObject(value)).toBe(false))
})
