import type { Env, Word } from './ast.ts'
import { type Environment, expand } from './expand.ts'

/** Set by the builder (Dockerfile reference, "Automatic platform ARGs in the global scope"; BuildKit adds TARGETSTAGE). */
const AUTOMATIC: ReadonlySet<string> = new Set([
  ...['BUILD', 'TARGET'].flatMap(side => ['PLATFORM', 'OS', 'OSVERSION', 'ARCH', 'VARIANT'].map(part => side + part)),
  'TARGETSTAGE',
])

/** What a global ARG, or a word made of some, holds when nobody passes a `--build-arg`. */
interface Default {
  /** `undefined` for `ARG name`. A variable without a value leaves a hole in it. */
  readonly text: string | undefined
  /** Set by the builder, or made of what the builder sets: nobody knows it before the build. */
  readonly isAutomatic: boolean
  /** Without holes and errors. */
  readonly isWhole: boolean
  /** Somebody must give it a value, or one that it is made of. */
  readonly isRequired: boolean
}

const UNSET = { text: undefined, isWhole: true, isRequired: false } as const

/** The ARGs before the first FROM: all that a FROM sees, and what a stage gets by declaring one again. */
export class GlobalArgs implements Environment {
  /** The escape character of the file. */
  readonly escape: string
  /** Those that the file declares. */
  readonly #args = new Map<string, Default>()

  constructor(esc: string) {
    this.escape = esc
  }

  /** Those of the builder, then the others in the order in which they are declared. */
  get names(): readonly string[] {
    return [...AUTOMATIC, ...this.#args.keys()]
  }

  /** True for a name that the file declares, with a default or without one. */
  isDeclared(name: string): boolean {
    return this.#args.has(name)
  }

  /** True for those of the builder, too. */
  isSet(name: string): boolean {
    return this.isDeclared(name) || AUTOMATIC.has(name)
  }

  /** The default, as far as it is known before the build. */
  get(name: string): string | undefined {
    const { text, isAutomatic, isWhole } = this.#of(name)
    return isWhole && !isAutomatic ? text : undefined
  }

  /** True for a name that the file declares without a default, and for one made of such, or of `${X:?…}`. */
  isRequired(name: string): boolean {
    return this.isDeclared(name) && this.#of(name).isRequired
  }

  declare({ pairs }: Env): void {
    for (const { key, value } of pairs)
      this.#args.set(key.value, value ? this.byDefault(value) : this.#again(key.value))
  }

  /** A word with the defaults of its variables put in. */
  byDefault(word: Word): Default & { readonly text: string } {
    const env = { get: (name: string) => this.#of(name).text }
    const { text, used, missing, error } = expand(word.text, env, this)
    const args = used.map(name => this.#of(name))
    return {
      text,
      isAutomatic: args.some(({ isAutomatic }) => isAutomatic),
      isWhole: error === undefined && missing.length === 0 && args.every(({ isWhole }) => isWhole),
      isRequired: error?.endsWith('must have a value') === true || args.some(({ isRequired }) => isRequired),
    }
  }

  /** `ARG name` keeps what an earlier one gave it. */
  #again(name: string): Default {
    const before = this.#of(name)
    return { ...before, isRequired: before.isRequired || (before.text === undefined && !before.isAutomatic) }
  }

  #of(name: string): Default {
    return this.#args.get(name) ?? { ...UNSET, isAutomatic: AUTOMATIC.has(name) }
  }
}
