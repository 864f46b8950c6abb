import { documents, object } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const app = 'template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app}]}}'
const updated = (strategy: string, rest = app, type = 'apps/v1 Deployment') => object(type, `${strategy}\n${rest}`)
const RECREATE = 'strategy: {type: Recreate}'
const SET = 'Set `RollingUpdate`'

const mounting = `${RECREATE}\ntemplate:\n  spec:\n    containers: [{name: app}]\n    volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]`
const claim = (mode: string) => object('v1 PersistentVolumeClaim', `accessModes: [${mode}]`, '{name: data}')

table('rolling-update', {
  bad: [
    [
      'all at once',
      updated('strategy:\n  type: Recreate'),
      { at: 'type: Recreate', fix: SET, after: updated('strategy:\n  type: RollingUpdate') },
    ],
    [
      'in braces',
      documents(updated(RECREATE), object('v1 Service', 'selector: {app: web}')),
      {
        at: 'type: Recreate',
        fix: SET,
        after: documents(updated('strategy: {type: "RollingUpdate"}'), object('v1 Service', 'selector: {app: web}')),
      },
    ],
    [
      'a DaemonSet',
      updated('updateStrategy: {type: OnDelete}', app, 'apps/v1 DaemonSet'),
      { at: 'type: OnDelete', message: 'DaemonSet `web` is updated with `OnDelete`; expected RollingUpdate' },
    ],
    [
      'a volume that all nodes can mount',
      documents(object('apps/v1 Deployment', mounting), claim('ReadWriteMany')),
      'type: Recreate',
    ],
    ['no pods', object('apps/v1 Deployment', RECREATE), 'type: Recreate'],
  ],
  good: [
    ['one by one', updated('strategy:\n  type: RollingUpdate')],
    [
      'one by one, in the words of OpenShift',
      updated('strategy: {type: Rolling}', app, 'apps.openshift.io/v1 DeploymentConfig'),
    ],
    ['the default', updated('replicas: 3')],
    ['the other field', updated('updateStrategy: {type: OnDelete}')],
    ['a volume of one node', documents(object('apps/v1 Deployment', mounting), claim('ReadWriteOnce'))],
    ['a volume that is not known', object('apps/v1 Deployment', mounting)],
    ['ports of the node', updated(RECREATE, 'template: {spec: {hostNetwork: true, containers: [{name: app}]}}')],
    ['another kind', object('apps/v1 ReplicaSet', RECREATE)],
  ],
  fixes: true,
  says: 'Deployment `web` is updated with `Recreate`; expected RollingUpdate',
})
