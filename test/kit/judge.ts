import type { Finding } from '../../src/core/finding.ts'
import { PROFILES, type Profile } from '../../src/core/rule.ts'
import type { Severity } from '../../src/core/severity.ts'
import { check } from '../../src/engine/check.ts'
import { apply } from '../../src/engine/edits.ts'
import { rules } from '../../src/rules/index.ts'
import type { AnyRule, Options } from '../../src/rules/rule.ts'
import type { World } from '../../src/world/world.ts'
import { filesOf, type Input, read } from './read.ts'

/** The Kubernetes minor that tables are judged for unless they say otherwise. */
const KUBERNETES = 36

/** What a row says of one finding. A plain string is the underlined text, and nothing else about it is special. */
export type Expected = string | Stated

export type Stated = {
  /** The underlined text. */
  readonly at: string
  /** Where it is not the rule's own. */
  readonly severity?: Severity
  /** Where a larger one than the rule's own reports it. */
  readonly profile?: Profile
  /** Word by word. */
  readonly message?: string
} & (
  | {
      /** `false` where this finding has no fix although the table says `fixes: true`. */
      readonly fix?: false
    }
  | {
      /** The title of the fix. */
      readonly fix: string
      /** The whole file after the fix. */
      readonly after: string
      /** Asserted to be `false` when it is not stated. */
      readonly safe?: true
    }
)

export interface Table {
  /** [what is special about it, input, what is expected of each finding, in order] */
  readonly bad: readonly (readonly [title: string, input: Input, ...expected: [Expected, ...Expected[]]])[]
  readonly good: readonly (readonly [title: string, input: Input])[]
  /** Rows that need other options than the defaults. */
  readonly withOptions?: readonly (readonly [title: string, options: Options, input: Input, ...expected: Expected[]])[]
  /** True when findings come with a fix unless their row says otherwise; else they come without one. */
  readonly fixes?: true
  /** The Kubernetes minor that the rule is about, where it is not about current ones. */
  readonly kubernetes?: number
  /** Message of the first finding, word by word. */
  readonly says: string
}

/** A row of any of the three lists of a table. */
export interface Row {
  readonly title: string
  readonly input: Input
  readonly options: Options
  readonly kubernetes: number
  readonly expected: readonly Expected[]
}

export interface Rows {
  readonly bad: readonly Row[]
  readonly good: readonly Row[]
  readonly withOptions: readonly Row[]
}

export function rowsOf(
  { options = {} }: AnyRule,
  { bad, good, withOptions = [], kubernetes = KUBERNETES }: Table,
): Rows {
  return {
    bad: bad.map(([title, input, ...expected]) => ({ title, input, options, kubernetes, expected })),
    good: good.map(([title, input]) => ({ title, input, options, kubernetes, expected: [] })),
    withOptions: withOptions.map(([title, special, input, ...expected]) => ({
      title,
      input,
      kubernetes,
      options: { ...options, ...special },
      expected,
    })),
  }
}

/** Read once: `npm run break-rules` asks hundreds of broken rules about the same input. */
const worlds = new Map<Input, Promise<World>>()

function worldOf(input: Input): Promise<World> {
  const world = worlds.get(input) ?? read(input)
  worlds.set(input, world)
  return world
}

/** What a rule finds in the input of a row. Throws when the rule crashes. */
export async function findingsIn(
  rule: AnyRule,
  { input, options, kubernetes }: Omit<Row, 'title' | 'expected'>,
  profile?: Profile,
) {
  const settings = { rules, kubernetes, ...(profile && { profile }) }
  const { findings, faults } = check(await worldOf(input), [{ rule, options }], settings)
  if (faults[0]) throw faults[0]
  return findings
}

/** The smallest profile that reports a finding of a row. */
async function profilesIn(rule: AnyRule, row: Row): Promise<(finding: Finding) => Profile> {
  const found = await Promise.all(PROFILES.map(profile => findingsIn(rule, row, profile)))
  const known = found.map(findings => new Set(findings.map(({ fingerprint }) => fingerprint)))
  return ({ fingerprint }) => PROFILES.find((_, index) => known[index]!.has(fingerprint)) ?? 'strict'
}

/** The text of the file of a finding when its fix has been applied. */
export function afterFix(input: Input, { fix, location }: Finding): string | undefined {
  return fix && apply(filesOf(input)[location.file]!, fix.edits)
}

/** What is compared: of each finding what its row states, and what holds when it does not state anything. */
export interface Compared {
  readonly at: string
  readonly severity: Severity
  readonly profile: Profile
  readonly message?: string
  /** Its title where the row states one, else whether there is one. */
  readonly fix: string | boolean
  readonly after?: string | undefined
  readonly safe?: boolean | undefined
}

export async function compare(
  rule: AnyRule,
  table: Table,
  row: Row,
): Promise<{ readonly found: readonly Compared[]; readonly expected: readonly Compared[] }> {
  const findings = await findingsIn(rule, row)
  const profileOf = await profilesIn(rule, row)
  const stated = row.expected.map(one => (typeof one === 'string' ? { at: one } : one))
  return {
    found: findings.map((finding, index) => ({
      ...shown(row.input, finding, stated[index]),
      profile: profileOf(finding),
    })),
    expected: stated.map(one => ({
      at: one.at,
      severity: one.severity ?? rule.severity,
      profile: one.profile ?? rule.profile,
      ...(one.message !== undefined && { message: one.message }),
      ...(one.fix
        ? { fix: one.fix, after: one.after, safe: one.safe ?? false }
        : { fix: one.fix ?? table.fixes ?? false }),
    })),
  }
}

function shown(input: Input, finding: Finding, stated: Stated | undefined): Omit<Compared, 'profile'> {
  const { fix } = finding
  return {
    at: finding.location.text,
    severity: finding.severity,
    ...(stated?.message !== undefined && { message: finding.message }),
    ...(stated?.fix
      ? { fix: fix?.title ?? false, after: afterFix(input, finding), safe: fix?.safe }
      : { fix: fix !== undefined }),
  }
}

/** What a row states although it holds unsaid: whoever reads it would think that it is special. */
export function needless(rule: AnyRule, table: Table, { expected }: Row): readonly string[] {
  return expected.flatMap(one => {
    if (typeof one === 'string') return []
    return [
      ...(one.severity === rule.severity ? [`\`severity: ${one.severity}\` is the rule's own`] : []),
      ...(one.profile === rule.profile ? [`\`profile: ${one.profile}\` is the rule's own`] : []),
      ...(one.fix === false && !table.fixes ? ['`fix: false` goes unsaid without `fixes: true`'] : []),
    ]
  })
}

/** A text without what a case puts into it: what stands in backticks, names in capitals, and numbers. */
const shapeOf = (text: string): string =>
  text
    .replace(/`[^`]*`/g, '`…`')
    .replace(/\b[A-Z_]{2,}\b/g, 'NAME')
    .replace(/\d+(?:\.\d+)*/g, '0')

/** How a fix changes the text; fixes of the same title that do it differently are told apart. */
const kindOf = ({ title, safe, edits }: NonNullable<Finding['fix']>): string => {
  const ways = edits.map(({ span, text }) => (span[0] === span[1] ? 'inserts' : text === '' ? 'removes' : 'replaces'))
  return `${shapeOf(title)} (${[safe ? 'safe' : 'unsafe', ...new Set(ways)].join(', ')})`
}

/** What a fix writes over something; quotes, and the lines around a new field, are chosen by the engine. */
const writtenOver = ({ edits }: NonNullable<Finding['fix']>): string => {
  const texts = edits.map(({ span, text }) => (span[0] === span[1] ? '' : text.replace(/["']/g, '').trim()))
  return [...new Set(texts)].join('\n')
}

/**
 * What the findings of a table hold and no row states: messages that differ in more than names and numbers, and kinds
 * of fixes (title × safe × how they change the text) without the text after them. Where a kind writes more than one
 * text, rows have to state two, or a fix that always writes the first would pass.
 */
export async function unstated(rule: AnyRule, table: Table): Promise<readonly string[]> {
  const messages = new Map([[shapeOf(table.says), true]])
  const fixes = new Map<string, Record<'written' | 'stated', Set<string>>>()
  const { bad, withOptions } = rowsOf(rule, table)
  for (const row of [...bad, ...withOptions])
    for (const [index, { message, fix }] of (await findingsIn(rule, row)).entries()) {
      const one = row.expected[index]
      const stated = typeof one === 'object' ? one : undefined
      const shape = shapeOf(message)
      messages.set(shape, messages.get(shape) || stated?.message !== undefined)
      if (!fix) continue
      const texts = fixes.get(kindOf(fix)) ?? { written: new Set(), stated: new Set() }
      fixes.set(kindOf(fix), texts)
      texts.written.add(writtenOver(fix))
      if (stated?.fix) texts.stated.add(writtenOver(fix))
    }
  return [
    ...[...messages].flatMap(([shape, is]) => (is ? [] : [`no row states the message: ${shape}`])),
    ...[...fixes].flatMap(([kind, { written, stated }]) => {
      if (stated.size === 0) return [`no row states the text after the fix: ${kind}`]
      return stated.size < Math.min(2, written.size) ? [`rows state only one text of the fix: ${kind}`] : []
    }),
  ]
}
