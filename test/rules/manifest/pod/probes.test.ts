import { container, deployment, documents, objectOf, pod } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const of = (kind: string, apiVersion: string, path: string[], spec = '') => {
  const open = path.map((key, i) => `${'  '.repeat(i)}${key}:\n`).join('')
  const pad = '  '.repeat(path.length)
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: batch}\n${open}${pad}containers: [{name: app, image: a:1}]\n${spec && `${pad}${spec}\n`}`
}

const job = of('Job', 'batch/v1', ['spec', 'template', 'spec'], 'restartPolicy: Never')
const cronJob = of('CronJob', 'batch/v1', ['spec', 'jobTemplate', 'spec', 'template', 'spec'])
const tfJob = of('TFJob', 'kubeflow.org/v1', ['spec', 'tfReplicaSpecs', 'Worker', 'template', 'spec'])
const helmTest = pod('restartPolicy: Always').replace('name: web', 'name: web\n  annotations: {helm.sh/hook: test}')
const task = 'apiVersion: tekton.dev/v1\nkind: Task\nmetadata: {name: t}\nspec:\n  steps: [{name: a, image: a:1}]\n'

const never = [
  ['a Job', job],
  ['a CronJob', cronJob],
  ['a training job', tfJob],
  ['a pod that is not restarted', pod('restartPolicy: OnFailure')],
  ['a hook of Helm', helmTest],
  ['steps that are only a part of a pod', task],
] as const

const withProbes = (probe: string) =>
  pod(
    `containers:\n  - {name: app, ${probe}: {tcpSocket: {port: 80}}}\ninitContainers:\n  - {name: setup}\nephemeralContainers:\n  - {name: debug}`,
  )

table('liveness-probe', {
  bad: [
    ['no probe', deployment('containers:\n  - name: app\n    image: shop/web:1.4'), 'name: app'],
    ['another probe', container('readinessProbe: {httpGet: {path: /, port: 80}}'), 'name: app'],
    [
      'a native sidecar',
      pod('containers: []\ninitContainers:\n  - {name: proxy, restartPolicy: Always}'),
      'name: proxy',
    ],
    ['null', container('livenessProbe: null'), 'livenessProbe: null'],
    ['a text', container('livenessProbe: yes please'), 'livenessProbe: yes please'],
  ],
  good: [
    ['a probe', container('livenessProbe:\n  httpGet: {path: /healthz, port: 8080}')],
    ['init and ephemeral containers cannot have one', withProbes('livenessProbe')],
    ...never,
  ],
  says: 'container `app` has no liveness probe',
})

const labelled = (labels: string, rest = 'containers: [{name: app}]') =>
  pod(rest).replace('name: web\n', `name: web\n  labels: ${labels}\n`)
const service = (selector: string, namespace = '') =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: shop${namespace}}\nspec:\n  selector: ${selector}\n`

/** A Service in front of what `deployment` makes. */
const ported = (name: string, ports: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec:\n  selector: {app: web}\n  ports: [${ports}]\n`

table('readiness-probe', {
  bad: [
    [
      'behind a Service',
      documents(
        deployment('containers:\n  - name: app\n    image: shop/web:1.4'),
        'apiVersion: v1\nkind: Service\nmetadata:\n  name: shop\nspec:\n  selector: {app: web}\n  ports: [{port: 80}]\n',
      ),
      'name: app',
    ],
    [
      'no Service',
      container('livenessProbe: {httpGet: {path: /, port: 80}}'),
      { at: 'name: app', severity: 'low', profile: 'strict', message: 'container `app` has no readiness probe' },
    ],
    [
      'a Service that selects by two labels',
      documents(labelled('{app: web, tier: front}'), service('{tier: front, app: web}')),
      'name: app',
    ],
    [
      'a Service of the default namespace by name',
      documents(labelled('{app: web, tier: front}'), service('{app: web}', ', namespace: default')),
      'name: app',
    ],
    [
      'a Service of another namespace',
      documents(labelled('{app: web, tier: front}'), service('{app: web}', ', namespace: other')),
      { at: 'name: app', severity: 'low', profile: 'strict' },
    ],
    [
      'a Service with one label more',
      documents(labelled('{app: web, tier: front}'), service('{app: web, zone: a}')),
      { at: 'name: app', severity: 'low', profile: 'strict' },
    ],
    [
      'a Service without a selector',
      documents(labelled('{app: web, tier: front}'), service('{}')),
      { at: 'name: app', severity: 'low', profile: 'strict' },
    ],
    [
      'a Service of Knative',
      documents(labelled('{app: web, tier: front}'), service('{app: web}').replace('v1', 'serving.knative.dev/v1')),
      { at: 'name: app', severity: 'low', profile: 'strict' },
    ],
    [
      'another container of the pod guards it',
      documents(
        labelled('{app: web}', 'containers: [{name: app}, {name: b, readinessProbe: {}}]'),
        service('{app: web}'),
      ),
      { at: 'name: app', severity: 'low', profile: 'strict' },
    ],
    [
      'each container',
      pod('containers: [{name: a}, {name: b, readinessProbe: {}}, {name: c}]'),
      { at: 'name: a', severity: 'low', profile: 'strict' },
      { at: 'name: c', severity: 'low', profile: 'strict' },
    ],
    [
      'odd labels and selectors',
      documents(labelled('[a, b]'), service('[a]'), labelled('{a: {b: c}}'), service('{a: {toString: c}}')),
      { at: 'name: app', severity: 'low', profile: 'strict' },
      { at: 'name: app', severity: 'low', profile: 'strict' },
    ],
    [
      'Services that send requests, and one for metrics',
      documents(
        deployment('containers:\n  - name: app'),
        ported('web-metrics', '{port: 80}'),
        ported('web', '{name: metrics, port: 81}, {name: http, port: 80}'),
      ),
      {
        at: 'name: app',
        message: 'container `app` has no readiness probe, but Service `web` sends requests to its pod',
      },
    ],
    [
      'a Service for metrics by its name',
      documents(deployment('containers:\n  - name: app'), ported('web-metrics', '{port: 80}')),
      { at: 'name: app', severity: 'low', profile: 'strict' },
    ],
    [
      'a Service for metrics by its ports',
      documents(deployment('containers:\n  - name: app'), ported('web', '{name: http-metrics, port: 80}')),
      { at: 'name: app', severity: 'low', profile: 'strict' },
    ],
    [
      'the container that gets the requests, by number and by name',
      documents(
        deployment(
          'containers:\n  - {name: app, ports: [{containerPort: 8080}]}\n  - {name: b}\n  - {name: c, ports: [{containerPort: 1, name: web}]}',
        ),
        ported('web', '{port: 80, targetPort: 8080}, {port: 81, targetPort: web}'),
      ),
      'name: app',
      { at: 'name: b', severity: 'low', profile: 'strict' },
      'name: c',
    ],
    [
      'beside the container that gets the requests, one that is asked for metrics',
      documents(
        deployment(
          'containers:\n  - {name: app, ports: [{containerPort: 80}]}\n  - {name: b, ports: [{containerPort: 81}]}',
        ),
        ported('web', '{port: 80}, {port: 81, name: metrics}'),
      ),
      'name: app',
      { at: 'name: b', severity: 'low', profile: 'strict' },
    ],
    ['a list', container('readinessProbe: []'), { at: 'readinessProbe: []', severity: 'low', profile: 'strict' }],
  ],
  good: [
    ['a probe', container('readinessProbe:\n  httpGet: {path: /ready, port: 8080}')],
    ['init and ephemeral containers cannot have one', withProbes('readinessProbe')],
    ['Knative adds one', of('Service', 'serving.knative.dev/v1', ['spec', 'template', 'spec'])],
    ...never,
  ],
  says: 'container `app` has no readiness probe, but Service `shop` sends requests to its pod',
})

const http = (port: string | number) => `{httpGet: {path: /, port: ${port}}}`
const probed = (probe: string, ports = '', name = 'livenessProbe') =>
  container(`${ports && `ports: ${ports}\n`}${name}: ${probe}`)
const PORTS = '[{name: http, containerPort: 8080}]'

table('probe-port-name', {
  bad: [
    ['another name', probed(http('web'), PORTS), 'port: web'],
    ['no ports', probed('{tcpSocket: {port: web}}'), 'port: web'],
    [
      'a readiness probe',
      probed(http('web'), PORTS, 'readinessProbe'),
      { at: 'port: web', message: '`readinessProbe` uses port `web`, which container `app` does not have' },
    ],
    [
      'a startup probe',
      probed(http('web'), PORTS, 'startupProbe'),
      { at: 'port: web', message: '`startupProbe` uses port `web`, which container `app` does not have' },
    ],
    [
      'before it stops',
      container(`ports: ${PORTS}\nlifecycle: {preStop: ${http('web')}}`),
      { at: 'port: web', message: '`preStop` uses port `web`, which container `app` does not have' },
    ],
    [
      'when it starts',
      container(`ports: ${PORTS}\nlifecycle: {postStart: ${http('web')}}`),
      { at: 'port: web', message: '`postStart` uses port `web`, which container `app` does not have' },
    ],
    [
      'the port of another container',
      pod(`containers:\n  - {name: app, livenessProbe: ${http('http')}}\n  - {name: proxy, ports: ${PORTS}}`),
      'port: http',
    ],
  ],
  good: [
    ['the name of a port', probed(http('http'), PORTS)],
    ['a number', probed(http(9090), PORTS)],
    ['a number in quotes', probed(http('"9090"'), PORTS)],
    ['a number to be filled in', probed(`{grpc: {port: "\${HEALTH_PORT:-9003}"}}`, PORTS)],
    ['on another host', probed('{httpGet: {host: example.com, port: web}}', PORTS)],
    ['a command', probed('{exec: {command: [check]}}', PORTS)],
    ['no port', probed('{httpGet: {path: /}}', PORTS)],
    ['odd types', container('ports: {a: b}\nlivenessProbe: [httpGet]\nlifecycle: [preStop]')],
  ],
  says: '`livenessProbe` uses port `web`, which container `app` does not have',
})

table('probe-port-undeclared', {
  bad: [
    ['another number', probed(http(9090), PORTS), 'port: 9090'],
    ['in quotes', probed(http('"9090"'), PORTS), 'port: "9090"'],
    [
      'of gRPC',
      probed('{grpc: {port: 9090}}', PORTS, 'readinessProbe'),
      { at: 'port: 9090', message: '`readinessProbe` uses port 9090, which container `app` does not declare' },
    ],
    [
      'a startup probe',
      probed('{tcpSocket: {port: 9090}}', PORTS, 'startupProbe'),
      { at: 'port: 9090', message: '`startupProbe` uses port 9090, which container `app` does not declare' },
    ],
    [
      'before it stops',
      container(`ports: ${PORTS}\nlifecycle: {preStop: ${http(9090)}}`),
      { at: 'port: 9090', message: '`preStop` uses port 9090, which container `app` does not declare' },
    ],
    ['declared for UDP', probed(http(53), '[{containerPort: 53, protocol: UDP}]'), 'port: 53'],
  ],
  good: [
    ['declared', probed(http(8080), PORTS)],
    ['declared for TCP', probed(http(8080), '[{containerPort: 8080, protocol: TCP}]')],
    ['no protocol is set', probed(http(8080), '[{containerPort: 8080, protocol: null}]')],
    ['in quotes', probed(http('"8080"'), PORTS)],
    ['nothing is declared', probed(http(9090))],
    ['a name', probed(http('web'), PORTS)],
    ['a number to be filled in', probed(`{grpc: {port: "\${HEALTH_PORT:-9003}"}}`, PORTS)],
    ['on another host', probed('{httpGet: {host: example.com, port: 9090}}', PORTS)],
    ['no port', probed('{httpGet: {path: /}}', PORTS)],
  ],
  says: '`livenessProbe` uses port 9090, which container `app` does not declare',
})

const both = (liveness: string, readiness: string) =>
  container(`livenessProbe: ${liveness}\nreadinessProbe: ${readiness}`)

table('probes-identical', {
  bad: [
    ['the same', both(http(80), http(80)), `livenessProbe: ${http(80)}`],
    [
      'with the defaults, and other waits',
      both(
        '{httpGet: {port: 80}, initialDelaySeconds: 9}',
        '{httpGet: {port: 80}, failureThreshold: 3, periodSeconds: 10, timeoutSeconds: 1, successThreshold: 1}',
      ),
      'livenessProbe: {httpGet: {port: 80}, initialDelaySeconds: 9}',
    ],
  ],
  good: [
    [
      'more patience',
      container('livenessProbe:\n  httpGet: {port: 80}\n  failureThreshold: 9\nreadinessProbe:\n  httpGet: {port: 80}'),
    ],
    ['another path', both('{httpGet: {path: /live, port: 80}}', http(80))],
    ['longer periods', both('{tcpSocket: {port: 80}, periodSeconds: 60}', '{tcpSocket: {port: 80}}')],
    ['one probe', container(`readinessProbe: ${http(80)}`)],
    ['odd types', both('[]', '[]')],
    [
      'a Job is not served',
      objectOf(
        'batch/v1',
        'Job',
        `template: {spec: {containers: [{name: app, livenessProbe: ${http(80)}, readinessProbe: ${http(80)}}]}}`,
      ),
    ],
  ],
  says: 'liveness and readiness probes of container `app` are identical',
})
