import { describe, expect, test } from 'vitest'
import type { Peer } from '../../src/core/rule.ts'
import { check } from '../../src/engine/check.ts'
import { rules } from '../../src/rules/index.ts'
import { container, documents, pod } from '../kit/manifests.ts'
import { account, binding, role, rule } from '../kit/rbac.ts'
import { read } from '../kit/read.ts'

/** The ids of one peer under which a rule of ours reports the first thing that it finds. */
async function idsIn(input: string, id: string, peer: Peer): Promise<readonly string[]> {
  const rule = rules.get(id)!
  const { findings } = check(await read(input), [{ rule, options: rule.options ?? {} }], { rules, kubernetes: 36 })
  expect(findings).not.toEqual([])
  return findings[0]!.aliases[peer] ?? []
}

const IN_SHOP = { namespace: 'shop' }
const SERVICE =
  'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector: {app: web}\n  ports: [{port: 80}]\n'
const SERVED = container('image: shop/web:1.4').replace('metadata:', 'metadata:\n  labels: {app: web}')
const SSH_SERVICE = SERVICE.replace('port: 80', 'port: 22')
const claims = (...modes: readonly string[]) =>
  `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\nspec:\n  volumeClaimTemplates:\n${modes
    .map(mode => `    - {metadata: {name: a}, spec: {accessModes: [${mode}]}}\n`)
    .join('')}`
const BINDING =
  'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: b\nsubjects: [{kind: ServiceAccount, name: default}]\nroleRef: {kind: Role, name: r}\n'
const PRIVILEGED = 'securityContext:\n  privileged: true\n'

const SIDECAR = pod(
  'initContainers: [{name: a, restartPolicy: Always}]\ncontainers: [{name: b, livenessProbe: {exec: {}}, readinessProbe: {exec: {}}}]',
)
const labelledSidecar = pod('initContainers: [{name: a, restartPolicy: Always}]\ncontainers: []').replace(
  'metadata:',
  'metadata:\n  labels: {app: web}',
)
const rootIn = (more: string): string => container(`securityContext: {runAsUser: 0, ${more}}`)
const rootInPod = pod('securityContext: {runAsNonRoot: true}\ncontainers: [{name: a, securityContext: {runAsUser: 0}}]')
const localProfile = container('securityContext: {seccompProfile: {type: Localhost}}')
const onHost = (path: string): string => pod(`volumes: [{name: s, hostPath: {path: ${path}}}]`)
const mounting = (readOnly: string): string =>
  pod(
    `volumes: [{name: s, hostPath: {path: /run/docker.sock}}]\ncontainers: [{name: a, volumeMounts: [{name: s, mountPath: /s, readOnly: ${readOnly}}]}]`,
  )
const OLD_API = 'no-extensions-v1beta'
const scaling = (apiVersion: string): string =>
  `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec: {scaleTargetRef: {apiVersion: ${apiVersion}, kind: Deployment, name: a}}\n`
const ONE_REPLICA =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 1, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app}]}}}\n'
const inEnv = (name: string): string => container(`env: [{name: ${name}, value: correct-horse-battery}]`)
const named = (...names: readonly string[]): string =>
  container(`ports: [${names.map((name, index) => `{name: ${name}, containerPort: ${80 + index}}`).join(', ')}]`)
const SPREAD_OF_SCORE = 'pod-topology-spread-constraints'
const spread = (selector: string): string =>
  pod(
    `topologySpreadConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule, labelSelector: ${selector}}]`,
  )
const TOKEN_FOLDER = 'volumeMounts: [{name: a, mountPath: /var/run/secrets/kubernetes.io/serviceaccount}]'
const SECCOMP = 'seccomp.security.alpha.kubernetes.io'
const SECCOMP_OF_SCORE = 'container-seccomp-profile'
const annotated = (key: string, profile = 'runtime/default'): string =>
  container('image: a').replace('metadata:', `metadata:\n  annotations: {${key}: ${profile}}`)
const monitored = (namespaces: string): string =>
  documents(
    SERVICE.replace('metadata:', 'metadata:\n  namespace: shop\n  labels: {app: web}'),
    SERVICE.replace('metadata:', 'metadata:\n  namespace: web'),
    `apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: m, namespace: web}\nspec:\n  selector: {matchLabels: {app: web}}\n${namespaces && `  namespaceSelector: ${namespaces}\n`}`,
  )
const ANY_DIGEST_OF_KICS = '7c81d34c-8e5a-402b-9798-9f442630e678'
const dropping = (names: readonly string[]): string =>
  container(`securityContext: {capabilities: {drop: [${names.join(', ')}]}}`)
const POLARIS_NAMES =
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_ADMIN NET_BIND_SERVICE NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(
    ' ',
  )

const unscaled = (minAvailable: number): string =>
  documents(
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 2\n  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app}]}}\n',
    `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: {minAvailable: ${minAvailable}, selector: {matchLabels: {app: web}}}\n`,
  )
const scaled = (minAvailable: number, minReplicas: number): string =>
  documents(
    unscaled(minAvailable),
    `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {minReplicas: ${minReplicas}, maxReplicas: 9, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}\n`,
  )

/** In the namespace of a pod that has it. */
const gives = (name: string): string =>
  documents(
    pod('serviceAccountName: web').replace('metadata:', 'metadata:\n  namespace: shop'),
    binding('web', `ClusterRole/${name}`, `[${account('web')}]`, 'shop'),
  )

describe('ids that only a case of a rule carries, or does not', () => {
  test.each([
    ['syntax-error', 'FROM alpine:3.22\n...\n', 'hadolint', 'DL1000', true],
    ['rbac-cluster-resource-in-role', role('web', rule('get', 'nodes/proxy'), IN_SHOP), 'trivy', 'KSV-0047', true],
    ['rbac-cluster-resource-in-role', role('web', rule('get', 'nodes/proxy'), IN_SHOP), 'kubescape', 'C-0281', false],
    ['rbac-cluster-resource-in-role', role('web', rule('get', 'nodes'), IN_SHOP), 'trivy', 'KSV-0047', false],
    ['rbac-cluster-admin-binding', gives('cluster-admin'), 'kubelinter', 'cluster-admin-role-binding', false],
    ['rbac-cluster-admin-binding', gives('cluster-admin'), 'kubescape', 'C-0185', true],
    ['rbac-cluster-admin-binding', gives('edit'), 'kubelinter', 'cluster-admin-role-binding', false],
    ['rbac-cluster-admin-binding', gives('edit'), 'kubescape', 'C-0185', false],
    ['rbac-verb-ineffective', role('web', rule('impersonate', 'secrets')), 'trivy', 'KSV-0041', true],
    ['rbac-verb-ineffective', role('web', rule('impersonate', 'secrets')), 'trivy', 'KSV-0049', false],
    ['rbac-verb-ineffective', role('web', rule('impersonate', 'configmaps')), 'trivy', 'KSV-0115', false],
    [
      'rbac-verb-ineffective',
      role('web', rule('impersonate', 'configmaps', { names: 'aws-auth' })),
      'trivy',
      'KSV-0115',
      true,
    ],
    ['syntax-error', 'FROM alpine:3.22\n...\n', 'hadolint', 'DL3043', false],
    ['syntax-error', 'FROM alpine:3.22\nONBUILD FROM busybox\n', 'hadolint', 'DL1000', false],
    ['syntax-error', 'FROM alpine:3.22\nONBUILD FROM busybox\n', 'hadolint', 'DL3043', true],
    ['privileged-container', container(PRIVILEGED), 'trivy', 'KSV-0001', true],
    ['privileged-container', container(PRIVILEGED), 'checkov', 'CKV_K8S_22', true],
    ['privileged-container', container(`${PRIVILEGED}  readOnlyRootFilesystem: true`), 'checkov', 'CKV_K8S_22', false],
    ['privileged-container', container(`${PRIVILEGED}  capabilities: {drop: [ALL]}`), 'trivy', 'KSV-0003', false],
    ['privilege-escalation', container('image: a'), 'kubelinter', 'privilege-escalation-container', false],
    [
      'privilege-escalation',
      container('securityContext: {allowPrivilegeEscalation: true}'),
      'kubelinter',
      'privilege-escalation-container',
      true,
    ],
    ['add-sys-admin', container('securityContext: {capabilities: {add: [SYS_ADMIN]}}'), 'trivy', 'KSV-0001', true],
    ['dangerous-capabilities', container('securityContext: {capabilities: {add: [ALL]}}'), 'trivy', 'KSV-0005', true],
    ['dangerous-capabilities', container('securityContext: {capabilities: {add: [BPF]}}'), 'trivy', 'KSV-0005', false],
    [
      'container-runtime-socket',
      pod('volumes: [{name: s, hostPath: {path: /run/docker.sock}}]'),
      'polaris',
      'hostPathSet',
      true,
    ],
    ['seccomp-profile', container('image: a'), 'polaris', 'linuxHardening', true],
    [
      'seccomp-profile',
      container('securityContext: {capabilities: {drop: [ALL]}}'),
      'polaris',
      'linuxHardening',
      false,
    ],
    [
      'seccomp-profile',
      container('securityContext: {capabilities: {drop: [ALL], add: [ALL]}}'),
      'polaris',
      'linuxHardening',
      true,
    ],
    ['seccomp-profile', pod('securityContext: {seLinuxOptions: {level: a}}'), 'kubescape', 'C-0055', false],
    ['drop-all-capabilities', container('image: a'), 'trivy', 'KSV-0004', true],
    ['drop-all-capabilities', container('securityContext: {capabilities: {drop: [KILL]}}'), 'trivy', 'KSV-0004', false],
    ['drop-all-capabilities', dropping(POLARIS_NAMES), 'polaris', 'insecureCapabilities', false],
    ['drop-all-capabilities', dropping(POLARIS_NAMES.slice(1)), 'polaris', 'insecureCapabilities', true],
    ['drop-all-capabilities', dropping(POLARIS_NAMES), 'trivy', 'KSV-0003', true],
    ['pdb-min-available', scaled(3, 2), 'polaris', 'pdbMinAvailableGreaterThanHPAMinReplicas', true],
    ['pdb-min-available', scaled(2, 2), 'polaris', 'pdbMinAvailableGreaterThanHPAMinReplicas', false],
    ['pdb-min-available', unscaled(3), 'polaris', 'pdbMinAvailableGreaterThanHPAMinReplicas', false],
    ['pdb-min-available', scaled(2, 2), 'kubelinter', 'pdb-min-available', true],
    ['drop-net-raw', container('image: a'), 'kubelinter', 'drop-net-raw-capability', false],
    [
      'drop-net-raw',
      container('securityContext: {capabilities: null}'),
      'kubelinter',
      'drop-net-raw-capability',
      false,
    ],
    ['drop-net-raw', container('securityContext: {capabilities: {}}'), 'kubelinter', 'drop-net-raw-capability', true],
    ['drop-all-capabilities', container('image: a'), 'kubelinter', 'drop-net-raw-capability', false],
    ['automount-service-account-token', container('image: a'), 'trivy', 'KSV-0036', false],
    ['automount-service-account-token', pod('automountServiceAccountToken: true'), 'trivy', 'KSV-0036', true],
    ['automount-service-account-token', container(TOKEN_FOLDER), 'trivy', 'KSV-0036', true],
    ['seccomp-profile', annotated(`${SECCOMP}/pod`), 'checkov', 'CKV_K8S_31', false],
    ['seccomp-profile', annotated(`${SECCOMP}/pod`), 'trivy', 'KSV-0030', false],
    ['seccomp-profile', annotated(`${SECCOMP}/pod`), 'kubescore', SECCOMP_OF_SCORE, true],
    ['seccomp-profile', annotated(`${SECCOMP}/pod`, 'unconfined'), 'checkov', 'CKV_K8S_31', true],
    ['seccomp-profile', annotated(`container.${SECCOMP}/app`), 'checkov', 'CKV_K8S_31', true],
    ['seccomp-profile', annotated(`${SECCOMP}/defaultProfileName`), 'kubescore', SECCOMP_OF_SCORE, false],
    ['seccomp-profile', annotated(`${SECCOMP}/defaultProfileName`), 'checkov', 'CKV_K8S_31', true],
    ['dangling-service-monitor', monitored(''), 'kubelinter', 'dangling-servicemonitor', false],
    ['dangling-service-monitor', monitored('{matchNames: [web]}'), 'kubelinter', 'dangling-servicemonitor', true],
    ['unresolved-reference', SERVICE.replace(/ {2}selector.*\n/, ''), 'kubelinter', 'dangling-service', true],
    ['unresolved-reference', SERVICE.replace(/ {2}selector.*\n/, ''), 'kubescore', 'service-targets-pod', false],
    ['liveness-probe', SIDECAR, 'polaris', 'livenessProbeMissing', false],
    ['liveness-probe', container('image: a'), 'polaris', 'livenessProbeMissing', true],
    ['readiness-probe', SIDECAR, 'kubelinter', 'no-readiness-probe', false],
    ['readiness-probe', documents(SERVICE, labelledSidecar), 'checkov', 'CKV_K8S_9', false],
    ['privilege-escalation', container('image: a'), 'kubesec', 'AllowPrivilegeEscalation', false],
    ['run-as-user-zero', rootIn('runAsNonRoot: true'), 'checkov', 'CKV_K8S_23', false],
    ['run-as-user-zero', rootIn('runAsNonRoot: true'), 'polaris', 'runAsRootAllowed', false],
    ['run-as-user-zero', rootIn('runAsNonRoot: true'), 'trivy', 'KSV-0012', false],
    ['run-as-user-zero', rootIn('runAsNonRoot: true'), 'trivy', 'KSV-0105', true],
    ['run-as-user-zero', rootIn(''), 'checkov', 'CKV_K8S_23', true],
    ['run-as-user-zero', rootInPod, 'checkov', 'CKV_K8S_23', false],
    ['run-as-user-zero', rootInPod, 'polaris', 'runAsRootAllowed', true],
    ['seccomp-profile', localProfile, 'kubescore', SECCOMP_OF_SCORE, false],
    ['seccomp-profile', localProfile, 'kubesec', 'SeccompAny', false],
    ['seccomp-profile', container('image: a'), 'kubesec', 'SeccompAny', true],
    ['sensitive-host-path', onHost('/etc'), 'kubelinter', 'sensitive-host-mounts', true],
    ['sensitive-host-path', onHost('/var/lib/kubelet'), 'kubelinter', 'sensitive-host-mounts', false],
    ['sensitive-host-path', onHost('/proc'), 'kubesec', 'ProcMount', true],
    ['sensitive-host-path', onHost('/etc'), 'kubesec', 'ProcMount', false],
    ['container-runtime-socket', onHost('/var/run/docker.sock'), 'checkov', 'CKV_K8S_27', true],
    ['container-runtime-socket', onHost('/run/docker.sock'), 'checkov', 'CKV_K8S_27', false],
    ['container-runtime-socket', onHost('/run/docker.sock'), 'kubelinter', 'docker-sock', true],
    ['container-runtime-socket', onHost('/run/containerd/containerd.sock'), 'kubelinter', 'docker-sock', false],
    ['secret-as-env', container('envFrom: [{secretRef: {name: b}}]'), 'kubelinter', 'read-secret-from-env-var', false],
    ['plaintext-secret-env', inEnv('DB_PASSWORD'), 'kubelinter', 'env-var-secret', false],
    ['plaintext-secret-env', inEnv('CLIENT_SECRET'), 'kubelinter', 'env-var-secret', true],
    ['port-name-invalid', named('Http'), 'kubescore', 'container-ports-check', false],
    ['port-name-invalid', named('a-name-that-is-long'), 'kubescore', 'container-ports-check', true],
    ['port-name-invalid', named('a', 'a'), 'kubelinter', 'invalid-target-ports', false],
    ['port-name-invalid', named('a', 'a'), 'kubescore', 'container-ports-check', true],
    ['port-name-invalid', SERVICE.replace('80', '80, targetPort: 70000'), 'kubelinter', 'invalid-target-ports', true],
    ['port-name-invalid', SERVICE.replace('80', '80, targetPort: 70000'), 'kubescore', 'container-ports-check', false],
    ['port-name-invalid', SERVICE.replace('80', '80, name: A'), 'kubelinter', 'invalid-target-ports', false],
    ['topology-spread-invalid', spread('{matchLabels: {app: api}}'), 'kubescore', SPREAD_OF_SCORE, false],
    ['topology-spread-invalid', spread('null'), 'kubescore', SPREAD_OF_SCORE, true],
    ['seccomp-profile', localProfile, 'trivy', 'KSV-0030', false],
    ['sensitive-host-path', onHost('/etc'), 'trivy', 'KSV-0121', true],
    ['sensitive-host-path', onHost('/var/lib/docker'), 'trivy', 'KSV-0121', true],
    ['sensitive-host-path', onHost('/var/lib/docker'), 'kubelinter', 'sensitive-host-mounts', false],
    ['sensitive-host-path', onHost('/var/lib/kubelet'), 'trivy', 'KSV-0121', false],
    ['sensitive-host-path', onHost('/var/lib/kubelet'), 'trivy', 'KSV-0023', true],
    ['container-runtime-socket', onHost('/run/docker.sock'), 'trivy', 'KSV-0006', false],
    ['container-runtime-socket', onHost('/var/run/docker.sock'), 'trivy', 'KSV-0006', true],
    ['container-runtime-socket', onHost('/run/docker.sock'), 'kubescape', 'C-0045', false],
    ['container-runtime-socket', mounting('false'), 'kubescape', 'C-0045', true],
    ['container-runtime-socket', mounting('false'), 'kubelinter', 'writable-host-mount', true],
    ['container-runtime-socket', mounting('false'), 'kubescape', 'C-0048', true],
    ['container-runtime-socket', mounting('true'), 'kubelinter', 'writable-host-mount', false],
    [
      'removed-api',
      'apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {name: a}\n',
      'kubelinter',
      OLD_API,
      true,
    ],
    [
      'removed-api',
      'apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: a}\n',
      'kubelinter',
      OLD_API,
      false,
    ],
    ['removed-api', scaling('extensions/v1beta1'), 'kubelinter', OLD_API, false],
    ['removed-api', scaling('extensions/v1beta1'), 'kubescore', 'stable-version', false],
    ['replicas-minimum', ONE_REPLICA, 'kubescore', 'deployment-replicas', false],
    ['replicas-minimum', ONE_REPLICA, 'polaris', 'deploymentMissingReplicas', true],
    ['replicas-minimum', documents(ONE_REPLICA, SERVICE), 'kubescore', 'deployment-replicas', true],
    [
      'label-invalid',
      container('').replace('metadata:', 'metadata:\n  labels: {a b: c}'),
      'kubescore',
      'label-values',
      false,
    ],
    [
      'label-invalid',
      container('').replace('metadata:', 'metadata:\n  labels: {a: -c}'),
      'kubescore',
      'label-values',
      true,
    ],
    ['run-as-high-gid', container('securityContext: {runAsGroup: 0}'), 'kubescape', 'C-0013', true],
    ['run-as-high-gid', container('image: a'), 'kubescape', 'C-0013', true],
    ['run-as-high-gid', container('securityContext: {runAsGroup: 1}'), 'kubescape', 'C-0013', false],
    ['image-name-invalid', container('image: nginx@sha256:abc'), 'kubescape', 'C-0306', true],
    ['image-name-invalid', container('image: nginx@sha256:abc'), 'checkov', 'CKV_K8S_43', false],
    ['image-name-invalid', container('image: nginx@sha256:abc'), 'kics', ANY_DIGEST_OF_KICS, false],
    ['image-name-invalid', container('image: Nginx'), 'checkov', 'CKV_K8S_43', true],
    ['add-sys-admin', container('securityContext: {capabilities: {add: [SYS_ADMIN]}}'), 'monokle', 'PSS104', true],
    ['add-net-raw', container('securityContext: {capabilities: {add: [NET_RAW]}}'), 'kubescape', 'C-0200', true],
    ['dangerous-capabilities', container('securityContext: {capabilities: {add: [ALL]}}'), 'trivy', 'KSV-0120', true],
    ['dangerous-capabilities', container('securityContext: {capabilities: {add: [BPF]}}'), 'trivy', 'KSV-0022', true],
    ['ssh-port', container('ports: [{containerPort: 22}]'), 'kubescape', 'C-0042', false],
    ['ssh-port', container('ports: [{containerPort: 22}]'), 'kubelinter', 'ssh-port', true],
    ['ssh-port', documents(SSH_SERVICE, SERVED), 'kubescape', 'C-0042', true],
    ['ssh-port', documents(SSH_SERVICE, SERVED), 'kubelinter', 'ssh-port', false],
    ['volume-claim-access-mode', claims('ReadWriteMany'), 'kubesec', 'VolumeClaimAccessModeReadWriteOnce', true],
    ['volume-claim-access-mode', claims('A', 'ReadWriteOnce'), 'kubesec', 'VolumeClaimAccessModeReadWriteOnce', false],
    ['volume-claim-storage-request', claims('A'), 'kubesec', 'VolumeClaimRequestsStorage', true],
    [
      'volume-claim-storage-request',
      claims('A', 'A], resources: {requests: {storage: 1}}, x: [a'),
      'kubesec',
      'VolumeClaimRequestsStorage',
      false,
    ],
    [
      'cloud-credentials-host-path',
      pod('volumes: [{name: s, hostPath: {path: /root/.aws}}]'),
      'kubelinter',
      'sensitive-host-mounts',
      true,
    ],
    [
      'writable-host-path',
      pod(
        'volumes: [{name: s, hostPath: {path: /a}}]\ncontainers: [{name: a, volumeMounts: [{name: s, mountPath: /etc}]}]',
      ),
      'kics',
      'b7652612-de4e-4466-a0bf-1cd81f0c6063',
      true,
    ],
    ['readiness-probe', container('image: a'), 'kubescore', 'pod-probes', false],
    ['readiness-probe', documents(SERVICE, SERVED), 'kubescore', 'pod-probes', true],
    ['liveness-probe', documents(SERVICE, SERVED), 'kubescore', 'pod-probes', false],
    ['cpu-limit', container('image: a'), 'kubelinter', 'unset-cpu-requirements', false],
    ['memory-limit', container('image: a'), 'kubelinter', 'unset-memory-requirements', true],
    [
      'secret-as-env',
      container('env: [{name: A, valueFrom: {secretKeyRef: {name: b, key: c}}}]'),
      'kubescape',
      'C-0259',
      false,
    ],
    ['secret-as-env', container('envFrom: [{secretRef: {name: b}}]'), 'kubescape', 'C-0259', true],
    ['automount-service-account-token', container('image: a'), 'kubescape', 'C-0261', false],
    ['automount-service-account-token', documents(container('image: a'), BINDING), 'kubescape', 'C-0261', true],
    ['run-as-root-group', container('securityContext: {runAsGroup: 0}'), 'kubelinter', 'run-as-non-root', true],
    ['run-as-root-group', container('securityContext: {runAsGroup: 0}'), 'trivy', 'KSV-0116', false],
    [
      'run-as-root-group',
      pod('securityContext: {runAsGroup: 0}\ncontainers: [{name: a, securityContext: {runAsGroup: 1}}]'),
      'kubelinter',
      'run-as-non-root',
      false,
    ],
  ] as const)('%s in %j: %s %s %s', async (rule, input, peer, id, carried) => {
    expect((await idsIn(input, rule, peer)).includes(id)).toBe(carried)
  })
})
