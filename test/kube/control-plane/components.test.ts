import { describe, expect, test } from 'vitest'
import { componentsOf } from '../../../src/kube/control-plane/components.ts'
import { kubeletFile, running } from '../../kit/control-plane.ts'
import { container, pod, workflow } from '../../kit/manifests.ts'
import { type Input, read } from '../../kit/read.ts'

/** The components of an input, each as `name form flag=value …`, with where the first of its settings is. */
async function shown(input: Input): Promise<readonly string[]> {
  const world = await read(input)
  return world.checked.flatMap(resource =>
    componentsOf(resource, world.workloadsOf(resource)).map(({ name, form, at, settings }) => {
      const flags = [...settings].map(([flag, { value }]) => `${flag}=${value}`)
      const [first] = settings.values()
      const { start } = resource.source.locate(first?.at ?? at)
      return [name, form, ...flags, `(line ${start.line})`].join(' ')
    }),
  )
}

describe('containers', () => {
  test.each([
    ['a name and flags', running('etcd', '--a=b'), ['etcd command a=b (line 9)']],
    ['a path', container('command: [/usr/local/bin/kubelet, --v=2]'), ['kubelet command v=2 (line 8)']],
    ['arguments', container('command: [kube-proxy]\nargs: [-v, 2, --b]'), ['kube-proxy command v=2 b=true (line 9)']],
    ['one dash, and underscores', container('command: [etcd, -a_b=c]'), ['etcd command a-b=c (line 8)']],
    ['the last of two', container('command: [etcd, --a=b, --a=c]'), ['etcd command a=c (line 8)']],
    ['quotes that no shell takes off', container(`command: [etcd, '--a="b"']`), ['etcd command a=b (line 8)']],
    ['an equals sign in a value', container('command: [etcd, --a=b=c]'), ['etcd command a=b=c (line 8)']],
    [
      'a script',
      container('command:\n  - /bin/bash\n  - -ec\n  - |\n    set -x\n    exec etcd --a "b c" \\\n      --d=e\n'),
      ['etcd command a=b c d=e (line 11)'],
    ],
    [
      'the first program of a script',
      container('command: [sh, -c, "etcd --a & kubelet --b"]'),
      ['etcd command a=true (line 8)'],
    ],
    ['a wrapper', container('command: [env, A=b, nice, -n5, etcd, --a]'), ['etcd command a=true (line 8)']],
    [
      'hyperkube',
      container('command: [/hyperkube, controller-manager, --a]'),
      ['kube-controller-manager command a=true (line 8)'],
    ],
    ['hyperkube with a full name', container('command: [hyperkube, kubelet]'), ['kubelet command (line 8)']],
    ['the image', container('image: quay.io/coreos/etcd:v3.5.0\nargs: [--a]'), ['etcd command a=true (line 9)']],
    ['a variable as an argument', container('command: [etcd, $(FLAGS)]'), ['etcd part (line 8)']],
    ['a variable in a value', container('command: [etcd, --a=$(B)]'), ['etcd command a=$(B) (line 8)']],
    ['arguments of a script', container('command: [sh, -c, "etcd $@"]'), ['etcd part (line 8)']],
    [
      'variables from elsewhere',
      container('command: [etcd]\nenvFrom: [{secretRef: {name: a}}]'),
      ['etcd part (line 8)'],
    ],
    ['a part of a pod', workflow('command: [etcd]'), ['etcd part (line 9)']],
    [
      'each container',
      pod('containers: [{name: a, command: [etcd]}, {name: b, command: [sleep]}, {name: c, command: [kubelet]}]'),
      ['etcd command (line 6)', 'kubelet command (line 6)'],
    ],
    [
      'environment of etcd',
      container(
        'command: [etcd, --b=d]\nenv: [{name: ETCD_A_B, value: c}, {name: ETCD_B, value: e}, {name: ETCDCTL_API, value: "3"}]',
      ),
      ['etcd command a-b=c b=d (line 9)'],
    ],
    [
      'environment of others',
      container('command: [kubelet]\nenv: [{name: ETCD_A, value: c}]'),
      ['kubelet command (line 8)'],
    ],
  ])('%s', async (_, input, expected) => {
    expect(await shown(input)).toEqual(expected)
  })

  test.each([
    ['another program', 'command: [etcdctl, --a]'],
    ['a name among the arguments', 'command: [kubectl, logs, kube-apiserver]'],
    ['a name in a script', 'command: [sh, -c, "echo etcd; pgrep etcd"]'],
    ['a script without its flag', 'command: [sh, /etc/etcd]'],
    ['a wrapper of nothing', 'command: [env]'],
    ['an image that ends alike', 'image: a/my-etcd:1\nargs: [--a]'],
    ['an image and a word', 'image: etcd:1\nargs: [version]'],
    ['nothing', 'image: etcd:1'],
    ['odd lists', 'command: [null, {etcd: 1}]\nargs: etcd'],
  ])('none: %s', async (_, lines) => {
    expect(await shown(container(lines))).toEqual([])
  })
})

const typed = (type: string, lines: string): string => {
  const [apiVersion, kind] = type.split(' ')
  return `apiVersion: ${apiVersion}\nkind: ${kind}\n${lines}\n`
}
const args = (path: string): string =>
  path
    .split('.')
    .map((key, depth) => `${'  '.repeat(depth)}${key}:`)
    .join('\n')

describe('objects and files', () => {
  test.each([
    [
      'kubeadm.k8s.io/v1beta3 ClusterConfiguration',
      'apiServer.extraArgs',
      ' {a: b}',
      'kube-apiserver kubeadm a=b (line 4)',
    ],
    [
      'kubeadm.k8s.io/v1beta4 ClusterConfiguration',
      'controllerManager.extraArgs',
      ' [{name: a, value: b}]',
      'kube-controller-manager kubeadm a=b (line 4)',
    ],
    [
      'kubeadm.k8s.io/v1beta3 ClusterConfiguration',
      'scheduler.extraArgs',
      ' {a: true}',
      'kube-scheduler kubeadm a=true (line 4)',
    ],
    ['kubeadm.k8s.io/v1beta3 ClusterConfiguration', 'etcd.local.extraArgs', ' {a: 1}', 'etcd kubeadm a=1 (line 5)'],
    [
      'kubeadm.k8s.io/v1beta3 InitConfiguration',
      'nodeRegistration.kubeletExtraArgs',
      ' {a: b}',
      'kubelet part a=b (line 4)',
    ],
    [
      'kubeadm.k8s.io/v1beta3 JoinConfiguration',
      'nodeRegistration.kubeletExtraArgs',
      ' {a: b}',
      'kubelet part a=b (line 4)',
    ],
    [
      'controlplane.cluster.x-k8s.io/v1beta1 KubeadmControlPlane',
      'spec.kubeadmConfigSpec.clusterConfiguration.apiServer.extraArgs',
      ' {a: b}',
      'kube-apiserver kubeadm a=b (line 7)',
    ],
    [
      'controlplane.cluster.x-k8s.io/v1beta1 KubeadmControlPlaneTemplate',
      'spec.template.spec.kubeadmConfigSpec.initConfiguration.nodeRegistration.kubeletExtraArgs',
      ' {a: b}',
      'kubelet part a=b (line 9)',
    ],
    [
      'bootstrap.cluster.x-k8s.io/v1beta1 KubeadmConfig',
      'spec.joinConfiguration.nodeRegistration.kubeletExtraArgs',
      ' {a: b}',
      'kubelet part a=b (line 6)',
    ],
    [
      'bootstrap.cluster.x-k8s.io/v1beta1 KubeadmConfigTemplate',
      'spec.template.spec.joinConfiguration.nodeRegistration.kubeletExtraArgs',
      ' {a: b}',
      'kubelet part a=b (line 8)',
    ],
    [
      'controlplane.cluster.x-k8s.io/v1beta1 RKE2ControlPlane',
      'spec.serverConfig.kubeAPIServer.extraArgs',
      ' [a=b]',
      'kube-apiserver part a=b (line 6)',
    ],
    ['k0s.k0sproject.io/v1beta1 ClusterConfig', 'spec.api.extraArgs', ' {a: b}', 'kube-apiserver part a=b (line 5)'],
    [
      'kops.k8s.io/v1alpha2 Cluster',
      'spec.kubeAPIServer',
      ' {tokenAuthFile: b, auditLogMaxAge: 7, enableAdmissionPlugins: [A, B]}',
      'kube-apiserver part token-auth-file=b audit-log-maxage=7 enable-admission-plugins=A,B (line 4)',
    ],
    [
      'kops.k8s.io/v1alpha2 Cluster',
      'spec.authorization.alwaysAllow',
      ' {}',
      'kube-apiserver part authorization-mode=AlwaysAllow (line 5)',
    ],
    [
      'kops.k8s.io/v1alpha2 InstanceGroup',
      'spec.kubelet',
      ' {anonymousAuth: false, clientCAFile: /a, featureGates: {A: "true"}}',
      'kubelet part anonymous-auth=false client-ca-file=/a feature-gates=A=true (line 4)',
    ],
    [
      'provisioning.cattle.io/v1 Cluster',
      'spec.rkeConfig.machineGlobalConfig.kubelet-arg',
      ' [a=b]',
      'kubelet part a=b (line 6)',
    ],
    [
      'kubeproxy.config.k8s.io/v1alpha1 KubeProxyConfiguration',
      'metricsBindAddress',
      ' 0.0.0.0',
      'kube-proxy file metrics-bind-address=0.0.0.0 (line 3)',
    ],
    [
      'kubescheduler.config.k8s.io/v1 KubeSchedulerConfiguration',
      'enableProfiling',
      ' false',
      'kube-scheduler part profiling=false (line 3)',
    ],
    [
      'controlplane.cluster.x-k8s.io/v1beta1 RKE2ControlPlaneTemplate',
      'spec.template.spec.agentConfig.kubelet.extraArgs',
      ' [a=b]',
      'kubelet part a=b (line 8)',
    ],
  ])('%s %s', async (type, path, value, expected) => {
    expect(await shown(typed(type, args(path) + value))).toEqual([expected])
  })

  test.each([
    [
      'k3s',
      'kube-apiserver-arg:\n  - a=b\n  - c\nkubelet-arg: d=e\ntoken: x\n',
      ['kube-apiserver part a=b c=true (line 2)', 'kubelet part d=e (line 4)'],
    ],
    [
      'Talos',
      'version: v1alpha1\nmachine:\n  kubelet:\n    extraConfig: {readOnlyPort: 1}\ncluster:\n  apiServer:\n    extraArgs:\n      a: b\n',
      ['kube-apiserver part a=b (line 8)', 'kubelet part read-only-port=1 (line 4)'],
    ],
    [
      'k3s that adds to a default',
      'kube-apiserver-arg: [enable-admission-plugins+=A]\n',
      ['kube-apiserver part enable-admission-plugins+=A (line 1)'],
    ],
    ['a patch of Talos', 'cluster: {etcd: {extraArgs: {a: [b, c]}}}\n', ['etcd part a=b,c (line 1)']],
    ['another file', 'machine: large\ncluster: {apiServer: 1}\nkubelet: {extraArgs: 1}\n', []],
    ['arguments that are no list', 'kubelet-arg: {}\netcd-arg: null\nkube-proxy-arg: 7\n', []],
    ['with a kind of its own', 'kind: Other\nkubelet-arg: [a=b]\n', []],
  ])('%s has no kind', async (_, text, expected) => {
    expect(await shown({ 'config.yaml': text })).toEqual(expected)
  })

  test('the cluster in a template of nodes that join one', async () => {
    const type = 'bootstrap.cluster.x-k8s.io/v1beta1 KubeadmConfigTemplate'
    const path = 'spec.template.spec.clusterConfiguration.apiServer.extraArgs'
    expect(await shown(typed(type, `${args(path)} {a: b}`))).toEqual([])
  })

  test('a file of the kubelet, by its flags', async () => {
    expect(
      await shown(kubeletFile('readOnlyPort: 0\ntlsCipherSuites: [A, B]\nfeatureGates: {A: true, B: false}\nodd: 1')),
    ).toEqual(['kubelet file feature-gates=A=true,B=false read-only-port=0 tls-cipher-suites=A,B (line 5)'])
  })
})

describe('texts', () => {
  const block = (lines: string, by: number): string => lines.replace(/^(?=.)/gm, ' '.repeat(by))

  test('of a ConfigMap', async () => {
    const cluster = typed('kubeadm.k8s.io/v1beta3 ClusterConfiguration', 'apiServer: {extraArgs: {a: b}}')
    const both = `${cluster}---\n${kubeletFile('readOnlyPort: 0')}`
    const map = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  x: |\n${block(both, 4)}  y: none\n`
    expect(await shown(map)).toEqual(['kube-apiserver kubeadm a=b (line 5)', 'kubelet file read-only-port=0 (line 5)'])
  })

  test('of kind, which are patches', async () => {
    const patch = typed('kubeadm.k8s.io/v1beta3 ClusterConfiguration', 'apiServer: {extraArgs: {a: b}}')
    const kubelet = kubeletFile('readOnlyPort: 0')
    expect(
      await shown(
        `apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nkubeadmConfigPatches:\n  - |\n${block(patch, 4)}nodes:\n  - role: worker\n    kubeadmConfigPatches:\n      - |\n${block(kubelet, 8)}`,
      ),
    ).toEqual(['kube-apiserver part a=b (line 4)', 'kubelet part read-only-port=0 (line 11)'])
  })

  test('of files of Cluster API, which are patches', async () => {
    const file = block(kubeletFile('readOnlyPort: 0'), 10)
    expect(
      await shown(
        `apiVersion: controlplane.cluster.x-k8s.io/v1beta1\nkind: KubeadmControlPlane\nmetadata: {name: a}\nspec:\n  kubeadmConfigSpec:\n    files:\n      - path: /a\n        content: |\n${file}`,
      ),
    ).toEqual(['kubelet part read-only-port=0 (line 8)'])
    expect(
      await shown(
        `apiVersion: bootstrap.cluster.x-k8s.io/v1beta1\nkind: KubeadmConfigTemplate\nmetadata: {name: a}\nspec:\n  template:\n    spec:\n      files:\n        - content: |\n${block(file, 2)}`,
      ),
    ).toEqual(['kubelet part read-only-port=0 (line 8)'])
  })

  test.each([
    ['longer than any configuration', `kind: KubeletConfiguration # ${'x'.repeat(100_000)}`],
    ['of another kind', 'kind: Kubelet\n'],
    ['no YAML', 'kind: KubeletConfiguration\n a: ]\n'],
  ])('none: %s', async (_, text) => {
    expect(
      await shown(`apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  x: |\n${block(text, 4)}\n`),
    ).toEqual([])
  })
})

describe('what is in effect', () => {
  const effect = async (input: Input, flag: string, kubernetes = 36) => {
    const world = await read(input)
    const [component] = world.checked.flatMap(resource => componentsOf(resource, world.workloadsOf(resource)))
    const found = component!.inEffect(flag, kubernetes)
    return found ? (found.value ?? 'nothing') : 'unknown'
  }

  test.each([
    ['a default that became safe', running('kube-apiserver'), 'insecure-port', 19, '8080'],
    ['since then', running('kube-apiserver'), 'insecure-port', 20, '0'],
    ['a default that was raised', running('kubelet'), 'event-qps', 26, '5'],
    ['since then, too', running('kubelet'), 'event-qps', 27, '50'],
    ['a program', running('kubelet'), 'anonymous-auth', 36, 'true'],
    ['a file', kubeletFile('a: b'), 'anonymous-auth', 36, 'nothing'],
    ['a flag that a file decides', running('kubelet', '--config=/a'), 'anonymous-auth', 36, 'unknown'],
    [
      'a flag that another file decides',
      running('kube-apiserver', '--authentication-config=/a'),
      'anonymous-auth',
      36,
      'unknown',
    ],
    [
      'a flag that this file does not have',
      running('kube-apiserver', '--authentication-config=/a'),
      'profiling',
      36,
      'true',
    ],
    ['a variable', running('kubelet', '--anonymous-auth=$(A)'), 'anonymous-auth', 36, 'unknown'],
    [
      'a flag that has another name now',
      running('kube-apiserver', '--admission-control=A'),
      'enable-admission-plugins',
      36,
      'A',
    ],
    ['a flag without a default', running('kubelet'), 'client-ca-file', 36, 'nothing'],
  ])('%s', async (_, input, flag, kubernetes, expected) => {
    expect(await effect(input, flag, kubernetes)).toBe(expected)
  })
})
