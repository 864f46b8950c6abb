import { listOf } from '../../../kube/resource.ts'
import { written } from '../../../kube/written.ts'
import { rule } from '../../rule.ts'

export const dnsConfig = rule({
  id: 'dns-config',
  title: 'Pod does not set a DNS option',
  why: 'With the default of `ndots: 5` every external name is looked up in all search domains first, four failing queries before the right one.',
  help: 'Set `dnsConfig: {options: [{name: ndots, value: "2"}]}` in the pod spec.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: { kubelinter: 'dnsconfig-options' },
  on: 'workload',
  options: { name: 'ndots', value: '2' },
  optionHelp: { name: 'the option that every pod must set', value: 'its value; when empty, any value' },
  check(workload, { options: { name, value } }) {
    if (!workload.whole || workload.hook) return
    const set = listOf(workload.pod.dnsConfig?.options)
    const isSet = set.some(one => one?.name === name && (value === '' || written(one.value) === value))
    if (isSet) return
    const at = workload.at('dnsConfig', 'options')
    const wanted = value === '' ? name : `${name}: ${value}`
    return {
      at,
      message: `pod does not set DNS option \`${wanted}\``,
      ...(set.length === 0 &&
        value !== '' && {
          fix: {
            title: `Set \`${wanted}\``,
            safe: false,
            changes: [{ op: 'set' as const, path: at, value: [{ name, value }] }],
          },
        }),
    }
  },
})
