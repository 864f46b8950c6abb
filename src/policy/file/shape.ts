import { globTrouble } from '../../core/glob.ts'
import type { Path } from '../../core/location.ts'
import { didYouMean, listed } from '../../core/text.ts'
import type { RuleSet } from '../../rules/set.ts'

/** The part of JSON Schema (draft 7) that describes a policy file; editors get it as it stands. */
export interface Shape {
  readonly description?: string
  readonly type?: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object'
  readonly enum?: readonly (string | boolean)[]
  readonly properties?: Readonly<Record<string, Shape>>
  /** `false`: other keys are errors. */
  readonly additionalProperties?: false | Shape
  readonly propertyNames?: Shape
  readonly required?: readonly string[]
  readonly items?: Shape
  readonly anyOf?: readonly Shape[]
  /** Of a text. */
  readonly minLength?: 1
  readonly minimum?: number
  readonly maximum?: number
  readonly default?: unknown
  /** `date`, `glob`, `rule` (an id of ours or of a peer), and `rule-or-code`, which only findings can tell. */
  readonly format?: 'date' | 'glob' | 'rule' | 'rule-or-code'
}

/** Something in a policy that is not as it must be. */
export interface Mistake {
  readonly path: Path
  readonly message: string
  /** How the message shows the value, where its author may have written it otherwise: `1.3` for 1.30. */
  readonly read?: string
}

/** All mistakes, in the order of the text: what was found, what was possible, and what may have been meant. */
export function mistakesIn(value: unknown, shape: Shape, rules: RuleSet, path: Path = []): readonly Mistake[] {
  const wrong = (message: string): readonly Mistake[] => [{ path, message: `${nameOf(path)} ${message}` }]
  if (shape.anyOf) return inAnyOf(value, shape.anyOf, rules, path)
  if (shape.enum) return inEnum(value, shape.enum, wrong)
  if (shape.type !== undefined && typeOf(value, shape.type) !== shape.type) {
    if (!isUnquoted(value, shape)) return wrong(`is ${shown(value)}: it takes ${wanted(shape)}`)
    const [mistake] = wrong(`is ${shown(value)}: it takes ${wanted(shape)}, in quotes`)
    return [{ ...mistake!, read: shown(value) }]
  }
  if (typeof value === 'string') return inText(value, shape, rules, wrong)
  if (typeof value === 'number') return inRange(value, shape, wrong)
  if (Array.isArray(value))
    return value.flatMap((item, index) => mistakesIn(item, shape.items ?? {}, rules, [...path, index]))
  if (value !== null && typeof value === 'object') return inObject(value as Record<string, unknown>, shape, rules, path)
  return []
}

type Wrong = (message: string) => readonly Mistake[]

const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

const nameOf = (path: Path): string => (path.length === 0 ? 'the policy' : `\`${path.map(String).join('.')}\``)

function typeOf(value: unknown, asked?: string): string {
  if (value === null || value === undefined) return 'empty'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number' && asked === 'integer' && Number.isInteger(value)) return 'integer'
  return typeof value
}

const NAMES: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a map',
  string: 'a text',
  empty: 'empty',
  integer: 'a whole number',
}

const article = (type: string): string => NAMES[type] ?? `a ${type}`

/** What stands there: a word or a number as it is, anything larger by its kind. */
const shown = (value: unknown): string =>
  value === null || typeof value === 'object' ? article(typeOf(value)) : `\`${String(value)}\``

/** `1.30` without quotes is the number 1.3. */
const isUnquoted = (value: unknown, { type }: Shape): boolean =>
  type === 'string' && (typeof value === 'number' || typeof value === 'boolean')

/** What a shape takes, in words. */
function wanted(shape: Shape): string {
  if (shape.anyOf) return shape.anyOf.map(wanted).join(', or ')
  if (shape.enum) return listed(wordsOf(shape.enum), 'or')
  if (shape.type === 'array')
    return `a list of ${wanted(shape.items ?? {})
      .replace(/^an? /, '')
      .replace(/^(text|map)/, '$1s')}`
  if (shape.type === 'object' && shape.properties) return `a map of ${listed(Object.keys(shape.properties), 'and')}`
  if (shape.type === 'boolean') return 'true or false'
  return article(shape.type ?? 'value')
}

/** Told against the branch that has the type of the value; otherwise what all of them take. */
function inAnyOf(value: unknown, branches: readonly Shape[], rules: RuleSet, path: Path): readonly Mistake[] {
  const tried = branches.map(branch => mistakesIn(value, branch, rules, path))
  const best = tried.find(mistakes => mistakes.length === 0)
  if (best) return best
  const same = branches.findIndex(branch => (branch.type ?? typeof branch.enum?.[0]) === typeOf(value))
  if (same >= 0) return tried[same]!
  return [{ path, message: `${nameOf(path)} is ${shown(value)}: it takes ${branches.map(wanted).join(', or ')}` }]
}

function inEnum(value: unknown, words: readonly (string | boolean)[], wrong: Wrong): readonly Mistake[] {
  if (words.some(word => word === value)) return []
  const known = wordsOf(words)
  return wrong(`is ${shown(value)}: it takes ${listed(known, 'or')}${didYouMean(String(value), known)}`)
}

/** `false` is only how YAML reads a bare `off`: nobody needs to hear of it. */
const wordsOf = (words: readonly (string | boolean)[]): readonly string[] =>
  words.filter(word => typeof word === 'string')

function inRange(value: number, { minimum, maximum }: Shape, wrong: Wrong): readonly Mistake[] {
  if (!Number.isFinite(value)) return wrong('is no number that can be compared')
  if (minimum !== undefined && value < minimum) return wrong(`is ${value}: the least is ${minimum}`)
  if (maximum !== undefined && value > maximum) return wrong(`is ${value}: the most is ${maximum}`)
  return []
}

function inText(value: string, { format, minLength }: Shape, rules: RuleSet, wrong: Wrong): readonly Mistake[] {
  if (minLength !== undefined && value.trim() === '') return wrong('is empty')
  if (format === undefined || format === 'rule-or-code') return []
  if (format === 'glob') {
    const trouble = globTrouble(value)
    return trouble === undefined ? [] : wrong(trouble)
  }
  if (format === 'date') return isDate(value) ? [] : wrong(`is \`${value}\`: it takes a date like 2026-12-31`)
  if (rules.resolve(value).length > 0) return []
  return wrong(`names \`${value}\`, which is no rule of ours or of another tool${didYouMean(value, rules.names)}`)
}

/** A day that exists: 2026-02-30 does not. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

function inObject(value: Record<string, unknown>, shape: Shape, rules: RuleSet, path: Path): readonly Mistake[] {
  const { properties = {}, additionalProperties, propertyNames, required = [] } = shape
  const missing = required
    .filter(key => !Object.hasOwn(value, key))
    .map(key => ({
      path,
      message: `${nameOf(path)} has no \`${key}\`${properties[key]?.description ? `. Add it: ${lowered(properties[key].description)}` : ', which is required'}`,
    }))
  const inside = Object.entries(value).flatMap(([key, item]): readonly Mistake[] => {
    const here = [...path, key]
    if (Object.hasOwn(properties, key)) return mistakesIn(item, properties[key]!, rules, here)
    if (additionalProperties === false) return [{ path: here, message: unknownKey(key, Object.keys(properties)) }]
    const named = propertyNames ? mistakesIn(key, propertyNames, rules, here) : []
    return named.length > 0 ? named : mistakesIn(item, additionalProperties ?? {}, rules, here)
  })
  return [...missing, ...inside]
}

/** Keys that are agreed on and come with a later version: told apart from slips of the pen. */
const LATER = new Set(['only-new', 'fixable-grace', 'trusted-registries', 'extends'])

function unknownKey(key: string, known: readonly string[]): string {
  if (LATER.has(key)) return `\`${key}\` is not supported by this version: take it out, it would have no effect`
  const told = didYouMean(key, known) || '.'
  return `unknown key \`${key}\`${told} Known are ${listed(known.map(one => `\`${one}\``))}`
}
