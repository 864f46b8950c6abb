import { describe, expect, test } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import { compareSeverity, type Severity } from '../../src/core/severity.ts'
import { displayWidth } from '../../src/core/wrap.ts'
import { areaOf } from '../../src/inputs.ts'
import { listRules, type Selection } from '../../src/report/catalogue.ts'
import { rules } from '../../src/rules/index.ts'
import { readMarkdown } from '../e2e/kit/gfm.ts'

interface Listed {
  readonly id: string
  readonly area: string
  readonly profile: string
  readonly tags: readonly string[]
}

const listed = (selection: Selection): readonly Listed[] => JSON.parse(listRules(rules, 'json', selection))
const idsOf = (selection: Selection): readonly string[] => listed(selection).map(({ id }) => id)

test('docs/rules.md is made from the rules', async () => {
  const page = listRules(rules, 'markdown')
  await expect(page).toMatchFileSnapshot('../../docs/rules.md')
  const { tables, links } = readMarkdown(page)
  expect(tables.flat().every(cells => cells === 5)).toBe(true)
  expect(links.toSorted()).toEqual([...rules.keys()].map(id => `rules/${id}.md`).toSorted())
})

test('as data, rules have their area, tags, page, and the ids of each tool', () => {
  const data = listed({})
  expect(data.map(({ id }) => id)).toEqual([...rules.keys()])
  expect(data.find(({ id }) => id === 'privileged-container')).toMatchObject({
    area: 'manifest',
    confidence: 'high',
    profile: 'essential',
    since: '0.1',
    tags: ['pss:baseline', 'cis:5.2.2', 'nsa', 'mitre'],
    peers: { checkov: ['CKV_K8S_16'], kubescape: ['C-0057', 'C-0211'] },
    page: 'docs/rules/privileged-container.md',
  })
  expect(data.find(({ id }) => id === 'vulnerable-package')).toMatchObject({ tags: [], peers: {} })
})

describe('as text', () => {
  test('one line a rule, under the heading of its area, the most severe first', () => {
    const [heading, , ...lines] = listRules(rules, 'text').split('\n')
    const count = [...rules.values()].filter(({ on }) => areaOf(on) === 'manifest').length
    expect(heading).toBe(`Kubernetes manifests (${count})`)
    expect(lines.find(line => line.startsWith('privileged-container '))).toMatch(
      /^privileged-container +critical {2}essential {4}Container runs in privileged mode$/,
    )
    const severities = lines.slice(0, count).map(line => line.split(/ {2,}/)[1]!)
    expect(severities).toEqual(severities.toSorted((a, b) => compareSeverity(b as Severity, a as Severity)))
    expect(new Set(severities).size).toBeGreaterThan(3)
    expect(lines.find(line => line.startsWith('image-digest '))).toMatch(/^image-digest +low +strict +\S/)
    expect(lines.filter(line => line.endsWith(')') && !line.includes('  '))).toHaveLength(3)
  })

  test('titles are wrapped in their column', () => {
    const text = listRules(rules, 'text', { tag: 'cis:5.2.8' }, 60)
    expect(text).toBe(`Kubernetes manifests (3)

add-net-raw           high      essential    Container adds
                                             the NET_RAW
                                             capability
drop-net-raw          medium    strict       Container keeps
                                             the NET_RAW
                                             capability
psa-enforce-baseline  low       recommended  Namespace
                                             enforces less
                                             than the
                                             baseline
                                             standard
`)
    expect(text.split('\n').every(line => displayWidth(line) <= 60)).toBe(true)
  })

  test('none', () => expect(listRules(rules, 'text', { area: 'image', tag: 'nsa' })).toBe('no rules\n'))
})

describe('selects', () => {
  test.each(['manifest', 'dockerfile', 'image', 'graph'] as const)('the area %s', area => {
    expect(new Set(listed({ area }).map(rule => rule.area))).toEqual(new Set([area]))
  })

  test('the rules that a profile runs', () => {
    const profiles = (profile: 'essential' | 'recommended' | 'strict') =>
      [...new Set(listed({ profile }).map(rule => rule.profile))].sort()
    expect(profiles('essential')).toEqual(['essential'])
    expect(profiles('recommended')).toEqual(['essential', 'recommended'])
    expect(idsOf({ profile: 'strict' })).toEqual([...rules.keys()])
  })

  test.each([
    ['cis:5.2.8', ['drop-net-raw', 'add-net-raw', 'psa-enforce-baseline']],
    [
      'CIS:5.1',
      [
        'default-service-account-automount',
        'default-service-account-bound',
        'automount-service-account-token',
        'default-service-account',
      ],
    ],
    ['cis:5.9.1', []],
  ])('the tag %s', (tag, expected) => {
    if (expected.length === 0) expect(() => listRules(rules, 'json', { tag })).toThrow(Fault)
    else expect(idsOf({ tag }).toSorted()).toEqual(expected.toSorted())
  })

  test('what has tags of one benchmark', () => {
    const tags = listed({ tag: 'pss' }).map(rule => rule.tags)
    expect(tags.every(own => own.some(tag => tag.startsWith('pss:')))).toBe(true)
    expect(tags).toHaveLength(idsOf({ tag: 'pss:baseline' }).length + idsOf({ tag: 'pss:restricted' }).length)
  })

  test('all of it', () => {
    expect(idsOf({ area: 'manifest', tag: 'cis:5.2.9', profile: 'essential' }).toSorted()).toEqual([
      'add-sys-admin',
      'add-sys-module',
      'dangerous-capabilities',
    ])
  })

  test.each([
    ['nope', ''],
    ['pss:basline', '. Did you mean `pss:baseline`?'],
    ['ci', '. Did you mean `cis`?'],
    ['cis:5.2.99', '. Did you mean `cis:5.2.9`?'],
  ])('but not the tag %s', (tag, hint) => {
    const message = `invalid \`--tag\` value \`${tag}\`; expected CVE-2024-21626, cis, mitre, nsa, pss:baseline, pss:restricted or supply-chain${hint}`
    expect(() => listRules(rules, 'json', { tag })).toThrow(new Fault('BAD_INPUT', message))
  })
})
