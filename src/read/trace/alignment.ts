import { groupBy } from '../../core/group.ts'
import { depthOf, keyOf, type Loop, prints, type TemplateLine } from './template-lines.ts'

/** A line of rendered text, with something on it. */
interface RenderedLine {
  readonly text: string
  readonly depth: number
  /** The line that it hangs under, by its place among the lines. */
  readonly parent: number | undefined
}

/** A line that could come from more places than this tells nothing of where it came from, until its neighbours do. */
const MOST_CANDIDATES = 50

/** No more loops in one another are tried again. */
const MOST_LOOPS = 5

/** Actions that print at a depth are looked for among so many lines. */
const MOST_BETWEEN = 200

/** What going back to the start of a loop costs: less than a line that is found. */
const AGAIN = 0.5

/** For each line of a rendered document, the line of the template that printed it, or the action that did. */
export class Alignment {
  readonly #lines: readonly RenderedLine[]
  readonly #template: readonly TemplateLine[]
  /** By number of the rendered line, the place among the lines. */
  readonly #places: ReadonlyMap<number, number>
  /** For each rendered line the place of its template line. */
  readonly #found: (number | undefined)[]
  readonly #before: readonly (number | undefined)[]
  readonly #after: readonly (number | undefined)[]

  /** `rendered`: the lines of one document. `template`: the lines of the document in the template that it came from. */
  constructor(rendered: readonly string[], template: readonly TemplateLine[]) {
    const written = [...rendered.keys()].filter(index => rendered[index]!.trim() !== '')
    this.#lines = withParents(written.map(index => rendered[index]!))
    this.#places = new Map(written.map((index, place) => [index, place]))
    this.#template = template
    this.#found = chained(this.#lines, template)
    this.#extend(1)
    this.#extend(-1)
    this.#dropStrays()
    this.#before = lastOf(this.#found)
    this.#after = lastOf(this.#found.toReversed()).toReversed()
  }

  /** The template line that printed a rendered one as text of its own. */
  lineOf(number: number): TemplateLine | undefined {
    const place = this.#places.get(number)
    const found = place === undefined ? undefined : this.#found[place]
    return found === undefined ? undefined : this.#template[found]
  }

  /** Of a line that an action printed: the key that the action's text hangs under, or the action. */
  aroundOf(number: number): TemplateLine | undefined {
    const place = this.#places.get(number)
    if (place === undefined) return undefined
    const top = this.#topmostUnfound(place)
    const parent = this.#lines[top]!.parent
    const key = parent === undefined ? undefined : this.#found[parent]
    const action = this.#actionFor(top)
    const isNext = key !== undefined && (action === undefined || action === key + 1)
    const found = isNext ? key : (action ?? key)
    return found === undefined ? undefined : this.#template[found]
  }

  #topmostUnfound(place: number): number {
    let top = place
    for (let up = this.#lines[top]!.parent; up !== undefined && this.#found[up] === undefined; )
      [top, up] = [up, this.#lines[up]!.parent]
    return top
  }

  /** The action between the neighbours of a line that prints at its depth, or else the first. */
  #actionFor(place: number): number | undefined {
    const from = this.#before[place] ?? -1
    const next = this.#after[place] ?? this.#template.length
    const to = Math.min(next > from ? next : this.#template.length, from + MOST_BETWEEN)
    const depth = Math.floor(this.#lines[place]!.depth)
    let first: number | undefined
    for (let index = Math.max(0, from); index < to; index++) {
      const { key, printsAt, depth: own } = this.#template[index]!
      const isAction = index === from ? printsAt !== undefined : key === undefined
      if (!isAction) continue
      if ((printsAt ?? Math.floor(own)) === depth) return index
      first ??= index
    }
    return first
  }

  /** Neighbours of what is found are found beside it. */
  #extend(step: 1 | -1): void {
    const order = [...this.#lines.keys()]
    for (const place of step === 1 ? order : order.reverse()) {
      const beside = this.#found[place - step]
      const next = beside === undefined ? undefined : this.#template[beside + step]
      if (this.#found[place] === undefined && next && isPrintedBy(this.#lines[place]!, next))
        this.#found[place] = beside! + step
    }
  }

  /** What an action prints may read as a line elsewhere: a line is where what it hangs under is. */
  #dropStrays(): void {
    const parents = parentsOf(this.#template.map(({ key, depth }) => (isKey(key) ? depth : Number.POSITIVE_INFINITY)))
    for (const [place, { parent }] of this.#lines.entries()) {
      const found = this.#found[place]
      if (found === undefined) continue
      const wanted = parent === undefined ? undefined : (this.#found[parent] ?? Number.NaN)
      if (parents[found] !== wanted && this.#template[found]!.isIndented) this.#found[place] = undefined
    }
  }
}

/** The last that is known, up to each place. */
function lastOf(found: readonly (number | undefined)[]): readonly (number | undefined)[] {
  let last: number | undefined
  return found.map(one => (last = one ?? last))
}

/** Nothing hangs under an action, or under a comment. */
const isKey = (text: string | undefined): boolean => text !== undefined && !text.startsWith('#')

function withParents(lines: readonly string[]): readonly RenderedLine[] {
  const depths = lines.map(depthOf)
  const parents = parentsOf(
    lines.map((line, place) => (isKey(line.trim()) ? depths[place]! : Number.POSITIVE_INFINITY)),
  )
  return lines.map((line, place) => ({ text: line.trim(), depth: depths[place]!, parent: parents[place] }))
}

/** For each line the nearest above it that is less deep. */
function parentsOf(depths: readonly number[]): readonly (number | undefined)[] {
  const open: number[] = []
  return depths.map((depth, place) => {
    while (open.length > 0 && depths[open.at(-1)!]! >= depth) open.pop()
    const parent = open.at(-1)
    open.push(place)
    return parent
  })
}

const isPrintedBy = ({ text, depth }: RenderedLine, line: TemplateLine): boolean =>
  line.key !== undefined && (depth === line.depth || !line.isIndented) && prints(line, text)

/** A line that was found, and the best way there. */
interface Link {
  readonly place: number
  readonly found: number
  readonly score: number
  readonly before: Link | undefined
}

/** The heaviest way through both texts in their order, but for loops, which begin again. */
function chained(lines: readonly RenderedLine[], template: readonly TemplateLine[]): (number | undefined)[] {
  const candidatesOf = candidatesIn(template)
  const best = new BestBefore(template.length)
  const inLoops = new Map<Loop, Link>()
  for (const [place, line] of lines.entries()) {
    const candidates = candidatesOf(line.text).filter(index => isPrintedBy(line, template[index]!))
    const links = candidates.map(found => {
      let before = best.before(found)
      for (const loop of loopsAround(template[found]!)) before = heavier(before, inLoops.get(loop))
      const again = before && before.found >= found ? AGAIN : 0
      return { place, found, before, score: (before?.score ?? 0) - again + weightOf(template[found]!) }
    })
    for (const link of links) {
      best.add(link)
      for (const loop of loopsAround(template[link.found]!)) inLoops.set(loop, heavier(inLoops.get(loop), link)!)
    }
  }
  const found = lines.map((): number | undefined => undefined)
  for (let link = best.before(template.length); link; link = link.before) found[link.place] = link.found
  return found
}

/** The lines that may print a text: those that read the same, and those with actions behind the same key. */
function candidatesIn(template: readonly TemplateLine[]): (text: string) => readonly number[] {
  const isLiteral = (index: number): boolean => template[index]!.pieces.length === 1
  const places = [...template.keys()]
  const byText = groupBy(places.filter(isLiteral), index => template[index]!.pieces[0])
  const byKey = groupBy(
    places.filter(index => !isLiteral(index)),
    index => template[index]!.key,
  )
  return text => {
    const [same, alike] = [byText.get(text) ?? [], byKey.get(keyOf(text)) ?? []]
    return same.length + alike.length > MOST_CANDIDATES ? [] : [...same, ...alike]
  }
}

/** Literal text tells more than a key. */
const weightOf = ({ pieces: [first, ...rest], key }: TemplateLine): number =>
  rest.length === 0 || first?.trimEnd() !== key || rest.some(piece => /\w/.test(piece)) ? 3 : 2

function loopsAround(line: TemplateLine): readonly Loop[] {
  const loops: Loop[] = []
  for (let loop = line.loop; loop && loops.length < MOST_LOOPS; loop = loop.around) loops.push(loop)
  return loops
}

/** Of equals the first. */
const heavier = (one: Link | undefined, other: Link | undefined): Link | undefined =>
  other && other.score > (one?.score ?? 0) ? other : one

/** The heaviest link to a place in front of another, in a Fenwick tree. */
class BestBefore {
  readonly #links: (Link | undefined)[]

  constructor(length: number) {
    this.#links = new Array(length + 1)
  }

  add(link: Link): void {
    for (let at = link.found + 1; at < this.#links.length; at += at & -at)
      this.#links[at] = heavier(this.#links[at], link)
  }

  before(found: number): Link | undefined {
    let best: Link | undefined
    for (let at = found; at > 0; at -= at & -at) best = heavier(best, this.#links[at])
    return best
  }
}
