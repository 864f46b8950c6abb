import { chmodSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ChangeEvent } from '../../src/host/base/event.ts'
import { toJson } from '../../src/report/json.ts'
import { folderOf } from '../kit/folders.ts'
import { checkoutOf, mergeOf, type PullRequest, pullRequestOf, Repository, repositoryOf } from '../kit/repository.ts'
import { runFrom, type Start } from './run.ts'
import { changeIn, type Files, type Scenario } from './scenario.ts'

type Made = (scenario: Scenario) => Start | Promise<Start>

const pulled = (scenario: Scenario): PullRequest => pullRequestOf(scenario.base, changeIn(scenario), scenario.since)

const eventOf = ({ merge, head, base }: PullRequest): ChangeEvent => ({ name: 'pull_request', merge, head, base })

/** The event of `pull_request_target` knows of no merge. */
const targetOf = ({ head, base }: PullRequest): ChangeEvent => ({ name: 'pull_request', head, base })

/** The checkout that GitHub makes unless it is told otherwise. */
const ofMerge = (pull: PullRequest, depth: number): Start => ({
  folder: checkoutOf(pull.origin, pull.merge, depth).root,
  event: eventOf(pull),
})

/** With `ref: ${{ github.event.pull_request.head.sha }}`. */
const ofHead = (pull: PullRequest, depth: number, origin = pull.origin): Start => ({
  folder: checkoutOf(origin, pull.head, depth).root,
  event: eventOf(pull),
})

/** A pull request whose head is a commit of another repository. */
function forked(scenario: Scenario): PullRequest & { readonly repository: Repository } {
  const origin = repositoryOf(scenario.base)
  const fork = origin.git('rev-parse', 'HEAD')
  const repository = new Repository(folderOf({}))
  repository.git('clone', '--quiet', origin.root, '.')
  const head = repository.commit(changeIn(scenario))
  const base = scenario.since ? origin.commit(scenario.since) : fork
  origin.git('fetch', '--quiet', repository.root, 'HEAD:refs/pull/1/head')
  return { origin, repository, base, fork, head, merge: mergeOf(origin, head) }
}

function rebased(scenario: Scenario): Start {
  const pull = pulled(scenario)
  pull.origin.git('checkout', '--quiet', 'change')
  pull.origin.git('rebase', '--quiet', 'main')
  return ofHead({ ...pull, head: pull.origin.git('rev-parse', 'HEAD') }, 0)
}

/** The event is older than what is checked out. */
function pushedByForce(scenario: Scenario): Start {
  const pull = pulled({ ...scenario, change: { 'pushed-before.yaml': '' } })
  pull.origin.git('checkout', '--quiet', '-B', 'change', pull.fork)
  const head = pull.origin.commit(changeIn(scenario))
  return { folder: checkoutOf(pull.origin, head, 0).root, event: eventOf(pull) }
}

function queued(scenario: Scenario): Start {
  const origin = repositoryOf(scenario.base)
  const base = origin.git('rev-parse', 'HEAD')
  const merge = origin.commit(changeIn(scenario))
  return { folder: checkoutOf(origin, merge, 2).root, event: { name: 'merge_group', merge, base } }
}

function onBranch(scenario: Scenario, ...checkout: readonly string[]): Start {
  const { origin } = pulled(scenario)
  origin.git('checkout', '--quiet', 'change')
  if (checkout.length > 0) origin.git('checkout', '--quiet', ...checkout)
  return { folder: origin.root, named: { ref: 'main' } }
}

function inWorktree(scenario: Scenario): Start {
  const folder = join(folderOf({}), 'tree')
  pulled(scenario).origin.git('worktree', 'add', '--quiet', folder, 'change')
  return { folder, named: { ref: 'main' } }
}

function withoutCommonHistory(scenario: Scenario): Start {
  const start = onBranch(scenario, '--orphan', 'new')
  new Repository(start.folder).commit({})
  return start
}

function madeExecutable(scenario: Scenario): Start {
  const start = onBranch(scenario)
  for (const file of Object.keys(scenario.base)) chmodSync(join(start.folder, file), 0o755)
  new Repository(start.folder).commit({})
  return start
}

async function ofResult(scenario: Scenario): Promise<Start> {
  const { origin, head } = pulled(scenario)
  const result = join(folderOf({}), 'result.json')
  const before = await runFrom({ folder: repositoryOf(scenario.base).root }, { ...scenario, paths: [] })
  writeFileSync(result, [...toJson(before)].join(''))
  return { folder: checkoutOf(origin, head, 1).root, named: { result } }
}

/** As `actions/checkout` does: unless it is told otherwise, without the files that are not checked out. */
function sparse(scenario: Scenario, filter: string): Start {
  const pull = pulled(scenario)
  const { root } = checkoutOf(pull.origin, pull.merge, 2, { filter, sparse: 'k8s' })
  return { folder: root, event: eventOf(pull) }
}

/** The event of a merge, and a workspace with it and others below. */
function inWorkspace(scenario: Scenario, folder: string, others: Readonly<Record<string, Files>> = {}): Start {
  const start = ofMerge(pulled(scenario), 2)
  const workspace = folderOf({})
  renameSync(start.folder, join(workspace, folder))
  for (const [name, files] of Object.entries(others)) renameSync(repositoryOf(files).root, join(workspace, name))
  return { ...start, folder: workspace }
}

/** The files below `lib` are a repository of their own. */
function withSubmodule({ base, ...scenario }: Scenario, depth: number): Start {
  const change = changeIn({ base, ...scenario })
  const library = repositoryOf(filesIn(base, true))
  const origin = repositoryOf(filesIn(base, false))
  origin.git('submodule', '--quiet', 'add', `file://${library.root}`, 'lib')
  const ref = origin.commit({})
  library.commit(filesIn(change, true))
  new Repository(join(origin.root, 'lib')).git('pull', '--quiet')
  const checkout = checkoutOf(origin, origin.commit(filesIn(change, false)), 2)
  checkout.git('submodule', '--quiet', 'update', '--init', `--depth=${depth}`)
  return { folder: checkout.root, named: { ref } }
}

/** Those of the submodule by their names in it, or the others. */
const filesIn = (files: Files, isLibrary: boolean): Files =>
  Object.fromEntries(
    Object.entries(files)
      .filter(([file]) => file.startsWith('lib/') === isLibrary)
      .map(([file, content]) => [file.replace(/^lib\//, ''), content]),
  )

/** The ways in which a change comes to be checked out, and what it is compared with there. */
const WAYS = {
  'merge, fetch-depth 1': scenario => ofMerge(pulled(scenario), 1),
  'merge, fetch-depth 2': scenario => ofMerge(pulled(scenario), 2),
  'merge, fetch-depth 0': scenario => ofMerge(pulled(scenario), 0),
  'merge with a fork': scenario => ofMerge(forked(scenario), 2),
  'merge, sparse': scenario => {
    const start = ofMerge(pulled(scenario), 2)
    new Repository(start.folder).git('sparse-checkout', 'set', 'k8s')
    return start
  },
  'merge, `sparse-checkout: k8s`': scenario => sparse(scenario, 'blob:none'),
  'merge, `sparse-checkout: k8s`, `filter: blob:limit=1g`': scenario => sparse(scenario, 'blob:limit=1g'),
  'merge, `path: app`': scenario => inWorkspace(scenario, 'app'),
  'merge in `app`, beside `tools`': scenario => ({
    ...inWorkspace(scenario, 'app', { tools: scenario.base }),
    paths: ['app'],
  }),
  'head, fetch-depth 2': scenario => ofHead(pulled(scenario), 2),
  'head, fetch-depth 0': scenario => ofHead(pulled(scenario), 0),
  'head of a fork, fetch-depth 0': scenario => {
    const pull = forked(scenario)
    return { folder: checkoutOf(pull.repository, pull.head, 0).root, event: targetOf(pull) }
  },
  'head, rebased': rebased,
  'head, pushed by force since the event': pushedByForce,
  'base branch': scenario => {
    const pull = pulled(scenario)
    return { folder: checkoutOf(pull.origin, pull.base, 0).root, event: targetOf(pull) }
  },
  'merge queue': queued,
  push: scenario => {
    const { origin, head } = pulled(scenario)
    return { folder: checkoutOf(origin, head, 2).root }
  },
  'detached, --base main': scenario => {
    const { origin, head } = pulled(scenario)
    return { folder: checkoutOf(origin, head, 0).root, named: { ref: 'main' } }
  },
  'branch, --base main': scenario => onBranch(scenario),
  'branch, made executable, --base main': madeExecutable,
  'branch without common history, --base main': withoutCommonHistory,
  'worktree, --base main': inWorktree,
  'main, --base HEAD': ({ base }) => ({ folder: repositoryOf(base).root, named: { ref: 'HEAD' } }),
  'submodule, fetch-depth 1': scenario => withSubmodule(scenario, 1),
  'submodule, fetch-depth 2': scenario => withSubmodule(scenario, 2),
  '--base-dir': scenario => {
    const { origin, head } = pulled(scenario)
    return { folder: checkoutOf(origin, head, 1).root, named: { dir: repositoryOf(scenario.base).root } }
  },
  '--base-result': ofResult,
} satisfies Readonly<Record<string, Made>>

export type Way = keyof typeof WAYS

/** Makes the repositories of a row. */
export async function startOf(scenario: Scenario): Promise<Start> {
  const make: Made = WAYS[scenario.checkout ?? 'merge, fetch-depth 2']
  const start = await make(scenario)
  if (scenario.workTree) new Repository(start.folder).write(scenario.workTree)
  return start
}
