import { table } from '../../kit/table.ts'

const NAME = 'LABEL org.opencontainers.image.ref.name=shop/api\n'
const SAME = `sha256:${'a'.repeat(64)}`
const OTHER = `sha256:${'b'.repeat(64)}`

const ROOT = `FROM scratch\n${NAME}COPY api /\n`
const NUMBER = `${ROOT}USER 1000:1000\n`
const NAMED = `FROM debian:13\n${NAME}RUN useradd -r -u 1001 app\nUSER app\n`

const deployment = (more: string, { image = 'shop/api:1.4', pod = '' } = {}): string =>
  `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  template:
    spec:${pod}
      containers:
        - name: api
          image: ${image}
${more}`

const NON_ROOT = `          securityContext:
            runAsNonRoot: true
`
const POD_NON_ROOT = { pod: '\n      securityContext: {runAsNonRoot: true}' }

const trivy = (user: string | undefined, more: Record<string, unknown> = {}): string =>
  JSON.stringify({
    SchemaVersion: 2,
    ArtifactName: 'shop/api:1.4',
    ArtifactType: 'container_image',
    Metadata: {
      OS: { Family: 'debian', Name: '13' },
      RepoTags: ['shop/api:1.4'],
      RepoDigests: [`shop/api@${SAME}`],
      ImageConfig: { architecture: 'amd64', os: 'linux', config: user === undefined ? {} : { User: user } },
      ...more,
    },
    Results: [{ Target: 'shop/api:1.4 (debian 13)', Class: 'os-pkgs', Type: 'debian' }],
  })

table('run-as-non-root-unmet', {
  says: 'container `api` will not start: `runAsNonRoot` is `true`, and the image runs as root',
  bad: [
    [
      'the Dockerfile sets no user',
      { 'k8s.yaml': deployment(NON_ROOT), Dockerfile: ROOT },
      { at: 'runAsNonRoot: true' },
    ],
    ['the pod asks for it', { 'k8s.yaml': deployment('', POD_NON_ROOT), Dockerfile: ROOT }, 'runAsNonRoot: true'],
    [
      'a name, which the Dockerfile creates with a number',
      { 'k8s.yaml': deployment(NON_ROOT), Dockerfile: NAMED },
      {
        at: 'runAsNonRoot: true',
        message:
          'container `api` will not start: `runAsNonRoot` is `true`, and the image has the user `app`, a name, which cannot be verified as non-root',
        fix: 'Run as 1001, the number of the user of the image',
        after: deployment(`${NON_ROOT}            runAsUser: 1001\n`),
      },
    ],
    [
      'a name that the base brings with a number',
      { 'k8s.yaml': deployment(NON_ROOT), Dockerfile: `FROM node:24\n${NAME}USER node\n` },
      {
        at: 'runAsNonRoot: true',
        fix: 'Run as 1000, the number of the user of the image',
        after: deployment(`${NON_ROOT}            runAsUser: 1000\n`),
      },
    ],
    [
      'a name that a stage below creates with a number',
      {
        'k8s.yaml': deployment(NON_ROOT),
        Dockerfile: `FROM scratch AS base\nRUN adduser -D -u 1002 app\nFROM base\n${NAME}USER app\n`,
      },
      {
        at: 'runAsNonRoot: true',
        fix: 'Run as 1002, the number of the user of the image',
        after: deployment(`${NON_ROOT}            runAsUser: 1002\n`),
      },
    ],
    [
      'a name that the base does not bring',
      { 'k8s.yaml': deployment(NON_ROOT), Dockerfile: `FROM node:24\n${NAME}USER nobody\n` },
      'runAsNonRoot: true',
    ],
    [
      'a published base that is root',
      { 'k8s.yaml': deployment(NON_ROOT), Dockerfile: `FROM python:3.14-slim\n${NAME}CMD ["python"]\n` },
      'runAsNonRoot: true',
    ],
    [
      'a name with a group, created by nothing',
      { 'k8s.yaml': deployment(NON_ROOT), Dockerfile: `${ROOT}USER app:1000\n` },
      'runAsNonRoot: true',
    ],
    [
      'a name, created after another user with a number',
      {
        'k8s.yaml': deployment(NON_ROOT),
        Dockerfile: `${ROOT}RUN useradd -u 1001 -g app other && useradd app && usermod -u 1002 app\nUSER app\n`,
      },
      'runAsNonRoot: true',
    ],
    ['root in numbers', { 'k8s.yaml': deployment(NON_ROOT), Dockerfile: `${NUMBER}USER 0:0\n` }, 'runAsNonRoot: true'],
    [
      'root by its name',
      { 'k8s.yaml': deployment(NON_ROOT), Dockerfile: `${NUMBER}USER root\n` },
      {
        at: 'runAsNonRoot: true',
        message: 'container `api` will not start: `runAsNonRoot` is `true`, and the image runs as root',
      },
    ],
    [
      'a number that is none to the kubelet',
      { 'k8s.yaml': deployment(NON_ROOT), Dockerfile: `${ROOT}USER 9223372036854775808\n` },
      'runAsNonRoot: true',
    ],
    ['the image, as scanned', { 'k8s.yaml': deployment(NON_ROOT), 'trivy.json': trivy('') }, 'runAsNonRoot: true'],
    [
      'the image sets none, as scanned',
      { 'k8s.yaml': deployment(NON_ROOT), 'trivy.json': trivy(undefined) },
      'runAsNonRoot: true',
    ],
    [
      'of the same digest, whatever the Dockerfile says now',
      {
        'k8s.yaml': deployment(NON_ROOT, { image: `shop/api:1.4@${SAME}` }),
        'trivy.json': trivy('app'),
        Dockerfile: NUMBER,
      },
      'runAsNonRoot: true',
    ],
    [
      'of another digest',
      { 'k8s.yaml': deployment(NON_ROOT, { image: `shop/api:1.4@${OTHER}` }), 'trivy.json': trivy('0') },
      {
        at: 'runAsNonRoot: true',
        severity: 'info',
        message:
          'container `api` may not start: `runAsNonRoot` is `true`, and another digest of the image runs as root',
      },
    ],
    [
      'the Dockerfile of an image that is pinned',
      { 'k8s.yaml': deployment(NON_ROOT, { image: `shop/api:1.4@${OTHER}` }), Dockerfile: ROOT },
      { at: 'runAsNonRoot: true', severity: 'info' },
    ],
  ],
  good: [
    ['a number', { 'k8s.yaml': deployment(NON_ROOT), Dockerfile: NUMBER }],
    ['a number in quotes', { 'k8s.yaml': deployment(NON_ROOT), Dockerfile: `${ROOT}USER "1000"\n` }],
    ['nobody asks for it', { 'k8s.yaml': deployment(''), Dockerfile: ROOT }],
    [
      'the container takes it back',
      { 'k8s.yaml': deployment(NON_ROOT.replace('true', 'false'), POD_NON_ROOT), Dockerfile: ROOT },
    ],
    [
      'the container sets a user',
      { 'k8s.yaml': deployment(`${NON_ROOT}            runAsUser: 1000\n`), Dockerfile: ROOT },
    ],
    [
      'the pod sets a user',
      { 'k8s.yaml': deployment(NON_ROOT, { pod: '\n      securityContext: {runAsUser: 1000}' }), Dockerfile: ROOT },
    ],
    [
      'user 0 is set, which is another finding',
      { 'k8s.yaml': deployment(`${NON_ROOT}            runAsUser: 0\n`), Dockerfile: ROOT },
    ],
    ['a user in quotes', { 'k8s.yaml': deployment(`${NON_ROOT}            runAsUser: "1000"\n`), Dockerfile: ROOT }],
    ['a base that is not known', { 'k8s.yaml': deployment(NON_ROOT), Dockerfile: `FROM example.com/base:1\n${NAME}` }],
    ['an ARG chooses the user', { 'k8s.yaml': deployment(NON_ROOT), Dockerfile: `${ROOT}ARG USER=app\nUSER $USER\n` }],
    [
      'an ARG chooses the base',
      { 'k8s.yaml': deployment(NON_ROOT), Dockerfile: `ARG BASE=scratch\nFROM \${BASE}\n${NAME}` },
    ],
    ['another image', { 'k8s.yaml': deployment(NON_ROOT, { image: 'other/api:1.4' }), Dockerfile: ROOT }],
    ['two Dockerfiles build it', { 'k8s.yaml': deployment(NON_ROOT), Dockerfile: ROOT, 'b/Dockerfile': ROOT }],
    [
      'the scanned image and the Dockerfile differ',
      { 'k8s.yaml': deployment(NON_ROOT), Dockerfile: ROOT, 'trivy.json': trivy('1000') },
    ],
    [
      'another tag was scanned',
      { 'k8s.yaml': deployment(NON_ROOT, { image: 'shop/api:2' }), 'trivy.json': trivy('0') },
    ],
    [
      'the report holds no configuration',
      {
        'k8s.yaml': deployment(NON_ROOT),
        'trivy.json': trivy('', { ImageConfig: { architecture: '', os: '', config: {} } }),
      },
    ],
    [
      'Windows knows no numbers',
      { 'k8s.yaml': deployment(NON_ROOT, { pod: '\n      os: {name: windows}' }), Dockerfile: ROOT },
    ],
    [
      'OpenShift gives the pod a user',
      {
        'k8s.yaml': `${deployment(NON_ROOT)}---\napiVersion: route.openshift.io/v1\nkind: Route\nmetadata: {name: api}\n`,
        Dockerfile: ROOT,
      },
    ],
    [
      'a part of a pod',
      {
        'k8s.yaml': `apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: a}\nspec: {templates: [{name: t, container: {name: api, image: shop/api:1.4, securityContext: {runAsNonRoot: true}}}]}\n`,
        Dockerfile: ROOT,
      },
    ],
  ],
})

const port = (number: number | string, more: string, pod = '\n      hostNetwork: true'): string =>
  deployment(`          ports: [{containerPort: ${number}}]\n          securityContext: ${more}\n`, { pod })

const LOW_USER = '{runAsUser: 101, capabilities: {drop: [ALL]}}'

table('privileged-port-denied', {
  says: 'container `api` cannot bind port 80: user 101 has no `NET_BIND_SERVICE`, which ports below 1024 need on the network of the node',
  bad: [
    ['on the network of the node', port(80, LOW_USER), 'containerPort: 80'],
    [
      'only this capability is dropped',
      port(1023, '{runAsUser: 101, capabilities: {drop: [CAP_NET_BIND_SERVICE]}}'),
      'containerPort: 1023',
    ],
    [
      'the pod sets where privileged ports end',
      port(
        53,
        LOW_USER,
        '\n      securityContext: {sysctls: [{name: net.ipv4.ip_unprivileged_port_start, value: "80"}]}',
      ),
      {
        at: 'containerPort: 53',
        message:
          'container `api` cannot bind port 53: user 101 has no `NET_BIND_SERVICE`, which ports below 80 need in this pod',
      },
    ],
    [
      'the user of the image',
      { 'k8s.yaml': port(80, '{capabilities: {drop: [ALL]}}'), Dockerfile: NUMBER },
      {
        at: 'containerPort: 80',
        message:
          'container `api` cannot bind port 80: user 1000 of the image has no `NET_BIND_SERVICE`, which ports below 1024 need on the network of the node',
      },
    ],
  ],
  good: [
    ['in a network of its own: the runtime decides', port(80, LOW_USER, '')],
    [
      'every port is free',
      port(
        80,
        LOW_USER,
        '\n      securityContext: {sysctls: [{name: net.ipv4.ip_unprivileged_port_start, value: "0"}]}',
      ),
    ],
    [
      'ports from this one on are free',
      port(
        80,
        LOW_USER,
        '\n      securityContext: {sysctls: [{name: net.ipv4.ip_unprivileged_port_start, value: "80"}]}',
      ),
    ],
    [
      'another setting',
      port(80, LOW_USER, '\n      securityContext: {sysctls: [{name: net.ipv4.tcp_syncookies, value: "1024"}, null]}'),
    ],
    [
      'a value that is none',
      port(
        80,
        LOW_USER,
        '\n      securityContext: {sysctls: [{name: net.ipv4.ip_unprivileged_port_start, value: all}]}',
      ),
    ],
    ['a port for everyone', port(1024, LOW_USER)],
    ['a port that is none', port('http', LOW_USER)],
    ['port 0', port(0, LOW_USER)],
    ['root', port(80, '{runAsUser: 0, capabilities: {drop: [ALL]}}')],
    ['nobody knows the user', port(80, '{capabilities: {drop: [ALL]}}')],
    ['root by the image', { 'k8s.yaml': port(80, '{capabilities: {drop: [ALL]}}'), Dockerfile: ROOT }],
    ['a name may be root', { 'k8s.yaml': port(80, '{capabilities: {drop: [ALL]}}'), Dockerfile: NAMED }],
    [
      'of another digest',
      { 'k8s.yaml': port(80, '{capabilities: {drop: [ALL]}}').replace('api:1.4', `api@${SAME}`), Dockerfile: NUMBER },
    ],
    ['the capability is not dropped: the file of the program may have it', port(80, '{runAsUser: 101}')],
    ['it is added', port(80, '{runAsUser: 101, capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}')],
    ['all are added', port(80, '{runAsUser: 101, capabilities: {drop: [NET_BIND_SERVICE], add: [ALL]}}')],
    ['another one is dropped', port(80, '{runAsUser: 101, capabilities: {drop: [NET_RAW]}}')],
    ['privileged', port(80, '{runAsUser: 101, privileged: true, capabilities: {drop: [ALL]}}')],
    [
      'ports that are no list',
      deployment(`          ports: all\n          securityContext: ${LOW_USER}\n`, {
        pod: '\n      hostNetwork: true',
      }),
    ],
    ['Windows', port(80, LOW_USER, '\n      hostNetwork: true\n      os: {name: windows}')],
    [
      'a part of a pod',
      `apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: a}\nspec: {templates: [{name: t, hostNetwork: true, container: {name: api, ports: [{containerPort: 80}], securityContext: ${LOW_USER}}}]}\n`,
    ],
  ],
})
