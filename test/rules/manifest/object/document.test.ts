import { container, documents } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

table('yaml-duplicate-key', {
  bad: [
    [
      'in a container',
      container('image: shop/web:1.4\nsecurityContext:\n  privileged: false\nimage: shop/web:1.5'),
      'image',
    ],
    ['at the root', 'apiVersion: v1\nkind: Pod\nspec: {}\nspec:\n  hostNetwork: true\n', 'spec'],
    ['three times', container('image: a:1\nimage: b:1\nimage: c:1'), 'image', 'image'],
    ['in brackets', container('resources: {limits: {cpu: 1, cpu: 2}}'), 'cpu'],
    ['in one object of many', documents(container('image: a:1'), container('image: b:1\nimage: c:1')), 'image'],
    [
      'in one item of a List',
      'apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: Pod, spec: {}}\n  - {apiVersion: v1, kind: Pod, spec: {}, spec: {}}\n',
      'spec',
    ],
    ['a key like a method', 'apiVersion: v1\nkind: ConfigMap\ndata:\n  __proto__: a\n  __proto__: b\n', '__proto__'],
  ],
  good: [
    ['each key once', container('image: shop/web:1.4\nsecurityContext:\n  privileged: false')],
    ['the same key in two maps', container('resources:\n  requests: {cpu: 1}\n  limits: {cpu: 1}')],
    [
      'a merge that is overridden',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: &m {name: a}\ndata: {<<: *m, name: b}\n',
    ],
    ['not in this object', documents(container('image: a:1'), 'a: 1\na: 2\n')],
  ],
  says: 'duplicate key `image`: the first value is discarded',
})
