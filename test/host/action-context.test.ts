import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkoutIn } from '../../src/host/action/checkout.ts'
import { readContext } from '../../src/host/action/context.ts'
import { readInputs } from '../../src/host/action/inputs.ts'
import { folderOf } from '../kit/folders.ts'

const [A, B, C] = ['a', 'b', 'c'].map(letter => letter.repeat(40)) as [string, string, string]

describe('what is checked out', () => {
  test.each<[string, Record<string, string>, unknown]>([
    ['a commit', { '.git/HEAD': `${A}\n` }, { commit: A, folder: '' }],
    ['one of SHA-256', { '.git/HEAD': `${'d'.repeat(64)}\n` }, { commit: 'd'.repeat(64), folder: '' }],
    [
      'a branch',
      { '.git/HEAD': 'ref: refs/heads/a/b#c\n', '.git/refs/heads/a/b#c': `${A}\n` },
      { commit: A, branch: 'refs/heads/a/b#c', folder: '' },
    ],
    [
      'a branch among packed refs',
      {
        '.git/HEAD': 'ref: refs/heads/main\n',
        '.git/packed-refs': `# pack-refs with: peeled\n${B} refs/heads/not/refs/heads/main\n${A} refs/heads/main\n^${C}\n`,
      },
      { commit: A, branch: 'refs/heads/main', folder: '' },
    ],
    ['a branch without commits', { '.git/HEAD': 'ref: refs/heads/main\n' }, undefined],
    ['nothing', { 'k8s/web.yaml': '' }, undefined],
    ['something else of that name', { '.git': 'gitdir: ../elsewhere\n' }, undefined],
    ['a folder of the workspace', { 'src/.git/HEAD': A, 'other/x': '' }, { commit: A, folder: 'src' }],
    ['a folder of a folder', { 'go/src/.git/HEAD': A }, { commit: A, folder: 'go/src' }],
    ['the workspace, with another in it', { '.git/HEAD': B, 'tools/.git/HEAD': A }, { commit: B, folder: '' }],
    ['the workspace, at a commit of its own', { '.git/HEAD': A, 'tools/.git/HEAD': C }, { commit: A, folder: '' }],
    ['in the workspace of another', { '.git/HEAD': A, 'app/.git/HEAD': B }, { commit: B, folder: 'app' }],
    [
      'a worktree',
      {
        '.git': 'gitdir: main/.git/worktrees/w\n',
        'main/.git/worktrees/w/HEAD': 'ref: refs/heads/x\n',
        'main/.git/worktrees/w/commondir': '../..\n',
        'main/.git/refs/heads/x': B,
      },
      { commit: B, folder: '', branch: 'refs/heads/x' },
    ],
    ['two, one of which the run is about', { 'a/.git/HEAD': C, 'b/.git/HEAD': B }, { commit: B, folder: 'b' }],
    ['two, and nobody can tell which', { 'a/.git/HEAD': C, 'b/.git/HEAD': A }, undefined],
    ['a package of a package manager', { 'node_modules/x/.git/HEAD': A }, undefined],
  ])('%s', (_, files, checkout) => expect(checkoutIn(folderOf(files), [B])).toEqual(checkout))
})

const context = (env: Record<string, string>, leg = '') =>
  readContext(
    { GITHUB_WORKSPACE: folderOf({}), GITHUB_WORKFLOW: 'ci', GITHUB_JOB: 'gate', ...env },
    readInputs({ INPUT_LEG: leg }),
  )

describe('what tells a step from others', () => {
  const matrix = (values: unknown): string => JSON.stringify(values, undefined, 2)
  test.each([
    ['', '', 'ci/gate'],
    ['__seaworthy', '', 'ci/gate'],
    ['__seaworthy_2', '', 'ci/gate/__seaworthy_2'],
    ['__self', '', 'ci/gate'],
    ['images', '', 'ci/gate/images'],
    ['', matrix({ os: 'linux', arch: 'amd64' }), 'ci/gate/os:linux,arch:amd64'],
    ['__seaworthy_3', matrix({ node: 24 }), 'ci/gate/node:24/__seaworthy_3'],
  ])('step %j of the leg %j is %s for code scanning', (GITHUB_ACTION, leg, category) =>
    expect(context({ GITHUB_ACTION }, leg).category).toBe(category),
  )

  test.each([[{ image: 'a/b' }], [{ a: { b: 1 } }], [{ a: 'x'.repeat(500) }], [{ a: 'x\n' }], [{ a: '"' }]])(
    'a leg that does not fit there has a short name: %j',
    values => {
      const name = context({}, matrix(values)).category
      expect(name).toMatch(/^ci\/gate\/[0-9a-f]{12}$/)
      expect(name).not.toBe(context({}, matrix({ ...values, more: 1 })).category)
    },
  )

  test('the comment’s key stays what it was', () => {
    const leg = matrix({ os: 'linux' })
    expect(context({ GITHUB_ACTION: '__seaworthy' }, leg).key).toBe(`ci/gate/${leg}`)
    expect(context({ GITHUB_ACTION: '__seaworthy_2' }).key).toBe('ci/gate/__seaworthy_2')
  })
})

test.each([
  ['pull_request', 'mallory/r', true],
  ['pull_request', null, true],
  ['pull_request', 'o/r', false],
  ['pull_request_target', 'mallory/r', false],
])('%s from %s: read only is %s', (GITHUB_EVENT_NAME, from, readOnly) => {
  const file = join(folderOf({}), 'event.json')
  const repo = from === null ? null : { full_name: from }
  writeFileSync(file, JSON.stringify({ number: 42, pull_request: { head: { sha: A, repo } } }))
  const env = { GITHUB_EVENT_NAME, GITHUB_EVENT_PATH: file, GITHUB_REPOSITORY: 'o/r' }
  expect(context(env)).toMatchObject({ readOnly, head: A, pullRequest: 42 })
})
