import type { Confidence, Severity } from './severity.ts'

/** Tools whose ids we honour wherever a rule is named. */
export const PEERS = [
  'buildkit',
  'checkov',
  'dockerfilelint',
  'dockle',
  'hadolint',
  'kics',
  'kubelinter',
  'kubescape',
  'kubescore',
  'kubesec',
  'monokle',
  'polaris',
  'trivy',
] as const
export type Peer = (typeof PEERS)[number]

/** The ids under which peers know the same fault. */
export type Peers = { readonly [P in Peer]?: string | readonly string[] }

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
  /** `pss:baseline`, `pss:restricted`, `cis:5.2.2`, `nsa` … */
  readonly tags?: readonly string[]
  readonly peers?: Peers
  /** Off unless asked for: opinions, and rules which need a setting. `profile: strict` turns them on. */
  readonly optIn?: boolean
  /** The line it points at may hold a secret: reporters show the underlined text and nothing around it. */
  readonly sensitive?: boolean
}
