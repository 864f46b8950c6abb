import { documents } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

/** A StatefulSet with claims of these specs, named `data` and on by their number. */
const set = (...specs: readonly string[]) =>
  `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\nspec:\n  volumeClaimTemplates:\n${specs
    .map((spec, index) => `    - metadata: {name: data${index || ''}}\n      spec: ${spec}\n`)
    .join('')}`

const claim = (modes: string, storage = '10Gi') =>
  `{accessModes: ${modes}, resources: {requests: {storage: ${storage}}}}`

const none = documents(
  set().replace('  volumeClaimTemplates:\n', '  replicas: 1\n'),
  set().replace('volumeClaimTemplates:', 'volumeClaimTemplates: [null, 1]'),
  set('{}').replace('StatefulSet', 'Deployment'),
)

table('volume-claim-access-mode', {
  bad: [
    ['many may write', set(claim('[ReadWriteMany]')), 'accessModes: [ReadWriteMany]'],
    [
      'nothing is set',
      set('{resources: {}}'),
      { at: 'spec: {resources: {}}', message: 'volume claim `data` has access mode none; expected `ReadWriteOnce`' },
    ],
    [
      'odd modes',
      set('{accessModes: [null, {a: 1}]}'),
      {
        at: 'accessModes: [null, {a: 1}]',
        message: 'volume claim `data` has access mode ``, `{…}`; expected `ReadWriteOnce`',
      },
    ],
    [
      'one of several',
      set(claim('[ReadWriteOnce]'), claim('[ReadOnlyMany]')),
      {
        at: 'accessModes: [ReadOnlyMany]',
        message: 'volume claim `data1` has access mode `ReadOnlyMany`; expected `ReadWriteOnce`',
      },
    ],
    [
      'no spec',
      set('null'),
      { at: 'spec: null', message: 'volume claim `data` has access mode none; expected `ReadWriteOnce`' },
    ],
  ],
  good: [
    ['one node', set(claim('[ReadWriteOnce]'))],
    ['one pod', set(claim('[ReadOnlyMany, ReadWriteOncePod]'))],
    ['no claims', none],
  ],
  says: 'volume claim `data` has access mode `ReadWriteMany`; expected `ReadWriteOnce`',
})

table('volume-claim-storage-request', {
  bad: [
    ['nothing is requested', set('{accessModes: [ReadWriteOnce]}'), 'spec: {accessModes: [ReadWriteOnce]}'],
    ['no spec', set('null'), 'spec: null'],
    ['something else', set('{resources: {requests: {cpu: 1}}}'), 'requests: {cpu: 1}'],
    ['a limit only', set('{resources: {limits: {storage: 1Gi}}}'), 'resources: {limits: {storage: 1Gi}}'],
    [
      'one of several',
      set(claim('[]'), '{resources: [1]}'),
      { at: 'resources: [1]', message: 'volume claim `data1` requests no storage' },
    ],
  ],
  good: [
    ['storage', set(claim('[]'))],
    ['a value that a chart leaves open', set(claim('[]', ''))],
    ['no claims', none],
  ],
  says: 'volume claim `data` requests no storage',
})

table('statefulset-claims-storage', {
  bad: [
    ['storage', set(claim('[]')), 'storage: 10Gi'],
    [
      'several',
      set(claim('[]'), '{}', claim('[]', '1Ti')),
      'storage: 10Gi',
      { at: 'storage: 1Ti', message: 'each pod claims `1Ti` of storage for volume `data2`' },
    ],
  ],
  good: [
    ['none', set('{}')],
    ['no claims', none],
  ],
  says: 'each pod claims `10Gi` of storage for volume `data`',
})
