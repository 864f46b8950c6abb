import type { Problem } from '../../core/finding.ts'
import { numberOf } from '../../docker/user-numbers.ts'
import { capabilitiesOf } from '../../kube/capabilities.ts'
import type { Container } from '../../kube/container.ts'
import { userTrouble } from '../../kube/image-user.ts'
import type { Json } from '../../kube/resource.ts'
import type { Workload } from '../../kube/workload.ts'
import { type Deployed, type ImageUser, refusedUsers } from '../../world/deployed.ts'
import { rule } from '../rule.ts'

const nameIn = (user: string): string => user.split(':', 1)[0]!

/** What the kubelet minds, in words. */
const troubleIn = (user: string): string =>
  userTrouble(user) === 'root' || nameIn(user) === 'root'
    ? 'runs as root'
    : `has the user \`${nameIn(user)}\`, a name, which cannot be verified as non-root`

/** The number of the user that a Dockerfile names. */
const numberIn = ({ user, by }: ImageUser): number | undefined =>
  by?.by.is === 'USER' ? numberOf(by.by, nameIn(user)) : undefined

function placeOf(told: ImageUser): NonNullable<Problem['see']>[number] {
  const { user, in: source, at, by } = told
  if (!by) return { in: source, at, note: 'the user of the image, as scanned' }
  if (by.by.is === 'FROM') return { in: source, at, note: `no \`USER\` follows, and the base ${troubleIn(user)}` }
  const uid = numberIn(told)
  const otherwise = uid === undefined ? '' : `; with \`USER ${uid}\` it starts`
  return { in: source, at, note: `the user of the image${otherwise}` }
}

function asNumber(container: Container, told: ImageUser): Pick<Problem, 'fix'> {
  const uid = numberIn(told)
  if (uid === undefined) return {}
  const path = container.at('securityContext', 'runAsUser')
  return {
    fix: {
      title: `Run as ${uid}, the number of the user of the image`,
      safe: false,
      changes: [{ op: 'set', path, value: uid }],
    },
  }
}

export const runAsNonRootUnmet = rule({
  id: 'run-as-non-root-unmet',
  title: 'Image user does not satisfy runAsNonRoot',
  why: 'The kubelet compares `runAsNonRoot: true` with the user in the configuration of the image before it starts the container, whatever its entry point does. For root, and for a name, the pod is stuck in `CreateContainerConfigError`.',
  help: 'End the Dockerfile with a numeric user, such as `USER 10001`, or set `runAsUser: 10001` in the `securityContext` of the container.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  on: 'container image',
  check(deployed, { world }) {
    const { container } = deployed
    const { workload } = container
    if (container.effective('runAsNonRoot') !== true || !workload.whole || workload.windows) return
    const users = refusedUsers(world, deployed)
    if (!users) return
    const [{ user: imageUser, isSame }] = users
    const subject = isSame ? 'the image' : 'another digest of the image'
    return {
      at: container.effectiveAt('runAsNonRoot'),
      message: `container \`${container.name}\` ${isSame ? 'will' : 'may'} not start: \`runAsNonRoot\` is \`true\`, and ${subject} ${troubleIn(imageUser)}`,
      see: users.map(placeOf),
      ...(!isSame && { severity: 'info' as const }),
      ...asNumber(container, users[0]),
    }
  },
})

/** The first port that needs no capability, as Linux has it. */
const FIRST_UNPRIVILEGED = 1024

const PORT_START = /^net[./]ipv4[./]ip_unprivileged_port_start$/

/**
 * The first port that needs no capability, where that is known: on the network of the node, and where the pod sets it.
 * In other pods containerd from 2.0 on and Docker make it 0, CRI-O and earlier versions do not.
 */
function firstUnprivileged({ pod }: Workload): number {
  if (pod.hostNetwork === true) return FIRST_UNPRIVILEGED
  const sysctls: readonly Json[] = Array.isArray(pod.securityContext?.sysctls) ? pod.securityContext.sysctls : []
  const start = Number(sysctls.find(sysctl => PORT_START.test(sysctl?.name))?.value ?? 0)
  return Number.isInteger(start) ? start : 0
}

/** The bounding set has no such capability, so neither the runtime nor the file of the program can give it. */
function cannotBind(container: Container): boolean {
  const has = (list: 'add' | 'drop'): boolean =>
    capabilitiesOf(container, list).some(({ name }) => name === 'ALL' || name === 'NET_BIND_SERVICE')
  return has('drop') && !has('add') && !container.privileged
}

/** Who the process is, if it is known not to be root: `user 101`. */
function nonRoot({ container, users }: Deployed): string | undefined {
  const user = container.effective('runAsUser')
  if (typeof user === 'number') return user > 0 ? `user ${user}` : undefined
  const [first, ...others] = users.filter(({ isSame }) => isSame)
  if (!first || [first, ...others].some(one => userTrouble(one.user) !== undefined)) return undefined
  return `user ${nameIn(first.user)} of the image`
}

export const privilegedPortDenied = rule({
  id: 'privileged-port-denied',
  title: 'Container cannot bind a port below 1024',
  why: 'Without the capability `NET_BIND_SERVICE` only root can listen on a privileged port: the process fails with `permission denied` when it starts.',
  help: 'Listen on a port from 1024 on, or do not drop `NET_BIND_SERVICE` and set it on the file of the program with `setcap`.',
  severity: 'medium',
  confidence: 'medium',
  profile: 'recommended',
  since: '0.1',
  on: 'container image',
  check(deployed) {
    const { container } = deployed
    const { workload, spec } = container
    const first = firstUnprivileged(workload)
    if (first <= 1 || !workload.whole || workload.windows || !cannotBind(container)) return
    const who = nonRoot(deployed)
    if (who === undefined || !Array.isArray(spec.ports)) return
    return (spec.ports as readonly Json[]).flatMap((port, index) => {
      const number: Json = port?.containerPort
      if (!Number.isInteger(number) || number < 1 || number >= first) return []
      return {
        at: container.at('ports', index, 'containerPort'),
        message: `container \`${container.name}\` cannot bind port ${number}: ${who} has no \`NET_BIND_SERVICE\`, which ports below ${first} need ${workload.pod.hostNetwork === true ? 'on the network of the node' : 'in this pod'}`,
      }
    })
  },
})
