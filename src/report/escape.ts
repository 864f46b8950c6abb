/**
 * Names of files, packages and objects are written by strangers. Here they become harmless, once for each place that
 * text goes to. Every reporter uses these and nothing else.
 */

/** Controls, line and paragraph separators, bidirectional overrides, zero-width characters, and halves of surrogate pairs. */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point.
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** One line in which everything can be seen: `\n`, `\u{202e}`. */
export const visible = (text: string): string =>
  text.replace(
    INVISIBLE,
    character => NAMED[character] ?? `\\u{${character.charCodeAt(0).toString(16).padStart(4, '0')}}`,
  )

/** Cut to a number of characters, with an ellipsis. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text
  const end = /[\ud800-\udbff]/.test(text[limit - 2] ?? '') ? limit - 2 : limit - 1
  return `${text.slice(0, end)}…`
}

/**
 * One line for a log that a runner may read: GitHub takes `::command::` at the start of a line and `##[command]`
 * anywhere as orders (actions/runner, ActionCommand.cs). A zero-width space breaks both without being seen.
 */
export const forLog = (text: string): string =>
  visible(text)
    .replaceAll('##[', '#\u200b#[')
    .replace(/^(\s*):(?=:)/, '$1:\u200b')

/** The value of a property of a workflow command. */
export const forProperty = (text: string): string => forData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** The data of a workflow command. */
export const forData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

/** A Markdown code span: no formatting, no mention, no link survives in it. */
export function code(text: string, limit = 200): string {
  const shown = cut(visible(text), limit)
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const pad = shown.startsWith('`') || shown.endsWith('`') || shown.trim() === '' ? ' ' : ''
  return `${fence}${pad}${shown}${pad}${fence}`.replaceAll('|', '\\|')
}

/** Plain words in Markdown: nothing formats, links, mentions people or refers to issues. */
export const words = (text: string): string =>
  visible(text)
    .replace(/[\\`*_{}[\]<>()#+!|~&$^=-]/g, '\\$&')
    .replaceAll('@', '@\u200b')
    .replace(/\\#(?=\d)/g, '\\#\u200b')
    .replaceAll('://', ':\u200b//')
    .replace(/\bwww\./gi, 'www\u200b.')

/** A message of a rule in Markdown: what stands between backticks becomes code, everything else words. */
export const prose = (message: string, limit = 300): string =>
  cut(visible(message), limit)
    .split(/(`[^`]*`)/)
    .map(part => (/^`[^`]+`$/.test(part) ? code(part.slice(1, -1)) : words(part)))
    .join('')

/** A path in a URL of ours. */
export const urlPath = (path: string): string => path.split('/').map(encodeURIComponent).join('/')

/** Only https addresses of plain characters may become links; everything else is left out. */
export const httpsUrl = (url: string): string | undefined =>
  /^https:\/\/[a-z0-9.-]+(?::\d+)?\/[\w\-./~%?=&#:+,@!]*$/i.test(url)
    ? url.replace(/[()_*~]/g, encodeURIComponent)
    : undefined
