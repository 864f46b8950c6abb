import { describe, expect, test } from 'vitest'
import { type NewWaiver, withWaiver } from '../../../src/policy/file/waive.ts'
import { rules } from '../../../src/rules/index.ts'
import { policyIn, TODAY } from '../kit.ts'

const WAIVER: NewWaiver = { rule: 'host-pid', where: 'shop/*', reason: 'see SEC-1: later', until: '2026-12-31' }

const written = (text: string, changes: Partial<NewWaiver> = {}): Promise<string> =>
  withWaiver('.seaworthy.yml', text, { ...WAIVER, ...changes }, { rules, now: TODAY })

const ITEM = '- rule: host-pid\n  where: "shop/*"\n  reason: "see SEC-1: later"\n  until: "2026-12-31"\n'
const at = (column: number): string => ITEM.replaceAll(/^(?=.)/gm, ' '.repeat(column))
const FLOW = '{rule: "host-pid", where: "shop/*", reason: "see SEC-1: later", until: "2026-12-31"}'
const OLD = 'rule: host-ipc\n    reason: x # because\n    until: 2026-12-31'

describe('a waiver is added, and all else keeps its bytes', () => {
  test.each([
    ['to nothing', '', `waivers:\n${at(2)}`],
    ['to comments', '# to be written\n', `# to be written\nwaivers:\n${at(2)}`],
    ['behind other keys', 'fail-on:   high # why\n', `fail-on:   high # why\nwaivers:\n${at(2)}`],
    ['behind a last line without an end', 'fail-on: high', `fail-on: high\nwaivers:\n${at(2)}`],
    [
      'behind the last of a list',
      `waivers:\n  # first\n  - ${OLD} # end\n\n# more\nprofile: strict\n`,
      `waivers:\n  # first\n  - ${OLD} # end\n${at(2)}\n# more\nprofile: strict\n`,
    ],
    [
      'to a list that is not indented',
      'waivers:\n- {rule: host-ipc, reason: x, until: 2026-12-31}\n',
      `waivers:\n- {rule: host-ipc, reason: x, until: 2026-12-31}\n${at(0)}`,
    ],
    ['to an empty list', 'waivers: [] # none\nprofile: strict\n', `waivers: [${FLOW}] # none\nprofile: strict\n`],
    [
      'to a list in brackets',
      'waivers: [{rule: host-ipc, reason: x, until: 2026-12-31}]\n',
      `waivers: [{rule: host-ipc, reason: x, until: 2026-12-31}, ${FLOW}]\n`,
    ],
    [
      'to a map in braces, as in JSON',
      '{profile: strict}\n',
      '{profile: strict, "waivers": [{"rule": "host-pid", "where": "shop/*", "reason": "see SEC-1: later", "until": "2026-12-31"}]}\n',
    ],
  ])('%s', async (_, before, after) => {
    expect(await written(before)).toBe(after)
    expect((await policyIn(after)).policy.waivers?.at(-1)).toMatchObject(WAIVER)
  })

  test('with the ends of lines that the others have', async () =>
    expect(await written('fail-on: high\r\n')).toBe(
      `fail-on: high\r\nwaivers:\n${at(2)}`.replaceAll(/(?<!\r)\n/g, '\r\n'),
    ))

  test('again and again', async () => {
    const twice = await written(await written('', { rule: 'host-ipc' }), { by: '@ops' })
    expect((await policyIn(twice)).policy.waivers).toMatchObject([{ rule: 'host-ipc' }, { by: '@ops' }])
  })

  test.each(['yes', '2026', '- x', '"', '#', 'a: b', '*', '|', ' x', 'x\ny', '\u{1f6a2}'])(
    'whatever the reason is: %j',
    async reason => {
      const text = await written('profile: strict\n', { reason })
      expect((await policyIn(text)).policy.waivers).toMatchObject([{ reason }])
    },
  )

  test('where an anchor is in the way, it is shown to be added by hand', async () =>
    await expect(
      written('waivers: &all\n  - &one {rule: host-ipc, reason: x, until: 2026-12-31}\n...\n'),
    ).rejects.toThrow(/^the waiver cannot be added to this text\. Add it by hand:\nwaivers:\n {2}- rule: host-pid\n/))
})

describe('what is wrong is told, and nothing is written', () => {
  test.each([
    ['an empty reason', { reason: ' ' }, '`reason` is empty'],
    ['no rule', { rule: '' }, '`rule` is empty'],
    [
      'a slip',
      { rule: 'host-pod' },
      "unknown rule `host-pod` (neither a Seaworthy rule nor a known tool's id). Did you mean `host-pid`?",
    ],
    ['no day', { until: '2026-02-30' }, 'invalid `until` value `2026-02-30`; expected a date like 2026-12-31'],
    ['a day that is past', { until: '2026-06-14' }, 'invalid `until` value `2026-06-14`; expected 2026-06-15 or later'],
    ['a glob that excludes', { where: '!k8s/**' }, '`where` begins with `!`: a glob cannot exclude'],
  ])('%s', async (_, changes, message) => expect(written('', changes)).rejects.toThrow(message))

  test('an end is required unless the policy makes it optional, and is as near as the policy wants it', async () => {
    const { until: _, ...endless } = WAIVER
    const add = (text: string, waiver: NewWaiver) => withWaiver('p.yml', text, waiver, { rules, now: TODAY })
    await expect(add('', endless)).rejects.toThrow('`waive` requires `--until`, the last day: `--until 2026-09-13`')
    expect(await add('waiver-rules: {until: optional}\n', endless)).toContain('rule: host-pid')
    await expect(add('waiver-rules: {max-days: 30}\n', { ...WAIVER, until: '2026-07-16' })).rejects.toThrow(
      'invalid `until` value `2026-07-16`; expected 2026-07-15 or earlier (`waiver-rules.max-days` is 30)',
    )
    expect(await add('', { ...WAIVER, until: '2026-06-15' })).toContain('2026-06-15')
  })

  test('names of scanners and advisories are taken', async () => {
    for (const rule of ['CVE-2026-1234', 'aws-access-key-id', 'DL3007'])
      expect(await written('', { rule })).toContain(rule)
  })

  test('a policy with a mistake is not edited', async () =>
    await expect(written('wavers: []\n')).rejects.toThrow('unknown key `wavers`'))
})
