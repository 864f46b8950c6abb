import { partitionPoint } from '../../core/search.ts'
import type { Lines } from '../../core/source.ts'
import type { Dockerfile, Instruction } from '../../docker/ast.ts'
import type { Written } from '../../world/written.ts'
import type { Ignore } from './grammar.ts'

/** First and last line, 1-based and inclusive. */
export type Range = readonly [from: number, to: number]

/**
 * A text as the reach of a comment sees it: the lines that a suppression at this line covers, or why it covers none.
 * `alone` is false for a comment behind something else. Prepared in a few passes, so that an answer costs a look-up.
 */
export type ReachResolver = (line: number, alone: boolean, how: Ignore['reach']) => Range | string

/** Behind all lines: what reaches it reaches the whole file, and all that is rendered under the name of the file. */
export const WHOLE_FILE = Number.POSITIVE_INFINITY

/** The last line of any text: what reaches it from the head of a text reaches all objects of the text. */
export const WHOLE_TEXT = Number.MAX_SAFE_INTEGER

const EVERYTHING: Range = [1, WHOLE_FILE]
const BELOW_CONTENT = 'it must precede everything else in the file'

const isBlank = (text: string | undefined): boolean => text?.trim() === ''
const isComment = (text: string | undefined): boolean => text?.trimStart().startsWith('#') === true
const isMarker = (text: string | undefined): boolean => text !== undefined && /^---(\s|$)/.test(text)
const isContent = (text: string): boolean => !isBlank(text) && !isComment(text) && !isMarker(text)

/** For each line the nearest line below it that passes. 0-based; the number of lines when there is none. */
function nextThat(lines: readonly string[], passes: (line: string) => boolean): readonly number[] {
  const next = new Array<number>(lines.length)
  for (let i = lines.length - 1; i >= 0; i--)
    next[i] = i + 1 === lines.length || passes(lines[i + 1]!) ? i + 1 : next[i + 1]!
  return next
}

/** Tells for each line of a text which is the first from there on that says something, and what. 1-based. */
export function contentIn(text: string): (line: number) => readonly [line: number, text: string] {
  const lines = text.split('\n')
  const next = nextThat(lines, isContent)
  return line => {
    const at = isContent(lines[line - 1]!) ? line : next[line - 1]! + 1
    return [at, (lines[at - 1] ?? '').trim()]
  }
}

interface Head {
  above(line: number): boolean
  opens(line: number): boolean
}

const NO_HEAD: Head = { above: () => false, opens: () => false }

/** What instructions and nodes have in common: where the file's head ends, and what follows a block of comments. */
function headOf(lines: readonly string[]): Head {
  const content = lines.findIndex(isContent)
  const head = content < 0 ? lines.length : content
  const next = nextThat(lines, line => !isComment(line))
  return {
    above: line => line <= head,
    /** Comments at the head of a file that an empty line parts from the rest speak of the whole file. */
    opens: line => line <= head && next[line - 1]! < head && isBlank(lines[next[line - 1]!]),
  }
}

/** The number of the first range that ends at the line or below. */
const firstNotAbove = (ranges: readonly Range[], line: number): number =>
  partitionPoint(ranges.length, index => ranges[index]![1] < line)

/** For each instruction the last line before the next FROM below it. */
function stageEnds(instructions: readonly Instruction[], ranges: readonly Range[]): readonly number[] {
  const ends = new Array<number>(instructions.length)
  for (let i = instructions.length - 1; i >= 0; i--) {
    const below = instructions[i + 1]
    if (below === undefined) ends[i] = Number.POSITIVE_INFINITY
    else ends[i] = below.is === 'FROM' ? ranges[i + 1]![0] - 1 : ends[i + 1]!
  }
  return ends
}

/** A Dockerfile: suppressions reach instructions and stages. */
export function dockerReach({ text, instructions }: Dockerfile, positions: Lines): ReachResolver {
  const lines = text.split('\n')
  const head = headOf(lines)
  const next = nextThat(lines, line => !isComment(line))
  const ranges = instructions.map(
    ({ span }): Range => [positions.point(span[0]).line, positions.point(Math.max(span[0], span[1] - 1)).line],
  )
  const ends = stageEnds(instructions, ranges)
  return (line, alone, how) => {
    if (how === 'file' || (how === 'open' && alone && head.opens(line))) return EVERYTHING
    if (how === 'head') return head.above(line) ? EVERYTHING : BELOW_CONTENT
    const target = alone && how === 'touching' ? next[line - 1]! + 1 : line
    const hit = firstNotAbove(ranges, target)
    const range = ranges[hit]
    if (how === 'touching' && (range === undefined || range[0] > target)) return [line, target]
    if (range === undefined) return 'no instruction follows'
    const isFrom = instructions[hit]!.is === 'FROM'
    if (how === 'after-from') return isFrom ? [range[1] + 1, ends[hit]!] : 'no FROM follows'
    return [Math.min(line, range[0]), how === 'block' && isFrom ? ends[hit]! : range[1]]
  }
}

/** How deep a line of YAML stands. The items of a list stand deeper than their key, also when they are not indented. */
function depthOf(line: string): number {
  if (/^(---|\.\.\.)(\s|$)/.test(line)) return -1
  const indent = line.length - line.trimStart().length
  return /^-(\s|$)/.test(line.slice(indent, indent + 2)) ? indent + 0.5 : indent
}

/** For each line the last line of the node that begins there. 0-based. */
function nodeEnds(lines: readonly string[]): readonly number[] {
  const depths = lines.map(line => (isBlank(line) || isComment(line) ? Number.POSITIVE_INFINITY : depthOf(line)))
  const after = new Array<number>(lines.length)
  for (let i = lines.length - 1; i >= 0; i--) {
    let below = i + 1
    while (below < lines.length && depths[below]! > depths[i]!) below = after[below]!
    after[i] = below
  }
  return after.map(line => line - 1)
}

/** The lines that are the first of their document, each with the document's last line. 0-based. */
function documentsOf(lines: readonly string[]): ReadonlyMap<number, number> {
  const next = nextThat(lines, isMarker)
  const firsts = new Map<number, number>()
  let open = true
  for (const [i, line] of lines.entries()) {
    if (isMarker(line)) open = true
    else if (open && isContent(line)) {
      firsts.set(i, next[i]! - 1)
      open = false
    }
  }
  return firsts
}

/** Tells for each line of a text which lines belong to the same document. */
export function documentsIn(text: string): (line: number) => Range {
  const lines = text.split('\n')
  const starts = [1, ...lines.flatMap((line, i) => (i > 0 && isMarker(line) ? [i + 1] : []))]
  const ranges = starts.map((start, i): Range => [start, (starts[i + 1] ?? lines.length + 1) - 1])
  return line => ranges[firstNotAbove(ranges, line)]!
}

/** A manifest: suppressions reach nodes, and a whole document from above its first line. */
export function yamlReach({ text, isPart }: Pick<Written, 'text' | 'isPart'>): ReachResolver {
  const lines = text.split('\n')
  const head = isPart ? NO_HEAD : headOf(lines)
  const documents = documentsOf(lines)
  const ends = nodeEnds(lines)
  const content = nextThat(lines, isContent)
  const touching = nextThat(lines, line => !isComment(line))
  return (line, alone, how) => {
    if (how === 'file' || (how === 'open' && alone && head.opens(line))) return EVERYTHING
    if (how === 'head') return head.above(line) ? EVERYTHING : BELOW_CONTENT
    if (!alone) return [line, ends[line - 1]! + 1]
    if (how === 'touching' && isBlank(lines[touching[line - 1]!])) return 'an empty line follows'
    const target = content[line - 1]!
    if (target >= lines.length) return 'nothing follows'
    const end = 1 + (documents.get(target) ?? ends[target]!)
    return [line, head.above(line) && end >= lines.length ? WHOLE_TEXT : end]
  }
}
