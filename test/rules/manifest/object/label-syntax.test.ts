import { deployment, pod } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const labels = (yaml: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  labels:\n    ${yaml}\n`
const VALUE = 'invalid value of label `a`; expected at most 63 letters, digits, `-`, `_` and `.`'

table('label-invalid', {
  bad: [
    ['a slash in the value', labels('team: shop/web'), { at: 'team', fix: false }],
    ['a space', labels('a: b c'), { at: 'a', message: VALUE, fix: false }],
    ['a dash at the end', labels('a: b-'), { at: 'a', fix: false }],
    ['64 letters', labels(`a: ${'b'.repeat(64)}`), { at: 'a', fix: false }],
    [
      'a number',
      labels('version: 12 # of the shop'),
      {
        at: 'version',
        message: 'value of label `version` is a number; expected a string',
        fix: 'Quote the value',
        after: labels('version: "12" # of the shop'),
        safe: true,
      },
    ],
    [
      'a switch',
      labels('on-call: true'),
      {
        at: 'on-call',
        message: 'value of label `on-call` is a boolean; expected a string',
        fix: 'Quote the value',
        after: labels('on-call: "true"'),
        safe: true,
      },
    ],
    ['a number that would be another text', labels('version: 1.10'), { at: 'version', fix: false }],
    ['a number with a sign', labels('a: -1'), { at: 'a', fix: false }],
    ['a map', labels('a: {b: c}'), { at: 'a', message: 'value of label `a` is a map; expected a string', fix: false }],
    ['a list', labels('a: [b]'), { at: 'a', message: 'value of label `a` is a list; expected a string', fix: false }],
    ['an invalid key', labels('-a: b'), { at: '-a', message: 'invalid label key `-a`', fix: false }],
    ['a key with two slashes', labels('a/b/c: d'), { at: 'a/b/c', fix: false }],
    ['a prefix in capitals', labels('Shop.example/a: d'), { at: 'Shop.example/a', fix: false }],
    ['an empty name', labels('shop.example/: d'), { at: 'shop.example/', fix: false }],
    ['a long prefix', labels(`${'a.'.repeat(127)}/a: d`), { at: `${'a.'.repeat(127)}/a`, fix: false }],
    [
      'labels and selectors of a workload',
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {labels: {a: b c}}\nspec:\n  selector: {matchLabels: {a: d e}}\n  template: {metadata: {labels: {a: f g}}, spec: {nodeSelector: {a: h i}, containers: []}}\n',
      { at: 'a', fix: false },
      { at: 'a', fix: false },
      { at: 'a', fix: false },
      { at: 'a', fix: false },
    ],
    [
      'a selector of a Service',
      'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {selector: {a: b c}}\n',
      { at: 'a', fix: false },
    ],
    [
      'labels of a pod, once',
      pod('nodeSelector: {disk: true}').replace('metadata:', 'metadata:\n  labels: {a: b c}'),
      { at: 'a', fix: false },
      {
        at: 'disk',
        fix: 'Quote the value',
        after: pod('nodeSelector: {disk: "true"}').replace('metadata:', 'metadata:\n  labels: {a: b c}'),
        safe: true,
      },
    ],
  ],
  good: [
    ['texts', labels('a: b\n    shop.example/b: v1.2_3-4\n    c: ""\n    d: "1.10"\n    e: "true"')],
    ['63 letters', labels(`a: ${'b'.repeat(63)}`)],
    ['nothing, which is an empty text', labels('a:\n    b: null')],
    [
      'what is filled in later',
      labels(
        `a: \${CLUSTER NAME}\n    b: "{{ x }}"\n    c: <your name>\n    d: "%a b%"\n    \${KEY}: a\n    __key__: __value__`,
      ),
    ],
    ['no labels', deployment('containers: []')],
    ['odd types', 'apiVersion: v1\nkind: Service\nmetadata: [a]\nspec: {selector: [a]}\n'],
    [
      'what selects by expressions',
      'apiVersion: policy/v1\nkind: PodDisruptionBudget\nspec: {selector: {matchExpressions: [{key: a, operator: In, values: [b]}]}}\n',
    ],
  ],
  fixes: true,
  says: 'invalid value of label `team`; expected at most 63 letters, digits, `-`, `_` and `.`',
})
