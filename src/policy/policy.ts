import type { Profile } from '../core/rule.ts'
import type { Severity } from '../core/severity.ts'
import { type Area, areas } from '../inputs.ts'
import type { FrameworkId } from '../rules/frameworks/index.ts'
import type { Options } from '../rules/rule.ts'
import type { Build } from '../world/builds.ts'
import type { Threshold } from './verdict.ts'
import type { Waiver } from './waivers.ts'

/** Where a policy is looked for when none is named. */
export const POLICY_FILES = [
  '.seaworthy.yml',
  '.seaworthy.yaml',
  '.github/seaworthy.yml',
  '.github/seaworthy.yaml',
] as const

/** The newest minor of Kubernetes whose API facts are known. */
export const NEWEST_KUBERNETES = 36

/** Gate only on what is new against the base: always, never, or where the event has a base. */
export type OnlyNew = 'auto' | boolean

export interface RuleSetting {
  readonly off: boolean
  readonly severity?: Severity
  readonly options?: Options
}

export interface ImagePolicy {
  readonly fixableOnly: boolean
  readonly unknown: 'fail' | 'warn' | 'ignore'
  readonly kev: boolean
  readonly epss?: number
  readonly max: Readonly<Partial<Record<Severity, number>>>
}

/** What waivers and our own comments must have. */
export interface WaiverRules {
  /** Whether a waiver of the policy must have an end. */
  readonly until: 'required' | 'optional'
  /** How far from today an end that must be there may be. */
  readonly maxDays?: number
  readonly comments: {
    readonly until: 'required' | 'optional'
    /** Of `*`. */
    readonly all: 'list' | 'deny'
  }
  /** What becomes of waivers and comments that a change adds: they hold and are listed, or they do not hold. */
  readonly new: 'list' | 'deny'
}

/** What a policy file says; what it does not say is absent. */
export interface PolicyFile {
  readonly failOn?: Threshold | Readonly<Partial<Record<Area, Threshold>>>
  readonly profile?: Profile
  readonly frameworks?: readonly FrameworkId[]
  readonly kubernetes?: number
  readonly image?: Partial<ImagePolicy>
  /** By our ids. */
  readonly rules?: ReadonlyMap<string, RuleSetting>
  readonly paths?: Partial<Policy['paths']>
  /** Globs of files that other tools read. */
  readonly ignoredSettings?: readonly string[]
  readonly charts?: 'render' | 'skip'
  readonly overlays?: 'render' | 'skip'
  readonly images?: readonly Build[]
  readonly trustedRegistries?: readonly string[]
  readonly waiverRules?: WaiverRules
  readonly waivers?: readonly Waiver[]
  readonly onlyNew?: OnlyNew
  readonly baseline?: string
}

/** What the command line or `with:` says: it beats the file. */
export interface Overrides {
  /** Areas that are not named keep what the file says. */
  readonly failOn?: PolicyFile['failOn']
  readonly profile?: Profile
  readonly frameworks?: readonly FrameworkId[]
  readonly kubernetes?: number
  readonly onlyNew?: OnlyNew
  readonly baseline?: string
  /** Ids of the rules that run, whatever profile and file say. */
  readonly only?: ReadonlySet<string>
  /** Ids of rules that do not run. */
  readonly skip?: ReadonlySet<string>
  /** Globs, beside those of the file. */
  readonly exclude?: readonly string[]
}

/** The policy in force, defaults and all. */
export interface Policy {
  readonly failOn: Readonly<Record<Area, Threshold>>
  readonly profile: Profile
  /** Standards whose rules run too, and whose controls are reported. */
  readonly frameworks: readonly FrameworkId[]
  /** A minor: 36 for 1.36. */
  readonly kubernetes: number
  /** The same, where it is set: charts are rendered for it. */
  readonly rendersFor?: number
  readonly image: ImagePolicy
  readonly rules: ReadonlyMap<string, RuleSetting>
  /** By our ids: the rules that run instead of those of the profile and of `rules`. */
  readonly only?: ReadonlySet<string>
  readonly skip: ReadonlySet<string>
  /** Globs. */
  readonly paths: {
    readonly include: readonly string[]
    readonly exclude: readonly string[]
    /** Of what only tests read; absent: folders that are named so. */
    readonly tests?: readonly string[]
  }
  readonly ignoredSettings: readonly string[]
  readonly charts: 'render' | 'skip'
  readonly overlays: 'render' | 'skip'
  /** Which Dockerfile builds which image. */
  readonly images: readonly Build[]
  /** Where images may come from; anywhere when it is empty. */
  readonly trustedRegistries: readonly string[]
  readonly waiverRules: WaiverRules
  readonly waivers: readonly Waiver[]
  readonly onlyNew: OnlyNew
  /** A file. */
  readonly baseline?: string
}

export const DEFAULT_WAIVER_RULES: WaiverRules = {
  until: 'required',
  comments: { until: 'optional', all: 'list' },
  new: 'list',
}

const DEFAULT_THRESHOLD: Threshold = 'high'

export function resolvePolicy(file: PolicyFile = {}, overrides: Overrides = {}): Policy {
  const baseline = overrides.baseline ?? file.baseline
  const rendersFor = overrides.kubernetes ?? file.kubernetes
  return {
    failOn: thresholdsOf(overrides.failOn, thresholdsOf(file.failOn)),
    profile: overrides.profile ?? file.profile ?? 'recommended',
    frameworks: overrides.frameworks ?? file.frameworks ?? [],
    kubernetes: rendersFor ?? NEWEST_KUBERNETES,
    ...(rendersFor !== undefined && { rendersFor }),
    image: imageOf(file.image, overrides),
    rules: file.rules ?? new Map(),
    ...(overrides.only && { only: overrides.only }),
    skip: overrides.skip ?? new Set(),
    paths: {
      include: file.paths?.include ?? [],
      exclude: [...(file.paths?.exclude ?? []), ...(overrides.exclude ?? [])],
      ...(file.paths?.tests && { tests: file.paths.tests }),
    },
    ignoredSettings: file.ignoredSettings ?? [],
    charts: file.charts ?? 'render',
    overlays: file.overlays ?? 'render',
    images: file.images ?? [],
    trustedRegistries: file.trustedRegistries ?? [],
    waiverRules: file.waiverRules ?? DEFAULT_WAIVER_RULES,
    waivers: file.waivers ?? [],
    onlyNew: overrides.onlyNew ?? file.onlyNew ?? 'auto',
    ...(baseline !== undefined && { baseline }),
  }
}

/** What the policy file asks of images beside `fail-on` fails by itself; `never` on the command line takes it back. */
function imageOf(image: PolicyFile['image'], { failOn }: Overrides): ImagePolicy {
  const asked: ImagePolicy = { fixableOnly: false, unknown: 'warn', kev: false, max: {}, ...image }
  if (failOn !== 'never') return asked
  return {
    fixableOnly: asked.fixableOnly,
    unknown: asked.unknown === 'fail' ? 'warn' : asked.unknown,
    kev: false,
    max: {},
  }
}

const everywhere = (threshold: Threshold): Policy['failOn'] =>
  Object.fromEntries(areas.map(area => [area, threshold])) as Record<Area, Threshold>

const thresholdsOf = (
  failOn: PolicyFile['failOn'] = {},
  usual: Policy['failOn'] = everywhere(DEFAULT_THRESHOLD),
): Policy['failOn'] => (typeof failOn === 'string' ? everywhere(failOn) : { ...usual, ...failOn })
