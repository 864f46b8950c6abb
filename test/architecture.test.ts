import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { expect, test } from 'vitest'
import { rules } from '../src/rules/index.ts'
import { VERSION } from '../src/version.ts'

/** A room may import only from rooms further left; rooms that share a floor do not know each other. */
const FLOORS = [
  ['inputs.ts', 'version.ts'],
  ['core'],
  ['secrets'],
  ['yaml', 'docker', 'scans'],
  ['discover', 'kube'],
  ['world'],
  ['read', 'rules'],
  ['engine', 'policy'],
  ['report'],
  ['host'],
  ['change'],
  ['pipeline.ts'],
  ['main.ts', 'step.ts'],
  ['program.ts'],
  ['action.ts', 'cli.ts'],
]
const floor = (room: string): number => FLOORS.findIndex(rooms => rooms.includes(room))
const roomOf = (file: string): string => file.split('/')[0]!

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'))
const textOf = (file: string): string => readFileSync(`src/${file}`, 'utf8')

/** Modules a file imports, statically or not: those of ours as paths below src. */
function importsOf(file: string): { ours: string[]; others: string[] } {
  const names = [...textOf(file).matchAll(/(?:from|import\(|getBuiltinModule\()\s*'([^']+)'/g)].map(([, name]) => name!)
  return {
    ours: names.filter(name => name.startsWith('.')).map(name => posix.join(posix.dirname(file), name)),
    others: names.filter(name => !name.startsWith('.')),
  }
}

test.each(sources)('%s imports only from lower floors', file => {
  expect(floor(roomOf(file)), 'its room has a floor').toBeGreaterThanOrEqual(0)
  for (const target of importsOf(file).ours)
    if (roomOf(target) !== roomOf(file)) expect(floor(roomOf(target)), target).toBeLessThan(floor(roomOf(file)))
})

test('only the host speaks to the world', () => {
  const speaks = (name: string): boolean =>
    (name.startsWith('node:') && name !== 'node:crypto') || name.startsWith('@actions/')
  expect(sources.filter(file => roomOf(file) !== 'host' && importsOf(file).others.some(speaks))).toEqual([])
})

test('one file makes clients of GitHub: none is without its scrubber', () => {
  const makes = (file: string): boolean => importsOf(file).others.includes('@actions/github')
  expect(sources.filter(makes)).toEqual(['host/action/client.ts'])
  expect(textOf('host/action/client.ts').match(/getOctokit\(/g)).toHaveLength(1)
})

test('only the yaml room knows the YAML library', () => {
  expect(sources.filter(file => roomOf(file) !== 'yaml' && importsOf(file).others.includes('yaml'))).toEqual([])
})

test('@actions/*, semver and yaml are loaded lazily', () => {
  const eager = /^(?:import|export) (?!type ).*from '(@actions\/|(?:[./]*\/)?semver[/.']|yaml')/m
  const chunks = ['yaml/library/library.ts', 'core/semver.ts']
  expect(sources.filter(file => !chunks.includes(file) && eager.test(textOf(file)))).toEqual([])
})

test('only the shells name the rules that Seaworthy brings along: all others are given a set', () => {
  const named = sources.filter(file => importsOf(file).ours.includes('rules/index.ts'))
  expect(named).toEqual(['main.ts', 'step.ts'])
})

test.each(['cli.ts', 'action.ts'])('%s starts the program, and holds nothing of what is in it', shell => {
  const held = new Set([shell])
  for (const file of held) {
    const values = textOf(file).replace(/^import type .*$|<typeof import\([^)]*\)>/gm, '')
    for (const [, name] of values.matchAll(/from '(\.[^']+)'/g)) held.add(posix.join(posix.dirname(file), name!))
  }
  expect([...held].filter(file => !file.startsWith('host/'))).toEqual([shell])
})

test('every file of rules is listed', () => {
  const index = textOf('rules/index.ts')
  const files = sources.filter(file => /^rules\/\w+\/.+\.ts$/.test(file) && /\brule\(\{/.test(textOf(file)))
  expect(files.filter(file => !index.includes(`'./${file.slice('rules/'.length)}'`))).toEqual([])
})

test.each([...rules.values()])(
  '$id is well formed',
  ({ id, title, why, help, profile, severity, options = {}, optionHelp = {} }) => {
    expect(id).toMatch(/^[a-z][a-z0-9-]+$/)
    expect(title).toMatch(/^[A-Z0-9`:].*[^.]$/)
    expect(why).toMatch(/^[A-Z`].*\.$/s)
    expect(help).toMatch(/^[A-Z].*\.$/s)
    expect(why).not.toMatch(/best practice/i)
    if (severity === 'critical') expect(profile).toBe('essential')
    expect(Object.keys(optionHelp)).toEqual(Object.keys(options))
  },
)

test('every rule has its page, and every page its rule', () => {
  const pages = readdirSync('docs/rules').filter(file => file.endsWith('.md'))
  expect(pages.map(file => file.replace('.md', '')).sort()).toEqual([...rules.keys()].sort())
})

test('every rule has a table of tests', () => {
  const tests = readdirSync('test/rules', { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => readFileSync(`test/rules/${file}`, 'utf8'))
    .join('\n')
  expect([...rules.keys()].filter(id => !tests.includes(`table('${id}'`))).toEqual([])
})

const tests = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts'))
  .map(file => `test/${file}`)

test('no test looks at a clock', () => {
  const clock = /performance\.now|Date\.now\(|process\.hrtime|console\.time/
  expect(tests.filter(file => clock.test(readFileSync(file, 'utf8')))).toEqual([
    // Our client reads when GitHub's rate limit ends: a number of seconds since 1970.
    'test/host/action-client.test.ts',
  ])
})

test('no file of code is longer than 400 lines', () => {
  const long = [...sources.map(file => `src/${file}`), ...tests]
  expect(long.filter(file => readFileSync(file, 'utf8').split('\n').length > 401)).toEqual([])
})

test('the version is that of package.json', () => {
  expect(VERSION).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version)
})
