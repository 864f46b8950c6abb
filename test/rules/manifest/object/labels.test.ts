import { expect, test } from 'vitest'
import { check } from '../../../../src/engine/check.ts'
import { resourcesIn } from '../../../../src/kube/objects.ts'
import { rules } from '../../../../src/rules/index.ts'
import { World } from '../../../../src/world/world.ts'
import { readYaml } from '../../../../src/yaml/source.ts'
import { read } from '../../../kit/read.ts'
import { table } from '../../../kit/table.ts'

const object = (metadata: string, kind = 'Deployment') => `apiVersion: apps/v1\nkind: ${kind}\nmetadata: ${metadata}\n`

table('required-labels', {
  bad: [],
  good: [
    ['nothing is required', object('{name: web}')],
    ['odd types', object('[web]')],
  ],
  withOptions: [
    [
      'one is missing',
      { labels: ['owner', 'tier'] },
      object('{name: web, labels: {tier: front}}'),
      { at: 'labels', message: 'Deployment `web` has no label `owner`' },
    ],
    [
      'both are missing',
      { labels: ['owner', 'tier'] },
      object('{name: web}', 'CronJob'),
      { at: 'metadata', message: 'CronJob `web` has no label `owner`' },
      'metadata',
    ],
    ['an empty one', { labels: ['owner'] }, object('{name: web, labels: {owner: ""}}'), 'labels'],
    [
      'none of several',
      { 'any-of': ['app', 'tier'] },
      object('{labels: {a: b}}'),
      { at: 'labels', message: 'Deployment has none of the labels `app`, `tier`' },
    ],
    ['one of several', { 'any-of': ['app', 'tier'] }, object('{name: web, labels: {tier: front}}')],
    ['all are there', { labels: ['owner'] }, object('{name: web, labels: {owner: shop}}')],
    ['a number', { labels: ['owner'] }, object('{name: web, labels: {owner: 1}}')],
    ['another kind', { labels: ['owner'] }, object('{name: web}', 'ConfigMap')],
    [
      'a kind of the policy',
      { labels: ['owner'], kinds: ['ConfigMap'] },
      object('{name: web}', 'ConfigMap'),
      { at: 'metadata', message: 'ConfigMap `web` has no label `owner`' },
    ],
    ['not a kind of the policy', { labels: ['owner'], kinds: ['ConfigMap'] }, object('{name: web}')],
  ],
  says: 'Deployment `web` has no label `owner`',
})

table('required-annotations', {
  bad: [],
  good: [['nothing is required', object('{name: web}')]],
  withOptions: [
    ['it is missing', { annotations: ['email'] }, object('{name: web, annotations: {owner: shop}}'), 'annotations'],
    [
      'no annotations',
      { annotations: ['email'] },
      object('{name: web}', 'Pod'),
      { at: 'metadata', message: 'Pod `web` has no annotation `email`' },
    ],
    ['an empty one', { annotations: ['email'] }, object('{name: web, annotations: {email: ""}}'), 'annotations'],
    ['it is there', { annotations: ['email'] }, object('{name: web, annotations: {email: a@shop.example}}')],
    ['another kind', { annotations: ['email'] }, object('{name: web}', 'ConfigMap')],
    [
      'a kind of the policy',
      { annotations: ['a'], kinds: ['ConfigMap'] },
      object('{name: web}', 'ConfigMap'),
      { at: 'metadata', message: 'ConfigMap `web` has no annotation `a`' },
    ],
  ],
  says: 'Deployment `web` has no annotation `email`',
})

const ALL = ['name', 'instance', 'version', 'component', 'part-of', 'managed-by'].map(
  label => `app.kubernetes.io/${label}: a`,
)

table('recommended-labels', {
  bad: [
    ['some', object(`{name: web, labels: {${ALL.slice(0, 4).join(', ')}}}`), 'labels'],
    [
      'none',
      object('{name: web}', 'Pod'),
      {
        at: 'metadata',
        message:
          'Pod `web` lacks the recommended labels `app.kubernetes.io/name`, `app.kubernetes.io/instance`, `app.kubernetes.io/version`, `app.kubernetes.io/component`, `app.kubernetes.io/part-of`, `app.kubernetes.io/managed-by`',
      },
    ],
  ],
  good: [
    ['all', object(`{name: web, labels: {${ALL.join(', ')}}}`)],
    ['another kind', object('{name: web}', 'ConfigMap')],
  ],
  withOptions: [['other labels', { labels: ['team'] }, object('{name: web, labels: {team: shop}}')]],
  says: 'Deployment `web` lacks the recommended labels `app.kubernetes.io/part-of`, `app.kubernetes.io/managed-by`',
})

test.each([
  ['none', '{}', '{}', true],
  ['one at the object', '{app.kubernetes.io/name: a}', '{}', true],
  ['one at its pods', '{}', '{app.kubernetes.io/name: a}', true],
  ['one at both', '{app.kubernetes.io/name: a}', '{app.kubernetes.io/name: a}', false],
])('recommended-labels is a control of Kubescape with %s', async (_, own, ofPods, is) => {
  const text = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, labels: ${own}}\nspec: {template: {metadata: {labels: ${ofPods}}, spec: {containers: []}}}\n`
  const { findings } = check(
    await read(text),
    [{ rule: rules.get('recommended-labels')!, options: rules.get('recommended-labels')!.options! }],
    { kubernetes: 36 },
  )
  expect(findings.map(({ aliases }) => aliases['kubescape'] !== undefined)).toEqual([is])
})

table('instance-label-mismatch', {
  bad: [
    [
      'another name',
      object('{name: web, labels: {app.kubernetes.io/instance: shop}}'),
      {
        at: 'app.kubernetes.io/instance: shop',
        message: 'label `app.kubernetes.io/instance` of Deployment `web` is `shop`',
      },
    ],
    [
      'none',
      object('{name: web}'),
      { at: 'metadata', message: 'Deployment `web` has no label `app.kubernetes.io/instance`' },
    ],
  ],
  good: [
    ['the name', object('{name: web, labels: {app.kubernetes.io/instance: web}}')],
    ['another kind', object('{name: web}', 'Service')],
  ],
  says: 'label `app.kubernetes.io/instance` of Deployment `web` is `shop`',
})

test('instance-label-mismatch leaves charts to the convention of Helm', async () => {
  const written = await readYaml('web/templates/a.yaml', object('{name: web}'))
  const run = (by: 'helm' | 'kustomize') => {
    const world = new World({ resources: resourcesIn(written, [0], written.documents[0]!.value, { by, root: 'web' }) })
    return check(world, [{ rule: rules.get('instance-label-mismatch')!, options: {} }], { kubernetes: 36 }).findings
  }
  expect(run('helm')).toEqual([])
  expect(run('kustomize')).toHaveLength(1)
})
