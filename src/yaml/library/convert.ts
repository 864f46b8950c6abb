import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import type { Span } from '../../core/location.ts'
import { MAX_DEPTH, put } from '../data.ts'
import type { Entry, Node } from '../tree.ts'

/** Why a well-formed document cannot be turned into data. */
export class Refusal extends Error {
  readonly offset: number
  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

/** How many values aliases may stand for in one document: a walk over the data has to end. */
const MAX_ALIASED = 1_000_000

/** What an anchor stands for, and how far that reaches. */
interface Anchored {
  readonly value: unknown
  readonly size: number
  readonly height: number
}

/**
 * From the library's nodes to plain data and to our tree. The library's own `toJS` takes quadratic time for many
 * aliases, builds cycles, and knows no limit to depth.
 */
export class Converter {
  /** Whether some map holds a key more than once. */
  repeatsKeys = false
  readonly #text: string
  readonly #offset: number
  readonly #names = new Map<ParsedNode, string>()
  readonly #anchors = new Map<string, Anchored | 'open'>()
  #size = 0
  #aliased = 0
  #deepest = 0

  /** What the library read begins at `offset` of the text. */
  constructor(text: string, offset: number) {
    this.#text = text
    this.#offset = offset
  }

  /** The data of a node. @throws Refusal */
  value(node: ParsedNode | null, depth = 0): unknown {
    if (!node) return null
    this.#size++
    this.#deepen(depth, node)
    if (isAlias(node)) return this.#alias(node, depth)
    return node.anchor ? this.#anchor(node, node.anchor, depth) : this.#plain(node, depth)
  }

  /** Whether there were aliases. */
  get aliased(): boolean {
    return this.#aliased > 0
  }

  /** The layout of a node whose value was asked for before. */
  tree(node: ParsedNode | null, after: number): Node {
    if (!node) return { kind: 'scalar', flow: false, span: [after, after], entries: [] }
    const span = this.#span(node)
    if (isAlias(node)) return { kind: 'alias', flow: false, span, entries: [] }
    if (isScalar(node)) return { kind: 'scalar', flow: false, span: this.#scalarSpan(node, after), entries: [] }
    const flow = node.flow === true
    const entries = isMap(node) ? node.items.map(pair => this.#entry(pair)) : this.#items(node)
    const end = flow ? span[1] : (entries.at(-1)?.node.span[1] ?? span[1])
    return { kind: isMap(node) ? 'map' : 'seq', flow, span: [span[0], end], entries }
  }

  #span({ range }: ParsedNode): Span {
    return [range[0] + this.#offset, range[1] + this.#offset]
  }

  /** Nothing at all stands where the key or the dash ends; a block scalar without the line breaks behind it. */
  #scalarSpan(node: Scalar.Parsed, after: number): Span {
    const [start, end] = this.#span(node)
    if (start === end) return [after, after]
    return node.type?.startsWith('BLOCK')
      ? [start, start + this.#text.slice(start, end).trimEnd().length]
      : [start, end]
  }

  #entry({ key, value }: Pair<ParsedNode, ParsedNode | null>): Entry {
    const span = this.#span(key)
    const entry = { key: this.#names.get(key) ?? '<<', span, node: this.tree(value, span[1]) }
    return isMerge(key) ? { ...entry, merge: true } : entry
  }

  #items({ items, srcToken }: YAMLSeq.Parsed): Entry[] {
    const dashes = srcToken?.type === 'block-seq' ? srcToken.items.flatMap(item => item.start) : []
    const signs = dashes.filter(token => token.type === 'seq-item-ind')
    return items.map((item, key) => {
      const node = item as ParsedNode
      const sign = signs[key]
      const at = sign ? sign.offset + this.#offset : this.#span(node)[0]
      return { key, span: [at, at + (sign ? 1 : 0)], node: this.tree(node, at + (sign ? 1 : 0)) }
    })
  }

  #deepen(depth: number, { range }: ParsedNode): void {
    if (depth > MAX_DEPTH) throw new Refusal(`nested more than ${MAX_DEPTH} levels deep`, range[0])
    if (depth > this.#deepest) this.#deepest = depth
  }

  #plain(node: Exclude<ParsedNode, Alias.Parsed>, depth: number): unknown {
    if (isMap(node)) return this.#map(node, depth)
    if (isSeq(node)) return node.items.map(item => this.value(item as ParsedNode, depth + 1))
    return node.value
  }

  #anchor(node: Exclude<ParsedNode, Alias.Parsed>, name: string, depth: number): unknown {
    const [size, deepest] = [this.#size, this.#deepest]
    this.#deepest = depth
    this.#anchors.set(name, 'open')
    const value = this.#plain(node, depth)
    this.#anchors.set(name, { value, size: this.#size - size + 1, height: this.#deepest - depth })
    this.#deepest = Math.max(deepest, this.#deepest)
    return value
  }

  #alias(node: Alias.Parsed, depth: number): unknown {
    const anchored = this.#anchors.get(node.source)
    if (!anchored) throw new Refusal('alias has no anchor before it', node.range[0])
    if (anchored === 'open') throw new Refusal('anchor contains itself', node.range[0])
    this.#size += anchored.size
    this.#aliased += anchored.size
    if (this.#aliased > MAX_ALIASED) throw new Refusal('aliases expand to too many values', node.range[0])
    this.#deepen(depth + anchored.height, node)
    return anchored.value
  }

  #map(node: YAMLMap.Parsed, depth: number): Record<string, unknown> {
    const map: Record<string, unknown> = {}
    const own = new Set<string>()
    for (const { key, value } of node.items as Pair<ParsedNode, ParsedNode | null>[]) {
      if (isMerge(key)) {
        this.#merge(map, this.value(value, depth), key)
        continue
      }
      const name = nameOf(this.value(key, depth + 1))
      this.#names.set(key, name)
      if (own.has(name)) this.repeatsKeys = true
      own.add(name)
      put(map, name, this.value(value, depth + 1))
    }
    return map
  }

  #merge(map: Record<string, unknown>, merged: unknown, key: ParsedNode): void {
    for (const source of Array.isArray(merged) ? merged : [merged]) {
      if (source === null || typeof source !== 'object' || Array.isArray(source))
        throw new Refusal('only maps can be merged with <<', key.range[0])
      for (const [name, value] of Object.entries(source)) {
        if (!Object.hasOwn(map, name)) put(map, name, value)
      }
    }
  }
}

/** The name of a key that may be any value: `null` is empty, collections are written as JSON. */
const nameOf = (key: unknown): string =>
  key === null ? '' : typeof key === 'object' ? JSON.stringify(key) : String(key)

const isMerge = (key: unknown): boolean =>
  isScalar(key) && typeof key.value === 'symbol' && key.value.description === '<<'
