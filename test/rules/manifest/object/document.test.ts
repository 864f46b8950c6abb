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

const SHOP = 'apiVersion: v1\nkind: Role\nmetadata: {name: shop}\n'
const LIST = (items: string): string => `apiVersion: v1\nkind: List\nitems: ${items}\n`

table('not-readable-by-kubectl', {
  bad: [
    ['an escape of JSON in YAML', `${SHOP}rules:\n  url: "http:\\/\\/shop"\n`, '\\/\\/shop"'],
    [
      'a tab in a block scalar',
      `${SHOP}rules:\n  a: |\n    \tb\n`,
      { at: '|', message: 'a tab indents a line of this block value: use spaces' },
    ],
    [
      'a tag that its value is not',
      `${SHOP}immutable: !!bool shop\n`,
      { at: 'shop', message: 'value does not match its tag' },
    ],
    [
      'a key that is null',
      `${SHOP}rules: {~: a}\n`,
      { at: '~: a}', message: 'a key cannot be empty, null, or that large a number' },
    ],
    ['infinity', `${SHOP}data: .inf\n`, { at: '.inf', message: 'JSON has neither infinity nor NaN: write a number' }],
    [
      'another version of YAML in front',
      `%YAML 1.2\n---\n${SHOP}`,
      { at: '%YAML 1.2', message: 'kubectl reads YAML 1.1 only: remove the `%YAML` line' },
    ],
    [
      'a tab in an empty document in front',
      `---\n\t\n---\n${SHOP}`,
      { at: '', message: 'a value cannot begin with a tab: put it in quotes' },
    ],
    [
      'the end of a document in front, and something without a kind between',
      `...\n---\napiVersion: v1\nkind:\n---\n${SHOP}`,
      { at: '...', message: 'expected a value' },
    ],
    [
      'a marker with a tag',
      `--- !!map\n${SHOP}`,
      { at: '--- !!map', message: '`---` is followed by something other than a comment' },
    ],
    [
      'a list at the top',
      { 'shop.yaml': '[{"apiVersion": "v1", "kind": "Role"}]' },
      { at: '"apiVersion": "v1"', message: 'the document is a list; expected an object, or `kind: List` with `items`' },
    ],
    [
      'a list in a list',
      LIST('[{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Role}]}]'),
      { at: 'apiVersion: v1', message: 'a list in a list: move its items to the outer one' },
    ],
    [
      'a list as an item, in a list of another group',
      { 'list.yaml': 'kind: list\nitems:\n- [{apiVersion: v1, kind: Role}]\n' },
      { at: 'apiVersion: v1', message: 'list item is a list; expected an object' },
    ],
    [
      'an apiVersion of three parts',
      'apiVersion: apps/v1/beta\nkind: Deployment\n',
      { at: 'kind: Deployment', message: 'invalid apiVersion `apps/v1/beta`; expected `group/version`' },
    ],
    [
      'items that are a map',
      `${SHOP}items: {a: 1}\n`,
      {
        at: 'items: {a: 1}',
        message: '`items` is not a list: kubectl takes its object for a list, and applies nothing of it',
      },
    ],
    ['something that is no object, behind the last', documents(SHOP, 'data: "\\/"\n', 'a: 1\n'), '\\/"'],
    ['items that are nothing', `${SHOP}items:\n`, 'items'],
  ],
  good: [
    ['each document in order', documents(SHOP, SHOP)],
    ['what other readers refuse', `${SHOP}rules: {\n\ta: b\n}\n`],
    ['once for a list', LIST('[{apiVersion: v1, kind: Role}, {apiVersion: v1, kind: Role}]')],
    ['a list with nothing in it', 'apiVersion: v1\nkind: RoleList\nitems:\n'],
    ['items in an item of a list', LIST('[{apiVersion: v1, kind: Role, items}]')],
  ],
  says: 'unknown escape in double quotes: double its backslash',
})
