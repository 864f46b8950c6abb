import { container, pod } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const env = (...entries: string[]) => container(`env:\n${entries.map(entry => `  - ${entry}\n`).join('')}`.trimEnd())
const info = '{name: LEVEL, value: info}'
const debug = '{name: LEVEL, value: debug}'
const remove = 'Remove the earlier one'

table('duplicate-env', {
  bad: [
    [
      'another value',
      env(info, '{name: MODE}', debug),
      { at: 'name: LEVEL', fix: remove, after: env('{name: MODE}', debug) },
    ],
    [
      'the same value',
      env(info, info, '{name: MODE}'),
      {
        at: 'name: LEVEL',
        severity: 'low',
        message: 'container `app` sets `LEVEL` again, to the same value',
        fix: remove,
        after: env(info, '{name: MODE}'),
        safe: true,
      },
    ],
    [
      'from its earlier value',
      env('{name: PATHS, value: /bin}', '{name: PATHS, value: $(PATHS):/sbin}'),
      {
        at: 'name: PATHS',
        severity: 'info',
        message: 'container `app` sets `PATHS` again, from its earlier value',
        fix: false,
      },
    ],
    [
      'another one uses the earlier value',
      env(info, '{name: A, value: $(LEVEL)}', debug),
      { at: 'name: LEVEL', fix: false },
    ],
    ['three times', env(info, debug, '{name: LEVEL, value: trace}'), 'name: LEVEL', 'name: LEVEL'],
    [
      'in an init container',
      pod(`containers: [{name: app}]\ninitContainers:\n  - name: setup\n    env: [${info}, ${debug}]`),
      'name: LEVEL',
    ],
    ['without a value', env('{name: LEVEL}', debug), 'name: LEVEL'],
  ],
  good: [
    ['another name', env(info, '{name: MODE, value: debug}')],
    ['the same name in another container', pod(`containers: [{name: a, env: [${info}]}, {name: b, env: [${debug}]}]`)],
    ['letters of another case', env(info, '{name: level, value: debug}')],
    ['odd entries', env('null', 'null', '{value: a}', '{value: b}', '{name: [a]}', '{name: [a]}')],
    ['no list', container('env: {LEVEL: info}')],
  ],
  fixes: true,
  says: 'container `app` sets `LEVEL` again',
})
