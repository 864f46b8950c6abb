import { listed } from '../../../core/text.ts'
import { INGRESS_NGINX, vulnerabilitiesOf } from '../../../kube/facts/vulnerable-components.ts'
import { imageOf } from '../../../kube/image.ts'
import { rule } from '../../rule.ts'

export const ingressNginxEndOfLife = rule({
  id: 'ingress-nginx-end-of-life',
  title: '`ingress-nginx` controller is end of life',
  why: 'The project was retired in March 2026: vulnerabilities of the program that every request of the cluster passes through are no longer fixed.',
  help: 'Replace `ingress-nginx/controller` with an implementation of the Gateway API, or with another Ingress controller.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['nsa'],
  peers: { kubescape: 'C-0292' },
  on: 'container',
  check(container) {
    const image = imageOf(container)
    if (!image || !INGRESS_NGINX.test(image.repository)) return
    return {
      at: container.at('image'),
      message: `container \`${container.name}\` runs ingress-nginx, which was retired in March 2026`,
    }
  },
})

/** Kubescape has a control for each. */
const CONTROLS: Readonly<Record<string, string>> = {
  'CVE-2021-25742': 'C-0059',
  'CVE-2022-24348': 'C-0081',
  'CVE-2022-39328': 'C-0090',
  'CVE-2022-47633': 'C-0091',
}

const ALL = ['C-0081', 'C-0090', 'C-0091'] as const

export const knownVulnerableComponent = rule({
  id: 'known-vulnerable-component',
  title: 'Image version has a known severe vulnerability',
  why: 'Such programs have wide rights in the cluster, and the way to attack this version has been published.',
  help: 'Set `image` to a version that the project still supports.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { kubescape: ALL },
  on: 'container',
  covers: ['ingress-nginx-end-of-life'],
  check(container) {
    const image = imageOf(container)
    const found = image ? vulnerabilitiesOf(image) : []
    const [first] = found
    if (!image || !first) return
    const controls = found.flatMap(({ cve }) => CONTROLS[cve] ?? [])
    return {
      at: container.at('image'),
      judged: image.repository,
      message: `${first.name} ${image.tag} of container \`${container.name}\` is affected by ${listed(found.map(({ cve }) => cve))}`,
      also: { kubescape: controls },
      unlike: { kubescape: ALL.filter(control => !controls.includes(control)) },
    }
  },
})
