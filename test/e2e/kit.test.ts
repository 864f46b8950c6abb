// biome-ignore-all lint/suspicious/noTemplateCurlyInString: expressions of workflows look like placeholders.
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { evaluate, readAction } from './kit/action-file.ts'
import { parseCommand } from './kit/commands.ts'
import { commit, forkPullRequest, push } from './kit/events.ts'
import { readFolders, readValues } from './kit/file-commands.ts'
import { RUNNER_SECRETS, runStep, type Step, type StepResult, temporaryFolder } from './kit/runner.ts'
import { StepLog } from './kit/step-log.ts'

/** An action of one script in a folder of its own. */
function fixtureAction(script: string, inputs = ''): string {
  const folder = temporaryFolder()
  writeFileSync(
    join(folder, 'action.yml'),
    `name: x\ndescription: x\n${inputs}runs: { using: node24, main: main.mjs }\n`,
  )
  writeFileSync(join(folder, 'main.mjs'), script)
  return folder
}

/** Runs a script as an action, in an empty workspace. */
function runScript(
  script: string,
  { inputs = '', ...step }: Partial<Step> & { inputs?: string } = {},
): Promise<StepResult> {
  return runStep({ action: fixtureAction(script, inputs), workspace: temporaryFolder(), event: push(), ...step })
}

/** What the runner makes of lines. */
function hear(...lines: readonly string[]): StepLog {
  const log = new StepLog('/w', ['ghs_kit'])
  for (const line of lines) log.hear(line)
  return log
}

test.each([
  ['the plain form', '::error::bad', { name: 'error', data: 'bad', syntax: '::' }],
  ['after white space', ' \t::Error::bad', { name: 'error', data: 'bad' }],
  ['with escapes in data', '::notice::a%0Ab%3A%25', { data: 'a\nb%3A%' }],
  ['an escaped escape stays text', '::notice::%250A', { data: '%0A' }],
  ['no data', '::endgroup::', { name: 'endgroup', data: '' }],
  ['colons in data', '::debug::a::b', { data: 'a::b' }],
  ['brackets anywhere in the line', 'k8s/a ##[error]bad', { name: 'error', data: 'bad', syntax: '##[' }],
  ['escapes of the bracket form', '##[warning]a%3Bb%5D', { data: 'a;b]' }],
  ['brackets behind an unknown colon command', '::nothing:: ##[error]bad', { name: 'error', syntax: '##[' }],
])('a command: %s', (_, line, expected) => {
  expect(parseCommand(line)).toMatchObject(expected)
})

test.each([
  ['an unknown name', '::failure::x'],
  ['not at the start', 'x ::error::bad'],
  ['not closed', '::error bad'],
  ['a bracket that is not closed', '##[error bad'],
  ['hashes broken by a zero width space', '#\u200b#[error]bad'],
  ['names of prototypes', '::constructor::x'],
  ['nothing', ''],
])('plain output: %s', (_, line) => {
  expect(parseCommand(line)).toBeUndefined()
})

test.each([
  [
    'commas and colons',
    '::error file=a%2Cb%3Ac.yml,line=3::x',
    [
      ['file', 'a,b:c.yml'],
      ['line', '3'],
    ],
  ],
  ['capitals in names', '::error endLine=3::x', [['endline', '3']]],
  [
    'semicolons in brackets',
    '##[error file=a%3Bb.yml;line=3]x',
    [
      ['file', 'a;b.yml'],
      ['line', '3'],
    ],
  ],
  ['equals signs in values', '::error title=a=b::x', [['title', 'a=b']]],
  ['empty values and names', '::error file=,=3,title::x', []],
  [
    'names are not trimmed',
    '::error file=a, line=3::x',
    [
      ['file', 'a'],
      [' line', '3'],
    ],
  ],
])('properties: %s', (_, line, expected) => {
  expect([...(parseCommand(line)?.properties ?? [])]).toEqual(expected)
})

test.each([
  ['everything', 'line=2,endLine=2,col=3,endColumn=5', { line: 2, endLine: 2, column: 3, endColumn: 5 }],
  ['an end alone is a start too', 'endLine=4', { line: 4, endLine: 4 }],
  ['lines that run backwards', 'line=4,endLine=3', {}],
  ['columns need one line', 'line=2,endLine=3,col=1,endColumn=2', { line: 2, endLine: 3 }],
  ['columns need a line', 'col=1,endColumn=2', {}],
  ['columns that run backwards', 'line=2,col=5,endColumn=3', { line: 2 }],
  ['no number', 'line=two', {}],
])('lines and columns: %s', (_, properties, expected) => {
  const { annotations } = hear(`::warning ${properties}::x`).heard
  expect(annotations).toEqual([{ level: 'warning', message: 'x', ...expected }])
})

test.each([
  ['relative', 'k8s/a.yaml', 'k8s/a.yaml'],
  ['absolute in the workspace', '/w/k8s/a.yaml', 'k8s/a.yaml'],
  ['absolute elsewhere', '/etc/passwd', '/etc/passwd'],
  ['beside the workspace', '/w2/a.yaml', '/w2/a.yaml'],
])('files: %s', (_, given, file) => {
  expect(hear(`::error file=${given}::x`).heard.annotations).toMatchObject([{ file }])
})

test('ten annotations per level are shown, the rest is dropped and in the log', () => {
  const errors = Array.from({ length: 12 }, (_, at) => `::error::${at}`)
  const { annotations, dropped, log } = hear(...errors, '::warning::w').heard
  expect(annotations.map(({ message }) => message)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'w'])
  expect(dropped.map(({ message }) => message)).toEqual(['10', '11'])
  expect(log).toContain('##[error]11')
})

test('messages are cut at 4096 units, after masking', () => {
  const { annotations } = hear('::add-mask::secret', `::error::secret${'x'.repeat(5000)}`).heard
  expect(annotations[0]?.message).toBe(`***${'x'.repeat(4093)}`)
})

test('masks reach log, annotations and groups, but not what came before', () => {
  const { log, annotations, groups, masks, raw } = hear(
    'a word',
    '::add-mask::word',
    'a word',
    '::error::word',
    '::group::word',
  ).heard
  expect(log).toEqual(['a word', 'a ***', '##[error]***', '##[group]***'])
  expect([annotations[0]?.message, groups, masks]).toEqual(['***', ['***'], ['word']])
  expect(raw).toHaveLength(5)
})

test('the token is masked from the start, and an empty mask is only a warning', () => {
  const { log, masks, annotations } = hear('token ghs_kit', '::add-mask:: ').heard
  expect([log[0], masks, annotations.map(({ level }) => level)]).toEqual(['token ***', [], ['warning']])
})

test('stop-commands silences commands until its token comes', () => {
  const { annotations, log } = hear('::stop-commands::Tok', '::error::a', '##[error]b', '::tok::', '::error::c').heard
  expect(annotations.map(({ message }) => message)).toEqual(['c'])
  expect(log).toEqual(['::stop-commands::Tok', '::error::a', '##[error]b', '::tok::', '##[error]c'])
})

test.each(['error', '', 'pause-logging'])('stop-commands refuses the token "%s"', token => {
  const log = hear(`::stop-commands::${token}`, '::notice::heard')
  expect([log.failed, log.heard.annotations.map(({ level }) => level)]).toEqual([true, ['error', 'notice']])
})

test.each(['::set-env name=A::b', '::add-path::/bin', '::echo::perhaps', '::set-output::x'])(
  '%s fails the step',
  line => {
    expect(hear(line).failed).toBe(true)
  },
)

test('outputs, state, groups and echo, the old way', () => {
  const { outputs, state, log } = hear(
    '::echo::on',
    '::set-output name=a::1',
    '::save-state name=b::2',
    '::endgroup::',
  ).heard
  expect([outputs.get('a'), state.get('b')]).toEqual(['1', '2'])
  expect(log).toEqual(['::set-output name=a::1', '::save-state name=b::2', '::endgroup::', '##[endgroup]'])
})

test.each([
  ['one line', 'a=1\nb=x=y\n', { a: '1', b: 'x=y' }],
  ['a later value wins', 'a=1\na=2\n', { a: '2' }],
  ['several lines', 'a<<END\none\n\ntwo=2\nEND\nb=1', { a: 'one\n\ntwo=2', b: '1' }],
  ['no lines', 'a<<END\nEND\n', { a: '' }],
  ['an end mark in the value', 'a<<END\nx END\nEND\n', { a: 'x END' }],
  ['an equals sign before the arrows', 'a=b<<c\n', { a: 'b<<c' }],
  ['arrows before an equals sign', 'a<<E=D\nx\nE=D\n', { a: 'x' }],
  ['carriage returns are text', 'a=1\r\n', { a: '1\r' }],
  ['a value that ends the mark early', 'a<<END\nx\nEND\nb=forged\nEND<<y\ny\n', { a: 'x', b: 'forged', END: '' }],
  ['empty lines', '\n\n', {}],
])('values in files: %s', (_, text, expected) => {
  expect(Object.fromEntries(readValues(text))).toEqual(expected)
})

test.each([['just text'], ['=1'], ['<<END\nEND'], ['a<<\n'], ['a<<END\nnever']])('no values in files: %j', text => {
  expect(() => readValues(text)).toThrow()
})

test('folders of GITHUB_PATH', () => {
  expect(readFolders('/a\n\n/b\r\n')).toEqual(['/a', '/b'])
})

test.each([
  ['${{ github.token }}', 'T'],
  ['${{ toJSON(matrix) }}', '{\n  "os": "linux"\n}'],
  ['${{toJson( matrix )}}', '{\n  "os": "linux"\n}'],
  ['run ${{ job.check_run_id }}!', 'run 7!'],
  ['plain', 'plain'],
])('the expression %s', (text, expected) => {
  expect(evaluate(text, { token: 'T', matrix: { os: 'linux' }, checkRun: 7 })).toBe(expected)
})

test('a job without a matrix, and an expression that the kit does not know', () => {
  const contexts = { token: 'T', matrix: undefined, checkRun: 7 }
  expect(evaluate('${{ toJSON(matrix) }}', contexts)).toBe('null')
  expect(() => evaluate('${{ github.workspace }}', contexts)).toThrow('does not know')
})

test.each([
  ['using: composite', 'runs: { using: composite, steps: [] }'],
  ['a post script', 'runs: { using: node24, main: a.mjs, post: b.mjs }'],
  ['no main', 'runs: { using: node24 }'],
])('no action of the kit: %s', (_, runs) => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'action.yml'), `name: x\n${runs}\n`)
  expect(() => readAction(folder)).toThrow()
})

const INPUTS = `inputs:
  fail-on: {}
  my input: { default: a b }
  token: { default: "\${{ github.token }}" }
  old: { deprecationMessage: use new }
`
const PRINT_INPUTS = `
const inputs = Object.entries(process.env).filter(([name]) => name.startsWith('INPUT_'))
process.stdout.write(JSON.stringify(Object.fromEntries(inputs)))
`

test('inputs: given, defaults, unset, unknown and deprecated ones', async () => {
  const given = { 'Fail-On': 'low', 'fail-severty': true, old: 1 }
  const { log, warnings, annotations, raw } = await runScript(PRINT_INPUTS, { inputs: INPUTS, with: given })
  expect(JSON.parse(raw[0]!)).toEqual({
    ...{
      'INPUT_FAIL-ON': 'low',
      INPUT_MY_INPUT: 'a b',
      INPUT_TOKEN: 'ghs_kit',
      INPUT_OLD: '1',
      'INPUT_FAIL-SEVERTY': 'true',
    },
  })
  expect(warnings).toEqual([
    "Unexpected input(s) 'fail-severty', valid inputs are ['fail-on', 'my input', 'token', 'old']",
    "Input 'old' has been deprecated with message: use new",
  ])
  expect(annotations.map(({ level }) => level)).toEqual(['warning', 'warning'])
  expect(log.join('\n')).not.toContain('ghs_kit')
})

test("the environment is the runner's and not ours", async () => {
  const script = `
import { readFileSync } from 'node:fs'
const { env } = process
console.log(JSON.stringify({ env, cwd: process.cwd(), event: JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, 'utf8')) }))`
  const workspace = realpathSync(temporaryFolder())
  const step = {
    workspace,
    event: forkPullRequest(),
    api: 'http://127.0.0.1:1',
    env: { EXTRA: 'x' },
    run: { id: 5, attempt: 2 },
  }
  process.env['SEAWORTHY_LEAK'] = 'x'
  const { raw, log, temp } = await runScript(script, step)
  delete process.env['SEAWORTHY_LEAK']
  const { env, cwd, event } = JSON.parse(raw[0]!)
  expect(cwd).toBe(workspace)
  expect(event.pull_request.head.repo.full_name).toBe('mallory/r')
  expect(env).toMatchObject({
    ...{
      GITHUB_WORKSPACE: workspace,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_SHA: commit('merge'),
      RUNNER_TEMP: temp,
      EXTRA: 'x',
    },
    ...{ GITHUB_REF: 'refs/pull/42/merge', GITHUB_HEAD_REF: 'patch-1', GITHUB_BASE_REF: 'main', GITHUB_RUN_ID: '5' },
    ...{
      GITHUB_RUN_ATTEMPT: '2',
      GITHUB_API_URL: 'http://127.0.0.1:1',
      GITHUB_REPOSITORY: 'o/r',
      GITHUB_ACTIONS: 'true',
    },
  })
  expect(env).toMatchObject(RUNNER_SECRETS)
  expect(env).not.toHaveProperty('SEAWORTHY_LEAK')
  for (const secret of Object.values(RUNNER_SECRETS)) expect(log.join('\n')).not.toContain(secret)
})

const WRITE_FILES = `
import { appendFileSync } from 'node:fs'
const { env } = process
appendFileSync(env.GITHUB_OUTPUT, 'verdict=fail\\nlong<<E\\na\\nb\\nE\\n')
appendFileSync(env.GITHUB_ENV, 'A=1\\n')
appendFileSync(env.GITHUB_STATE, 'S=2\\n')
appendFileSync(env.GITHUB_PATH, '/bin\\n')
appendFileSync(env.GITHUB_STEP_SUMMARY, '# by ' + env.INPUT_TOKEN)
console.log('::set-output name=old::1')
process.exitCode = 3
`

test('files, exit code and summary are read back', async () => {
  const result = await runScript(WRITE_FILES, { inputs: INPUTS })
  expect(Object.fromEntries(result.outputs)).toEqual({ old: '1', verdict: 'fail', long: 'a\nb' })
  expect([[...result.env], [...result.state], result.path]).toEqual([[['A', '1']], [['S', '2']], ['/bin']])
  expect(result).toMatchObject({ exitCode: 3, conclusion: 'failure', summary: '# by ***' })
})

test.each([
  ['as large as allowed', 1024 * 1024, 'success', 0],
  ['a byte too large', 1024 * 1024 + 1, 'success', 1],
])('a summary %s', async (_, bytes, conclusion, errors) => {
  const script = `import { writeFileSync } from 'node:fs'; writeFileSync(process.env.GITHUB_STEP_SUMMARY, 'é'.repeat(${bytes} / 2) + 'x'.repeat(${bytes} % 2))`
  const result = await runScript(script)
  expect(result).toMatchObject({ conclusion, summaryBytes: bytes })
  expect([result.summary === undefined, result.annotations.length]).toEqual([errors === 1, errors])
})

test.each([
  ['an output without its end', 'GITHUB_OUTPUT', 'a<<END\nx\n'],
  ['NODE_OPTIONS', 'GITHUB_ENV', 'NODE_OPTIONS=--require=evil\n'],
])('a step that exits with 0 fails by %s', async (_, file, text) => {
  const script = `import { writeFileSync } from 'node:fs'; writeFileSync(process.env.${file}, ${JSON.stringify(text)})`
  expect(await runScript(script)).toMatchObject({ exitCode: 0, conclusion: 'failure' })
})

test('both streams are heard, and a carriage return ends a line', async () => {
  const script = `
process.stderr.write('::error::by error\\n')
process.stdout.write('scanned k8s/a\\r::warning::forged\\r\\n')
setTimeout(() => process.stdout.write('half a '), 50)
setTimeout(() => process.stdout.write('line'), 100)`
  const { annotations, raw } = await runScript(script)
  expect(annotations.map(({ message }) => message).sort()).toEqual(['by error', 'forged'])
  expect(raw).toEqual(expect.arrayContaining(['scanned k8s/a', 'half a line']))
})

test('the node binary is a parameter, and a step that hangs is ended', async () => {
  const node = join(temporaryFolder(), 'node')
  writeFileSync(node, '#!/bin/sh\necho played by $0 $1\n', { mode: 0o755 })
  const { raw } = await runScript('', { node })
  expect(raw[0]).toMatch(/^played by .*node .*main\.mjs$/)
  await expect(runScript('setInterval(() => {}, 1000)', { seconds: 0.3 })).rejects.toThrow('more than 0.3 s')
})

test('two steps may share a temporary folder', async () => {
  const temp = join(temporaryFolder(), 'temp')
  mkdirSync(temp)
  const [one, two] = await Promise.all([runScript(WRITE_FILES, { temp }), runScript('', { temp })])
  expect([one.outputs.size, two.outputs.size]).toEqual([3, 0])
  expect(readFileSync(join(temp, '_github_workflow', 'event.json'), 'utf8')).toContain('refs/heads/main')
})
