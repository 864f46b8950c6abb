import { container, documents, pod, workflow } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const limitRange = (fields: string) =>
  `apiVersion: v1\nkind: LimitRange\nmetadata: {name: a}\nspec: {limits: [{type: Container, ${fields}}]}\n`

/** A request and a limit of one container. */
const both = (resource: string, request: string, limit: string) =>
  container(`resources:\n  requests:\n    ${resource}: ${request}\n  limits:\n    ${resource}: ${limit}`)

const unfixed = (at: string, message?: string) => ({ at, fix: false, ...(message && { message }) }) as const

table('cpu-request-equals-limit', {
  bad: [
    [
      'it is less',
      both('cpu', '500m', '1'),
      { at: 'cpu: 500m', fix: 'Request as much as the limit', after: both('cpu', '1', '1') },
    ],
    [
      'there is no limit',
      container('resources: {requests: {cpu: 500m}}'),
      unfixed('cpu: 500m', 'container `app` requests `500m` of CPU, without a limit'),
    ],
    [
      'init containers',
      pod('initContainers: [{name: a, resources: {requests: {cpu: 500m}, limits: {cpu: 1}}}]'),
      'cpu: 500m',
    ],
    [
      'a LimitRange of requests',
      documents(container('resources: {requests: {cpu: 500m}}'), limitRange('min: {cpu: 1m}')),
      unfixed('cpu: 500m'),
    ],
    [
      'a limit of the pod for something else',
      pod('resources: {limits: {memory: 1Gi}}\ncontainers: [{name: a, resources: {requests: {cpu: 500m}}}]'),
      unfixed('cpu: 500m'),
    ],
    ['in a part of a pod', workflow('name: a\nresources: {requests: {cpu: 500m}, limits: {cpu: 1}}'), 'cpu: 500m'],
  ],
  good: [
    ['the same', both('cpu', '1', '1')],
    ['the same in other words', both('cpu', '1000m', '1')],
    ['a limit alone: the request is the same', container('resources: {limits: {cpu: 1}}')],
    ['neither', both('memory', '1Gi', '2Gi')],
    ['a request of zero', container('resources: {requests: {cpu: 0}}')],
    [
      'a limit of the pod',
      pod('resources: {limits: {cpu: 1}}\ncontainers: [{name: a, resources: {requests: {cpu: 500m}}}]'),
    ],
    [
      'a limit of a LimitRange',
      documents(container('resources: {requests: {cpu: 500m}}'), limitRange('default: {cpu: 1}')),
    ],
    ['no quantities', documents(both('cpu', 'lots', '1'), both('cpu', '1', 'lots'))],
    ['odd types', container('resources: [1]')],
    [
      'ephemeral containers',
      pod('ephemeralContainers: [{name: a, resources: {requests: {cpu: 1}, limits: {cpu: 2}}}]'),
    ],
    ['only a part of a pod', workflow('resources: {requests: {cpu: 500m}}')],
  ],
  says: 'container `app` requests `500m` of CPU, with a limit of `1`',
  fixes: true,
})

table('memory-request-equals-limit', {
  bad: [
    [
      'it is less',
      both('memory', '1Gi', '2Gi'),
      { at: 'memory: 1Gi', fix: 'Request as much as the limit', after: both('memory', '2Gi', '2Gi') },
    ],
    [
      'there is no limit',
      container('resources: {requests: {memory: 1Gi}}'),
      unfixed('memory: 1Gi', 'container `app` requests `1Gi` of memory, without a limit'),
    ],
  ],
  good: [
    ['the same', both('memory', '1Gi', '1024Mi')],
    ['a limit alone: the request is the same', container('resources: {limits: {memory: 1Gi}}')],
    ['another resource', both('cpu', '1', '2')],
    [
      'a limit of a LimitRange',
      documents(container('resources: {requests: {memory: 1Gi}}'), limitRange('max: {memory: 2Gi}')),
    ],
  ],
  says: 'container `app` requests `1Gi` of memory, with a limit of `2Gi`',
  fixes: true,
})

table('resources-guaranteed', {
  bad: [
    [
      'one differs',
      both('cpu', '500m', '1'),
      { at: 'cpu: 500m', fix: 'Request as much as the limit', after: both('cpu', '1', '1') },
    ],
    [
      'both differ',
      container('resources: {requests: {cpu: 1, memory: 1Gi}, limits: {cpu: 2, memory: 2Gi}}'),
      'cpu: 1',
      {
        at: 'memory: 1Gi',
        message: 'container `app` requests `1Gi` of memory, with a limit of `2Gi`: its pod is not Guaranteed',
        fix: 'Request as much as the limit',
        after: container('resources: {requests: {cpu: 1, memory: "2Gi"}, limits: {cpu: 2, memory: 2Gi}}'),
      },
    ],
    [
      'there is no limit',
      container('resources: {requests: {cpu: 500m}}'),
      unfixed('cpu: 500m', 'container `app` requests `500m` of CPU, without a limit: its pod is not Guaranteed'),
    ],
  ],
  good: [
    ['both are the same', container('resources: {requests: {cpu: 1, memory: 1Gi}, limits: {cpu: 1, memory: 1Gi}}')],
    ['neither', container('image: a')],
    ['another resource', both('ephemeral-storage', '1Gi', '2Gi')],
    [
      'those of the pod decide',
      pod(
        'resources: {limits: {cpu: 2, memory: 2Gi}}\ncontainers: [{name: a, resources: {requests: {cpu: 1}, limits: {cpu: 2}}}]',
      ),
    ],
  ],
  says: 'container `app` requests `500m` of CPU, with a limit of `1`: its pod is not Guaranteed',
  fixes: true,
})

table('ephemeral-storage', {
  bad: [
    ['nothing is set', container('image: a'), 'name: app'],
    ['a request only', container('resources:\n  requests:\n    ephemeral-storage: 1Gi'), 'resources'],
    [
      'a limit only',
      container('resources:\n  limits:\n    ephemeral-storage: 2Gi'),
      {
        at: 'resources',
        severity: 'info',
        message: 'container `app` requests no ephemeral storage: its limit of `2Gi` is reserved',
      },
    ],
    [
      'a request of zero',
      documents(
        container('resources: {requests: {ephemeral-storage: 0}}'),
        limitRange('default: {ephemeral-storage: 1Gi}'),
      ),
      { at: 'ephemeral-storage: 0', severity: 'info', message: 'container `app` requests no ephemeral storage' },
    ],
    [
      'a limit of zero',
      documents(
        container('resources: {limits: {ephemeral-storage: 0}}'),
        limitRange('default: {ephemeral-storage: 1Gi}'),
      ),
      'ephemeral-storage: 0',
    ],
    ['init containers', pod('initContainers: [{name: a}]\ncontainers: []'), 'name: a'],
  ],
  good: [
    ['both', both('ephemeral-storage', '1Gi', '2Gi')],
    ['a LimitRange', documents(container('image: a'), limitRange('default: {ephemeral-storage: 1Gi}'))],
    ['ephemeral containers', pod('containers: []\nephemeralContainers: [{name: a}]')],
    ['only a part of a pod', workflow('image: a')],
  ],
  says: 'container `app` has no limit of ephemeral storage',
})

table('ephemeral-storage-equal', {
  bad: [
    [
      'it is less',
      both('ephemeral-storage', '1Gi', '2Gi'),
      {
        at: 'ephemeral-storage: 1Gi',
        fix: 'Request as much as the limit',
        after: both('ephemeral-storage', '2Gi', '2Gi'),
      },
    ],
  ],
  good: [
    ['the same', both('ephemeral-storage', '1Gi', '1024Mi')],
    [
      'one of them',
      documents(
        container('resources: {limits: {ephemeral-storage: 1Gi}}'),
        container('resources: {requests: {ephemeral-storage: 1Gi}}'),
      ),
    ],
    ['another resource', both('cpu', '1', '2')],
  ],
  says: 'container `app` requests `1Gi` of ephemeral storage, with a limit of `2Gi`',
  fixes: true,
})
