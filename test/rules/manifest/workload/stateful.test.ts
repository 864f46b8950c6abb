import { documents, object } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const stateful = (spec: string, metadata?: string) =>
  object(
    'apps/v1 StatefulSet',
    `${spec}\ntemplate: {metadata: {labels: {app: db}}, spec: {containers: [{name: app}]}}`,
    metadata,
  )
const service = (spec: string, metadata = '{name: db}') => object('v1 Service', spec, metadata)
const headless = service('clusterIP: None\nselector: {app: db}')
const db = stateful('serviceName: db')

table('statefulset-service-name', {
  bad: [
    ['none is set', stateful('replicas: 3'), 'spec'],
    ['an empty name', stateful('serviceName: ""'), 'serviceName: ""'],
    [
      'another Service',
      documents(db, service('clusterIP: None', '{name: api}')),
      {
        at: 'serviceName: db',
        message: 'StatefulSet `web` uses Service `db`, which is not defined here; it may be defined elsewhere',
      },
    ],
    [
      'in another namespace',
      documents(
        stateful('serviceName: db', '{name: web, namespace: shop}'),
        service('clusterIP: None', '{name: db, namespace: other}'),
      ),
      {
        at: 'serviceName: db',
        message: 'StatefulSet `web` uses Service `db`, which is in namespace `other`',
      },
    ],
    [
      'an address of its own',
      documents(db, service('selector: {app: db}')),
      { at: 'serviceName: db', message: 'StatefulSet `web` uses Service `db`, which is not headless' },
    ],
    [
      'the pods of others',
      documents(db, service('clusterIP: None\nselector: {app: api}')),
      { at: 'serviceName: db', message: 'StatefulSet `web` uses Service `db`, which does not select its pods' },
    ],
  ],
  good: [
    ['a headless Service', documents(db, headless)],
    ['endpoints that something else keeps', documents(db, service('clusterIP: None'))],
    [
      'one pod needs no name of its own',
      documents(stateful('serviceName: db\nreplicas: 1'), service('selector: {app: db}')),
    ],
    ['one pod, and no Service', stateful('replicas: 1')],
    ['one of several', { 'a.yaml': documents(db, headless), 'b.yaml': service('selector: {app: db}') }],
    ['no Service at all', db],
    ['it lands where the other one does', documents(db, service('clusterIP: None', '{name: db, namespace: other}'))],
    ['Services of another namespace only', documents(db, service('clusterIP: None', '{name: api, namespace: shop}'))],
    ['another kind', object('apps/v1 Deployment', 'replicas: 3')],
  ],
  says: 'StatefulSet `web` sets no `serviceName`',
})
