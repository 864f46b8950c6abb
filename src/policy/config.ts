import { Fault } from '../core/fault.ts'
import type { Path, Spot } from '../core/location.ts'
import type { Severity } from '../core/severity.ts'
import { didYouMean, listed } from '../core/text.ts'
import { rules } from '../rules/index.ts'
import type { YamlSource } from '../yaml/source.ts'
import { resolveRule } from './names.ts'
import { minorOf } from './overrides.ts'
import type { ImagePolicy, PolicyFile, RuleSetting } from './policy.ts'
import { POLICY_SHAPE } from './schema.ts'
import { type Mistake, mistakesIn as misshapen } from './shape.ts'
import type { WaiverNote } from './verdict.ts'

export interface ReadPolicy {
  readonly policy: PolicyFile
  /** All of them, each with its place; a policy with a fault is not in force as its author meant it. */
  readonly faults: readonly Fault[]
}

// biome-ignore lint/suspicious/noExplicitAny: checked against POLICY_SHAPE before anything is read from it.
type Checked = any

/** Reads a policy file. Every mistake is told in the order of the text; with one of them, nothing of the policy is in force. */
export function readPolicy(source: YamlSource): ReadPolicy {
  const { file, documents, faults } = source
  if (faults.length > 0)
    return {
      policy: {},
      faults: faults.map(
        ({ message, line = 1, column = 1 }) =>
          new Fault('BAD_CONFIG', `the policy is not YAML: ${message}`, { file, line, column }),
      ),
    }
  const [document, another] = documents
  if (document === undefined) return { policy: {}, faults: [] }
  const placed = (spot: Spot, message: string): Fault =>
    new Fault('BAD_CONFIG', message, { file, ...source.locate(spot).start })
  const mistakes = [
    ...mistakesIn(document.value).map(({ path, message }) => placed([0, ...path], message)),
    ...document.duplicates.map(({ path, span }) =>
      placed({ span }, `\`${path.at(-1)}\` stands there twice: keep one of them`),
    ),
    ...(another
      ? [placed({ span: [another.start, another.start] }, 'a policy is one document, and here are several')]
      : []),
  ]
  if (mistakes.length > 0) return { policy: {}, faults: mistakes.toSorted(byPlace) }
  return { policy: policyOf(document.value, source), faults: [] }
}

/** What the shape cannot say is looked at when the shape is right. */
function mistakesIn(value: unknown): readonly Mistake[] {
  const mistakes = misshapen(value, POLICY_SHAPE)
  if (mistakes.length > 0) return mistakes
  const json = value as Checked
  return [...optionMistakes(json.rules ?? {}), ...versionMistakes(json['kubernetes-version'])]
}

const byPlace = (a: Fault, b: Fault): number => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)

function policyOf(json: Checked, source: YamlSource): PolicyFile {
  const version = json['kubernetes-version']
  return {
    ...(json['fail-on'] !== undefined && { failOn: json['fail-on'] }),
    ...(json.profile !== undefined && { profile: json.profile }),
    ...(version !== undefined && { kubernetes: minorOf(version)! }),
    ...(json.image && { image: imageOf(json.image) }),
    ...(json.rules && { rules: settingsOf(json.rules) }),
    ...(json.paths && { paths: json.paths }),
    ...(json.charts && { charts: json.charts }),
    ...(json.overlays && { overlays: json.overlays }),
    ...(json.waivers && {
      waivers: json.waivers.map((waiver: Checked, index: number) => waiverOf(waiver, ['waivers', index], source)),
    }),
  }
}

function imageOf(json: Checked): Partial<ImagePolicy> {
  return {
    ...(json['fixable-only'] !== undefined && { fixableOnly: json['fixable-only'] }),
    ...(json.unknown !== undefined && { unknown: json.unknown }),
    ...(json.kev !== undefined && { kev: true }),
    ...(json.epss !== undefined && { epss: json.epss }),
    ...(json.max !== undefined && { max: json.max }),
  }
}

/** An id of ours beats an id of another tool, which may stand for several rules. */
function settingsOf(json: Record<string, Checked>): ReadonlyMap<string, RuleSetting> {
  const entries = Object.entries(json)
  const ours = ([word]: [string, Checked]): boolean => rules.has(word.toLowerCase())
  return new Map(
    [...entries.filter(entry => !ours(entry)), ...entries.filter(ours)].flatMap(([word, setting]) =>
      resolveRule(word).map(id => [id, settingOf(setting)] as const),
    ),
  )
}

function settingOf(setting: Checked): RuleSetting {
  // YAML 1.1 reads a bare `off` as false: both say the same here.
  if (setting === 'off' || setting === false) return { off: true }
  if (typeof setting === 'string') return { off: false, severity: setting as Severity }
  return {
    off: false,
    ...(setting.severity !== undefined && { severity: setting.severity }),
    ...(setting.options !== undefined && { options: setting.options }),
  }
}

function waiverOf({ rule, where, reason, until, by }: Checked, path: Path, source: YamlSource): WaiverNote {
  const { start } = source.locate([0, ...path, 'rule'])
  return {
    rule,
    reason,
    ...(where !== undefined && { where }),
    ...(until !== undefined && { until }),
    ...(by !== undefined && { by }),
    source: `${source.file}:${start.line}`,
  }
}

/** Options have the names and the types of the rule's defaults. */
function optionMistakes(json: Record<string, Checked>): readonly Mistake[] {
  return Object.entries(json).flatMap(([word, setting]) =>
    Object.entries(setting?.options ?? {}).flatMap(([option, value]): readonly Mistake[] => {
      const message = optionMistake(word, option, value)
      return message === undefined ? [] : [{ path: ['rules', word, 'options', option], message }]
    }),
  )
}

function optionMistake(word: string, option: string, value: unknown): string | undefined {
  const all = resolveRule(word).map(id => rules.get(id)?.options ?? {})
  const known = all.flatMap(options => Object.keys(options))
  const defaults = all.find(options => Object.hasOwn(options, option))
  if (defaults === undefined) {
    const has = known.length === 0 ? 'It has none' : `It has ${listed(known.map(one => `\`${one}\``))}`
    return `\`${word}\` has no option \`${option}\`${didYouMean(option, known) || '.'} ${has}`
  }
  const usual = defaults[option]
  if (fits(value, usual)) return undefined
  return `\`${option}\` takes ${Array.isArray(usual) ? 'a list' : KINDS[typeof usual]}, and the default is \`${JSON.stringify(usual)}\``
}

/** True for a value of the kind of the default; the items of a list are of one kind, where the default has some. */
function fits(value: unknown, usual: unknown): boolean {
  if (!Array.isArray(usual)) return value !== null && typeof value === typeof usual
  const kind = usual.length > 0 ? typeof usual[0] : undefined
  return (
    Array.isArray(value) &&
    value.every(item => Object.hasOwn(KINDS, typeof item) && typeof item === (kind ?? typeof item))
  )
}

const KINDS: Readonly<Record<string, string>> = { string: 'a text', number: 'a number', boolean: 'true or false' }

const versionMistakes = (version: unknown): readonly Mistake[] =>
  typeof version === 'string' && minorOf(version) === undefined
    ? [
        {
          path: ['kubernetes-version'],
          message: `\`kubernetes-version\` is \`${version}\`: it takes a version like "1.34"`,
        },
      ]
    : []
