import type { Span } from '../../core/location.ts'
import type { ShellWord } from '../ast.ts'
import { type MappedText, Mapper } from '../parse/mapped-text.ts'
import { Command, scriptArgument } from './command.ts'
import { type Frame, type Frames, type Heredoc, innermost, type Operator, type Parts } from './frames.ts'
import { keepsAssignments, type Leaves } from './variables.ts'
import { WordReader } from './words.ts'

const OPENERS = /^(?:if|while|until|\{)$/
const CONDITIONS = /^(?:if|while|until|elif)$/
const NAMED = /^(?:for|select)$/
const DIVIDERS = /^(?:then|else|elif|do)$/
const CLOSERS = /^(?:fi|done|esac|\})$/
const RESERVED =
  /(?:if|then|elif|else|fi|for|select|in|do|done|while|until|case|esac|function|coproc|[{}!])(?=[\s;&|<>()`]|$)/y
const OPERATOR = /&&|\|\||\|&|;;&|;;|;&|;|\||&(?!>)/y
const REDIRECTION = /(?:\d{1,9}|\{\w{1,40}\})?(?:<<<|<<-|<<|<>|<&|>&|>>|>\||<(?!\()|>(?!\())|&>>?/y
const ESAC = /esac(?!\w)/y
const IN = /\s*in(?=\s)/y
const PARAMETERS = /\([ \t]*\)/y
const TEST_OPERATOR = /&&|\|\||[<>()|&]/y
const FEED = /\n/y
const QUESTION = /^(?:\[\[?|test)$/
const LONE_VARIABLE = /^\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*\})$/
const ASSIGNED = /([A-Za-z_]\w*)(?:\[[^\]\s]{0,100}\])?\+?=/y
/** Compound commands nested deeper than this keep their own pipeline numbers: giving them others takes time. */
const DEEPEST_PIPE = 16

/** Reads the commands of a script, tolerant of what no shell would take. */
export class ShellReader extends WordReader {
  readonly commands: Command[] = []
  /** What shells run by this script are given to read: arguments of `-c`, and heredocs. */
  readonly scripts: MappedText[] = []
  readonly #numbers: { next: number }
  readonly #heredocs: Heredoc[] = []

  constructor(source: MappedText, plain: ReadonlySet<number>, numbers: { next: number }) {
    super(source, plain)
    this.#numbers = numbers
  }

  read(): void {
    while (!this.atEnd()) this.list()
  }

  protected list(): void {
    const frames: Frames = { stack: [this.#frame('list', undefined, false)], subshells: 0 }
    for (;;) {
      this.skipBlanks()
      const from = this.at
      if (this.atEnd() || this.#ends(frames)) return
      this.#step(frames)
      if (this.at === from) this.at++
    }
  }

  #frame(is: Frame['is'], piped: number | undefined, condition: boolean): Frame {
    const first = this.commands.length
    return {
      is,
      last: undefined,
      operator: undefined,
      pipeline: piped ?? -1,
      piped,
      first,
      compound: undefined,
      condition,
      negated: false,
      guarded: false,
      pattern: false,
    }
  }

  /** Steps over what ends the list, if that comes next. */
  #ends(frames: Frames): boolean {
    const waiting = frames.subshells > 0 || innermost(frames).pattern
    if (this.close === '' || !this.sees(this.close) || (this.close === ')' && waiting)) return false
    this.at++
    return true
  }

  /** One pattern, line break, operator, bracket, reserved word or simple command. */
  #step(frames: Frames): void {
    const frame = innermost(frames)
    const char = this.text[this.at]!
    if (char === '\n') this.#newline(frame)
    else if (char === '#') this.#comment()
    else if (frame.pattern) this.#pattern(frames)
    else if (char === '(') this.#parenthesis(frames)
    else if (char === ')') this.#shutSubshell(frames)
    else this.#token(frames)
  }

  #token(frames: Frames): void {
    const operator = this.take(OPERATOR)
    const reserved = operator === undefined ? this.take(RESERVED) : undefined
    if (operator !== undefined) this.#operate(innermost(frames), operator)
    else if (reserved !== undefined) this.#reserved(frames, reserved)
    else this.#simple(frames)
  }

  /** What an assignment leaves here: one of several values behind a question, and nothing known of a subshell. */
  #leaves({ stack, subshells }: Frames): Leaves {
    if (this.close !== '' || subshells > 0) return 'unknown'
    return stack.length > 1 || stack[0]!.guarded ? 'choice' : 'value'
  }

  #comment(): void {
    const feed = this.text.indexOf('\n', this.at)
    const end = feed < 0 ? this.text.length : feed
    const tick = this.close === '`' ? this.text.indexOf('`', this.at) : -1
    this.at = tick >= 0 && tick < end ? tick : end
  }

  #newline(frame: Frame): void {
    this.at++
    if (frame.operator === undefined) frame.guarded = false
    frame.operator ??= '\n'
    frame.negated = false
    for (const heredoc of this.#heredocs.splice(0)) this.#body(heredoc)
  }

  #operate(frame: Frame, operator: string): void {
    if (operator.startsWith(';;') || operator === ';&') {
      frame.pattern = frame.is === 'case'
      frame.last = undefined
      return
    }
    if (operator === '|' || operator === '|&') this.#pipeCompound(frame)
    else frame.negated = false
    if (operator !== '&&') frame.guarded = operator.startsWith('|')
    else if (QUESTION.test(frame.last?.name ?? '')) frame.guarded = true
    frame.compound = undefined
    frame.operator = operator as Operator
  }

  /** `{ a; b; } | c`: the commands inside join the pipeline. */
  #pipeCompound({ compound, pipeline }: Frame): void {
    if (compound !== undefined) for (const command of this.commands.slice(compound)) command.pipeline = pipeline
  }

  /** The pipeline number of what comes next in a list, and the operator of what came before. */
  #join(frame: Frame): number {
    if (frame.last) frame.last.before = frame.operator
    const goesOn = frame.operator === '|' || frame.operator === '|&'
    frame.last = undefined
    frame.operator = undefined
    if (!goesOn || frame.pipeline < 0) frame.pipeline = frame.piped ?? this.#numbers.next++
    return frame.pipeline
  }

  #open(frames: Frames, is: Frame['is']): Frame {
    const outer = innermost(frames)
    const joined = outer.operator === '|' || outer.operator === '|&'
    const pipeline = this.#join(outer)
    const frame = this.#frame(is, joined ? pipeline : outer.piped, outer.condition || outer.negated)
    frames.stack.push(frame)
    if (is === 'subshell') frames.subshells++
    return frame
  }

  /** A `)`: closes all up to the innermost subshell. */
  #shutSubshell(frames: Frames): void {
    this.at++
    if (frames.subshells === 0) return
    while (innermost(frames).is !== 'subshell') frames.stack.pop()
    frames.subshells--
    this.#shut(frames)
  }

  /** Closes the innermost compound command. */
  #shut({ stack }: Frames): void {
    if (stack.length === 1) return
    const { first } = stack.pop()!
    stack.at(-1)!.compound = stack.length <= DEEPEST_PIPE ? first : undefined
  }

  /** A `fi`, `done`, `esac` or `}`: inside a subshell it closes nothing outside. */
  #close(frames: Frames): void {
    if (innermost(frames).is !== 'subshell') this.#shut(frames)
  }

  #parenthesis(frames: Frames): void {
    const end = this.sees('((') ? this.arithmeticEnd() : undefined
    if (end !== undefined) {
      this.#join(innermost(frames))
      this.at = end
      return
    }
    this.at++
    this.#open(frames, 'subshell')
  }

  #reserved(frames: Frames, word: string): void {
    const frame = innermost(frames)
    if (OPENERS.test(word)) this.#open(frames, 'group').condition ||= CONDITIONS.test(word)
    else if (NAMED.test(word)) this.#loop(frames)
    else if (word === 'case') this.#case(frames)
    else if (CLOSERS.test(word)) this.#close(frames)
    else if (DIVIDERS.test(word)) {
      frame.last = undefined
      frame.operator = undefined
      frame.condition = CONDITIONS.test(word) || frames.stack.at(-2)?.condition === true
    } else if (word === '!') frame.negated = true
    else if (word === 'function') {
      this.skipBlanks()
      this.word()
    }
  }

  /** `for NAME in WORDS`. */
  #loop(frames: Frames): void {
    this.#open(frames, 'group')
    this.skipBlanks()
    const end = this.sees('((') ? this.arithmeticEnd() : undefined
    if (end !== undefined) {
      this.at = end
      return
    }
    this.variables.forget(this.word()?.text ?? '')
    this.#words()
  }

  #words(): void {
    do this.skipBlanks()
    while (!this.atEnd() && this.word())
  }

  /** `case WORD in`. */
  #case(frames: Frames): void {
    const frame = this.#open(frames, 'case')
    this.skipBlanks()
    this.word()
    this.take(IN)
    frame.pattern = true
  }

  /** `a | b)`, or the `esac` behind the last of them. */
  #pattern(frames: Frames): void {
    const frame = innermost(frames)
    if (this.take(ESAC) !== undefined) {
      frame.pattern = false
      this.#close(frames)
    } else if (this.sees('(') || this.sees('|')) this.at++
    else if (this.sees(')')) {
      this.at++
      frame.pattern = false
      frame.operator = undefined
    } else if (!this.word()) this.at++
  }

  #simple(frames: Frames): void {
    const frame = innermost(frames)
    const start = this.at
    const leaves = this.#leaves(frames)
    const pipeline = this.#join(frame)
    const waiting = this.#heredocs.length
    const { words, offsets, env, sums, end } = this.#parts()
    if (keepsAssignments(words[0]?.text))
      for (const [name, { text }] of env) this.variables.set(name, text, sums.has(name) ? 'unknown' : leaves)
    if (words.length === 0) return
    if (words.length === 1 && this.take(PARAMETERS) !== undefined) return
    const command = new Command(words, env, this.source.span(start, end), {
      pipeline,
      asked: frame.condition || frame.negated,
      apart: frames.subshells > 0 || this.close !== '',
    })
    this.commands.push(command)
    this.variables.follow(command, leaves)
    frame.last = command
    for (const heredoc of this.#heredocs.slice(waiting)) heredoc.reader ??= command
    const script = scriptArgument(command)
    if (script !== undefined && script !== 'stdin') this.#inner(offsets[words.indexOf(script)]!)
  }

  /** The words and assignments of a simple command, redirections left out, and where the last of them ends. */
  #parts(): Parts {
    const words: ShellWord[] = []
    const offsets: Span[] = []
    const env = new Map<string, ShellWord>()
    const sums = new Set<string>()
    let end = this.at
    const test = this.sees('[[')
    for (; ; end = this.at) {
      this.skipBlanks()
      if (this.sees('#')) break
      const redirection = test ? undefined : this.take(REDIRECTION)
      if (redirection !== undefined) {
        this.#redirect(redirection)
        continue
      }
      if (words.length === 0 && this.#assignment(env, sums)) continue
      const start = this.at
      const word = this.word() ?? (test ? this.#testOperator() : undefined)
      if (!word) break
      for (const part of test ? [word] : this.#partsOf(word, start)) {
        words.push(part)
        offsets.push([start, this.at])
      }
      if (test && word.text === ']]') return { words, offsets, env, sums, end: this.at }
    }
    return { words, offsets, env, sums, end }
  }

  /** A variable in no quotes is as many words as there are in its value. */
  #partsOf(word: ShellWord, start: number): readonly ShellWord[] {
    const raw = this.text.slice(start, this.at)
    const value = LONE_VARIABLE.test(raw) ? this.variables.get(raw.replace(/[${}]/g, '')) : undefined
    if (value === undefined) return [word]
    return value.split(/\s+/).flatMap(text => (text === '' ? [] : { text, span: word.span, expanded: true as const }))
  }

  /** Inside `[[ ]]` operators and brackets are words; a line break ends a test that nobody closed. */
  #testOperator(): ShellWord | undefined {
    const start = this.at
    const text = this.take(TEST_OPERATOR)
    return text === undefined ? undefined : { text, span: this.source.span(start, this.at) }
  }

  #assignment(env: Map<string, ShellWord>, sums: Set<string>): boolean {
    const start = this.at
    ASSIGNED.lastIndex = start
    const match = ASSIGNED.exec(this.text)
    if (!match) return false
    this.at += match[0].length
    const name = match[1]!
    let text = '(…)'
    if (this.sees('(')) {
      this.at++
      do this.#words()
      while (this.take(FEED) !== undefined)
      if (this.sees(')')) this.at++
    } else text = this.word()?.text ?? ''
    // Nobody reads more into what a list holds, or what a value is added to.
    if (text === '(…)' || match[0] !== `${name}=`) sums.add(name)
    env.set(name, { text, span: this.source.span(start, this.at) })
    return true
  }

  #redirect(operator: string): void {
    this.skipBlanks()
    const start = this.at
    const target = this.word()
    if (!target || !/<<-?$/.test(operator) || operator.endsWith('<<<')) return
    const name = this.text.slice(start, this.at).replace(/["'\\]/g, '')
    this.#heredocs.push({ name, chomp: operator.endsWith('-'), reader: undefined })
  }

  /** Steps over the body of a heredoc; it is a script when a shell reads it. */
  #body({ name, chomp, reader }: Heredoc): void {
    const mapper = new Mapper()
    while (!this.atEnd()) {
      const feed = this.text.indexOf('\n', this.at)
      const next = feed < 0 ? this.text.length : feed + 1
      let from = this.at
      while (chomp && this.text[from] === '\t') from++
      this.at = next
      if (this.text.slice(from, next).replace(/[\r\n]+$/, '') === name) break
      if (next > from) mapper.addMapped(this.source.slice(from, next))
    }
    if (reader && scriptArgument(reader) === 'stdin') this.scripts.push(mapper.done())
  }

  /** Takes the argument of `sh -c` for a script, if it is one piece. */
  #inner([start, end]: Span): void {
    const quote = this.text[start]
    if (/^[\w./-]+$/.test(this.text.slice(start, end))) this.scripts.push(this.source.slice(start, end))
    else if (quote === "'" && this.text.indexOf("'", start + 1) === end - 1)
      this.scripts.push(this.source.slice(start + 1, end - 1))
    else if (quote === '"') this.#quotedScript(start + 1, end - 1)
  }

  /** Takes the inside of double quotes as the inner shell gets it, but for its variables. */
  #quotedScript(start: number, end: number): void {
    const mapper = new Mapper()
    for (let at = start; at < end; ) {
      if (this.text[at] === '"') return
      const escaped = this.text[at] === '\\' && '$`"\\\n'.includes(this.text[at + 1] ?? '-')
      const next = at + (escaped ? 2 : 1)
      const [from, to] = this.source.span(at, next)
      if (!escaped) mapper.add(this.text[at]!, from, to)
      else if (this.text[at + 1] !== '\n') mapper.add(this.text[at + 1]!, from, to)
      at = next
    }
    this.scripts.push(mapper.done())
  }
}
