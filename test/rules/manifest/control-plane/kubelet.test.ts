import { kubeadm, kubeletFile, running } from '../../../kit/control-plane.ts'
import { documents } from '../../../kit/manifests.ts'
import { table } from '../../../kit/table.ts'

const kubelet = (...flags: readonly string[]): string => running('kubelet', ...flags)
const bare = 'command: [kubelet]'
const CONFIG = '--config=/var/lib/kubelet/config.yaml'
const file = 'kind: KubeletConfiguration'
const init = 'apiVersion: kubeadm.k8s.io/v1beta3\nkind: InitConfiguration\n'

/** A kind cluster with a patch for its kubelets. */
const configMap = (key: string, text: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kubelet-config, namespace: kube-system}\ndata:\n  ${key}: |\n${text.replace(/^(?=.)/gm, '    ')}`

table('kubelet-anonymous-auth', {
  bad: [
    ['it is the default of the program', kubelet(), bare],
    [
      'in a file, with authorization',
      kubeletFile('authentication:\n  anonymous:\n    enabled: true'),
      {
        at: 'enabled: true',
        severity: 'medium',
        message: 'kubelet sets `authentication.anonymous.enabled` to `true`; expected `false`',
      },
    ],
    [
      'in a file, without authorization',
      kubeletFile('authentication: {anonymous: {enabled: true}}\nauthorization: {mode: AlwaysAllow}'),
      'enabled: true',
    ],
    [
      'with authorization',
      kubelet('--authorization-mode=Webhook'),
      { at: 'command: [kubelet, --authorization-mode=Webhook]', severity: 'medium' },
    ],
    [
      'beside a file',
      kubelet(CONFIG, '--anonymous-auth=true'),
      {
        at: '--anonymous-auth=true',
        severity: 'medium',
        message: 'kubelet sets `--anonymous-auth` to `true`; expected `false`',
      },
    ],
    [
      'in a ConfigMap',
      configMap('kubelet', kubeletFile('authentication:\n  anonymous:\n    enabled: true')),
      { at: 'kubelet', severity: 'medium' },
    ],
    [
      'of kubeadm',
      `${init}nodeRegistration:\n  kubeletExtraArgs:\n    anonymous-auth: "true"\n`,
      { at: 'anonymous-auth: "true"', severity: 'medium' },
    ],
  ],
  good: [
    ['it is off', kubelet('--anonymous-auth=false')],
    ['the default of a file', kubeletFile('cgroupDriver: systemd')],
    ['a file decides', kubelet(CONFIG)],
    ['files decide', kubelet('--config-dir=/etc/kubelet.d')],
    ['odd files', kubeletFile('authentication: [anonymous]\nauthorization: AlwaysAllow')],
    ['another ConfigMap', configMap('text', 'kind: none\nauthentication: {anonymous: {enabled: true}}\n')],
    ['a text that is not YAML', configMap('text', 'kind: KubeletConfiguration\n a: {\n')],
  ],
  says: 'kubelet does not set `--anonymous-auth`, which defaults to `true`; expected `false`',
})

table('kubelet-authorization-always-allow', {
  bad: [
    ['it is the default of the program', kubelet(), bare],
    [
      'in a file, for clients that log in',
      kubeletFile('authorization:\n  mode: AlwaysAllow'),
      {
        at: 'mode: AlwaysAllow',
        severity: 'high',
        message: 'kubelet sets `authorization.mode` to `AlwaysAllow`; expected `Webhook`',
      },
    ],
    [
      'in a file, for everyone',
      kubeletFile('authorization: {mode: AlwaysAllow}\nauthentication: {anonymous: {enabled: true}}'),
      'mode: AlwaysAllow',
    ],
    [
      'for clients that log in',
      kubelet('--anonymous-auth=false'),
      { at: 'command: [kubelet, --anonymous-auth=false]', severity: 'high' },
    ],
  ],
  good: [
    ['it asks the API server', kubelet('--authorization-mode=Webhook')],
    ['the default of a file', kubeletFile('authentication: {}')],
  ],
  says: 'kubelet does not set `--authorization-mode`, which defaults to `AlwaysAllow`; expected `Webhook`',
})

table('kubelet-client-ca', {
  bad: [
    ['it is not set', kubelet(), bare],
    [
      'in a file',
      kubeletFile('cgroupDriver: systemd'),
      { at: file, message: 'kubelet does not set `authentication.x509.clientCAFile`' },
    ],
  ],
  good: [
    ['it is', kubelet('--client-ca-file=/a')],
    ['in a file', kubeletFile('authentication: {x509: {clientCAFile: /a}}')],
    ['kubeadm adds it', documents(init, kubeletFile('cgroupDriver: systemd'))],
  ],
  says: 'kubelet does not set `--client-ca-file`',
})

table('kubelet-read-only-port', {
  bad: [
    ['it is the default of the program', kubelet(), bare],
    [
      'in a file',
      kubeletFile('readOnlyPort: 10255'),
      { at: 'readOnlyPort: 10255', message: 'kubelet sets `readOnlyPort` to `10255`; expected `0`' },
    ],
  ],
  good: [
    ['it is closed', kubelet('--read-only-port=0')],
    ['in a file', kubeletFile('readOnlyPort: 0')],
    ['the default of a file', kubeletFile('cgroupDriver: systemd')],
    ['null', kubeletFile('readOnlyPort: null')],
  ],
  says: 'kubelet does not set `--read-only-port`, which defaults to `10255`; expected `0`',
})

table('kubelet-rotate-certificates', {
  bad: [
    ['it is off', kubeletFile('rotateCertificates: false'), 'rotateCertificates: false'],
    ['by a flag', kubelet('--rotate-certificates=false'), '--rotate-certificates=false'],
  ],
  good: [
    ['it is on', kubeletFile('rotateCertificates: true')],
    ['it is not set', kubeletFile('cgroupDriver: systemd')],
    ['kubeadm sets it', documents(init, kubeletFile('rotateCertificates: false'))],
  ],
  says: 'kubelet sets `rotateCertificates` to `false`; expected `true`',
})

table('kubelet-rotate-server-certificate', {
  bad: [
    [
      'it is off',
      kubeletFile('featureGates: {A: true, RotateKubeletServerCertificate: false}'),
      'featureGates: {A: true, RotateKubeletServerCertificate: false}',
    ],
    [
      'by a flag',
      kubelet('--feature-gates=RotateKubeletServerCertificate=false'),
      '--feature-gates=RotateKubeletServerCertificate=false',
    ],
  ],
  good: [
    ['it is on', kubeletFile('featureGates: {RotateKubeletServerCertificate: true}')],
    ['another one', kubeletFile('featureGates: {A: false, B: {}}')],
    ['another component', kubeadm('apiServer', '{feature-gates: RotateKubeletServerCertificate=false}')],
  ],
  says: 'kubelet disables feature gate `RotateKubeletServerCertificate`',
})

table('kubelet-tls-certificate', {
  bad: [
    ['neither', kubeletFile('cgroupDriver: systemd'), file],
    [
      'the key is missing',
      kubeletFile('tlsCertFile: /a'),
      { at: file, message: 'kubelet does not set `tlsPrivateKeyFile`' },
    ],
    ['not even asked for', kubeletFile('serverTLSBootstrap: false'), file],
  ],
  good: [
    ['both', kubeletFile('tlsCertFile: /a\ntlsPrivateKeyFile: /b')],
    ['it asks the cluster for one', kubeletFile('serverTLSBootstrap: true')],
    ['by a flag', kubelet('--rotate-server-certificates')],
  ],
  says: 'kubelet sets neither `tlsCertFile` nor `tlsPrivateKeyFile`',
})
