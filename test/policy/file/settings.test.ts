import { describe, expect, test } from 'vitest'
import type { Before } from '../../../src/core/base.ts'
import { resolveBase } from '../../../src/host/base/resolve.ts'
import { DiskHost } from '../../../src/host/disk/disk.ts'
import { workspaceOf } from '../../../src/host/disk/workspace.ts'
import { type Settings, settingsFor } from '../../../src/policy/file/settings.ts'
import { rules } from '../../../src/rules/index.ts'
import { folderOf } from '../../kit/folders.ts'
import { type Repository, repositoryOf } from '../../kit/repository.ts'

const NEVER = 'fail-on: never\n'
const LOW = 'fail-on: low\n'

/** The settings of a change against the commit before it. */
function settingsOf({ root }: Repository, config?: string, base?: Before): Promise<Settings> {
  const { inside, outside } = workspaceOf(root, [], config === undefined ? [] : [config])
  const before = base ?? resolveBase(root, { ref: 'HEAD^' }, undefined).base!
  const asked = config === undefined ? {} : { config: inside(config) }
  return settingsFor(new DiskHost(root, [], outside), rules, { ...asked, overrides: {}, base: before })
}

const told = ({ policy, change, file }: Settings): readonly unknown[] => [policy.failOn.manifest, change, file]

describe('a policy that the workflow names', () => {
  const repository = (): Repository => {
    const made = repositoryOf({ 'a.yaml': '', '.seaworthy.yml': LOW })
    made.commit({ 'b.yaml': '' })
    return made
  }

  test('holds when no commit has it: no change brings it', async () => {
    const made = repository()
    made.write({ 'fetched.yml': NEVER })
    expect(told(await settingsOf(made, 'fetched.yml'))).toEqual(['never', undefined, 'fetched.yml'])
  })

  test('holds when it is outside of the checkout', async () => {
    const outside = folderOf({ 'p.yml': NEVER })
    expect(told(await settingsOf(repository(), `${outside}/p.yml`))[0]).toBe('never')
  })

  test('is that of the base when it is staged only', async () => {
    const made = repository()
    made.write({ 'staged.yml': NEVER })
    made.git('add', 'staged.yml')
    expect(told(await settingsOf(made, 'staged.yml'))).toEqual(['high', 'first', undefined])
  })

  test('is found under its name before the change', async () => {
    const made = repositoryOf({ 'ci/old.yml': `${LOW}# ${'x'.repeat(200)}\n` })
    made.commit({ 'ci/old.yml': undefined, 'ci/new.yml': `${NEVER}# ${'x'.repeat(200)}\n` })
    expect(told(await settingsOf(made, 'ci/new.yml'))).toEqual(['low', 'changed', 'ci/old.yml'])
  })

  test('must be there', async () => {
    const { faults } = await settingsOf(repository(), 'gone.yml')
    expect(faults.map(({ code, file }) => [code, file])).toEqual([['NOT_FOUND', 'gone.yml']])
  })
})

test('of an earlier result nothing but its findings is known: the policy of the change holds', async () => {
  const made = repositoryOf({ '.seaworthy.yml': NEVER })
  const base = { source: 'result', findings: [], lost: [], hasReports: false, databases: [] } as const
  expect(told(await settingsOf(made, undefined, base))).toEqual(['never', undefined, '.seaworthy.yml'])
})

test('without a base that is for a change, the policy is that of the branch', async () => {
  const made = repositoryOf({ '.seaworthy.yml': NEVER })
  expect(told(await settingsOf(made, undefined, { missing: 'x', isChange: false }))[1]).toBeUndefined()
  expect(told(await settingsOf(made, undefined, { missing: 'x', isChange: true }))[1]).toBe('own')
})

test('the same policy in another folder of the checkout is no other policy', async () => {
  const made = repositoryOf({ '.seaworthy.yml': LOW })
  made.commit({ '.seaworthy.yml': undefined, '.github/seaworthy.yml': LOW })
  expect(told(await settingsOf(made))).toEqual(['low', undefined, '.seaworthy.yml'])
})
