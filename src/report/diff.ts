import type { Edit } from '../core/edit.ts'
import { Lines } from '../core/source.ts'
import { apply, inOrder } from '../engine/edits.ts'
import { forLog } from './escape.ts'
import { type Paint, painter } from './text/paint.ts'

/** Lines, with their breaks, that become others; `from`: 0-based, in the text before. */
interface Replaced {
  readonly from: number
  readonly old: readonly string[]
  readonly new: readonly string[]
}

/** As `diff -u` and git show it. */
const CONTEXT = 3

/**
 * The hunks of a unified diff, in lines, for edits of a text that do not touch each other. What the text holds is shown
 * as it is: redact it before.
 */
export function hunksOf(text: string, edits: readonly Edit[], context = CONTEXT): readonly string[] {
  const lines = linesIn(text)
  const hunks: string[] = []
  let shift = 0
  for (const near of nearby(replacedIn(text, lines, edits), 2 * context)) {
    const from = Math.max(0, near[0]!.from - context)
    const end = Math.min(lines.length, endOf(near.at(-1)!) + context)
    const grown = near.reduce((sum, one) => sum + one.new.length - one.old.length, 0)
    hunks.push(`@@ -${range(from, end - from)} +${range(from + shift, end - from + grown)} @@`)
    hunks.push(...bodyOf(lines, near, from, end))
    shift += grown
  }
  return hunks
}

/** The lines that make hunks a patch, as `git apply` reads it. */
export const patchHead = (file: string): readonly string[] => [`--- a/${file}`, `+++ b/${file}`]

/** A patch for a terminal or a file: controls are visible, but for tabs and the end of a line of Windows. */
export function patchText(lines: readonly string[], colour: boolean): string {
  const paint = painter(colour)
  return lines
    .map(
      line =>
        `${painted(
          paint,
          line
            .split(KEPT)
            .map(part => (KEPT.test(part) ? part : forLog(part)))
            .join(''),
        )}\n`,
    )
    .join('')
}

const KEPT = /(\t|\r$)/

function painted(paint: Paint, line: string): string {
  if (/^(?:---|\+\+\+) /.test(line)) return paint('bold', line)
  if (line.startsWith('-')) return paint('removed', line)
  return line.startsWith('+') ? paint('added', line) : line
}

const linesIn = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

const range = (from: number, count: number): string => `${count === 0 ? from : from + 1},${count}`

const endOf = ({ from, old }: Replaced): number => from + old.length

/** The lines that edits change: whole lines, by groups of edits that share one. */
function replacedIn(text: string, lines: readonly string[], edits: readonly Edit[]): readonly Replaced[] {
  const places = new Lines(text)
  const { starts } = places
  const lineOf = (offset: number): number => places.point(offset).line - 1
  const groups: { first: number; last: number; edits: Edit[] }[] = []
  for (const edit of inOrder(edits)) {
    const [first, last] = [lineOf(edit.span[0]), lineOf(edit.span[1])]
    const before = groups.at(-1)
    if (before === undefined || first > before.last) groups.push({ first, last, edits: [edit] })
    else Object.assign(before, { last, edits: [...before.edits, edit] })
  }
  return groups
    .map(({ first, last, edits: here }) => {
      const start = starts[first]!
      const moved = here.map(edit => ({ ...edit, span: [edit.span[0] - start, edit.span[1] - start] as const }))
      const after = apply(text.slice(start, starts[last + 1]), moved)
      return trimmed({ from: first, old: lines.slice(first, last + 1), new: linesIn(after) })
    })
    .filter(one => one.old.length + one.new.length > 0)
}

/** Without the lines at both ends that stay the same. */
function trimmed({ from, old, new: made }: Replaced): Replaced {
  let head = 0
  while (head < old.length && head < made.length && old[head] === made[head]) head++
  let tail = 0
  while (tail < Math.min(old.length, made.length) - head && old.at(-1 - tail) === made.at(-1 - tail)) tail++
  return { from: from + head, old: old.slice(head, old.length - tail), new: made.slice(head, made.length - tail) }
}

/** Those whose context would overlap are one hunk. */
function nearby(all: readonly Replaced[], gap: number): readonly (readonly Replaced[])[] {
  const hunks: Replaced[][] = []
  for (const one of all) {
    const before = hunks.at(-1)?.at(-1)
    if (before && one.from - endOf(before) <= gap) hunks.at(-1)!.push(one)
    else hunks.push([one])
  }
  return hunks
}

function bodyOf(lines: readonly string[], near: readonly Replaced[], from: number, end: number): readonly string[] {
  const body: string[] = []
  let at = from
  for (const one of near) {
    body.push(...marked(' ', lines.slice(at, one.from)), ...marked('-', one.old), ...marked('+', one.new))
    at = endOf(one)
  }
  return [...body, ...marked(' ', lines.slice(at, end))]
}

const marked = (mark: string, lines: readonly string[]): readonly string[] =>
  lines.flatMap(line =>
    line.endsWith('\n') ? [mark + line.slice(0, -1)] : [mark + line, '\\ No newline at end of file'],
  )
