import { isFilledInLater } from '../../../kube/filled-in-later.ts'
import { textOf } from '../../../kube/resource.ts'
import { objectsOf } from '../../../world/references.ts'
import { rule } from '../../rule.ts'

export const priorityClassSet = rule({
  id: 'priority-class-set',
  title: 'Pod has no priority class',
  why: 'When nodes are full, pods of equal priority are served by chance: what matters most waits like everything else.',
  help: 'Set `priorityClassName`.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: { polaris: 'priorityClassNotSet' },
  on: 'workload',
  check({ whole, hook, pod, podPath }) {
    if (!whole || hook || textOf(pod.priorityClassName) !== '') return
    return { at: [...podPath, 'priorityClassName'], message: 'pod sets no `priorityClassName`' }
  },
})

export const priorityClassAllowed = rule({
  id: 'priority-class-allowed',
  title: 'Priority class is not allowed',
  why: 'A pod of high priority evicts others to make room; one of a class that does not exist is rejected.',
  help: 'Use a class that is allowed, or add it to the option `allowed`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: { kubelinter: 'priority-class-name' },
  on: 'workload',
  options: { allowed: ['system-cluster-critical', 'system-node-critical'] as readonly string[] },
  optionHelp: { allowed: 'priority classes to allow beside those that are defined in the checkout' },
  check({ pod, podPath }, { world, options }) {
    const name = textOf(pod.priorityClassName)
    if (name === '' || isFilledInLater(name) || options.allowed.includes(name)) return
    if (objectsOf(world, 'scheduling.k8s.io/PriorityClass').some(one => one.name === name)) return
    return { at: [...podPath, 'priorityClassName'], message: `priority class \`${name}\` is not allowed` }
  },
})
