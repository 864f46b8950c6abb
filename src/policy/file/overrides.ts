import { invalidValue, oneOf } from '../../core/choice.ts'
import { Fault } from '../../core/fault.ts'
import { PROFILES } from '../../core/rule.ts'
import { NEWEST_KUBERNETES, type OnlyNew, type Overrides } from '../policy.ts'
import type { Threshold } from '../verdict.ts'

const THRESHOLDS: readonly Threshold[] = ['critical', 'high', 'medium', 'low', 'never']

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

/** The words of the command line or of `with:`, checked. @throws Fault BAD_INPUT that says what was possible */
export async function overridesOf(asked: {
  readonly failOn?: string
  readonly profile?: string
  readonly kubernetes?: string
  readonly onlyNew?: string
}): Promise<Overrides> {
  return {
    ...(asked.onlyNew !== undefined && { onlyNew: onlyNewOf(asked.onlyNew) }),
    ...(asked.failOn !== undefined && { failOn: oneOf('fail-on', asked.failOn, THRESHOLDS) }),
    ...(asked.profile !== undefined && { profile: oneOf('profile', asked.profile, PROFILES) }),
    ...(asked.kubernetes !== undefined && { kubernetes: await versionOf(asked.kubernetes) }),
  }
}

function onlyNewOf(word: string): OnlyNew {
  const value = oneOf('only-new', word, ['auto', 'true', 'false'])
  return value === 'auto' ? value : value === 'true'
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
