import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { check } from '../../../../src/engine/check.ts'
import { rules } from '../../../../src/rules/index.ts'
import { documents } from '../../../kit/manifests.ts'
import { account, binding, entry, role } from '../../../kit/rbac.ts'
import { read } from '../../../kit/read.ts'

/** The checks of a tool that looks at the roles of a running cluster: its ids are not accepted, what it finds is. */
interface Checks {
  readonly repository: string
  readonly commit: string
  /** By id, what a role has to grant (`verb group/resource name`), and the rule that reports it. */
  readonly checks: Readonly<Record<string, { readonly grants: readonly string[]; readonly rule: string }>>
  /** By id, why no rule reports it. */
  readonly refused: Readonly<Record<string, string>>
}

const FOLDER = '__fixtures__/peers/roles'
const checksIn = (file: string): Checks => JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as Checks

/** `create apps/deployments`, `get pods/exec`, `update configmaps web`: the group of a resource has a dot, or is one of these. */
function ruleOf(grant: string): string {
  const [, verb = '', group = '', resource = '', names = ''] =
    /^(\S+) (?:(apps|batch|[\w-]+(?:\.[\w-]+)+)\/)?(\S+)(?: (\S+))?$/.exec(grant) ?? []
  return entry(JSON.stringify(verb), JSON.stringify(resource), { group: JSON.stringify(group), names })
}

async function reported(grants: readonly string[]): Promise<readonly string[]> {
  const text = documents(
    role('web', `[${grants.map(ruleOf).join(', ')}]`),
    binding('web', 'ClusterRole/web', `[${account('web')}]`),
  )
  const enabled = [...rules.values()].map(one => ({ rule: one, options: one.options ?? {} }))
  return check(await read(text), enabled, { rules, kubernetes: 36 }).findings.map(finding => finding.rule)
}

describe.each(readdirSync(FOLDER))('%s', file => {
  const { repository, commit, checks, refused } = checksIn(file)

  test('states where it is from', () => {
    expect(repository).toMatch(/^[\w-]+\/[\w-]+$/)
    expect(commit).toMatch(/^[0-9a-f]{40}$/)
  })

  test.each(Object.entries(checks))('%s', async (_, { grants, rule }) => {
    expect(await reported(grants)).toContain(rule)
  })

  test('refuses with a reason, and nothing that it claims', () => {
    expect(Object.values(refused).filter(reason => !reason.endsWith('.'))).toEqual([])
    expect(Object.keys(refused).filter(id => id in checks)).toEqual([])
  })
})
