import { documents } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const object = (kind: string, spec: string, apiVersion = 'v1') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: team}\nspec:\n${spec.replace(/^/gm, '  ')}\n`

const range = (...limits: readonly string[]) =>
  object('LimitRange', `limits:\n${limits.map(one => `  - ${one}\n`).join('')}`)

const full = '{type: Container, min: {cpu: 1m}, max: {cpu: 1}, default: {cpu: 1}, defaultRequest: {cpu: 1m}}'

table('limit-range-incomplete', {
  bad: [
    ['some fields are missing', range('{type: Container, default: {cpu: 1}, max: {cpu: 2}}'), 'limits'],
    [
      'one of them',
      range(full.replace('max', 'maxLimitRequestRatio')),
      { at: 'limits', message: 'limit range `team` sets no `max` for containers' },
    ],
    [
      'odd values',
      range('{type: Container, min: 1, max: [1], default: null, defaultRequest: a}'),
      {
        at: 'limits',
        message: 'limit range `team` sets no `max`, `min`, `default` and `defaultRequest` for containers',
      },
    ],
    [
      'pods only',
      range(full.replace('Container', 'Pod')),
      { at: 'limits', message: 'limit range `team` has no entry for containers' },
    ],
    [
      'no spec',
      'apiVersion: v1\nkind: LimitRange\nmetadata: {name: team}\n',
      { at: 'kind: LimitRange', message: 'limit range `team` has no entry for containers' },
    ],
    [
      'nothing at all',
      object('LimitRange', '{}'),
      { at: 'spec', message: 'limit range `team` has no entry for containers' },
    ],
    [
      'odd entries',
      range('null', 'Container'),
      { at: 'limits', message: 'limit range `team` has no entry for containers' },
    ],
  ],
  good: [
    ['all fields', range('{type: Pod, max: {cpu: 4}}', full)],
    ['a second entry has them', range('{type: Container, max: {cpu: 4}}', full)],
    ['a kind of another group', object('LimitRange', '{}', 'example.com/v1')],
    ['another kind', object('ResourceQuota', '{}')],
  ],
  says: 'limit range `team` sets no `min` and `defaultRequest` for containers',
})

const quota = (hard: string, more = '') => object('ResourceQuota', `hard: ${hard}${more}`)

table('resource-quota-incomplete', {
  bad: [
    [
      'some are missing',
      quota('{requests.cpu: 1, requests.memory: 1Gi}'),
      'hard: {requests.cpu: 1, requests.memory: 1Gi}',
    ],
    [
      'one is missing',
      quota('{cpu: 1, memory: 1Gi, limits.cpu: 2}'),
      {
        at: 'hard: {cpu: 1, memory: 1Gi, limits.cpu: 2}',
        message: 'resource quota `team` does not bound `limits.memory`',
      },
    ],
    [
      'by their short names',
      quota('{limits.cpu: 1, limits.memory: 1Gi}'),
      {
        at: 'hard: {limits.cpu: 1, limits.memory: 1Gi}',
        message: 'resource quota `team` does not bound `requests.cpu` and `requests.memory`',
      },
    ],
    [
      'an empty value',
      quota('{cpu: 1, memory: "", limits.cpu: 1, limits.memory: 1Gi}'),
      {
        at: 'hard: {cpu: 1, memory: "", limits.cpu: 1, limits.memory: 1Gi}',
        message: 'resource quota `team` does not bound `requests.memory`',
      },
    ],
    [
      'no scope at all',
      quota('{cpu: 1}', '\nscopes: []'),
      {
        at: 'hard: {cpu: 1}',
        message: 'resource quota `team` does not bound `requests.memory`, `limits.cpu` and `limits.memory`',
      },
    ],

    [
      'nothing at all',
      object('ResourceQuota', '{}'),
      {
        at: 'spec',
        message:
          'resource quota `team` does not bound `requests.cpu`, `requests.memory`, `limits.cpu` and `limits.memory`',
      },
    ],
    [
      'an odd value',
      quota('[1]'),
      {
        at: 'hard: [1]',
        message:
          'resource quota `team` does not bound `requests.cpu`, `requests.memory`, `limits.cpu` and `limits.memory`',
      },
    ],
  ],
  good: [
    ['all', quota('{requests.cpu: 1, requests.memory: 1Gi, limits.cpu: 2, limits.memory: 2Gi}')],
    ['all, some by their short names', quota('{cpu: 1, memory: 1Gi, limits.cpu: 2, limits.memory: 2Gi}')],
    ['a quota of objects', quota('{pods: 10, requests.storage: 1Ti}')],
    [
      'some of the pods',
      documents(
        quota('{cpu: 1}', '\nscopes: [BestEffort]'),
        quota('{cpu: 1}', '\nscopeSelector: {matchExpressions: []}'),
      ),
    ],
    ['a kind of another group', object('ResourceQuota', 'hard: {cpu: 1}', 'example.com/v1')],
    ['another kind', object('LimitRange', 'hard: {cpu: 1}')],
  ],
  says: 'resource quota `team` does not bound `limits.cpu` and `limits.memory`',
})
