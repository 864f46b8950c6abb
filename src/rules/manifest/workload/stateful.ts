import type { Problem } from '../../../core/finding.ts'
import type { Resource } from '../../../kube/resource.ts'
import { textOf } from '../../../kube/resource.ts'
import { fits, type Labels, labelsOf, requirementsOfMap } from '../../../kube/selector.ts'
import { apart } from '../../../world/lookup.ts'
import { definesSome, referenced } from '../../../world/references.ts'
import { namesakesOf } from '../../../world/scaling.ts'
import { rule } from '../../rule.ts'

const SERVICE = { type: 'Service' } as const

/** Why a Service gives no names to the pods of a template. */
function unfitness(service: Resource, labels: Labels): string | undefined {
  const { clusterIP, selector } = service.json.spec ?? {}
  if (clusterIP !== 'None') return 'which is not headless'
  const requirements = requirementsOfMap(selector)
  // Without a selector, something else keeps its endpoints.
  return !requirements || fits(requirements, labels) ? undefined : 'which does not select its pods'
}

export const statefulsetServiceName = rule({
  id: 'statefulset-service-name',
  title: 'StatefulSet has no headless Service',
  why: 'Only a headless Service that selects the pods gives each of them a DNS name: without one, members of a cluster cannot find each other.',
  help: 'Set `serviceName` to a Service with `clusterIP: None` and the labels of the pods as its selector.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: { kics: 'bb241e61-77c3-4b97-9575-c0f8a1e008d0', kubescore: 'statefulset-has-servicename' },
  on: 'resource',
  kinds: ['StatefulSet'],
  check(resource, { world }): Problem | undefined {
    // One pod has no others to find, and is reached by any Service.
    if (resource.json.spec?.replicas === 1) return undefined
    const at = resource.at('spec', 'serviceName')
    const name = textOf(resource.json.spec?.serviceName)
    const what = `StatefulSet \`${resource.name}\``
    if (name === '') return { at, message: `${what} sets no \`serviceName\`` }
    const services = referenced(world, resource, { ...SERVICE, name })
    if (services.length === 0) {
      const distant = apart(resource, namesakesOf(world, { group: '', kind: 'Service', name }))
      if (distant)
        return { at, message: `${what} uses Service \`${name}\`, which is in namespace \`${distant.namespace}\`` }
      const message = `${what} uses Service \`${name}\`, which is not defined here; it may be defined elsewhere`
      return definesSome(world, resource, SERVICE) ? { at, message } : undefined
    }
    const labels = labelsOf(resource.json.spec?.template)
    const reasons = services.map(service => unfitness(service, labels))
    if (reasons.includes(undefined)) return undefined
    const [service] = services
    return {
      at,
      message: `${what} uses Service \`${name}\`, ${reasons[0]}`,
      see: [{ at: service!.at('spec'), note: 'the Service', in: service!.source }],
    }
  },
})
