import { listed, plural } from '../../../core/text.ts'
import { weakSuites } from '../../../kube/control-plane/ciphers.ts'
import { type Expectation, flagRule } from '../../flags.ts'
import { trivyIds } from '../../peers.ts'

/** Without a list, current versions of Go choose sound suites. */
const isStrong: Expectation = value => (value === undefined || weakSuites(value).length > 0 ? '' : undefined)

/** As many suites are named. */
const MOST_NAMED = 3

function weakOf(list: string): string {
  const weak = weakSuites(list)
  // What is not a name may be anything that someone pasted.
  const named = weak.filter(suite => /^\w{1,60}$/.test(suite)).slice(0, MOST_NAMED)
  const more = weak.length > named.length ? [`${weak.length - named.length} more`] : []
  return `allows ${plural(weak.length, 'weak cipher suite')}: ${listed([...named.map(suite => `\`${suite}\``), ...more])}`
}

const TLS = {
  flags: ['tls-cipher-suites'],
  expects: isStrong,
  says: ({ value }: { readonly value: string | undefined }) =>
    value === undefined ? 'does not limit its cipher suites' : weakOf(value),
  severityOf: (_: unknown, { value }: { readonly value: string | undefined }) =>
    value === undefined ? 'info' : undefined,
} as const

const WHY =
  'Traffic with RC4, 3DES or without forward secrecy can be decrypted by an attacker on the network path, some of it later.'

/** Cipher suites of the servers that hold credentials. */
export const cipherSuites = [
  flagRule({
    id: 'apiserver-tls-ciphers',
    title: 'API server allows weak cipher suites',
    why: WHY,
    help: 'Set `--tls-cipher-suites` to suites with ECDHE and GCM or ChaCha20, such as `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256`.',
    severity: 'low',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:1.2.29'],
    peers: {
      checkov: 'CKV_K8S_105',
      kics: '510d5810-9a30-443a-817d-5c1fa527b110',
      kubescape: ['C-0143', 'C-0277'],
    },
    component: 'kube-apiserver',
    ...TLS,
  }),
  flagRule({
    id: 'kubelet-tls-ciphers',
    title: 'Kubelet allows weak cipher suites',
    why: WHY,
    help: 'Set `tlsCipherSuites` to suites with ECDHE and GCM or ChaCha20, such as `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256`.',
    severity: 'low',
    profile: 'strict',
    since: '0.1',
    tags: ['cis:4.2.12'],
    peers: {
      checkov: 'CKV_K8S_151',
      kics: '510d5810-9a30-443a-817d-5c1fa527b110',
      kubescape: 'C-0184',
      trivy: trivyIds('KCV-0092', 'ensure-Kubelet-only-makes-use-strong-cryptographic-ciphers'),
    },
    component: 'kubelet',
    ...TLS,
  }),
]
