import { describe, expect, test } from 'vitest'
import { check } from '../../../../src/engine/check.ts'
import { rules } from '../../../../src/rules/index.ts'
import { container } from '../../../kit/manifests.ts'
import { read } from '../../../kit/read.ts'
import { table } from '../../../kit/table.ts'

const image = (name: string): string => container(`image: ${name}`)

table('ingress-nginx-end-of-life', {
  bad: [
    [
      'of the project',
      image('registry.k8s.io/ingress-nginx/controller:v1.13.0'),
      'image: registry.k8s.io/ingress-nginx/controller:v1.13.0',
    ],
    [
      'of a mirror',
      image('example.com/k8s/ingress-nginx/controller'),
      'image: example.com/k8s/ingress-nginx/controller',
    ],
    ['of Bitnami', image('bitnami/nginx-ingress-controller:1.13.0'), 'image: bitnami/nginx-ingress-controller:1.13.0'],
  ],
  good: [
    ['of NGINX', image('docker.io/nginx/nginx-ingress:3.0')],
    ['its webhook', image('registry.k8s.io/ingress-nginx/kube-webhook-certgen:v1.4')],
    ['another one', image('example.com/my-ingress-nginx/controller:1')],
    ['a variable', image('$IMAGE')],
    ['none', container('args: []')],
  ],
  says: 'container `app` runs ingress-nginx, which was retired in March 2026',
})

const affected = (name: string, title: string, cves: string): [string, string, { at: string; message: string }] => {
  const tag = name.replace(/@.*/, '').replace(/.*:/, '')
  return [
    name,
    image(name),
    { at: `image: ${name}`, message: `${title} ${tag} of container \`app\` is affected by ${cves}` },
  ]
}

table('known-vulnerable-component', {
  bad: [
    affected('quay.io/argoproj/argocd:v2.1.8', 'Argo CD', 'CVE-2022-24348'),
    affected('argoproj/argocd:v1.8.7', 'Argo CD', 'CVE-2022-24348'),
    affected('argoproj/argocd:v2.2.0', 'Argo CD', 'CVE-2022-24348'),
    affected('argoproj/argocd:v2.2.3-rc1', 'Argo CD', 'CVE-2022-24348'),
    affected('grafana/grafana:9.2.0', 'Grafana', 'CVE-2022-39328'),
    affected('grafana/grafana-oss:9.2.3-ubuntu', 'Grafana', 'CVE-2022-39328'),
    affected('grafana/grafana-enterprise:9.2.1', 'Grafana', 'CVE-2022-39328'),
    affected('ghcr.io/kyverno/kyverno:v1.8.3', 'Kyverno', 'CVE-2022-47633'),
    affected(`ghcr.io/kyverno/kyverno:v1.8.4@sha256:${'a'.repeat(64)}`, 'Kyverno', 'CVE-2022-47633'),
    affected('k8s.gcr.io/ingress-nginx/controller:v0.49.0', 'ingress-nginx', 'CVE-2021-25742 and CVE-2025-1974'),
    affected('k8s.gcr.io/ingress-nginx/controller:v1.0.0', 'ingress-nginx', 'CVE-2021-25742 and CVE-2025-1974'),
    affected('k8s.gcr.io/ingress-nginx/controller:v1.0.1', 'ingress-nginx', 'CVE-2025-1974'),
    affected('k8s.gcr.io/ingress-nginx/controller:v1.11.4', 'ingress-nginx', 'CVE-2025-1974'),
    affected('k8s.gcr.io/ingress-nginx/controller:v1.12.0', 'ingress-nginx', 'CVE-2025-1974'),
    affected('nginx-controller:v1.0.0', 'ingress-nginx', 'CVE-2021-25742 and CVE-2025-1974'),
  ],
  good: [
    ...[
      'argoproj/argocd:v2.1.9',
      'argoproj/argocd:v2.2.4',
      'argoproj/argocd:v2.10.0',
      'argoproj/argocd:latest',
      'argoproj/argocd:v0.9.0',
      'example.com/my-argocd:v1.0.0',
      'grafana/grafana:9.2.4',
      'grafana/grafana:9.1.8',
      'grafana/grafana:9.2',
      'grafana/grafana-image-renderer:9.2.0',
      'kyverno/kyverno:v1.8.5',
      'kyverno/kyverno:v1.8.2',
      'kyverno/kyvernopre:v1.8.3',
      'ingress-nginx/controller:v1.11.5',
      'ingress-nginx/controller:v1.12.1',
    ].map((name): [string, string] => [name, image(name)]),
    ['a variable', image('grafana/grafana:$TAG')],
    ['a digest alone', image(`grafana/grafana@sha256:${'a'.repeat(64)}`)],
  ],
  says: 'Argo CD v2.1.8 of container `app` is affected by CVE-2022-24348',
})

describe('known-vulnerable-component', () => {
  test.each([
    ['argoproj/argocd:v2.1.8', ['C-0081']],
    ['grafana/grafana:9.2.1', ['C-0090']],
    ['kyverno/kyverno:v1.8.3', ['C-0091']],
    ['ingress-nginx/controller:v1.0.0', ['C-0059', 'C-0292']],
    ['ingress-nginx/controller:v1.11.4', ['C-0292']],
  ])('%s has the controls of Kubescape for it', async (name, controls) => {
    const enabled = ['known-vulnerable-component', 'ingress-nginx-end-of-life'].map(id => ({
      rule: rules.get(id)!,
      options: {},
    }))
    const { findings } = check(await read(image(name)), enabled, { rules, kubernetes: 36 })
    expect(findings.map(({ rule, aliases }) => [rule, aliases['kubescape']])).toEqual([
      ['known-vulnerable-component', controls],
    ])
  })
})
