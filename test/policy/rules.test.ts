import { describe, expect, test } from 'vitest'
import { resolvePolicy } from '../../src/policy/policy.ts'
import { enabledRules } from '../../src/policy/select.ts'
import { rules } from '../../src/rules/index.ts'
import { policyIn, wrongIn } from './kit.ts'

describe('a waiver for what is no rule may be for a code: only findings can tell', () => {
  const unknownIn = async (text: string) =>
    (await policyIn(text)).unknownWaivers.map(({ name, isSlip, fault }) => [name, isSlip, fault.line, fault.message])

  test.each([
    ['the slip of a pen', 'host-pod', true, '. Did you mean `host-pid`?'],
    ['a check of another tool that nobody has', 'KSV-9999', false, ''],
    ['what a scanner may say', 'aws-access-key-id', false, ''],
  ])('%s', async (_, rule, isSlip, hint) => {
    const text = `profile: strct\nwaivers:\n  - {rule: ${rule}, reason: x}`
    const start = `unknown rule \`${rule}\` (neither a Seaworthy rule nor a known tool's id, and no finding of this run has that code)`
    expect(await unknownIn(text)).toEqual([[rule, isSlip, 3, `${start}${hint}`]])
  })

  test.each(['waivers: [1, {rule: 5}]', 'waivers: no', 'waivers: [{rule: CVE-2026-1234, reason: x}]'])('not %s', text =>
    expect(unknownIn(text)).resolves.toEqual([]),
  )
})

describe('rules', () => {
  const settings = async (text: string): Promise<unknown> =>
    Object.fromEntries((await policyIn(`rules: ${text}`)).policy.rules ?? [])

  test.each([
    ['{host-pid: off}', { 'host-pid': { off: true } }, 'off, which YAML 1.1 reads as false'],
    ['{host-pid: "off"}', { 'host-pid': { off: true } }, 'off in quotes'],
    ['{HOST-PID: low}', { 'host-pid': { off: false, severity: 'low' } }, 'any case'],
    ['{dl3002: low}', { 'user-root': { off: false, severity: 'low' } }, 'an id of another tool in any case'],
    ['{host-pid: {}}', { 'host-pid': { off: false } }, 'a map without anything turns it on'],
    [
      '{run-as-high-uid: {severity: info, options: {min: 5}}}',
      { 'run-as-high-uid': { off: false, severity: 'info', options: { min: 5 } } },
      'severity and options',
    ],
  ])('%s', async (text, wanted, _) => expect(await settings(text)).toEqual(wanted))

  test('an id of ours beats an id of another tool that stands for several, wherever it is written', async () => {
    const coarse = [...rules.values()].find(({ id }) => id === 'image-tag-latest')!
    expect(coarse.peers?.hadolint).toBe('DL3007')
    const wanted = expect.objectContaining({ 'image-tag-latest': { off: false, severity: 'low' } })
    expect(await settings('{image-tag-latest: low, DL3007: off}')).toEqual(wanted)
    expect(await settings('{DL3007: off, image-tag-latest: low}')).toEqual(wanted)
  })

  test.each([
    '{DL3007: off, dl3007: off}',
    '{DS001: off, DL3007: low, image-tag-latest: medium, image-tag-missing: low}',
  ])('ids of one rule that agree, or that an id of ours beats: %s', async text =>
    expect(await wrongIn(`rules: ${text}`)).toEqual([]),
  )

  test.each([
    ['essential', ['essential']],
    ['recommended', ['essential', 'recommended']],
    ['strict', ['essential', 'recommended', 'strict']],
  ] as const)('profile %s', (profile, parts) => {
    const ids = enabledRules(rules, resolvePolicy({ profile })).map(({ rule }) => rule.id)
    expect(ids).toEqual(
      [...rules.values()].filter(rule => (parts as readonly string[]).includes(rule.profile)).map(({ id }) => id),
    )
  })

  test('a rule that the policy names runs, in any profile, as the policy wants it', async () => {
    const { policy } = await policyIn(
      'profile: essential\nrules: {run-as-high-uid: {severity: info, options: {min: 5}}, host-pid: off}',
    )
    const chosen = enabledRules(rules, resolvePolicy(policy))
    const { rule, ...rest } = chosen.find(({ rule }) => rule.id === 'run-as-high-uid')!
    expect(rest).toEqual({ severity: 'info', options: { min: 5 }, isNamed: true })
    expect(chosen.map(one => one.rule.id)).not.toContain('host-pid')
  })
})

describe('trusted registries', () => {
  const registriesOf = async (text: string): Promise<unknown> => {
    const running = enabledRules(rules, resolvePolicy((await policyIn(text)).policy))
    return Object.fromEntries(
      running.flatMap(({ rule, options }) => ('registries' in options ? [[rule.id, options['registries']]] : [])),
    )
  }
  const everywhere = (registries: readonly string[]) => ({
    'agent-sandbox-image': registries,
    'image-registry-allowed': registries,
    'image-registry-not-allowed': registries,
  })

  test('are for every rule that looks at them', async () => {
    expect(await registriesOf('{}')).toEqual(everywhere([]))
    expect(await registriesOf('trusted-registries: [ghcr.io/acme]')).toEqual(everywhere(['ghcr.io/acme']))
  })

  test('are what a rule does not set for itself', async () => {
    const own = 'rules: {image-registry-allowed: {options: {registries: [quay.io]}}}'
    expect(await registriesOf(`trusted-registries: [ghcr.io]\n${own}`)).toEqual({
      ...everywhere(['ghcr.io']),
      'image-registry-allowed': ['quay.io'],
    })
  })
})
