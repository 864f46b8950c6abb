import { type DefaultTreeAdapterTypes, type ParserError, parse } from 'parse5'

type Node = DefaultTreeAdapterTypes.Node

/** What a browser makes of a page. */
export interface Tree {
  /** Everything that is not as HTML wants it. */
  readonly errors: readonly string[]
  readonly elements: readonly Element[]
  /** Comments and the like. */
  readonly others: readonly string[]
}

export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** Of everything in it. */
  readonly text: string
}

export function readHtml(html: string): Tree {
  const errors: string[] = []
  const onParseError = ({ code, startLine, startCol }: ParserError): void => {
    errors.push(`${code} at ${startLine}:${startCol}`)
  }
  const nodes = [...within(parse(html, { onParseError, sourceCodeLocationInfo: true }))]
  return {
    errors,
    elements: nodes.flatMap(node => ('tagName' in node ? [elementOf(node)] : [])),
    others: nodes.map(({ nodeName }) => nodeName).filter(name => /^#/.test(name) && name !== '#text'),
  }
}

const elementOf = (node: DefaultTreeAdapterTypes.Element): Element => ({
  name: node.tagName,
  attributes: Object.fromEntries(node.attrs.map(({ name, value }) => [name, value])),
  text: textOf(node),
})

function* within(node: Node): Generator<Node> {
  if (!('childNodes' in node)) return
  for (const child of node.childNodes) {
    yield child
    yield* within(child)
  }
}

function textOf(node: Node): string {
  if ('value' in node) return node.value
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : ''
}
