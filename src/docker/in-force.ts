import type { Dockerfile, From, Instruction, Keyword, Stage } from './ast.ts'

/** What one instruction leaves in force for those that follow. */
type Step<T> = (before: T, instruction: Instruction) => T

export interface InForce<T> {
  /** What holds when an instruction runs; `undefined` for a FROM. */
  at(instruction: Instruction): T | undefined
  /** What holds at the end of a stage. */
  after(stage: Stage): T
}

/** Visits a stage and all that it is built from, bases first, each once. Long chains of stages cost no stack. */
export function basesFirst(stage: Stage, isDone: (stage: Stage) => boolean, visit: (stage: Stage) => void): void {
  const pending = [stage]
  for (let at = pending.at(-1); at; at = pending.at(-1)) {
    const missing = isDone(at) ? [] : at.from.bases.filter(base => !isDone(base))
    pending.push(...missing)
    if (missing.length > 0) continue
    if (!isDone(at)) visit(at)
    pending.pop()
  }
}

/**
 * Follows a setting (SHELL, WORKDIR, USER …) through a stage and the stages it is built from, as the builder does.
 * Each stage is walked once, whoever asks; long chains of stages cost no stack. A trigger of ONBUILD changes nothing
 * where it stands: it runs in what is built from the stage, after the triggers before it. Where a variable chooses among
 * stages, what one of them sets counts as set: rules speak of what is missing. A piece of a Dockerfile without a FROM is
 * walked like a stage of which nobody knows the image.
 */
export function inForce<T>(start: (from: From | undefined) => T, step: Step<T>): InForce<T> {
  const before = new WeakMap<Instruction, T>()
  const ends = new WeakMap<readonly Instruction[], T>()
  const starts = new WeakMap<readonly Instruction[], T>()

  function startOf({ from }: Stage): T {
    const inherited = from.bases.map(({ body }) => starts.get(body)!)
    return inherited.length > 0 ? (inherited.find(Boolean) ?? inherited[0]!) : start(from)
  }
  function walk(body: readonly Instruction[], first: T): void {
    let value = first
    let triggered = first
    for (const instruction of body) {
      before.set(instruction, value)
      if (instruction.is === 'ONBUILD') before.set(instruction.trigger, triggered)
      else value = step(value, instruction)
      triggered = step(triggered, instruction.is === 'ONBUILD' ? instruction.trigger : instruction)
    }
    ends.set(body, value)
    starts.set(body, triggered)
  }
  function after(stage: Stage): T {
    basesFirst(
      stage,
      ({ body }) => ends.has(body),
      base => walk(base.body, startOf(base)),
    )
    return ends.get(stage.body)!
  }
  return {
    after,
    at(instruction) {
      const { stage, siblings } = instruction
      if (stage) after(stage)
      else if (!ends.has(siblings)) walk(siblings, start(undefined))
      return before.get(instruction)
    },
  }
}

/** The last instruction of its kind in a stage, or in what it is built from. */
const lastOf = <Is extends Keyword>(is: Is): InForce<Extract<Instruction, { is: Is }> | undefined> =>
  inForce<Extract<Instruction, { is: Is }> | undefined>(
    () => undefined,
    (before, one) => (one.is === is ? (one as Extract<Instruction, { is: Is }>) : before),
  )

export const cmdOf = lastOf('CMD')
export const entrypointOf = lastOf('ENTRYPOINT')
export const exposeOf = lastOf('EXPOSE')
export const healthcheckOf = lastOf('HEALTHCHECK')
/** `undefined` for the default, `sh -c`. */
export const shellOf = lastOf('SHELL')
export const userOf = lastOf('USER')
export const workdirOf = lastOf('WORKDIR')

/** The stage that becomes the image, unless somebody asks for another with `--target`. */
export const lastStage = ({ stages }: Dockerfile): Stage | undefined => stages.at(-1)

/** `stage \`build\``, or `stage 0`. */
export const called = (stage: Stage): string => (stage.name ? `stage \`${stage.name}\`` : `stage ${stage.index}`)

/** The FROM that a stage is built from in the end. */
export const originOf = inForce<From | undefined>(
  from => from,
  before => before,
)
