import { objectOf } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const template = (spec: string, group = 'extensions.agents.x-k8s.io'): string =>
  objectOf(`${group}/v1beta1`, 'SandboxTemplate', spec)
const egress = (rules: string): string => template(`networkPolicy:\n  egress:\n    - ${rules}`)

table('agent-sandbox-egress', {
  bad: [
    [
      'unmanaged',
      template('networkPolicyManagement: Unmanaged\nnetworkPolicy: {}'),
      {
        at: 'networkPolicyManagement: Unmanaged',
        message: '`networkPolicyManagement: Unmanaged` leaves sandboxes without a managed NetworkPolicy',
      },
    ],
    [
      'no policy',
      template('networkPolicyManagement: Managed'),
      { at: 'spec', message: 'template sets no `networkPolicy`, and the default one allows egress to the internet' },
    ],
    [
      'no policy, and its key',
      template('networkPolicy: null'),
      {
        at: 'networkPolicy: null',
        message: 'template sets no `networkPolicy`, and the default one allows egress to the internet',
      },
    ],
    [
      'no list',
      template('networkPolicy: {egress: {}}'),
      { at: 'egress: {}', message: '`networkPolicy.egress` is not a list' },
    ],
    ['no destination', egress('{}'), { at: '{}', message: 'rule allows sandboxes egress to any destination' }],
    ['an empty list', egress('{to: []}'), 'to: []'],
    ['any peer', egress('{to: [{}]}'), 'to: [{}]'],
    ['any address', egress('{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}'), 'to: [{ipBlock: {cidr: 0.0.0.0/0}}]'],
    ['any address of IPv6', egress('{to: [{ipBlock: {cidr: "::/0"}}]}'), 'to: [{ipBlock: {cidr: "::/0"}}]'],
    ['no address', egress('{to: [{ipBlock: {cidr: ""}}]}'), 'to: [{ipBlock: {cidr: ""}}]'],
    ['any namespace', egress('{to: [{namespaceSelector: {}}]}'), 'to: [{namespaceSelector: {}}]'],
    [
      'one of two',
      egress('{to: [{podSelector: {matchLabels: {a: b}}}, {}]}'),
      'to: [{podSelector: {matchLabels: {a: b}}}, {}]',
    ],
    ['the second rule', egress('{to: [{ipBlock: {cidr: 192.0.2.0/24}}]}\n    - {to: []}'), 'to: []'],
    ['of the other group', template('networkPolicy: {egress: [{}]}', 'agents.x-k8s.io'), '{}'],
  ],
  good: [
    ['some addresses', egress('{to: [{ipBlock: {cidr: 192.0.2.0/24}}]}')],
    ['some pods', egress('{to: [{podSelector: {matchLabels: {a: b}}}]}')],
    ['some namespaces', egress('{to: [{namespaceSelector: {matchExpressions: [{key: a, operator: Exists}]}}]}')],
    ['none', template('networkPolicyManagement: Managed\nnetworkPolicy: {ingress: []}')],
    ['null', template('networkPolicyManagement:\nnetworkPolicy: {egress: null}')],
    ['of another group', template('networkPolicyManagement: Unmanaged', 'example.com')],
    ['no spec', template('')],
  ],
  says: '`networkPolicyManagement: Unmanaged` leaves sandboxes without a managed NetworkPolicy',
})
