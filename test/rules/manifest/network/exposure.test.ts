import { describe, expect, test } from 'vitest'
import { check } from '../../../../src/engine/check.ts'
import { rules } from '../../../../src/rules/index.ts'
import { documents, ingress, labelled, objectOf, service } from '../../../kit/manifests.ts'
import { read } from '../../../kit/read.ts'
import { table } from '../../../kit/table.ts'

const WEB = labelled('{app: web}')
const select = (rest: string, metadata?: string): string => service(`selector: {app: web}\n${rest}`, metadata)
const INNER = select('ports: [{port: 80}]')
const named = (name: string): string => ingress('defaultBackend: {service: {name: web}}', `{name: ${name}}`)
const virtual = (host: string, gateways = '[public]'): string =>
  objectOf(
    'networking.istio.io/v1',
    'VirtualService',
    `gateways: ${gateways}\nhttp: [{route: [{destination: {host: ${host}}}]}]`,
  )
const ROUTE = objectOf(
  'gateway.networking.k8s.io/v1',
  'HTTPRoute',
  'rules: [{backendRefs: [{name: web}]}]',
  '{name: shop}',
)

table('ingress-exposes-workload', {
  bad: [
    ['an Ingress', documents(WEB, INNER, named('shop')), 'spec'],
    [
      'a load balancer',
      documents(WEB, select('type: LoadBalancer')),
      { at: 'spec', message: 'pod can be reached from outside through Service `web`' },
    ],
    [
      'a port of nodes',
      documents(WEB, select('type: NodePort')),
      { at: 'spec', message: 'pod can be reached from outside through Service `web`' },
    ],
    [
      'a route',
      documents(WEB, INNER, ROUTE),
      { at: 'spec', message: 'pod can be reached from outside through HTTPRoute `shop`' },
    ],
    [
      'a gateway of Istio',
      documents(WEB, INNER, virtual('web')),
      { at: 'spec', message: 'pod can be reached from outside through VirtualService `web`' },
    ],
    ...['web.default', 'web.default.svc', 'web.default.svc.cluster.local'].map(
      (host): [string, string, { at: string; message: string }] => [
        host,
        documents(WEB, INNER, virtual(host, '[mesh, public]')),
        { at: 'spec', message: 'pod can be reached from outside through VirtualService `web`' },
      ],
    ),
    [
      'a protocol of Istio',
      documents(
        WEB,
        INNER,
        objectOf(
          'networking.istio.io/v1',
          'VirtualService',
          'gateways: [a]\ntls: [{route: [{destination: {host: web}}]}]\ntcp: [{route: [{destination: {host: web}}]}]',
        ),
      ),
      { at: 'spec', message: 'pod can be reached from outside through VirtualService `web`' },
    ],
    [
      'a route of a gateway and of the mesh',
      documents(
        WEB,
        INNER,
        objectOf(
          'gateway.networking.k8s.io/v1',
          'HTTPRoute',
          'parentRefs: [{kind: Service, name: web}, {name: public}]\nrules: [{backendRefs: [{name: web}]}]',
        ),
      ),
      { at: 'spec', message: 'pod can be reached from outside through HTTPRoute `web`' },
    ],
    [
      'many',
      documents(WEB, INNER, named('a'), named('b'), named('c'), named('d'), named('e')),
      {
        at: 'spec',
        message: 'pod can be reached from outside through Ingress `a`, Ingress `b`, Ingress `c` and 2 more',
      },
    ],
    [
      'three',
      documents(WEB, INNER, named('a'), named('b'), named('c')),
      { at: 'spec', message: 'pod can be reached from outside through Ingress `a`, Ingress `b` and Ingress `c`' },
    ],
  ],
  good: [
    ['a Service alone', documents(WEB, INNER)],
    ['an Ingress for another Service', documents(WEB, INNER, ingress('defaultBackend: {service: {name: api}}'))],
    ['a Service for other pods', documents(WEB, service('type: NodePort\nselector: {app: api}'))],
    ['a Service for no pods', documents(WEB, service('type: NodePort'))],
    [
      'an internal load balancer',
      documents(WEB, select('type: LoadBalancer\nloadBalancerSourceRanges: [192.0.2.0/24]')),
    ],
    ['a Service of another namespace', documents(WEB, select('type: NodePort', '{name: web, namespace: shop}'))],
    [
      'a route for pods of the mesh',
      documents(
        WEB,
        INNER,
        objectOf(
          'gateway.networking.k8s.io/v1',
          'HTTPRoute',
          'parentRefs: [{kind: Service, name: web}]\nrules: [{backendRefs: [{name: web}]}]',
        ),
      ),
    ],
    ['pods of the mesh', documents(WEB, INNER, virtual('web', '[mesh]'), virtual('web', '[]'))],
    ['another host', documents(WEB, INNER, virtual('web.example.com'), virtual('"*"'))],
    [
      'of another group',
      documents(
        WEB,
        INNER,
        objectOf('example.com/v1', 'VirtualService', 'gateways: [a]\nhttp: [{route: [{destination: {host: web}}]}]'),
      ),
    ],
    ['odd types', documents(WEB, INNER, objectOf('networking.istio.io/v1', 'VirtualService', ''), virtual('[web]'))],
  ],
  says: 'pod can be reached from outside through Ingress `shop`',
})

describe('ingress-exposes-workload', () => {
  const aliasesOf = async (...objects: readonly string[]): Promise<unknown> => {
    const rule = rules.get('ingress-exposes-workload')!
    const world = await read(documents(WEB, INNER, ...objects))
    return check(world, [{ rule, options: {} }], { rules, kubernetes: 36 }).findings[0]?.aliases
  }
  const KICS = ['69bbc5e3-0818-4150-89cc-1e989b48f23b']

  test('has the ids of peers that see the same way in', async () => {
    expect(await aliasesOf(named('a'))).toEqual({ kics: KICS, kubescape: ['C-0256'] })
    expect(await aliasesOf(ROUTE)).toEqual({ kubescape: ['C-0266'] })
    expect(await aliasesOf(select('type: NodePort'))).toEqual({ kubescape: ['C-0256'] })
    expect(await aliasesOf(named('a'), ROUTE)).toEqual({ kics: KICS, kubescape: ['C-0266', 'C-0256'] })
  })
})

const sensitive = (name: string): string => documents(labelled('{app: web}', `name: ${name}`), select('type: NodePort'))

table('sensitive-interface-exposed', {
  bad: [
    ['a port of nodes', sensitive('argo-server'), 'name: argo-server'],
    [
      'a load balancer',
      documents(labelled('{app: web}', 'name: my-jenkins-0'), select('type: LoadBalancer')),
      'name: my-jenkins-0',
    ],
    [
      'of two Services',
      documents(
        labelled('{app: web}', 'name: mlflow'),
        select('type: NodePort', '{name: a}'),
        select('type: LoadBalancer', '{name: b}'),
      ),
      {
        at: 'name: mlflow',
        message: 'management interface `mlflow` is exposed by Service `a` and Service `b`',
      },
    ],
  ],
  good: [
    ['another program', sensitive('web')],
    ['a name that only begins so', sensitive('jenkinsfile-runner')],
    ['a name that only ends so', sensitive('myjenkins')],
    ['within the cluster', documents(labelled('{app: web}', 'name: jenkins'), INNER)],
    ['behind an Ingress', documents(labelled('{app: web}', 'name: jenkins'), INNER, named('a'))],
  ],
  says: 'management interface `argo-server` is exposed by Service `web`',
})
