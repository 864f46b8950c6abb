import { table } from '../../../kit/table.ts'

table('sorted-keys', {
  bad: [
    ['at the top', 'apiVersion: v1\nmetadata: {name: a}\nkind: ConfigMap\n', 'kind: ConfigMap'],
    [
      'inside, more than once',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      image: b\n      env: [{value: a, name: b}]\n',
      {
        at: '-',
        message: 'keys of Pod `a` are not in alphabetical order (nor are those of 1 other maps)',
      },
    ],
    [
      'a map with another one merged into it',
      'apiVersion: v1\ndata:\n  b: &b {m: a}\n  c: {<<: *b, z: a, e: b}\nkind: ConfigMap\nmetadata: {name: a}\n',
      'c',
    ],
  ],
  good: [
    ['sorted', 'apiVersion: v1\ndata: {a: b, c: d}\nkind: ConfigMap\nmetadata: {name: a, namespace: b}\n'],
    [
      'keys that look like numbers',
      'apiVersion: v1\ndata: {a: b, 9: c, "10": d}\nkind: ConfigMap\nmetadata: {name: a}\n',
    ],
    ['capitals come first', 'apiVersion: v1\ndata: {B: a, a: b}\nkind: ConfigMap\nmetadata: {name: a}\n'],
    [
      'keys that an anchor brings along',
      'apiVersion: v1\ndata:\n  b: &b {m: a}\n  c: {<<: *b, e: b}\nkind: ConfigMap\nmetadata: {name: a}\n',
    ],
  ],
  says: 'keys of ConfigMap `a` are not in alphabetical order',
})
