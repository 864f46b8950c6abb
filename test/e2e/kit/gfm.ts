import type { Nodes, Root, Table } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'

/** What GitHub would make of a text in a comment or summary, as far as strangers may profit from it. */
export interface Markdown {
  readonly tree: Root
  /** Every type of node that occurs. */
  readonly types: ReadonlySet<string>
  /** Cells of each row, heading first, table by table. */
  readonly tables: readonly (readonly number[])[]
  /** Targets of links and images, also those GitHub makes of bare addresses. */
  readonly links: readonly string[]
  readonly images: readonly string[]
  /** Raw HTML, piece by piece. */
  readonly html: readonly string[]
  /** What is in comments, `<!-- … -->`. */
  readonly comments: readonly string[]
  /** People and teams that would be called: `@name`, `@org/team`, outside code. */
  readonly mentions: readonly string[]
  /** Issues that would be told of this text: `#1`, `GH-1`, `owner/repo#1`, outside code. */
  readonly references: readonly string[]
  /** Languages of fenced code. */
  readonly fences: readonly string[]
}

/** GitHub's own blocks that draw or run something instead of showing text. */
const LIVE_FENCES = new Set(['mermaid', 'math', 'geojson', 'topojson', 'stl'])
const ALLOWED_TAGS = new Set(['details', 'summary', 'sub'])

// GitHub: letters, digits and single hyphens, 39 at most; a team follows its organisation after a slash.
const MENTION = /(?<![\w/`])@[a-z\d][a-z\d-]{0,38}(?:\/[\w.-]+)?/gi
const REFERENCE = /(?<![\w&/])(?:[\w.-]+\/[\w.-]+)?#\d+\b|(?<!\w)GH-\d+\b/gi
const COMMENT = /<!--([\s\S]*?)-->/g
const TAG = /<(\/?)([a-z][a-z0-9-]*)([^<>]*)>/gi

function* walk(node: Nodes): Generator<Nodes> {
  yield node
  if ('children' in node) for (const child of node.children) yield* walk(child)
}

/** Reads a text as GitHub does. */
export function readMarkdown(text: string): Markdown {
  const tree = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })
  const nodes = [...walk(tree)]
  const html = nodes.flatMap(node => (node.type === 'html' ? [node.value] : []))
  // GitHub looks for mentions in what is shown, so between raw tags too.
  const shown = nodes.flatMap(node =>
    node.type === 'text' ? [node.value] : node.type === 'html' ? [untagged(node.value)] : [],
  )
  return {
    tree,
    html,
    types: new Set(nodes.map(({ type }) => type)),
    tables: nodes.flatMap(node => (node.type === 'table' ? [cells(node)] : [])),
    links: nodes.flatMap(node => (node.type === 'link' || node.type === 'definition' ? [node.url] : [])),
    images: nodes.flatMap(node => (node.type === 'image' ? [node.url] : [])),
    comments: html.flatMap(piece => [...piece.matchAll(COMMENT)].map(([, inside]) => inside!.trim())),
    mentions: shown.flatMap(piece => piece.match(MENTION) ?? []),
    references: shown.flatMap(piece => piece.match(REFERENCE) ?? []),
    fences: nodes.flatMap(node => (node.type === 'code' ? [node.lang ?? ''] : [])),
  }
}

const cells = (table: Table): number[] => table.children.map(row => row.children.length)

const untagged = (html: string): string => html.replace(COMMENT, ' ').replace(TAG, ' ')

/** What a caller allows. */
export interface MarkdownOptions {
  /** Hosts that links may lead to; anchors within the text always may. */
  readonly hosts?: readonly string[]
}

/** Everything in a text that scanned content must never bring about, in words; nothing when all is well. */
export function markdownFaults(text: string, { hosts = ['github.com'] }: MarkdownOptions = {}): string[] {
  const { tables, links, images, html, mentions, references, fences, types } = readMarkdown(text)
  return [
    ...controls(text),
    ...tables.flatMap(rows =>
      rows.filter(row => row !== rows[0]).map(row => `a row of ${row} cells in a table of ${rows[0]}`),
    ),
    ...links.filter(link => !leadsTo(link, hosts)).map(link => `a link to ${link}`),
    ...images.map(image => `an image from ${image}`),
    ...mentions.map(warn => `a mention of ${warn}`),
    ...references.map(reference => `a reference to ${reference}`),
    ...fences.filter(fence => LIVE_FENCES.has(fence.toLowerCase())).map(fence => `a live block of ${fence}`),
    ...['footnoteDefinition', 'footnoteReference'].filter(type => types.has(type)).map(type => `a ${type}`),
    ...htmlFaults(html),
  ]
}

/**
 * Characters that are not seen but change what is: C0 and C1 but tab and line feed, separators, marks of direction, and
 * what fonts leave out. U+200B, by which we break words up, and U+FE0F behind an emoji are harmless.
 */
function controls(text: string): string[] {
  const found =
    text.match(
      /[^\P{Cc}\t\n]|[\p{Zl}\p{Zp}\p{Bidi_Control}]|(?!\u200b|\ufe0f)[\p{Cf}\p{Default_Ignorable_Code_Point}]|(?<!\p{Emoji})\ufe0f/gu,
    ) ?? []
  return [...new Set(found)].map(
    char => `the control character U+${char.codePointAt(0)!.toString(16).padStart(4, '0')}`,
  )
}

function leadsTo(link: string, hosts: readonly string[]): boolean {
  if (link.startsWith('#')) return true
  if (!URL.canParse(link)) return false
  const { protocol, host, username, password } = new URL(link)
  return protocol === 'https:' && hosts.includes(host) && username === '' && password === ''
}

/** Tags that are not ours, attributes, and tags that are not closed in the order they were opened. */
function htmlFaults(html: readonly string[]): string[] {
  const faults: string[] = []
  const open: string[] = []
  for (const [tag, slash, name, attributes] of html.join('\n').replace(COMMENT, ' ').matchAll(TAG)) {
    const element = name!.toLowerCase()
    const isPlain = attributes === '' || (element === 'details' && attributes!.trim() === 'open')
    if (!ALLOWED_TAGS.has(element) || !isPlain) faults.push(`raw HTML ${tag}`)
    else if (slash === '') open.push(element)
    else if (open.pop() !== element) faults.push(`${tag} closes nothing`)
  }
  const rest = untagged(html.join('\n'))
  return [
    ...faults,
    ...open.map(element => `<${element}> is not closed`),
    ...(/<[!?/a-z]/i.test(rest) ? [`raw HTML ${rest.trim()}`] : []),
  ]
}
