import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cli, cliJson } from './kit/cli.ts'
import { copyOf, folder, REPOS } from './kit/stories.ts'
import { noTools, pathOf, toolFolder } from './kit/tools.ts'

describe('shop', () => {
  test('has findings in all three areas, and the gate fails', () => {
    const { status, result } = cliJson([`${REPOS}/shop`])
    expect(status).toBe(1)
    expect(result.verdict).toBe('fail')
    expect(result.faults).toEqual([])
    expect(new Set(result.findings.map(({ area }) => area))).toEqual(new Set(['manifest', 'dockerfile', 'image']))
    expect(result.inputs).toMatchObject({ manifests: 4, resources: 9, dockerfiles: 3, reports: 3 })
  })

  test.each([
    ['privileged-container', 'k8s/payment.yaml', 31, 'privileged: true'],
    ['container-runtime-socket', 'k8s/payment.yaml', 21, 'path: /var/run/docker.sock'],
    ['host-network', 'k8s/payment.yaml', 17, 'hostNetwork: true'],
    ['run-as-user-zero', 'k8s/auth.yaml', 28, 'runAsUser: 0'],
    ['user-root', 'services/auth/Containerfile', 8, 'USER root'],
    ['image-tag-latest', 'services/payment/Dockerfile', 1, 'python:latest'],
    ['vulnerable-package', 'k8s/payment.yaml', 24, 'image: registry.shop.example/payment:1.4.0'],
  ])('%s in %s line %i', (rule, file, line, text) => {
    const { result } = cliJson([`${REPOS}/shop`])
    const places = result.findings.filter(finding => finding.rule === rule).map(({ location }) => location)
    expect(places).toContainEqual(expect.objectContaining({ file: `${REPOS}/shop/${file}`, line, text }))
  })

  test('look-alikes are left alone', () => {
    const { result } = cliJson([`${REPOS}/shop`])
    expect(result.findings.filter(({ location }) => /compose|workflows/.test(location.file))).toEqual([])
  })

  test('the same input gives the same bytes', () => {
    const run = () => cli([`${REPOS}/shop`, '--format', 'json']).stdout
    expect(run()).toBe(run())
  })

  test('compiled code is kept for the next run, but not in CI, and changes nothing', () => {
    const home = folder()
    const run = (env = {}) => cli([`${REPOS}/shop`], { env: { HOME: home, ...env } })
    const first = run({ CI: 'true' })
    expect(readdirSync(home)).toEqual([])
    expect(run()).toEqual(first)
    const [kept] = readdirSync(join(home, '.cache/seaworthy'))
    const { ino } = statSync(join(home, '.cache/seaworthy', kept!))
    expect(run()).toEqual(first)
    expect(statSync(join(home, '.cache/seaworthy', kept!)).ino).toBe(ino)
    expect(run({ XDG_CACHE_HOME: '/proc' })).toEqual(first)
  })

  test('a reader that stops reading changes no exit status', () => {
    const command = `'${process.execPath}' dist/cli.js ${REPOS}/shop --format json | head -c 1; echo " \${PIPESTATUS[0]}"`
    const { stdout, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' })
    expect({ stdout, stderr }).toEqual({ stdout: '{ 1\n', stderr: '' })
  })

  const python = spawnSync('python3', ['--version']).status === 0
  test.skipIf(!python)('waits for a slow reader of a pipe that does not block (needs python3)', () => {
    const script = `
import fcntl, os, subprocess, sys, time
reader, writer = os.pipe()
fcntl.fcntl(writer, fcntl.F_SETFL, os.O_NONBLOCK)
process = subprocess.Popen(sys.argv[1:], stdout=writer)
os.close(writer)
time.sleep(1)
sys.stdout.buffer.write(open(reader, 'rb').read())
sys.exit(process.wait())`
    const args = [`${REPOS}/shop`, `${REPOS}/sound`, '--profile', 'strict', '--format', 'sarif']
    const command = [process.execPath, 'dist/cli.js', ...args]
    const { stdout, status } = spawnSync('python3', ['-c', script, ...command], { encoding: 'utf8' })
    // More than such a pipe holds, and more than is written at once.
    expect(stdout.length).toBeGreaterThan(65_536)
    expect({ stdout, status }).toEqual({ stdout: cli(args).stdout, status: 1 })
  })

  test('tells a person what, where, why and what to do', () => {
    const { stdout } = cli([`${REPOS}/shop`])
    expect(stdout).toContain('critical: Container runs in privileged mode [privileged-container]\n')
    expect(stdout).toContain('  container `payment` is privileged\n')
    expect(stdout).toContain('     31 │ privileged: true\n        │ ~~~~~~~~~~~~~~~~\n')
    expect(stdout).toMatch(/why {5}A privileged container .+\n +do {6}Remove `privileged: true`/)
    expect(stdout).toMatch(
      /✗ fail: \d+ breaches \(.*critical.*\), \d+ below it; the gate fails at high or above\nfixable: 3 with `--fix`, up to \d+ more with `--fix=all`\n10 files, \d+ rules: /,
    )
    expect(stdout).not.toContain('\u001b')
  })

  test('never prints the value of a secret', () => {
    for (const format of ['text', 'json', 'sarif', 'markdown', 'github'])
      expect(cli([`${REPOS}/shop`, '--format', format]).stdout).not.toMatch(/correct-horse|placeholder-to-be-replaced/)
  })

  test('writes several formats at once', () => {
    const out = folder()
    const { status, stdout } = cli([
      `${REPOS}/shop`,
      '--output',
      `sarif=${out}/r.sarif`,
      '--output',
      `json=${out}/r.json`,
    ])
    expect(status).toBe(1)
    expect(stdout).toContain('✗ fail')
    expect(JSON.parse(readFileSync(`${out}/r.sarif`, 'utf8')).version).toBe('2.1.0')
    expect(JSON.parse(readFileSync(`${out}/r.json`, 'utf8')).verdict).toBe('fail')
  })

  test('an output that cannot be written is an error, and the others are written', () => {
    const out = folder()
    const outputs = ['--output', `sarif=${out}/no/r.sarif`, '--output', `json=${out}/r.json`]
    const { status, stdout, stderr } = cli([`${REPOS}/shop`, ...outputs])
    expect(status).toBe(2)
    expect(stderr).toMatch(
      /^seaworthy: \S+\/no\/r\.sarif: cannot be written: no such folder\. Create it: `mkdir -p \S+\/no`\n$/,
    )
    expect(stdout).toContain('✗ fail')
    expect(JSON.parse(readFileSync(`${out}/r.json`, 'utf8')).verdict).toBe('fail')
  })

  test('the edits of fixes are in the JSON when they are asked for; into a pipe it is one line', () => {
    const run = (...args: readonly string[]) => cli([`${REPOS}/shop`, '--format', 'json', ...args]).stdout
    expect(run().split('\n')).toHaveLength(2)
    const fixes = (text: string) => JSON.parse(text).findings.flatMap(({ fix = [] }) => fix)
    expect(fixes(run()).length).toBeGreaterThan(0)
    expect(fixes(run())).toEqual(fixes(run('--fixes')).map(({ edits, ...fix }: { edits: unknown[] }) => fix))
    for (const { edits } of fixes(run('--fixes'))) expect(edits.length).toBeGreaterThan(0)
  })

  test('every finding has the keys that are promised', () => {
    const { findings } = cliJson([`${REPOS}/shop`, '--profile', 'strict']).result
    const promised = 'rule area severity confidence message aliases subject location related standing fingerprint url'
    const places = ['file', 'line', 'column', 'endLine', 'endColumn', 'text']
    for (const finding of findings) {
      expect(Object.keys(finding)).toEqual(expect.arrayContaining(promised.split(' ')))
      expect(Object.keys(finding.location)).toEqual(expect.arrayContaining(places))
    }
  })

  test('an output that is a symbolic link is refused', () => {
    const out = folder()
    writeFileSync(`${out}/victim`, 'precious')
    symlinkSync(`${out}/victim`, `${out}/r.json`)
    const { status, stderr } = cli([`${REPOS}/shop`, '--output', `json=${out}/r.json`])
    expect(status).toBe(2)
    expect(stderr).toContain('symbolic link')
    expect(readFileSync(`${out}/victim`, 'utf8')).toBe('precious')
  })
})

describe('sound', () => {
  test('passes, and says how much it looked at', () => {
    const { status, stdout } = cli([`${REPOS}/sound`])
    expect(stdout).toMatch(/^✓ pass: no breaches; the gate fails at high or above\n3 files, \d+ rules: /)
    expect(status).toBe(0)
  })

  test('passes with every rule on, but for opinions that contradict each other', () => {
    const { result } = cliJson([`${REPOS}/sound`, '--profile', 'strict'])
    expect(result.findings.filter(({ standing }) => standing === 'breach')).toEqual([])
  })
})

describe('charted', () => {
  test('without helm and kustomize it is an error, with advice, and the rest is checked', () => {
    // Outside of git: nothing has to be asked of it.
    const { status, result } = cliJson([], { cwd: copyOf('charted') })
    expect(status).toBe(2)
    expect(result.faults.map(({ code, file }) => [code, file])).toEqual([
      ['RENDER_FAILED', 'charts/shop/Chart.yaml'],
      ['RENDER_FAILED', 'overlays/production/kustomization.yaml'],
    ])
    expect(result.faults[0]!.message).toMatch(/install helm .*`charts: skip`/)
    expect(result.faults[1]!.message).toMatch(/install kustomize or kubectl, .*`overlays: skip`/)
    expect(result.findings.map(({ rule }) => rule)).toContain('user-missing')
  })

  test('left out by the policy they are no error', () => {
    const copy = copyOf('charted')
    writeFileSync(`${copy}/.seaworthy.yml`, 'charts: skip\noverlays: skip\n')
    const { status, stdout } = cli([], { cwd: copy })
    expect(status).toBe(1)
    expect(stdout).toContain('skipped: 1 `charts: skip`, 2 `overlays: skip`')
  })

  test.skipIf(noTools).each(['helm3', 'helm4'] as const)(
    `with %s findings stand in templates, bases and patches${noTools ? ` (skipped: ${noTools})` : ''}`,
    helm => {
      const path = pathOf(toolFolder(helm, 'helm'), toolFolder(helm, 'kubectl'), '/usr/bin', '/bin')
      const { status, result } = cliJson([`${REPOS}/charted`], { path })
      expect(result.faults).toEqual([])
      expect(status).toBe(1)
      const places = result.findings.map(
        ({ rule, location: { file, line } }) => `${rule} ${file.replace(`${REPOS}/charted/`, '')}:${line}`,
      )
      expect(places).toEqual(
        expect.arrayContaining([
          'host-network charts/shop/templates/worker.yaml:14',
          'privilege-escalation charts/shop/templates/api.yaml:27',
          'dangerous-capabilities base/gateway.yaml:28',
          'host-port overlays/production/ports.yaml:13',
        ]),
      )
      expect(result.findings.find(({ rule }) => rule === 'privileged-container')?.location.file).toMatch(
        /templates\/worker\.yaml$/,
      )
      expect(result.inputs).toMatchObject({ charts: 1, overlays: 1, manifests: 0, resources: 4 })
    },
  )
})

describe('broken', () => {
  test('every fault has its file, and the healthy files are checked', () => {
    const { status, result } = cliJson([`${REPOS}/broken`])
    expect(status).toBe(2)
    expect(result.verdict).toBe('error')
    const faults = result.faults.map(({ code, file, line }) => [code, file?.replace(`${REPOS}/broken/`, ''), line])
    expect(faults).toEqual([
      ['UNREADABLE', 'images/Dockerfile', 1],
      ['UNREADABLE', 'k8s/junk.yaml', 5],
      ['NOT_YAML', 'k8s/half.yaml', 13],
      ['NOT_JSON', 'scans/empty-grype.json', 1],
      ['INCOMPLETE_REPORT', 'scans/failed.sarif', 1],
      ['NOT_JSON', 'scans/truncated.trivy.json', 6],
    ])
    const found = result.findings.map(
      ({ rule, location }) => `${rule} ${location.file.replace(`${REPOS}/broken/`, '')}:${location.line}`,
    )
    expect(found).toEqual(expect.arrayContaining(['host-pid k8s/half.yaml:21', 'user-root images/Dockerfile.typo:3']))
  })

  test('a symbolic link out is counted when it is found, and a fault when it is named', () => {
    expect(cli([`${REPOS}/broken`]).stdout).toContain('1 symbolic link out of the workspace')
    const { status, result } = cliJson([`${REPOS}/broken/k8s/passwd.yaml`])
    expect(status).toBe(2)
    expect(result.faults).toEqual([
      expect.objectContaining({ code: 'OUTSIDE', file: `${REPOS}/broken/k8s/passwd.yaml` }),
    ])
  })
})

describe('asked for and not to be had', () => {
  test.each([
    ['a path', ['nowhere.yaml'], 'NOT_FOUND', /no such file or folder/],
    ['a glob that matches nothing', ['k8s/*.nope'], 'NOT_FOUND', /no file matches/],
    ['a report', ['--report', 'scans/none.json'], 'NOT_FOUND', /no such file/],
    ['a glob of reports', ['--report', 'scans/*.nope'], 'NOT_FOUND', /did the scan run/],
    [
      'a report of another format',
      ['--report', 'sarif:scans/catalogue.trivy.json'],
      'NOT_A_REPORT',
      /not a sarif report/,
    ],
    ['a report that is none', ['--report', 'compose.yaml'], 'NOT_JSON', /./],
    ['a file that holds nothing to check', ['README.md'], 'NOT_FOUND', /nothing to check: not a supported kind/],
    ['a policy', ['--config', 'nope.yml'], 'NOT_FOUND', /./],
  ])('%s is exit 2', (_, args, code, message) => {
    const { status, result } = cliJson(args, { cwd: `${REPOS}/shop` })
    expect(status).toBe(2)
    expect(result.faults.map(fault => fault.code)).toContain(code)
    expect(result.faults.map(fault => fault.message).join('\n')).toMatch(message)
  })

  test.each([
    ['an unknown option', ['--fail-no=high'], 'unknown option `--fail-no`. Did you mean `--fail-on`?'],
    [
      'an unknown severity',
      ['--fail-on=hihg'],
      'invalid `fail-on` value `hihg`; expected critical, high, medium, low or never. Did you mean `high`?',
    ],
    ['an unknown format', ['--format=jsno'], 'Did you mean `json`?'],
    ['an unknown rule', ['explain', 'privileged-contaner'], 'Did you mean `privileged-container`?'],
    ['an id of another tool', ['explain', 'CKV_DOCKR_7'], 'Did you mean `CKV_DOCKER_7`?'],
    ['words of no title', ['explain', 'drop', 'capabilties'], 'Did you mean `capabilities`?'],
    ['an unknown tag', ['rules', '--tag', 'pss:basline'], 'Did you mean `pss:baseline`?'],
    ['an unknown area', ['rules', '--area', 'manifets'], 'Did you mean `manifest`?'],
    ['an option of another command', ['k8s', '--area', 'image'], '`--area` belongs to `seaworthy rules`'],
    ['an empty path', [''], 'empty PATH: is a variable not set?'],
    ['an output without a name', ['--output', ''], 'invalid `--output` value ``; expected FILE or FORMAT=FILE'],
    [
      'a format without a file',
      ['--output', 'json='],
      'invalid `--output` value `json=`; expected FILE or FORMAT=FILE',
    ],
    [
      'a version of nobody',
      ['--kubernetes-version', '1.99'],
      'invalid `kubernetes-version` value `1.99`; expected 1.16 to 1.39',
    ],
    [
      'a command with a slip',
      ['chekc', 'k8s'],
      'no file or folder `chekc`. Did you mean the command `seaworthy check`?',
    ],
    ['a command that is none', ['help'], 'Did you mean the command `seaworthy --help`?'],
  ])('%s is exit 2 and a hint', (_, args, hint) => {
    const { status, stdout, stderr } = cli(args)
    expect(stderr).toContain(hint)
    expect(stdout).toBe('')
    expect(status).toBe(2)
  })
})

describe('the gate', () => {
  test.each([
    ['never', 0],
    ['critical', 1],
    ['low', 1],
  ])('--fail-on %s exits with %i', (threshold, status) => {
    expect(cli([`${REPOS}/shop`, '--fail-on', threshold]).status).toBe(status)
  })

  test('a waiver and a rule setting of the policy hold, by ids of other tools', () => {
    const copy = copyOf('shop')
    writeFileSync(
      `${copy}/.seaworthy.yml`,
      `fail-on: critical
rules:
  CKV_K8S_16: medium
waivers:
  - rule: container-runtime-socket
    where: shop/payment
    reason: the old deployer needs it, OPS-7
    until: 2099-01-01
  - rule: GHSA-2xpw-w6gg-jr37
    reason: not reachable
    until: 2099-01-01
`,
    )
    const { status, result } = cliJson([], { cwd: copy })
    expect(result.faults).toEqual([])
    expect(result.findings.filter(({ standing }) => standing === 'breach')).toEqual([])
    expect(status).toBe(0)
    expect(
      result.findings
        .filter(({ standing }) => standing === 'waived')
        .map(({ rule, code }) => code ?? rule)
        .sort(),
    ).toEqual(['CVE-2025-66471', 'container-runtime-socket'])
    expect(result.findings.find(({ rule }) => rule === 'privileged-container')?.severity).toBe('medium')
  })

  test('a mistake in the policy is exit 2 with its place', () => {
    const copy = copyOf('sound')
    writeFileSync(`${copy}/.seaworthy.yml`, 'fail-on: hihg\nwavers: []\n')
    const { status, result } = cliJson([], { cwd: copy })
    expect(status).toBe(2)
    expect(result.faults).toEqual([
      expect.objectContaining({
        code: 'BAD_CONFIG',
        file: '.seaworthy.yml',
        line: 1,
        message: expect.stringContaining('Did you mean `high`?'),
      }),
      expect.objectContaining({
        code: 'BAD_CONFIG',
        file: '.seaworthy.yml',
        line: 2,
        message: expect.stringContaining('Did you mean `waivers`?'),
      }),
    ])
  })
})
