import { describe, expect, test } from 'vitest'
import { check } from '../../src/engine/check.ts'
import { rules } from '../../src/rules/index.ts'
import { type Case, customSettings, type Expectation, kubernetesOf, optionsOf, worldOf } from './cases.ts'
import { compare, type Kubescape, type Outcome } from './compare.ts'
import { agreement, tallyBy, tallyOwn } from './tally.ts'

/** Two controls with one rule, one with two. */
const KUBESCAPE: Kubescape = {
  controls: {
    'C-0057': { rules: ['privileged'] },
    'C-0016': { rules: ['escalation'] },
    'C-0211': { rules: ['privileged', 'escalation'] },
  },
  inputs: { list: ['shipped'] },
}

const pod = (...containers: string[]): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n${containers
    .map((context, index) => `    - {name: c${index}, image: a:1, securityContext: ${context}}\n`)
    .join('')}`

const BAD = '{privileged: true, readOnlyRootFilesystem: false}'
const WRITABLE = '{readOnlyRootFilesystem: false}'
const GOOD = '{privileged: false, readOnlyRootFilesystem: true}'

async function outcomeOf(peer: string, content: string, expected: Expectation, config = {}): Promise<Outcome> {
  const one: Case = { id: 'own/case', peer, files: [{ path: 'web.yaml', content }], expect: [expected], config }
  const { world } = await worldOf(one)
  const enabledRules = [...rules.values()].map(rule => ({ rule, options: rule.options ?? {} }))
  const { findings } = check(world, enabledRules, { kubernetes: 36 })
  return compare(one, expected, { findings, world, kubescape: KUBESCAPE })
}

describe('an expectation', () => {
  test.each<[string, string, string, Expectation, Outcome['verdict']]>([
    ['fails as we do', 'checkov', pod(BAD), { rule: 'CKV_K8S_16', outcome: 'fail' }, 'agree'],
    ['fails where we find nothing', 'checkov', pod(GOOD), { rule: 'CKV_K8S_16', outcome: 'fail' }, 'disagree'],
    ['passes as we do', 'checkov', pod(GOOD), { rule: 'CKV_K8S_16', outcome: 'pass' }, 'agree'],
    ['passes where we report', 'checkov', pod(BAD), { rule: 'CKV_K8S_16', outcome: 'pass' }, 'disagree'],
    [
      'is about its resource',
      'checkov',
      pod(BAD),
      { rule: 'CKV_K8S_16', outcome: 'fail', resource: 'Pod/no' },
      'disagree',
    ],
    [
      'is met on a part of its subject',
      'checkov',
      pod(BAD),
      { rule: 'CKV_K8S_16', outcome: 'fail', resource: 'User/jane', related: ['Pod/web'] },
      'agree',
    ],
    ['has an id that is none of ours', 'checkov', pod(BAD), { rule: 'CKV_NONE', outcome: 'fail' }, 'uncovered'],
    ['has an id of another peer', 'polaris', pod(BAD), { rule: 'CKV_K8S_16', outcome: 'fail' }, 'uncovered'],
    [
      'fails by one of its controls',
      'kubescape',
      pod(BAD),
      { rule: 'x', outcome: 'fail', controls: ['C-9999', 'C-0057'] },
      'agree',
    ],
    [
      'passes by its control of one rule',
      'kubescape',
      pod(BAD),
      { rule: 'x', outcome: 'pass', controls: ['C-0057', 'C-0211'] },
      'disagree',
    ],
    [
      'cannot pass by a control of many',
      'kubescape',
      pod(BAD),
      { rule: 'x', outcome: 'pass', controls: ['C-0211'] },
      'uncovered',
    ],
    [
      'earns points by one container',
      'kubesec',
      pod(GOOD, WRITABLE),
      { rule: 'ReadOnlyRootFilesystem', outcome: 'pass', resource: 'Pod/web', points: 1 },
      'agree',
    ],
    [
      'earns no points by none',
      'kubesec',
      pod(WRITABLE, WRITABLE),
      { rule: 'ReadOnlyRootFilesystem', outcome: 'pass', resource: 'Pod/web', points: 1 },
      'disagree',
    ],
    [
      'loses points by one container',
      'kubesec',
      pod(GOOD, BAD),
      { rule: 'Privileged', outcome: 'pass', resource: 'Pod/web', points: -30 },
      'disagree',
    ],
  ])('%s', async (_, peer, content, expected, verdict) => {
    expect((await outcomeOf(peer, content, expected)).verdict).toBe(verdict)
  })

  test('of a peer with other settings is not compared', async () => {
    const expected = { rule: 'CKV_K8S_16', outcome: 'fail' } as const
    const { verdict, reason } = await outcomeOf('checkov', pod(BAD), expected, { env: { X: '1' } })
    expect([verdict, reason]).toEqual(['uncovered', 'custom parameters: env'])
  })
})

test.each<[string, Case['config'], readonly string[]]>([
  ['hadolint', { trustedRegistries: ['a'] }, []],
  ['kubescape', { postureControlInputs: { list: ['shipped'] } }, []],
  ['kubescape', { postureControlInputs: { list: ['other'] } }, ['list']],
  ['kube-score', { IgnoreContainerCpuLimitRequirement: false, KubernetesVersion: '1.18' }, []],
  ['kube-score', { IgnoreContainerCpuLimitRequirement: true }, ['IgnoreContainerCpuLimitRequirement']],
  ['buildkit', { check: 'error=true', 'build-args': { A: '1' } }, []],
  ['buildkit', { check: 'skip=A' }, ['check']],
  ['monokle', { rules: { a: ['warn', ['x']] } }, ['rules']],
  ['monokle', { rules: { a: 'warn' } }, []],
  ['polaris', { customChecks: { other: '' } }, []],
  ['polaris', { customChecks: { mine: '' } }, ['mine']],
])('settings of %s that change its rules: %j', (peer, config, expected) => {
  const one: Case = { id: 'own/case', peer, files: [], expect: [], config: config! }
  expect(customSettings(one, { rule: 'mine', outcome: 'fail' }, KUBESCAPE.inputs)).toEqual(expected)
})

test.each([
  [{ 'data.k8s.version': '1.27.1' }, 27],
  [{ KubernetesVersion: 'v1.18' }, 18],
  [{ settings: { schemaVersion: 'v1.29' } }, 29],
  [{}, undefined],
])('the Kubernetes minor of %j', (config, expected) => {
  expect(kubernetesOf({ id: 'own/case', peer: 'x', files: [], expect: [], config })).toBe(expected)
})

test('who reports is answerable for it, who keeps silent for the silence', () => {
  const shared = { case: 'own/case', peer: 'checkov', rule: 'X', carriers: ['a', 'b'], found: [] }
  const outcomes: readonly Outcome[] = [
    { ...shared, expected: 'fail', verdict: 'agree', reporting: ['a'] },
    { ...shared, expected: 'fail', verdict: 'disagree', reporting: [], known: 'for a reason' },
    { ...shared, expected: 'pass', verdict: 'disagree', reporting: ['b'] },
    { ...shared, expected: 'fail', verdict: 'uncovered', carriers: [], reporting: [] },
  ]
  expect(tallyBy(outcomes, ({ peer }) => peer).get('checkov')).toEqual({
    expectations: 4,
    agree: 1,
    disagree: 2,
    known: 1,
    uncovered: 1,
  })
  const own = tallyOwn(outcomes)
  expect(own.get('a')).toEqual({ expectations: 3, agree: 2, disagree: 1, known: 1, uncovered: 0 })
  expect(own.get('b')).toEqual({ expectations: 2, agree: 0, disagree: 2, known: 1, uncovered: 0 })
  expect(agreement(own.get('a')!, false)).toBeCloseTo(66.7, 1)
  expect(agreement(own.get('a')!, true)).toBe(100)
})

test('what hadolint was told stands in our options', () => {
  const config = { 'label-schema': { a: 'text', b: 'url' }, 'strict-labels': true, trustedRegistries: ['x.example'] }
  const one = { id: 'x', peer: 'hadolint', files: [], expect: [], config }
  expect(optionsOf(one)).toMatchObject({
    'label-missing': { labels: ['a', 'b'] },
    'label-superfluous': { labels: ['a', 'b'] },
    'label-empty': { labels: ['a', 'b'] },
    'label-not-url': { labels: ['b'] },
    'label-not-spdx': { labels: [] },
    'image-registry-not-allowed': { registries: ['x.example'] },
  })
  expect(optionsOf({ ...one, config: { 'label-schema': { a: 'text' } } })).toMatchObject({
    'label-superfluous': { labels: [] },
  })
  expect(optionsOf({ ...one, peer: 'polaris' })).toEqual({})
})

test('what Kubescape was told, and what Trivy takes for granted, stand in our options', () => {
  const postureControlInputs = {
    imageRepositoryAllowList: ['gcr.io'],
    publicRegistries: ['docker.io'],
    untrustedRegistries: ['quay.io'],
    sandbox_cpu_limit_max: ['2'],
  }
  const one = { id: 'x', peer: 'kubescape', files: [], expect: [], config: { postureControlInputs } }
  const registries = ['gcr.io', '*.gcr.io']
  expect(optionsOf(one)).toMatchObject({
    'image-registry-allowed': { registries, blocked: ['docker.io', '*.docker.io', 'quay.io', '*.quay.io'] },
    'agent-sandbox-image': { registries },
    'agent-sandbox-limits': { cpu: '2', memory: '' },
  })
  expect(optionsOf({ ...one, config: {} })).toMatchObject({
    'image-registry-allowed': { registries: [], blocked: [] },
    'agent-sandbox-image': { registries: [] },
    'agent-sandbox-limits': { cpu: '', memory: '' },
  })
  expect(optionsOf({ ...one, peer: 'trivy' })['image-registry-allowed']?.['registries']).toContain('*.gcr.io')
})
