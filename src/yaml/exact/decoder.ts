import { MAX_DEPTH, put } from '../data.ts'
import type { Entry, Node } from '../tree.ts'
import { Refusal } from './cursor.ts'
import type { Written, WrittenList, WrittenMap, WrittenScalar } from './parser.ts'
import { keyName, resolve, type Typed } from './resolve.ts'

/** What an anchor stands for, and how far that reaches. */
interface Anchored {
  readonly value: unknown
  readonly size: number
  readonly height: number
}

/**
 * What JSON cannot hold: go-yaml reads it, and kubectl refuses it only where nothing takes its place, as another value for
 * the same key does.
 */
class Unwritable {
  readonly refusal: Refusal

  constructor(message: string, offset: number) {
    this.refusal = new Refusal(message, offset)
  }
}

/** From values as written to plain data and to our tree, as go-yaml v2 and sigs.k8s.io/yaml decode them. */
export class Decoder {
  /** Some key stands in its map more than once. */
  repeatsKeys = false
  #mayRefuse = false
  readonly #names = new Map<Written, string>()
  readonly #anchored = new Map<Written, Anchored | 'open'>()
  #size = 0
  #aliased = 0
  #aliasDepth = 0
  #deepest = 0

  /** Whether there were aliases. */
  get aliased(): boolean {
    return this.#aliased > 0
  }

  /** The data of a whole document. @throws Refusal */
  document(node: Written): unknown {
    const value = this.value(node)
    const refusal = this.#mayRefuse ? refusalIn(value, new Set()) : undefined
    if (refusal) throw refusal
    return value
  }

  /** The data of a value. @throws Refusal */
  value(node: Written, depth = 0): unknown {
    if (node.kind === 'alias') return this.#alias(node, depth)
    this.#count(1, node)
    this.#deepen(depth, node)
    return node.anchored ? this.#anchor(node, depth) : this.#plain(node, depth)
  }

  /** The layout of a value that was decoded before. */
  tree(node: Written): Node {
    const { kind, span } = node
    if (kind === 'alias' || kind === 'scalar') return { kind, flow: false, span, entries: [] }
    if (kind === 'seq') {
      const entries = node.items.map((item, key): Entry => {
        const at = node.dashes[key] ?? [item.span[0], item.span[0]]
        return { key, span: at, node: this.tree(item) }
      })
      return { kind, flow: node.flow, span, entries }
    }
    const entries = node.pairs.map(([key, value]): Entry => {
      const name = this.#names.get(key)
      return { key: name ?? '<<', span: key.span, node: this.tree(value), ...(name === undefined && { merge: true }) }
    })
    return { kind, flow: node.flow, span, entries }
  }

  #count(nodes: number, node: Written): void {
    this.#size += nodes
    if (this.#aliasDepth > 0) this.#aliased += nodes
    if (this.#aliased > 100 && this.#size > 1000 && this.#aliased / this.#size > allowedRatio(this.#size))
      throw new Refusal('aliases stand for too many values', node.span[0])
  }

  #deepen(depth: number, node: Written): void {
    if (depth > MAX_DEPTH) throw new Refusal(`nested more than ${MAX_DEPTH} levels deep`, node.span[0], true)
    if (depth > this.#deepest) this.#deepest = depth
  }

  #plain(node: Exclude<Written, { kind: 'alias' }>, depth: number): unknown {
    if (node.kind === 'map') return this.#map(node, depth)
    if (node.kind === 'seq') return this.#list(node, depth)
    return this.#data(this.#scalar(node), node)
  }

  #data({ type, value }: Typed, { span: [at] }: WrittenScalar): unknown {
    if (type === 'int') return Number(value)
    if (type !== 'float') return value
    // Nor a zero with a sign.
    return Number.isFinite(value)
      ? value + 0
      : this.#unwritable('JSON has neither infinity nor NaN: write a number', at)
  }

  #unwritable(message: string, at: number): Unwritable {
    this.#mayRefuse = true
    return new Unwritable(message, at)
  }

  #scalar(node: WrittenScalar): Typed {
    const typed =
      node.tag === '' && !node.plain ? ({ type: 'text', value: node.text } as const) : resolve(node.tag, node.text)
    if (!typed) throw new Refusal('value does not match its tag', node.span[0])
    return typed
  }

  #list(node: WrittenList, depth: number): unknown[] {
    return node.items.map(item => this.value(item, depth + 1))
  }

  #anchor(node: Exclude<Written, { kind: 'alias' }>, depth: number): unknown {
    const [size, deepest] = [this.#size, this.#deepest]
    this.#deepest = depth
    this.#anchored.set(node, 'open')
    const value = this.#plain(node, depth)
    this.#anchored.set(node, { value, size: this.#size - size + 1, height: this.#deepest - depth })
    this.#deepest = Math.max(deepest, this.#deepest)
    return value
  }

  #alias(node: Extract<Written, { kind: 'alias' }>, depth: number): unknown {
    const target = node.target()
    const anchored = target && this.#anchored.get(target)
    if (anchored === 'open' || !target) throw new Refusal('anchor contains itself', node.span[0])
    this.#count(1, node)
    this.#aliasDepth++
    // An anchor inside of a merge, for one, has not been decoded yet.
    const { value, size, height } = anchored ?? this.#measured(target, depth)
    this.#count(size, node)
    this.#aliasDepth--
    this.#deepen(depth + height, node)
    return value
  }

  #measured(target: Written, depth: number): Anchored {
    this.value(target, depth)
    const anchored = this.#anchored.get(target)
    if (!anchored || anchored === 'open') throw new Refusal('an anchor contains itself', target.span[0])
    return { ...anchored, size: 0 }
  }

  #map(node: WrittenMap, depth: number): Record<string, unknown> {
    const map: Record<string, unknown> = {}
    this.#fill(map, node, depth)
    return map
  }

  /** Sets the entries of a map one after the other, merges where they stand: what comes later wins. */
  #fill(map: Record<string, unknown>, node: WrittenMap, depth: number): void {
    const own = new Map<string, string>()
    for (const [key, value] of node.pairs) {
      if (isMerge(key)) {
        this.#merge(map, value, depth)
        continue
      }
      const { name, type } = this.#key(key, depth)
      this.#names.set(key, name ?? '')
      const content = this.value(value, depth + 1)
      if (name === undefined) {
        // No key of a text has this name.
        put(map, '\0', this.#unwritable('a key cannot be empty, null, or that large a number', key.span[0]))
        continue
      }
      const before = own.get(name)
      // Which of `1` and `"1"` wins is left to chance there.
      if (before !== undefined && before !== type)
        throw new Refusal('two keys of different types become one key in JSON: remove one', key.span[0], true)
      if (before !== undefined) this.repeatsKeys = true
      own.set(name, type)
      put(map, name, content)
    }
  }

  #key(key: Written, depth: number): { readonly name: string | undefined; readonly type: string } {
    const target = key.kind === 'alias' ? key.target() : key
    this.#count(key === target ? 1 : 2, key)
    this.#deepen(depth + 1, key)
    if (target?.kind !== 'scalar') throw new Refusal('a key cannot be a list or a map', key.span[0])
    const typed = this.#scalar(target)
    const name = keyName(typed)
    return { name, type: typed.type }
  }

  #merge(map: Record<string, unknown>, node: Written, depth: number): void {
    // The first of a list wins, so it comes last.
    const sources = node.kind === 'seq' ? node.items.toReversed() : [node]
    for (const source of sources) {
      const target = source.kind === 'alias' ? source.target() : source
      if (target?.kind !== 'map') throw new Refusal('only maps can be merged with <<', source.span[0])
      const merged = this.value(source, depth) as Record<string, unknown>
      for (const [name, value] of Object.entries(merged)) put(map, name, value)
    }
  }
}

/** The first thing in some data that JSON cannot hold. What aliases stand for is looked through once. */
function refusalIn(value: unknown, seen: Set<unknown>): Refusal | undefined {
  if (value instanceof Unwritable) return value.refusal
  if (value === null || typeof value !== 'object' || seen.has(value)) return undefined
  seen.add(value)
  for (const item of Object.values(value)) {
    const refusal = refusalIn(item, seen)
    if (refusal) return refusal
  }
  return undefined
}

const isMerge = (key: Written): boolean =>
  key.kind === 'scalar' && key.text === '<<' && (key.plain || key.tag === 'tag:yaml.org,2002:merge')

/** go-yaml's limit to what aliases may stand for, of all that was decoded (decode.go). */
function allowedRatio(size: number): number {
  const [low, high] = [400_000, 4_000_000]
  if (size <= low) return 0.99
  return size >= high ? 0.1 : 0.99 - 0.89 * ((size - low) / (high - low))
}
