import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

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
  const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) => link!)
  expect(links.filter(link => !existsSync(join(dirname(page), link)))).toEqual([])
})
