import { documents, ingress, objectOf, service } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const open = (port: string, type = 'LoadBalancer'): string => service(`type: ${type}\nports: [${port}]`)
const INNER = (port: string): string => open(port, 'ClusterIP')
const INGRESS = ingress('defaultBackend: {service: {name: web, port: {number: 80}}}', '{name: shop}')
const ROUTE = objectOf(
  'gateway.networking.k8s.io/v1alpha2',
  'TCPRoute',
  'rules: [{backendRefs: [{name: web, port: 80}]}]',
)

table('cluster-port-exposed', {
  bad: [
    ['of etcd', open('{port: 2379}'), 'port: 2379'],
    ['of its peers', open('{port: 2380}', 'NodePort'), 'port: 2380'],
    [
      'of the kubelet',
      open('{port: 443, targetPort: 10250}'),
      { at: 'targetPort: 10250', message: 'Service `web` exposes port 10250 of the kubelet' },
    ],
    ['that only reads', open('{port: 10255}'), 'port: 10255'],
    [
      'by an Ingress',
      documents(INNER('{port: 80, targetPort: 2379}'), INGRESS),
      { at: 'name: web', message: 'Ingress `shop` exposes port 2379 of etcd' },
    ],
    [
      'by a route',
      documents(INNER('{port: 80, targetPort: 2379}'), ROUTE),
      { at: 'name: web', message: 'TCPRoute `web` exposes port 2379 of etcd' },
    ],
  ],
  good: [
    ['within the cluster', INNER('{port: 2379}')],
    ['another port', open('{port: 80}')],
    ['a number of the load balancer only', open('{port: 2379, targetPort: 80}')],
    ['another port of the Service', documents(INNER('{port: 80}, {port: 2379}'), INGRESS)],
    [
      'for some networks only',
      service('type: LoadBalancer\nloadBalancerSourceRanges: [10.0.0.0/8]\nports: [{port: 2379}]'),
    ],
    ['of the API server', open('{port: 6443}')],
  ],
  says: 'Service `web` exposes port 2379 of etcd',
})

table('api-server-exposed', {
  bad: [
    ['by a load balancer', open('{port: 6443}'), 'port: 6443'],
    ['under another number', open('{port: 443, targetPort: 6443}'), 'targetPort: 6443'],
  ],
  good: [
    ['within the cluster', INNER('{port: 6443}')],
    ['another port', open('{port: 443}')],
    ['of etcd', open('{port: 2379}')],
  ],
  says: 'Service `web` exposes port 6443 of the API server',
})
