import { groupBy } from '../core/group.ts'
import type { Spanned } from '../core/location.ts'
import { partitionPoint } from '../core/search.ts'
import type { Instruction, Pair, Run, ShellCommand, Stage, Word } from './ast.ts'
import { type Environment, expand } from './expand.ts'
import { GlobalArgs } from './global-args.ts'
import { basesFirst } from './in-force.ts'

/** One `name=value` of an ENV or an ARG. */
export interface Setting {
  readonly by: 'ENV' | 'ARG'
  readonly pair: Pair
  /** With its variables put in, as far as they are known; `undefined` for an ARG that nothing in the file gives a value. */
  readonly value: string | undefined
  /** An ARG, or made of one: whoever builds may choose another value. */
  readonly isChosen: boolean
}

/** A setting, and when it comes: the offset of its text, and behind all instructions of the stage for a trigger. */
interface Step extends Setting {
  readonly order: number
}

/** Triggers of ONBUILD run in what is built from their stage, after all that stands in it; no file is so long. */
const TRIGGERED = 2 ** 31
/** How far back a variable is looked for: nobody builds stages upon so many others. */
const MOST_STAGES = 100
/** No value is longer, in UTF-16 units: a hostile file would double it with each line. */
const LONGEST_VALUE = 1000

/** What the instructions of a stage set; the values are worked out once, in the order of the build. */
class Body {
  readonly globals: GlobalArgs
  readonly #stage: Stage | undefined
  readonly #steps = { ENV: new Map<string, Step[]>(), ARG: new Map<string, Step[]>() }
  #bases: readonly Body[] | undefined

  /** A piece of a Dockerfile without a FROM has no stage. The bodies of all that the stage is built from are there. */
  constructor(instructions: readonly Instruction[], stage: Stage | undefined) {
    this.globals = stage?.globals ?? new GlobalArgs('\\')
    this.#stage = stage
    for (const one of instructions) this.#add(one, 0)
    for (const one of instructions) if (one.is === 'ONBUILD') this.#add(one.trigger, TRIGGERED)
  }

  /** All values of an ENV are expanded before any is set, those of an ARG one after the other. */
  #add(one: Instruction, offset: number): void {
    if (one.is !== 'ENV' && one.is !== 'ARG') return
    for (const pair of one.pairs) {
      const order = offset + pair.span[0]
      const before = new Variables(this, one.is === 'ENV' ? offset + one.span[0] : order)
      const steps = this.#steps[one.is]
      const earlier = steps.get(pair.key.value)
      const step = { ...this.#setting(one.is, pair, before), order }
      if (earlier) earlier.push(step)
      else steps.set(pair.key.value, [step])
    }
  }

  #setting(by: Setting['by'], pair: Pair, before: Variables): Setting {
    const name = pair.key.value
    const value = pair.value ? before.expand(pair.value, true) : (this.globals.get(name) ?? before.get(name))
    const isChosen = by === 'ARG' || pair.value?.variables.some(used => before.whereSet(used)?.isChosen) === true
    return { by, pair, isChosen, value: value !== undefined && value.length > LONGEST_VALUE ? undefined : value }
  }

  /** The bodies it is built upon, nearest first; one more than MOST_STAGES when there are others. */
  get bases(): readonly Body[] {
    if (this.#bases) return this.#bases
    const stages = new Set(this.#stage?.from.bases)
    for (const { from } of stages) {
      if (stages.size > MOST_STAGES) break
      for (const base of from.bases) stages.add(base)
    }
    this.#bases = [...stages].map(({ body }) => bodies.get(body)!)
    return this.#bases
  }

  names(until: number): readonly string[] {
    const first = [...this.#steps.ENV, ...this.#steps.ARG]
      .flatMap(([name, [step]]) => (step!.order < until ? { name, order: step!.order } : []))
      .sort((a, b) => a.order - b.order)
    return [...new Set(first.map(({ name }) => name))]
  }

  last(by: Setting['by'], name: string, until: number): Setting | undefined {
    const steps = this.#steps[by].get(name)
    return steps?.[partitionPoint(steps.length, i => steps[i]!.order < until) - 1]
  }
}

/**
 * The variables that the builder knows at one place. ENV goes before ARG, whichever comes last (Dockerfile reference,
 * "Using ARG variables"); both reach into the stages that are built from this one, and where a variable chooses among
 * stages, what one of them sets counts as set. What a base image has set nobody can see.
 */
export class Variables implements Environment {
  readonly #body: Body
  readonly #until: number

  constructor(body: Body, until: number) {
    this.#body = body
    this.#until = until
  }

  /** The ENV or ARG that gives the name its value here. */
  whereSet(name: string): Setting | undefined {
    return this.#last('ENV', name) ?? this.#last('ARG', name)
  }

  get(name: string): string | undefined {
    return this.whereSet(name)?.value
  }

  /** Every image has a PATH; and behind too many stages anything may be set. */
  isSet(name: string): boolean {
    return name === 'PATH' || this.whereSet(name) !== undefined || this.#body.bases.length > MOST_STAGES
  }

  /** Those that the stage itself sets, in the order in which it first does. */
  get names(): readonly string[] {
    return this.#body.names(this.#until)
  }

  /** A word with the values put in. `keepUnset`: variables that have none here stay as they are written. */
  expand({ text, value, variables }: Word, keepUnset = false, env: Environment = this): string {
    if (variables.length === 0) return value
    return expand(text, env, { escape: this.#body.globals.escape, keepUnset }).text
  }

  #last(by: Setting['by'], name: string): Setting | undefined {
    let found = this.#body.last(by, name, this.#until)
    for (let i = 0; !found && i < this.#body.bases.length; i++)
      found = this.#body.bases[i]!.last(by, name, Number.POSITIVE_INFINITY)
    return found
  }
}

/** By the body of a stage, or the head of a file. */
const bodies = new WeakMap<readonly Instruction[], Body>()

function bodyOf(instructions: readonly Instruction[], stage: Stage | undefined): Body {
  if (stage)
    basesFirst(
      stage,
      ({ body }) => bodies.has(body),
      one => bodies.set(one.body, new Body(one.body, one)),
    )
  else if (!bodies.has(instructions)) bodies.set(instructions, new Body(instructions, undefined))
  return bodies.get(instructions)!
}

/** What is set when an instruction runs; that of a trigger of ONBUILD, in what is built from its stage. A FROM sees only `stage.globals`. */
export const variablesAt = ({ stage, siblings, span, onbuild }: Instruction): Variables =>
  new Variables(bodyOf(siblings, stage), (onbuild ? TRIGGERED : 0) + span[0])

/** What is set at the end of a stage, before the triggers of ONBUILD. */
export const variablesAfter = (stage: Stage): Variables => new Variables(bodyOf(stage.body, stage), TRIGGERED)

/** What gives a variable its value; in a script, `X=1` of `X=1 program`, `env X=1 program` or `export X=1`. */
export interface Assignment {
  readonly name: string
  readonly value: string
  readonly at: Spanned
}

const ASSIGNMENT = /^([A-Za-z_]\w*)=(.*)$/s

/** What a command sets for those after it. */
function exportedBy({ name, args }: ShellCommand): readonly Assignment[] {
  if (!/^(export|declare|typeset)$/.test(name)) return []
  return args.flatMap(at => {
    const [, key, value] = ASSIGNMENT.exec(at.text) ?? []
    return key !== undefined && value !== undefined ? { name: key, value, at } : []
  })
}

/** All that a command sets, for itself or for those after it. */
export const assignmentsOf = (command: ShellCommand): readonly Assignment[] => [
  ...[...command.env].map(([name, at]) => ({ name, value: at.text, at })),
  ...exportedBy(command),
]

/** The commands of a RUN, each with what it is given: its own assignments, what was exported before it, ENV and ARG. */
export function environmentsIn(run: Run): readonly (readonly [ShellCommand, Environment])[] {
  const variables = variablesAt(run)
  const exported = groupBy(
    run.commands.flatMap((command, index) => exportedBy(command).map(({ name, value }) => ({ name, value, index }))),
    ({ name }) => name,
  )
  const before = (index: number, name: string): string | undefined => {
    const all = exported.get(name) ?? []
    return all[partitionPoint(all.length, i => all[i]!.index < index) - 1]?.value
  }
  return run.commands.map((command, index) => {
    const get = (name: string): string | undefined =>
      command.env.get(name)?.text ?? before(index, name) ?? variables.get(name)
    return [command, { get }]
  })
}
