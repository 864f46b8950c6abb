import { pointerTo } from '../kit/repository.ts'
import { adding, plain, privileged } from './fixtures.ts'
import type { Scenario } from './scenario.ts'

/** One finding was there, and one is added. */
const ADDED = {
  base: { 'k8s/a.yaml': privileged('a') },
  change: { 'k8s/b.yaml': privileged('b') },
}
const ONE_OF_EACH = { new: 1, known: 1, incomparable: 0, fixed: 0 }
const NOTHING = { new: 0, known: 0, incomparable: 0, fixed: 0 }

/** The same change in many checkouts: what it is compared with. */
export const CHECKOUTS: readonly Scenario[] = [
  { name: 'merge commit, fetch-depth 2', ...ADDED, checkout: 'merge, fetch-depth 2', expected: ONE_OF_EACH },
  { name: 'merge commit, all history', ...ADDED, checkout: 'merge, fetch-depth 0', expected: ONE_OF_EACH },
  {
    name: 'merge commit, fetch-depth 1',
    ...ADDED,
    checkout: 'merge, fetch-depth 1',
    expected: { ...NOTHING, incomparable: 2, missing: 'add `with: {fetch-depth: 2}` to `actions/checkout`' },
  },
  {
    name: 'head, fetch-depth 2',
    ...ADDED,
    checkout: 'head, fetch-depth 2',
    expected: { ...NOTHING, incomparable: 2, missing: 'add `with: {fetch-depth: 0}` to `actions/checkout`' },
  },
  { name: 'head, all history', ...ADDED, checkout: 'head, fetch-depth 0', expected: ONE_OF_EACH },

  {
    name: 'the base branch got a finding since, merge commit',
    ...ADDED,
    since: { 'k8s/c.yaml': privileged('c') },
    checkout: 'merge, fetch-depth 2',
    expected: { ...NOTHING, new: 1, known: 2 },
  },
  {
    name: 'the base branch got a finding since, head',
    ...ADDED,
    since: { 'k8s/c.yaml': privileged('c') },
    checkout: 'head, fetch-depth 0',
    expected: ONE_OF_EACH,
  },
  {
    name: 'the base branch got the same finding since, merge commit',
    ...ADDED,
    since: { 'k8s/b.yaml': privileged('b'), 'README.md': 'x' },
    checkout: 'merge, fetch-depth 2',
    expected: { ...NOTHING, known: 2 },
  },
  {
    name: 'the base branch fixed its finding since, merge commit',
    ...ADDED,
    since: { 'k8s/a.yaml': plain('a') },
    checkout: 'merge, fetch-depth 2',
    expected: { ...NOTHING, new: 1 },
  },
  {
    name: 'the base branch fixed its finding since, head',
    ...ADDED,
    since: { 'k8s/a.yaml': plain('a') },
    checkout: 'head, fetch-depth 0',
    expected: ONE_OF_EACH,
  },
  {
    name: 'rebased onto a finding of the base branch',
    ...ADDED,
    since: { 'k8s/c.yaml': privileged('c') },
    checkout: 'head, rebased',
    expected: { ...NOTHING, new: 1, known: 2 },
  },
  {
    name: 'pushed by force since the event',
    ...ADDED,
    checkout: 'head, pushed by force since the event',
    expected: ONE_OF_EACH,
  },
  {
    name: 'fork, merge commit',
    ...ADDED,
    since: { 'k8s/c.yaml': privileged('c') },
    checkout: 'merge with a fork',
    expected: { ...NOTHING, new: 1, known: 2 },
  },
  {
    name: 'fork, its own head, on `pull_request_target`',
    ...ADDED,
    checkout: 'head of a fork, fetch-depth 0',
    expected: ONE_OF_EACH,
  },
  {
    name: 'fork, its own head, and the base branch has moved',
    ...ADDED,
    since: { 'k8s/c.yaml': privileged('c') },
    checkout: 'head of a fork, fetch-depth 0',
    expected: {
      ...NOTHING,
      incomparable: 2,
      missing: 'is not in this clone: add the step `run: git fetch ',
    },
  },
  {
    name: 'the base branch itself, on `pull_request_target`',
    ...ADDED,
    checkout: 'base branch',
    expected: { ...NOTHING, incomparable: 1, missing: 'the checkout is of the base branch, without the change' },
  },
  { name: 'merge queue', ...ADDED, checkout: 'merge queue', expected: ONE_OF_EACH },
  { name: 'push', ...ADDED, checkout: 'push' },
  {
    name: 'first commit: the base has no file',
    base: {},
    change: { 'k8s/a.yaml': privileged('a'), 'k8s/b.yaml': privileged('b') },
    expected: { ...NOTHING, new: 2 },
  },

  { name: '`--base` on a branch', ...ADDED, checkout: 'branch, --base main', expected: ONE_OF_EACH },
  { name: '`--base` on a detached head', ...ADDED, checkout: 'detached, --base main', expected: ONE_OF_EACH },
  { name: '`--base` in a worktree', ...ADDED, checkout: 'worktree, --base main', expected: ONE_OF_EACH },
  {
    name: '`--base` without common history',
    ...ADDED,
    checkout: 'branch without common history, --base main',
    expected: ONE_OF_EACH,
  },
  { name: '`--base-dir`', ...ADDED, checkout: '--base-dir', expected: ONE_OF_EACH },
  { name: '`--base-result`', ...ADDED, checkout: '--base-result', expected: ONE_OF_EACH },
  {
    name: '`--base-result`, and a finding is fixed',
    base: { 'k8s/a.yaml': privileged('a'), 'k8s/b.yaml': privileged('b') },
    change: { 'k8s/b.yaml': undefined },
    checkout: '--base-result',
    expected: { ...NOTHING, known: 1, fixed: 1 },
  },

  {
    name: '`--base-result` of all, and a part is checked: the rest is not fixed',
    base: { ...ADDED.base, 'other/o.yaml': privileged('o') },
    change: ADDED.change,
    paths: ['k8s'],
    checkout: '--base-result',
    expected: ONE_OF_EACH,
  },
  {
    name: 'the index of git cannot be read',
    ...ADDED,
    checkout: '--base-dir',
    workTree: { '.git/index': 'x' },
    expected: ONE_OF_EACH,
  },
  {
    name: 'dirty work tree',
    base: { 'k8s/a.yaml': adding('a', 'NET_ADMIN') },
    checkout: 'main, --base HEAD',
    workTree: { 'k8s/a.yaml': adding('a', 'NET_ADMIN', 'SYS_ADMIN') },
    expected: ONE_OF_EACH,
  },
  {
    name: 'untracked file',
    base: ADDED.base,
    checkout: 'main, --base HEAD',
    workTree: ADDED.change,
    expected: ONE_OF_EACH,
  },
  {
    name: 'ignored file',
    base: { ...ADDED.base, '.gitignore': 'out\n' },
    checkout: 'main, --base HEAD',
    workTree: { 'out/b.yaml': privileged('b') },
    expected: { ...NOTHING, known: 1 },
  },
  {
    name: 'removed file that is not committed yet: it is not fixed before',
    base: { ...ADDED.base, ...ADDED.change },
    checkout: 'main, --base HEAD',
    workTree: { 'k8s/b.yaml': undefined },
    expected: { ...NOTHING, known: 1 },
  },

  {
    name: 'sparse checkout: what is not there is not fixed',
    base: { ...ADDED.base, 'other/o.yaml': privileged('o') },
    moves: { other: 'others' },
    change: ADDED.change,
    checkout: 'merge, sparse',
    expected: ONE_OF_EACH,
  },
  {
    name: 'sparse checkout by `actions/checkout`, which leaves out the files of the base',
    base: { ...ADDED.base, 'other/o.yaml': privileged('o') },
    change: ADDED.change,
    checkout: 'merge, `sparse-checkout: k8s`',
    expected: { ...NOTHING, incomparable: 2, missing: 'beside `sparse-checkout` set `filter: blob:limit=1g`' },
  },
  {
    name: 'sparse checkout by `actions/checkout`, with `filter: blob:limit=1g`',
    base: { ...ADDED.base, 'other/o.yaml': privileged('o') },
    change: ADDED.change,
    checkout: 'merge, `sparse-checkout: k8s`, `filter: blob:limit=1g`',
    expected: ONE_OF_EACH,
  },
  {
    name: 'file of Git LFS, the same',
    base: { 'k8s/a.yaml': pointerTo(privileged('a')) },
    change: ADDED.change,
    workTree: ADDED.base,
    expected: ONE_OF_EACH,
  },
  {
    name: 'file of Git LFS, changed: the base has only the pointer',
    base: { 'k8s/a.yaml': pointerTo(plain('a')) },
    change: { 'k8s/a.yaml': pointerTo(privileged('a')), ...ADDED.change },
    workTree: ADDED.base,
    expected: { ...NOTHING, new: 1, incomparable: 1 },
  },
  {
    name: 'file of Git LFS, not downloaded',
    base: { 'k8s/a.yaml': pointerTo(privileged('a')) },
    change: ADDED.change,
    expected: { ...NOTHING, new: 1 },
  },
  { name: 'checkout with `path`', ...ADDED, checkout: 'merge, `path: app`', expected: ONE_OF_EACH },
  {
    name: 'two checkouts side by side',
    ...ADDED,
    checkout: 'merge in `app`, beside `tools`',
    expected: ONE_OF_EACH,
  },
  {
    name: 'submodule, fetch-depth 2',
    base: { ...ADDED.base, 'lib/s.yaml': privileged('s') },
    change: { ...ADDED.change, 'lib/t.yaml': privileged('t') },
    checkout: 'submodule, fetch-depth 2',
    expected: { ...NOTHING, new: 2, known: 2 },
  },
  {
    name: 'submodule, fetch-depth 1: its base is not in the clone',
    base: { ...ADDED.base, 'lib/s.yaml': privileged('s') },
    change: { ...ADDED.change, 'lib/t.yaml': privileged('t') },
    checkout: 'submodule, fetch-depth 1',
    expected: { ...ONE_OF_EACH, incomparable: 2 },
  },
]
