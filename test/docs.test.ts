import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseArguments } from '../src/host/cli/arguments.ts'
import { FORMATS, formatOf } from '../src/report/render.ts'
import { nounOf, type ReportReader } from '../src/scans/model/report.ts'
import { readers } from '../src/scans/readers/index.ts'

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>
  readonly outputs: Readonly<Record<string, { readonly description: string }>>
}

/** The tables of README, made from action.yml; internal inputs are nobody's business. */
function tables(): string {
  const { inputs, outputs } = parse(readFileSync('action.yml', 'utf8')) as ActionFile
  const told = Object.entries(inputs).filter(([, { description }]) => !description.startsWith('Internal'))
  return [
    '| input | what it does |',
    '| --- | --- |',
    ...told.map(([name, { description }]) => `| \`${name}\` | ${description} |`),
    '',
    '| output | what it holds |',
    '| --- | --- |',
    ...Object.entries(outputs).map(([name, { description }]) => `| \`${name}\` | ${description} |`),
  ].join('\n')
}

const PLACE = /(<!-- inputs: [^>]*-->\n)([\s\S]*?)(<!-- \/inputs -->)/

test('the tables in README are those of action.yml', async () => {
  const readme = readFileSync('README.md', 'utf8')
  expect(readme).toMatch(PLACE)
  await expect(readme.replace(PLACE, (_, start, __, end) => `${start}${tables()}\n${end}`)).toMatchFileSnapshot(
    '../README.md',
  )
})

/** docs/reports.md, made from the list of readers. */
function reportsPage(): string {
  const of = (unread: ReportReader['unread']): readonly ReportReader[] => readers.filter(one => one.unread === unread)
  const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1)
  return [
    '# Scan reports',
    '',
    'A report is recognized by its content, never by its file name. Reports below the checked paths are found automatically; `--report FILE` or the input `reports` names those that must exist.',
    '',
    '| format | what it is | how to get it |',
    '| --- | --- | --- |',
    ...of(undefined).map(reader => `| \`${reader.format}\` | ${nounOf(reader)} | ${capital(reader.advice)} |`),
    '',
    '`--report FORMAT:FILE` forces the format; a file in another format is an error.',
    '',
    '## Recognized, but not read',
    '',
    'A scan report that cannot be read is an error (exit status 2), named or not, since its findings are unknown. To exclude one, add its path to `paths.exclude` in `.seaworthy.yml`.',
    '',
    '| format | what it is | what to do |',
    '| --- | --- | --- |',
    ...of('scan').map(reader => `| \`${reader.format}\` | ${nounOf(reader)} | ${capital(reader.advice)} |`),
    '',
    '## Without findings',
    '',
    'These documents contain no findings. They are listed in the result (`inputs.unread`), together with JSON that mentions vulnerabilities in an unknown format. Naming one as a report is an error.',
    '',
    '| format | what it is | what to do |',
    '| --- | --- | --- |',
    ...of('no scan').map(reader => `| \`${reader.format}\` | ${nounOf(reader)} | ${capital(reader.advice)} |`),
    '',
  ].join('\n')
}

test('docs/reports.md is made from the list of readers', () =>
  expect(reportsPage()).toMatchFileSnapshot('../docs/reports.md'))

test('docs/formats.md has every format, with the endings that stand for it', () => {
  const page = readFileSync('docs/formats.md', 'utf8')
  const rows = [...page.matchAll(/^\| `(\w+)` \| (.*?) ?\| /gm)].map(([, format, endings]) => ({ format, endings }))
  expect(rows.map(({ format }) => format)).toEqual(FORMATS)
  for (const { format, endings } of rows)
    for (const [, ending] of endings!.matchAll(/`([^`]+)`/g)) expect(formatOf(`r${ending}`), ending).toBe(format)
})

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  ...readdirSync('docs')
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`),
]

test.each(pages)('every link of %s leads to a file', page => {
  const links = [...readFileSync(page, 'utf8').matchAll(/(?:\]\(|src(?:set)?=")(?!https?:|#)([^)#"]+)/g)].map(
    ([, link]) => link!,
  )
  expect(links.filter(link => !existsSync(join(dirname(page), link)))).toEqual([])
})

/** The anchors that GitHub gives the headings of a page: letters, digits and hyphens of their text, in lower case. */
const anchorsOf = (page: string): readonly string[] =>
  [...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )

test.each(pages)('every link of %s to a heading finds it', page => {
  const links = readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#]*\.md)?#([^)]+)\)/g)
  const lost = [...links].filter(
    ([, file, anchor]) => !anchorsOf(file === undefined ? page : join(dirname(page), file)).includes(anchor!),
  )
  expect(lost.map(([link]) => link)).toEqual([])
})

/** The words of a command in a shell: quotes are taken off, and what follows a pipe or begins a comment is not its own. */
const wordsOf = (command: string): readonly string[] =>
  [...command.replace(/ (?:#|\|) .*$/, '').matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!)

/** Every command line of Seaworthy in a block of a page. */
const commands = pages.flatMap(page =>
  [...readFileSync(page, 'utf8').matchAll(/^```(?:console|sh)\n([\s\S]*?)^```$/gm)].flatMap(([, block]) =>
    [...block!.matchAll(/^(?:\$ )?(?:seaworthy|node dist\/cli\.js)(?: (.*))?$/gm)].map(
      ([line, rest = '']) => [page, line, wordsOf(rest)] as const,
    ),
  ),
)

test('pages show commands', () => expect(commands.length).toBeGreaterThan(10))

test.each(commands)('the command line accepts what %s shows: %s', (_, __, words) => {
  expect(() => parseArguments(words)).not.toThrow()
})

test.each(
  ['docs', 'docs/decisions', '.'].flatMap(folder =>
    readdirSync(folder)
      .filter(name => name.endsWith('.md'))
      .map(name => join(folder, name)),
  ),
)('the files of the project that %s names are there', page => {
  const named = readFileSync(page, 'utf8').matchAll(/`((?:src|test|scripts|bench)\/[\w./-]+)`/g)
  expect([...named].map(([, path]) => path!).filter(path => !existsSync(path))).toEqual([])
})
