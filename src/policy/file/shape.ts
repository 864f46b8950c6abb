import { invalidChoice, invalidValue } from '../../core/choice.ts'
import { globTrouble } from '../../core/glob.ts'
import type { Path } from '../../core/location.ts'
import { didYouMean, listed } from '../../core/text.ts'
import { parseImageName } from '../../docker/image-name.ts'
import type { RuleSet } from '../../rules/set.ts'
import { isDay } from '../days.ts'
import { unknownRule } from '../names.ts'

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
  /** What to paste where it is missing: every required key has one. */
  readonly examples?: readonly [string]
  /** `date`, `glob`, `image`, `rule` (an id of ours or of a peer), and `rule-or-code`, which only findings can tell. */
  readonly format?: 'date' | 'glob' | 'image' | 'rule' | 'rule-or-code'
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
  if (shape.anyOf) return inAnyOf(value, shape.anyOf, rules, path)
  if (shape.enum) return inEnum(value, shape.enum, path)
  if (shape.type !== undefined && typeOf(value, shape.type) !== shape.type) {
    if (!isUnquoted(value, shape)) return [{ path, message: unexpected(path, value, describe(shape)) }]
    return [{ path, message: unexpected(path, value, `${describe(shape)}, in quotes`), read: display(value) }]
  }
  if (typeof value === 'string') return inText(value, shape, rules, path)
  if (typeof value === 'number') return inRange(value, shape, path)
  if (Array.isArray(value))
    return value.flatMap((item, index) => mistakesIn(item, shape.items ?? {}, rules, [...path, index]))
  if (value !== null && typeof value === 'object') return inObject(value as Record<string, unknown>, shape, rules, path)
  return []
}

const keyOf = (path: Path): string => path.map(String).join('.')

const nameOf = (path: Path): string => (path.length === 0 ? 'the policy' : `\`${keyOf(path)}\``)

/** Found against expected, for a value of the wrong kind. */
const unexpected = (path: Path, value: unknown, expected: string): string =>
  path.length === 0 || value === null || typeof value === 'object'
    ? `${nameOf(path)} is ${isKind(value) ? display(value) : `\`${display(value)}\``}; expected ${expected}`
    : invalidValue(keyOf(path), display(value), expected)

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

const isKind = (value: unknown): boolean => value === null || typeof value === 'object'

/** What stands there: a word or a number as it is, anything larger by its kind. */
const display = (value: unknown): string => (isKind(value) ? article(typeOf(value)) : String(value))

/** `1.30` without quotes is the number 1.3. */
const isUnquoted = (value: unknown, { type }: Shape): boolean =>
  type === 'string' && (typeof value === 'number' || typeof value === 'boolean')

/** What a shape takes, in words. */
function describe(shape: Shape): string {
  if (shape.anyOf) return shape.anyOf.map(describe).join(', or ')
  if (shape.enum) return listed(wordsOf(shape.enum), 'or')
  if (shape.type === 'array')
    return `a list of ${describe(shape.items ?? {})
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
  return [{ path, message: unexpected(path, value, branches.map(describe).join(', or ')) }]
}

function inEnum(value: unknown, words: readonly (string | boolean)[], path: Path): readonly Mistake[] {
  if (words.some(word => word === value)) return []
  const known = wordsOf(words)
  const message =
    typeof value === 'string' ? invalidChoice(keyOf(path), value, known) : unexpected(path, value, listed(known, 'or'))
  return [{ path, message }]
}

/** `false` is only how YAML reads a bare `off`: messages omit it. */
const wordsOf = (words: readonly (string | boolean)[]): readonly string[] =>
  words.filter(word => typeof word === 'string')

function inRange(value: number, { minimum, maximum }: Shape, path: Path): readonly Mistake[] {
  if (value >= (minimum ?? Number.NEGATIVE_INFINITY) && value <= (maximum ?? Number.MAX_VALUE)) return []
  const range = maximum === undefined ? `${minimum} or more` : `a number from ${minimum} to ${maximum}`
  return [{ path, message: unexpected(path, value, range) }]
}

function inText(value: string, shape: Shape, rules: RuleSet, path: Path): readonly Mistake[] {
  const message = textTrouble(value, shape, rules, path)
  return message === undefined ? [] : [{ path, message }]
}

function textTrouble(value: string, { format, minLength }: Shape, rules: RuleSet, path: Path): string | undefined {
  if (minLength !== undefined && value.trim() === '') return `${nameOf(path)} is empty`
  if (format === 'glob') {
    const trouble = globTrouble(value)
    return trouble === undefined ? undefined : `${nameOf(path)} ${trouble}`
  }
  if (format === 'date' && !isDay(value)) return unexpected(path, value, 'a date like 2026-12-31')
  if (format === 'image' && parseImageName(value) === undefined)
    return `\`${value}\` is not the name of an image; expected one like \`ghcr.io/acme/api\``
  if (format !== 'rule' || rules.resolve(value).length > 0) return undefined
  return unknownRule(value, rules)
}

function inObject(value: Record<string, unknown>, shape: Shape, rules: RuleSet, path: Path): readonly Mistake[] {
  const { properties = {}, additionalProperties, propertyNames, required = [] } = shape
  const missing = required
    .filter(key => !Object.hasOwn(value, key))
    .map(key => ({ path, message: missingKey(path, key, properties[key]!.examples![0]) }))
  const inside = Object.entries(value).flatMap(([key, item]): readonly Mistake[] => {
    const here = [...path, key]
    if (Object.hasOwn(properties, key)) return mistakesIn(item, properties[key]!, rules, here)
    if (additionalProperties === false) return [{ path: here, message: unknownKey(key, Object.keys(properties)) }]
    const named = propertyNames ? mistakesIn(key, propertyNames, rules, here) : []
    return named.length > 0 ? named : mistakesIn(item, additionalProperties ?? {}, rules, here)
  })
  return [...missing, ...inside]
}

/** A key that is not there, and what to paste. */
export const missingKey = (path: Path, key: string, example: string, otherwise = ''): string =>
  `${nameOf(path)} has no \`${key}\`. Add it, as in \`${key}: ${example}\`${otherwise}`

/** Keys that are agreed on and come with a later version: distinguished from typos. */
const LATER = new Set(['fixable-grace', 'extends'])

function unknownKey(key: string, known: readonly string[]): string {
  if (LATER.has(key)) return `\`${key}\` is not supported by this version: remove it`
  return `unknown key \`${key}\`; expected ${listed(
    known.map(one => `\`${one}\``),
    'or',
  )}${didYouMean(key, known)}`
}
