import { documents, ingress, objectOf, service } from '../../../kit/manifests.ts'
import { KAFKA, OPERATED } from '../../../kit/operators.ts'
import { table } from '../../../kit/table.ts'

const inShop = 'name: web, namespace: shop'

const SERVICE = service('ports: [{name: http, port: 80}, {name: https, port: 443}]')
const backend = (name: string, port: string): string =>
  ingress(`rules:\n  - http:\n      paths:\n        - backend: {service: {name: ${name}, port: ${port}}}`)
const old = (text: string): string => objectOf('networking.k8s.io/v1beta1', 'Ingress', text)

table('dangling-ingress', {
  bad: [
    ['a name', documents(SERVICE, backend('wbe', '{number: 80}')), 'name: wbe'],
    [
      'a number',
      documents(SERVICE, backend('web', '{number: 8080}')),
      { at: 'port: {number: 8080}', message: 'Service `web` has no port `8080`' },
    ],
    [
      'the name of a port',
      documents(SERVICE, backend('web', '{name: grpc}')),
      { at: 'port: {name: grpc}', message: 'Service `web` has no port `grpc`' },
    ],
    ['the default', documents(SERVICE, ingress('defaultBackend: {service: {name: wbe}}')), 'name: wbe'],
    ['of old', documents(SERVICE, old('backend: {serviceName: wbe, servicePort: 80}')), 'serviceName: wbe'],
    [
      'a port of old',
      documents(SERVICE, old('rules: [{http: {paths: [{backend: {serviceName: web, servicePort: grpc}}]}}]')),
      { at: 'servicePort: grpc', message: 'Service `web` has no port `grpc`' },
    ],
    [
      'fields of old',
      ingress('defaultBackend: {serviceName: web, servicePort: 80}'),
      {
        at: 'serviceName: web',
        message: '`serviceName` is not a field of networking.k8s.io/v1; expected `service.name`',
      },
    ],
    [
      'a Service of another namespace',
      documents(
        SERVICE,
        service('ports: [{port: 80}]', '{name: api, namespace: shop}'),
        ingress('defaultBackend: {service: {name: web}}', `{${inShop}}`),
      ),
      {
        at: 'name: web',
        message: 'backend `web` is not a Service of namespace `shop`, unless it is defined elsewhere',
      },
    ],
  ],
  good: [
    ['a number', documents(SERVICE, backend('web', '{number: 443}'))],
    ['a port by its name', documents(SERVICE, backend('web', '{name: http}'))],
    ['no port', documents(SERVICE, backend('web', '{}'))],
    ['a Service without ports', documents(service('selector: {app: web}'), backend('web', '{number: 80}'))],
    ['another name', documents(service('type: ExternalName\nports: [{port: 1}]'), backend('web', '{number: 80}'))],
    ['of old', documents(SERVICE, old('backend: {serviceName: web, servicePort: http}'))],
    ['another resource', documents(SERVICE, ingress('defaultBackend: {resource: {kind: Bucket, name: a}}'))],
    ['by annotation', documents(SERVICE, backend('redirect', '{name: use-annotation}'))],
    ['no Services', backend('web', '{number: 80}')],
    ['no Services in its folder', { 'a/service.yaml': SERVICE, 'b/ingress.yaml': backend('wbe', '{number: 80}') }],
    ['the API server', documents(SERVICE, backend('kubernetes', '{number: 443}'))],
    ['to fill in', documents(SERVICE, backend('"$' + '{NAME}"', '{number: 80}'))],
    ['of another group', documents(SERVICE, objectOf('example.com/v1', 'Ingress', 'backend: {serviceName: wbe}'))],
    ['no name', documents(SERVICE, backend('""', '{number: 80}'))],
    ['odd types', documents(SERVICE, ingress('rules: [a, {http: {paths: [b, {backend: c}]}}]'))],
    ...OPERATED.map(([title, by]): [string, string] => [title, documents(SERVICE, by, backend('wbe', '{number: 80}'))]),
  ],
  says: 'backend `wbe` is not a Service of its namespace, unless it is defined elsewhere',
})

const route = (refs: string, kind = 'HTTPRoute', metadata?: string): string =>
  objectOf('gateway.networking.k8s.io/v1', kind, `rules:\n  - backendRefs: [${refs}]`, metadata)

const grant = (to: string, namespace = 'default'): string =>
  objectOf(
    'gateway.networking.k8s.io/v1beta1',
    'ReferenceGrant',
    `from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: ${namespace}}]\nto: [${to}]`,
    `{${inShop}}`,
  )
const IN_SHOP = service('ports: [{port: 80}]', `{${inShop}}`)
const TO_SHOP = route('{name: web, namespace: shop, port: 80}')
const UNGRANTED = {
  at: 'name: web',
  message:
    'no ReferenceGrant lets HTTPRoutes of namespace `default` refer to Service `web` of namespace `shop`, unless one is defined elsewhere',
}

table('dangling-gateway-backend', {
  bad: [
    ...['GRPCRoute', 'HTTPRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'].map((kind): [string, string, string] => [
      kind,
      documents(SERVICE, route('{name: wbe, port: 80}', kind)),
      'name: wbe',
    ]),
    [
      'a port',
      documents(SERVICE, route('{name: web, port: 8080}')),
      { at: 'port: 8080', message: 'Service `web` has no port `8080`' },
    ],
    [
      'a grant for another Service',
      documents(IN_SHOP, grant('{group: "", kind: Service, name: api}'), TO_SHOP),
      UNGRANTED,
    ],
    ['a grant for Secrets', documents(IN_SHOP, grant('{group: "", kind: Secret}'), TO_SHOP), UNGRANTED],
    [
      'a grant for another namespace',
      documents(IN_SHOP, grant('{group: "", kind: Service}', 'api'), TO_SHOP),
      UNGRANTED,
    ],
    [
      'another namespace',
      documents(
        service('ports: [{port: 80}]', '{name: api, namespace: shop}'),
        SERVICE,
        route('{name: web, namespace: shop, port: 80}'),
      ),
      {
        at: 'name: web',
        message: 'backend `web` is not a Service of namespace `shop`, unless it is defined elsewhere',
      },
    ],
  ],
  good: [
    ['a Service', documents(SERVICE, route('{name: web, port: 80}'))],
    [
      'a Service, as the API server prints it',
      documents(SERVICE, route('{group: "", kind: Service, name: web, port: 80}')),
    ],
    [
      'another namespace',
      documents(SERVICE, route('{name: web, namespace: default, port: 80}', 'HTTPRoute', `{${inShop}}`)),
    ],
    ['a grant', documents(IN_SHOP, grant('{group: "", kind: Service}'), TO_SHOP)],
    ['a grant for the Service', documents(IN_SHOP, grant('{group: "", kind: Service, name: web}'), TO_SHOP)],
    ['no grant at all', documents(IN_SHOP, TO_SHOP)],
    ['another kind', documents(SERVICE, route('{kind: Bucket, name: wbe}'))],
    ['another group', documents(SERVICE, route('{group: example.com, name: wbe}'))],
    ['no Services', route('{name: web, port: 80}')],
    [
      'of another group',
      documents(SERVICE, objectOf('example.com/v1', 'HTTPRoute', 'rules: [{backendRefs: [{name: wbe}]}]')),
    ],
    ['odd types', documents(SERVICE, route('a, {name: [b]}'))],
  ],
  says: 'backend `wbe` is not a Service of its namespace, unless it is defined elsewhere',
})

const monitor = (spec: string): string => objectOf('monitoring.coreos.com/v1', 'ServiceMonitor', spec)
const metrics = (metadata: string): string => service('ports: [{port: 80}]', metadata)
const LABELLED = metrics('{name: web, labels: {app: web}}')

table('dangling-service-monitor', {
  bad: [
    [
      'other labels',
      documents(LABELLED, monitor('selector: {matchLabels: {app: wbe}}')),
      'selector: {matchLabels: {app: wbe}}',
    ],
    [
      'another namespace',
      documents(
        LABELLED,
        metrics('{name: api, namespace: shop}'),
        monitor('namespaceSelector: {matchNames: [shop]}\nselector: {matchLabels: {app: web}}'),
      ),
      {
        at: 'selector: {matchLabels: {app: web}}',
        message:
          'no Service has labels `app: web` in namespace `shop`, unless one is defined elsewhere; Service `web` has them',
      },
    ],
    [
      'labels of a Service in another namespace',
      documents(
        LABELLED,
        metrics('{name: api, namespace: shop, labels: {app: api}}'),
        monitor('selector: {matchLabels: {app: api}}'),
      ),
      {
        at: 'selector: {matchLabels: {app: api}}',
        message:
          'no Service has labels `app: api` in its namespace, unless one is defined elsewhere; Service `api` of namespace `shop` has them',
      },
    ],
    [
      'one of two namespaces',
      documents(
        LABELLED,
        monitor('namespaceSelector: {matchNames: [shop, default]}\nselector: {matchLabels: {app: wbe}}'),
      ),
      {
        at: 'selector: {matchLabels: {app: wbe}}',
        message: 'no Service has labels `app: wbe` in namespace `shop` or `default`, unless one is defined elsewhere',
      },
    ],
    [
      'no namespace',
      documents(LABELLED, monitor('namespaceSelector: {any: true}\nselector: {matchLabels: {app: wbe}}')),
      {
        at: 'selector: {matchLabels: {app: wbe}}',
        message: 'no Service has labels `app: wbe` in any namespace, unless one is defined elsewhere',
      },
    ],
    [
      'no spec',
      monitor(''),
      { at: 'kind: ServiceMonitor', message: 'monitor has no `spec`, so it selects no Service' },
    ],
  ],
  good: [
    ['the labels', documents(LABELLED, monitor('selector: {matchLabels: {app: web}}'))],
    ['all', documents(LABELLED, monitor('selector: {}'))],
    ['no selector', documents(LABELLED, monitor('endpoints: []'))],
    [
      'another namespace',
      documents(
        metrics('{name: web, namespace: shop, labels: {app: web}}'),
        monitor('namespaceSelector: {matchNames: [shop]}\nselector: {matchLabels: {app: web}}'),
      ),
    ],
    [
      'any namespace',
      documents(
        metrics('{name: web, namespace: shop, labels: {app: web}}'),
        monitor('namespaceSelector: {any: true}\nselector: {matchLabels: {app: web}}'),
      ),
    ],
    ['no Services', monitor('selector: {matchLabels: {app: web}}')],
    [
      'the API server',
      documents(LABELLED, monitor('selector: {matchLabels: {component: apiserver, provider: kubernetes}}')),
    ],
    [
      'the API server, in all namespaces',
      documents(LABELLED, monitor('namespaceSelector: {any: true}\nselector: {matchLabels: {component: apiserver}}')),
    ],
    ['an invalid selector', documents(LABELLED, monitor('selector: {matchExpressions: [{key: app, operator: Is}]}'))],
    [
      'of another group',
      documents(LABELLED, objectOf('example.com/v1', 'ServiceMonitor', 'selector: {matchLabels: {app: wbe}}')),
    ],
    ['an operator', documents(LABELLED, KAFKA, monitor('selector: {matchLabels: {app: wbe}}'))],
  ],
  says: 'no Service has labels `app: wbe` in its namespace, unless one is defined elsewhere',
})
