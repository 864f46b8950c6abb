import type { Span } from '../../core/location.ts'
import { memo } from '../../core/memo.ts'
import { put, same, valueAt } from '../data.ts'
import { readFast } from '../fast/fast.ts'
import { readJson } from '../fast/json.ts'
import { type Entry, entryOf, type Node } from '../tree.ts'
import { blockInsert, flowInsert, newPlace } from './insert.ts'
import { afterLine, columnOf, lineStart, type Splice } from './lines.ts'
import { flowText, inlineText, keyText, mapLines } from './write.ts'

/** A document that is to be edited: one object for all of its edits. */
export interface Editable {
  readonly text: string
  readonly tree: Node
  readonly value: unknown
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

/** The splice that gives the key at the end of a path another name; `undefined` when it is not surely right. */
export function renameSplice(document: Editable, steps: Steps, key: string): Splice | undefined {
  return proven(document, planRename(document, steps, key))
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

/** The number of the entry that counts for a key; -1 when there is none. Of a list it is the key. */
function placeOf({ kind, entries }: Node, key: Step): number {
  if (kind === 'seq') return typeof key === 'number' && key < entries.length ? key : -1
  return entries.findLastIndex(entry => entry.key === key)
}

/** A value inside of the maps that lead to it; items of lists that are not there cannot be made up. */
function nested(steps: Steps, value: unknown): { readonly value: unknown } | undefined {
  if (steps.some(step => typeof step === 'number')) return undefined
  return { value: steps.reduceRight<unknown>((inner, step) => put({}, String(step), inner), value) }
}

const isEmpty = ({ kind, span }: Node): boolean => kind === 'scalar' && span[0] === span[1]

/** A plan without its splice. */
type Aim = Omit<Plan, keyof Splice> & { readonly value: unknown }

function planReplace(document: Editable, { span: [, keyEnd], node }: Entry, aim: Aim): Plan | undefined {
  const { text, tree } = document
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
  const indent = indentOf(document)
  const lines = mapLines(aim.value as object, columnOf(text, parent.span[0]) + indent, indent)
  return { ...aim, ...afterLine(text, keyEnd, lines) }
}

/** What is written in the place of a value on one line; quotes stay. */
function replacement(text: string, node: Node, parent: Node, root: Node, value: unknown): string {
  if (parent.flow) return flowText(value, root.flow)
  if (typeof value === 'string' && text[node.span[0]] === '"') return JSON.stringify(value)
  return inlineText(value) ?? flowText(value, false)
}

function planInsert(document: Editable, aim: Aim): Plan | undefined {
  const { text, tree } = document
  const parent = aim.chain.at(-1)!
  const key = aim.at.at(-1)!
  const isNext =
    parent.kind === 'map' ? typeof key === 'string' : parent.kind === 'seq' && key === parent.entries.length
  if (!isNext) return undefined
  const splice = parent.flow
    ? flowInsert(text, parent, tree.flow, { key, value: aim.value })
    : blockInsert(text, aim, indentOf(document))
  return { ...aim, ...splice }
}

function planRemove({ text, tree }: Editable, steps: Steps): Plan | undefined {
  const chain = chainTo(tree, steps.slice(0, -1))
  return chain && steps.length > 0 ? planRemoval(text, chain, steps) : undefined
}

/** Without its last entry a map in block style goes too, where its key can go; anything else becomes `{}` or `[]`. */
function planRemoval(text: string, chain: readonly Node[], at: Steps): Plan | undefined {
  const parent = chain.at(-1)!
  const place = placeOf(parent, at.at(-1)!)
  if (place < 0) return undefined
  if (parent.entries.length > 1) {
    const splice = parent.flow ? flowRemoval(parent, place) : blockRemoval(text, parent, place)
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

/** The map that has the key is what changes. */
function planRename({ text, tree, value }: Editable, steps: Steps, key: string): Plan | undefined {
  const at = steps.slice(0, -1)
  const chain = chainTo(tree, at)
  const parent = chain?.at(-1)
  const entry = parent?.kind === 'map' ? entryOf(parent, steps.at(-1)!) : undefined
  const map = at.reduce(valueAt, value)
  if (!chain || !entry || valueAt(map, key) !== undefined) return undefined
  const renamed = Object.entries(map as object).reduce<Record<string, unknown>>(
    (all, [name, inner]) => put(all, name === entry.key ? key : name, inner),
    {},
  )
  const quoted = text[entry.span[0]] === '"'
  const above = at.length === 0 ? chain : chain.slice(0, -1)
  return { span: entry.span, text: keyText(key, quoted), chain: above, at, value: renamed }
}

/** The nodes from the root down a path; `undefined` when it does not lead that far. */
function chainTo(tree: Node, steps: Steps): readonly Node[] | undefined {
  const chain = [tree]
  for (const step of steps) {
    const entry = entryOf(chain.at(-1)!, step)
    if (!entry) return undefined
    chain.push(entry.node)
  }
  return chain
}

function flowRemoval({ entries }: Node, place: number): Splice {
  const entry = entries[place]!
  const next = entries[place + 1]
  const span: Span = next ? [entry.span[0], next.span[0]] : [entries[place - 1]!.node.span[1], entry.node.span[1]]
  return { span, text: '' }
}

/** Whole lines; of an entry that stands right behind a dash, everything up to the next entry, which takes its place. */
function blockRemoval(text: string, { entries }: Node, place: number): Splice | undefined {
  const entry = entries[place]!
  const start = entry.span[0]
  const line = lineStart(text, start)
  const newline = text.indexOf('\n', Math.max(entry.node.span[1], entry.span[1]))
  const after = newline < 0 ? text.length : newline + 1
  if (/^\uFEFF? *$/.test(text.slice(line, start)))
    return { span: [text[line] === '\uFEFF' ? line + 1 : line, after], text: '' }
  const next = entries[place + 1]
  if (!next || text.slice(after, next.span[0]).trim() !== '') return undefined
  return { span: [start, next.span[0]], text: '' }
}

/**
 * The splice of a plan, once reading the new text around it gave what was meant. To read the whole document for each of
 * its fixes would take hours: what is read is the entry that the plan is about, with its neighbours.
 */
function proven({ text, value }: Editable, plan: Plan | undefined): Splice | undefined {
  const piece = plan && pieceOf(text, plan)
  if (!piece) return undefined
  const { chain, at, span } = plan
  const depth = chain.length - 1
  const { from, to, head, tail, entries, first } = piece
  const old = partOf(at.slice(0, depth).reduce(valueAt, value), entries, first)
  const steps = at.slice(depth).map(step => (typeof step === 'number' ? step - first : step))
  const meant = changed(old, steps, 'value' in plan ? { value: plan.value } : undefined)
  const start = span[0] < from ? '' : head + text.slice(from, span[0])
  const isProven =
    holds(head + text.slice(from, to) + tail, old) && holds(start + plan.text + text.slice(span[1], to) + tail, meant)
  return isProven ? { span, text: plan.text } : undefined
}

/** Some entries of a collection, and the text that is a collection of them alone. */
interface Window {
  readonly entries: readonly Entry[]
  /** The number of the first in the whole collection. */
  readonly first: number
  readonly from: number
  readonly to: number
  /** What is written around the text, so that it can be read by itself. */
  readonly head: string
  readonly tail: string
}

/** What a plan is about, with the entries before and after it: all of the collection when the plan is about that. */
function pieceOf(text: string, { chain, at, span }: Plan): Window | undefined {
  const node = chain.at(-1)!
  const step = at[chain.length - 1]
  const { entries } = node
  const known = step === undefined ? -1 : placeOf(node, step)
  // Behind what goes, its twin or a merge would come to light.
  if (node.kind === 'map' && entries.some(({ key, merge }, i) => merge || (key === step && i !== known)))
    return undefined
  const place = known < 0 && step !== undefined ? newPlace(node, step) : known
  const [first, end] =
    step === undefined ? [0, entries.length] : [Math.max(place - 1, 0), Math.min(place + 2, entries.length)]
  const shown = entries.slice(first, end)
  return node.flow
    ? flowWindow(text, node, span, { entries: shown, first })
    : blockWindow(text, node, span, { entries: shown, first })
}

type Shown = Pick<Window, 'entries' | 'first'>

/** Between brackets of its own. */
function flowWindow(text: string, { span, entries }: Node, splice: Span, shown: Shown): Window | undefined {
  const last = shown.first + shown.entries.length
  const from = shown.first === 0 ? span[0] + 1 : entries[shown.first]!.span[0]
  const to = last === entries.length ? span[1] - 1 : entries[last - 1]!.node.span[1]
  if (splice[0] < span[0] || splice[1] > span[1]) return undefined
  const isWhole = splice[0] < from || splice[1] > to
  if (isWhole) return { entries, first: 0, from: span[0], to: span[1], head: '', tail: '' }
  return { ...shown, from, to, head: text[span[0]]!, tail: text[span[1] - 1]! }
}

/** Whole lines, as far to the right as they are. */
function blockWindow(text: string, { span, entries }: Node, splice: Span, shown: Shown): Window {
  const from = shown.entries[0]?.span[0] ?? span[0]
  const next = entries[shown.first + shown.entries.length]
  const to = next ? lineStart(text, next.span[0]) : Math.max(afterBlankLines(text, span[1]), splice[1])
  return { ...shown, from, to, head: ' '.repeat(columnOf(text, span[0])), tail: '' }
}

/** The value of some entries of a collection. */
function partOf(value: unknown, entries: readonly Entry[], first: number): unknown {
  if (Array.isArray(value)) return value.slice(first, first + entries.length)
  return entries.reduce<Record<string, unknown>>((part, { key }) => put(part, String(key), valueAt(value, key)), {})
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

/** How far a document indents: as the first map in a map does. */
const indentOf = memo(({ text, tree }: Editable): number => innerIndent(text, tree) ?? 2)

function innerIndent(text: string, node: Node): number | undefined {
  for (const { node: below } of node.entries) {
    if (below.flow || below.entries.length === 0) continue
    if (node.kind === 'map' && below.kind === 'map') return columnOf(text, below.span[0]) - columnOf(text, node.span[0])
    const inner = innerIndent(text, below)
    if (inner !== undefined) return inner
  }
  return undefined
}
