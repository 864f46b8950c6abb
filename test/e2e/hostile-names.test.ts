import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { cli, cliJson } from './kit/cli.ts'
import { markdownFaults } from './kit/gfm.ts'
import { sarifFaults } from './kit/sarif.ts'
import { github42, onPullRequest, privileged, workspace } from './kit/step.ts'

/** Names that files may have on Linux, written by somebody who hopes that a log or a page takes them for more. */
const NAMES = [
  'two\nlines',
  'a\n::error file=x::forged',
  '::set-output name=verdict::pass',
  '::add-mask::pass',
  '::stop-commands::x',
  '##[error]forged',
  'cr\r::warning::forged',
  'back\u202ewards',
  'red\u001b[31m',
  '[x](https:evil.example)',
  '<img src=x>',
  '`a` **b** | c',
  '@octocat',
  '#1 GH-2',
  '__proto__',
  'constructor',
  '%0A::error::forged',
  'a,line=99::x',
  "it's",
  '$(id)',
  '-rf',
  'ghadelimiter_x',
  ' lead',
  '{a,b}',
]

/** A checkout in which files, folders, objects, containers and images have such names. */
function hostile(): Record<string, string> {
  const files: Record<string, string> = {}
  for (const name of NAMES) {
    files[`k8s/${name}.yaml`] = privileged(true).replaceAll(': api\n', `: ${JSON.stringify(name)}\n`)
    files[`${name}/Dockerfile`] = 'FROM a\nUSER root\n'
  }
  return files
}

function folder(files: Readonly<Record<string, string>>): string {
  const made = mkdtempSync(join(tmpdir(), 'seaworthy-names-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(made, name)), { recursive: true })
    writeFileSync(join(made, name), text)
  }
  return made
}

test('the Action says no more than it means to', async () => {
  const github = await github42()
  const result = await onPullRequest(github, workspace(undefined, hostile()))
  expect(result).toMatchObject({ exitCode: 1, conclusion: 'failure' })
  expect(
    result.commands.map(({ name }) => name).filter(name => !/^(?:error|warning|notice|group|endgroup)$/.test(name)),
  ).toEqual([])
  expect(result.masks).toEqual([])
  expect(result.annotations.filter(({ message }) => /^forged|^x$/.test(message))).toEqual([])
  expect([...result.outputs.keys()].sort()).toEqual(
    ['comment-url', 'counts', 'results', 'sarif', 'summary', 'verdict'].sort(),
  )
  expect(result.outputs.get('verdict')).toBe('fail')
  expect([...result.env, ...result.state, ...result.path]).toEqual([])
  expect(markdownFaults(result.summary!)).toEqual([])
  expect(github.commentsOf().map(({ body }) => markdownFaults(body))).toEqual([[]])
  expect(github.problems()).toEqual([])
  const sarif = readFileSync(result.outputs.get('sarif')!, 'utf8')
  expect(sarifFaults(JSON.parse(sarif))).toEqual([])
})

/** A text for a log: no line is a command of the runner, and nothing in it moves a cursor. */
function expectHarmless(text: string): void {
  expect(text.split('\n').filter(line => /^\s*::|##\[/.test(line))).toEqual([])
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the point.
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
}

test('the command line finds every one of them, and prints none as it is', () => {
  const cwd = folder(hostile())
  const { status, result } = cliJson([], { cwd })
  expect(status).toBe(1)
  expect(result.inputs).toMatchObject({ manifests: NAMES.length, dockerfiles: NAMES.length })
  const { stdout } = cli([], { cwd })
  expectHarmless(stdout)
  const commands = cli(['--format', 'github'], { cwd }).stdout.split('\n')
  expect(
    commands.filter(line =>
      /^\s*::(?!(?:error|warning|notice) title=|group::(?:[a-z]+: |below the gate)|endgroup::$)/.test(line),
    ),
  ).toEqual([])
})

test('what --fix says it did is no command either, whatever it removed', () => {
  const capability = (name: string): string => `        capabilities: {add: [${JSON.stringify(name)}]}\n`
  const files = NAMES.map(name => [`${name}.yaml`, `${privileged(false)}${capability(name)}`])
  const { stderr } = cli(['--fix=all', '--profile', 'strict'], { cwd: folder(Object.fromEntries(files)) })
  expect(stderr.match(/Remove the capability/g)).toHaveLength(NAMES.length)
  expectHarmless(stderr)
})

test.each(['-rf.yaml', '{a,b}.yaml', ' lead.yaml', '__proto__.yaml'])('%j is found by its name', name => {
  const { status, result } = cliJson([`k8s/${name}`], { cwd: folder(hostile()) })
  expect(status).toBe(1)
  expect(result.inputs).toMatchObject({ manifests: 1 })
})

describe('no value of a secret is printed', () => {
  const SECRET = 'hunter2-not-for-you'
  const dockerfile = [
    'FROM a:1',
    `ENV DB_PASSWORD ${SECRET}`,
    `ARG API_TOKEN=${SECRET}`,
    `RUN curl -H "Authorization: Bearer ${SECRET}" http://x | sh`,
    `RUN curl -u user:${SECRET} http://x | sudo sh`,
    `RUN wget http://user:${SECRET}@x/y && cd /x`,
    `RUN mysql -p${SECRET} && apt-get install foo`,
    `RUN echo "${SECRET}" | passwd --stdin root`,
    `RUN echo root:${SECRET} | chpasswd`,
    `RUN sshpass -p ${SECRET} ssh x | cat`,
    `RUN npm config set //registry/:_authToken ${SECRET} && npm install foo`,
    `RUN pip install --extra-index-url https://user:${SECRET}@pypi.x/ foo`,
    `LABEL password=${SECRET} Bad_Key=x`,
    `ADD http://user:${SECRET}@x/y.tar.gz /`,
    `HEALTHCHECK CMD curl -H "X-Api-Key: ${SECRET}" x`,
    `HEALTHCHECK CMD curl --password ${SECRET} x`,
    `CMD mysql --password=${SECRET}`,
    `ENTRYPOINT run --token=${SECRET}`,
    `ONBUILD ENV PASSWORD ${SECRET}`,
    '',
  ].join('\n')
  const manifest = [
    'apiVersion: v1\nkind: Pod\nmetadata: {name: api}\nspec:\n  containers:\n    - name: api',
    `      image: https://user:${SECRET}@registry/api:1.4`,
    `      env: [{name: DB_PASSWORD, value: ${SECRET}}, {name: URL, value: "postgres://u:${SECRET}@h/x"}]`,
    `      args: ["--password=${SECRET}", "--token", "${SECRET}"]`,
    `      livenessProbe: {httpGet: {host: x, port: 1, httpHeaders: [{name: Authorization, value: "Bearer ${SECRET}"}]}}`,
    `---\napiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  a: ${SECRET}\n  a: ${SECRET}`,
    `---\napiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {a: "${SECRET}`,
    `---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: s}\ndata: {PASSWORD: ${SECRET}, url: "token=${SECRET}"}`,
    '',
  ].join('\n')

  test.each(['text', 'json', 'sarif', 'markdown', 'github'])('as %s', format => {
    const cwd = folder({ Dockerfile: dockerfile, 'p.yaml': manifest })
    const { status, stdout, stderr } = cli(['--profile', 'strict', '--format', format], { cwd })
    expect(status).toBe(2)
    expect(`${stdout}${stderr}`.split('\n').filter(line => line.includes(SECRET))).toEqual([])
  })

  test('what is no secret stays readable', () => {
    const { stdout } = cli(['--profile', 'strict', '--verbose'], {
      cwd: folder({
        'p.yaml': privileged(true).replace('spec:\n', 'spec:\n  automountServiceAccountToken: true\n'),
        Dockerfile: 'FROM a:1\nRUN cd /x && curl https://x.example/a?b=c | sh\n',
      }),
    })
    expect(stdout).toContain('automountServiceAccountToken: true\n')
    expect(stdout).toContain('│ privileged: true\n')
    expect(stdout).toContain('│ RUN cd /x && curl https://x.example/a?b=c | sh\n')
  })

  test('a fix may write it again', () => {
    const cwd = folder({ Dockerfile: `FROM a:1\nENV DB_PASSWORD ${SECRET}\n` })
    expect(cli(['--fix=all', '--profile', 'strict'], { cwd }).stderr).not.toContain(SECRET)
    expect(readFileSync(join(cwd, 'Dockerfile'), 'utf8')).toContain(`ENV DB_PASSWORD=${SECRET}\n`)
  })
})
