import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderOf } from '../kit/folders.ts'
import { cli, cliJson } from './kit/cli.ts'
import { checkOut } from './kit/step.ts'
import { copyOf } from './kit/stories.ts'

describe('the policy of a repository', () => {
  const repository = (): string => {
    const copy = copyOf('shop')
    checkOut(copy, 'a'.repeat(40))
    writeFileSync(`${copy}/.seaworthy.yml`, 'profile: strict\nfail-on: low\npaths: {exclude: [scans, .github]}\n')
    return copy
  }
  const gateIn = (cwd: string, ...args: string[]) => {
    const { status, result } = cliJson(args, { cwd })
    return {
      status,
      gate: result.gate,
      files: new Set(result.findings.map(({ location }) => location.file.split('/')[0])),
    }
  }
  const GATE = { failOn: 'low', profile: 'strict', policy: '.seaworthy.yml' }

  test.each([
    ['in it', '.', [], ['k8s', 'services']],
    ['in a folder of it', 'k8s', [], ['k8s']],
    ['in a folder of it, for a file', 'k8s', ['auth.yaml'], ['k8s']],
    ['in a folder of it, for another', 'services', ['../k8s'], ['k8s']],
  ])('holds %s', (_, folder, args, files) => {
    const copy = repository()
    const found = gateIn(`${copy}/${folder}`, ...args)
    expect(found).toEqual({ status: 1, gate: GATE, files: new Set(files) })
  })

  test('holds when the repository is named from elsewhere', () => {
    const copy = repository()
    for (const args of [[copy], [`${copy}/k8s`]]) expect(gateIn('/', ...args)).toMatchObject({ status: 1, gate: GATE })
  })

  test('of a folder in it is not asked, also where only that folder is named', () => {
    const copy = repository()
    writeFileSync(`${copy}/k8s/.seaworthy.yml`, 'fail-on: never\n')
    expect(gateIn(copy, 'k8s')).toMatchObject({ status: 1, gate: GATE })
    rmSync(`${copy}/.seaworthy.yml`)
    expect(gateIn(copy, 'k8s').gate).not.toHaveProperty('policy')
  })

  test('is not looked for outside of a repository, and not when there shall be none', () => {
    const copy = repository()
    expect(gateIn(`${copy}/k8s`, '--no-config').gate).not.toHaveProperty('policy')
    rmSync(`${copy}/.git`, { recursive: true })
    expect(gateIn(`${copy}/k8s`)).toMatchObject({ gate: { profile: 'recommended' } })
  })
})

describe('--fix', () => {
  test('mends what is safe, and leaves the rest of the file alone', () => {
    const copy = copyOf('shop')
    const before = readFileSync(`${copy}/services/payment/Dockerfile`, 'utf8')
    const { stderr } = cli(['--fix'], { cwd: copy })
    const after = readFileSync(`${copy}/services/payment/Dockerfile`, 'utf8')
    expect(stderr).toContain('fixed services/payment/Dockerfile line 5: Use `COPY`')
    expect(after).toContain('\nCOPY requirements.txt /app/\n')
    expect(after.replace('COPY requirements', 'ADD requirements').split('\n').length).toBe(before.split('\n').length)
    expect(cli(['--fix'], { cwd: copy }).stderr).toBe('')
  })

  test('--fix=all makes all fixes of one place one after the other, and what it writes is sound', () => {
    const copy = copyOf('shop')
    const before = cliJson([], { cwd: copy }).result
    cli(['--fix=all'], { cwd: copy })
    const { result } = cliJson([], { cwd: copy })
    expect(result.faults).toEqual([])
    expect(result.inputs['resources']).toBe(before.inputs['resources'])
    expect(result.findings.filter(({ fix }) => fix)).toEqual([])
    expect(readFileSync(`${copy}/k8s/payment.yaml`, 'utf8')).toContain(`          image: prom/statsd-exporter:latest
          securityContext:
            allowPrivilegeEscalation: false
            capabilities:
              drop: ["ALL"]
`)
  })

  test('does nothing while the policy cannot be read', () => {
    const copy = copyOf('shop')
    writeFileSync(`${copy}/.seaworthy.yml`, 'fail-onn: high\nrules: {add-instead-of-copy: off}\n')
    const { status, stderr } = cli(['--fix'], { cwd: copy })
    expect([status, stderr]).toEqual([2, 'nothing is fixed: the policy cannot be read\n'])
    expect(readFileSync(`${copy}/services/payment/Dockerfile`, 'utf8')).toContain('ADD requirements')
  })

  test('does nothing when the policy that is named is not there', () => {
    const copy = copyOf('shop')
    const { status, stderr } = cli(['--fix', '--config', 'nope.yml'], { cwd: copy })
    expect([status, stderr]).toEqual([2, 'nothing is fixed: the policy cannot be read\n'])
    expect(readFileSync(`${copy}/services/payment/Dockerfile`, 'utf8')).toContain('ADD requirements')
  })

  test('--dry-run tells of what waits', () => {
    expect(cli(['--fix=all', '--dry-run'], { cwd: copyOf('shop') }).stderr).toMatch(/would fix \d+ more after that/)
  })

  test('--dry-run prints a patch of what --fix does', () => {
    const [copy, fixed] = [copyOf('shop'), copyOf('shop')]
    rmSync(`${copy}/services/payment/Dockerfile`)
    rmSync(`${fixed}/services/payment/Dockerfile`)
    const lines = ['FROM python:3.14', 'RUN apt-get update && apt-get install curl', 'ADD a /a', '']
    for (const folder of [copy, fixed]) writeFileSync(`${folder}/Dockerfile`, lines.join('\n'))
    const { stdout } = cli(['--fix', '--dry-run', '--quiet'], { cwd: copy })
    cli(['--fix'], { cwd: fixed })
    execFileSync('git', ['apply', '-'], { cwd: copy, input: stdout })
    const [made, expected] = [copy, fixed].map(folder => readFileSync(`${folder}/Dockerfile`, 'utf8'))
    expect(made).toBe(expected)
    expect(made).not.toBe(lines.join('\n'))
  })

  test('--dry-run leaves another format as it is, and shows no secret', () => {
    const { stdout, stderr } = cli(['--fix=all', '--dry-run', '--format', 'json'], { cwd: copyOf('shop') })
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'fail' })
    expect(stderr).toContain('+++ b/k8s/payment.yaml\n')
    expect(stderr).not.toMatch(/correct-horse|placeholder-to-be-replaced/)
  })

  test('--dry-run only tells', () => {
    const copy = copyOf('shop')
    const before = readFileSync(`${copy}/services/payment/Dockerfile`, 'utf8')
    expect(cli(['--fix', '--dry-run'], { cwd: copy }).stderr).toContain('would fix services/payment/Dockerfile line 5')
    expect(readFileSync(`${copy}/services/payment/Dockerfile`, 'utf8')).toBe(before)
  })
})

describe('other commands', () => {
  test('explain has the example of a rule also where nothing but dist/ is', () => {
    const elsewhere = folderOf({})
    cpSync('dist', `${elsewhere}/dist`, { recursive: true })
    const { status, stdout } = cli(['explain', 'DL3007'], { cwd: elsewhere, dist: `${elsewhere}/dist` })
    expect(status).toBe(0)
    expect(stdout).toMatch(/^image-tag-latest · /)
    expect(stdout).toContain('\n  Dockerfile:1:6 base image `node:latest` uses the floating tag `latest`\n\ngood\n')
    expect(stdout).toMatch(/\n {2}hadolint +DL3007\n/)
  })

  test('explain finds rules by words of their titles', () => {
    expect(cli(['explain', 'Privileged', 'mode']).stdout).toMatch(/^privileged-container · critical · /)
    const { status, stdout } = cli(['explain', 'host', 'path'])
    expect({ status, first: stdout.split('\n')[0] }).toEqual({
      status: 0,
      first: '4 rules for `host path`; `seaworthy explain RULE` shows one:',
    })
  })

  // A terminal has a width, and `script` makes one.
  test.each([
    [50, 50],
    [90, 90],
    [150, 100],
  ])('on a terminal of %i columns, sentences have at most %i', (columns, most) => {
    const line = `stty cols ${columns} && '${process.execPath}' '${resolve('dist/cli.js')}' explain seccomp-profile`
    const { stdout } = spawnSync('script', ['-qec', line, '/dev/null'], { encoding: 'utf8' })
    const [, sentences = ''] = /\n(why .*?)\r?\n\r?\nbad\r?\n/s.exec(stdout) ?? []
    const longest = Math.max(...sentences.split(/\r?\n/).map(({ length }) => length))
    expect(longest).toBeLessThanOrEqual(most)
    expect(longest).toBeGreaterThan(most - 15)
  })

  test('rules lists them all, as JSON too', () => {
    const listed = JSON.parse(cli(['rules', '--format', 'json']).stdout) as { id: string }[]
    expect(listed.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['privileged-container', 'user-root', 'vulnerable-package']),
    )
    const { stdout } = cli(['rules', '--area', 'manifest', '--tag', 'cis:5.2.2', '--profile', 'essential'])
    expect(stdout).toBe(`Kubernetes manifests (1)

privileged-container  critical  essential    Container runs in privileged mode
`)
  })

  test('--version and --help', () => {
    expect(cli(['--version']).stdout).toBe(`${JSON.parse(readFileSync('package.json', 'utf8')).version}\n`)
    expect(cli(['--help']).stdout).toContain('--fail-on')
  })
})
