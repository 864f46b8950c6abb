import { Lines } from '../../core/source.ts'

/** Where an action of a template prints something. */
const HOLE = '\0'

/** A block that a template may print several times. */
export interface Loop {
  readonly around: Loop | undefined
}

/** A line of a template that prints something, wherever what it prints comes from. */
export interface TemplateLine {
  /** From 0. */
  readonly number: number
  /** The literal text around its actions, in order: one piece when it has none. */
  readonly pieces: readonly string[]
  /** What all lines that it may print begin with; `undefined` for an action with nothing in front of it. */
  readonly key: string | undefined
  /** Of the first character, items of a list half a step deeper. */
  readonly depth: number
  /** False where white space in front of it may be cut off: its depth is not that of what it prints. */
  readonly isIndented: boolean
  /** The indentation that `nindent` or `indent` gives to the lines of a block. */
  readonly printsAt: number | undefined
  readonly loop: Loop | undefined
}

/** How deep a line is, from its first character; the items of a list are deeper than their key, also when they are not indented. */
export const depthOf = (line: string): number => {
  const indent = line.length - line.trimStart().length
  return /^-(\s|$)/.test(line.slice(indent, indent + 2)) ? indent + 0.5 : indent
}

/** `image:`, `- name:` or `- --port=`; the whole of a line without any. */
export function keyOf(text: string): string | undefined {
  const end = text.search(/:(?:[\s\0]|$)|=/)
  const key = end < 0 ? text : text.slice(0, end + 1)
  return key.includes(HOLE) ? undefined : key
}

/** Whether a template line may print a text without white space around it. */
export function prints({ pieces }: TemplateLine, text: string): boolean {
  const [first = '', ...rest] = pieces
  if (rest.length === 0) return text === first
  if (!text.startsWith(first.trimEnd()) || !text.endsWith(rest.at(-1)!)) return false
  let at = first.trimEnd().length
  return rest.every(piece => {
    const found = text.indexOf(piece.trim(), at)
    at = found + piece.trim().length
    return found >= 0
  })
}

/** Where the template begins another document. */
const isMarker = (text: string): boolean => /^---(?:\s|$)/.test(text)

/** The lines of a template that print something where they are, by the documents that it has. What it defines is left out. */
export function templateLinesIn(template: string): readonly (readonly TemplateLine[])[] {
  const { text, opened, closed, trimmed } = skeletonOf(template)
  const documents: TemplateLine[][] = [[]]
  const blocks: Block[] = []
  for (const [number, { line, printsAt }] of text.entries()) {
    const own = opened.get(number) ?? []
    blocks.push(...own.map(word => blockOf(word, blocks.at(-1))))
    const block = blocks.at(-1)
    if (isMarker(line)) documents.push([])
    else if (line.trim() !== '' && !block?.isDefinition)
      documents.at(-1)!.push(lineOf(number, line, { printsAt, loop: block?.loop, isIndented: !trimmed.has(number) }))
    blocks.length = Math.max(0, blocks.length - (closed.get(number) ?? 0))
  }
  return documents
}

interface Block {
  readonly loop: Loop | undefined
  readonly isDefinition: boolean
}

function blockOf(word: string, around: Block | undefined): Block {
  const loop = word === 'range' ? { around: around?.loop } : around?.loop
  return { loop, isDefinition: word === 'define' || around?.isDefinition === true }
}

function lineOf(
  number: number,
  line: string,
  rest: Pick<TemplateLine, 'printsAt' | 'loop' | 'isIndented'>,
): TemplateLine {
  const text = line.trim()
  return { number, pieces: text.split(HOLE), key: keyOf(text), depth: depthOf(line), ...rest }
}

interface Skeleton {
  /** Each line, with `HOLE` for what actions print. */
  readonly text: readonly { readonly line: string; readonly printsAt: number | undefined }[]
  /** The words that open a block on a line, and how many blocks end there. */
  readonly opened: ReadonlyMap<number, readonly string[]>
  readonly closed: ReadonlyMap<number, number>
  /** Lines behind an action that cuts off their indentation. */
  readonly trimmed: ReadonlySet<number>
}

const OPENS = /^(?:if|range|with|define|block)\b/
const CONTROLS = /^(?:if|range|with|define|block|else|end|break|continue)\b|^\/\*|^\$\w*(?:\s*,\s*\$\w*)?\s*:?=/

/** A template without the text of its actions, line by line. */
function skeletonOf(template: string): Skeleton {
  const lines = new Lines(template)
  const written = template
    .split('\n')
    .map(() => ({ line: '', printsAt: undefined as number | undefined, isCut: false }))
  const [opened, closed, trimmed] = [new Map<number, string[]>(), new Map<number, number>(), new Set<number>()]
  const write = (from: number, text: string): void => {
    for (const [index, part] of text.split('\n').entries()) {
      const at = written[from + index]!
      if (!at.isCut) at.line += part
    }
  }
  let end = 0
  for (const { start, stop, words } of actionsIn(template)) {
    const [number, last] = [lines.point(start).line - 1, lines.point(stop - 1).line - 1]
    write(lines.point(end).line - 1, template.slice(end, start))
    end = stop
    const at = written[number]!
    const [word] = OPENS.exec(words) ?? []
    if (word) opened.set(number, [...(opened.get(number) ?? []), word])
    if (/^end\b/.test(words)) closed.set(last, (closed.get(last) ?? 0) + 1)
    if (template.startsWith('-', stop - 3) && /^[ \t]*\r?\n/.test(template.slice(stop, stop + 80)))
      trimmed.add(last + 1)
    const isControl = CONTROLS.test(words)
    if (isControl && at.line.trim() === '') continue
    write(number, HOLE)
    at.printsAt ??= printsAtOf(words)
    // What follows may be printed or not.
    at.isCut ||= isControl
  }
  write(lines.point(end).line - 1, template.slice(end))
  return { text: written, opened, closed, trimmed }
}

function printsAtOf(words: string): number | undefined {
  const [, count] = /\bn?indent\s+(\d{1,3})\b/.exec(words) ?? []
  return count === undefined ? undefined : Number(count)
}

interface Action {
  readonly start: number
  /** Behind it. */
  readonly stop: number
  /** What is between the braces. */
  readonly words: string
}

/** The actions of a template; behind one that nothing closes there are none. */
function* actionsIn(template: string): Iterable<Action> {
  for (let start = template.indexOf('{{'); start >= 0; ) {
    const isComment = /^\{\{-?\s*\/\*/.test(template.slice(start, start + 10))
    const close = template.indexOf('}}', isComment ? Math.max(start, template.indexOf('*/', start)) : start)
    if (close < 0) return
    const words = template.slice(start + 2, close).replace(/^-?\s*/, '')
    yield { start, stop: close + 2, words }
    start = template.indexOf('{{', close + 2)
  }
}
