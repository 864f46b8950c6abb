import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { delimiter, join, relative } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import { HELP, parseArguments } from '../../src/host/cli/arguments.ts'
import { runProgram } from '../../src/host/disk/programs.ts'
import { folderOf } from '../kit/folders.ts'
import { onlyPath, programs } from '../kit/programs.ts'

describe('programs', () => {
  const run = (scripts: Parameters<typeof programs>[0], args: readonly string[] = [], seconds = 20) => {
    onlyPath(programs(scripts), '/usr/bin', '/bin')
    return runProgram('helm', args, { folder: folderOf({}), seconds })
  }

  test('are found on the PATH only, and only when they can be run', async () => {
    onlyPath(folderOf({ helm: 'no program', 'sub/helm': '' }))
    expect(await runProgram('helm', [], { folder: folderOf({}), seconds: 1 })).toBeUndefined()
    onlyPath('')
    expect(await runProgram('sh', [], { folder: '/bin', seconds: 1 })).toBeUndefined()
  })

  test('never out of a relative folder of the PATH: that could be the repository', async () => {
    const evil = programs({ helm: 'echo evil' })
    onlyPath(['.', '', relative(process.cwd(), evil)].join(delimiter), '/usr/bin', '/bin')
    expect(await runProgram('helm', [], { folder: evil, seconds: 1 })).toBeUndefined()
  })

  test('say what they say, and how they ended', async () => {
    expect(await run({ helm: 'echo out; echo err >&2; exit 3' })).toEqual({
      exitCode: 3,
      stdout: 'out\n',
      stderr: 'err\n',
    })
  })

  test('run a helm that states version 3 where that is asked for, and is the same in all else', async () => {
    const odd = folderOf({ "it's a helm/helm": '#!/bin/sh\necho "helm 4: $*"\n' })
    chmodSync(join(odd, "it's a helm/helm"), 0o755)
    const kustomize = programs({ kustomize: 'helm version -c --short; helm template "a b"' })
    onlyPath(join(odd, "it's a helm"), kustomize, '/usr/bin', '/bin')
    const limits = { folder: folderOf({}), seconds: 20 }
    expect((await runProgram('kustomize', [], limits))?.stdout).toBe(
      'helm 4: version -c --short\nhelm 4: template a b\n',
    )
    const ran = await runProgram('kustomize', [], { ...limits, asHelm3: true })
    expect(ran?.stdout).toMatch(/^v3\.\d+\.\d+\nhelm 4: template a b\n$/)
  })

  test('get their words as they are: there is no shell', async () => {
    const words = ['a b', '$(id)', '; id', '"', "'", '--x=y', '*', 'ü', '']
    const ran = await run({ helm: 'for word in "$@"; do echo "<$word>"; done' }, words)
    expect(ran?.stdout).toBe(words.map(word => `<${word}>\n`).join(''))
  })

  test('see nothing of our environment but the PATH, and have a home of their own, gone afterwards', async () => {
    process.env['GITHUB_TOKEN'] = 'hunter2'
    process.env['HELM_REPOSITORY_CONFIG'] = '/x'
    onTestFinished(() => {
      delete process.env['GITHUB_TOKEN']
      delete process.env['HELM_REPOSITORY_CONFIG']
    })
    const ran = await run({ helm: 'env' })
    const names = ran!.stdout
      .split('\n')
      .map(line => line.split('=')[0]!)
      .filter(name => /^[A-Z]/.test(name))
    expect(
      names.filter(name => !['PATH', 'TMPDIR', 'TEMP', 'TMP', 'PWD', 'OLDPWD', 'SHLVL'].includes(name)).sort(),
    ).toEqual([
      ...['ALL_PROXY', 'GIT_ALLOW_PROTOCOL', 'HELM_CACHE_HOME', 'HELM_CONFIG_HOME', 'HELM_DATA_HOME', 'HOME'],
      ...['HTTPS_PROXY', 'HTTP_PROXY', 'LC_ALL', 'XDG_CONFIG_HOME'],
    ])
    const home = /^HOME=(.*)$/m.exec(ran!.stdout)![1]!
    expect(home).not.toBe(process.env['HOME'])
    expect(existsSync(home)).toBe(false)
  })

  test.each([
    ['that never ends', 'exec sleep 3600'],
    ['that does not want to end', 'trap "" TERM; while :; do sleep 1; done'],
  ])('one %s is stopped, and is gone', async (_, script) => {
    const pid = join(folderOf({}), 'pid')
    await expect(run({ helm: `echo $$ > ${pid}; ${script}` }, [], 1)).rejects.toEqual(
      new Fault('RENDER_FAILED', '`helm` was stopped after 1 seconds'),
    )
    const stat = `/proc/${readFileSync(pid, 'utf8').trim()}/stat`
    // Dead, though nobody may have buried it: a container can be without an init.
    await vi.waitFor(() => expect(existsSync(stat) ? readFileSync(stat, 'utf8') : ') Z').toContain(') Z'), 30_000)
  })

  test('one that writes for ever is a fault, never half an answer', async () => {
    await expect(run({ helm: 'yes | head -c 70000000' })).rejects.toEqual(
      new Fault('RENDER_FAILED', '`helm` wrote more than 64 MB'),
    )
  })

  test('one that cannot be started is a fault', async () => {
    onlyPath(programs({ helm: 'true' }))
    await expect(runProgram('helm', [], { folder: '/no/such/folder', seconds: 1 })).rejects.toMatchObject({
      code: 'RENDER_FAILED',
      message: expect.stringMatching(/^`helm` could not be started: ./),
    })
  })
})

describe('the command line', () => {
  const plain = {
    ...{
      command: 'check',
      paths: [],
      reports: [],
      frameworks: [],
      only: [],
      skip: [],
      exclude: [],
      format: 'text',
      outputs: [],
    },
    ...{ ignoreUnknown: false, dryRun: false, fixes: false, colour: 'auto' },
  }
  test.each([
    ['', plain],
    ['check', plain],
    ['k8s Dockerfile', { ...plain, paths: ['k8s', 'Dockerfile'] }],
    ['check check', { ...plain, paths: ['check'] }],
    ['./rules', { ...plain, paths: ['./rules'] }],
    ['-- --fix -x', { ...plain, paths: ['--fix', '-x'] }],
    ['check --ignore-unknown -- --exclude=a rules', { ...plain, ignoreUnknown: true, paths: ['--exclude=a', 'rules'] }],
    ['-', { ...plain, paths: ['-'] }],
    ['k8s - --stdin-filename x.yaml', { ...plain, paths: ['k8s', '-'], stdinName: 'x.yaml' }],
    ['- --base main --stdin-filename x', { ...plain, paths: ['-'], stdinName: 'x', base: { ref: 'main' } }],
    ['- --base-result r.json', { ...plain, paths: ['-'], base: { result: 'r.json' } }],
    ['--fail-on critical --profile=strict', { ...plain, failOn: 'critical', profile: 'strict' }],
    ['--kubernetes-version 1.30', { ...plain, kubernetes: '1.30' }],
    [
      '--report a.json --report trivy:b/*.json x',
      { ...plain, reports: [{ file: 'a.json' }, { file: 'b/*.json', format: 'trivy' }], paths: ['x'] },
    ],
    ['--base main', { ...plain, base: { ref: 'main' } }],
    ['--base-dir ../before x', { ...plain, base: { dir: '../before' }, paths: ['x'] }],
    ['--base-result=r.json', { ...plain, base: { result: 'r.json' } }],
    [
      '--only host-pid --only DL3007,KSV-0017 --skip x --exclude a/** --exclude b',
      { ...plain, only: ['host-pid', 'DL3007,KSV-0017'], skip: ['x'], exclude: ['a/**', 'b'] },
    ],
    ['--framework cis --framework nsa,mitre', { ...plain, frameworks: ['cis', 'nsa,mitre'] }],
    [
      'waive host-pid shop/* --until 2026-12-31 --reason x --by y --config p.yml',
      {
        command: 'waive',
        waiver: { rule: 'host-pid', where: 'shop/*', until: '2026-12-31', reason: 'x', by: 'y' },
        config: 'p.yml',
      },
    ],
    ['--config p.yml', { ...plain, config: 'p.yml' }],
    ['--no-config', { ...plain, config: false }],
    ['--format json', { ...plain, format: 'json' }],
    ['--output r.txt', { ...plain, outputs: [{ format: 'text', file: 'r.txt' }] }],
    ['--format sarif --output r', { ...plain, format: 'sarif', outputs: [{ format: 'sarif', file: 'r' }] }],
    [
      '--output json=a=b.json --output sarif=c',
      {
        ...plain,
        outputs: [
          { format: 'json', file: 'a=b.json' },
          { format: 'sarif', file: 'c' },
        ],
      },
    ],
    ['--output dir/x=y', { ...plain, outputs: [{ format: 'text', file: 'dir/x=y' }] }],
    ['--verbose', { ...plain, detail: 'all' }],
    ['--quiet --format concise', { ...plain, format: 'concise', detail: 'breaches' }],
    [
      '--statistics --format json --output text=r',
      { ...plain, format: 'json', detail: 'counts', outputs: [{ format: 'text', file: 'r' }] },
    ],
    ['--color never', { ...plain, colour: 'never' }],
    ['--fix', { ...plain, fix: 'safe' }],
    ['--fix k8s', { ...plain, fix: 'safe', paths: ['k8s'] }],
    ['--format json --fixes', { ...plain, format: 'json', fixes: true }],
    ['--fix=all --dry-run', { ...plain, fix: 'all', dryRun: true }],
    ['--help', { command: 'help' }],
    ['check -h --fail-on x', { command: 'help' }],
    ['-v', { command: 'version' }],
    ['rules', { command: 'rules', format: 'text', selection: {} }],
    ['rules --format markdown', { command: 'rules', format: 'markdown', selection: {} }],
    [
      'rules --area Image --tag cis:5.2 --profile strict --format json',
      { command: 'rules', format: 'json', selection: { area: 'image', tag: 'cis:5.2', profile: 'strict' } },
    ],
    ['explain DL3007', { command: 'explain', words: ['DL3007'] }],
    ['explain host path', { command: 'explain', words: ['host', 'path'] }],
  ])('%s', (line, asked) => expect(parseArguments(line.split(' ').filter(Boolean))).toEqual(asked))

  test.each([
    ['--fail-no=high', 'unknown option `--fail-no`. Did you mean `--fail-on`? See `--help`'],
    ['--zzz', 'unknown option `--zzz`. See `--help`'],
    ['-x', 'unknown option `-x`. See `--help`'],
    ['--__proto__', 'unknown option `--__proto__`. See `--help`'],
    [
      '--format jsno',
      'invalid `--format` value `jsno`; expected text, concise, json, sarif, markdown, github, html, junit or gitlab. Did you mean `json`?',
    ],
    ['rules --format sarif', 'invalid `--format` value `sarif`; expected text, json or markdown'],
    [
      '--output jsn=x',
      'invalid `--output` value `jsn`; expected text, concise, json, sarif, markdown, github, html, junit or gitlab. Did you mean `json`?',
    ],
    ['--verbose --quiet', '`--verbose` and `--quiet` cannot be combined'],
    [
      '--verbose --format json',
      '`--verbose` requires `--format text` or `concise`: the other formats have all findings',
    ],
    ['--statistics --format concise', '`--statistics` requires `--format text`: the other formats have all findings'],
    ['--color yes', 'invalid `--color` value `yes`; expected auto, always or never'],
    ['--fix=some', 'invalid `--fix` value `some`; expected safe or all'],
    ['--config x --no-config', '`--config` and `--no-config` cannot be combined'],
    ['--base main --base-result x', '`--base` and `--base-result` cannot be combined'],
    ['--base-dir=x --base-result=y', '`--base-dir` and `--base-result` cannot be combined'],
    ['--base=', 'empty `--base`: is a variable not set?'],
    ['--base-dir=', 'empty `--base-dir`: is a variable not set?'],
    ['rules --base main', '`rules` does not accept `--base`'],
    ['rules --fix', '`rules` does not accept `--fix`'],
    [
      'rules --area manifst',
      'invalid `--area` value `manifst`; expected manifest, dockerfile, image or graph. Did you mean `manifest`?',
    ],
    ['rules --profile all', 'invalid `--profile` value `all`; expected essential, recommended or strict'],
    ['--area image', '`--area` belongs to `seaworthy rules`'],
    ['k8s --tag nsa', '`--tag` belongs to `seaworthy rules`'],
    ['waive a b --reason c --tag nsa', '`waive` does not accept `--tag`'],
    ['rules foo', 'unexpected argument `foo`: `rules` accepts none. `seaworthy explain RULE` explains one rule'],
    ['explain DL3007 --format json', '`explain` does not accept `--format`'],
    ['k8s --stdin-filename x', '`--stdin-filename` requires the path `-`, which reads standard input'],
    ['- k8s -', 'duplicate path `-`: standard input is read once'],
    ['- --fix', '`--fix` and `-` cannot be combined: standard input cannot be written'],
    [
      '- --ignore-unknown',
      '`--ignore-unknown` and `-` cannot be combined: standard input must contain something to check',
    ],
    ['- --base main', '`-` with `--base` or `--base-dir` requires `--stdin-filename`, the name of its earlier version'],
    [
      '- --base-dir x',
      '`-` with `--base` or `--base-dir` requires `--stdin-filename`, the name of its earlier version',
    ],
    ['rules --ignore-unknown', '`rules` does not accept `--ignore-unknown`'],
    ['--dry-run', '`--dry-run` requires `--fix`: nothing else would be written'],
    ['--fixes', '`--fixes` requires `--format json` or `--output json=FILE`: only JSON has the edits of fixes'],
  ])('%s is an error', (line, message) => {
    expect(() => parseArguments(line.split(' '))).toThrow(new Fault('BAD_INPUT', message))
  })

  test.each(['--fail-on', '--fail-on --profile strict', '--no-config=x', '--report'])('%s is an error, too', line => {
    expect(() => parseArguments(line.split(' '))).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }))
  })

  test('the help tells of every option that there is', () => {
    for (const name of [
      'fail-on',
      'profile',
      'ignore-unknown',
      'stdin-filename',
      'report',
      'config',
      'no-config',
      'kubernetes-version',
      'format',
      'output',
      'fix',
      'dry-run',
      'verbose',
      'quiet',
      'statistics',
      'color',
    ])
      expect(HELP).toContain(`--${name}`)
  })
})
