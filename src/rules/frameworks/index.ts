import type { RuleSet } from '../set.ts'
import { CIS } from './cis.ts'
import { type Framework, rulesOfFramework } from './framework.ts'
import { MITRE } from './mitre.ts'
import { NSA } from './nsa.ts'
import { PSS_BASELINE, PSS_RESTRICTED } from './pod-security.ts'

/** In the order in which they are listed and reported. */
export const FRAMEWORK_IDS = ['pss-baseline', 'pss-restricted', 'nsa', 'mitre', 'cis'] as const
export type FrameworkId = (typeof FRAMEWORK_IDS)[number]

export const FRAMEWORKS: Readonly<Record<FrameworkId, Framework>> = {
  'pss-baseline': PSS_BASELINE,
  'pss-restricted': PSS_RESTRICTED,
  nsa: NSA,
  mitre: MITRE,
  cis: CIS,
}

/** The ids of the rules of frameworks. */
export const rulesOfFrameworks = (ids: readonly FrameworkId[], rules: RuleSet): ReadonlySet<string> =>
  new Set(ids.flatMap(id => [...rulesOfFramework(FRAMEWORKS[id], rules)]))

export const isFramework = (word: string): word is FrameworkId => FRAMEWORK_IDS.some(id => id === word)
