import type { Path } from '../core/location.ts'
import { completedElsewhere } from './completed.ts'
import { isMap, type Json, type Resource } from './resource.ts'
import { follow } from './route.ts'
import { Workload } from './workload.ts'

/**
 * Where the pods of a kind live. `pod` steps lead from the object to the pod template (an object with `spec`), with
 * `*` for every item of a list or every value of a map. An empty route is the object itself.
 */
interface Route {
  readonly to: Path
  /** The place holds the PodSpec itself, without a template around it. */
  readonly bare?: boolean
  /** Only a part of a pod: see Workload.whole. */
  readonly partial?: boolean
}

const TEMPLATE: readonly Route[] = [{ to: ['spec', 'template'] }]

/** By group and kind (`apps/Deployment`, core kinds without a group); the versions of a group agree. */
const ROUTES: Readonly<Record<string, readonly Route[]>> = {
  Pod: [{ to: [] }],
  PodTemplate: [{ to: ['template'] }],
  ReplicationController: TEMPLATE,
  'batch/CronJob': [{ to: ['spec', 'jobTemplate', 'spec', 'template'] }],
  'argoproj.io/Workflow': workflow('spec'),
  'argoproj.io/WorkflowTemplate': workflow('spec'),
  'argoproj.io/ClusterWorkflowTemplate': workflow('spec'),
  'argoproj.io/CronWorkflow': workflow('spec', 'workflowSpec'),
  'serving.knative.dev/Revision': [{ to: [] }],
  'jobset.x-k8s.io/JobSet': [{ to: ['spec', 'replicatedJobs', '*', 'template', 'spec', 'template'] }],
  'leaderworkerset.x-k8s.io/LeaderWorkerSet': [
    { to: ['spec', 'leaderWorkerTemplate', 'leaderTemplate'] },
    { to: ['spec', 'leaderWorkerTemplate', 'workerTemplate'] },
  ],
  'batch.volcano.sh/Job': [{ to: ['spec', 'tasks', '*', 'template'] }],
  'ray.io/RayCluster': ray('spec'),
  'ray.io/RayJob': [...ray('spec', 'rayClusterSpec'), { to: ['spec', 'submitterPodTemplate'] }],
  'ray.io/RayService': ray('spec', 'rayClusterConfig'),
  'tekton.dev/Task': part('spec'),
  'tekton.dev/ClusterTask': part('spec'),
  'tekton.dev/TaskRun': part('spec', 'taskSpec'),
  'tekton.dev/Pipeline': pipeline('spec'),
  'tekton.dev/PipelineRun': pipeline('spec', 'pipelineSpec'),
  'keda.sh/ScaledJob': [{ to: ['spec', 'jobTargetRef', 'template'] }],
  'apps.kruise.io/AdvancedCronJob': [
    { to: ['spec', 'template', 'jobTemplate', 'spec', 'template'] },
    { to: ['spec', 'template', 'broadcastJobTemplate', 'spec', 'template'] },
  ],
  'apps.kruise.io/SidecarSet': part('spec'),
  'agones.dev/Fleet': [{ to: ['spec', 'template', 'spec', 'template'] }],
  'agents.x-k8s.io/Sandbox': [{ to: ['spec', 'podTemplate'] }],
  'agents.x-k8s.io/SandboxTemplate': [{ to: ['spec', 'podTemplate'] }],
  'extensions.agents.x-k8s.io/SandboxTemplate': [{ to: ['spec', 'podTemplate'] }],
  'actions.github.com/AutoscalingRunnerSet': overlay('spec', 'template'),
  'postgresql.cnpg.io/Pooler': overlay('spec', 'template'),
  'monitoring.coreos.com/Prometheus': part('spec'),
  'monitoring.coreos.com/PrometheusAgent': part('spec'),
  'monitoring.coreos.com/Alertmanager': part('spec'),
  'monitoring.coreos.com/ThanosRuler': part('spec'),
  'sparkoperator.k8s.io/SparkApplication': spark('spec'),
  'sparkoperator.k8s.io/ScheduledSparkApplication': spark('spec', 'template'),
  'elasticsearch.k8s.elastic.co/Elasticsearch': overlay('spec', 'nodeSets', '*', 'podTemplate'),
  'beat.k8s.elastic.co/Beat': [
    ...overlay('spec', 'deployment', 'podTemplate'),
    ...overlay('spec', 'daemonSet', 'podTemplate'),
  ],
  'agent.k8s.elastic.co/Agent': [
    ...overlay('spec', 'deployment', 'podTemplate'),
    ...overlay('spec', 'daemonSet', 'podTemplate'),
    ...overlay('spec', 'statefulSet', 'podTemplate'),
  ],
}

/** Kinds whose template is at `spec.template`, whatever their group's version. */
const PLAIN_KINDS = new Set([
  'apps/Deployment',
  'apps/ReplicaSet',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'extensions/Deployment',
  'extensions/ReplicaSet',
  'extensions/DaemonSet',
  'batch/Job',
  'apps.openshift.io/DeploymentConfig',
  'argoproj.io/Rollout',
  'serving.knative.dev/Service',
  'serving.knative.dev/Configuration',
  'kubeflow.org/Notebook',
  'apps.kruise.io/CloneSet',
  'apps.kruise.io/DaemonSet',
  'apps.kruise.io/StatefulSet',
  'apps.kruise.io/BroadcastJob',
  'agones.dev/GameServer',
])

/** A place that holds some fields of a PodSpec among others of its own. */
function part(...to: string[]): readonly Route[] {
  return [{ to, bare: true, partial: true }]
}

/** A pod template that is merged into the one an operator makes. */
function overlay(...to: string[]): readonly Route[] {
  return [{ to, partial: true }]
}

/** The workflow's own fields are those of every pod it starts. */
function workflow(...spec: string[]): readonly Route[] {
  return [
    ...part(...spec),
    ...part(...spec, 'templates', '*'),
    ...part(...spec, 'templates', '*', 'containerSet'),
    ...part(...spec, 'templates', '*', 'dag', 'tasks', '*', 'inline'),
    ...part(...spec, 'templates', '*', 'steps', '*', '*', 'inline'),
    ...part(...spec, 'templateDefaults'),
  ]
}

/** Tasks that are written down in the pipeline itself. */
function pipeline(...spec: string[]): readonly Route[] {
  return ['tasks', 'finally'].flatMap(list => part(...spec, list, '*', 'taskSpec'))
}

function spark(...spec: string[]): readonly Route[] {
  return ['driver', 'executor'].flatMap(role => [...part(...spec, role), ...overlay(...spec, role, 'template')])
}

function ray(...spec: string[]): readonly Route[] {
  return [{ to: [...spec, 'headGroupSpec', 'template'] }, { to: [...spec, 'workerGroupSpecs', '*', 'template'] }]
}

/** A patch of a controller, by its path, leaves out what it does not change: nearly always the selector. */
const isPatch = ({ group, json, source }: Resource): boolean =>
  group === 'apps' && json.spec?.selector === undefined && /patch/i.test(source.file)

function workloadAt(resource: Resource, path: Path, holder: Json, route: Route): Workload | undefined {
  const pod = route.bare ? holder : holder?.spec
  if (!isMap(pod)) return undefined
  return new Workload(resource, {
    pod,
    podPath: resource.at(...path, ...(route.bare ? [] : ['spec'])),
    template: holder,
    whole: !route.partial && !isPatch(resource),
  })
}

const TEMPLATE_KEYS: ReadonlySet<string> = new Set(['template', 'podTemplate', 'podTemplateSpec'])

/** How deep the search for unknown kinds goes; real CRDs nest a template at most six levels down. */
const MAX_TEMPLATE_DEPTH = 12

/** A map below one of these keys whose `spec.containers` names images is a pod template, whatever the kind. */
function* templatesIn(value: Json, path: Path): Generator<readonly [Path, Json]> {
  if (value === null || typeof value !== 'object' || path.length > MAX_TEMPLATE_DEPTH) return
  const entries = Array.isArray(value) ? value.map((item, index) => [index, item] as const) : Object.entries(value)
  for (const [key, child] of entries) {
    const here = [...path, key]
    const isTemplate = TEMPLATE_KEYS.has(String(key)) && hasContainers(child?.spec)
    if (isTemplate) yield [here, child]
    else yield* templatesIn(child, here)
  }
}

const hasContainers = (pod: Json): boolean =>
  [pod?.containers, pod?.initContainers].some(
    list => Array.isArray(list) && list.some(one => typeof one?.name === 'string' && typeof one?.image === 'string'),
  )

/** Kubeflow training jobs keep a map of replica specs under a key that ends in this. */
const isReplicaSpecs = (key: string): boolean => key.endsWith('ReplicaSpecs')

/** Kubernetes' own groups. Which of them a kind is in is a slip that hides no pod. */
const OWN_GROUPS = ['', 'apps', 'batch', 'extensions']
/** DeploymentConfigs of old were in the core group. */
const ALL_GROUPS = [...OWN_GROUPS, 'apps.openshift.io']

function routesOf(resource: Resource): readonly Route[] | undefined {
  const groups = OWN_GROUPS.includes(resource.group) ? [resource.group, ...ALL_GROUPS] : [resource.group]
  for (const key of groups.map(group => (group === '' ? resource.kind : `${group}/${resource.kind}`))) {
    if (PLAIN_KINDS.has(key)) return TEMPLATE
    if (Object.hasOwn(ROUTES, key)) return ROUTES[key]
  }
  // The other operators of Elastic (Kibana, Logstash, …) all keep it in the same place.
  if (resource.group.endsWith('.k8s.elastic.co')) return overlay('spec', 'podTemplate')
  if (resource.group !== 'kubeflow.org') return undefined
  return Object.keys(resource.json.spec ?? {})
    .filter(isReplicaSpecs)
    .map(specs => ({ to: ['spec', specs, '*', 'template'] }))
}

/** Where kinds that stand in for a Deployment or a CronJob have their template. */
const LIKE_OWN_KINDS: ReadonlySet<string> = new Set(['spec/template', 'spec/jobTemplate/spec/template'])

/**
 * Of a kind that is not known, a template where Deployments have theirs is that of its pods. Any other, and containers
 * right in `spec`, are merged with an operator's, as a rule: only a part of a pod.
 */
function workloadsByShape(resource: Resource): readonly Workload[] {
  const { spec } = resource.json
  const found = [...templatesIn(spec, ['spec'])].map(
    ([to]): Route => ({ to, partial: !LIKE_OWN_KINDS.has(to.join('/')) }),
  )
  const routes = hasContainers(spec) ? [...part('spec'), ...found] : found
  return routes.flatMap(route =>
    follow(resource.json, route.to).flatMap(([path, holder]) => workloadAt(resource, path, holder, route) ?? []),
  )
}

/** The pods and pod templates of an object, by the table of known kinds, else by shape. */
export function workloadsOf(resource: Resource): readonly Workload[] {
  // A definition describes objects and holds none, and is larger than all of them.
  if (resource.group === 'apiextensions.k8s.io') return []
  const routes = routesOf(resource)
  if (routes === undefined) return completedElsewhere(resource, workloadsOf) ?? workloadsByShape(resource)
  return routes.flatMap(route =>
    follow(resource.json, route.to).flatMap(([path, holder]) => workloadAt(resource, path, holder, route) ?? []),
  )
}
