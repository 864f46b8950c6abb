import type { Profile } from '../core/rule.ts'
import type { Severity } from '../core/severity.ts'
import { type Area, areas } from '../inputs.ts'
import type { Options } from '../rules/rule.ts'
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

/** What a policy file says; what it does not say is absent. */
export interface PolicyFile {
  readonly failOn?: Threshold | Readonly<Partial<Record<Area, Threshold>>>
  readonly profile?: Profile
  readonly kubernetes?: number
  readonly image?: Partial<ImagePolicy>
  /** By our ids. */
  readonly rules?: ReadonlyMap<string, RuleSetting>
  readonly paths?: { readonly include?: readonly string[]; readonly exclude?: readonly string[] }
  readonly charts?: 'render' | 'skip'
  readonly overlays?: 'render' | 'skip'
  readonly waivers?: readonly Waiver[]
  readonly onlyNew?: OnlyNew
  readonly baseline?: string
}

/** What the command line or `with:` says: it beats the file. */
export interface Overrides {
  readonly failOn?: Threshold
  readonly profile?: Profile
  readonly kubernetes?: number
  readonly onlyNew?: OnlyNew
  readonly baseline?: string
}

/** The policy in force, defaults and all. */
export interface Policy {
  readonly failOn: Readonly<Record<Area, Threshold>>
  readonly profile: Profile
  /** A minor: 36 for 1.36. */
  readonly kubernetes: number
  readonly image: ImagePolicy
  readonly rules: ReadonlyMap<string, RuleSetting>
  readonly paths: { readonly include: readonly string[]; readonly exclude: readonly string[] }
  readonly charts: 'render' | 'skip'
  readonly overlays: 'render' | 'skip'
  readonly waivers: readonly Waiver[]
  readonly onlyNew: OnlyNew
  /** A file. */
  readonly baseline?: string
}

const DEFAULT_THRESHOLD: Threshold = 'high'

export function resolvePolicy(file: PolicyFile = {}, overrides: Overrides = {}): Policy {
  const baseline = overrides.baseline ?? file.baseline
  return {
    failOn: thresholdsOf(overrides.failOn ?? file.failOn ?? DEFAULT_THRESHOLD),
    profile: overrides.profile ?? file.profile ?? 'recommended',
    kubernetes: overrides.kubernetes ?? file.kubernetes ?? NEWEST_KUBERNETES,
    image: imageOf(file.image, overrides),
    rules: file.rules ?? new Map(),
    paths: { include: file.paths?.include ?? [], exclude: file.paths?.exclude ?? [] },
    charts: file.charts ?? 'render',
    overlays: file.overlays ?? 'render',
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

function thresholdsOf(failOn: NonNullable<PolicyFile['failOn']>): Policy['failOn'] {
  const all = (threshold: Threshold): Policy['failOn'] =>
    Object.fromEntries(areas.map(area => [area, threshold])) as Record<Area, Threshold>
  return typeof failOn === 'string' ? all(failOn) : { ...all(DEFAULT_THRESHOLD), ...failOn }
}
