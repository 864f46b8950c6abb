import { objectOf, service } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const AWS = 'service.beta.kubernetes.io/aws-load-balancer-'
const KNATIVE = objectOf('serving.knative.dev/v1', 'Service', 'type: NodePort\nexternalIPs: [192.0.2.1]')

table('service-node-port', {
  bad: [
    [
      'with the fields that only such a type has',
      service(
        'type: NodePort\nexternalTrafficPolicy: Local\nhealthCheckNodePort: 30000\nports:\n  - port: 80\n    nodePort: 30080\n  - port: 443',
      ),
      {
        at: 'type: NodePort',
        fix: 'Keep it inside of the cluster',
        after: service('type: ClusterIP\nports:\n  - port: 80\n  - port: 443'),
      },
    ],
    [
      'alone',
      service('type: NodePort'),
      { at: 'type: NodePort', fix: 'Keep it inside of the cluster', after: service('type: ClusterIP') },
    ],
  ],
  good: [
    ['the default', service('ports: [{port: 80, nodePort: 30080}]')],
    ['a load balancer', service('type: LoadBalancer')],
    ['of Knative', KNATIVE],
    ['odd types', service('type: [NodePort]')],
  ],
  says: 'service of type NodePort opens a port on every node',
  fixes: true,
})

const internal = (name: string, value: string): string =>
  service('type: LoadBalancer', `{name: web, annotations: {${name}: "${value}"}}`)

table('service-load-balancer', {
  bad: [
    ['for everyone', service('type: LoadBalancer'), 'type: LoadBalancer'],
    ['no range', service('type: LoadBalancer\nloadBalancerSourceRanges: []'), 'type: LoadBalancer'],
    ['not internal', internal('service.beta.kubernetes.io/aws-load-balancer-internal', 'false'), 'type: LoadBalancer'],
    [
      'open to the internet',
      internal('service.beta.kubernetes.io/aws-load-balancer-scheme', 'internet-facing'),
      'type: LoadBalancer',
    ],
    ['a controller of the cloud itself', internal(`${AWS}type`, 'nlb'), 'type: LoadBalancer'],
    [
      'open by its own controller',
      service('type: LoadBalancer', `{name: web, annotations: {${AWS}type: external, ${AWS}scheme: internet-facing}}`),
      'type: LoadBalancer',
    ],
    [
      'not internal, by its own controller',
      service('type: LoadBalancer', `{name: web, annotations: {${AWS}type: external, ${AWS}internal: "false"}}`),
      'type: LoadBalancer',
    ],
    [
      'not of Azure',
      internal('service.beta.kubernetes.io/azure-load-balancer-internal', 'false'),
      'type: LoadBalancer',
    ],
    ['external, of Google', internal('networking.gke.io/load-balancer-type', 'External'), 'type: LoadBalancer'],
    ['with a public address', service('type: LoadBalancer\nloadBalancerIP: 203.0.113.7'), 'type: LoadBalancer'],
    ['with a public address too', internal('metallb.io/loadBalancerIPs', '10.0.0.7,203.0.113.7'), 'type: LoadBalancer'],
    [
      'with an address beside a private range',
      service('type: LoadBalancer\nloadBalancerIP: 172.32.0.7'),
      'type: LoadBalancer',
    ],
  ],
  good: [
    ['from some addresses', service('type: LoadBalancer\nloadBalancerSourceRanges: [192.0.2.0/24]')],
    ...['10.0.0.7', '172.16.0.7', '172.31.0.7', '192.168.20.10', '"fd00::7"'].map((address): [string, string] => [
      `with private address ${address}`,
      service(`type: LoadBalancer\nloadBalancerIP: ${address}`),
    ]),
    ...[
      'io.cilium/lb-ipam-ips',
      'kube-vip.io/loadbalancerIPs',
      'lbipam.cilium.io/ips',
      'metallb.io/loadBalancerIPs',
      'metallb.universe.tf/loadBalancerIPs',
    ].map((name): [string, string] => [`with private addresses by ${name}`, internal(name, '10.0.0.7, 192.168.1.7')]),
    ...[
      ['cloud.google.com/load-balancer-type', 'Internal'],
      ['networking.gke.io/load-balancer-type', 'Internal'],
      ['service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type', 'intranet'],
      ['service.beta.kubernetes.io/aws-load-balancer-internal', 'true'],
      ['service.beta.kubernetes.io/aws-load-balancer-internal', '0.0.0.0/0'],
      ['service.beta.kubernetes.io/aws-load-balancer-scheme', 'internal'],
      ['service.beta.kubernetes.io/azure-load-balancer-internal', 'true'],
      ['service.beta.kubernetes.io/oci-load-balancer-internal', 'true'],
      ['service.beta.kubernetes.io/openstack-internal-load-balancer', 'true'],
      ['service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type', 'private'],
      ['service.kubernetes.io/qcloud-loadbalancer-internal-subnetid', 'subnet-1'],
    ].map(([name, value]): [string, string] => [`internal: ${name} ${value}`, internal(name!, value!)]),
    ['internal by default', internal(`${AWS}type`, 'external')],
    ['internal by default, as it was called', internal(`${AWS}type`, 'nlb-ip')],
    ['internal by default, by its class', service('type: LoadBalancer\nloadBalancerClass: service.k8s.aws/nlb')],
    ['a port of nodes', service('type: NodePort')],
    ['no type', service('ports: [{port: 80}]')],
    ['of Knative', objectOf('serving.knative.dev/v1', 'Service', 'type: LoadBalancer')],
  ],
  says: 'load balancer of the service is open to every address',
})

const aws = (annotations: string, spec = 'type: LoadBalancer\nports: [{port: 443}]'): string =>
  service(spec, `{name: web, annotations: {${annotations}}}`)

table('service-load-balancer-tls', {
  bad: [
    ['requests of HTTP', aws(`${AWS}backend-protocol: http`), `annotations: {${AWS}backend-protocol: http}`],
    ['a classic one', aws(`${AWS}proxy-protocol: "*"`), `annotations: {${AWS}proxy-protocol: "*"}`],
    [
      'a newer one, for requests',
      aws(`${AWS}type: nlb, ${AWS}backend-protocol: HTTP`),
      `annotations: {${AWS}type: nlb, ${AWS}backend-protocol: HTTP}`,
    ],
  ],
  good: [
    ['a certificate', aws(`${AWS}backend-protocol: http, ${AWS}ssl-cert: "arn:aws:acm:a:1:certificate/b"`)],
    ['for connections', aws(`${AWS}type: nlb`)],
    ['for connections, by a controller', aws(`${AWS}type: external, ${AWS}scheme: internet-facing`)],
    ['for connections, classic', aws(`${AWS}backend-protocol: tcp`)],
    ['another cloud', aws('a: b')],
    ['another port', aws(`${AWS}backend-protocol: http`, 'type: LoadBalancer\nports: [{port: 80}]')],
    ['internal', aws(`${AWS}backend-protocol: http, ${AWS}scheme: internal`)],
    ['a port of nodes', aws(`${AWS}backend-protocol: http`, 'type: ClusterIP\nports: [{port: 443}]')],
  ],
  says: 'AWS load balancer of port 443 has no certificate',
})

table('service-external-ips', {
  bad: [
    [
      'one',
      service('ports: [{port: 80}]\nexternalIPs: [192.0.2.1]'),
      { at: 'externalIPs: [192.0.2.1]', fix: 'Remove `externalIPs`', after: service('ports: [{port: 80}]') },
    ],
    [
      'two',
      service('ports: [{port: 80}]\nexternalIPs: [192.0.2.1, 192.0.2.2]'),
      {
        at: 'externalIPs: [192.0.2.1, 192.0.2.2]',
        message: 'service claims 2 external addresses',
        fix: 'Remove `externalIPs`',
        after: service('ports: [{port: 80}]'),
      },
    ],
  ],
  good: [
    ['none', service('ports: [{port: 80}]')],
    ['an empty list', service('externalIPs: []')],
    ['of Knative', KNATIVE],
    ['no spec', objectOf('v1', 'Service', '')],
  ],
  says: 'service claims 1 external address',
  fixes: true,
})
