import { container, objectOf, service } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const ports = (entries: string): string => container(`ports: [${entries}]`)
const named = (name: string): string => ports(`{name: ${name}, containerPort: 80}`)

table('port-name-invalid', {
  bad: [
    [
      'too long',
      named('a-port-of-16-chr'),
      {
        at: 'name: a-port-of-16-chr',
        message: 'port name `a-port-of-16-chr` of container `app` has 16 characters; expected at most 15',
      },
    ],
    [
      'capitals',
      named('HTTP'),
      {
        at: 'name: HTTP',
        message: 'port name `HTTP` of container `app` has characters other than `a` to `z`, `0` to `9` and `-`',
      },
    ],
    [
      'no letter',
      named('"8080"'),
      { at: 'name: "8080"', message: 'port name `8080` of container `app` has no letter' },
    ],
    [
      'a dash in front',
      named('-http'),
      {
        at: 'name: -http',
        message: 'port name `-http` of container `app` begins or ends with `-`, or has two in a row',
      },
    ],
    ['a dash behind', named('http-'), 'name: http-'],
    ['two dashes', named('ht--tp'), 'name: ht--tp'],
    ['empty', named('""'), 'name: ""'],
    [
      'a name twice',
      ports('{name: http, containerPort: 80}, {name: http, containerPort: 81}'),
      { at: 'name: http', message: 'container `app` has two ports named `http`' },
    ],
    [
      'no number',
      ports('{name: http}'),
      { at: 'name: http', message: 'port of container `app` has no `containerPort`' },
    ],
    [
      'zero',
      ports('{containerPort: 0}'),
      { at: 'containerPort: 0', message: 'container `app` has invalid port `0`; expected 1 to 65535' },
    ],
    ['a fraction', ports('{containerPort: 80.5}'), 'containerPort: 80.5'],
    ['in quotes', ports('{containerPort: "80"}'), 'containerPort: "80"'],
    ['nothing', ports('~'), '~'],
    [
      'a target port in quotes',
      service('ports: [{port: 80, targetPort: "8080"}]'),
      { at: 'targetPort: "8080"', message: 'target port `8080` has no letter' },
    ],
    [
      'a target port that is too high',
      service('ports: [{port: 80, targetPort: 65536}]'),
      { at: 'targetPort: 65536', message: 'target port `65536` is out of range; expected 1 to 65535' },
    ],
    ['no port', service('ports:\n  - {}'), { at: '{}', message: 'port of the service has no number' }],
    [
      'one of two without a name',
      service('ports:\n  - {name: http, port: 80}\n  - {port: 81}'),
      { at: 'port: 81', message: 'service has several ports, and this one has no name' },
    ],
    [
      'not a label of DNS',
      service('ports: [{name: http_1, port: 80}]'),
      { at: 'name: http_1', message: 'port name `http_1` of the service is not a DNS label' },
    ],
    [
      'a name of a Service twice',
      service('ports: [{name: http, port: 80}, {name: http, port: 81}]'),
      { at: 'name: http', message: 'service has two ports named `http`' },
    ],
    ['odd types', service('ports: [80]'), '80'],
  ],
  good: [
    ['a name', named('http-2')],
    ['a letter', named('a')],
    ['15 characters', named('a-port-of-15-ch')],
    ['the last port', ports('{containerPort: 65535}, {containerPort: 1}')],
    ['a Service with one port', service('ports: [{port: 80, targetPort: http}]')],
    [
      'a Service with two',
      service('ports: [{name: a-long-name-of-a-port, port: 80}, {name: b, port: 81, targetPort: 1}]'),
    ],
    ['only a target', service('ports: [{targetPort: 8080}]')],
    ['no ports', service('')],
    [
      'the port of the Service',
      service('ports: [{name: a, port: 80, targetPort: 0}, {name: b, port: 81, targetPort: ""}]'),
    ],
    ['to fill in', ports('{name: "$' + '{NAME}", containerPort: "$' + '{PORT}"}')],
    [
      'to fill in, of a Service',
      service('ports: [{name: "$' + '{NAME}", port: 80, targetPort: "$' + '{PORT:-8080}"}]'),
    ],
    ['of Knative', objectOf('serving.knative.dev/v1', 'Service', 'ports: [{}]')],
  ],
  says: 'port name `a-port-of-16-chr` of container `app` has 16 characters; expected at most 15',
})
