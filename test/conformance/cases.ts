import { readFileSync } from 'node:fs'
import { parseDockerfile } from '../../src/docker/parse/parse.ts'
import { resourcesOf } from '../../src/kube/objects.ts'
import type { Options } from '../../src/rules/rule.ts'
import { Contexts } from '../../src/world/contexts.ts'
import { World } from '../../src/world/world.ts'
import { readYaml } from '../../src/yaml/source.ts'
import { listingOf } from '../kit/listing.ts'

/** One assertion of a peer's own test; the fields are told in the README of the corpora. */
export interface Expectation {
  readonly rule: string
  readonly outcome: 'fail' | 'pass'
  /** `Kind/name`; without one the whole case is meant. */
  readonly resource?: string | null
  /** Kubescape's controls that use the rule. */
  readonly controls?: readonly string[]
  /** Objects that together make up the subject, when `resource` is no object: a user and his bindings. */
  readonly related?: readonly string[]
  /** kubesec: what the rule is worth, and on how many containers it matched. */
  readonly points?: number
  readonly matches?: number
}

/** A peer's test: its input, how the peer was set up, and what its authors expect. */
export interface Case {
  readonly id: string
  readonly peer: string
  readonly files: readonly { readonly path: string; readonly content: string }[]
  readonly expect: readonly Expectation[]
  readonly config?: Readonly<Record<string, unknown>>
}

/** The cases of a corpus file, one JSON a line. @throws SyntaxError naming nothing: the corpora are ours. */
export const casesOf = <Line = Case>(file: string): readonly Line[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => JSON.parse(line))

/** What a run over the files of a case sees, and what of it could not be read. */
export async function worldOf({ files }: Case): Promise<{ world: World; unread: readonly string[] }> {
  const manifests = files.filter(({ path }) => /\.(ya?ml|json)$/.test(path))
  const sources = await Promise.all(manifests.map(({ path, content }) => readYaml(path, content)))
  const dockerfiles = files.filter(file => !manifests.includes(file) && !file.path.endsWith('.dockerignore'))
  const world = new World({
    resources: sources.flatMap(source => resourcesOf(source)),
    dockerfiles: dockerfiles.map(({ path, content }) => parseDockerfile(path, content)),
    contexts: new Contexts(listingOf(Object.fromEntries(files.map(({ path, content }) => [path, content])))),
  })
  const faults = sources.flatMap(source => source.faults)
  return { world, unread: faults.map(({ file, line, message }) => `${file}:${line ?? 1} ${message}`) }
}

const minorOf = (version: unknown): number | undefined => {
  const [, minor] = /^v?1\.(\d+)/.exec(String(version ?? '')) ?? []
  return minor === undefined ? undefined : Number(minor)
}

/** The Kubernetes minor a peer was told to judge for, where its test says one. */
export function kubernetesOf({ config }: Case): number | undefined {
  const settings = config?.['settings'] as { schemaVersion?: unknown } | undefined
  return minorOf(config?.['data.k8s.version'] ?? config?.['KubernetesVersion'] ?? settings?.schemaVersion)
}

/** The rule of ours that asks for each form of a label's value. */
const FORMS: Readonly<Record<string, string>> = {
  email: 'label-not-email',
  hash: 'label-not-git-hash',
  rfc3339: 'label-not-rfc3339',
  semver: 'label-not-semver',
  spdx: 'label-not-spdx',
  text: 'label-empty',
  url: 'label-not-url',
}

/** The registries that Trivy trusts when it is told of none (KSV-0125). */
const TRIVY_REGISTRIES = ['azurecr.io', '*.azurecr.io', 'gcr.io', '*.gcr.io', '*.amazonaws.com']

const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value : [])

/** Kubescape's inputs that options of ours stand for. */
const KUBESCAPE_INPUTS = [
  'hardenedSandboxRuntimeClasses',
  'imageRepositoryAllowList',
  'publicRegistries',
  'sandbox_cpu_limit_max',
  'sandbox_memory_limit_max',
  'untrustedRegistries',
]

/** Kubescape takes the name of a registry for all those below it. */
function kubescapeOptions(inputs: Readonly<Record<string, unknown>>): Readonly<Record<string, Options>> {
  const withSubdomains = (key: string): readonly string[] => textsOf(inputs[key]).flatMap(one => [one, `*.${one}`])
  const registries = withSubdomains('imageRepositoryAllowList')
  const blocked = ['publicRegistries', 'untrustedRegistries'].flatMap(withSubdomains)
  const [cpu = '', memory = ''] = ['cpu', 'memory'].map(name => textsOf(inputs[`sandbox_${name}_limit_max`])[0])
  return {
    'image-registry-allowed': { registries, blocked },
    'agent-sandbox-image': { registries },
    'agent-sandbox-limits': { cpu, memory },
  }
}

/** Labels and annotations that a peer asks for, as it ships or as its test sets them. */
function requiredBy({ peer, config = {} }: Case): Readonly<Record<string, Options>> {
  const inputs = (config['postureControlInputs'] ?? {}) as Readonly<Record<string, unknown>>
  const monokle = (config['rules'] ?? {}) as Readonly<Record<string, readonly unknown[] | undefined>>
  const listOf = (rule: string): unknown => monokle[`metadata/${rule}`]?.[1] ?? []
  if (peer === 'kube-linter')
    return { 'required-labels': { labels: ['owner'] }, 'required-annotations': { annotations: ['email'] } }
  if (peer === 'monokle')
    return {
      'required-labels': { labels: listOf('custom-labels') },
      'required-annotations': { annotations: listOf('custom-annotations') },
    }
  if (peer !== 'kubescape') return {}
  const { recommendedLabels = ['app', 'tier', 'phase', 'version', 'owner', 'env'], k8sRecommendedLabels } = inputs
  return {
    'required-labels': { 'any-of': recommendedLabels },
    ...(k8sRecommendedLabels !== undefined && { 'recommended-labels': { labels: k8sRecommendedLabels } }),
  }
}

/** Settings of Kubescape and rules of Monokle that Seaworthy has options for. */
const TAKEN_OVER: ReadonlySet<string> = new Set([
  ...KUBESCAPE_INPUTS,
  'recommendedLabels',
  'k8sRecommendedLabels',
  'metadata/recommended-labels',
  'metadata/custom-labels',
  'metadata/custom-annotations',
])

/** What the settings of a peer are called here: options, by the rule that takes them. */
export function optionsOf(one: Case): Readonly<Record<string, Options>> {
  const { peer, config = {} } = one
  if (peer === 'hadolint') return hadolintOptions(config)
  if (peer === 'trivy') return { 'image-registry-allowed': { registries: TRIVY_REGISTRIES } }
  if (peer !== 'kubescape') return requiredBy(one)
  const inputs = (config['postureControlInputs'] ?? {}) as Record<string, unknown>
  return { ...kubescapeOptions(inputs), ...requiredBy(one) }
}

function hadolintOptions(config: Readonly<Record<string, unknown>>): Readonly<Record<string, Options>> {
  const schema = Object.entries((config['label-schema'] ?? {}) as Readonly<Record<string, string>>)
  const labels = schema.map(([label]) => label)
  const byForm = Object.entries(FORMS).map(([form, rule]): [string, Options] => [
    rule,
    { labels: schema.filter(([, asked]) => asked === form || form === 'text').map(([label]) => label) },
  ])
  return {
    ...Object.fromEntries(byForm),
    'label-missing': { labels },
    'label-superfluous': { labels: config['strict-labels'] === true ? labels : [] },
    'image-registry-not-allowed': { registries: config['trustedRegistries'] ?? [] },
  }
}

const equal = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The inputs of Kubescape's controls that a test sets to something else than the shipped ones. */
const otherInputs = (config: Case['config'], shipped: Readonly<Record<string, unknown>>): string[] =>
  Object.entries((config?.['postureControlInputs'] ?? {}) as object)
    .filter(([key, value]) => !TAKEN_OVER.has(key) && !equal(value, shipped[key]))
    .map(([key]) => key)

/** Settings that make a peer judge by other rules than the ones it ships: there is nothing of ours to compare then. */
export function customSettings(
  { peer, config = {} }: Case,
  { rule }: Expectation,
  shipped: Readonly<Record<string, unknown>>,
): readonly string[] {
  const present = ['data.ksv0125.trusted_registries', 'env']
    .concat('MinReplicasHPA', 'IgnoreContainerCpuLimitRequirement', 'IgnoreContainerMemoryLimitRequirement')
    .filter(key => config[key] !== undefined && config[key] !== false)
  const customChecks = Object.keys((config['customChecks'] ?? {}) as object).filter(name => name === rule)
  const skipped = /skip=/.test(String(config['check'] ?? '')) ? ['check'] : []
  const own = config['config'] === undefined ? [] : ['params']
  const ofMonokle = Object.entries((config['rules'] ?? {}) as object).filter(([name]) => !TAKEN_OVER.has(name))
  const monokle = peer === 'monokle' && ofMonokle.some(([, value]) => Array.isArray(value))
  return [
    ...present,
    ...customChecks,
    ...skipped,
    ...own,
    ...otherInputs(config, shipped),
    ...(monokle ? ['rules'] : []),
  ]
}
