import { expect, test } from 'vitest'
import { consoleOf } from '../../../../src/kube/console.ts'
import { CONSOLES } from '../../../../src/kube/facts/consoles.ts'
import { documents, ingress, objectOf, service } from '../../../kit/manifests.ts'
import { read } from '../../../kit/read.ts'
import { table } from '../../../kit/table.ts'

/** A Pod of these containers, in a line each. */
const running = (...containers: readonly string[]): string =>
  objectOf('v1', 'Pod', `containers: [${containers.join(', ')}]`, '{name: ui, labels: {app: ui}}')

const PROMETHEUS = '{name: main, image: prom/prometheus:v3}'
const GRAFANA = '{name: main, image: grafana/grafana:12}'

/** A Service before it, with these ports. */
const before = (type: string, ports = '[{port: 80, targetPort: 9090}]', metadata = '{name: ui}'): string =>
  service(`type: ${type}\nselector: {app: ui}\nports: ${ports}`, metadata)

const INNER = before('ClusterIP')
const routed = (metadata = '{name: ui}', rest = ''): string =>
  ingress(`${rest}defaultBackend: {service: {name: ui, port: {number: 80}}}`, metadata)
const annotated = (annotation: string, value = '"x"'): string =>
  routed(`{name: ui, annotations: {${annotation}: ${value}}}`)
const ROUTE = objectOf(
  'gateway.networking.k8s.io/v1',
  'HTTPRoute',
  'parentRefs: [{name: public}]\nrules: [{backendRefs: [{name: ui, port: 80}]}]',
  '{name: ui}',
)
const virtual = (gateways: string): string =>
  objectOf(
    'networking.istio.io/v1',
    'VirtualService',
    `gateways: ${gateways}\nhttp: [{route: [{destination: {host: ui}}]}]`,
  )
const inPrometheus = (rest: string): string => `{name: main, image: prom/prometheus:v3, ${rest}}`

table('console-without-login-exposed', {
  bad: [
    ['by a load balancer', documents(running(PROMETHEUS), before('LoadBalancer')), 'image: prom/prometheus:v3'],
    [
      'by a port of nodes, which may be private',
      documents(running(PROMETHEUS), before('NodePort')),
      { at: 'image: prom/prometheus:v3', severity: 'low' },
    ],
    [
      'by an Ingress',
      documents(running(PROMETHEUS), INNER, routed()),
      {
        at: 'image: prom/prometheus:v3',
        message: 'Prometheus of container `main` is exposed by Ingress `ui` without a log-in',
      },
    ],
    [
      'by a route',
      documents(running(PROMETHEUS), INNER, ROUTE),
      {
        at: 'image: prom/prometheus:v3',
        message: 'Prometheus of container `main` is exposed by HTTPRoute `ui` without a log-in',
      },
    ],
    [
      'by a gateway of Istio',
      documents(running(PROMETHEUS), INNER, virtual('[public]')),
      {
        at: 'image: prom/prometheus:v3',
        message: 'Prometheus of container `main` is exposed by VirtualService `web` without a log-in',
      },
    ],
    [
      'by both',
      documents(running(PROMETHEUS), before('NodePort'), routed()),
      {
        at: 'image: prom/prometheus:v3',
        message: 'Prometheus of container `main` is exposed by Service `ui` and Ingress `ui` without a log-in',
      },
    ],
    [
      'by its port name',
      documents(
        running(inPrometheus('ports: [{name: web, containerPort: 9090}]')),
        before('LoadBalancer', '[{port: 80, targetPort: web}]'),
      ),
      'image: prom/prometheus:v3',
    ],
    [
      'the port of the Service is that of the pod',
      documents(running(PROMETHEUS), before('LoadBalancer', '[{port: 9090}]')),
      'image: prom/prometheus:v3',
    ],
    [
      'of a mirror',
      documents(running('{name: main, image: mirror.example/quay/prometheus/prometheus:v3}'), before('LoadBalancer')),
      'image: mirror.example/quay/prometheus/prometheus:v3',
    ],
    [
      'of a console with one port, whatever it is',
      documents(
        running('{name: main, image: provectuslabs/kafka-ui}'),
        before('LoadBalancer', '[{port: 80, targetPort: 8888}]'),
      ),
      {
        at: 'image: provectuslabs/kafka-ui',
        message: 'Kafka UI of container `main` is exposed by Service `ui` without a log-in',
      },
    ],
    [
      'its log-in is switched off',
      documents(
        running('{name: main, image: grafana/grafana:12, env: [{name: GF_AUTH_ANONYMOUS_ENABLED, value: "true"}]}'),
        before('LoadBalancer', '[{port: 3000}]'),
      ),
      {
        at: 'image: grafana/grafana:12',
        message: 'Grafana of container `main` is exposed by Service `ui` without a log-in',
      },
    ],
    [
      'its log-in can be skipped',
      documents(
        running('{name: main, image: kubernetesui/dashboard:v2.7.0, args: [--enable-skip-login]}'),
        before('LoadBalancer', '[{port: 443, targetPort: 8443}]'),
      ),
      {
        at: 'image: kubernetesui/dashboard:v2.7.0',
        message: 'Kubernetes Dashboard of container `main` is exposed by Service `ui` without a log-in',
      },
    ],
    [
      'it is opened by a flag',
      documents(
        running('{name: main, image: "traefik:3", args: [--api.insecure=true]}'),
        before('LoadBalancer', '[{port: 8080}]'),
      ),
      {
        at: 'image: "traefik:3"',
        message: 'Traefik dashboard of container `main` is exposed by Service `ui` without a log-in',
      },
    ],
    [
      'a proxy in the pod that is passed by',
      documents(
        running(PROMETHEUS, '{name: proxy, image: quay.io/oauth2-proxy/oauth2-proxy, ports: [{containerPort: 4180}]}'),
        before('LoadBalancer'),
      ),
      'image: prom/prometheus:v3',
    ],
    [
      'a policy for another route',
      documents(
        running(PROMETHEUS),
        INNER,
        ROUTE,
        objectOf('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'targetRefs: [{name: other}]'),
      ),
      'image: prom/prometheus:v3',
    ],
    [
      'an Ingress of AWS that faces the internet',
      documents(
        running(PROMETHEUS),
        INNER,
        ingress(
          'ingressClassName: alb\ndefaultBackend: {service: {name: ui, port: {number: 80}}}',
          '{name: ui, annotations: {alb.ingress.kubernetes.io/scheme: internet-facing}}',
        ),
      ),
      'image: prom/prometheus:v3',
    ],
  ],
  good: [
    ['within the cluster', documents(running(PROMETHEUS), INNER)],
    ['another program', documents(running('{name: main, image: prom/pushgateway}'), before('LoadBalancer'))],
    ['a name that only ends so', documents(running('{name: main, image: acme/my-prometheus}'), before('LoadBalancer'))],
    ['no image', documents(running('{name: main}'), before('LoadBalancer'))],
    ['another port', documents(running(PROMETHEUS), before('LoadBalancer', '[{port: 80, targetPort: 8080}]'))],
    [
      'another port of the Service',
      documents(
        running(PROMETHEUS),
        before('ClusterIP', '[{port: 80, targetPort: 8080}, {port: 90, targetPort: 9090}]'),
        routed(),
      ),
    ],
    [
      'a proxy in the pod that has its port',
      documents(
        running(
          '{name: main, image: provectuslabs/kafka-ui}',
          '{name: proxy, image: acme/proxy, ports: [{containerPort: 4180}]}',
        ),
        before('LoadBalancer', '[{port: 80, targetPort: 4180}]'),
      ),
    ],
    [
      'a port that no container declares, of a pod of several',
      documents(
        running('{name: main, image: provectuslabs/kafka-ui}', '{name: proxy, image: acme/proxy}'),
        before('LoadBalancer', '[{port: 80, targetPort: 4180}]'),
      ),
    ],
    [
      'an internal load balancer',
      documents(
        running(PROMETHEUS),
        before('LoadBalancer', undefined, '{name: ui, annotations: {networking.gke.io/load-balancer-type: Internal}}'),
      ),
    ],
    ['it has a log-in', documents(running(GRAFANA), before('LoadBalancer', '[{port: 3000}]'))],
    [
      'it is set to ask for one',
      documents(running(inPrometheus('args: [--web.config.file=/etc/web.yml]')), before('LoadBalancer')),
    ],
    [
      'its settings are elsewhere',
      documents(
        running('{name: main, image: provectuslabs/kafka-ui, envFrom: [{secretRef: {name: a}}]}'),
        before('LoadBalancer'),
      ),
    ],
    [
      'it is not opened',
      documents(running('{name: main, image: "traefik:3"}'), before('LoadBalancer', '[{port: 8080}]')),
    ],
    ...[
      'nginx.ingress.kubernetes.io/auth-url',
      'nginx.ingress.kubernetes.io/auth-type',
      'nginx.ingress.kubernetes.io/whitelist-source-range',
      'alb.ingress.kubernetes.io/auth-type',
      'traefik.ingress.kubernetes.io/router.middlewares',
      'haproxy-ingress.github.io/auth-secret',
      'konghq.com/plugins',
    ].map((name): [string, string] => [name, documents(running(PROMETHEUS), INNER, annotated(name))]),
    [
      'Identity-Aware Proxy',
      documents(
        running(PROMETHEUS),
        before('ClusterIP', undefined, '{name: ui, annotations: {cloud.google.com/backend-config: "{}"}}'),
        routed(),
      ),
    ],
    [
      'an Ingress of AWS is internal',
      documents(running(PROMETHEUS), INNER, routed(undefined, 'ingressClassName: alb\n')),
    ],
    [
      'an internal class',
      documents(running(PROMETHEUS), INNER, routed(undefined, 'ingressClassName: nginx-internal\n')),
    ],
    [
      'an internal class of old',
      documents(running(PROMETHEUS), INNER, annotated('kubernetes.io/ingress.class', 'private')),
    ],
    ['an internal gateway', documents(running(PROMETHEUS), INNER, ROUTE.replace('public', 'vpn-gateway'))],
    ['an internal gateway of Istio', documents(running(PROMETHEUS), INNER, virtual('[istio-system/internal]'))],
    [
      'a filter of the route',
      documents(running(PROMETHEUS), INNER, ROUTE.replace('rules: [{', 'rules: [{filters: [{type: ExtensionRef}], ')),
    ],
    ...['{name: ui}', '{name: public}'].map((target): [string, string] => [
      `a policy for ${target}`,
      documents(
        running(PROMETHEUS),
        INNER,
        ROUTE,
        objectOf('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', `targetRefs: [${target}]`),
      ),
    ]),
    [
      'a policy of old for the route',
      documents(
        running(PROMETHEUS),
        INNER,
        ROUTE,
        objectOf('gateway.envoyproxy.io/v1alpha1', 'SecurityPolicy', 'targetRef: {name: ui}'),
      ),
    ],
    [
      'a policy of the mesh',
      documents(
        running(PROMETHEUS),
        INNER,
        virtual('[public]'),
        objectOf('security.istio.io/v1', 'AuthorizationPolicy', 'action: CUSTOM'),
      ),
    ],
  ],
  says: 'Prometheus of container `main` is exposed by Service `ui` without a log-in',
})

table('console-exposed', {
  bad: [
    [
      'by a load balancer',
      documents(running(GRAFANA), before('LoadBalancer', '[{port: 3000}]')),
      'image: grafana/grafana:12',
    ],
    [
      'by a port of nodes',
      documents(running(GRAFANA), before('NodePort', '[{port: 3000}]')),
      'image: grafana/grafana:12',
    ],
    [
      'it is set to ask for a log-in',
      documents(running(inPrometheus('args: [--web.config.file=/etc/web.yml]')), before('LoadBalancer')),
      {
        at: 'image: prom/prometheus:v3',
        message: 'Prometheus of container `main` is exposed by Service `ui`',
      },
    ],
  ],
  good: [
    ['within the cluster', documents(running(GRAFANA), before('ClusterIP', '[{port: 3000}]'))],
    ['it has no log-in', documents(running(PROMETHEUS), before('LoadBalancer'))],
    [
      'the page of RabbitMQ is not exposed',
      documents(running('{name: main, image: "rabbitmq:4"}'), before('LoadBalancer', '[{port: 5672}]')),
    ],
  ],
  says: 'Grafana of container `main` is exposed by Service `ui`',
})

test('each console is known by its images, and by those only', async () => {
  for (const { name, images, only } of CONSOLES)
    for (const image of images) {
      const args = only ? ', args: [--api.insecure]' : ''
      const world = await read(running(`{name: main, image: "registry.example/${image}:1"${args}}`))
      const [container] = world.resources
        .flatMap(resource => world.workloadsOf(resource))
        .flatMap(one => one.containers)
      expect(consoleOf(container!)?.console.name).toBe(name)
    }
})
