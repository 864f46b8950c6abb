import type { Cmd, Entrypoint, Instruction, Stage } from './ast.ts'
import type { KnownImage } from './images/image.ts'
import { basesFirst, cmdOf, entrypointOf, exposeOf, originOf } from './in-force.ts'
import type { BuiltHere } from './user.ts'

const SHELLS = new Set(['sh', 'bash', 'ash', 'dash', 'zsh'])
/** Programs that start another one as another user. */
const DROP_ROOT = new Set([
  'gosu',
  'su-exec',
  'setpriv',
  's6-setuidgid',
  'chpst',
  'runuser',
  'setuidgid',
  'su',
  's6-svscan',
])
const INSTALLS_DROP = /\b(?:gosu|su-exec|setpriv|s6-overlay|s6-setuidgid|chpst|runuser)\b/

/** Starts services of s6-overlay, each as the user that its script chooses. */
const S6_INIT = '/init'

const programName = (word: string): string => (word === S6_INIT ? 's6-svscan' : word.slice(word.lastIndexOf('/') + 1))

/** The words of a command, without folders: those of a JSON array, or of each command of a script. */
const wordsOf = ({ form, words, commands }: Cmd | Entrypoint): readonly string[] =>
  (form === 'exec'
    ? words.map(({ value }) => value)
    : commands.flatMap(({ wrappers, word, args }) => [...wrappers, word, ...args].map(({ text }) => text))
  ).map(programName)

/** A shell without a command, or a program that only waits: an image to build on, or to work in. */
function isIdle([program = '', ...rest]: readonly string[]): boolean {
  if (SHELLS.has(program)) return rest.every(word => /^-[il]+$|^-c$/.test(word) || SHELLS.has(word))
  return (program === 'sleep' && rest.length === 1) || (program === 'tail' && rest.at(-1) === 'null')
}

/** What an image starts by itself. */
export interface Process {
  /** The instruction of the checkout that decides it, if one does. */
  readonly by?: Cmd | Entrypoint
  /** What it is given, or does by itself. */
  readonly cmd?: Cmd
  /** The words of the entry point, and of what it is given. */
  readonly words: readonly string[]
  /** The last stage of each Dockerfile that was looked at, bases last. */
  readonly stages: readonly Stage[]
}

/** The process of a stage, or of a base that is built here. An ENTRYPOINT takes the CMD of the base out of force. */
export function processOf(stage: Stage, builtHere: BuiltHere): Process {
  const stages = new Set([stage])
  let cmd: Cmd | undefined
  let entrypoint: Entrypoint | undefined
  for (const one of stages) {
    entrypoint = entrypointOf.after(one)
    cmd ??= cmdOf.after(one)
    const base = entrypoint ? undefined : builtHere(originOf.after(one)!)
    if (base) stages.add(base.stage)
  }
  const by = entrypoint ?? cmd
  const words = [entrypoint, cmd].flatMap(script => (script ? wordsOf(script) : []))
  return { ...(by && { by }), ...(cmd && { cmd }), words, stages: [...stages] }
}

/** Whether an image starts anything by itself: by its own file, or by the base that it is built on. */
export function startsSomething({ by, words }: Process, base: KnownImage | undefined): boolean {
  return by && words.length > 0 ? !isIdle(words) : base?.starts !== undefined
}

const PRINTS_HELP = /^(?:-h|-{0,2}help|-{0,2}version)$/

/**
 * Whether an image is a command line tool, not a service: it exposes no port, and starts a program without arguments that
 * gets them where it is run (an ENTRYPOINT in exec form of one word, without CMD), or prints its help by default.
 */
export function isTool({ by, cmd, words, stages }: Process): boolean {
  if (!by || stages.some(stage => exposeOf.after(stage))) return false
  const isGivenAll = by.is === 'ENTRYPOINT' && by.form === 'exec' && !cmd && words.length === 1
  return isGivenAll || PRINTS_HELP.test(words.at(-1) ?? '')
}

const textOf = ({ rest, heredocs }: Instruction): string => [rest, ...heredocs.map(({ content }) => content)].join('\n')

/** Whether the stage, or one that it is built from, brings a program that its entry point may drop root with. */
function bringsDrop(stage: Stage): boolean {
  const seen = new Set<Stage>()
  let found = false
  basesFirst(
    stage,
    one => seen.has(one),
    one => {
      seen.add(one)
      found ||= one.body.some(instruction => INSTALLS_DROP.test(textOf(instruction)))
    },
  )
  return found
}

const isAmong = (programs: readonly string[], program: string): boolean =>
  programs.some(one => (one.endsWith('*') ? program.startsWith(one.slice(0, -1)) : one === program))

/** The entry point of the base, which is given the CMD of the file. */
function baseDrops({ drops = [] }: KnownImage, words: readonly string[]): boolean {
  const [program] = words
  return drops.length > 0 && (program === undefined || program.startsWith('-') || isAmong(drops, program))
}

/** Whether the process changes to another user before it does its work. */
export function dropsRoot({ by, words, stages }: Process, base: KnownImage | undefined): boolean {
  if (words.some(word => DROP_ROOT.has(word))) return true
  const [script = '', ...rest] = words.filter(word => !/^-|tini$|dumb-init$/.test(word))
  if (by && /entry-?point|\.sh$/.test(script) && stages.some(bringsDrop)) return true
  // An ENTRYPOINT takes the place of that of the base, unless it is the same again.
  if (by?.is !== 'ENTRYPOINT') return base !== undefined && baseDrops(base, words)
  return base !== undefined && /^docker-entrypoint/.test(script) && baseDrops(base, rest)
}
