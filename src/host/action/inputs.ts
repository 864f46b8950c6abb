import { invalidValue, oneOf } from '../../core/choice.ts'
import { Fault } from '../../core/fault.ts'
import { listed, nearest } from '../../core/text.ts'

/** The keys of `with:`, as action.yml declares them. */
export const INPUTS = [
  'path',
  'reports',
  'fail-on',
  'profile',
  'framework',
  'only-new',
  'baseline',
  'base-reports',
  'config',
  'kubernetes-version',
  'only-rules',
  'skip-rules',
  'exclude',
  'ignore-unknown',
  'comment',
  'annotations',
  'upload-sarif',
  'pr-number',
  'token',
  'leg',
  'check-run',
] as const
type Input = (typeof INPUTS)[number]

const PREFIX = 'INPUT_'

const COMMENT_MODES = ['auto', 'always', 'on-findings', 'on-failure', 'never'] as const
export type CommentMode = (typeof COMMENT_MODES)[number]

export interface Inputs {
  readonly paths: readonly string[]
  readonly reports: readonly string[]
  readonly failOn?: string
  readonly profile?: string
  readonly frameworks: readonly string[]
  readonly kubernetes?: string
  readonly onlyNew?: string
  readonly baseline?: string
  readonly baseReports: readonly string[]
  readonly config?: string
  readonly only: readonly string[]
  readonly skip: readonly string[]
  readonly exclude: readonly string[]
  readonly ignoreUnknown: boolean
  readonly comment: CommentMode
  /** 0 to 10, per level. */
  readonly annotations: number
  readonly uploadSarif: boolean
  readonly pullRequest?: number
  readonly token?: string
  /** Tells the legs of a matrix apart: its values, or empty. */
  readonly leg: string
  readonly checkRun?: string
  /** Variables that look like inputs and belong to other programs: `INPUT_VERSION`, from the `env:` of a job. */
  readonly unrelated: readonly string[]
}

export type Environment = Readonly<Record<string, string | undefined>>

/** What it takes to tell that something is wrong with the rest of them. */
export type Contact = Pick<Inputs, 'comment' | 'pullRequest' | 'token' | 'leg' | 'checkRun' | 'unrelated'>

/** Reads `with:` from INPUT_*. @throws Fault BAD_INPUT for a misspelt key or an unknown value: a typo must not cost the gate. */
export function readInputs(env: Environment): Inputs {
  refuseMisspelt(env)
  const get = getter(env)
  return {
    ...readContact(env),
    paths: linesOf(get('path')),
    reports: linesOf(get('reports')),
    ...optional('failOn', get('fail-on')),
    ...optional('profile', get('profile')),
    frameworks: linesOf(get('framework')),
    ...optional('kubernetes', get('kubernetes-version')),
    ...optional('onlyNew', get('only-new')),
    ...optional('baseline', get('baseline')),
    baseReports: linesOf(get('base-reports')),
    ...optional('config', get('config')),
    only: linesOf(get('only-rules')),
    skip: linesOf(get('skip-rules')),
    exclude: linesOf(get('exclude')),
    ignoreUnknown: isTrue('ignore-unknown', get('ignore-unknown')),
    comment: oneOf('comment', get('comment') ?? 'auto', COMMENT_MODES),
    annotations: numberOf('annotations', get('annotations') ?? '10', 0, 10),
    uploadSarif: isTrue('upload-sarif', get('upload-sarif')),
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
    unrelated: unknownIn(env)
      .filter(({ meant }) => meant === undefined)
      .map(({ variable }) => variable),
  }
}

const getter =
  (env: Environment) =>
  (name: Input): string | undefined =>
    env[`${PREFIX}${name.toUpperCase()}`]?.trim() || undefined

const optional = <Key extends string>(key: Key, value: string | undefined): { [K in Key]?: string } =>
  (value === undefined ? {} : { [key]: value }) as { [K in Key]?: string }

/** The runner passes on keys that action.yml does not know, with no more than a warning: misspelt ones are errors here. */
function refuseMisspelt(env: Environment): void {
  const misspelt = unknownIn(env).filter(({ meant }) => meant !== undefined)
  if (misspelt.length === 0) return
  const names = listed(misspelt.map(({ name }) => `\`${name}\``))
  const expected = listed(INPUTS.slice(0, -2), 'or')
  const hints = misspelt.map(({ meant }) => `. Did you mean \`${meant}\`?`).join('')
  throw new Fault(
    'BAD_INPUT',
    `unknown ${misspelt.length === 1 ? 'input' : 'inputs'} ${names}; expected ${expected}${hints}`,
  )
}

interface Unknown {
  readonly variable: string
  /** As a key of `with:`. */
  readonly name: string
  /** The key that it resembles. */
  readonly meant: string | undefined
}

function unknownIn(env: Environment): readonly Unknown[] {
  const known = new Set<string>(INPUTS)
  return Object.keys(env)
    .filter(variable => variable.startsWith(PREFIX) && variable.length > PREFIX.length)
    .map(variable => ({ variable, name: variable.slice(PREFIX.length).toLowerCase() }))
    .filter(({ name }) => !known.has(name))
    .map(unknown => ({ ...unknown, meant: meantBy(unknown.name) }))
}

/** `fail-on-severity` continues a key of ours: variables of other programs have no hyphens. */
const meantBy = (name: string): string | undefined =>
  INPUTS.find(input => name.startsWith(`${input}-`)) ?? nearest(name, INPUTS)

const linesOf = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')

const isTrue = (name: Input, value = 'false'): boolean => oneOf(name, value, ['true', 'false']) === 'true'

function numberOf(name: Input, value: string, least: number, most: number): number {
  const number = Number(value)
  if (Number.isInteger(number) && number >= least && number <= most) return number
  throw new Fault('BAD_INPUT', invalidValue(name, value, `a whole number from ${least} to ${most}`))
}
