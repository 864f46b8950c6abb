import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../src/core/finding.ts'
import { rules } from '../../src/rules/index.ts'
import type { AnyRule } from '../../src/rules/rule.ts'
import { leaksOfRow } from '../canary/rows.ts'
import { afterFix, compare, findingsIn, needless, type Row, rowsOf, type Table, unstated } from './judge.ts'
import { rulePage } from './page.ts'
import { filesOf } from './read.ts'

/** All tables that were declared, by rule: `npm run break-rules` holds broken rules against them. */
export const tables = new Map<string, Table>()

/** All the tests of a rule, the proof of its fix, and its page in docs/rules. */
export function table(id: string, init: Table): void {
  const rule = rules.get(id)
  if (!rule) throw new Error(`no rule \`${id}\`: is its file listed in src/rules/index.ts?`)
  tables.set(id, init)
  const { bad, good, withOptions } = rowsOf(rule, init)
  const judge = async (row: Row): Promise<void> => {
    const { found, expected } = await compare(rule, init, row)
    expect(found).toEqual(expected)
    expect(needless(rule, init, row)).toEqual([])
    const findings = await findingsIn(rule, row)
    for (const finding of findings) {
      const equals = findings.filter(({ identity }) => identity === finding.identity).length
      if (finding.fix) expect(await healed(rule, row, finding)).toBeLessThan(equals)
    }
  }

  describe(id, () => {
    test.each(bad)('finds: $title', judge)
    test.each(good)('leaves alone: $title', judge)
    test.each(withOptions)('with options: $title', judge)
    test('states each of its messages and fixes', async () => {
      expect(await unstated(rule, init)).toEqual([])
      expect((await firstFinding(rule, init)).message).toBe(init.says)
    })
    test('puts out no token that is where it quotes its input', async () => {
      for (const row of [...bad, ...withOptions]) expect(await leaksOfRow(rule, row), row.title).toEqual([])
    })
    test('has an up-to-date page', async () => {
      await expect(await pageOf(rule, init)).toMatchFileSnapshot(resolve(pagePath(id)))
    })
  })
}

export const pagePath = (id: string): string => `docs/rules/${id}.md`

/** A rule that only reports with a setting has no bad row without one. */
function firstRow(rule: AnyRule, init: Table): Row {
  const { bad, withOptions } = rowsOf(rule, init)
  return bad[0] ?? withOptions[0]!
}

export const firstFinding = async (rule: AnyRule, init: Table): Promise<Finding> =>
  (await findingsIn(rule, firstRow(rule, init)))[0]!

export async function pageOf(rule: AnyRule, init: Table): Promise<string> {
  const row = firstRow(rule, init)
  const bad = { ...filesOf(row.input), ...policyOf(rule, init, row) }
  return rulePage(rule, bad, filesOf(init.good[0]![1]), await firstFinding(rule, init))
}

/** The policy without which the row would have no finding, if there is one. */
function policyOf(
  { id, options: defaults = {} }: AnyRule,
  { kubernetes }: Table,
  { options }: Row,
): Readonly<Record<string, string>> {
  const set = Object.entries(options).filter(([key, value]) => value !== defaults[key])
  const lines = set.map(([key, value]) => `      ${key}: ${JSON.stringify(value)}\n`)
  const version = kubernetes === undefined ? '' : `kubernetes-version: "1.${kubernetes}"\n`
  const policy = version + (set.length === 0 ? '' : `rules:\n  ${id}:\n    options:\n${lines.join('')}`)
  return policy === '' ? {} : { '.seaworthy.yml': policy }
}

/** How many findings equal to one are left when its fix has been applied. */
async function healed(rule: AnyRule, { input, ...row }: Row, finding: Finding): Promise<number> {
  const after = afterFix(input, finding)!
  const { file } = finding.location
  expect(after).not.toBe(filesOf(input)[file])
  const left = await findingsIn(rule, { ...row, input: { ...filesOf(input), [file]: after } })
  return left.filter(({ identity }) => identity === finding.identity).length
}
