import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { folderOf } from '../kit/folders.ts'
import { container } from '../kit/manifests.ts'
import { cli, cliJson } from './kit/cli.ts'

const PRIVILEGED = container('image: shop/web:1.4\nsecurityContext:\n  privileged: true\n')

const WAIVE = ['waive', 'privileged-container', 'k8s/*', '--until', '2999-12-31', '--reason', 'see OPS-7']

const folder = (files: Readonly<Record<string, string>> = {}): string =>
  folderOf({ 'k8s/web.yaml': PRIVILEGED, ...files })

describe('seaworthy waive', () => {
  test('writes the waiver, and the next run accepts the finding', () => {
    const cwd = folder({ '.seaworthy.yml': '# ours\nprofile: essential # few\n' })
    expect(cliJson([], { cwd }).status).toBe(1)
    const { status, stdout } = cli(WAIVE, { cwd })
    expect([status, stdout]).toEqual([0, 'added the waiver of privileged-container to .seaworthy.yml\n'])
    expect(readFileSync(join(cwd, '.seaworthy.yml'), 'utf8')).toMatch(
      /^# ours\nprofile: essential # few\nwaivers:\n {2}- rule: /,
    )
    expect(cliJson([], { cwd }).status).toBe(0)
  })

  test('into a new policy, in the root of the repository', () => {
    const cwd = folder()
    execFileSync('git', ['init', '-q'], { cwd })
    expect(cli(WAIVE, { cwd: join(cwd, 'k8s') }).status).toBe(0)
    expect(existsSync(join(cwd, '.seaworthy.yml'))).toBe(true)
    expect(cli(WAIVE.with(1, 'host-pid'), { cwd: join(cwd, 'k8s') }).stdout).toContain('to ../.seaworthy.yml')
    expect(cliJson([], { cwd }).result.waivers).toMatchObject({ inForce: 2, idle: [{ rule: 'host-pid' }] })
  })

  test('into no policy that a run would refuse', () => {
    const cwd = folder({ 'k8s/.seaworthy.yml': '' })
    execFileSync('git', ['init', '-q'], { cwd })
    const { status, stderr } = cli(WAIVE, { cwd: join(cwd, 'k8s') })
    expect([status, existsSync(join(cwd, '.seaworthy.yml'))]).toEqual([2, false])
    expect(stderr).toContain('not the policy of the checkout')
  })

  test('into the file that is named', () => {
    const cwd = folder()
    expect(cli([...WAIVE, '--config', 'policies/web.yml'], { cwd }).stderr).toContain('mkdir -p')
    expect(cli([...WAIVE, '--config', 'web.yml'], { cwd }).stdout).toContain('to web.yml')
    expect(cliJson(['--config', 'web.yml'], { cwd }).result.waivers.inForce).toBe(1)
  })

  test.each([
    [['waive', 'host-pid'], '`waive` requires a rule, a place and a reason'],
    [['waive', 'host-pid', 'x', 'y', '--reason', 'z'], '`waive` requires a rule, a place and a reason'],
    [['waive', 'host-pid', 'x', '--reason', 'z'], '`waive` requires `--until`, the last day: `--until '],
    [['waive', 'host-pid', 'x', '--reason', 'z', '--fix'], '`waive` does not accept `--fix`'],
    [['check', '--until', '2026-12-31'], '`--until` belongs to `seaworthy waive`'],
  ])('%j is exit 2', (args, message) => {
    const cwd = folder()
    const { status, stderr } = cli(args, { cwd })
    expect([status, existsSync(join(cwd, '.seaworthy.yml'))]).toEqual([2, false])
    expect(stderr).toContain(message)
  })
})
