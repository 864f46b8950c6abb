import { kubeadm, kubeletFile, running } from '../../../kit/control-plane.ts'
import { container, documents, workflow } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const api = (...flags: readonly string[]): string => running('kube-apiserver', ...flags)
const bare = 'command: [kube-apiserver]'

table('apiserver-anonymous-auth', {
  bad: [
    ['it is the default', api(), bare],
    [
      'it is set',
      api('--anonymous-auth=true'),
      {
        at: '--anonymous-auth=true',
        message: 'kube-apiserver sets `--anonymous-auth` to `true`; expected `false`',
      },
    ],
    ['the last one counts', api('--anonymous-auth=false', '--anonymous-auth'), '--anonymous-auth'],
    ['kubeadm leaves it', kubeadm('apiServer', '{profiling: "false"}'), 'extraArgs: {profiling: "false"}'],
    [
      'an authorization file says nothing of it',
      api('--authorization-config=/a.yaml'),
      'command: [kube-apiserver, --authorization-config=/a.yaml]',
    ],
    [
      'a file of authentication allows it',
      'apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\nanonymous:\n  enabled: true\n',
      { at: 'enabled: true', message: 'kube-apiserver sets `anonymous.enabled` to `true`; expected `false`' },
    ],
  ],
  good: [
    ['it is off', api('--anonymous-auth=false')],
    ['in other spellings', api('-anonymous_auth', 'F')],
    ['a file decides', api('--authentication-config=/etc/kubernetes/authentication.yaml')],
    [
      'limited to paths',
      'apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\nanonymous:\n  enabled: true\n  conditions: [{path: /livez}]\n',
    ],
    ['a variable decides', api('--anonymous-auth=$(ANONYMOUS)')],
    ['more arguments by a variable', api('$(EXTRA_ARGS)')],
    ['by kubeadm', kubeadm('apiServer', '{anonymous-auth: "false"}')],
    ['another program', running('kube-controller-manager')],
    ['its client', running('kubectl', 'logs', 'kube-apiserver')],
    ['a part of a pod', workflow('command: [kube-apiserver]')],
  ],
  says: 'kube-apiserver does not set `--anonymous-auth`, which defaults to `true`; expected `false`',
})

table('apiserver-basic-auth-file', {
  bad: [['it is set', api('--basic-auth-file=/etc/users.csv'), '--basic-auth-file=/etc/users.csv']],
  good: [
    ['it is not', api()],
    ['a token', api('--token-auth-file=/etc/tokens.csv')],
    ['of another program', running('kube-scheduler', '--basic-auth-file=/etc/users.csv')],
  ],
  says: 'kube-apiserver sets `--basic-auth-file`',
})

table('apiserver-token-auth-file', {
  bad: [
    ['it is set', api('--token-auth-file=/etc/tokens.csv'), '--token-auth-file=/etc/tokens.csv'],
    [
      'by kubeadm in a map',
      kubeadm('apiServer', '{token-auth-file: /etc/tokens.csv}'),
      'token-auth-file: /etc/tokens.csv',
    ],
    [
      'by kubeadm in a list',
      kubeadm('apiServer', '[{name: token-auth-file, value: /etc/tokens.csv}]').replace('v1beta3', 'v1beta4'),
      'name: token-auth-file',
    ],
  ],
  good: [
    ['it is not', api('--service-account-key-file=/etc/sa.pub')],
    ['kubeadm sets other arguments', kubeadm('apiServer', '{profiling: "false"}')],
  ],
  says: 'kube-apiserver sets `--token-auth-file`',
})

const authorizers = (...types: readonly string[]): string =>
  `apiVersion: apiserver.config.k8s.io/v1\nkind: AuthorizationConfiguration\nauthorizers: [${types.map(type => `{type: ${type}, name: a}`).join(', ')}]\n`

table('apiserver-authorization-always-allow', {
  bad: [
    ['it is set', api('--authorization-mode=AlwaysAllow'), '--authorization-mode=AlwaysAllow'],
    ['among others', api('--authorization-mode=Node,RBAC,AlwaysAllow'), "'--authorization-mode=Node,RBAC,AlwaysAllow'"],
    [
      'it is the default',
      api(),
      { at: bare, message: 'kube-apiserver does not set `--authorization-mode`, which defaults to `AlwaysAllow`' },
    ],
    [
      'in a file',
      authorizers('Node', 'AlwaysAllow'),
      {
        at: 'authorizers: [{type: Node, name: a}, {type: AlwaysAllow, name: a}]',
        message: 'kube-apiserver sets `authorizers` to a list with `AlwaysAllow`',
      },
    ],
  ],
  good: [
    ['others', api('--authorization-mode=Node,RBAC')],
    ['a file decides', api('--authorization-config=/etc/kubernetes/authorization.yaml')],
    ['a file of others', authorizers('Node', 'RBAC')],
    ['the default of kubeadm', kubeadm('apiServer', '{profiling: "false"}')],
    ['a name that contains it', api('--authorization-mode=RBAC,NotAlwaysAllow')],
  ],
  says: 'kube-apiserver sets `--authorization-mode` to a list with `AlwaysAllow`',
})

table('apiserver-authorization-node', {
  bad: [
    ['RBAC alone', api('--authorization-mode=RBAC'), '--authorization-mode=RBAC'],
    ['in a file', authorizers('RBAC'), 'authorizers: [{type: RBAC, name: a}]'],
  ],
  good: [
    ['both', api('--authorization-mode=Node, RBAC')],
    ['the default of kubeadm', kubeadm('apiServer', '{profiling: "false"}')],
    ['all requests are allowed, which is reported', running('etcd')],
  ],
  says: 'kube-apiserver does not use authorization mode `Node`',
})

table('apiserver-authorization-rbac', {
  bad: [
    ['attributes', api('--authorization-mode=Node,ABAC'), "'--authorization-mode=Node,ABAC'"],
    ['in a file', authorizers('Webhook'), 'authorizers: [{type: Webhook, name: a}]'],
    ['by kubeadm', kubeadm('apiServer', '{authorization-mode: Node}'), 'authorization-mode: Node'],
  ],
  good: [
    ['both', api('--authorization-mode=Node,RBAC')],
    ['the default of kubeadm', kubeadm('apiServer', '{profiling: "false"}')],
  ],
  says: 'kube-apiserver does not use authorization mode `RBAC`',
})

table('apiserver-insecure-bind-address', {
  bad: [
    ['every address', api('--insecure-bind-address=0.0.0.0'), '--insecure-bind-address=0.0.0.0'],
    [
      'the node itself',
      api('--insecure-bind-address=127.0.0.1'),
      { at: '--insecure-bind-address=127.0.0.1', severity: 'high' },
    ],
    [
      'by name',
      api('--insecure-bind-address=localhost'),
      { at: '--insecure-bind-address=localhost', severity: 'high' },
    ],
    ['of IPv6', api('--insecure-bind-address=::1'), { at: "'--insecure-bind-address=::1'", severity: 'high' }],
  ],
  good: [
    ['it is not set', api('--bind-address=0.0.0.0')],
    ['the port is closed', api('--insecure-bind-address=0.0.0.0', '--insecure-port=0')],
  ],
  says: 'kube-apiserver sets `--insecure-bind-address` to `0.0.0.0`; expected it to be absent',
})

table('apiserver-insecure-port', {
  bad: [
    ['it is open', api('--insecure-port=8080'), '--insecure-port=8080'],
    ['in the next item', api('--insecure-port', '8080'), '--insecure-port'],
    [
      'in a script',
      container('command: [sh, -c, "sleep 1; exec /usr/local/bin/kube-apiserver --insecure-port=8080 2>&1"]'),
      '"sleep 1; exec /usr/local/bin/kube-apiserver --insecure-port=8080 2>&1"',
    ],
    ['in hyperkube', running('/hyperkube', 'apiserver', '--insecure-port=1'), '--insecure-port=1'],
    [
      'behind a wrapper',
      running('/go-runner', '--log-file=/a', '/bin/kube-apiserver', '--insecure-port=1'),
      '--insecure-port=1',
    ],
    ['in arguments', container('command: [kube-apiserver]\nargs:\n  - --insecure-port=1'), '--insecure-port=1'],
    [
      'of the image',
      container('image: registry.k8s.io/kube-apiserver:v1.19.0\nargs:\n  - --insecure-port=1'),
      '--insecure-port=1',
    ],
    [
      'in each object',
      documents(api('--insecure-port=1'), api('--insecure-port=2')),
      '--insecure-port=1',
      '--insecure-port=2',
    ],
  ],
  good: [
    ['it is closed', api('--insecure-port=0')],
    ['it is not set: the default is safe', api()],
    ['a script that only looks for it', container('command: [sh, -c, "pgrep kube-apiserver --insecure-port=1"]')],
    ['another image', container('image: example.com/proxy:1\nargs: [--insecure-port=1]')],
    ['no command', container('image: registry.k8s.io/kube-apiserver:v1.19.0')],
    ['odd commands', container('command: {a: 1}\nargs: [null, {a: 1}, 7]')],
  ],
  says: 'kube-apiserver sets `--insecure-port` to `8080`; expected `0`',
})

table('apiserver-secure-port', {
  bad: [['it is off', api('--secure-port=0'), '--secure-port=0']],
  good: [
    ['it is on', api('--secure-port=6443')],
    ['the default', api()],
    ['a later one counts', api('--secure-port=0', '--secure-port=6443')],
  ],
  says: 'kube-apiserver sets `--secure-port` to `0`; expected a port',
})

table('apiserver-service-account-lookup', {
  bad: [['it is off', api('--service-account-lookup=false'), '--service-account-lookup=false']],
  good: [
    ['it is on', api('--service-account-lookup')],
    ['the default', api()],
  ],
  says: 'kube-apiserver sets `--service-account-lookup` to `false`; expected `true`',
})

table('apiserver-token-extension', {
  bad: [
    ['it is the default', api(), bare],
    [
      'it is set',
      api('--service-account-extend-token-expiration'),
      {
        at: '--service-account-extend-token-expiration',
        message: 'kube-apiserver sets `--service-account-extend-token-expiration` to `true`; expected `false`',
      },
    ],
  ],
  good: [
    ['it is off', api('--service-account-extend-token-expiration=false')],
    ['a kubelet', kubeletFile('cgroupDriver: systemd')],
  ],
  says: 'kube-apiserver does not set `--service-account-extend-token-expiration`, which defaults to `true`; expected `false`',
})
