import { expect, test } from 'vitest'
import { check } from '../../../../src/engine/check.ts'
import { resourcesIn } from '../../../../src/kube/objects.ts'
import { rules } from '../../../../src/rules/index.ts'
import { World } from '../../../../src/world/world.ts'
import { readYaml } from '../../../../src/yaml/source.ts'
import { documents, labelled, networkPolicy, objectOf, workflow } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const WEB = labelled('{app: web}')
const LABELS = 'labels: {app: web}'
const policy = (selector: string, rest = 'policyTypes: [Ingress, Egress]'): string =>
  networkPolicy(`podSelector: ${selector}\n${rest}`)
const cilium = (spec: string, metadata = '{name: web}'): string =>
  objectOf('cilium.io/v2', 'CiliumNetworkPolicy', spec, metadata)
const clusterwide = (spec: string): string => objectOf('cilium.io/v2', 'CiliumClusterwideNetworkPolicy', spec)
const BOTH = 'ingress: [{}]\negress: [{}]'
const NONE = 'no NetworkPolicy isolates the pod'
const UNSELECTED = 'no NetworkPolicy of its namespace selects the pod'

table('network-policy-missing', {
  bad: [
    ['no policy', WEB, { at: LABELS, message: NONE }],
    [
      'no policy for two pods',
      documents(WEB, labelled('{app: api}', 'name: api')),
      { at: LABELS, message: 'no NetworkPolicy isolates the pod or 1 other of its namespace' },
    ],
    [
      'one of two namespaces',
      documents(
        WEB,
        labelled('{app: web}', 'name: web, namespace: shop'),
        networkPolicy('podSelector: {}', '{name: a, namespace: shop}'),
      ),
      { at: LABELS, message: NONE },
      { at: LABELS, severity: 'low', message: 'NetworkPolicies that select the pod leave egress open' },
    ],
    ['other labels', documents(WEB, policy('{matchLabels: {app: api}}')), { at: LABELS, message: UNSELECTED }],
    [
      'other labels in a namespace',
      documents(
        labelled('{app: web}', 'name: web, namespace: shop'),
        networkPolicy('podSelector: {matchLabels: {app: api}}', '{name: a, namespace: shop}'),
      ),
      { at: LABELS, message: 'no NetworkPolicy of namespace `shop` selects the pod' },
    ],
    [
      'ingress only, by default',
      documents(WEB, policy('{}', 'ingress: []')),
      { at: LABELS, severity: 'low', message: 'NetworkPolicies that select the pod leave egress open' },
    ],
    [
      'egress only',
      documents(WEB, policy('{matchLabels: {app: web}}', 'policyTypes: [Egress]')),
      { at: LABELS, severity: 'low', message: 'NetworkPolicies that select the pod leave ingress open' },
    ],
    [
      'neither',
      documents(WEB, policy('{}', 'policyTypes: [ingress]')),
      { at: LABELS, severity: 'low', message: 'NetworkPolicies that select the pod leave ingress and egress open' },
    ],
    [
      'an invalid selector',
      documents(WEB, policy('{matchExpressions: [{key: a, operator: Is}]}')),
      { at: LABELS, message: NONE },
    ],
    ['no spec', documents(WEB, networkPolicy('')), { at: LABELS, message: NONE }],
    [
      'of another group',
      documents(WEB, objectOf('example.com/v1', 'NetworkPolicy', 'podSelector: {}')),
      { at: LABELS, message: NONE },
    ],
    [
      'of Cilium, for others',
      documents(WEB, cilium(`endpointSelector: {matchLabels: {app: api}}\n${BOTH}`)),
      { at: LABELS, message: UNSELECTED },
    ],
    [
      'of Cilium, for one direction',
      documents(WEB, cilium('endpointSelector: {}\ningress: [{}]')),
      { at: LABELS, severity: 'low', message: 'NetworkPolicies that select the pod leave egress open' },
    ],
    [
      'of Cilium, which does not isolate',
      documents(WEB, cilium(`endpointSelector: {}\n${BOTH}\nenableDefaultDeny: {egress: false}`)),
      { at: LABELS, severity: 'low', message: 'NetworkPolicies that select the pod leave egress open' },
    ],
    ['of Cilium, for nodes', documents(WEB, clusterwide(`nodeSelector: {}\n${BOTH}`)), { at: LABELS, message: NONE }],
    [
      'of Cilium, without specs',
      documents(WEB, 'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: a}\nspecs: []\n'),
      { at: LABELS, message: NONE },
    ],
    [
      'of Cilium, for another namespace',
      documents(
        WEB,
        clusterwide(`endpointSelector: {matchLabels: {"k8s:io.kubernetes.pod.namespace": shop}}\n${BOTH}`),
      ),
      { at: LABELS, message: NONE },
    ],
    [
      'no labels',
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers: []\n',
      { at: 'metadata', message: NONE },
    ],
  ],
  good: [
    ['both directions', documents(WEB, policy('{}'))],
    ['the labels', documents(WEB, policy('{matchLabels: {app: web}}'))],
    ['an expression', documents(WEB, policy('{matchExpressions: [{key: tier, operator: DoesNotExist}]}'))],
    ['no selector, which is for all', documents(WEB, networkPolicy('policyTypes: [Ingress, Egress]'))],
    ['egress rules, by default', documents(WEB, policy('{}', 'egress: [{}]'))],
    ['an empty list of types', documents(WEB, policy('{}', 'policyTypes: []\negress: [{}]'))],
    ['two policies', documents(WEB, policy('{}', 'policyTypes: [Egress]'), policy('{}', ''))],
    [
      'of the old group',
      documents(WEB, objectOf('extensions/v1beta1', 'NetworkPolicy', 'podSelector: {}\negress: [{}]')),
    ],
    ['in the network of the node', objectOf('v1', 'Pod', 'hostNetwork: true\ncontainers: []')],
    ['a hook', labelled('{app: web}', 'name: web, annotations: {helm.sh/hook: test}')],
    ['only a part of a pod', workflow('image: a:1')],
    ['of Cilium', documents(WEB, cilium(`endpointSelector: {matchLabels: {"k8s:app": web}}\n${BOTH}`))],
    [
      'of Cilium, with any source',
      documents(WEB, cilium(`endpointSelector: {matchLabels: {"any:app": web}}\n${BOTH}`)),
    ],
    ['of Cilium, which denies', documents(WEB, cilium('endpointSelector: {}\ningressDeny: [{}]\negressDeny: [{}]'))],
    [
      'of Cilium, in a list',
      documents(
        WEB,
        `apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: a}\nspecs: [{endpointSelector: {}, ingress: [], egress: []}]\n`,
      ),
    ],
    ['of Cilium, for all namespaces', documents(WEB, clusterwide(`endpointSelector: {}\n${BOTH}`))],
    [
      'of Cilium, for this namespace',
      documents(
        WEB,
        clusterwide(`endpointSelector: {matchLabels: {"k8s:io.kubernetes.pod.namespace": default}}\n${BOTH}`),
      ),
    ],
    [
      'of Cilium, by labels of the namespace, which are not read',
      documents(
        WEB,
        clusterwide(`endpointSelector: {matchLabels: {"k8s:io.cilium.k8s.namespace.labels.a": b}}\n${BOTH}`),
      ),
    ],
    ['of Calico', documents(WEB, objectOf('projectcalico.org/v3', 'NetworkPolicy', 'selector: all()'))],
    [
      'of Calico, as its own',
      documents(WEB, objectOf('crd.projectcalico.org/v1', 'GlobalNetworkPolicy', 'selector: all()')),
    ],
    [
      'of the administrator',
      documents(WEB, objectOf('policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', 'priority: 1')),
    ],
  ],
  says: NONE,
})

const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n'

table('namespace-network-policy-missing', {
  bad: [
    ['none', NAMESPACE, 'name: shop'],
    ['in another namespace', documents(NAMESPACE, networkPolicy('podSelector: {}')), 'name: shop'],
    [
      'of Cilium, for some',
      documents(NAMESPACE, clusterwide(`endpointSelector: {matchLabels: {app: web}}\n${BOTH}`)),
      'name: shop',
    ],
  ],
  good: [
    [
      'for some pods',
      documents(NAMESPACE, networkPolicy('podSelector: {matchLabels: {a: b}}', '{name: a, namespace: shop}')),
    ],
    ['of Cilium', documents(NAMESPACE, cilium('endpointSelector: {}\ningress: []', '{name: a, namespace: shop}'))],
    ['of Cilium, for all', documents(NAMESPACE, clusterwide('endpointSelector: {}\ningress: []'))],
    [
      'of Cilium, for a pod of it',
      documents(
        NAMESPACE,
        labelled('{app: web}', 'name: web, namespace: shop'),
        clusterwide('endpointSelector: {matchLabels: {app: web}}\ningress: []'),
      ),
    ],
  ],
  says: 'no NetworkPolicy was found for namespace `shop`',
})

const FIX = 'List the directions of the policy'

table('network-policy-no-direction', {
  bad: [
    [
      'rules of the other direction',
      policy('{}', 'policyTypes: [Egress]\ningress: [{}]'),
      {
        at: 'policyTypes: [Egress]',
        fix: FIX,
        after: policy('{}', 'policyTypes: ["Ingress", "Egress"]\ningress: [{}]'),
      },
    ],
    [
      'egress rules',
      policy('{}', 'policyTypes: [Ingress]\negress: [{}]'),
      {
        at: 'policyTypes: [Ingress]',
        message: 'egress rules of the policy have no effect: `policyTypes` does not list Egress',
        fix: FIX,
        after: policy('{}', 'policyTypes: ["Ingress", "Egress"]\negress: [{}]'),
      },
    ],
    [
      'an unknown type',
      policy('{}', 'policyTypes: [ingress]'),
      {
        at: 'policyTypes: [ingress]',
        message: 'invalid policy type `ingress`; expected Ingress or Egress',
        fix: FIX,
        after: policy('{}', 'policyTypes: ["Ingress", "Egress"]'),
      },
    ],
    [
      'an unknown type besides',
      policy('{}', 'policyTypes: [Ingress, Outgress]'),
      {
        at: 'policyTypes: [Ingress, Outgress]',
        message: 'invalid policy type `Outgress`; expected Ingress or Egress',
        fix: FIX,
        after: policy('{}', 'policyTypes: ["Ingress"]'),
      },
    ],
  ],
  good: [
    ['both', policy('{}')],
    ['one, without rules for the other', policy('{}', 'policyTypes: [Egress]\ningress: []')],
    ['by default', policy('{}', 'egress: [{}]')],
    ['an empty list, which is the default', policy('{}', 'policyTypes: []\ningress: [{}]')],
    ['of another group', objectOf('example.com/v1', 'NetworkPolicy', 'policyTypes: [all]')],
    ['no spec', networkPolicy('')],
  ],
  says: 'ingress rules of the policy have no effect: `policyTypes` does not list Ingress',
  fixes: true,
})

table('network-policy-selector', {
  bad: [
    [
      'none',
      networkPolicy('policyTypes: [Ingress]'),
      {
        at: 'spec',
        fix: 'Select all pods explicitly',
        after: networkPolicy('podSelector: {}\npolicyTypes: [Ingress]'),
        safe: true,
      },
    ],
    [
      'in a namespace',
      networkPolicy('policyTypes: [Ingress]', '{name: web, namespace: shop}'),
      {
        at: 'spec',
        message: 'policy without `podSelector` applies to every pod of namespace `shop`',
        fix: 'Select all pods explicitly',
        after: networkPolicy('podSelector: {}\npolicyTypes: [Ingress]', '{name: web, namespace: shop}'),
        safe: true,
      },
    ],
  ],
  good: [
    ['for all', policy('{}')],
    ['for some', policy('{matchLabels: {app: web}}')],
    ['of another group', objectOf('example.com/v1', 'NetworkPolicy', 'policyTypes: [Ingress]')],
    ['no spec', networkPolicy('')],
  ],
  says: 'policy without `podSelector` applies to every pod of its namespace',
  fixes: true,
})

const ingressRules = (rules: string, types = ''): string => policy('{}', `${types}ingress:\n${rules}`)
const egressRules = (rules: string, types = ''): string => policy('{}', `${types}egress:\n${rules}`)

table('network-policy-ingress-any', {
  bad: [
    ['an empty rule', ingressRules('  - {}'), '{}'],
    [
      'a port',
      ingressRules('  - ports: [{port: 80}]'),
      { at: 'ports: [{port: 80}]', message: 'policy allows ingress from anywhere on port `80`' },
    ],
    [
      'ports',
      ingressRules('  - ports: [{port: 80}, {port: https}, {protocol: UDP}]\n    from: []'),
      {
        at: 'ports: [{port: 80}, {port: https}, {protocol: UDP}]',
        message: 'policy allows ingress from anywhere on ports `80` and `https`',
      },
    ],
    ['all addresses', ingressRules('  - from:\n      - ipBlock: {cidr: 0.0.0.0/0}'), 'ipBlock: {cidr: 0.0.0.0/0}'],
    [
      'all addresses of IPv6',
      ingressRules('  - from:\n      - ipBlock: {cidr: 192.0.2.0/24}\n      - ipBlock: {cidr: "::/0", except: []}'),
      'ipBlock: {cidr: "::/0", except: []}',
    ],
    ['odd types', ingressRules('  - ports: [~, a]'), 'ports: [~, a]'],
    ['a type', ingressRules('  - {}', 'policyTypes: [Ingress]\n'), '{}'],
  ],
  good: [
    ['some pods', ingressRules('  - from: [{podSelector: {}}]')],
    ['with exceptions', ingressRules('  - from: [{ipBlock: {cidr: 0.0.0.0/0, except: [192.0.2.0/24]}}]')],
    ['nothing', policy('{}', 'ingress: []')],
    ['another direction', ingressRules('  - {}', 'policyTypes: [Egress]\n')],
    ['of another group', objectOf('example.com/v1', 'NetworkPolicy', 'ingress: [{}]')],
    ['no spec', networkPolicy('')],
  ],
  says: 'policy allows ingress from anywhere',
})

table('network-policy-egress-any', {
  bad: [
    ['an empty rule', egressRules('  - {}'), '{}'],
    [
      'all addresses on a port',
      egressRules('  - to:\n      - ipBlock: {cidr: 0.0.0.0/0}\n    ports: [{port: 443}]'),
      { at: 'ipBlock: {cidr: 0.0.0.0/0}', message: 'policy allows egress to anywhere on port `443`' },
    ],
    [
      'DNS and more',
      egressRules('  - to:\n      - ipBlock: {cidr: 0.0.0.0/0}\n    ports: [{port: 53}, {port: 443}]'),
      { at: 'ipBlock: {cidr: 0.0.0.0/0}', message: 'policy allows egress to anywhere on ports `53` and `443`' },
    ],
  ],
  good: [
    [
      'DNS',
      egressRules('  - to: [{ipBlock: {cidr: 0.0.0.0/0}}]\n    ports: [{port: 53}, {port: dns}, {port: dns-tcp}]'),
    ],
    ['a port of anyone', egressRules('  - ports: [{port: 443}]')],
    ['some pods', egressRules('  - to: [{podSelector: {}}]')],
    ['another direction', egressRules('  - {}', 'policyTypes: [Ingress]\n')],
  ],
  says: 'policy allows egress to anywhere',
})

test('policies of one chart are not expected to isolate the pods of another', async () => {
  const source = await readYaml('all.yaml', documents(WEB, policy('{matchLabels: {app: api}}')))
  const resources = source.documents.flatMap(({ value }, index) =>
    resourcesIn(source, [index], value, { by: 'helm', root: `charts/${index}` }),
  )
  const rule = rules.get('network-policy-missing')!
  const { findings } = check(new World({ resources }), [{ rule, options: {} }], { rules, kubernetes: 36 })
  expect(findings.map(({ message }) => message)).toEqual([NONE])
})

test('peers that are content with any policy do not have their ids at an open direction', async () => {
  const source = await readYaml('all.yaml', documents(WEB, policy('{}', 'ingress: []')))
  const resources = source.documents.flatMap(({ value }, index) => resourcesIn(source, [index], value))
  const rule = rules.get('network-policy-missing')!
  const { findings } = check(new World({ resources }), [{ rule, options: {} }], { rules, kubernetes: 36 })
  expect(findings.map(({ aliases }) => aliases)).toEqual([
    { kubescore: ['pod-networkpolicy'], polaris: ['missingNetworkPolicy'] },
  ])
})
