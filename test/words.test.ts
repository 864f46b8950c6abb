import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { rules } from '../src/rules/index.ts'
import { BANNED, type SourceText, textsBelow, turnsIn } from './kit/words.ts'

const all = [...rules.values()]
const sources = textsBelow('src')

/** Where there is nothing to paste: the reason. */
const NOTHING_TO_PASTE = new Map([
  ['scanner-misconfiguration', 'the fix is in the report of the other scanner'],
  ['image-license', 'a license is replaced or approved by people'],
  ['yaml-duplicate-key', 'which of the two keys is right depends on the file'],
])

const SENTENCE = /^(?:`[^`]*`|[^`])*?[.!?](?= |$)/
const firstSentence = (text: string): string => SENTENCE.exec(text)?.[0] ?? text

const startsUpper = (text: string): boolean => /^[A-Z][a-z]/.test(text)
const endsWithStop = (text: string): boolean => /(?<!…|\.)\.$/.test(text)

/** All but docs/style.md, which quotes the turns; the pages of rules are made from texts that are checked in the source. */
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'action.yml',
  'bench/README.md',
  ...readdirSync('docs')
    .filter(name => name.endsWith('.md') && name !== 'style.md')
    .map(name => `docs/${name}`),
]

/** The lines of a page that are not fenced code, without the targets of links. */
const proseOf = (page: string): readonly string[] =>
  readFileSync(page, 'utf8')
    .replaceAll(/^```[\s\S]*?^```|(?<=\])\([^)\s]*\)/gm, '')
    .split('\n')

/** `[id, text]` of those that break a rule of style, for the eye of who reads the failure. */
const wrong = (texts: readonly (readonly [string, string])[], isWrong: (text: string) => boolean) =>
  texts.filter(([, text]) => isWrong(text))

const ofRole = (...roles: readonly string[]): readonly (readonly [string, string])[] =>
  sources
    .filter(({ role, place }) => roles.includes(role) && /^src\/(?:rules|docker)\//.test(place))
    .map(({ place, text }) => [place, text])

describe('titles of rules', () => {
  const titles = all.map(({ id, title }) => [id, title] as const)
  test('are at most 60 characters long', () => expect(wrong(titles, title => title.length > 60)).toEqual([]))
  test('have no full stop', () => expect(wrong(titles, endsWithStop)).toEqual([]))
  test('begin with no article', () => expect(wrong(titles, title => /^(?:An?|The) /.test(title))).toEqual([]))
  test('begin with a capital or with code', () => expect(wrong(titles, title => !/^[A-Z`]/.test(title))).toEqual([]))
})

describe('why and help of rules', () => {
  const sentences = all.flatMap(({ id, why, help }) => [[id, why] as const, [id, help] as const])
  test('end with a full stop', () => expect(wrong(sentences, text => !text.endsWith('.'))).toEqual([]))
  test('begin with a capital or with code', () => expect(wrong(sentences, text => !/^[A-Z`]/.test(text))).toEqual([]))

  const isPlain = (help: string): boolean => !firstSentence(help).includes('`')
  test('the first sentence of a help gives what to paste', () => {
    const helps = all.map(({ id, help }) => [id, help] as const)
    expect(wrong(helps, isPlain).filter(([id]) => !NOTHING_TO_PASTE.has(id))).toEqual([])
  })
  test.each([...NOTHING_TO_PASTE.keys()])('%s still is an exception', id =>
    expect(isPlain(rules.get(id)!.help)).toBe(true),
  )
})

describe('help of options', () => {
  const helps = all.flatMap(({ id, optionHelp = {} }) =>
    Object.entries(optionHelp as Readonly<Record<string, string>>).map(
      ([name, help]) => [`${id} ${name}`, help] as const,
    ),
  )
  test('is there', () => expect(helps.length).toBeGreaterThan(5))
  test('has no capital at its beginning, and no full stop', () =>
    expect(wrong(helps, help => startsUpper(help) || endsWithStop(help))).toEqual([]))
})

describe('messages', () => {
  const messages = ofRole('message', 'note')
  test('are found in the source', () => expect(messages.length).toBeGreaterThan(120))
  test('begin with no upper-case word', () => expect(wrong(messages, startsUpper)).toEqual([]))
  test('have no full stop', () => expect(wrong(messages, endsWithStop)).toEqual([]))
})

describe('titles of fixes', () => {
  const titles = ofRole('fix title')
  test('are found in the source', () => expect(titles.length).toBeGreaterThan(30))
  test('begin with a capital or with code, and have no full stop', () =>
    expect(wrong(titles, title => !/^[A-Z`]/.test(title) || endsWithStop(title))).toEqual([]))
})

describe('banned turns', () => {
  const isProse = ({ text }: SourceText): boolean => /[a-z]{2,}[^a-z]+[a-z]/i.test(text)
  const texts = [
    ...sources.filter(isProse).map(({ place, text }) => [place, text] as const),
    ...all.flatMap(({ id, title, why, help }) => [title, why, help].map(text => [id, text] as const)),
  ]
  test('are in no text', () =>
    expect(texts.flatMap(([where, text]) => turnsIn(text).map(turn => [turn, where, text]))).toEqual([]))
  test.each(pages)('are not in %s', page =>
    expect(proseOf(page).flatMap(line => turnsIn(line).map(turn => [turn, line]))).toEqual([]),
  )
  test('are those that docs/style.md lists', () => {
    const table = readFileSync('docs/style.md', 'utf8').split('## Banned turns')[1]!
    const turns = [...table.matchAll(/^\| (?!turn \||--- )(.+?) \| .+ \|$/gm)].map(([, turn]) => turn)
    expect(turns).toEqual(BANNED.map(({ turn }) => turn))
  })
  test.each([
    ['key `x` stands there', ['stands']],
    ['`stands` is a name', []],
    ['the tag is no longer used', []],
    ['this is no tag', ['is no …, are no …']],
    ['see the `I` of it: we know', ['I, me, we, my, our', 'says, tells, knows, believes']],
  ])('%s', (text, turns) => expect(turnsIn(text)).toEqual(turns))
})
