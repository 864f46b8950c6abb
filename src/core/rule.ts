import type { Confidence, Severity } from './severity.ts'

/** Tools whose ids are accepted wherever a rule is named, with their names. */
export const PEER_NAMES = {
  buildkit: 'BuildKit',
  checkov: 'Checkov',
  dockerfilelint: 'dockerfilelint',
  dockle: 'Dockle',
  hadolint: 'hadolint',
  kics: 'KICS',
  kubelinter: 'kube-linter',
  kubescape: 'Kubescape',
  kubescore: 'kube-score',
  kubesec: 'Kubesec',
  monokle: 'Monokle',
  polaris: 'Polaris',
  trivy: 'Trivy',
} as const
export type Peer = keyof typeof PEER_NAMES
export const PEERS = Object.keys(PEER_NAMES) as readonly Peer[]

/** The ids under which peers know the same fault. */
export type Peers = { readonly [P in Peer]?: string | readonly string[] }

/** Each holds the rules of those before it. */
export const PROFILES = ['essential', 'recommended', 'strict'] as const
export type Profile = (typeof PROFILES)[number]

/** True when a profile has what another one has. */
export const isWithin = (part: Profile, whole: Profile): boolean => PROFILES.indexOf(part) <= PROFILES.indexOf(whole)

/** What is known of a rule before it runs: its page, its SARIF entry and every table are folded from this. */
export interface RuleMeta {
  /** The catalogue's slug: `privileged-container`. */
  readonly id: string
  /** What is wrong, as a headline: no full stop. */
  readonly title: string
  /** What an attacker or an outage would do with it. Sentences. */
  readonly why: string
  /** What to do, imperative and copyable. Sentences. */
  readonly help: string
  readonly severity: Severity
  /** Default: high. */
  readonly confidence?: Confidence
  /** The smallest profile that runs it; `strict` holds opinions, and rules that need a setting. */
  readonly profile: Profile
  /** The version that brought it, `0.1`: a policy can note rules newer than the one it was written for. */
  readonly since: string
  /** `pss:baseline`, `pss:restricted`, `cis:5.2.2`, `nsa` …: for benchmarks, see rules/benchmarks.ts. */
  readonly tags?: readonly string[]
  readonly peers?: Peers
  /** The line it points at may hold a secret: reporters show the underlined text and nothing around it. */
  readonly sensitive?: boolean
}
