import { expect, test } from 'vitest'
import { check } from '../../../../src/engine/check.ts'
import { rules } from '../../../../src/rules/index.ts'
import { container, deployment, pod } from '../../../kit/manifests.ts'
import { read } from '../../../kit/read.ts'
import { table } from '../../../kit/table.ts'

const service = (metadata: string, selector = '{app: web}') =>
  `apiVersion: v1\nkind: Service\nmetadata: ${metadata}\nspec: {selector: ${selector}}\n`
const NAMED = 'Service `a` has the name or the labels of Tiller'

table('tiller', {
  bad: [
    [
      'by its image',
      container('image: gcr.io/kubernetes-helm/tiller:v2.16.0'),
      'image: gcr.io/kubernetes-helm/tiller:v2.16.0',
    ],
    [
      'in a template',
      deployment('containers: [{name: app, image: "ghcr.io/helm/tiller:v2.17.0"}]'),
      'image: "ghcr.io/helm/tiller:v2.17.0"',
    ],
    ['without a tag', container('image: tiller'), 'image: tiller'],
    ['listening for all', container('image: tiller\nargs: [--listen=0.0.0.0:44134]'), 'image: tiller'],
    [
      'listening in its pod',
      container('image: tiller\nargs: [--listen=localhost:44134]'),
      {
        at: 'image: tiller',
        severity: 'medium',
        message: 'container `app` runs Tiller, which listens in its pod only',
      },
    ],
    [
      'listening in its pod, by its command',
      container('image: tiller\ncommand: [/tiller, -listen=127.0.0.1:44134]'),
      { at: 'image: tiller', severity: 'medium' },
    ],
    [
      'a Service by its labels',
      service('{name: a, labels: {app: helm, name: tiller}}'),
      { at: 'name: a', severity: 'medium', message: NAMED },
    ],
    [
      'a Service by its selector',
      service('{name: a}', '{app: helm, name: tiller}'),
      { at: 'name: a', severity: 'medium' },
    ],
    ['a Service by its name', service('{name: tiller-deploy}'), { at: 'name: tiller-deploy', severity: 'medium' }],
    [
      'pods by their labels',
      deployment('containers: [{name: app, image: "shop/web:1"}]').replace(
        'labels: {app: web}',
        'labels: {app: helm, name: tiller}',
      ),
      {
        at: 'name: web',
        severity: 'medium',
        message: 'Deployment `web` has the name or the labels of Tiller',
      },
    ],
    [
      'pods by their name',
      deployment('containers: [{name: app, image: "shop/web:1"}]').replace('labels: {app: web}', 'name: tiller'),
      { at: 'name: web', severity: 'medium' },
    ],
  ],
  good: [
    ['another image', container('image: shop/web:1.4')],
    ['another image in the repository of Helm', container('image: gcr.io/kubernetes-helm/chartmuseum:v0.8')],
    ['a word in a word', service('{name: distiller}')],
    ['labels of Helm alone', service('{name: a, labels: {app: helm}}')],
    ['another kind', 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: tiller}\n'],
  ],
  says: 'container `app` runs Tiller',
})

test.each([
  [container('image: tiller'), ['CKV_K8S_34', 'CKV_K8S_45']],
  [container('image: tiller\nargs: [--listen=localhost:44134]'), ['CKV_K8S_34']],
  [service('{name: tiller-deploy}'), ['CKV_K8S_44']],
])('tiller has the ids of the checks that Checkov makes of it', async (text, ids) => {
  const { findings } = check(await read(text), [{ rule: rules.get('tiller')!, options: {} }], { kubernetes: 36 })
  expect(findings.map(({ aliases }) => aliases['checkov'])).toEqual([ids])
})

const binding = (subjects: string, role = 'kubernetes-dashboard') =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: a}\nroleRef: {kind: ClusterRole, name: ${role}}\nsubjects: ${subjects}\n`

table('kubernetes-dashboard', {
  bad: [
    ['by its image', container('image: kubernetesui/dashboard:v2.7.0'), 'image: kubernetesui/dashboard:v2.7.0'],
    [
      'a part of it',
      container('image: docker.io/kubernetesui/dashboard-web:1.6.0'),
      'image: docker.io/kubernetesui/dashboard-web:1.6.0',
    ],
    [
      'the image of old',
      container('image: k8s.gcr.io/kubernetes-dashboard-amd64:v1.10.1'),
      'image: k8s.gcr.io/kubernetes-dashboard-amd64:v1.10.1',
    ],
    [
      'by the labels of its pods',
      deployment('containers: [{name: app}]').replace('labels: {app: web}', 'labels: {k8s-app: kubernetes-dashboard}'),
      { at: 'metadata', message: 'Deployment `web` has the labels of Kubernetes Dashboard' },
    ],
    [
      'by its own labels',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {app: kubernetes-dashboard}}\nspec: {containers: []}\n',
      { at: 'labels: {app: kubernetes-dashboard}', message: 'Pod `a` has the labels of Kubernetes Dashboard' },
    ],
    [
      'its account, for another pod',
      pod('serviceAccountName: kubernetes-dashboard'),
      { at: 'serviceAccountName: kubernetes-dashboard', message: 'pod runs as service account `kubernetes-dashboard`' },
    ],
    [
      'its role, for others',
      binding('[{kind: Group, name: dev}]'),
      {
        at: 'name: kubernetes-dashboard',
        message: 'ClusterRoleBinding `a` grants the role of Kubernetes Dashboard to others',
      },
    ],
  ],
  good: [
    ['another image', container('image: kubernetesui/metrics-scraper:v1.0.8')],
    ['an image with more words in front', container('image: shop/my-kubernetes-dashboard:1')],
    ['its role, for itself', binding('[{kind: ServiceAccount, name: kubernetes-dashboard}]')],
    ['its role, for nobody', binding('[]')],
    ['another role', binding('[{kind: Group, name: dev}]', 'view')],
    [
      'what only has its labels',
      'apiVersion: v1\nkind: Service\nmetadata: {name: a, labels: {k8s-app: kubernetes-dashboard}}\n',
    ],
  ],
  says: 'container `app` runs Kubernetes Dashboard',
})

const node = (version: string) =>
  `apiVersion: v1\nkind: Node\nmetadata: {name: a}\nstatus: {nodeInfo: {kubeletVersion: ${version}}}\n`

table('outdated-kubernetes-version', {
  bad: [
    ['older than the three newest', node('v1.33.9'), 'kubeletVersion: v1.33.9'],
    ['of a provider', node('v1.9.6-gke.1'), 'kubeletVersion: v1.9.6-gke.1'],
  ],
  good: [
    ['the oldest of the three', node('v1.34.0')],
    ['the newest', node('v1.36.1+k3s1')],
    ['no version', node('unknown')],
    ['an odd type', node('1.2')],
    ['another kind', node('v1.20.0').replace('Node', 'ConfigMap')],
  ],
  says: 'node `a` runs Kubernetes `v1.33.9`; expected 1.34 or newer',
})
