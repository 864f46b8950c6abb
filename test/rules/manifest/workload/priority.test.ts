import { deployment, documents, object, pod, workflow } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

table('priority-class-set', {
  bad: [
    ['none', deployment('containers:\n  - name: app\n    image: shop/web:1.4'), 'spec'],
    ['an empty name', pod('priorityClassName: ""'), 'priorityClassName: ""'],
  ],
  good: [
    ['a class', deployment('priorityClassName: shop\ncontainers:\n  - name: app\n    image: shop/web:1.4')],
    ['only a part of a pod', workflow('image: a:1')],
    ['a hook', pod('priority: 1').replace('name: web', 'name: web\n  annotations: {helm.sh/hook: test}')],
  ],
  says: 'pod sets no `priorityClassName`',
})

const shop = 'priorityClassName: shop'

table('priority-class-allowed', {
  bad: [
    ['another one', deployment(`${shop}\ncontainers: [{name: app}]`), shop],
    [
      'another one is defined',
      documents(pod(shop), object('scheduling.k8s.io/v1 PriorityClass', '', '{name: api}')),
      shop,
    ],
  ],
  good: [
    ['of the cluster', deployment('priorityClassName: system-cluster-critical\ncontainers: [{name: app}]')],
    ['none', pod('priority: 1')],
    ['one to be filled in', pod('priorityClassName: "{{ .Values.priority }}"')],
    ['defined in the checkout', documents(pod(shop), object('scheduling.k8s.io/v1 PriorityClass', '', '{name: shop}'))],
  ],
  withOptions: [
    ['allowed', { allowed: ['shop'] }, pod(shop)],
    [
      'not allowed',
      { allowed: ['shop'] },
      pod('priorityClassName: system-node-critical'),
      'priorityClassName: system-node-critical',
    ],
  ],
  says: 'priority class `shop` is not allowed',
})
