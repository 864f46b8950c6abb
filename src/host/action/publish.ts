import { join } from 'node:path'
import { EXIT_CODES } from '../../policy/verdict.ts'
import { annotationsOf, verdictWords } from '../../report/annotations.ts'
import { visible } from '../../report/escape.ts'
import { toJson } from '../../report/json.ts'
import { toMarkdown } from '../../report/markdown.ts'
import { HOMEPAGE, SUMMARY_LIMIT } from '../../report/render.ts'
import { filesOf, type Result } from '../../report/result.ts'
import { toSarif } from '../../report/sarif.ts'
import { toText } from '../../report/text.ts'
import { writeOutput } from '../output.ts'
import { temporaryFolder } from '../temporary.ts'
import { connect, type Octokit } from './client.ts'
import { COMMENT_LIMIT, keepComment, type Posted } from './comment.ts'
import type { RunContext } from './context.ts'
import type { Inputs } from './inputs.ts'

type Core = typeof import('@actions/core')

/** `@actions/core` brings an HTTP client of 400 KB along: only the Action pays for it. */
export const loadCore = (): Promise<Core> => import('@actions/core')

/** Says the result everywhere a user looks. The verdict is told first, and nothing that fails later can change it. */
export async function publish(core: Core, result: Result, inputs: Inputs, context: RunContext): Promise<void> {
  process.exitCode = EXIT_CODES[result.verdict.outcome]
  annotate(core, result, inputs.annotations)
  core.info(toText(result, { colour: false }))
  const files = writeFiles(result, context)
  core.setOutput('verdict', result.verdict.outcome)
  core.setOutput('counts', JSON.stringify(result.verdict.counts))
  for (const [name, file] of Object.entries(files)) core.setOutput(name, file)
  await summarize(core, result, context)
  if (inputs.token === undefined) {
    if (inputs.comment === 'always' || inputs.uploadSarif)
      core.notice('no token: nothing was sent to GitHub', { title: 'Seaworthy' })
    return
  }
  const github = await connect(inputs.token)
  core.setOutput('comment-url', await comment(core, github, result, inputs, context))
  if (inputs.uploadSarif) await upload(core, github, result, context)
}

/** One warning and one notice may be needed, to say what GitHub did not take. */
const SPARE = 1

function annotate(core: Core, { verdict, inputs }: Result, perLevel: number): void {
  if (verdict.outcome !== 'pass') core.error(verdictWords(verdict), { title: 'Seaworthy' })
  else if (filesOf(inputs) === 0)
    core.warning('there was nothing to check: no manifest, chart, overlay, Dockerfile or scan report', {
      title: 'Seaworthy',
    })
  for (const { level, message, title, file, line, column, endColumn } of annotationsOf(verdict, perLevel, SPARE))
    core[level](message, {
      title,
      ...(file !== undefined && { file }),
      ...(line !== undefined && { startLine: line, endLine: line }),
      ...(column !== undefined && endColumn !== undefined && endColumn > column && { startColumn: column, endColumn }),
    })
}

/** A new folder of our own under RUNNER_TEMP: no file that a repository brought can be in the way. */
function writeFiles(result: Result, context: RunContext): Record<'results' | 'sarif' | 'summary', string> {
  const folder = temporaryFolder()
  const files = {
    results: join(folder, 'results.json'),
    sarif: join(folder, 'results.sarif'),
    summary: join(folder, 'summary.md'),
  }
  writeOutput(files.results, toJson(result))
  writeOutput(files.sarif, toSarif(result, { homepage: HOMEPAGE, category: context.key }))
  writeOutput(files.summary, toMarkdown(result, SUMMARY_LIMIT, context.links))
  return files
}

async function summarize(core: Core, result: Result, context: RunContext): Promise<void> {
  if (!process.env['GITHUB_STEP_SUMMARY']) return
  try {
    await core.summary.addRaw(toMarkdown(result, SUMMARY_LIMIT, context.links)).write()
  } catch (error) {
    core.warning(`the job summary could not be written: ${reasonOf(error)}`, { title: 'Seaworthy' })
  }
}

/** @returns the address of the comment, or nothing */
async function comment(
  core: Core,
  github: Octokit,
  result: Result,
  inputs: Inputs,
  context: RunContext,
): Promise<string> {
  if (inputs.comment === 'never') return ''
  const bad = result.verdict.outcome !== 'pass'
  try {
    const posted = await keepComment(
      github,
      context,
      toMarkdown(result, COMMENT_LIMIT, context.links),
      bad || inputs.comment === 'always',
    )
    core.info(postedWords(posted))
    return posted.did === 'nothing' ? '' : posted.url
  } catch (error) {
    core.notice(`no comment was written: ${advice(error, context)} The result is in the job summary.`, {
      title: 'Seaworthy',
    })
    return ''
  }
}

const postedWords = (posted: Posted): string =>
  posted.did === 'nothing'
    ? `No comment: ${posted.why}`
    : `Comment ${posted.did === 'left' ? 'is up to date' : posted.did}: ${posted.url}`

/** What to add where, for the usual refusals. */
function advice(error: unknown, { fork }: RunContext): string {
  const status = statusOf(error)
  if (status === 403 && fork) return 'runs for forks have a token that may only read.'
  if (status === 403) return 'the token may not write: add `permissions: {pull-requests: write}` to the job.'
  if (status === 401) return 'GitHub does not know the token.'
  return `${reasonOf(error)}.`
}

async function upload(core: Core, github: Octokit, result: Result, context: RunContext): Promise<void> {
  const { gzipSync } = process.getBuiltinModule('node:zlib')
  const sarif = gzipSync(toSarif(result, { homepage: HOMEPAGE, category: context.key })).toString('base64')
  const { owner, repo, sha, ref } = context
  try {
    await github.rest.codeScanning.uploadSarif({ owner, repo, commit_sha: sha, ref, sarif })
    core.info('SARIF was sent to code scanning')
  } catch (error) {
    const hint =
      statusOf(error) === 403
        ? 'code scanning needs `permissions: {security-events: write}`, and Advanced Security in private repositories'
        : reasonOf(error)
    core.warning(`SARIF was not sent: ${hint}`, { title: 'Seaworthy' })
  }
}

const statusOf = (error: unknown): unknown => (error instanceof Error && 'status' in error ? error.status : undefined)

const reasonOf = (error: unknown): string =>
  visible(error instanceof Error ? error.message : String(error)).slice(0, 300)
