import type { Spanned } from '../core/location.ts'
import type { Comment, Source } from '../core/source.ts'
import type { GlobalArgs } from './global-args.ts'

/**
 * What a Dockerfile says, in exactly BuildKit's language (frontend/dockerfile/parser and /instructions, v0.28).
 * Every node has the span of the original text it came from; texts are *logical*: line continuations are gone.
 */

/** One word as BuildKit splits it. */
export interface Word extends Spanned {
  /** As written, quotes and variables included, continuations removed. */
  readonly text: string
  /** Quotes and escapes removed; variables stay as `$X` and `${X}`. */
  readonly value: string
  /** Names of the variables used outside single quotes, in order, with repeats; none where BuildKit expands nothing. */
  readonly variables: readonly string[]
}

/** `--name=value`, or `--name`. */
export interface Flag extends Spanned {
  readonly name: string
  readonly value?: string
}

/** `<<EOF`. The span is that of the body, without the line that closes it; `expand` is false for a quoted marker. */
export interface Heredoc extends Spanned {
  readonly name: string
  readonly expand: boolean
  /** `<<-`: leading tabs of the body are dropped. */
  readonly chomp: boolean
  /** As written. */
  readonly content: string
}

/** `[registry/]repository[:tag][@digest]`, taken apart by the rules of distribution/reference. */
export interface ImageName {
  /** As written, without a digest or a tag: `ghcr.io/acme/api`. */
  readonly name: string
  /** `docker.io` when none is written. */
  readonly registry: string
  /** Without the registry; `library/` is added for single names of docker.io. */
  readonly repository: string
  readonly tag?: string
  readonly digest?: string
}

/** `name=value` of ENV, LABEL and ARG. */
export interface Pair extends Spanned {
  readonly key: Word
  /** Absent for `ARG name`. */
  readonly value?: Word
}

export const KEYWORDS = [
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
] as const
export type Keyword = (typeof KEYWORDS)[number]

interface Base extends Spanned {
  /** As written, with its own span: `From`, `RUN`. */
  readonly keyword: Word
  readonly flags: readonly Flag[]
  readonly heredocs: readonly Heredoc[]
  /** All that follows keyword and flags, as one logical text. */
  readonly rest: string
  /** The stage it stands in; `undefined` before the first FROM. */
  readonly stage: Stage | undefined
  /** What it stands among, itself included: the body of its stage, or the head of the file. */
  readonly siblings: readonly Instruction[]
  /** True for the trigger of an ONBUILD. */
  readonly onbuild: boolean
}

/** One simple command inside a RUN, CMD, ENTRYPOINT or HEALTHCHECK. */
export interface ShellCommand extends Spanned {
  /** The program without its folder: `/usr/bin/apt-get` is `apt-get`; wrappers such as sudo, env, exec, time are looked through. */
  readonly name: string
  /** The word that names the program. */
  readonly word: ShellWord
  /** The words after the program, redirections left out. */
  readonly args: readonly ShellWord[]
  /** Wrappers that were looked through, outermost first: `sudo`. */
  readonly wrappers: readonly ShellWord[]
  /** `X=1 cmd`: assignments before the program. `X` → the text of its value, with the span of all of `X=1`. */
  readonly env: ReadonlyMap<string, ShellWord>
  /** The operator between it and the next command of the same list: the `&&` it stands before. */
  readonly before: '&&' | '||' | ';' | '|' | '|&' | '&' | '\n' | undefined
  /** The number of the pipeline it belongs to: commands joined by `|` share one. */
  readonly pipeline: number
  /** True behind `if`, `while`, `until` and `!`: its failure is an answer. */
  readonly asked: boolean
  /** In `( … )` or `$( … )`: what it changes of the shell ends there. */
  readonly apart: boolean
  /** Words that are no flags. */
  readonly operands: readonly ShellWord[]
  /** True for any of `--long`, or of a short letter also inside a bundle: `has('y', 'yes')` sees `-y`, `-qy`, `--yes`, `--yes=x`. */
  has(...flags: readonly string[]): boolean
  /** The value of `--flag=x`, `--flag x` or `-f x`. */
  valueOf(...flags: readonly string[]): string | undefined
}

export interface ShellWord extends Spanned {
  /**
   * Quotes removed; `$( … )` and backticks read `$(…)`. `$A` and `${A}` read `${A}`, or the value that the script has set:
   * several words then have the span of one variable.
   */
  readonly text: string
  /** It has the value of a variable in it: it is not what is written there. */
  readonly expanded?: true
  /** What it reads on the paths on which the script sets its last variable, when these differ; another may stay in it. */
  readonly choices?: readonly string[]
}

/** A script: what a shell or a JSON array says to run. */
interface Script {
  /** `exec` for a JSON array of strings. */
  readonly form: 'shell' | 'exec'
  /** The words of the JSON array; empty in shell form. */
  readonly words: readonly Word[]
  /** Every simple command in it, nested ones too, in the order of the text. Parsed on first use. */
  readonly commands: readonly ShellCommand[]
}

export interface From extends Base {
  readonly is: 'FROM'
  readonly stage: Stage
  /** The image, or the earlier stage, as written. */
  readonly image: Word
  /** With the defaults of global ARGs put in; `undefined` for a stage, and while a variable stays unresolved. */
  readonly resolved: ImageName | undefined
  readonly alias?: Word
  readonly as?: Word
  readonly platform?: Flag
  /** The earlier stages of this file that it may build on: several when a variable chooses, as in `app-${TARGETARCH}`. */
  readonly bases: readonly Stage[]
  /** The first of them. */
  readonly parent?: Stage
}
export interface Run extends Base, Script {
  readonly is: 'RUN'
  /** `--mount=type=cache,target=/x`: the options of each mount. */
  readonly mounts: readonly ReadonlyMap<string, string>[]
}
export interface Cmd extends Base, Script {
  readonly is: 'CMD'
}
export interface Entrypoint extends Base, Script {
  readonly is: 'ENTRYPOINT'
}
export interface Healthcheck extends Base, Script {
  readonly is: 'HEALTHCHECK'
  readonly none: boolean
}
export interface Shell extends Base {
  readonly is: 'SHELL'
  readonly words: readonly Word[]
}
/** COPY and ADD. Heredocs are among the sources as `<<EOF`. */
export interface Copy extends Base {
  readonly is: 'COPY' | 'ADD'
  readonly sources: readonly Word[]
  readonly target: Word
  readonly from?: Flag
}
/** ENV, LABEL and ARG. */
export interface Env extends Base {
  readonly is: 'ENV' | 'LABEL' | 'ARG'
  readonly pairs: readonly Pair[]
  /** `ENV key value …`, without `=`. */
  readonly legacy: boolean
}
export interface User extends Base {
  readonly is: 'USER'
  readonly name: Word
}
/** Instructions that are a keyword and words. */
export interface Plain extends Base {
  readonly is: 'WORKDIR' | 'EXPOSE' | 'VOLUME' | 'STOPSIGNAL' | 'MAINTAINER'
  readonly words: readonly Word[]
}
export interface Onbuild extends Base {
  readonly is: 'ONBUILD'
  readonly trigger: Instruction
}

export type Instruction = From | Run | Cmd | Entrypoint | Healthcheck | Shell | Copy | Env | User | Plain | Onbuild

export interface Stage {
  /** 0 for the first. */
  readonly index: number
  /** Lower case, as BuildKit compares. */
  readonly name?: string
  readonly from: From
  /** Without the FROM; triggers of ONBUILD are reached through it. */
  readonly body: readonly Instruction[]
  /** The ARGs before the first FROM. */
  readonly globals: GlobalArgs
  /** The last stage, or one that the last is or may be built FROM, step by step. */
  readonly final: boolean
}

/** `# escape=…`, `# syntax=…`, `# check=…` at the head of the file. */
export interface Directive extends Spanned {
  readonly name: string
  readonly value: string
}

/** An instruction BuildKit would refuse. The others are read all the same. */
export interface SyntaxProblem extends Spanned {
  /** Lower case, no full stop, with what was possible: ``unknown instruction `RUNN`. Did you mean `RUN`?`` */
  readonly message: string
}

export interface Dockerfile extends Source {
  readonly directives: readonly Directive[]
  /** The escape character: a backslash, or a backtick by directive. */
  readonly escape: string
  readonly comments: readonly Comment[]
  /** ARGs, and whatever else stands before the first FROM. */
  readonly head: readonly Instruction[]
  readonly stages: readonly Stage[]
  /** All instructions in the order of the text, FROM and head included, triggers of ONBUILD not. */
  readonly instructions: readonly Instruction[]
  readonly problems: readonly SyntaxProblem[]
}
