import { container, pod, windows, workflow } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

table('run-as-non-root-not-required', {
  bad: [
    [
      'the container sets a user',
      container('securityContext: {runAsUser: 1000}'),
      {
        at: 'securityContext: {runAsUser: 1000}',
        fix: 'Refuse to run as root',
        after: container('securityContext: {runAsNonRoot: true, runAsUser: 1000}'),
      },
    ],
    ['the pod sets a user', pod('securityContext: {runAsUser: 1000}'), 'name: app'],
    [
      'root is allowed too',
      container('securityContext: {runAsUser: 1, runAsNonRoot: false}'),
      {
        at: 'runAsNonRoot: false',
        fix: 'Refuse to run as root',
        after: container('securityContext: {runAsUser: 1, runAsNonRoot: true}'),
      },
    ],
    ['a text is no flag', container('securityContext: {runAsUser: 1, runAsNonRoot: "true"}'), 'runAsNonRoot: "true"'],
  ],
  good: [
    ['it is required', container('securityContext: {runAsUser: 1000, runAsNonRoot: true}')],
    ['the pod requires it', pod('securityContext: {runAsUser: 1000, runAsNonRoot: true}')],
    ['no user is set', container('image: a')],
    ['a string is no user', container('securityContext: {runAsUser: "1000"}')],
    ['root is for run-as-user-zero', container('securityContext: {runAsUser: 0}')],
    ['in a user namespace', pod('hostUsers: false\nsecurityContext: {runAsUser: 1000}')],
    ['Windows has other users', windows('securityContext: {runAsUser: 1000}')],
    ['a part of a pod', workflow('securityContext: {runAsUser: 1000}')],
  ],
  says: 'container `app` runs as user 1000, but `runAsNonRoot` is not `true`',
  fixes: true,
})
