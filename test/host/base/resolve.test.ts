import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { NamedBase } from '../../../src/core/base.ts'
import { Fault } from '../../../src/core/fault.ts'
import { type ChangeEvent, changeEventOf } from '../../../src/host/base/event.ts'
import { resolveBase } from '../../../src/host/base/resolve.ts'
import { folderOf } from '../../kit/folders.ts'
import { onlyPath } from '../../kit/programs.ts'
import { checkoutOf, type PullRequest, pullRequestOf, Repository, repositoryOf } from '../../kit/repository.ts'

const eventOf = ({ merge, head, base }: PullRequest): ChangeEvent => ({ name: 'pull_request', merge, head, base })

/** The commit of the base, or why there is none. */
function found({ root }: Repository, event?: ChangeEvent, named?: Exclude<NamedBase, { result: string }>): unknown {
  const resolved = resolveBase(root, named, event)
  return resolved.base ? resolved.base.commit : resolved
}

const add = (commit: string, depth: number): object => ({
  commit,
  isChange: true,
  missing: `base commit \`${commit.slice(0, 7)}\` is not in this clone: add \`with: {fetch-depth: ${depth}}\` to \`actions/checkout\``,
})

describe('on a pull request', () => {
  const change = (): PullRequest => pullRequestOf({ a: '1' }, { a: '2' })

  test('the merge of GitHub has its base as first parent, which a depth of 2 brings', () => {
    const { origin, merge, ...commits } = change()
    expect(found(checkoutOf(origin, merge, 2), eventOf({ origin, merge, ...commits }))).toBe(commits.base)
  })

  test('the base branch has moved since the event: what was merged counts', () => {
    const pull = change()
    expect(found(checkoutOf(pull.origin, pull.merge, 2), { ...eventOf(pull), base: pull.fork })).toBe(pull.base)
  })

  test('a depth of 1 has no base: its commit is known, and what to add', () => {
    const pull = change()
    expect(found(checkoutOf(pull.origin, pull.merge, 1), eventOf(pull))).toEqual(add(pull.base, 2))
  })

  test('of a checkout of the head, the base is where it left the branch', () => {
    const pull = change()
    expect(found(checkoutOf(pull.origin, pull.head, 0), eventOf(pull))).toBe(pull.fork)
    expect(found(checkoutOf(pull.origin, pull.head, 2), eventOf(pull))).toEqual(add(pull.base, 0))
  })

  test('after a rebase that is a later commit', () => {
    const pull = change()
    pull.origin.git('checkout', '--quiet', 'change')
    pull.origin.git('rebase', '--quiet', 'main')
    const head = pull.origin.git('rev-parse', 'HEAD')
    expect(found(checkoutOf(pull.origin, head, 0), { ...eventOf(pull), head })).toBe(pull.base)
  })

  test('after a force push since the event, that of the commits that are checked out', () => {
    const pull = change()
    pull.origin.git('checkout', '--quiet', '--force', '-B', 'change', pull.fork)
    const pushed = pull.origin.commit({ a: '3' })
    expect(found(checkoutOf(pull.origin, pushed, 0), eventOf(pull))).toBe(pull.fork)
  })

  test('a merge that the author made is not believed', () => {
    const pull = change()
    pull.origin.git('checkout', '--quiet', '--orphan', 'evil')
    const evil = pull.origin.commit({ a: 'evil' })
    const tree = pull.origin.git('rev-parse', `${pull.head}^{tree}`)
    const forged = pull.origin.git('commit-tree', tree, '-p', evil, '-p', pull.head, '-m', 'x')
    expect(found(checkoutOf(pull.origin, forged, 0), eventOf(pull))).toBe(pull.fork)
  })

  test('nor is a checked-out commit that is no merge of the head', () => {
    const pull = change()
    const other = { ...eventOf(pull), merge: pull.head }
    expect(found(checkoutOf(pull.origin, pull.head, 0), other)).toBe(pull.fork)
    expect(found(checkoutOf(pull.origin, pull.head, 0), { name: 'pull_request', merge: pull.head })).toEqual({
      isChange: true,
      missing: 'the event does not name the base commit',
    })
  })

  test('a partial clone has no base, and nothing is downloaded', () => {
    const pull = change()
    for (const filter of ['blob:none', 'tree:0']) {
      const checkout = checkoutOf(pull.origin, pull.merge, 2, { filter })
      const objects = checkout.git('count-objects', '-v')
      expect(found(checkout, eventOf(pull))).toEqual({
        commit: pull.base,
        isChange: true,
        missing:
          'the clone does not have all files of the base: remove `filter` from the inputs of `actions/checkout`, and beside `sparse-checkout` set `filter: blob:limit=1g`',
      })
      expect(checkout.git('count-objects', '-v')).toBe(objects)
    }
  })

  test('a checkout of the base itself has no change: nothing of it is known before', () => {
    const { origin, base } = change()
    const missing = 'the checkout is of the base branch, without the change'
    expect(found(checkoutOf(origin, base, 1), { name: 'pull_request', head: base, base })).toEqual({
      isChange: false,
      missing,
    })
  })
})

describe('in the merge queue', () => {
  test('the base is the parent of the group, when the clone has it', () => {
    const origin = repositoryOf({ a: '1' })
    const base = origin.git('rev-parse', 'HEAD')
    const one = origin.commit({ a: '2' })
    const two = origin.commit({ a: '3' })
    const group = (merge: string): ChangeEvent => ({ name: 'merge_group', merge, base })
    expect(found(checkoutOf(origin, one, 2), group(one))).toBe(base)
    expect(found(checkoutOf(origin, one, 1), group(one))).toEqual(add(base, 2))
    expect(found(checkoutOf(origin, two, 2), group(two))).toEqual(add(base, 0))
    expect(found(checkoutOf(origin, two, 0), group(two))).toBe(base)
  })
})

describe('without a base', () => {
  const event: ChangeEvent = { name: 'pull_request', merge: 'a'.repeat(40) }
  const missing = (why: string): object => ({ isChange: true, missing: expect.stringContaining(why) })

  test('is a push, and the first commit, which is none of a change', () => {
    expect(found(repositoryOf({ a: '' }))).toEqual({})
  })

  test('is a checkout without a commit', () => {
    const repository = new Repository(folderOf({}))
    repository.git('init', '--quiet')
    expect(found(repository, event)).toEqual(missing('the checkout has no commit'))
  })

  test('is a folder without git, and one on a machine without git', () => {
    expect(found(new Repository(folderOf({ a: '' })), event)).toEqual(missing('no git checkout'))
    const repository = repositoryOf({ a: '' })
    onlyPath()
    expect(found(repository, event)).toEqual(missing('this is a git checkout without `git`'))
  })
})

describe('--base REF', () => {
  const named = (checkout: Repository, ref: string): unknown => found(checkout, undefined, { ref })

  test('is where HEAD left it, whatever kind of name it is', () => {
    const { origin, head, base, fork } = pullRequestOf({ a: '1' }, { a: '2' })
    origin.git('tag', '-a', 'v1', '-m', 'x', base)
    const checkout = checkoutOf(origin, head, 0)
    checkout.git('fetch', '--quiet', '--tags', 'origin')
    for (const ref of ['origin/main', 'main', base, base.slice(0, 10), 'v1', 'HEAD^', 'HEAD~1'])
      expect([ref, named(checkout, ref)]).toEqual([ref, fork])
    expect(named(checkout, 'HEAD')).toBe(head)
  })

  test('is the commit itself, when the clone has none in common with it', () => {
    const { origin, head, base } = pullRequestOf({ a: '1' }, { a: '2' })
    const shallow = checkoutOf(origin, head, 1)
    shallow.git('fetch', '--quiet', '--depth=1', 'origin', 'main:refs/remotes/origin/main')
    expect(named(shallow, 'main')).toBe(base)
    const other = repositoryOf({ a: '' })
    const first = other.git('rev-parse', 'HEAD')
    other.git('checkout', '--quiet', '--orphan', 'new')
    other.commit({ b: '' })
    expect(named(other, first)).toBe(first)
  })

  test.each(['nowhere', 'HEAD^', '--all', '-x', '--since=now', '', 'HEAD:a', ':/x', 'HEAD^{tree}'])(
    'is not `%s`',
    ref => {
      const message = `\`--base\`: no commit \`${ref}\` in this clone. Fetch it: \`git fetch origin ${ref}\``
      expect(() => named(repositoryOf({ a: '' }), ref)).toThrow(new Fault('BAD_INPUT', message))
    },
  )

  test('requires a git checkout', () => {
    const message = '`--base` requires a git checkout: name a folder with `--base-dir`'
    expect(() => named(new Repository(folderOf({})), 'main')).toThrow(new Fault('BAD_INPUT', message))
  })

  test('works in a worktree of a bare repository, on a detached head, and with ids of SHA-256', () => {
    const repository = repositoryOf({ a: '1', b: '1' }, '--object-format=sha256')
    const first = repository.git('rev-parse', 'HEAD')
    repository.commit({ a: '2' })
    const bare = new Repository(folderOf({}))
    bare.git('clone', '--quiet', '--bare', repository.root, 'bare')
    const place = join(folderOf({}), 'tree')
    new Repository(join(bare.root, 'bare')).git('worktree', 'add', '--quiet', '--detach', place, 'main')
    const { base } = resolveBase(place, { ref: 'HEAD^' }, undefined)
    expect([base?.commit, base?.isChanged('a'), base?.isChanged('b'), first.length]).toEqual([first, true, false, 64])
  })

  test('has its own history: neither replaced objects nor grafts count', () => {
    const { origin, head, base, fork } = pullRequestOf({ a: '1' }, { a: '2' })
    origin.git('checkout', '--quiet', head)
    writeFileSync(join(origin.root, '.git/info/grafts'), `${head} ${base}\n`)
    origin.git('replace', fork, head)
    expect(named(origin, 'main')).toBe(fork)
    expect(Buffer.from(resolveBase(origin.root, { ref: 'main' }, undefined).base!.host.read('a', 10)).toString()).toBe(
      '1',
    )
  })
})

describe('the event', () => {
  const asked = (name: string, payload: object): unknown => {
    const file = join(folderOf({ event: JSON.stringify(payload) }), 'event')
    return changeEventOf({ GITHUB_EVENT_NAME: name, GITHUB_SHA: 'm', GITHUB_EVENT_PATH: file })
  }
  const pull_request = { head: { sha: 'h' }, base: { sha: 'b' } }

  test.each([
    ['pull_request', { pull_request }, { name: 'pull_request', merge: 'm', head: 'h', base: 'b' }],
    ['pull_request_review', { pull_request }, { name: 'pull_request', merge: 'm', head: 'h', base: 'b' }],
    ['pull_request_target', { pull_request }, { name: 'pull_request', head: 'h', base: 'b' }],
    ['merge_group', { merge_group: { base_sha: 'b' } }, { name: 'merge_group', merge: 'm', base: 'b' }],
    ['push', { before: 'b' }, undefined],
    ['workflow_run', { pull_request }, undefined],
    ['schedule', {}, undefined],
  ])('%s', (name, payload, event) => expect(asked(name, payload)).toEqual(event))
})
