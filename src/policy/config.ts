import { Fault } from '../core/fault.ts'
import type { Path } from '../core/location.ts'
import type { Severity } from '../core/severity.ts'
import { didYouMean, listed } from '../core/text.ts'
import { rules } from '../rules/index.ts'
import type { YamlSource } from '../yaml/source.ts'
import { resolveRule } from './names.ts'
import { minorOf } from './overrides.ts'
import type { ImagePolicy, PolicyFile, RuleSetting } from './policy.ts'
import { POLICY_SHAPE } from './schema.ts'
import { type Mistake, mistakesIn } from './shape.ts'
import type { WaiverNote } from './verdict.ts'

export interface ReadPolicy {
  readonly policy: PolicyFile
  /** All of them, each with its place; a policy with a fault is not in force as its author meant it. */
  readonly faults: readonly Fault[]
}

// biome-ignore lint/suspicious/noExplicitAny: checked against POLICY_SHAPE before anything is read from it.
type Checked = any

/** Reads a policy file. What is well-formed in it counts, and every mistake is told. */
export function readPolicy(source: YamlSource): ReadPolicy {
  const { file, documents, faults } = source
  if (faults.length > 0)
    return {
      policy: {},
      faults: faults.map(
        fault => new Fault('BAD_CONFIG', `the policy is not YAML: ${fault.message}`, fault as { file?: string }),
      ),
    }
  const [document, another] = documents
  if (document === undefined) return { policy: {}, faults: [] }
  const placed = ({ path, message }: Mistake): Fault => {
    const { line, column } = source.locate([0, ...path]).start
    return new Fault('BAD_CONFIG', message, { file, line, column })
  }
  const mistakes: Mistake[] = [
    ...mistakesIn(document.value, POLICY_SHAPE),
    ...document.duplicates.map(({ path }) => ({
      path,
      message: `\`${path.at(-1)}\` stands there twice: keep one of them`,
    })),
    ...(another ? [{ path: [], message: 'a policy is one document, and here are several' }] : []),
  ]
  if (mistakes.length > 0) return { policy: {}, faults: mistakes.map(placed) }
  const json: Checked = document.value
  const wrong = [...optionMistakes(json.rules ?? {}), ...versionMistakes(json['kubernetes-version'])]
  return { policy: policyOf(json, source), faults: wrong.map(placed) }
}

function policyOf(json: Checked, source: YamlSource): PolicyFile {
  const version = json['kubernetes-version']
  return {
    ...(json['fail-on'] !== undefined && { failOn: json['fail-on'] }),
    ...(json.profile !== undefined && { profile: json.profile }),
    ...(version !== undefined && minorOf(version) !== undefined && { kubernetes: minorOf(version)! }),
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

function settingsOf(json: Record<string, Checked>): ReadonlyMap<string, RuleSetting> {
  return new Map(
    Object.entries(json).flatMap(([word, setting]) => resolveRule(word).map(id => [id, settingOf(setting)] as const)),
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
      const path = ['rules', word, 'options', option]
      const [defaults] = resolveRule(word).map(id => rules.get(id)?.options ?? {})
      if (defaults === undefined || !Object.hasOwn(defaults, option)) {
        const known = Object.keys(defaults ?? {})
        const told = known.length === 0 ? 'it has none' : `it has ${listed(known.map(one => `\`${one}\``))}`
        return [{ path, message: `\`${word}\` has no option \`${option}\`${didYouMean(option, known)}: ${told}` }]
      }
      if (kindOf(value) === kindOf(defaults[option])) return []
      return [
        {
          path,
          message: `\`${option}\` takes a ${kindOf(defaults[option])} like \`${JSON.stringify(defaults[option])}\``,
        },
      ]
    }),
  )
}

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'list' : value === null ? 'value' : typeof value)

const versionMistakes = (version: unknown): readonly Mistake[] =>
  typeof version === 'string' && minorOf(version) === undefined
    ? [
        {
          path: ['kubernetes-version'],
          message: `\`kubernetes-version\` is \`${version}\`: it takes a version like "1.34"`,
        },
      ]
    : []
