import type { Span } from '../../core/location.ts'
import { MAX_DEPTH } from '../data.ts'
import { Refusal } from './cursor.ts'
import type { Scanner } from './scanner.ts'
import type { Token } from './tokens.ts'

/** A value as it is written. Spans count from the start of the file. */
export type Written = WrittenScalar | WrittenMap | WrittenList | WrittenAlias

interface Common {
  readonly span: Span
  /** Aliases may stand for it. */
  readonly anchored: boolean
}

export interface WrittenScalar extends Common {
  readonly kind: 'scalar'
  readonly text: string
  /** In full: `tag:yaml.org,2002:str`; empty for none. */
  readonly tag: string
  /** Its text decides what it is: without quotes, in one line or more. */
  readonly plain: boolean
}

export interface WrittenMap extends Common {
  readonly kind: 'map'
  readonly flow: boolean
  readonly pairs: readonly (readonly [key: Written, value: Written])[]
}

export interface WrittenList extends Common {
  readonly kind: 'seq'
  readonly flow: boolean
  readonly items: readonly Written[]
  /** Of block style: one for each item. */
  readonly dashes: readonly Span[]
}

export interface WrittenAlias extends Common {
  readonly kind: 'alias'
  readonly name: string
  /** What the anchor of that name stood for at that place. */
  readonly target: () => Written | undefined
}

type Kind = Token['kind']

const DEFAULT_HANDLES: readonly (readonly [string, string])[] = [
  ['!', '!'],
  ['!!', 'tag:yaml.org,2002:'],
]

interface Properties {
  readonly anchor: string | undefined
  readonly tag: string
  readonly at: number
  readonly end: number
}

/** From tokens to the values of one document, by the grammar of libyaml. */
export class Parser {
  readonly #scanner: Scanner
  readonly #handles = new Map<string, string>()
  readonly #anchors = new Map<string, { node: Written | undefined }>()
  #depth = 0

  constructor(scanner: Scanner) {
    this.#scanner = scanner
  }

  /** The first document; `undefined` when there is none. What stands behind it is not looked at, as in kubectl. @throws Refusal */
  document(): Written | undefined {
    const { kind } = this.#scanner.peek()
    if (kind === 'stream-end') return undefined
    const isExplicit = kind === 'version' || kind === 'tag-directive' || kind === 'document-start'
    this.#directives()
    if (isExplicit) this.#expect('document-start', 'a directive needs a line `---` after it')
    const next = this.#scanner.peek()
    const isEmpty =
      isExplicit && ['version', 'tag-directive', 'document-start', 'document-end', 'stream-end'].includes(next.kind)
    const node = isEmpty ? empty(next.start) : this.#node(true, false)
    // What stands behind may still be no YAML at all.
    this.#scanner.peek()
    return node
  }

  #directives(): void {
    let hasVersion = false
    for (
      let token = this.#scanner.peek();
      token.kind === 'version' || token.kind === 'tag-directive';
      token = this.#scanner.peek()
    ) {
      this.#scanner.take()
      if (token.kind === 'version') {
        if (hasVersion) throw new Refusal('duplicate `%YAML` line', token.start)
        if (!/^0?1\.0?1$/.test(token.value!))
          throw new Refusal('kubectl reads YAML 1.1 only: remove the `%YAML` line', token.start)
        hasVersion = true
      } else if (this.#handles.has(token.value!)) throw new Refusal('duplicate `%TAG` line for one handle', token.start)
      else this.#handles.set(token.value!, token.suffix!)
    }
    for (const [handle, prefix] of DEFAULT_HANDLES) if (!this.#handles.has(handle)) this.#handles.set(handle, prefix)
  }

  #expect(kind: Kind, message: string): Token {
    const token = this.#scanner.peek()
    if (token.kind !== kind) throw new Refusal(message, token.start)
    return this.#scanner.take()
  }

  /** `block`: block style may begin here; `indentless`: a list as far left as its key. */
  #node(block: boolean, indentless: boolean): Written {
    const token = this.#scanner.peek()
    if (token.kind === 'alias') return this.#alias(this.#scanner.take())
    if (++this.#depth > MAX_DEPTH + 1) throw new Refusal(`nested more than ${MAX_DEPTH} levels deep`, token.start, true)
    const properties = this.#properties()
    const anchor = { node: undefined as Written | undefined }
    if (properties.anchor !== undefined) this.#anchors.set(properties.anchor, anchor)
    anchor.node = this.#content(properties, block, indentless)
    this.#depth--
    return anchor.node
  }

  #content(properties: Properties, block: boolean, indentless: boolean): Written {
    const { kind } = this.#scanner.peek()
    const anchored = properties.anchor !== undefined
    if (indentless && kind === 'entry') return this.#blockList(anchored, true)
    if (kind === 'scalar') return this.#scalar(this.#scanner.take(), properties)
    if (kind === '[') return this.#flowList(anchored)
    if (kind === '{') return this.#flowMap(anchored)
    if (block && kind === 'block-sequence') return this.#blockList(anchored, false)
    if (block && kind === 'block-mapping') return this.#blockMap(anchored)
    if (anchored || properties.tag !== '')
      return { ...empty(properties.end), tag: properties.tag, plain: properties.tag === '', anchored }
    throw new Refusal('expected a value', this.#scanner.peek().start)
  }

  /** Anchor and tag, in either order. */
  #properties(): Properties {
    const { start } = this.#scanner.peek()
    let anchor: string | undefined
    let tag = ''
    let end = start
    for (const kinds of [
      ['anchor', 'tag'],
      ['tag', 'anchor'],
    ] as const) {
      if (anchor !== undefined || tag !== '') break
      for (const kind of kinds) {
        if (this.#scanner.peek().kind !== kind) break
        const token = this.#scanner.take()
        end = token.end
        if (kind === 'anchor') anchor = token.value
        else tag = this.#tag(token)
      }
    }
    return { anchor, tag, at: start, end }
  }

  #tag({ value: handle = '', suffix = '', start }: Token): string {
    if (handle === '') return suffix
    const prefix = this.#handles.get(handle)
    if (prefix === undefined || prefix + suffix === '') throw new Refusal('undefined handle of a tag', start)
    return prefix + suffix
  }

  #alias({ value: name = '', start, end }: Token): WrittenAlias {
    const anchor = this.#anchors.get(name)
    if (!anchor) throw new Refusal('alias has no anchor before it', start)
    return { kind: 'alias', name, span: [start, end], anchored: false, target: () => anchor.node }
  }

  #scalar({ value = '', plain = false, start, end }: Token, { tag, anchor }: Properties): WrittenScalar {
    return {
      kind: 'scalar',
      text: value,
      tag,
      plain: (tag === '' && plain) || tag === '!',
      span: [start, end],
      anchored: anchor !== undefined,
    }
  }

  #blockList(anchored: boolean, indentless: boolean): WrittenList {
    const start = this.#scanner.peek().start
    if (!indentless) this.#scanner.take()
    const items: Written[] = []
    const dashes: Span[] = []
    while (this.#scanner.peek().kind === 'entry') {
      const dash = this.#scanner.take()
      dashes.push([dash.start, dash.end])
      const ends: readonly Kind[] = indentless ? ['entry', 'key', 'value', 'block-end'] : ['entry', 'block-end']
      items.push(ends.includes(this.#scanner.peek().kind) ? empty(dash.end) : this.#node(true, false))
    }
    if (!indentless) this.#expect('block-end', 'expected `-`: the items of a list begin in one column')
    return { kind: 'seq', flow: false, items, dashes, span: [start, items.at(-1)?.span[1] ?? start], anchored }
  }

  #blockMap(anchored: boolean): WrittenMap {
    const { start } = this.#scanner.take()
    const pairs: [Written, Written][] = []
    for (let token = this.#scanner.peek(); token.kind !== 'block-end'; token = this.#scanner.peek()) {
      if (token.kind !== 'key') throw new Refusal('expected a key', token.start)
      const key = this.#blockPart()
      const value = this.#scanner.peek().kind === 'value' ? this.#blockPart(key.span[1]) : empty(key.span[1])
      pairs.push([key, value])
    }
    this.#scanner.take()
    return { kind: 'map', flow: false, pairs, span: [start, pairs.at(-1)?.[1].span[1] ?? start], anchored }
  }

  /** What follows `?` or `:`, or the place where a key begins without one. Nothing stands at `nothing`. */
  #blockPart(nothing?: number): Written {
    const { end } = this.#scanner.take()
    const { kind } = this.#scanner.peek()
    return kind === 'key' || kind === 'value' || kind === 'block-end' ? empty(nothing ?? end) : this.#node(true, true)
  }

  #flowList(anchored: boolean): WrittenList {
    const { start } = this.#scanner.take()
    const items: Written[] = []
    for (let token = this.#scanner.peek(); token.kind !== ']'; token = this.#scanner.peek()) {
      if (items.length > 0) {
        this.#expect(',', 'expected `,` or `]`')
        token = this.#scanner.peek()
        if (token.kind === ']') break
      }
      items.push(token.kind === 'key' ? this.#flowPair() : this.#node(false, false))
    }
    const { end } = this.#scanner.take()
    return { kind: 'seq', flow: true, items, dashes: [], span: [start, end], anchored }
  }

  /** A map of one pair, without brackets of its own: `[a: 1]`. */
  #flowPair(): WrittenMap {
    const { end } = this.#scanner.take()
    const next = this.#scanner.peek().kind
    let key: Written
    if (next === 'value' || next === ',' || next === ']') {
      // libyaml passes over this token, whatever it is.
      key = empty(end)
      this.#scanner.take()
    } else key = this.#node(false, false)
    const value = this.#flowValue(']', key)
    return { kind: 'map', flow: true, pairs: [[key, value]], span: [key.span[0], value.span[1]], anchored: false }
  }

  #flowValue(close: ']' | '}', { span: [, end] }: Written): Written {
    if (this.#scanner.peek().kind !== 'value') return empty(end)
    this.#scanner.take()
    const { kind } = this.#scanner.peek()
    return kind === ',' || kind === close ? empty(end) : this.#node(false, false)
  }

  #flowMap(anchored: boolean): WrittenMap {
    const { start } = this.#scanner.take()
    const pairs: [Written, Written][] = []
    for (let token = this.#scanner.peek(); token.kind !== '}'; token = this.#scanner.peek()) {
      if (pairs.length > 0) {
        this.#expect(',', 'expected `,` or `}`')
        token = this.#scanner.peek()
        if (token.kind === '}') break
      }
      pairs.push(token.kind === 'key' ? this.#flowEntry() : this.#flowSet())
    }
    const { end } = this.#scanner.take()
    return { kind: 'map', flow: true, pairs, span: [start, end], anchored }
  }

  #flowEntry(): [Written, Written] {
    this.#scanner.take()
    const { kind, start } = this.#scanner.peek()
    const key = kind === 'value' || kind === ',' || kind === '}' ? empty(start) : this.#node(false, false)
    return [key, this.#flowValue('}', key)]
  }

  /** A key without a value: `{a}`. */
  #flowSet(): [Written, Written] {
    const key = this.#node(false, false)
    return [key, empty(key.span[1])]
  }
}

const empty = (at: number): WrittenScalar => ({
  kind: 'scalar',
  text: '',
  tag: '',
  plain: true,
  span: [at, at],
  anchored: false,
})
