import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'
import { commit, pullRequest } from './events.ts'
import { type Github, type GithubOptions, startGithub } from './github.ts'
import { runStep, type Step, type StepResult } from './runner.ts'

/** A checkout with these files; without any: a copy of a story. */
export function workspace(
  story: 'shop' | 'sound' | 'broken' | undefined,
  files: Readonly<Record<string, string>> = {},
): string {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-ws-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  if (story) cpSync(`__fixtures__/repos/${story}`, folder, { recursive: true, verbatimSymlinks: true })
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

/** Leaves in a folder what `actions/checkout` does of one commit. */
export function checkOut(folder: string, sha: string): void {
  mkdirSync(join(folder, '.git'), { recursive: true })
  writeFileSync(join(folder, '.git/HEAD'), `${sha}\n`)
}

/** A GitHub where pull request 42 is open. */
export const github42 = (options: GithubOptions = {}): Promise<Github> =>
  startGithub({
    repositories: {
      'o/r': {
        pulls: [{ number: 42, head: commit('head') }],
        codeScanning: true,
      },
    },
    ...options,
  })

/** One step that uses the committed action. */
export const step = (more: Partial<Step> & Pick<Step, 'workspace' | 'event'>): Promise<StepResult> =>
  runStep({ action: resolve('.'), ...more })

/** Notices, those that found no room on the run page too. */
export const noticesOf = ({ annotations, dropped }: StepResult): readonly string[] =>
  [...annotations, ...dropped].filter(({ level }) => level === 'notice').map(({ message }) => message)

/** What was asked of GitHub that changes something. */
export const writesOf = (github: Github): readonly (string | undefined)[] =>
  github.requests.flatMap(({ method, operation }) => (method === 'GET' || operation === 'graphql' ? [] : [operation]))

export const onPullRequest = (github: Github, folder: string, more: Partial<Step> = {}): Promise<StepResult> =>
  step({ workspace: folder, event: pullRequest(), api: github.address, ...more })

/** A Pod whose one container is privileged, or is not. */
export const privileged = (value: boolean): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: api\nspec:\n  containers:\n    - name: api\n      image: shop/api:1.4\n      securityContext:\n        privileged: ${value}\n`
