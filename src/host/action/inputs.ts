import { invalidValue, oneOf } from '../../core/choice.ts'
import { Fault } from '../../core/fault.ts'
import { didYouMean, listed } from '../../core/text.ts'

/** The keys of `with:`, as action.yml declares them. */
export const INPUTS = [
  'path',
  'reports',
  'fail-on',
  'profile',
  'config',
  'kubernetes-version',
  'comment',
  'annotations',
  'upload-sarif',
  'pr-number',
  'token',
  'leg',
  'check-run',
] as const
type Input = (typeof INPUTS)[number]

const COMMENT_MODES = ['auto', 'always', 'on-failure', 'never'] as const
export type CommentMode = (typeof COMMENT_MODES)[number]

export interface Inputs {
  readonly paths: readonly string[]
  readonly reports: readonly string[]
  readonly failOn?: string
  readonly profile?: string
  readonly kubernetes?: string
  readonly config?: string
  readonly comment: CommentMode
  /** 0 to 10, per level. */
  readonly annotations: number
  readonly uploadSarif: boolean
  readonly pullRequest?: number
  readonly token?: string
  /** Tells the legs of a matrix apart: its values, or empty. */
  readonly leg: string
  readonly checkRun?: string
}

export type Environment = Readonly<Record<string, string | undefined>>

/** What it takes to tell that something is wrong with the rest of them. */
export type Contact = Pick<Inputs, 'comment' | 'pullRequest' | 'token' | 'leg' | 'checkRun'>

/** Reads `with:` from INPUT_*. @throws Fault BAD_INPUT for a key or a value that is not known: a typo must not cost the gate. */
export function readInputs(env: Environment): Inputs {
  refuseUnknown(env)
  const get = getter(env)
  return {
    ...readContact(env),
    paths: linesOf(get('path')),
    reports: linesOf(get('reports')),
    ...optional('failOn', get('fail-on')),
    ...optional('profile', get('profile')),
    ...optional('kubernetes', get('kubernetes-version')),
    ...optional('config', get('config')),
    comment: oneOf('comment', get('comment') ?? 'auto', COMMENT_MODES),
    annotations: numberOf('annotations', get('annotations') ?? '10', 0, 10),
    uploadSarif: oneOf('upload-sarif', get('upload-sarif') ?? 'false', ['true', 'false']) === 'true',
    ...(get('pr-number') !== undefined && { pullRequest: numberOf('pr-number', get('pr-number')!, 1, 2 ** 31) }),
  }
}

/** The same without a complaint, for a run that could not begin: what is not well said is as if it were not there. */
export function readContact(env: Environment): Contact {
  const get = getter(env)
  const number = Number(get('pr-number'))
  return {
    comment: COMMENT_MODES.find(mode => mode === get('comment')?.toLowerCase()) ?? 'auto',
    ...(Number.isInteger(number) && number > 0 && { pullRequest: number }),
    ...optional('token', get('token')),
    leg: get('leg') === 'null' ? '' : (get('leg') ?? ''),
    ...optional('checkRun', get('check-run')),
  }
}

const getter =
  (env: Environment) =>
  (name: Input): string | undefined =>
    env[`INPUT_${name.toUpperCase()}`]?.trim() || undefined

const optional = <Key extends string>(key: Key, value: string | undefined): { [K in Key]?: string } =>
  (value === undefined ? {} : { [key]: value }) as { [K in Key]?: string }

/** The runner passes on keys that action.yml does not know, with no more than a warning: here they are errors. */
function refuseUnknown(env: Environment): void {
  const known = new Set<string>(INPUTS)
  const unknown = Object.keys(env)
    .filter(name => name.startsWith('INPUT_') && name.length > 'INPUT_'.length)
    .map(name => name.slice('INPUT_'.length).toLowerCase())
    .filter(name => !known.has(name))
  if (unknown.length === 0) return
  const names = listed(unknown.map(name => `\`${name}\``))
  const expected = listed(INPUTS.slice(0, -2), 'or')
  const hints = unknown.map(name => didYouMean(name, INPUTS)).join('')
  throw new Fault(
    'BAD_INPUT',
    `unknown ${unknown.length === 1 ? 'input' : 'inputs'} ${names}; expected ${expected}${hints}`,
  )
}

const linesOf = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')

function numberOf(name: Input, value: string, least: number, most: number): number {
  const number = Number(value)
  if (Number.isInteger(number) && number >= least && number <= most) return number
  throw new Fault('BAD_INPUT', invalidValue(name, value, `a whole number from ${least} to ${most}`))
}
