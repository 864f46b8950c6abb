import { Fault } from '../../core/fault.ts'
import { PROFILES } from '../../core/rule.ts'
import { didYouMean, listed } from '../../core/text.ts'
import { NEWEST_KUBERNETES, type Overrides } from '../policy.ts'
import type { Threshold } from '../verdict.ts'

const THRESHOLDS: readonly Threshold[] = ['critical', 'high', 'medium', 'low', 'never']

/** 34 for `1.34`, `v1.34` and `1.34.2`; `undefined` for anything else. */
export function minorOf(version: string): number | undefined {
  const minor = /^v?1\.(\d{1,3})(?:\.\d+)?$/.exec(version.trim())?.[1]
  return minor === undefined ? undefined : Number(minor)
}

/** The words of the command line or of `with:`, checked. @throws Fault BAD_INPUT that says what was possible */
export function overridesOf(asked: {
  readonly failOn?: string
  readonly profile?: string
  readonly kubernetes?: string
}): Overrides {
  return {
    ...(asked.failOn !== undefined && { failOn: oneOf('fail-on', asked.failOn, THRESHOLDS) }),
    ...(asked.profile !== undefined && { profile: oneOf('profile', asked.profile, PROFILES) }),
    ...(asked.kubernetes !== undefined && { kubernetes: versionOf(asked.kubernetes) }),
  }
}

function versionOf(version: string): number {
  const trouble = versionTrouble(version)
  if (trouble === undefined) return minorOf(version)!
  throw new Fault('BAD_INPUT', trouble)
}

/** Before it, APIs came and went that no table of ours tells of. */
const OLDEST_KUBERNETES = 16

/** Ends of APIs are announced for a few versions ahead. */
const AHEAD = 3

/** What is wrong with a version that somebody wrote, or `undefined`. */
export function versionTrouble(version: string): string | undefined {
  const minor = minorOf(version)
  const found = `\`kubernetes-version\` is \`${version}\``
  if (minor === undefined) return `${found}: it takes a version like "1.34"`
  const newest = NEWEST_KUBERNETES + AHEAD
  if (minor >= OLDEST_KUBERNETES && minor <= newest) return undefined
  return `${found}: it takes 1.${OLDEST_KUBERNETES} to 1.${newest}, and the newest that is known is 1.${NEWEST_KUBERNETES}`
}

function oneOf<Word extends string>(name: string, value: string, words: readonly Word[]): Word {
  const found = words.find(word => word === value.toLowerCase())
  if (found !== undefined) return found
  throw new Fault(
    'BAD_INPUT',
    `\`${name}\` is \`${value}\`: it takes ${listed(words, 'or')}${didYouMean(value, words)}`,
  )
}
