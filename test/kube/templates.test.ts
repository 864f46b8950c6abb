import { describe, expect, test } from 'vitest'
import type { Path } from '../../src/core/location.ts'
import { type Json, Resource } from '../../src/kube/resource.ts'
import { workloadsOf } from '../../src/kube/templates.ts'
import { readYaml } from '../../src/yaml/source.ts'
import { expectLinear } from '../kit/steps.ts'

const resource = async (json: Json): Promise<Resource> =>
  new Resource(await readYaml('templates.yaml', ''), [0], { metadata: { name: 'web' }, ...json })

const podSpec = { containers: [{ name: 'app', image: 'shop/web:1' }] }

/** An object of these with the value at a path; `*` stands for the first item of a list. */
function nested(path: string, value: Json): Json {
  return path
    .split('.')
    .filter(Boolean)
    .reduceRight((inner, step) => (step === '*' ? [inner] : { [step]: inner }), value)
}

const get = (value: Json, path: Path): Json => path.reduce((inner, step) => inner?.[step], value)

/** [apiVersion, kind, where the PodSpec is] */
const WHOLE = [
  ['v1', 'Pod', 'spec'],
  ['v1', 'PodTemplate', 'template.spec'],
  ['v1', 'ReplicationController', 'spec.template.spec'],
  ['apps/v1', 'Deployment', 'spec.template.spec'],
  ['apps/v1beta2', 'Deployment', 'spec.template.spec'],
  ['extensions/v1beta1', 'DaemonSet', 'spec.template.spec'],
  ['apps/v1', 'ReplicaSet', 'spec.template.spec'],
  ['apps/v1', 'StatefulSet', 'spec.template.spec'],
  ['apps/v1', 'DaemonSet', 'spec.template.spec'],
  ['batch/v1', 'Job', 'spec.template.spec'],
  ['batch/v1', 'CronJob', 'spec.jobTemplate.spec.template.spec'],
  ['batch/v2alpha1', 'CronJob', 'spec.jobTemplate.spec.template.spec'],
  ['apps.openshift.io/v1', 'DeploymentConfig', 'spec.template.spec'],
  ['argoproj.io/v1alpha1', 'Rollout', 'spec.template.spec'],
  ['serving.knative.dev/v1', 'Service', 'spec.template.spec'],
  ['serving.knative.dev/v1', 'Configuration', 'spec.template.spec'],
  ['serving.knative.dev/v1', 'Revision', 'spec'],
  ['jobset.x-k8s.io/v1alpha2', 'JobSet', 'spec.replicatedJobs.*.template.spec.template.spec'],
  ['leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', 'spec.leaderWorkerTemplate.leaderTemplate.spec'],
  ['leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', 'spec.leaderWorkerTemplate.workerTemplate.spec'],
  ['batch.volcano.sh/v1alpha1', 'Job', 'spec.tasks.*.template.spec'],
  ['kubeflow.org/v1', 'TFJob', 'spec.tfReplicaSpecs.Worker.template.spec'],
  ['kubeflow.org/v1', 'PyTorchJob', 'spec.pytorchReplicaSpecs.Master.template.spec'],
  ['kubeflow.org/v2beta1', 'MPIJob', 'spec.mpiReplicaSpecs.Launcher.template.spec'],
  ['kubeflow.org/v1', 'Notebook', 'spec.template.spec'],
  ['ray.io/v1', 'RayCluster', 'spec.headGroupSpec.template.spec'],
  ['ray.io/v1', 'RayCluster', 'spec.workerGroupSpecs.*.template.spec'],
  ['ray.io/v1', 'RayJob', 'spec.rayClusterSpec.headGroupSpec.template.spec'],
  ['ray.io/v1', 'RayService', 'spec.rayClusterConfig.workerGroupSpecs.*.template.spec'],
  ['keda.sh/v1alpha1', 'ScaledJob', 'spec.jobTargetRef.template.spec'],
  ['apps.kruise.io/v1alpha1', 'CloneSet', 'spec.template.spec'],
  ['apps.kruise.io/v1beta1', 'StatefulSet', 'spec.template.spec'],
  ['apps.kruise.io/v1alpha1', 'DaemonSet', 'spec.template.spec'],
  ['apps.kruise.io/v1alpha1', 'BroadcastJob', 'spec.template.spec'],
  ['apps.kruise.io/v1alpha1', 'AdvancedCronJob', 'spec.template.jobTemplate.spec.template.spec'],
  ['agones.dev/v1', 'Fleet', 'spec.template.spec.template.spec'],
  ['agones.dev/v1', 'GameServer', 'spec.template.spec'],
  ['agents.x-k8s.io/v1alpha1', 'Sandbox', 'spec.podTemplate.spec'],
  ['agents.x-k8s.io/v1alpha1', 'SandboxTemplate', 'spec.podTemplate.spec'],
  ['extensions.agents.x-k8s.io/v1alpha1', 'SandboxTemplate', 'spec.podTemplate.spec'],
  ['ray.io/v1', 'RayJob', 'spec.submitterPodTemplate.spec'],
  ['apps.kruise.io/v1alpha1', 'AdvancedCronJob', 'spec.template.broadcastJobTemplate.spec.template.spec'],
  // In a group of Kubernetes that they are not in.
  ['v1', 'Deployment', 'spec.template.spec'],
  ['apps/v1', 'CronJob', 'spec.jobTemplate.spec.template.spec'],
  ['apps/v1', 'Pod', 'spec'],
  ['batch/v1', 'ReplicationController', 'spec.template.spec'],
  // Nobody told us about these: they are known by their shape.
  ['example.com/v1', 'Robot', 'spec.template.spec'],
  ['v1', 'DeploymentConfig', 'spec.template.spec'],
] as const

/** [apiVersion, kind, where the partial pod is, the key of its containers] */
const PARTIAL = [
  ['argoproj.io/v1alpha1', 'Workflow', 'spec.templates.*', 'container'],
  ['argoproj.io/v1alpha1', 'WorkflowTemplate', 'spec.templates.*', 'script'],
  ['argoproj.io/v1alpha1', 'ClusterWorkflowTemplate', 'spec.templates.*', 'sidecars'],
  ['argoproj.io/v1alpha1', 'Workflow', 'spec.templates.*', 'initContainers'],
  ['argoproj.io/v1alpha1', 'Workflow', 'spec.templates.*.containerSet', 'containers'],
  ['argoproj.io/v1alpha1', 'Workflow', 'spec.templates.*.dag.tasks.*.inline', 'container'],
  ['argoproj.io/v1alpha1', 'Workflow', 'spec.templates.*.steps.*.*.inline', 'script'],
  ['argoproj.io/v1alpha1', 'Workflow', 'spec.templateDefaults', 'container'],
  ['argoproj.io/v1alpha1', 'CronWorkflow', 'spec.workflowSpec.templates.*', 'container'],
  ['tekton.dev/v1', 'Task', 'spec', 'steps'],
  ['tekton.dev/v1', 'Task', 'spec', 'sidecars'],
  ['tekton.dev/v1beta1', 'ClusterTask', 'spec', 'steps'],
  ['tekton.dev/v1', 'TaskRun', 'spec.taskSpec', 'steps'],
  ['tekton.dev/v1', 'Pipeline', 'spec.tasks.*.taskSpec', 'steps'],
  ['tekton.dev/v1', 'Task', 'spec', 'stepTemplate'],
  ['tekton.dev/v1', 'Pipeline', 'spec.finally.*.taskSpec', 'steps'],
  ['tekton.dev/v1', 'PipelineRun', 'spec.pipelineSpec.tasks.*.taskSpec', 'steps'],
  ['apps.kruise.io/v1alpha1', 'SidecarSet', 'spec', 'containers'],
  ['monitoring.coreos.com/v1', 'Prometheus', 'spec', 'containers'],
  ['monitoring.coreos.com/v1', 'Alertmanager', 'spec', 'initContainers'],
  ['sparkoperator.k8s.io/v1beta2', 'SparkApplication', 'spec.driver.template.spec', 'containers'],
  ['sparkoperator.k8s.io/v1beta2', 'SparkApplication', 'spec.executor', 'sidecars'],
  ['sparkoperator.k8s.io/v1beta2', 'ScheduledSparkApplication', 'spec.template.driver', 'initContainers'],
  ['elasticsearch.k8s.elastic.co/v1', 'Elasticsearch', 'spec.nodeSets.*.podTemplate.spec', 'containers'],
  ['beat.k8s.elastic.co/v1beta1', 'Beat', 'spec.daemonSet.podTemplate.spec', 'containers'],
  ['kibana.k8s.elastic.co/v1', 'Kibana', 'spec.podTemplate.spec', 'containers'],
  ['actions.github.com/v1alpha1', 'AutoscalingRunnerSet', 'spec.template.spec', 'containers'],
  ['postgresql.cnpg.io/v1', 'Pooler', 'spec.template.spec', 'containers'],
  ['grafana.integreatly.org/v1beta1', 'Grafana', 'spec.deployment.spec.template.spec', 'containers'],
  ['example.com/v1', 'Robot', 'spec.podTemplateSpec.spec', 'containers'],
  ['example.com/v1', 'Robot', 'spec.groups.*.podTemplate.spec', 'containers'],
] as const

const isSingle = (key: string): boolean => ['container', 'script', 'stepTemplate'].includes(key)

describe('workloadsOf', () => {
  test.each(WHOLE)('%s %s keeps a pod at %s', async (apiVersion, kind, path) => {
    const object = await resource({ apiVersion, kind, ...nested(path, podSpec) })
    const [workload, ...others] = workloadsOf(object)
    expect(others).toEqual([])
    expect(workload?.whole).toBe(true)
    expect(workload?.podPath).toEqual([0, ...path.split('.').map(step => (step === '*' ? 0 : step))])
    expect(workload?.pod).toBe(get(object.json, workload!.podPath.slice(1)))
    expect(workload?.template).toBe(get(object.json, workload!.podPath.slice(1, -1)))
    expect(workload?.containers.map(({ name, role }) => [name, role])).toEqual([['app', 'app']])
  })

  test.each(PARTIAL)('%s %s keeps a part of a pod at %s, with %s', async (apiVersion, kind, path, key) => {
    const spec = { name: 'app', image: 'shop/web:1', securityContext: { privileged: true } }
    const inside = nested(path, { [key]: isSingle(key) ? spec : [spec] })
    const found = workloadsOf(await resource({ apiVersion, kind, ...inside }))
    expect(found.every(workload => !workload.whole)).toBe(true)
    const containers = found.flatMap(workload => workload.containers)
    expect(containers.map(container => container.privileged)).toEqual([true])
    const list = isSingle(key) ? [key] : [key, 0]
    expect(containers[0]?.path).toEqual([0, ...path.split('.').map(step => (step === '*' ? 0 : step)), ...list])
  })

  test('of an unknown kind, containers right in `spec` are a part of a pod, beside its templates', async () => {
    const spec = { ...podSpec, worker: { template: { spec: podSpec } } }
    const found = workloadsOf(await resource({ apiVersion: 'example.com/v1', kind: 'Robot', spec }))
    expect(found.map(({ podPath, whole }) => [podPath.join('.'), whole])).toEqual([
      ['0.spec', false],
      ['0.spec.worker.template.spec', false],
    ])
  })

  test('a workflow has fields of its pods at its own root', async () => {
    const found = workloadsOf(
      await resource({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', spec: { hostNetwork: true } }),
    )
    expect(found.map(({ pod, podPath }) => [pod.hostNetwork, podPath])).toEqual([[true, [0, 'spec']]])
  })

  test('several templates in one object are all found', async () => {
    const group = { template: { spec: podSpec } }
    const cluster = { headGroupSpec: group, workerGroupSpecs: [group, group] }
    const found = workloadsOf(await resource({ apiVersion: 'ray.io/v1', kind: 'RayCluster', spec: cluster }))
    expect(found.map(({ podPath }) => podPath.join('.'))).toEqual([
      '0.spec.headGroupSpec.template.spec',
      '0.spec.workerGroupSpecs.0.template.spec',
      '0.spec.workerGroupSpecs.1.template.spec',
    ])
  })

  test.each([
    ['a core Service', { apiVersion: 'v1', kind: 'Service', spec: { template: 'x' } }],
    ['a Rollout that refers to a Deployment', { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', spec: {} }],
    ['status', { apiVersion: 'example.com/v1', kind: 'Robot', status: { template: { spec: podSpec } } }],
    ['a template of something else', { apiVersion: 'example.com/v1', kind: 'Robot', spec: { template: { spec: {} } } }],
    [
      'containers without images',
      { apiVersion: 'example.com/v1', kind: 'Robot', spec: { template: { spec: { containers: [{ name: 'a' }] } } } },
    ],
    ['a pod under another key', { apiVersion: 'example.com/v1', kind: 'Robot', spec: { plan: { spec: podSpec } } }],
    ['a kind named like a method', { apiVersion: 'v1', kind: 'constructor', spec: 1 }],
    ['a PodSpec that is a list', { apiVersion: 'v1', kind: 'Pod', spec: [podSpec] }],
    ['a spec that is a text', { apiVersion: 'kubeflow.org/v1', kind: 'TFJob', spec: 'tfReplicaSpecs' }],
    ['a spec that is null', { apiVersion: 'apps/v1', kind: 'Deployment', spec: null }],
    ['a template that is null', { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: null } }],
  ])('%s has no pods', async (_, json) => expect(workloadsOf(await resource(json))).toEqual([]))

  test.each<[string, (size: number) => Json, found: number]>([
    ['below many maps', size => nested('a.'.repeat(size), { template: { spec: podSpec } }), 0],
    [
      'in a big heap of maps',
      size => ({ list: Array.from({ length: 50 * size }, () => ({ a: { b: {} } })), template: { spec: podSpec } }),
      1,
    ],
  ])('a template %s costs no more than their number', async (_, spec, found) => {
    const robot = (size: number) => resource({ apiVersion: 'example.com/v1', kind: 'Robot', spec: spec(size) })
    const robots = new Map([
      [75, await robot(75)],
      [300, await robot(300)],
    ])
    await expectLinear(
      () => import('../../src/kube/templates.ts'),
      ({ workloadsOf }, size) => expect(workloadsOf(robots.get(size)!)).toHaveLength(found),
      75,
    )
  })
})

describe('a workload', () => {
  const workload = async (json: Json) => workloadsOf(await resource({ apiVersion: 'v1', kind: 'Pod', ...json }))[0]!

  test.each([
    ['v1', 'Pod', {}, false],
    ['v1', 'Pod', { restartPolicy: 'Never' }, true],
    ['v1', 'Pod', { restartPolicy: 'OnFailure' }, true],
    ['v1', 'Pod', { restartPolicy: 'Always' }, false],
    ['batch/v1', 'Job', {}, true],
    ['kubeflow.org/v1', 'TFJob', {}, true],
    ['jobset.x-k8s.io/v1alpha2', 'JobSet', {}, true],
    ['apps/v1', 'Deployment', {}, false],
    ['apps.kruise.io/v1alpha1', 'CloneSet', {}, false],
  ])('%s %s with %j runs to an end: %s', async (apiVersion, kind, fields, transient) => {
    const path = kind === 'TFJob' ? 'spec.tfReplicaSpecs.Worker.template.spec' : 'spec.template.spec'
    const where =
      kind === 'Pod' ? 'spec' : kind === 'JobSet' ? 'spec.replicatedJobs.*.template.spec.template.spec' : path
    const pod = { ...podSpec, ...fields }
    expect((await workload({ apiVersion, kind, ...nested(where, pod) })).transient).toBe(transient)
  })

  test('a Windows pod says so in its spec, or in its node selector', async () => {
    expect((await workload({ spec: { os: { name: 'windows' } } })).windows).toBe(true)
    expect((await workload({ spec: { nodeSelector: { 'kubernetes.io/os': 'windows' } } })).windows).toBe(true)
    expect((await workload({ spec: { os: 'windows', nodeSelector: 'windows' } })).windows).toBe(false)
  })

  test('what Helm and Argo CD run as a hook', async () => {
    const metadata = { annotations: { 'helm.sh/hook': 'test' } }
    expect((await workload({ metadata, spec: {} })).hook).toBe(true)
    const sync = { annotations: { 'argocd.argoproj.io/hook': 'PreSync' } }
    expect((await workload({ metadata: sync, spec: {} })).hook).toBe(true)
    expect((await workload({ metadata: { annotations: 'helm.sh/hook' }, spec: {} })).hook).toBe(false)
  })

  test('containers: all three lists in order, odd entries left out', async () => {
    const { containers } = await workload({
      spec: {
        ephemeralContainers: [{ name: 'debug' }],
        initContainers: [{ name: 'setup' }, { name: 'proxy', restartPolicy: 'Always' }, 'x', null],
        containers: [{ name: 'app' }, 7, [], { name: 8 }],
        steps: [{ name: 'no' }],
        container: { name: 'no' },
      },
    })
    expect(containers.map(c => [c.name, c.role, c.longRunning, c.path.join('.')])).toEqual([
      ['app', 'app', true, '0.spec.containers.0'],
      ['?', 'app', true, '0.spec.containers.3'],
      ['setup', 'init', false, '0.spec.initContainers.0'],
      ['proxy', 'init', true, '0.spec.initContainers.1'],
      ['debug', 'ephemeral', false, '0.spec.ephemeralContainers.0'],
    ])
  })

  test.each([
    ['containers', null],
    ['containers', { name: 'app' }],
    ['containers', 'app'],
    ['initContainers', 3],
  ])('%s: %j is no list of containers', async (key, value) => {
    expect((await workload({ spec: { [key]: value } })).containers).toEqual([])
  })

  test.each([
    ['own value', { runAsUser: 1 }, { runAsUser: 0 }, 1, '0.spec.containers.0.securityContext.runAsUser'],
    ['own zero', { runAsUser: 0 }, { runAsUser: 1 }, 0, '0.spec.containers.0.securityContext.runAsUser'],
    ['inherited', {}, { runAsUser: 5 }, 5, '0.spec.securityContext.runAsUser'],
    ['own null', { runAsUser: null }, { runAsUser: 5 }, 5, '0.spec.securityContext.runAsUser'],
    ['nobody', null, null, undefined, '0.spec.containers.0.securityContext.runAsUser'],
    ['odd types', 'root', ['root'], undefined, '0.spec.containers.0.securityContext.runAsUser'],
  ])('effective: %s', async (_, own, ofPod, value, at) => {
    const { containers } = await workload({
      spec: { securityContext: ofPod, containers: [{ name: 'app', securityContext: own }] },
    })
    expect(containers[0]!.effective('runAsUser')).toBe(value)
    expect(containers[0]!.effectiveAt('runAsUser').join('.')).toBe(at)
  })
})
