import type { Problem } from '../../../core/finding.ts'
import { listed } from '../../../core/text.ts'
import { consoleOf, leadsToConsole } from '../../../kube/console.ts'
import type { Container } from '../../../kube/container.ts'
import type { Console } from '../../../kube/facts/consoles.ts'
import { exposureOf } from '../../../kube/network/service.ts'
import type { Workload } from '../../../kube/workload.ts'
import { isGuarded } from '../../../world/network/access-control.ts'
import { type Exposure, exposuresOf, portsThrough } from '../../../world/network/exposure.ts'
import type { World } from '../../../world/world.ts'
import { rule } from '../../rule.ts'

/** The ways from outside to the page of a console that nothing in sight guards. */
const waysTo = (world: World, container: Container, console: Console): readonly Exposure[] =>
  exposuresOf(world, container.workload).filter(
    exposure =>
      !isGuarded(world, exposure) &&
      portsThrough(exposure).some(({ target }) => leadsToConsole(target, container, console)),
  )

/** Nodes often have addresses of a private network only. */
const isOnNodesOnly = (ways: readonly Exposure[]): boolean => ways.every(({ by }) => exposureOf(by) === 'NodePort')

/** The consoles of a workload that anyone outside reaches, of those that ask for a log-in, or of those that do not. */
function exposedConsoles(workload: Workload, world: World, wanted: { readonly login: boolean }): readonly Problem[] {
  return workload.containers.flatMap(container => {
    const found = consoleOf(container)
    const ways = found?.login === wanted.login ? waysTo(world, container, found.console) : []
    if (!found || ways.length === 0) return []
    const names = [...new Set(ways.map(({ by }) => `${by.kind} \`${by.name}\``))]
    return {
      at: container.at('image'),
      judged: found.console.name,
      message: `${found.console.name} of container \`${container.name}\` is exposed by ${listed(names)}${wanted.login ? '' : ' without a log-in'}`,
      see: ways.map(({ by, at }) => ({ at, in: by.source, note: `opened by ${by.kind} \`${by.name}\`` })),
      ...(isOnNodesOnly(ways) && !wanted.login && { severity: 'low' as const }),
    }
  })
}

const concerns = ({ containers }: Workload): boolean => containers.some(container => consoleOf(container) !== undefined)

export const consoleWithoutLoginExposed = rule({
  id: 'console-without-login-exposed',
  title: 'Console without a log-in is exposed',
  why: 'Anyone who reaches the address uses it: such consoles show metrics, traces and data, and some delete volumes or run code. Attackers scan the internet for them.',
  help: 'Set `type: ClusterIP` on the Service and use `kubectl port-forward`, or put an authenticating proxy such as oauth2-proxy in front.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['mitre'],
  on: 'workload',
  concerns,
  check: (workload, { world }) => exposedConsoles(workload, world, { login: false }),
})

export const consoleExposed = rule({
  id: 'console-exposed',
  title: 'Console is exposed',
  why: 'Its log-in is all that keeps attackers out: a weak password or a vulnerability in front of it is enough.',
  help: 'Set `type: ClusterIP` on the Service and use `kubectl port-forward`, or put an authenticating proxy such as oauth2-proxy in front.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  tags: ['mitre'],
  on: 'workload',
  concerns,
  check: (workload, { world }) => exposedConsoles(workload, world, { login: true }),
})
