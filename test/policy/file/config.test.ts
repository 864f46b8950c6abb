import { describe, expect, test } from 'vitest'
import { NEWEST_KUBERNETES, resolvePolicy } from '../../../src/policy/policy.ts'
import { policyIn, wrongIn } from '../kit.ts'

const KEYS = '`fail-on`, `profile`, `kubernetes-version`, `image`, `rules`, `paths`, `charts`, `overlays` and `waivers`'

describe('what is wrong is told with its place, what was possible, and what may have been meant', () => {
  test.each([
    ['an unknown key', 'wavers: []', `1:1 unknown key \`wavers\`. Did you mean \`waivers\`? Known are ${KEYS}`],
    ['a key like no other', 'zzz: 1', `1:1 unknown key \`zzz\`. Known are ${KEYS}`],
    ['a key that objects have', '__proto__: {}', `1:1 unknown key \`__proto__\`. Known are ${KEYS}`],
    ['another one', 'constructor: 1', `1:1 unknown key \`constructor\`. Known are ${KEYS}`],
    [
      'an unknown key further down',
      'image:\n  fixable: true',
      '2:3 unknown key `fixable`. Known are `fixable-only`, `unknown`, `kev`, `epss` and `max`',
    ],
    [
      'a key of a later version',
      'only-new: auto',
      '1:1 `only-new` is not supported by this version: take it out, it would have no effect',
    ],
    [
      'another',
      'extends: [acme/policies/x.yml@v1]',
      '1:1 `extends` is not supported by this version: take it out, it would have no effect',
    ],
    [
      'another',
      'trusted-registries: [ghcr.io]',
      '1:1 `trusted-registries` is not supported by this version: take it out, it would have no effect',
    ],
    [
      'another',
      'image: {fixable-grace: 14d}',
      '1:9 `fixable-grace` is not supported by this version: take it out, it would have no effect',
    ],
    [
      'a threshold',
      'fail-on: hihg',
      '1:1 `fail-on` is `hihg`: it takes critical, high, medium, low or never. Did you mean `high`?',
    ],
    [
      'no threshold',
      'fail-on:',
      '1:1 `fail-on` is empty: it takes critical, high, medium, low or never, or a map of manifest, dockerfile, image and graph',
    ],
    [
      'a number',
      'fail-on: 5',
      '1:1 `fail-on` is `5`: it takes critical, high, medium, low or never, or a map of manifest, dockerfile, image and graph',
    ],
    [
      'a list',
      'fail-on: [high]',
      '1:1 `fail-on` is a list: it takes critical, high, medium, low or never, or a map of manifest, dockerfile, image and graph',
    ],
    [
      'the threshold of an area',
      'fail-on: {image: huge}',
      '1:11 `fail-on.image` is `huge`: it takes critical, high, medium, low or never',
    ],
    [
      'an area',
      'fail-on: {manifests: high}',
      '1:11 unknown key `manifests`. Did you mean `manifest`? Known are `manifest`, `dockerfile`, `image` and `graph`',
    ],
    [
      'info, at which nothing may fail',
      'fail-on: info',
      '1:1 `fail-on` is `info`: it takes critical, high, medium, low or never',
    ],
    [
      'a profile',
      'profile: stict',
      '1:1 `profile` is `stict`: it takes essential, recommended or strict. Did you mean `strict`?',
    ],
    [
      'a version that is a number',
      'kubernetes-version: 1.34',
      '1:1 `kubernetes-version` is `1.34`: it takes a text, in quotes',
    ],
    [
      'a version whose last digit YAML leaves out',
      'kubernetes-version: 1.30 # soon',
      '1:1 `kubernetes-version` is `1.30`: it takes a text, in quotes',
    ],
    [
      'a version that nobody knows yet',
      'kubernetes-version: "1.99"',
      '1:1 `kubernetes-version` is `1.99`: it takes 1.16 to 1.39, and the newest that is known is 1.36',
    ],
    [
      'a version of long ago',
      'kubernetes-version: "1.3"',
      '1:1 `kubernetes-version` is `1.3`: it takes 1.16 to 1.39, and the newest that is known is 1.36',
    ],
    [
      'a version that is none',
      'kubernetes-version: "2.0"',
      '1:1 `kubernetes-version` is `2.0`: it takes a version like "1.34"',
    ],
    ['what kev takes', 'image: {kev: true}', '1:9 `image.kev` is `true`: it takes fail'],
    ['a probability', 'image: {epss: 5}', '1:9 `image.epss` is 5: the most is 1'],
    ['a probability below 0', 'image: {epss: -0.1}', '1:9 `image.epss` is -0.1: the least is 0'],
    ['no number', 'image: {epss: .nan}', '1:9 `image.epss` is no number that can be compared'],
    ['a text for a number', 'image: {epss: "0.5"}', '1:9 `image.epss` is `0.5`: it takes a number'],
    [
      'a budget that is no whole number',
      'image: {max: {high: 1.5}}',
      '1:15 `image.max.high` is `1.5`: it takes a whole number',
    ],
    ['a budget below 0', 'image: {max: {high: -1}}', '1:15 `image.max.high` is -1: the least is 0'],
    [
      'a text for a yes or no',
      'image: {fixable-only: "yes"}',
      '1:9 `image.fixable-only` is `yes`: it takes true or false',
    ],
    [
      'a word out of a set',
      'image: {unknown: fial}',
      '1:9 `image.unknown` is `fial`: it takes fail, warn or ignore. Did you mean `fail`?',
    ],
    [
      'a rule',
      'rules:\n  privileged-contaner: off',
      '2:3 `rules.privileged-contaner` names `privileged-contaner`, which is no rule of ours or of another tool. Did you mean `privileged-container`?',
    ],
    [
      'a rule that objects have',
      'rules: {__proto__: off}',
      '1:9 `rules.__proto__` names `__proto__`, which is no rule of ours or of another tool',
    ],
    [
      'a rule of another tool, which is guessed as its author writes it',
      'rules: {CKV_DOCKR_7: off}',
      '1:9 `rules.CKV_DOCKR_7` names `CKV_DOCKR_7`, which is no rule of ours or of another tool. Did you mean `CKV_DOCKER_7`?',
    ],
    [
      'two ids for one rule',
      'rules:\n  DL3007: off\n  dl3007: low',
      '3:3 `dl3007` and `DL3007` of line 2 ask for different things of `image-tag-latest`: keep one of them, or name `image-tag-latest` itself',
    ],
    [
      'two spellings of ours',
      'rules:\n  host-pid: off\n  DL3008: low\n  HOST-PID: low',
      '4:3 `HOST-PID` and `host-pid` of line 2 ask for different things of `host-pid`: keep one of them',
    ],
    [
      'an id of another tool',
      'rules: {DL9999: off}',
      '1:9 `rules.DL9999` names `DL9999`, which is no rule of ours or of another tool',
    ],
    [
      'what a rule takes',
      'rules: {host-pid: on}',
      '1:9 `rules.host-pid` is `true`: it takes off, critical, high, medium, low or info, or a map of severity and options',
    ],
    [
      'a severity of a rule',
      'rules: {host-pid: hgh}',
      '1:9 `rules.host-pid` is `hgh`: it takes off, critical, high, medium, low or info. Did you mean `high`?',
    ],
    [
      'an option of a rule',
      'rules: {run-as-high-uid: {options: {mn: 5}}}',
      '1:37 `run-as-high-uid` has no option `mn`. Did you mean `min`? It has `min`',
    ],
    [
      'an option where there is none',
      'rules: {host-pid: {options: {x: 5}}}',
      '1:30 `host-pid` has no option `x`. It has none',
    ],
    [
      'the type of an option',
      'rules: {run-as-high-uid: {options: {min: "5"}}}',
      '1:37 `min` takes a number, and the default is `10000`',
    ],
    [
      'the type of a list',
      'rules: {image-tag-latest: {options: {floating: 5}}}',
      '1:38 `image-tag-latest` has no option `floating`. It has none',
    ],
    ['globs', 'paths: {include: "**"}', '1:9 `paths.include` is `**`: it takes a list of texts'],
    [
      'a glob',
      'paths:\n  exclude:\n    - "!k8s/**"',
      '3:7 `paths.exclude.0` begins with `!`: a glob says what is meant, never what is not',
    ],
    [
      'a glob that nothing can match',
      'paths: {include: ["{a,b"]}',
      '1:19 `paths.include.0` has a `{` that nothing closes: for the letter itself write `\\{`',
    ],
    ['an empty glob', 'paths: {exclude: [""]}', '1:19 `paths.exclude.0` is empty'],
    [
      'what to do with charts',
      'charts: skipp',
      '1:1 `charts` is `skipp`: it takes render or skip. Did you mean `skip`?',
    ],
    [
      'waivers that are no list',
      'waivers: {}',
      '1:1 `waivers` is a map: it takes a list of maps of rule, where, reason, until and by',
    ],
    [
      'a waiver that is none',
      'waivers: [host-pid]',
      '1:11 `waivers.0` is `host-pid`: it takes a map of rule, where, reason, until and by',
    ],
    [
      'a waiver without a reason',
      'waivers:\n  - rule: host-pid',
      '2:5 `waivers.0` has no `reason`. Add it: why it is accepted.',
    ],
    ['a waiver with an empty reason', 'waivers: [{rule: host-pid, reason: " "}]', '1:28 `waivers.0.reason` is empty'],
    ['a waiver of nothing', 'waivers: [{rule: "", reason: x}]', '1:12 `waivers.0.rule` is empty'],
    [
      'a day that does not exist',
      'waivers: [{rule: host-pid, reason: x, until: 2026-02-30}]',
      '1:39 `waivers.0.until` is `2026-02-30`: it takes a date like 2026-12-31',
    ],
    [
      'no day',
      'waivers: [{rule: host-pid, reason: x, until: tomorrow}]',
      '1:39 `waivers.0.until` is `tomorrow`: it takes a date like 2026-12-31',
    ],
    ['an empty place', 'waivers: [{rule: host-pid, reason: x, where: ""}]', '1:39 `waivers.0.where` is empty'],
    [
      'a key twice',
      'profile: strict\ncharts: skip\nprofile: essential',
      '3:1 `profile` stands there twice: keep one of them',
    ],
    ['a rule twice', 'rules:\n  host-pid: off\n  host-pid: low', '3:3 `host-pid` stands there twice: keep one of them'],
    [
      'several documents',
      'profile: strict\n---\nprofile: essential',
      '3:1 a policy is one document, and here are several',
    ],
    ['a list', '- profile: strict', /^1:3 the policy is a list: it takes a map of fail-on, /],
    ['a word', 'strict', /^1:1 the policy is `strict`: it takes a map of fail-on, /],
    ['what is no YAML', 'a: [1\nb: 2', /^\d:\d the policy is not YAML: ./],
  ])('%s: %s', async (_, text, message) => {
    const [first, ...others] = await wrongIn(text)
    if (typeof message === 'string') expect(first).toBe(message)
    else expect(first).toMatch(message)
    expect(others).toEqual([])
  })

  test('all of it at once, in the order of the text, and nothing of it is in force', async () => {
    const text = 'charts: skip\nwavers: []\ncharts: render\nfail-on: never\nprofile: strct\n'
    expect((await wrongIn(text)).map(line => line.slice(0, 3))).toEqual(['2:1', '3:1', '5:1'])
    expect((await policyIn(text)).policy).toEqual({})
  })
})

describe('what is right', () => {
  test.each([
    ['nothing', ''],
    ['comments', '# to be written\n'],
    ['an empty document', '---\n'],
    ['an empty map', '{}'],
  ])('%s means the defaults', async (_, text) => {
    const { policy, faults } = await policyIn(text)
    expect(faults).toEqual([])
    expect(resolvePolicy(policy)).toEqual({
      failOn: { manifest: 'high', dockerfile: 'high', image: 'high', graph: 'high' },
      profile: 'recommended',
      kubernetes: NEWEST_KUBERNETES,
      image: { fixableOnly: false, unknown: 'warn', kev: false, max: {} },
      rules: new Map(),
      paths: { include: [], exclude: [] },
      charts: 'render',
      overlays: 'render',
      waivers: [],
    })
  })

  test('thresholds area by area; those not named keep the default', async () => {
    const { policy } = await policyIn('fail-on: {image: critical, dockerfile: never}')
    expect(resolvePolicy(policy).failOn).toEqual({
      manifest: 'high',
      dockerfile: 'never',
      image: 'critical',
      graph: 'high',
    })
  })

  test('the command line beats the file', async () => {
    const { policy } = await policyIn('fail-on: {image: critical}\nprofile: strict\nkubernetes-version: "1.30"')
    expect(resolvePolicy(policy)).toMatchObject({ profile: 'strict', kubernetes: 30 })
    const overrides = { failOn: 'low', profile: 'essential', kubernetes: 33 } as const
    expect(resolvePolicy(policy, overrides)).toMatchObject({
      failOn: { manifest: 'low', dockerfile: 'low', image: 'low', graph: 'low' },
      profile: 'essential',
      kubernetes: 33,
    })
  })

  test('everything about images', async () => {
    const { policy } = await policyIn(
      'image: {fixable-only: true, unknown: fail, kev: fail, epss: 0.5, max: {high: 5}}',
    )
    expect(policy.image).toEqual({ fixableOnly: true, unknown: 'fail', kev: true, epss: 0.5, max: { high: 5 } })
  })

  test('a waiver knows where it stands', async () => {
    const { policy } = await policyIn('waivers:\n  - reason: x\n    rule: CVE-2026-12345\n')
    expect(policy.waivers).toEqual([{ rule: 'CVE-2026-12345', reason: 'x', source: '.seaworthy.yml:3' }])
  })

  test.each([
    'CVE-2026-1234',
    'cve-2026-1234',
    'GHSA-2xpw-w6gg-jr37',
    'RHSA-2026:1234',
    'ALAS2-2026-99',
    'SNYK-JS-LODASH-567746',
    'PYSEC-2026-1',
  ])('a waiver may name the advisory %s', async rule =>
    expect(await wrongIn(`waivers: [{rule: "${rule}", reason: x}]`)).toEqual([]),
  )

  test('UTF-8 with its mark is read, and columns are counted all the same', async () => {
    expect(await wrongIn('\ufeffprofile: strict')).toEqual([])
  })
})
