/** Fields of KubeletConfiguration, by the flag of the kubelet that each stands for. */
export const KUBELET_FIELDS = {
  'anonymous-auth': 'authentication.anonymous.enabled',
  'authorization-mode': 'authorization.mode',
  'client-ca-file': 'authentication.x509.clientCAFile',
  'event-qps': 'eventRecordQPS',
  'feature-gates': 'featureGates',
  'make-iptables-util-chains': 'makeIPTablesUtilChains',
  'pod-max-pids': 'podPidsLimit',
  'protect-kernel-defaults': 'protectKernelDefaults',
  'read-only-port': 'readOnlyPort',
  'rotate-certificates': 'rotateCertificates',
  'rotate-server-certificates': 'serverTLSBootstrap',
  'streaming-connection-idle-timeout': 'streamingConnectionIdleTimeout',
  'tls-cert-file': 'tlsCertFile',
  'tls-cipher-suites': 'tlsCipherSuites',
  'tls-private-key-file': 'tlsPrivateKeyFile',
} as const

/** The same of KubeProxyConfiguration. */
export const KUBE_PROXY_FIELDS = { 'metrics-bind-address': 'metricsBindAddress' } as const

const FIELDS: Readonly<Record<string, string>> = { ...KUBELET_FIELDS, ...KUBE_PROXY_FIELDS }

/** What a flag is called in a file. */
export const fieldOf = (flag: string): string => FIELDS[flag] ?? flag
