import type { Problem } from '../../../core/finding.ts'
import { listed } from '../../../core/text.ts'
import { isIngress } from '../../../kube/network/backends.ts'
import { isService } from '../../../kube/network/service.ts'
import { type Exposure, exposuresOf } from '../../../world/network/exposure.ts'
import { rule } from '../../rule.ts'

const nameOf = ({ by: { kind, name } }: Exposure): string => `${kind} \`${name}\``

const places = (exposures: readonly Exposure[]): Required<Pick<Problem, 'see'>> => ({
  see: exposures.map(({ by, at }) => ({ at, in: by.source, note: `opened by ${by.kind} \`${by.name}\`` })),
})

/** Kubescape has an id for Services and Ingresses, and one for routes; KICS has one for Ingresses. */
function unlike(exposures: readonly Exposure[]): Pick<Problem, 'unlike'> {
  const hasIngress = exposures.some(({ by }) => isIngress(by))
  const hasRoute = exposures.some(({ by }) => !isIngress(by) && !isService(by))
  const isOpen = hasIngress || exposures.some(({ by }) => isService(by))
  return {
    unlike: {
      ...(!hasIngress && { kics: INGRESS }),
      kubescape: [...(hasRoute ? [] : ['C-0266']), ...(isOpen ? [] : ['C-0256'])],
    },
  }
}

const INGRESS = '69bbc5e3-0818-4150-89cc-1e989b48f23b'

export const ingressExposesWorkload = rule({
  id: 'ingress-exposes-workload',
  title: 'Pods can be reached from outside of the cluster',
  why: 'An inventory: what can be reached is attacked first, so its findings come before those of other pods.',
  help: 'If the exposure is not intended, remove the Ingress or route, or set `type: ClusterIP` on the Service.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: { kics: INGRESS, kubescape: ['C-0266', 'C-0256'] },
  on: 'workload',
  check(workload, { world }) {
    const exposures = exposuresOf(world, workload)
    if (exposures.length === 0) return
    const ways = [...new Set(exposures.map(nameOf))]
    const [shown, rest] = [ways.slice(0, 3), ways.length - 3]
    const message = `pod can be reached from outside through ${listed(rest > 0 ? [...shown, `${rest} more`] : shown)}`
    return { at: workload.podPath, judged: ways.join(), message, ...places(exposures), ...unlike(exposures) }
  },
})

/** Consoles and APIs that run code, or show everything, for anyone who reaches them, unless set up otherwise. */
const SENSITIVE =
  /(?:^|-)(?:nifi|argo-server|weave-scope-app|kubeflow|kubernetes-dashboard|jenkins|prometheus-deployment|ollama|vllm|kserve|triton-inference-server|ray-dashboard|ray-head|mlflow|jupyterhub|seldon|bentoml)(?:-|$)/

export const sensitiveInterfaceExposed = rule({
  id: 'sensitive-interface-exposed',
  title: 'Management interface is exposed',
  why: 'Such an interface starts containers, runs code or shows all data, and is often installed without authentication: attackers scan the internet for it.',
  help: 'Set `type: ClusterIP` on the Service, and put the interface behind an Ingress with authentication, or `kubectl port-forward`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['mitre'],
  peers: { kubescape: 'C-0021' },
  on: 'workload',
  yieldsTo: ['console-exposed', 'console-without-login-exposed'],
  check(workload, { world }) {
    const { name } = workload.resource
    if (!SENSITIVE.test(name)) return
    const services = exposuresOf(world, workload).filter(({ by }) => isService(by))
    if (services.length === 0) return
    return {
      at: workload.resource.at('metadata', 'name'),
      message: `management interface \`${name}\` is exposed by ${listed([...new Set(services.map(nameOf))])}`,
      ...places(services),
    }
  },
})
