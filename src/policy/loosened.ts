import type { Path } from '../core/location.ts'
import type { Profile } from '../core/rule.ts'
import { PROFILES } from '../core/rule.ts'
import { compareSeverity, SEVERITIES } from '../core/severity.ts'
import { listed } from '../core/text.ts'
import { areas } from '../inputs.ts'
import type { EnabledRule } from '../rules/rule.ts'
import type { RuleSet } from '../rules/set.ts'
import type { ImagePolicy, Policy, WaiverRules } from './policy.ts'
import { enabledRules } from './select.ts'
import type { Threshold } from './verdict.ts'

/** A setting that asks for less than before. */
export interface LooserSetting {
  /** Where a policy has it. */
  readonly path: Path
  /** ``fail-on` is `critical` instead of `high``. */
  readonly what: string
}

/** So many names of a list are told. */
const NAMED = 10

/** Where one policy asks for less than another one, in the order of their keys. */
export function looserSettings(before: Policy, after: Policy, rules: RuleSet): readonly LooserSetting[] {
  return [
    ...looserThresholds(before.failOn, after.failOn),
    ...looserWord(['profile'], PROFILES.toReversed(), before.profile satisfies Profile, after.profile),
    ...looserNumber(['kubernetes-version'], before.kubernetes, after.kubernetes, minor => `1.${minor}`, 'less'),
    ...looserRules(before, after, rules),
    ...looserPaths(before.paths, after.paths),
    ...looserWord(['charts'], ['render', 'skip'], before.charts, after.charts),
    ...looserWord(['overlays'], ['render', 'skip'], before.overlays, after.overlays),
    ...looserImages(before.image, after.image),
    ...looserBuilds(before.images, after.images),
    ...looserRegistries(before.trustedRegistries, after.trustedRegistries),
    ...(before.onlyNew === false && after.onlyNew !== false ? [instead(['only-new'], false, after.onlyNew)] : []),
    ...looserWaiverRules(before.waiverRules, after.waiverRules),
  ]
}

const keyOf = (path: Path): string => path.map(String).join('.')

const instead = (path: Path, before: unknown, after: unknown): LooserSetting => ({
  path,
  what: `\`${keyOf(path)}\` is \`${after}\` instead of \`${before}\``,
})

/** `words`: the strictest first. */
function looserWord<Word>(path: Path, words: readonly Word[], before: Word, after: Word): readonly LooserSetting[] {
  return words.indexOf(after) > words.indexOf(before) ? [instead(path, before, after)] : []
}

/** A limit that is absent limits nothing. */
function looserNumber(
  path: Path,
  before: number | undefined,
  after: number | undefined,
  wordsOf: (value: number) => string = String,
  looser: 'more' | 'less' = 'more',
): readonly LooserSetting[] {
  if (before === undefined || after === before) return []
  if (after === undefined) return [instead(path, wordsOf(before), 'unlimited')]
  return after > before === (looser === 'more') ? [instead(path, wordsOf(before), wordsOf(after))] : []
}

/** `never` is above all severities. */
const rankOf = (threshold: Threshold): number =>
  threshold === 'never' ? SEVERITIES.length : SEVERITIES.indexOf(threshold)

function looserThresholds(before: Policy['failOn'], after: Policy['failOn']): readonly LooserSetting[] {
  const looser = areas.filter(area => rankOf(after[area]) > rankOf(before[area]))
  const words = new Set(looser.map(area => instead(['fail-on'], before[area], after[area]).what))
  if (looser.length === areas.length && words.size === 1) return [...words].map(what => ({ path: ['fail-on'], what }))
  return looser.map(area => ({ ...instead(['fail-on', area], before[area], after[area]), path: ['fail-on'] }))
}

function looserRules(before: Policy, after: Policy, rules: RuleSet): readonly LooserSetting[] {
  // Trusted registries are told once, and not for each rule that looks at them; what frameworks run fails nothing.
  const running = (policy: Policy) => enabledRules(rules, { ...policy, trustedRegistries: [], frameworks: [] })
  const now = new Map(running(after).map(one => [one.rule.id, one]))
  const pairs = running(before).map(one => [one, now.get(one.rule.id)] as const)
  const isNamed = (id: string): boolean => before.rules.has(id) || after.rules.has(id) || after.skip.has(id)
  const off = pairs.flatMap(([{ rule }, later]) => (later === undefined && isNamed(rule.id) ? [rule.id] : []))
  const path = ['rules']
  return [
    ...(after.only && !before.only ? [{ path, what: `only ${now.size} of ${pairs.length} rules run` }] : []),
    ...(off.length > 0 && !after.only ? [{ path, what: `disabled: ${namesOf(off)}` }] : []),
    ...pairs.flatMap(([one, later]) => (later ? looserRule(one, later) : [])),
  ]
}

function looserRule(before: EnabledRule, after: EnabledRule): readonly LooserSetting[] {
  const { id } = before.rule
  const [one, other] = [before, after].map(({ rule, severity }) => severity ?? rule.severity)
  if (compareSeverity(other!, one!) < 0)
    return [{ path: ['rules'], what: `\`${id}\` is \`${other}\` instead of \`${one}\`` }]
  const isSame = JSON.stringify(before.options) === JSON.stringify(after.options)
  return isSame ? [] : [{ path: ['rules'], what: `other options of \`${id}\`` }]
}

/** Names in code, and how many more there are. */
function namesOf(names: readonly string[]): string {
  const more = names.length > NAMED ? [`${names.length - NAMED} more`] : []
  return listed([...names.slice(0, NAMED).map(name => `\`${name}\``), ...more])
}

function looserPaths(before: Policy['paths'], after: Policy['paths']): readonly LooserSetting[] {
  const excluded = after.exclude.filter(glob => !before.exclude.includes(glob))
  const dropped = before.include.filter(glob => !after.include.includes(glob))
  const isNarrower = after.include.length > 0 && (before.include.length === 0 || dropped.length > 0)
  return [
    ...(excluded.length > 0 ? [{ path: ['paths', 'exclude'], what: `excluded: ${namesOf(excluded)}` }] : []),
    ...looserTests(before.tests, after.tests),
    ...(isNarrower ? [{ path: ['paths', 'include'], what: `included: only ${namesOf(after.include)}` }] : []),
  ]
}

/** Without globs, the usual folders of tests are passed over. */
function looserTests(before: Policy['paths']['tests'], after: Policy['paths']['tests']): readonly LooserSetting[] {
  const path = ['paths', 'tests']
  if (before && !after) return [{ path, what: '`paths.tests` is removed' }]
  const added = (after ?? []).filter(glob => !before?.includes(glob))
  return added.length > 0 ? [{ path, what: `not judged as tests: ${namesOf(added)}` }] : []
}

const UNKNOWN = ['fail', 'warn', 'ignore'] as const

function looserImages(before: ImagePolicy, after: ImagePolicy): readonly LooserSetting[] {
  return [
    ...looserWord(['image', 'fixable-only'], [false, true], before.fixableOnly, after.fixableOnly),
    ...looserWord(['image', 'unknown'], UNKNOWN, before.unknown, after.unknown),
    ...looserWord(['image', 'kev'], ['fail', 'off'], kevWord(before), kevWord(after)),
    ...looserNumber(['image', 'epss'], before.epss, after.epss),
    ...SEVERITIES.flatMap(severity =>
      looserNumber(['image', 'max', severity], before.max[severity], after.max[severity]),
    ),
  ]
}

const kevWord = ({ kev }: ImagePolicy): string => (kev ? 'fail' : 'off')

/** An image whose Dockerfile is not known is not compared with what manifests ask of it. */
function looserBuilds(before: Policy['images'], after: Policy['images']): readonly LooserSetting[] {
  const lost = before.filter(one => !after.some(other => JSON.stringify(other) === JSON.stringify(one)))
  const what = `removed or changed: ${namesOf(lost.map(({ image }) => image))}`
  return lost.length > 0 ? [{ path: ['images'], what }] : []
}

/** No list allows every registry. */
function looserRegistries(before: readonly string[], after: readonly string[]): readonly LooserSetting[] {
  const path = ['trusted-registries']
  if (before.length === 0) return []
  if (after.length === 0) return [{ path, what: '`trusted-registries` is removed' }]
  const added = after.filter(registry => !before.includes(registry))
  return added.length > 0 ? [{ path, what: `\`trusted-registries\` also has ${namesOf(added)}` }] : []
}

const PRESENCE = ['required', 'optional'] as const
const LISTED = ['deny', 'list'] as const

function looserWaiverRules(before: WaiverRules, after: WaiverRules): readonly LooserSetting[] {
  const path = (...keys: readonly string[]): Path => ['waiver-rules', ...keys]
  return [
    ...looserWord(path('until'), PRESENCE, before.until, after.until),
    ...looserNumber(path('max-days'), before.maxDays, after.maxDays),
    ...looserWord(path('comments', 'until'), PRESENCE, before.comments.until, after.comments.until),
    ...looserWord(path('comments', 'all'), LISTED, before.comments.all, after.comments.all),
    ...looserWord(path('new'), LISTED, before.new, after.new),
  ]
}
