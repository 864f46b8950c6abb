/** Places in manifests. What is between at signs is filled in, see write.ts. */
import type { Place } from '../write.ts'

const place = (title: string, text: string, file = 'pod.yaml'): Place => ({
  group: 'manifest',
  title,
  files: { [file]: text },
})

/** A pod that nearly every rule looks at, with a field of its container, and fields of its spec and its metadata. */
const pod = (container: string, spec = '', metadata = ''): string => `apiVersion: v1
kind: Pod
metadata:
  name: api
${metadata}spec:
  hostNetwork: true
${spec}  containers:
    - name: api
      image: shop/api
      securityContext: {privileged: true}
${container}`

const container = (line: string): string => pod(`      ${line.replaceAll('\n', '\n      ')}\n`)
const spec = (line: string): string => pod('', `  ${line.replaceAll('\n', '\n  ')}\n`)
const metadata = (line: string): string => pod('', '', `  ${line.replaceAll('\n', '\n  ')}\n`)
const object = (kind: string, rest: string): string => `apiVersion: v1\nkind: ${kind}\nmetadata: {name: x}\n${rest}\n`

const containers: readonly (readonly [title: string, ...lines: string[]])[] = [
  [
    'env',
    'env:\n  - {name: @name@, value: @yaml@}',
    'env:\n  - name: @name@\n    value: @yaml single@\n  - name: @name@\n    value: @yaml@',
    'env:\n  - value: @yaml@\n    name: @name@\n  - name: A\n    valueFrom: {secretKeyRef: {name: a, key: b}}',
    'env:\n  - name: @name@\n    value: |\n      @block:12@',
    'env: [{name: @name@, value: @yaml@}, {name: B, value: $(@name@)}]',
  ],
  ['env, plain', 'env:\n  - name: @name@\n    value: @line@', 'env: [{name: @name@, value: @line@}]'],
  [
    'args',
    'args: [@argv@]',
    'args:\n  - @yaml said@',
    'args: ["sh", "-c", "@shell json@"]',
    'args: ["--@name@=@json inside@"]',
  ],
  ['command', 'command: [@argv@]', 'command: ["sh", "-c", "@shell json@ && sleep 1"]', 'command: @yaml@'],
  [
    'probe',
    'livenessProbe: {exec: {command: [@argv@]}}',
    'readinessProbe:\n  exec:\n    command: ["sh", "-c", "@shell json@"]',
    'livenessProbe: {httpGet: {host: x, port: 1, httpHeaders: [{name: @header@, value: @yaml@}]}}',
    'lifecycle: {postStart: {exec: {command: ["sh", "-c", "@shell json@"]}}}',
    'lifecycle: {preStop: {httpGet: {host: @yaml@, port: 1, path: @yaml@}}}',
  ],
  [
    'image',
    'image: @yaml@',
    'image: registry.example/x:@line@',
    'image: registry.example/@line@:latest',
    'image: https://@line@/x',
  ],
  [
    'value of a field',
    'imagePullPolicy: @yaml@',
    'resources: {limits: {memory: @yaml@, cpu: @yaml@}, requests: {memory: @yaml@}}',
    'securityContext: {runAsUser: @yaml@, runAsNonRoot: @yaml@, privileged: @yaml@}',
    'securityContext: {procMount: @yaml@, allowPrivilegeEscalation: @yaml@, readOnlyRootFilesystem: @yaml@}',
    'securityContext: {capabilities: {add: [@yaml@, SYS_ADMIN], drop: [@yaml@]}}',
    'securityContext: {seccompProfile: {type: @yaml@}, appArmorProfile: {type: @yaml@, localhostProfile: @yaml@}}',
    'securityContext: {seLinuxOptions: {user: @yaml@, role: @yaml@, type: @yaml@, level: @yaml@}}',
    'ports: [{hostPort: @yaml@, containerPort: @yaml@, protocol: @yaml@, hostIP: @yaml@}]',
    'volumeMounts: [{name: x, mountPath: @yaml@, subPath: @yaml@, readOnly: @yaml@}]',
    'name: @yaml@',
    'terminationMessagePolicy: @yaml@\nworkingDir: @yaml@\nterminationMessagePath: @yaml@',
    'envFrom: [{secretRef: {name: @yaml@}}, {configMapRef: @yaml@}]',
    'env: [{name: @yaml@, value: x}, {name: A, valueFrom: {secretKeyRef: {name: @yaml@, key: @yaml@}}}]',
    'env: @yaml@',
    'ports: @yaml@\nresources: @yaml@\nsecurityContext: @yaml@',
    'livenessProbe: {httpGet: {host: @yaml@, port: @yaml@}, periodSeconds: @yaml@, exec: @yaml@}',
  ],
]

const specs: readonly (readonly [title: string, ...lines: string[]])[] = [
  [
    'value of a field of the pod',
    'volumes: [{name: x, hostPath: {path: @yaml@}}, {name: y, hostPath: {path: "/var/run/@json inside@"}}]',
    'volumes: [{name: @yaml@, hostPath: {path: /var/run/docker.sock, type: @yaml@}}]',
    'volumes: [{name: x, flexVolume: {driver: x, options: {@name@: @yaml@}}}]',
    'volumes: [{name: x, secret: {secretName: @yaml@}}, {name: x, csi: {volumeAttributes: {@name@: @yaml@}}}]',
    'hostAliases: [{ip: @yaml@, hostnames: [@yaml@]}]',
    'serviceAccount: @yaml@\nserviceAccountName: y',
    'serviceAccountName: @yaml@\nautomountServiceAccountToken: @yaml@',
    'hostPID: @yaml@\nhostIPC: @yaml@',
    'restartPolicy: @yaml@\ndnsPolicy: @yaml@\nnodeName: @yaml@\npriorityClassName: @yaml@',
    'securityContext: {sysctls: [{name: @yaml@, value: @yaml@}], fsGroup: @yaml@, supplementalGroups: [@yaml@, 0]}',
    'securityContext: {runAsUser: @yaml@, windowsOptions: {hostProcess: true, gmsaCredentialSpec: @yaml@}}',
    'imagePullSecrets: [{name: @yaml@}]\nnodeSelector: {@name@: @yaml@}',
    'tolerations: [{key: @yaml@, value: @yaml@, effect: @yaml@}]',
    'containers: @yaml@',
    'initContainers: [{name: @yaml@, image: @yaml@}]',
    'initContainers: [{name: x, image: x, args: [@argv@], env: [{name: @name@, value: @yaml@}]}]',
  ],
]

const objects: readonly (readonly [title: string, kind: string, ...texts: string[]])[] = [
  [
    'ConfigMap',
    'ConfigMap',
    'data:\n  @name@: @yaml@',
    'data: {@name@: @yaml single@, @name@: x}',
    'data:\n  app.conf: |\n    @block said:4@\n    a: b',
    'data:\n  run.sh: |\n    set -e\n    @shell@',
    'data:\n  app.json: |\n    {"a": 1, "@name@": @json@}',
    'data:\n  app.yaml: |\n    a:\n      @name@: @yaml@',
    'data:\n  .env: "A=1\\n@name@=@json inside@\\n"',
    'binaryData:\n  @name@: @base64@',
    'data:\n  @name@: [@yaml@]',
    'data: @yaml@',
  ],
  ['ConfigMap, plain', 'ConfigMap', 'data:\n  @name@: @line@\n  @name@: x', 'data: {@name@: @line@}'],
  [
    'Secret',
    'Secret',
    'data:\n  @name@: @base64@\n  @name@: @base64@',
    'stringData:\n  @name@: @yaml@\n  @name@: @yaml single@',
    'stringData: {a: @yaml@, a: @yaml@}',
    'stringData:\n  @name@: |\n    @block:4@',
    'data:\n  a: @yaml@',
    'data: @yaml@\nstringData: [@yaml@]',
    'type: @yaml@\nstringData: {x: y}',
    'stringdata: {@name@: @yaml@}\nimmutable: @yaml@',
  ],
  ['Secret, plain', 'Secret', 'stringData:\n  @name@: @line@', 'stringData: {a: @line@}', 'data:\n  a: @line@\n  b: c'],
  [
    'Service',
    'Service',
    'spec: {type: @yaml@, externalIPs: [@yaml@], ports: [{port: @yaml@, nodePort: @yaml@, protocol: @yaml@}]}',
    'spec: {selector: {@name@: @yaml@}, externalName: @yaml@, loadBalancerSourceRanges: [@yaml@]}',
  ],
  ['unknown kind', '@line@', 'spec: {@name@: @yaml@}'],
]

const wholes: readonly (readonly [title: string, text: string])[] = [
  ['apiVersion', 'apiVersion: @yaml@\nkind: Pod\nmetadata: {name: x}\n'],
  [
    'name of an object',
    'apiVersion: v1\nkind: Pod\nmetadata: {name: @yaml@, namespace: @yaml@}\nspec: {hostPID: true}\n',
  ],
  [
    'old version',
    'apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: {name: @yaml@}\nspec: {tls: [{secretName: @yaml@}]}\n',
  ],
  [
    'RBAC',
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: x}\nrules: [{apiGroups: ["*"], resources: ["*", @yaml@], verbs: ["*", @yaml@], resourceNames: [@yaml@]}]\n',
  ],
  [
    'RBAC, binding',
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: x}\nroleRef: {kind: ClusterRole, name: cluster-admin}\nsubjects: [{kind: Group, name: @yaml@}, {kind: @yaml@, name: "system:anonymous"}]\n',
  ],
  [
    'Ingress',
    'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: x\n  annotations:\n    nginx.ingress.kubernetes.io/auth-url: @yaml@\n    nginx.ingress.kubernetes.io/configuration-snippet: |\n      @block said:6@\nspec: {rules: [{host: shop.example}]}\n',
  ],
  [
    // Nothing tells that it is no name: it is shown with its line.
    'host of an Ingress',
    'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: x}\nspec: {rules: [{host: @yaml@}]}\n',
  ],
  [
    'control plane',
    'apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver, namespace: kube-system}\nspec:\n  containers:\n    - name: kube-apiserver\n      image: x\n      command: [kube-apiserver, --anonymous-auth=true, --token-auth-file=/a, "--@name@=@json inside@"]\n',
  ],
  [
    // Files, modes and lists of the control plane are no secrets by their names: they are shown with their line.
    'flags of the control plane',
    'apiVersion: v1\nkind: Pod\nmetadata: {name: kube-apiserver, namespace: kube-system}\nspec:\n  containers:\n    - name: kube-apiserver\n      image: x\n      command: [kube-apiserver, "--token-auth-file=@json inside@", "--authorization-mode=@json inside@", "--tls-cipher-suites=@json inside@", "--insecure-port=@json inside@"]\n',
  ],
  [
    'JSON',
    '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}, "data": {"a": "b", "@name@": @json@, "@name@": 1}}',
  ],
  [
    'CronJob',
    'apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: x}\nspec:\n  schedule: @yaml@\n  concurrencyPolicy: @yaml@\n  jobTemplate: {spec: {template: {spec: {containers: [{name: x, image: x, env: [{name: @name@, value: @yaml@}]}]}}}}\n',
  ],
]

/** What names a secret is on the line before it, and on its own line is something that rules point at. */
const SEVERAL_LINES: readonly string[] = [
  spec('initContainers: [{name: x, image: y, args: [\n@argv on lines@], securityContext: {privileged: true}}]'),
  spec(
    'initContainers: [{name: x, image: y, command:\n  [sh, -c,\n  "@shell json@"], securityContext: {privileged: true}}]',
  ),
  spec(
    'initContainers: [{name: x, image: y, env: [{name: @name@,\n  value: @yaml@}], securityContext: {privileged: true}}]',
  ),
  spec('initContainers: [{name: x, image: y, env: [{name: @name@, value: @yaml on lines@}], tty: true, tty: false}]'),
  spec('initContainers: [{name: x, image: y, env: [{value:\n  @yaml@, name: @name@}], tty: true, tty: false}]'),
  container('env:\n  - name: @name@\n    value:\n      @yaml@\n    value: x'),
  object('ConfigMap', 'data: {@name@:\n  @yaml@, a: b, a: c}'),
  object('ConfigMap', 'data: {@name@: @yaml on lines@, a: b, a: c}'),
  object('ConfigMap', 'data: {"@name@"\n  : @yaml@, a: b, a: c}'),
  metadata('annotations: {@name@:\n    @yaml@, a: b, a: c}'),
  `{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"},\n "data": {"@name@":\n  @json@, "a": "b", "a": "c"}}`,
]

export const MANIFEST_PLACES: readonly Place[] = [
  ...SEVERAL_LINES.map(text => place('over several lines', text)),
  ...containers.flatMap(([title, ...lines]) => lines.map(line => place(title, container(line)))),
  ...specs.flatMap(([title, ...lines]) => lines.map(line => place(title, spec(line)))),
  ...['annotations', 'labels'].flatMap(field =>
    [
      `${field}:\n  shop.example/@name@: @yaml@\n  shop.example/@name@: @yaml single@`,
      `${field}: {@name@: @yaml@, kubectl.kubernetes.io/last-applied-configuration: @yaml said@}`,
      `${field}: {seaworthy/ignore: @yaml@, kube-linter.io/ignore-all: @yaml@, checkov.io/skip1: @yaml@}`,
      `${field}: {container.apparmor.security.beta.kubernetes.io/api: @yaml@, seccomp.security.alpha.kubernetes.io/pod: @yaml@}`,
      `${field}: @yaml@`,
      `${field}: {@name@: [@yaml@]}`,
    ].map(line => place(field === 'labels' ? 'label' : 'annotation', metadata(line))),
  ),
  ...objects.flatMap(([title, kind, ...texts]) =>
    texts.map(
      (text): Place => ({ ...place(title, object(kind, text)), ...(kind === 'Secret' && { isSecret: true as const }) }),
    ),
  ),
  ...wholes.map(([title, text]) => place(title, text)),
  place('comment', `# @said@\n${pod('      # @said@\n      tty: true # @said@\n')}`),
  place('comment', pod('      tty: true # seaworthy: ignore @said@\n')),
  place('comment', pod('      tty: true # seaworthy: ignore nonsense until @said@ because @said@\n')),
  place('comment', pod('      # checkov:skip=CKV_X:@said@\n      # trivy:ignore:X:exp:@line@\n      tty: true\n')),
]
