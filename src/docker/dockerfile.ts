import type { Change, Edit } from '../core/edit.ts'
import type { Location, Span, Spanned, Spot } from '../core/location.ts'
import { type Comment, Lines } from '../core/source.ts'
import type { Directive, Dockerfile, Instruction, Stage, SyntaxProblem } from './ast.ts'

/** What was read of a Dockerfile. */
export type Parts = Omit<Dockerfile, 'file' | 'text' | 'locate' | 'edit'>

/** A Dockerfile that was read, and the text it was read from. */
export class DockerfileSource implements Dockerfile {
  readonly file: string
  readonly text: string
  readonly directives: readonly Directive[]
  readonly escape: string
  readonly comments: readonly Comment[]
  readonly head: readonly Instruction[]
  readonly stages: readonly Stage[]
  readonly instructions: readonly Instruction[]
  readonly problems: readonly SyntaxProblem[]
  readonly #lines: Lines
  /** Where the instructions stand; built for the first fix that removes something. */
  #spans: ReadonlySet<string> | undefined
  #hasReturns: boolean | undefined

  constructor(file: string, text: string, parts: Parts) {
    this.file = file
    this.text = text
    this.directives = parts.directives
    this.escape = parts.escape
    this.comments = parts.comments
    this.head = parts.head
    this.stages = parts.stages
    this.instructions = parts.instructions
    this.problems = parts.problems
    this.#lines = new Lines(text)
  }

  /** A path says nothing in a Dockerfile: it is taken for the whole text, of which the first line is underlined. */
  locate(spot: Spot, note?: string): Location {
    return this.#lines.locate(this.file, 'span' in spot ? spot.span : [0, this.text.length], note)
  }

  edit(change: Change): Edit | undefined {
    if (change.op !== 'replace' && change.op !== 'insert-after') return undefined
    const [start, end] = change.node.span
    if (!(start >= 0 && start <= end && end <= this.text.length)) return undefined
    if (change.op === 'insert-after') return this.#insert(change.node, change.text)
    return change.text === '' ? this.#remove(change.node) : this.#edit([start, end], change.text)
  }

  /** Line breaks become those of the file. */
  #edit(span: Span, text: string): Edit {
    this.#hasReturns ??= this.text.includes('\r\n')
    const breaks = this.#hasReturns ? text.replace(/\r?\n/g, '\r\n') : text
    return { file: this.file, span, text: breaks }
  }

  /** Nothing new may come between a line and what an escape at its end continues it with. */
  #insert(node: Spanned, text: string): Edit | undefined {
    const end = node.span[1]
    const feed = this.text.indexOf('\n', end)
    const restOfLine = this.text.slice(end, feed < 0 ? undefined : feed)
    if (text.includes('\n') && restOfLine.trim() !== '') return undefined
    return this.#edit([end, end], text)
  }

  #remove(node: Spanned): Edit | undefined {
    const [start, end] = node.span
    if (start === end) return undefined
    if (this.#isInstruction(node)) return this.#edit(this.#wholeLines(node.span), '')
    if (this.text[start] === '"' && /[[,][ \t]*$/.test(this.text.slice(Math.max(0, start - 100), start)))
      return undefined
    let from = start
    while (from > 0 && (this.text[from - 1] === ' ' || this.text[from - 1] === '\t')) from--
    return this.#edit([from, end], '')
  }

  #isInstruction({ span: [start, end] }: Spanned): boolean {
    this.#spans ??= new Set(this.instructions.map(({ span }) => span.join()))
    return this.#spans.has(`${start},${end}`)
  }

  #wholeLines([start, end]: Span): Span {
    const first = this.text.lastIndexOf('\n', start - 1) + 1
    const feed = this.text.indexOf('\n', end)
    return [start === 0 ? 0 : first, feed < 0 ? this.text.length : feed + 1]
  }
}
