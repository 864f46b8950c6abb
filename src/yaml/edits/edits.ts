import type { Span } from '../../core/location.ts'
import { put, same, valueAt } from '../data.ts'
import { readFast } from '../fast/fast.ts'
import { readJson } from '../fast/json.ts'
import { type Entry, entryOf, type Node } from '../tree.ts'
import { entryLines, flowPair, flowText, inlineText, mapLines } from './write.ts'

/** A document that is to be edited. */
export interface Editable {
  readonly text: string
  readonly tree: Node
  readonly value: unknown
}

/** New text in the place of a span. */
export interface Splice {
  readonly span: Span
  readonly text: string
}

type Step = string | number
type Steps = readonly Step[]

/** A splice, what it is meant to do, and the nodes from the root to the collection in which it does that. */
interface Plan extends Splice {
  readonly chain: readonly Node[]
  readonly at: Steps
  /** What becomes of the value at `at`; nothing: it goes. */
  readonly value?: unknown
}

/** The splice that gives a path below the root a value; `undefined` when none is surely right. */
export function setSplice(document: Editable, steps: Steps, value: unknown): Splice | undefined {
  return proven(document, planSet(document, steps, value))
}

/** The splice that removes what a path below the root leads to; `undefined` when none is surely right. */
export function removeSplice(document: Editable, steps: Steps): Splice | undefined {
  return proven(document, planRemove(document, steps))
}

function planSet(document: Editable, steps: Steps, value: unknown): Plan | undefined {
  const chain = [document.tree]
  for (const [i, step] of steps.entries()) {
    const parent = chain[i]!
    const rest = steps.slice(i + 1)
    const entry = entryOf(parent, step)
    const missing = nested(rest, value)
    const at = steps.slice(0, i + 1)
    if (!entry) return missing && planInsert(document, { chain, at, value: missing.value })
    if (rest.length === 0 || at.reduce(valueAt, document.value) === null) {
      return missing && planReplace(document, entry, { chain, at, value: missing.value })
    }
    if (entry.node.kind !== 'map' && entry.node.kind !== 'seq') return undefined
    chain.push(entry.node)
  }
  return undefined
}

/** A value inside of the maps that lead to it; items of lists that are not there cannot be made up. */
function nested(steps: Steps, value: unknown): { readonly value: unknown } | undefined {
  if (steps.some(step => typeof step === 'number')) return undefined
  return { value: steps.reduceRight<unknown>((inner, step) => put({}, String(step), inner), value) }
}

const isEmpty = ({ kind, span }: Node): boolean => kind === 'scalar' && span[0] === span[1]

/** A plan without its splice. */
type Aim = Omit<Plan, keyof Splice> & { readonly value: unknown }

function planReplace({ text, tree }: Editable, { span: [, keyEnd], node }: Entry, aim: Aim): Plan | undefined {
  const parent = aim.chain.at(-1)!
  const isBlock = (node.kind === 'map' || node.kind === 'seq') && !node.flow
  const [start, end] = node.span
  const isLost = isBlock ? text.slice(keyEnd, end).includes('#') : text.slice(start, end).includes('\n') && !node.flow
  if (node.kind === 'alias' || isLost) return undefined
  const inPlace = !isBlock && !isEmpty(node)
  if (inPlace) return { ...aim, span: [start, end], text: replacement(text, node, parent, tree, aim.value) }
  const from = parent.kind === 'map' ? text.indexOf(':', keyEnd) + 1 : keyEnd
  const inline = inlineText(aim.value)
  if (inline !== undefined) return { ...aim, span: [from, isBlock ? end : from], text: ` ${inline}` }
  if (isBlock || parent.kind !== 'map') return undefined
  const indent = indentOf(text, tree)
  const lines = mapLines(aim.value as object, columnOf(text, parent.span[0]) + indent, indent)
  return { ...aim, ...afterLine(text, keyEnd, lines) }
}

/** What is written in the place of a value on one line; quotes stay. */
function replacement(text: string, node: Node, parent: Node, root: Node, value: unknown): string {
  if (parent.flow) return flowText(value, root.flow)
  if (typeof value === 'string' && text[node.span[0]] === '"') return JSON.stringify(value)
  return inlineText(value) ?? flowText(value, false)
}

function planInsert({ text, tree }: Editable, aim: Aim): Plan | undefined {
  const parent = aim.chain.at(-1)!
  const key = aim.at.at(-1)!
  const isNext =
    parent.kind === 'map' ? typeof key === 'string' : parent.kind === 'seq' && key === parent.entries.length
  if (!isNext) return undefined
  if (parent.flow) return { ...aim, ...flowInsert(text, parent, tree.flow, key, aim.value) }
  const column = columnOf(text, parent.span[0])
  const lines = entryLines(key, aim.value, column, indentOf(text, tree))
  return { ...aim, ...afterLine(text, parent.span[1], lines) }
}

/** A new last entry between brackets, set apart as the last one is. */
function flowInsert(text: string, parent: Node, isJson: boolean, key: Step, value: unknown): Splice {
  const last = parent.entries.at(-1)
  const quoted = isJson || text[last?.span[0] ?? -1] === '"'
  const written = typeof key === 'string' ? flowPair(key, value, quoted) : flowText(value, quoted)
  if (!last) return { span: [parent.span[0] + 1, parent.span[1] - 1], text: written }
  const gap = /[ \t\r\n]*$/.exec(text.slice(parent.span[0] + 1, last.span[0]))![0]
  return { span: [last.node.span[1], last.node.span[1]], text: `,${gap === '' ? ' ' : gap}${written}` }
}

/** Lines after the line an offset is on. */
function afterLine(text: string, offset: number, lines: readonly string[]): Splice {
  const newline = text.indexOf('\n', offset)
  if (newline < 0) return { span: [text.length, text.length], text: lines.map(line => `\n${line}`).join('') }
  const eol = text[newline - 1] === '\r' ? '\r\n' : '\n'
  return { span: [newline + 1, newline + 1], text: lines.map(line => line + eol).join('') }
}

function planRemove({ text, tree }: Editable, steps: Steps): Plan | undefined {
  const chain = [tree]
  for (const step of steps.slice(0, -1)) {
    const entry = entryOf(chain.at(-1)!, step)
    if (!entry) return undefined
    chain.push(entry.node)
  }
  return steps.length === 0 ? undefined : planRemoval(text, chain, steps)
}

/** Without its last entry a map in block style goes too, where its key can go; anything else becomes `{}` or `[]`. */
function planRemoval(text: string, chain: readonly Node[], at: Steps): Plan | undefined {
  const parent = chain.at(-1)!
  const entry = entryOf(parent, at.at(-1)!)
  if (!entry) return undefined
  if (parent.entries.length > 1) {
    const splice = parent.flow ? flowRemoval(parent, entry) : blockRemoval(text, parent, entry)
    return splice && { ...splice, chain, at }
  }
  const above = chain.slice(0, -1)
  const outer = above.at(-1)
  if (!parent.flow && outer?.kind === 'map' && !outer.flow) return planRemoval(text, above, at.slice(0, -1))
  const empty = parent.kind === 'map' ? '{}' : '[]'
  return {
    span: parent.span,
    text: empty,
    chain: outer ? above : chain,
    at: at.slice(0, -1),
    value: parent.kind === 'map' ? {} : [],
  }
}

function flowRemoval({ entries }: Node, entry: Entry): Splice {
  const place = entries.indexOf(entry)
  const next = entries[place + 1]
  const span: Span = next ? [entry.span[0], next.span[0]] : [entries[place - 1]!.node.span[1], entry.node.span[1]]
  return { span, text: '' }
}

/** Whole lines; of an entry that stands right behind a dash, everything up to the next entry, which takes its place. */
function blockRemoval(text: string, { entries }: Node, entry: Entry): Splice | undefined {
  const start = entry.span[0]
  const line = text.lastIndexOf('\n', start - 1) + 1
  const newline = text.indexOf('\n', Math.max(entry.node.span[1], entry.span[1]))
  const after = newline < 0 ? text.length : newline + 1
  if (/^\uFEFF? *$/.test(text.slice(line, start)))
    return { span: [text[line] === '\uFEFF' ? line + 1 : line, after], text: '' }
  const next = entries[entries.indexOf(entry) + 1]
  if (!next || text.slice(after, next.span[0]).trim() !== '') return undefined
  return { span: [start, next.span[0]], text: '' }
}

/** The splice of a plan, once reading the new text of the nearest block around it gave what was meant. */
function proven({ text, value }: Editable, plan: Plan | undefined): Splice | undefined {
  if (!plan) return undefined
  const { chain, at, span } = plan
  const depth = Math.max(
    chain.findLastIndex(node => !node.flow),
    0,
  )
  const [start, blockEnd] = chain[depth]!.span
  const end = Math.max(afterBlankLines(text, blockEnd), span[1])
  const margin = chain[depth]!.flow ? '' : ' '.repeat(columnOf(text, start))
  const head = span[0] < start ? '' : margin + text.slice(start, span[0])
  const old = at.slice(0, depth).reduce(valueAt, value)
  const meant = changed(old, at.slice(depth), 'value' in plan ? { value: plan.value } : undefined)
  const isProven =
    holds(margin + text.slice(start, end), old) && holds(head + plan.text + text.slice(span[1], end), meant)
  return isProven ? { span, text: plan.text } : undefined
}

/** The start of the next line that is not empty. */
function afterBlankLines(text: string, offset: number): number {
  const rest = /[^\n]*\n?(?:[ \t\r]*\n)*/y
  rest.lastIndex = offset
  rest.test(text)
  return rest.lastIndex
}

function holds(text: string, value: unknown): boolean {
  const json = readJson(text)
  const piece = json?.end === text.length ? json.piece : readFast(text, [0, text.length])
  return piece?.documents.length === 1 && same(piece.documents[0]!.value, value)
}

/** A value in which something else, or nothing, is at the end of a path. */
function changed(value: unknown, [step, ...rest]: Steps, to: { readonly value: unknown } | undefined): unknown {
  if (step === undefined) return to?.value
  const inner = rest.length === 0 ? to : { value: changed(valueAt(value, step), rest, to) }
  if (Array.isArray(value)) return value.toSpliced(Number(step), 1, ...(inner ? [inner.value] : []))
  const entries = Object.entries(value as object).filter(([key]) => key !== step || inner)
  const copy = Object.fromEntries(entries)
  return inner ? put(copy, String(step), inner.value) : copy
}

const columnOf = (text: string, offset: number): number => {
  const line = text.lastIndexOf('\n', offset - 1) + 1
  return offset - line - (text[line] === '\uFEFF' ? 1 : 0)
}

/** How far a document indents: as the first map in a map does. */
const indentOf = (text: string, root: Node): number => innerIndent(text, root) ?? 2

function innerIndent(text: string, node: Node): number | undefined {
  for (const { node: below } of node.entries) {
    if (below.flow || below.entries.length === 0) continue
    if (node.kind === 'map' && below.kind === 'map') return columnOf(text, below.span[0]) - columnOf(text, node.span[0])
    const inner = innerIndent(text, below)
    if (inner !== undefined) return inner
  }
  return undefined
}
