import { pod, workflow } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const HOOK = pod('').replace('name: web', 'name: web\n  annotations: {helm.sh/hook: test}')

table('dns-config', {
  bad: [
    [
      'no options',
      pod('priority: 1'),
      {
        at: 'spec',
        fix: 'Set `ndots: 2`',
        after: `${pod('priority: 1')}  dnsConfig:\n    options: [{name: "ndots", value: "2"}]\n`,
      },
    ],
    [
      'another value',
      pod('dnsConfig: {options: [{name: ndots, value: "5"}]}'),
      { at: 'options: [{name: ndots, value: "5"}]', fix: false },
    ],
    [
      'another option',
      pod('dnsConfig: {options: [{name: timeout, value: "2"}]}'),
      { at: 'options: [{name: timeout, value: "2"}]', fix: false },
    ],
  ],
  good: [
    ['the option', pod('dnsConfig: {options: [{name: timeout}, {name: ndots, value: "2"}]}')],
    ['a hook', HOOK],
    ['only a part of a pod', workflow('image: a:1')],
  ],
  withOptions: [
    ['any value', { value: '' }, pod('dnsConfig: {options: [{name: ndots, value: "5"}]}')],
    [
      'an option without a value',
      { name: 'rotate', value: '' },
      pod('dnsConfig: {options: [{name: ndots}]}'),
      {
        at: 'options: [{name: ndots}]',
        message: 'pod does not set DNS option `rotate`',
        fix: false,
      },
    ],
    [
      'nothing to set',
      { name: 'rotate', value: '' },
      pod('priority: 1'),
      { at: 'spec', message: 'pod does not set DNS option `rotate`', fix: false },
    ],
  ],
  says: 'pod does not set DNS option `ndots: 2`',
  fixes: true,
})
