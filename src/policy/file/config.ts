import { invalidValue } from '../../core/choice.ts'
import { Fault } from '../../core/fault.ts'
import type { Path, Spot } from '../../core/location.ts'
import type { Severity } from '../../core/severity.ts'
import { didYouMean, listed } from '../../core/text.ts'
import type { RuleSet } from '../../rules/set.ts'
import type { Build } from '../../world/builds.ts'
import type { YamlSource } from '../../yaml/source.ts'
import type { ImagePolicy, PolicyFile, RuleSetting } from '../policy.ts'
import { type UnknownWaiver, unknownWaiversIn, waiversIn } from '../waivers.ts'
import { minorOf, versionTrouble } from './overrides.ts'
import { POLICY_SHAPE } from './schema.ts'
import { type Mistake, mistakesIn as shapeMistakes } from './shape.ts'
import { termMistakes, waiverRulesOf } from './terms.ts'

export interface ReadPolicy {
  readonly policy: PolicyFile
  /** All of them, each with its place; a policy with a fault is not in force as its author meant it. */
  readonly faults: readonly Fault[]
  /** Only the findings can tell whether these are right. */
  readonly unknownWaivers: readonly UnknownWaiver[]
}

// biome-ignore lint/suspicious/noExplicitAny: checked against POLICY_SHAPE before anything is read from it.
type Checked = any

/** Reads a policy file. Mistakes are reported in the order of the text; a policy with any mistake does not apply at all. */
export async function readPolicy(source: YamlSource, rules: RuleSet, now: Date): Promise<ReadPolicy> {
  const { file, documents, faults } = source
  if (faults.length > 0)
    return {
      policy: {},
      unknownWaivers: [],
      faults: faults.map(
        ({ message, line = 1, column = 1 }) =>
          new Fault('BAD_CONFIG', `the policy is not YAML: ${message}`, { file, line, column }),
      ),
    }
  const [document, another] = documents
  if (document === undefined) return { policy: {}, faults: [], unknownWaivers: [] }
  const version = (document.value as Checked)?.['kubernetes-version']
  const kubernetes = typeof version === 'string' ? await minorOf(version) : undefined
  const faultAt = (spot: Spot, message: string): Fault =>
    new Fault('BAD_CONFIG', message, { file, ...source.locate(spot).start })
  const mistakes = [
    ...mistakesIn(document.value, { source, rules, kubernetes, now }).map(mistake =>
      faultAt([0, ...mistake.path], asWritten(mistake, source)),
    ),
    ...source.duplicates([0]).map(({ key, at }) => faultAt(at, `duplicate key \`${key}\`: keep one of them`)),
    ...(another ? [faultAt({ span: [another.start, another.start] }, 'expected one document, found several')] : []),
  ]
  const unknownWaivers = unknownWaiversIn(document.value, source, rules)
  if (mistakes.length > 0) return { policy: {}, faults: mistakes.toSorted(byPlace), unknownWaivers }
  return { policy: policyOf(document.value, source, rules, kubernetes), faults: [], unknownWaivers }
}

/** YAML reads `1.30` as 1.3: the message shows the text of the file. */
function asWritten({ path, message, read }: Mistake, source: YamlSource): string {
  const written = /:\s+(\S+)$/.exec(source.locate([0, ...path]).text)?.[1]
  return read === undefined || written === undefined ? message : message.replace(`\`${read}\``, () => `\`${written}\``)
}

/** What a policy is checked with. */
interface Reading {
  readonly source: YamlSource
  readonly rules: RuleSet
  readonly kubernetes: number | undefined
  readonly now: Date
}

/** What the shape cannot say is looked at when the shape is right. */
function mistakesIn(value: unknown, { source, rules, kubernetes, now }: Reading): readonly Mistake[] {
  const misshapen = shapeMistakes(value, POLICY_SHAPE, rules)
  const isWrong = ([key]: Path): boolean => misshapen.some(({ path }) => path[0] === key)
  const mistakes = [...misshapen, ...termMistakes(value, isWrong, now)]
  if (mistakes.length > 0) return mistakes
  const json = value as Checked
  const lineOf = (path: Path): number => source.locate([0, ...path]).start.line
  return [
    ...contradictions(json.rules ?? {}, lineOf, rules),
    ...optionMistakes(json.rules ?? {}, rules),
    ...versionMistakes(json['kubernetes-version'], kubernetes),
  ]
}

const byPlace = (a: Fault, b: Fault): number => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)

function policyOf(json: Checked, source: YamlSource, rules: RuleSet, kubernetes: number | undefined): PolicyFile {
  return {
    ...(json['fail-on'] !== undefined && { failOn: json['fail-on'] }),
    ...(json.profile !== undefined && { profile: json.profile }),
    ...(json.framework !== undefined && { frameworks: [...new Set([json.framework].flat())] }),
    ...(kubernetes !== undefined && { kubernetes }),
    ...(json.image && { image: imageOf(json.image) }),
    ...(json.rules && { rules: settingsOf(json.rules, rules) }),
    ...(json.paths && { paths: json.paths }),
    ...(json['ignored-settings'] && { ignoredSettings: json['ignored-settings'] }),
    ...(json.charts && { charts: json.charts }),
    ...(json.overlays && { overlays: json.overlays }),
    ...(json.images && { images: buildsOf(json.images) }),
    ...(json['trusted-registries'] && { trustedRegistries: json['trusted-registries'] }),
    ...(json['only-new'] !== undefined && { onlyNew: json['only-new'] }),
    ...(json.baseline !== undefined && { baseline: json.baseline }),
    ...(json['waiver-rules'] && { waiverRules: waiverRulesOf(json['waiver-rules']) }),
    ...(json.waivers && { waivers: waiversIn(json.waivers, source) }),
  }
}

const buildsOf = (json: Readonly<Record<string, Checked>>): readonly Build[] =>
  Object.entries(json).map(([image, by]) => (typeof by === 'string' ? { image, dockerfile: by } : { image, ...by }))

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
function settingsOf(json: Record<string, Checked>, rules: RuleSet): ReadonlyMap<string, RuleSetting> {
  const entries = Object.entries(json)
  const ours = entries.filter(([word]) => isOurs(word, rules))
  return new Map(
    [...entries.filter(([word]) => !isOurs(word, rules)), ...ours].flatMap(([word, setting]) =>
      rules.resolve(word).map(id => [id, settingOf(setting)] as const),
    ),
  )
}

const isOurs = (word: string, rules: RuleSet): boolean => rules.has(word.toLowerCase())

/** Two ids of other tools, or two spellings of ours, that ask for different things of one rule: neither beats the other. */
function contradictions(
  json: Record<string, Checked>,
  lineOf: (path: Path) => number,
  rules: RuleSet,
): readonly Mistake[] {
  const words = Object.keys(json)
  const ours = new Set(words.filter(word => isOurs(word, rules)).map(word => word.toLowerCase()))
  const first = new Map<string, string>()
  return words.flatMap(word => {
    const ids = rules.resolve(word).filter(id => isOurs(word, rules) || !ours.has(id))
    const id = ids.find(id => first.has(id) && !isSame(json[word], json[first.get(id)!]))
    const other = id === undefined ? '' : first.get(id)!
    for (const id of ids) if (!first.has(id)) first.set(id, word)
    if (id === undefined) return []
    const wayOut = isOurs(word, rules) ? '' : `, or name \`${id}\` itself`
    const message = `\`${word}\` and \`${other}\` of line ${lineOf(['rules', other])} conflict on \`${id}\`: keep one of them${wayOut}`
    return [{ path: ['rules', word], message }]
  })
}

const isSame = (a: Checked, b: Checked): boolean => JSON.stringify(settingOf(a)) === JSON.stringify(settingOf(b))

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

/** Options have the names and the types of the rule's defaults. */
function optionMistakes(json: Record<string, Checked>, rules: RuleSet): readonly Mistake[] {
  return Object.entries(json).flatMap(([word, setting]) =>
    Object.entries(setting?.options ?? {}).flatMap(([option, value]): readonly Mistake[] => {
      const message = optionMistake(word, option, value, rules)
      return message === undefined ? [] : [{ path: ['rules', word, 'options', option], message }]
    }),
  )
}

function optionMistake(word: string, option: string, value: unknown, rules: RuleSet): string | undefined {
  const all = rules.resolve(word).map(id => rules.get(id)?.options ?? {})
  const known = all.flatMap(options => Object.keys(options))
  const defaults = all.find(options => Object.hasOwn(options, option))
  if (defaults === undefined) {
    const expected =
      known.length === 0
        ? 'none'
        : listed(
            known.map(one => `\`${one}\``),
            'or',
          )
    return `unknown option \`${option}\` of \`${word}\`; expected ${expected}${didYouMean(option, known)}`
  }
  const usual = defaults[option]
  if (fits(value, usual)) return undefined
  const kind = Array.isArray(usual) ? 'a list' : KINDS[typeof usual]
  return invalidValue(option, JSON.stringify(value), `${kind} (default \`${JSON.stringify(usual)}\`)`)
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

function versionMistakes(version: unknown, kubernetes: number | undefined): readonly Mistake[] {
  const message = typeof version === 'string' ? versionTrouble(version, kubernetes) : undefined
  return message === undefined ? [] : [{ path: ['kubernetes-version'], message }]
}
