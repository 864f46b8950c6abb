import type { ListItem, Nodes, PhrasingContent, RootContent } from 'mdast'
import { describe, expect, test } from 'vitest'
import { annotationsOf, verdictWords } from '../../src/report/annotations.ts'
import { toConcise } from '../../src/report/concise.ts'
import { visible } from '../../src/report/escape.ts'
import { toLog } from '../../src/report/log.ts'
import { toMarkdown } from '../../src/report/markdown/markdown.ts'
import { SUMMARY_LIMIT } from '../../src/report/render.ts'
import { toText } from '../../src/report/text/text.ts'
import { parseCommand } from '../e2e/kit/commands.ts'
import { markdownFaults, readMarkdown } from '../e2e/kit/gfm.ts'
import { CONTEXT, whole } from './kit.ts'
import { resultWith, STRANGE } from './strange.ts'

const COMMENT = 65_000

/** The nodes of a line: runs of words and code are `words`, since a message may hold any of both. */
const inline = (nodes: readonly PhrasingContent[]): string =>
  nodes
    .map(node => {
      if (node.type === 'text' || node.type === 'inlineCode') return 'words'
      if (node.type === 'html') return node.value
      return 'children' in node ? `${node.type}(${inline(node.children)})` : node.type
    })
    .join(' ')
    .replace(/\bwords(?: words)+/g, 'words')

const item = ({ children }: ListItem): string => children.map(block).join(' + ')

/** One block of a text, with what is in it. */
function block(node: RootContent): string {
  switch (node.type) {
    case 'heading':
      return `heading ${node.depth}: ${inline(node.children)}`
    case 'paragraph':
      return inline(node.children)
    case 'list':
      return `list: ${node.children.map(item).join(', ')}`
    case 'table':
      return `table of ${node.children.length} rows`
    case 'code':
      return `code in ${node.lang}`
    case 'html':
      return node.value
    default:
      return node.type
  }
}

/** As a browser asks for it, or nothing: longer addresses are left out. */
function address(file: string, line: number): string {
  const path = file
    .split('/')
    .map(part =>
      [...new TextEncoder().encode(part)]
        .map(byte => String.fromCharCode(byte))
        .map(letter => (/[A-Za-z0-9.-]/.test(letter) ? letter : percent(letter)))
        .join(''),
    )
    .join('/')
  const url = `https://github.com/acme/shop/blob/${CONTEXT.sha}/${path}#L${line}`
  return url.length > 1000 ? '' : url
}

const percent = (letter: string): string => `%${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`

const page = (rule: string): string => `https://github.com/seaworthy/seaworthy/blob/v1.2.3/docs/rules/${rule}.md`

const HEAD = 'words strong(words) words link(words)'
const ACCEPT = '<sub> words </sub>'

/** What a comment on a hostile result consists of. `place`: a link, or words where its address is too long. */
const expectedBlocks = (place: string, hasDiff: boolean): readonly string[] => [
  'heading 3: words',
  'words',
  ...['words strong(words)', 'list: words, words, words'],
  ...['strong(words) words', 'list: words, words'],
  ...[HEAD, 'list: link(words) words', 'words', ...(hasDiff ? ['code in diff'] : []), ACCEPT],
  ...[HEAD, `list: ${place}`, 'words', ACCEPT],
  ...[HEAD, `list: ${place} link(words) words`, 'words', ACCEPT],
  ...['strong(words) words', 'list: words'],
  'words strong(words) words link(words)',
  ...['<details><summary>Below the gate: 2 findings (1 medium, 1 low)</summary>', 'table of 3 rows', '</details>'],
  ...['<details><summary>Known: 1 finding of 1 rule</summary>', 'table of 2 rows', '</details>'],
  ...['words', 'words'],
  'strong(words) words',
  ...['strong(words) words', 'list: words, words'],
  '<sub> words </sub>',
]

/** Where they lead, in order. */
const expectedLinks = (file: string): readonly string[] =>
  [
    ...[page('host-network'), address('k8s/fix.yaml', 1)],
    ...[page('privileged-container'), address(file, 1)],
    ...[page('vulnerable-package'), address(file, 3), 'https://nvd.nist.gov/vuln/detail/CVE-2026-1'],
    CONTEXT.run!,
    ...[page('host-pid'), page('vulnerable-package'), page('host-ipc')],
  ].filter(url => url !== '')

const plain = (node: Nodes): string =>
  'children' in node ? node.children.map(plain).join('') : 'value' in node ? node.value : ''

/** Words without what makes them harmless and without the marks of code. */
const bare = (text: string): string => text.replace(/[`\u200b\s]/g, '')

describe.each(STRANGE.map(text => [text.slice(0, 40), text]))('%j', (_, text) => {
  const result = resultWith(text)

  test('is in a comment and a summary of exactly the nodes that were meant', () => {
    for (const limit of [COMMENT, SUMMARY_LIMIT]) {
      const markdown = toMarkdown(result, limit, CONTEXT)
      const { tree, links } = readMarkdown(markdown)
      const place = address(text, 1) === '' ? 'words' : 'link(words) words'
      expect(tree.children.map(block)).toEqual(expectedBlocks(place, text.split('\n').length < 14))
      expect(links).toEqual(expectedLinks(text))
      expect(markdownFaults(markdown, { hosts: ['github.com', 'nvd.nist.gov'] })).toEqual([])
    }
  })

  test('is read there as it was written', () => {
    const { tree } = readMarkdown(toMarkdown(result, COMMENT, CONTEXT))
    const shown = bare(plain(tree))
    const start = bare(visible(text).slice(0, 100))
    expect(shown.split(start).length).toBeGreaterThan(10)
  })

  test('is one line of each breach and fault in the concise form', () => {
    const lines = whole(toConcise(result, {})).split('\n').slice(0, -1)
    expect(lines.length).toBe(result.verdict.faults.length + result.verdict.exceededBudgets.length + 3)
    expect(lines.flatMap(line => parseCommand(line) ?? [])).toEqual([])
  })

  test('opens no group in the log, and closes none', () => {
    const orders = whole(toLog(result, { colour: false }))
      .split('\n')
      .flatMap(line => parseCommand(line)?.name ?? [])
    expect(orders).toEqual(['group', 'endgroup', 'group', 'endgroup', 'group', 'endgroup', 'group', 'endgroup'])
  })

  test.each([40, 80, 120])('is no order to the runner in a text of %i columns, wherever that is broken', width => {
    const lines = whole(toText(result, { colour: false, width })).split('\n')
    expect(lines.flatMap(line => parseCommand(line) ?? [])).toEqual([])
  })
})

test('of words, one is at the beginning of a line when the text is wrapped', () => {
  const text = `${'x '.repeat(30)}::error::forged`
  const lines = whole(toText(resultWith(text), { colour: false, width: 80 })).split('\n')
  expect(lines.some(line => /^\s*:\u200b:error::forged/.test(line))).toBe(true)
})

describe.each(['x', 'a`|<@[\n\u202e', '::error::x ', '\\|'])('a megabyte of %j', part => {
  const result = resultWith(part.repeat(Math.ceil((1024 * 1024) / part.length)))

  test.each([COMMENT, SUMMARY_LIMIT])('leaves room for everything else in %i bytes', limit => {
    const markdown = toMarkdown(result, limit, CONTEXT)
    expect(new TextEncoder().encode(markdown).length).toBeLessThanOrEqual(limit)
    expect(readMarkdown(markdown).tree.children.map(block)).toEqual(expectedBlocks('words', !part.includes('\n')))
  })

  test('is cut in the log and in the concise form', () => {
    const log = whole(toLog(result, { colour: false })).split('\n')
    expect(Math.max(...log.map(line => line.length))).toBeLessThan(1000)
    const concise = whole(toConcise(result, {})).split('\n')
    expect(Math.max(...concise.map(line => line.length))).toBeLessThanOrEqual(2000)
  })

  test('is cut in annotations', () => {
    const messages = [verdictWords(result.verdict), ...annotationsOf(result).map(({ message }) => message)]
    expect(Math.max(...messages.map(({ length }) => length))).toBeLessThanOrEqual(4096)
  })
})
