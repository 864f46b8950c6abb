import { cut } from '../core/text.ts'
import { redact } from '../secrets/redact.ts'

/**
 * Names of files, packages and objects are written by strangers. Here they become harmless, once for each place that
 * text goes to. Every reporter uses these and nothing else.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point.
const CONTROLS = /[\0-\x1f\x7f]/g
const FOREIGN = /[^\0-\x7f]/

let unseen: RegExp | undefined

/**
 * Controls, separators, marks of direction, whatever Unicode lets a font leave out, and halves of surrogate pairs; the
 * sign that makes an emoji coloured may stay behind one. Built when the first such text comes: it takes half a millisecond.
 */
function unseenCharacters(): RegExp {
  unseen ??=
    /(?<!\p{Extended_Pictographic})\ufe0f|(?!\ufe0f)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu
  return unseen
}

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** One line in which everything can be seen: `\n`, `\u{202e}`; without secrets. */
export const visible = (text: string): string => escaped(redact(text))

const escaped = (text: string): string =>
  text.replace(
    FOREIGN.test(text) ? unseenCharacters() : CONTROLS,
    character => NAMED[character] ?? `\\u{${character.codePointAt(0)!.toString(16).padStart(4, '0')}}`,
  )

/**
 * One line for a log that a runner may read: GitHub takes `::command::` at the start of a line and `##[command]`
 * anywhere as orders (actions/runner, ActionCommand.cs). A zero-width space breaks both without being seen.
 */
export const forLog = (text: string): string => withoutCommands(visible(text).replaceAll('##[', '#\u200b#['))

/** Lines of which none begins with a command: for what breaks a line into several. */
export const withoutCommands = (lines: string): string => lines.replace(/^(\s*):(?=:)/gm, '$1:\u200b')

/** The value of a property of a workflow command. */
export const forProperty = (text: string): string => forData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** The data of a workflow command. */
export const forData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

/** A Markdown code span: no formatting, no mention, no link survives in it. */
export const code = (text: string, limit = 200): string => plainCode(cut(visible(text), limit))

/** The same of a text that is Seaworthy's own: redaction would take its words for names of secrets. */
export function plainCode(shown: string): string {
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const pad = shown.startsWith('`') || shown.endsWith('`') || shown.trim() === '' ? ' ' : ''
  return `${fence}${pad}${shown}${pad}${fence}`
}

/** Longer lines of a block of code are cut. */
const LONGEST_LINE = 160

/** A block of code in Markdown. */
export function fence(language: string, lines: readonly string[]): string {
  const shown = lines.map(line => cut(visible(line.replace(/\r$/, '')), LONGEST_LINE))
  const longest = Math.max(2, ...shown.flatMap(line => [...line.matchAll(/`+/g)].map(([run]) => run.length)))
  const ticks = '`'.repeat(longest + 1)
  return [`${ticks}${language}`, ...shown, ticks].join('\n')
}

/** Plain words in Markdown: nothing formats, links, mentions people or refers to issues. */
export const words = (text: string): string =>
  visible(text)
    .replace(/[\\`*_{}[\]<>()#+!~&$^=-]/g, '\\$&')
    .replace(/^(\d+)\./, '$1\\.')
    .replaceAll('@', '@\u200b')
    .replace(/\\#(?=\d)/g, '\\#\u200b')
    .replace(/\bGH(?=\\-\d)/gi, '$&\u200b')
    .replaceAll('://', ':\u200b//')
    .replace(/\bwww\./gi, match => `${match.slice(0, -1)}\u200b.`)

/** A message of a rule in Markdown: what stands between backticks becomes code, everything else words. */
export const prose = (message: string, limit = 300): string =>
  cut(visible(message), limit)
    .split(/(`[^`]*`)/)
    .map(part => (/^`[^`]+`$/.test(part) ? code(part.slice(1, -1)) : words(part)))
    .join('')

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  // No characters in XML 1.0, and no hint of what they stood for is lost.
  '\ufffe': '\\u{fffe}',
  '\uffff': '\\u{ffff}',
}

/** Text or the value of an attribute, in HTML and in XML. */
export const markup = (text: string, limit = Number.POSITIVE_INFINITY): string => plainMarkup(cut(visible(text), limit))

/** The same of a text that is Seaworthy's own: redaction would take its words for names of secrets. */
export const plainMarkup = (shown: string): string =>
  shown.replace(/[&<>"'\ufffe\uffff]/g, character => ENTITIES[character]!)

/** The name of a file in HTML, which breaks between folders first. */
export const pathMarkup = (file: string): string => markup(file, 200).replaceAll('/', '/<wbr>')

/** A message of a rule in HTML: what is between backticks becomes code. */
export const markupProse = (message: string, limit = 300): string =>
  markup(message, limit).replace(/`([^`]+)`/g, '<code>$1</code>')

/**
 * A list in Markdown. A blank item would make the line above it a heading, and one that begins with four spaces a block of
 * code.
 */
export const list = (items: readonly string[]): string =>
  items.map(item => `- ${item.trim() === '' ? code(item) : item.trim()}`).join('\n')

/**
 * A row of a table. A bar is the end of a cell even inside code, unless an odd number of backslashes stands before it
 * (GFM 4.10): an even number gets one more, an odd one two.
 */
export const row = (cells: readonly string[]): string => `| ${cells.map(escapeBars).join(' | ')} |`

const escapeBars = (cell: string): string =>
  cell.replace(/\\*\|/g, bar => `${'\\'.repeat(bar.length % 2 === 0 ? 2 : 1)}${bar}`)

/** A path in a URL of ours, without any character that means something in Markdown. */
export const urlPath = (path: string): string =>
  redact(path)
    .replace(/[\ud800-\udfff]/gu, '\ufffd')
    .split('/')
    .map(part => encodeURIComponent(part).replace(/[!'()*_~]/g, percent))
    .join('/')

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`

/** Who may be linked to in a comment: those whose business advisories are. A report is written by strangers. */
const ADVISORY_HOSTS = new Set([
  'access.redhat.com',
  'alas.aws.amazon.com',
  'avd.aquasec.com',
  'bugs.debian.org',
  'cve.mitre.org',
  'github.com',
  'msrc.microsoft.com',
  'nvd.nist.gov',
  'osv.dev',
  'people.canonical.com',
  'pkg.go.dev',
  'rustsec.org',
  'scout.docker.com',
  'security-tracker.debian.org',
  'security.alpinelinux.org',
  'security.gentoo.org',
  'security.snyk.io',
  'ubuntu.com',
  'usn.ubuntu.com',
  'www.cve.org',
])

/** Where anybody may have a page, only those of advisories are linked to. */
const PAGES: Readonly<Record<string, RegExp>> = {
  'github.com': /^\/(?:advisories|[\w.-]+\/[\w.-]+\/security\/advisories)\/[\w-]+$/,
  'people.canonical.com': /^\/~ubuntu-security\//,
  'pkg.go.dev': /^\/vuln\/GO-\d{4}-\d+$/,
}

/** A query may do more than show a page: only those are known to be harmless that name an advisory. */
const QUERY = /^(?:name=CVE-[\d-]+|bug=\d+)$/

/** Longer addresses would crowd out the findings: a path may have 4,096 bytes, each of them three characters here. */
export const LONGEST_URL = 1000

/** The address of an advisory, if it may become a link: https, plain characters, a host and a page that are known. */
export function advisoryUrl(url: string): string | undefined {
  if (url.length > LONGEST_URL || redact(url) !== url) return undefined
  const [, host, path, query] =
    /^https:\/\/([a-z0-9.-]+)(\/[\w\-./~%=&:+,@!()*]*)(?:\?([\w=-]+))?(?:#[\w.-]*)?$/i.exec(url) ?? []
  if (host === undefined || path === undefined || !ADVISORY_HOSTS.has(host.toLowerCase())) return undefined
  if (query !== undefined && !QUERY.test(query)) return undefined
  // Browsers walk up such paths before they ask.
  if (/\/(?:\.|%2e)/i.test(path)) return undefined
  if (PAGES[host.toLowerCase()]?.test(path) === false) return undefined
  return url.replace(/[()_*~!]/g, percent)
}
