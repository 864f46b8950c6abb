import type { Spanned } from '../../core/location.ts'
import type { Dockerfile, From, Instruction, Stage, Word } from '../ast.ts'
import { DockerfileSource } from '../dockerfile.ts'
import { expand } from '../expand.ts'
import { GlobalArgs } from '../global-args.ts'
import { parseImageName } from '../image-name.ts'
import { baseOf, type Head } from './head.ts'
import { readInstruction } from './instruction.ts'
import { Statements } from './statements.ts'
import { readWord, splitAtBlanks } from './words.ts'

/** Reads a Dockerfile as BuildKit does. Never throws: what BuildKit refuses is in `problems`, and the rest is read all the same. */
export function parseDockerfile(file: string, text: string): Dockerfile {
  return new Reader(file, text).read()
}

/** How many stages back a name with a variable in it is looked for: a hostile file must not cost more. */
const MOST_BASES = 50
/** So many problems in a file without a FROM say that it is no Dockerfile, but JSON or prose of that name. */
const MANY = 3
const STAGE_NAME = /^[a-z][a-z0-9\-_.]*$/
const VARIABLE = /\$\{[^}]{0,200}\}|\$\w+/

/** True when a name begins with the first part, ends with the last, and holds all of them in their order. */
function fits(name: string, parts: readonly string[]): boolean {
  let at = 0
  for (const part of parts) {
    const found = name.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return name.startsWith(parts[0]!) && name.endsWith(parts.at(-1)!)
}

/** A stage while it is being read. */
class OpenStage implements Stage {
  readonly index: number
  readonly name?: string
  readonly from: From
  readonly body: Instruction[] = []
  readonly globals: GlobalArgs
  final = false
  /** The SHELL in force at its end so far. */
  shell: readonly string[] | undefined

  constructor(index: number, name: string | undefined, globals: GlobalArgs, from: (stage: OpenStage) => From) {
    this.index = index
    if (name !== undefined) this.name = name
    this.globals = globals
    this.from = from(this)
  }
}

class Reader {
  readonly #file: string
  readonly #text: string
  readonly #statements: Statements
  readonly #stages: OpenStage[] = []
  readonly #named = new Map<string, OpenStage>()
  #args: GlobalArgs | undefined

  constructor(file: string, text: string) {
    this.#file = file
    this.#text = text
    this.#statements = new Statements(text)
  }

  read(): Dockerfile {
    const instructions: Instruction[] = []
    const head: Instruction[] = []
    for (let statement = this.#statements.next(); statement; statement = this.#statements.next()) {
      const stage = this.#stages.at(-1)
      const from = (head: Head): From => this.#from(head)
      const instruction = readInstruction(statement, {
        statements: this.#statements,
        onbuild: false,
        stage,
        siblings: stage?.body ?? head,
        shell: stage?.shell,
        from,
      })
      if (!instruction) continue
      instructions.push(instruction)
      if (instruction.is === 'FROM') continue
      if (stage) this.#add(stage, instruction)
      else this.#addGlobal(head, instruction)
    }
    this.#checkWhole(instructions)
    this.#markFinal()
    return new DockerfileSource(this.#file, this.#text, {
      ...this.#statements.found(),
      head,
      stages: this.#stages,
      instructions,
    })
  }

  /** Made when the first instruction is read: the escape character is known by then. */
  get #globals(): GlobalArgs {
    this.#args ??= new GlobalArgs(this.#statements.escape)
    return this.#args
  }

  #add(stage: OpenStage, instruction: Instruction): void {
    stage.body.push(instruction)
    if (instruction.is === 'SHELL' && instruction.words.length > 0)
      stage.shell = instruction.words.map(({ value }) => value)
  }

  #addGlobal(head: Instruction[], instruction: Instruction): void {
    head.push(instruction)
    if (instruction.is === 'ARG') this.#globals.declare(instruction)
    else this.#statements.report(instruction.keyword, `\`${instruction.is}\` precedes the first \`FROM\``)
  }

  #from(head: Head): From {
    const regions = splitAtBlanks(head.at)
    const words = (regions.length > 0 ? regions : [{ ...head.at, start: head.at.end }]).map(region => {
      const { word, refusal } = readWord(region, this.#statements.escape)
      if (refusal !== undefined) this.#statements.report(word, `cannot expand this word: ${refusal}`)
      return word
    })
    const [image, as, alias] = words as [Word, ...Word[]]
    const named = as !== undefined && alias !== undefined && as.text.toLowerCase() === 'as'
    this.#checkFrom(head.keyword, regions.length, named ? alias : undefined)
    const { text: byDefault, isAutomatic, isWhole } = this.#globals.byDefault(image)
    const text = isWhole && !isAutomatic ? byDefault : undefined
    const bases = text === undefined ? this.#mayBuildOn(image) : this.#buildsOn(text)
    const resolved = text === undefined || bases.length > 0 ? undefined : parseImageName(text)
    const platform = head.flags.find(({ name }) => name === 'platform')
    const name = named ? alias.text.toLowerCase() : undefined
    const stage = new OpenStage(this.#stages.length, name, this.#globals, stage => ({
      ...baseOf(head),
      is: 'FROM',
      stage,
      siblings: stage.body,
      image,
      resolved,
      bases,
      ...(named && { as, alias }),
      ...(platform && { platform }),
      ...(bases[0] && { parent: bases[0] }),
    }))
    stage.shell = bases.find(({ shell }) => shell)?.shell
    this.#stages.push(stage)
    if (name !== undefined) this.#named.set(name, stage)
    return stage.from
  }

  /** The earlier stage of a name that is known. */
  #buildsOn(text: string): readonly OpenStage[] {
    const base = this.#named.get(text.toLowerCase())
    return base ? [base] : []
  }

  /** The earlier stages that a name may mean whose variables nobody knows. A variable alone is no hint at any of them. */
  #mayBuildOn(image: Word): readonly OpenStage[] {
    const { text } = expand(image.text, this.#globals, { escape: this.#globals.escape, keepUnset: true })
    const parts = text.toLowerCase().split(VARIABLE)
    if (parts.every(part => part === '')) return []
    return this.#stages.slice(-MOST_BASES).filter(({ name }) => name !== undefined && fits(name, parts))
  }

  #checkFrom(keyword: Word, count: number, alias: Word | undefined): void {
    if (count !== 1 && !(count === 3 && alias))
      this.#statements.report(keyword, '`FROM` expects an image, optionally followed by `AS` and a name')
    if (alias && !STAGE_NAME.test(alias.text.toLowerCase()))
      this.#statements.report(alias, 'invalid stage name; expected a letter, then letters, digits, `-`, `_` or `.`')
  }

  #checkWhole(instructions: readonly Instruction[]): void {
    if (this.#stages.length > 0) return
    const at: Spanned = { span: [0, Math.min(this.#text.length, 1)] }
    const { problems } = this.#statements
    const nothing = instructions.length === 0 && problems.length === 0
    const refused = problems.length - instructions.filter(({ is }) => is !== 'ARG').length
    if (refused >= MANY && refused > instructions.length)
      this.#statements.reportOnly(problems[0]!, `no \`FROM\` and ${refused} invalid lines: probably not a Dockerfile`)
    else
      this.#statements.report(
        instructions[0]?.keyword ?? at,
        nothing ? 'the file contains no instruction' : 'no `FROM` instruction',
      )
  }

  #markFinal(): void {
    const last = this.#stages.at(-1)
    if (last) last.final = true
    // Bases come before what is built on them.
    for (const stage of this.#stages.toReversed())
      if (stage.final) for (const { index } of stage.from.bases) this.#stages[index]!.final = true
  }
}
