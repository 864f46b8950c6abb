import { invalidValue, oneOf } from '../../core/choice.ts'
import { Fault } from '../../core/fault.ts'
import { globTrouble } from '../../core/glob.ts'
import { PROFILES } from '../../core/rule.ts'
import { FRAMEWORK_IDS, type FrameworkId, isFramework, rulesOfFrameworks } from '../../rules/frameworks/index.ts'
import type { RuleSet } from '../../rules/set.ts'
import { unknownRule } from '../names.ts'
import { NEWEST_KUBERNETES, type OnlyNew, type Overrides } from '../policy.ts'
import { thresholdsIn } from './thresholds.ts'

/**
 * 34 for `1.34`, and for the versions that clusters call themselves, which are semantic ones: `v1.34.2`,
 * `v1.34.2-gke.100`, `v1.34.2+k3s1`. `undefined` for anything else.
 */
export async function minorOf(version: string): Promise<number | undefined> {
  const minor = /^v?1\.(\d{1,3})$/.exec(version.trim())?.[1]
  if (minor !== undefined) return Number(minor)
  const { parse } = await import('../../core/semver.ts')
  const whole = parse(version.trim())
  return whole?.major === 1 ? whole.minor : undefined
}

/** The words of the command line or of `with:`. */
export interface Asked {
  readonly failOn?: string
  readonly profile?: string
  /** Names of frameworks, several in one text too. */
  readonly frameworks?: readonly string[]
  readonly kubernetes?: string
  readonly onlyNew?: string
  /** Ids of rules and names of frameworks, several in one text too. */
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  /** Globs. */
  readonly exclude?: readonly string[]
}

/** Checks them. @throws Fault BAD_INPUT that says what was possible */
export async function overridesOf(asked: Asked, rules: RuleSet): Promise<Overrides> {
  const { failOn, profile, frameworks = [], kubernetes, onlyNew, only = [], skip = [], exclude = [] } = asked
  for (const glob of exclude) refuseGlob(glob)
  return {
    ...(onlyNew !== undefined && { onlyNew: onlyNewOf(onlyNew) }),
    ...(failOn !== undefined && { failOn: await thresholdsIn(failOn, rules) }),
    ...(profile !== undefined && { profile: oneOf('profile', profile, PROFILES) }),
    ...(frameworks.length > 0 && { frameworks: frameworksNamed(frameworks) }),
    ...(kubernetes !== undefined && { kubernetes: await versionOf(kubernetes) }),
    ...(only.length > 0 && { only: rulesNamed(only, rules) }),
    ...(skip.length > 0 && { skip: rulesNamed(skip, rules) }),
    ...(exclude.length > 0 && { exclude }),
  }
}

function onlyNewOf(word: string): OnlyNew {
  const value = oneOf('only-new', word, ['auto', 'true', 'false'])
  return value === 'auto' ? value : value === 'true'
}

function frameworksNamed(texts: readonly string[]): readonly FrameworkId[] {
  const words = wordsIn(texts)
  if (words.length === 0) throw new Fault('BAD_INPUT', 'empty `framework`: is a variable not set?')
  return [...new Set(words.map(word => oneOf('framework', word, FRAMEWORK_IDS)))]
}

function refuseGlob(glob: string): void {
  const trouble = globTrouble(glob)
  if (trouble !== undefined) throw new Fault('BAD_INPUT', `\`exclude\` ${trouble}`)
}

const wordsIn = (texts: readonly string[]): readonly string[] =>
  texts.flatMap(text => text.split(/[\s,]+/)).filter(word => word !== '')

/** The ids of the rules that these words name; the name of a framework stands for all of its rules. */
function rulesNamed(texts: readonly string[], rules: RuleSet): ReadonlySet<string> {
  const named = wordsIn(texts).map(word => ({ word, ids: idsNamed(word, rules) }))
  const unknown = named.filter(({ ids }) => ids.length === 0)
  if (unknown.length > 0) throw new Fault('BAD_INPUT', unknown.map(({ word }) => unknownRule(word, rules)).join('; '))
  return new Set(named.flatMap(({ ids }) => ids))
}

function idsNamed(word: string, rules: RuleSet): readonly string[] {
  const framework = word.toLowerCase()
  return isFramework(framework) ? [...rulesOfFrameworks([framework], rules)] : rules.resolve(word)
}

async function versionOf(version: string): Promise<number> {
  const minor = await minorOf(version)
  const trouble = versionTrouble(version, minor)
  if (trouble === undefined) return minor!
  throw new Fault('BAD_INPUT', trouble)
}

/** Before it, APIs came and went that no table of ours tells of. */
const OLDEST_KUBERNETES = 16

/** Ends of APIs are announced for a few versions ahead. */
const AHEAD = 3

/** What is wrong with a version that somebody wrote, of which this is the minor; or `undefined`. */
export function versionTrouble(version: string, minor: number | undefined): string | undefined {
  const expected = (what: string): string => invalidValue('kubernetes-version', version, what)
  if (minor === undefined) return expected('a version like "1.34"')
  const newest = NEWEST_KUBERNETES + AHEAD
  if (minor >= OLDEST_KUBERNETES && minor <= newest) return undefined
  return expected(`1.${OLDEST_KUBERNETES} to 1.${newest} (the newest known is 1.${NEWEST_KUBERNETES})`)
}
