import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkoutOf, type PullRequest, pullRequestOf, type Repository } from '../kit/repository.ts'
import { pullRequest } from './kit/events.ts'
import { forbidden, type Github, serverError, startGithub } from './kit/github.ts'
import { privileged, step } from './kit/step.ts'

const POLICY = '.seaworthy.yml'
const WORKFLOW = '.github/workflows/ci.yml'
const BASELINE = '.seaworthy-baseline.json'
const EMPTY = '{"schema": 1, "fingerprintVersion": 2, "entries": []}\n'

const BASE = {
  'a.yaml': privileged(false),
  [POLICY]: 'fail-on: high\n',
  [WORKFLOW]: 'on: pull_request\n',
  [BASELINE]: EMPTY,
}

/** A GitHub that has the files of the base. */
const githubWith = ({ base, head }: PullRequest, files: Readonly<Record<string, string>> = BASE): Promise<Github> =>
  startGithub({ repositories: { 'o/r': { pulls: [{ number: 42, head }], files: { [base]: files } } } })

/** What the Action makes of a pull request. */
async function judged(
  pull: PullRequest,
  checkout: Repository,
  github: Github,
  more: Readonly<Record<string, string>> = {},
) {
  const { head, base, merge } = pull
  const { conclusion, outputs, summary, annotations } = await step({
    ...{ workspace: checkout.root, api: github.address, with: more },
    event: pullRequest({ head, base, merge }),
    env: { GITHUB_WORKFLOW_REF: `o/r/${WORKFLOW}@refs/pull/42/merge` },
  })
  const result = JSON.parse(readFileSync(outputs.get('results')!, 'utf8'))
  const warnings = annotations.filter(({ level }) => level === 'warning').map(({ message }) => message)
  return {
    conclusion,
    verdict: outputs.get('verdict'),
    summary: summary!,
    result,
    warnings,
    comments: github.commentsOf(),
  }
}

const NEVER = { 'a.yaml': privileged(true), [POLICY]: 'fail-on: never\n' }

describe('a change that sets `fail-on: never`', () => {
  test('fails by the policy of the base, with the base in the clone', async () => {
    const pull = pullRequestOf(BASE, NEVER)
    const github = await githubWith(pull)
    const { verdict, summary, result, comments } = await judged(pull, checkoutOf(pull.origin, pull.merge, 2), github)
    expect([verdict, result.change.source, result.change.incomparable]).toEqual(['fail', 'git', 0])
    expect(result.change.loosened).toEqual([
      { what: '`fail-on` is `never` instead of `high`, from the merge on', file: POLICY, line: 1 },
    ])
    expect(summary).toContain(
      'This change edits the policy: the edits hold from the merge on\n\n⚠️ **This change loosens the gate in 1 way**',
    )
    expect(comments).toHaveLength(1)
    expect(github.requests.map(({ operation }) => operation)).not.toContain('repos/get-content')
    expect(github.problems()).toEqual([])
  })

  test('fails by the policy that GitHub gives, with a depth of 1', async () => {
    const pull = pullRequestOf(BASE, NEVER)
    const github = await githubWith(pull)
    const { verdict, summary, result } = await judged(pull, checkoutOf(pull.origin, pull.merge, 1), github)
    expect([verdict, result.gate.failOn, result.change]).toMatchObject([
      'fail',
      'high',
      { source: 'api', base: pull.base, policy: 'changed', new: 0, loosened: [{ file: POLICY, line: 1 }] },
    ])
    expect(result.change.incomparable).toBeGreaterThan(0)
    expect(summary).toContain('add `with: {fetch-depth: 2}` to `actions/checkout`')
    expect(summary).not.toContain('comes from the change itself')
    expect(github.problems()).toEqual([])
  })

  test('passes with a warning on top, when GitHub gives none', async () => {
    const pull = pullRequestOf(BASE, NEVER)
    const github = await githubWith(pull)
    github.fail({
      operation: 'repos/get-content',
      answer: forbidden('Resource not accessible by integration'),
      times: 9,
    })
    const checkout = checkoutOf(pull.origin, pull.merge, 1)
    const { conclusion, verdict, summary, result, comments, warnings } = await judged(pull, checkout, github)
    expect([conclusion, verdict, result.change.policy]).toEqual(['success', 'warn', 'own'])
    const step = `base commit \`${pull.base.slice(0, 7)}\` is not in this clone: add \`with: {fetch-depth: 2}\` to \`actions/checkout\``
    const because = `${step} (GitHub, asked for its policy: Resource not accessible by integration)`
    expect(result.change.because).toBe(because)
    expect(summary.replaceAll('\\', '')).toMatch(/^### ⚠️ .*\n\n⚠️ The policy comes from the change itself: base commit/)
    expect(comments).toHaveLength(1)
    expect(warnings[0]).toBe('1 finding at high or above does not stop this change')
  })

  test('passes with a warning on top, without a token', async () => {
    const pull = pullRequestOf(BASE, NEVER)
    const github = await githubWith(pull)
    const checkout = checkoutOf(pull.origin, pull.merge, 1)
    const { verdict, summary } = await judged(pull, checkout, github, { token: '' })
    expect([verdict, github.requests]).toEqual(['warn', []])
    expect(summary).toContain('⚠️ The policy comes from the change itself: base commit')
  })
})

test.each([
  [
    'the first policy',
    { ...BASE, [POLICY]: undefined },
    NEVER,
    'first',
    ['`fail-on` is `never` instead of `high`, from the merge on'],
  ],
  [
    'the workflow',
    BASE,
    { 'a.yaml': privileged(true), [WORKFLOW]: 'on: push\n' },
    undefined,
    ['the workflow of this run is changed'],
  ],
  [
    'the baseline',
    BASE,
    {
      'a.yaml': privileged(true),
      [BASELINE]: EMPTY.replace('[]', '[{"fingerprint": "0", "rule": "x", "file": "a.yaml", "subject": "x"}]'),
    },
    undefined,
    ['1 entry added to the baseline, in force from the merge on'],
  ],
])('with a depth of 1, GitHub is asked for %s', async (_, base, changes, policy, what) => {
  const files = Object.fromEntries(
    Object.entries(base).flatMap(([file, text]) => (text === undefined ? [] : [[file, text]])),
  )
  const pull = pullRequestOf(files, changes)
  const github = await githubWith(pull, files)
  const { verdict, result } = await judged(pull, checkoutOf(pull.origin, pull.merge, 1), github)
  expect([verdict, result.change.policy]).toEqual(['fail', policy])
  expect(result.change.loosened.map((one: { what: string }) => one.what)).toEqual(what)
  expect(github.problems()).toEqual([])
})

test('a policy of UTF-16, a named one and a folder with 1,000 names come whole', async () => {
  const many = Object.fromEntries(Array.from({ length: 1100 }, (_, n) => [`0${n}`, 'x']))
  const files = { ...BASE, ...many, 'ci/p.yml': 'fail-on: low\n' }
  const pull = pullRequestOf(files, { 'a.yaml': privileged(true) })
  const github = await githubWith(pull, files)
  const checkout = checkoutOf(pull.origin, pull.merge, 1)
  expect((await judged(pull, checkout, github)).result.gate).toEqual({
    failOn: 'high',
    profile: 'recommended',
    policy: POLICY,
  })
  const named = await judged(pull, checkout, github, { config: 'ci/p.yml' })
  expect(named.result.gate).toEqual({ failOn: 'low', profile: 'recommended', policy: 'ci/p.yml' })
})

test('a GitHub that fails once is asked again', async () => {
  const pull = pullRequestOf(BASE, NEVER)
  const github = await githubWith(pull)
  github.fail({ operation: 'repos/get-content', answer: serverError() })
  const { verdict, result } = await judged(pull, checkoutOf(pull.origin, pull.merge, 1), github)
  expect([verdict, result.change.source]).toEqual(['fail', 'api'])
})

test('a change that only adds a comment passes, with a comment of ours', async () => {
  const ignored = privileged(true).replace(
    'privileged: true',
    'privileged: true # seaworthy: ignore privileged-container because of x',
  )
  const pull = pullRequestOf(BASE, { 'a.yaml': ignored })
  const github = await githubWith(pull)
  const { verdict, summary, warnings, comments } = await judged(pull, checkoutOf(pull.origin, pull.merge, 2), github)
  expect([verdict, warnings]).toEqual(['pass', ['this change loosens the gate in 1 way']])
  expect(summary).toMatch(/^### ⚠️ Seaworthy: nothing at high or above/)
  expect(comments.map(({ body }) => body.includes('comment ignores `privileged-container`'))).toEqual([true])
})
