import { memo } from '../../core/memo.ts'
import { isTcp } from '../../kube/network/port-names.ts'
import { type Json, listOf, type Resource } from '../../kube/resource.ts'
import { requirementsOfMap } from '../../kube/selector.ts'
import type { Workload } from '../../kube/workload.ts'
import { namespaceOf } from '../lookup.ts'
import { podsSelected } from '../selection.ts'
import type { World } from '../world.ts'

/** A Service that exposes SSH, and which of its ports does. */
interface SshService {
  readonly resource: Resource
  readonly index: number
}

/** The port of SSH, and the one that servers without root take instead. */
export const isSshPort = (port: Json): boolean => port === 22 || port === 2222

const indexOfSsh = ({ json }: Resource): number =>
  listOf(json.spec?.ports).findIndex(port => (isSshPort(port?.port) || isSshPort(port?.targetPort)) && isTcp(port))

/** Services that select the same pods are asked once. */
const services = memo((world: World): ReadonlyMap<Workload, SshService> => {
  const found = new Map<Workload, SshService>()
  const asked = new Set<readonly Workload[]>()
  for (const resource of world.ofKind('Service')) {
    const requirements = requirementsOfMap(resource.json.spec?.selector)
    const index = resource.group === '' && requirements ? indexOfSsh(resource) : -1
    if (index < 0) continue
    const pods = podsSelected(world, namespaceOf(resource), requirements!)
    if (asked.has(pods)) continue
    asked.add(pods)
    for (const workload of pods) if (!found.has(workload)) found.set(workload, { resource, index })
  }
  return found
})

/** The first Service of the same namespace that exposes SSH of these pods. */
export const sshServiceBefore = (world: World, workload: Workload): SshService | undefined =>
  services(world).get(workload)
