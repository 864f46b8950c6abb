import { kubeletFile, running } from '../../../kit/control-plane.ts'
import { table } from '../../../kit/table.ts'

const api = (...flags: readonly string[]): string => running('kube-apiserver', ...flags)
const STRONG =
  'TLS_AES_128_GCM_SHA256,TLS_CHACHA20_POLY1305_SHA256,TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305'

table('apiserver-tls-ciphers', {
  bad: [
    [
      'without forward secrecy',
      api('--tls-cipher-suites=TLS_RSA_WITH_AES_128_GCM_SHA256'),
      '--tls-cipher-suites=TLS_RSA_WITH_AES_128_GCM_SHA256',
    ],
    [
      'some of them',
      api(`--tls-cipher-suites=${STRONG}, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256`),
      `'--tls-cipher-suites=${STRONG}, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256'`,
    ],
    [
      'many',
      api('--tls-cipher-suites=A,B,C,D,E'),
      {
        at: "'--tls-cipher-suites=A,B,C,D,E'",
        message: 'kube-apiserver allows 5 weak cipher suites: `A`, `B`, `C` and 2 more',
      },
    ],
    [
      'what is not a name',
      api('--tls-cipher-suites=A,a b,C'),
      {
        at: "'--tls-cipher-suites=A,a b,C'",
        message: 'kube-apiserver allows 3 weak cipher suites: `A`, `C` and 1 more',
      },
    ],
    [
      'they are not set',
      api(),
      {
        at: 'command: [kube-apiserver]',
        severity: 'info',
        message: 'kube-apiserver does not limit its cipher suites',
      },
    ],
  ],
  good: [
    ['strong ones', api(`--tls-cipher-suites=${STRONG}`)],
    ['another program', running('kube-scheduler', '--tls-cipher-suites=A')],
  ],
  says: 'kube-apiserver allows 1 weak cipher suite: `TLS_RSA_WITH_AES_128_GCM_SHA256`',
})

table('kubelet-tls-ciphers', {
  bad: [
    [
      'a weak one',
      kubeletFile('tlsCipherSuites: [TLS_AES_128_GCM_SHA256, TLS_RSA_WITH_3DES_EDE_CBC_SHA]'),
      'tlsCipherSuites: [TLS_AES_128_GCM_SHA256, TLS_RSA_WITH_3DES_EDE_CBC_SHA]',
    ],
    [
      'they are not set',
      kubeletFile('cgroupDriver: systemd'),
      { at: 'kind: KubeletConfiguration', severity: 'info', message: 'kubelet does not limit its cipher suites' },
    ],
  ],
  good: [
    ['strong ones', kubeletFile(`tlsCipherSuites: [${STRONG}]`)],
    ['a file decides', running('kubelet', '--config=/var/lib/kubelet/config.yaml')],
  ],
  says: 'kubelet allows 1 weak cipher suite: `TLS_RSA_WITH_3DES_EDE_CBC_SHA`',
})
