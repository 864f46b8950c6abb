import { describe, expect, test } from 'vitest'
import { Fault } from '../../../src/core/fault.ts'
import { minorOf, overridesOf } from '../../../src/policy/file/overrides.ts'
import { type Overrides, resolvePolicy } from '../../../src/policy/policy.ts'
import { enabledRules } from '../../../src/policy/select.ts'
import { rules } from '../../../src/rules/index.ts'
import { policyIn } from '../kit.ts'

describe('words of the command line and of `with:`', () => {
  test.each([
    ['1.34', 34],
    ['v1.34', 34],
    ['1.34.2', 34],
    [' 1.9 ', 9],
    ['2.0', undefined],
    ['1', undefined],
    ['1.34-eks', undefined],
    ['v1.34.2-gke.100', 34],
    ['1.34.2-eks-ba24e9c', 34],
    ['v1.34.2+k3s1', 34],
    ['v1.35.0-beta.1', 35],
    ['2.34.0', undefined],
    ['1.34.2.1', undefined],
    ['latest', undefined],
  ])('kubernetes %s is %s', async (version, minor) => expect(await minorOf(version)).toBe(minor))

  test('words in any case', async () => {
    expect(await overridesOf({ failOn: 'NEVER', profile: 'Strict', kubernetes: '1.30' }, rules)).toEqual({
      failOn: 'never',
      profile: 'strict',
      kubernetes: 30,
    })
    expect(await overridesOf({}, rules)).toEqual({})
  })

  test.each([
    [
      { failOn: 'hihg' },
      'invalid `fail-on` value `hihg`; expected critical, high, medium, low or never. Did you mean `high`?',
    ],
    [{ failOn: '' }, 'invalid `fail-on` value ``; expected critical, high, medium, low or never'],
    [{ failOn: 'constructor' }, 'invalid `fail-on` value `constructor`; expected critical, high, medium, low or never'],
    [{ profile: 'all' }, 'invalid `profile` value `all`; expected essential, recommended or strict'],
    [{ kubernetes: 'newest' }, 'invalid `kubernetes-version` value `newest`; expected a version like "1.34"'],
    [
      { kubernetes: '1.40' },
      'invalid `kubernetes-version` value `1.40`; expected 1.16 to 1.39 (the newest known is 1.36)',
    ],
  ])('%j', async (asked, message) => {
    await expect(overridesOf(asked, rules)).rejects.toThrow(new Fault('BAD_INPUT', message))
  })
})

describe('thresholds by area', () => {
  test.each([
    ['manifest=high,image=critical', { manifest: 'high', image: 'critical' }],
    ['image=never', { image: 'never' }],
    ['Manifest=HIGH image=low', { manifest: 'high', image: 'low' }],
    ['manifest=high,\nimage=critical', { manifest: 'high', image: 'critical' }],
    ['{manifest: high, image: critical}', { manifest: 'high', image: 'critical' }],
    ['manifest: high\nimage: critical # strict', { manifest: 'high', image: 'critical' }],
    ['{}', {}],
  ])('%j', async (failOn, wanted) => expect(await overridesOf({ failOn }, rules)).toEqual({ failOn: wanted }))

  test.each([
    [
      'manifest=hihg',
      'invalid `fail-on.manifest` value `hihg`; expected critical, high, medium, low or never. Did you mean `high`?',
    ],
    [
      'manifests=high',
      'unknown key `manifests`; expected `manifest`, `dockerfile`, `image` or `graph`. Did you mean `manifest`?',
    ],
    ['manifest=', 'invalid `fail-on.manifest` value ``; expected critical, high, medium, low or never'],
    ['manifest=high,image', 'invalid `fail-on.image` value ``; expected critical, high, medium, low or never'],
    ['=high', 'unknown key ``; expected `manifest`, `dockerfile`, `image` or `graph`'],
    ['image=low,image=high', 'duplicate area `image` in `fail-on`: keep one of them'],
    [
      '{image: hihg}',
      'invalid `fail-on.image` value `hihg`; expected critical, high, medium, low or never. Did you mean `high`?',
    ],
    ['image: [high]', '`fail-on.image` is a list; expected critical, high, medium, low or never'],
    ['manifest=info', 'invalid `fail-on.manifest` value `info`; expected critical, high, medium, low or never'],
  ])('%j is an error', async (failOn, message) =>
    expect(overridesOf({ failOn }, rules)).rejects.toThrow(new Fault('BAD_INPUT', message)),
  )

  test('what is not YAML is an error', async () =>
    expect(overridesOf({ failOn: '{image: high' }, rules)).rejects.toThrow(/^`fail-on` is not YAML: ./))

  test('areas that are not named keep what the policy says, and conditions on images stay', async () => {
    const { policy } = await policyIn('fail-on: {manifest: low, image: critical}\nimage: {kev: fail}')
    expect(resolvePolicy(policy, { failOn: { image: 'never' } })).toMatchObject({
      failOn: { manifest: 'low', dockerfile: 'high', image: 'never', graph: 'high' },
      image: { kev: true },
    })
  })
})

describe('rules and files', () => {
  const enabled = async (text: string, overrides: Overrides) =>
    enabledRules(rules, resolvePolicy((await policyIn(text)).policy, overrides)).map(({ rule }) => rule.id)

  test('only those that are named run, by any id, whatever profile and policy say', async () => {
    const overrides = await overridesOf({ only: ['CKV_K8S_16', 'image-digest, host-ipc'] }, rules)
    expect(await enabled('profile: essential\nrules: {host-ipc: off}', overrides)).toEqual(
      expect.arrayContaining(['privileged-container', 'image-digest', 'host-ipc']),
    )
    expect(await enabled('', await overridesOf({ only: ['host-pid'] }, rules))).toEqual(['host-pid'])
  })

  test('settings of the policy apply to them', () => {
    const settings = new Map([['host-pid', { off: true, severity: 'low' as const }]])
    const policy = resolvePolicy({ rules: settings }, { only: new Set(['host-pid']) })
    expect(enabledRules(rules, policy)).toMatchObject([{ rule: { id: 'host-pid' }, severity: 'low' }])
  })

  test('those to skip do not run, whoever names them', async () => {
    const all = await enabled('', {})
    const overrides = await overridesOf({ skip: ['host-pid\nDL3007'] }, rules)
    const left = await enabled('rules: {host-pid: high}', overrides)
    expect(all.filter(id => !left.includes(id))).toEqual(expect.arrayContaining(['host-pid', 'image-tag-latest']))
    expect(await enabled('', await overridesOf({ only: ['host-pid', 'host-ipc'], skip: ['host-ipc'] }, rules))).toEqual(
      ['host-pid'],
    )
  })

  test('files are left out beside those of the policy', async () => {
    const { policy } = await policyIn('paths: {exclude: ["a/**"]}')
    expect(resolvePolicy(policy, await overridesOf({ exclude: ['b/**'] }, rules)).paths.exclude).toEqual([
      'a/**',
      'b/**',
    ])
  })

  test.each([
    [
      { only: ['host-pod'] },
      "unknown rule `host-pod` (neither a Seaworthy rule nor a known tool's id). Did you mean `host-pid`?",
    ],
    [
      { skip: ['CKV_DOCKR_7', 'host-pid', 'zzzz'] },
      "unknown rule `CKV_DOCKR_7` (neither a Seaworthy rule nor a known tool's id). Did you mean `CKV_DOCKER_7`?; unknown rule `zzzz` (neither a Seaworthy rule nor a known tool's id)",
    ],
    [{ exclude: ['a', '!b'] }, '`exclude` begins with `!`: a glob cannot exclude'],
    [{ exclude: [''] }, '`exclude` is empty'],
  ])('%j is an error', async (asked, message) =>
    expect(overridesOf(asked, rules)).rejects.toThrow(new Fault('BAD_INPUT', message)),
  )
})
