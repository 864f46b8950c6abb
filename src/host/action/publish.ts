import { join } from 'node:path'
import { downTo } from '../../core/paths.ts'
import { listed } from '../../core/text.ts'
import { filesOf, INPUTS } from '../../inputs.ts'
import { annotationsOf, verdictWords } from '../../report/annotations.ts'
import { visible } from '../../report/escape.ts'
import { toJson } from '../../report/json.ts'
import { toLog } from '../../report/log.ts'
import { isLoosened, looseningWords } from '../../report/loosening.ts'
import { toMarkdown, withoutResult } from '../../report/markdown/markdown.ts'
import { SUMMARY_LIMIT } from '../../report/render.ts'
import { type Result, standing } from '../../report/result.ts'
import { toSarif } from '../../report/sarif.ts'
import { isColoured } from '../colour.ts'
import { writeOutput } from '../disk/output.ts'
import { temporaryFolder } from '../disk/temporary.ts'
import type { Workspace } from '../disk/workspace.ts'
import { failureWords } from '../failure.ts'
import { connect, type Octokit } from './client.ts'
import { sarifOptions, sendSarif } from './code-scanning.ts'
import { COMMENT_LIMIT, type CommentOutcome, type Draft, keepComment } from './comment.ts'
import { type RunContext, readContext } from './context.ts'
import { type Contact, type Environment, type Inputs, readContact } from './inputs.ts'
import { advice, reasonOf } from './refusals.ts'

type Core = typeof import('@actions/core')

/** `@actions/core` brings an HTTP client of 400 KB along: only the Action pays for it. */
export const loadCore = (): Promise<Core> => import('@actions/core')

/** The title of annotations without a place. */
const TITLED = { title: 'Seaworthy' }

const KINDS = INPUTS.map(({ noun }) => noun)

const OUTPUTS_FAILED = 'outputs could not be written'

/** Says the result everywhere a user looks. What fails costs no more than itself. */
export async function publish(
  core: Core,
  result: Result,
  { inputs, workspace }: { readonly inputs: Inputs; readonly workspace: Workspace },
  env: Environment,
): Promise<void> {
  const context = readContext(env, inputs, workspace.root)
  const summary = (): string => toMarkdown(result, SUMMARY_LIMIT, context.links)
  await attempt(core, 'the log could not be written', () => log(core, result, workspace, env))
  await attempt(core, 'annotations could not be made', () => annotate(core, result, inputs, context))
  await attempt(core, OUTPUTS_FAILED, () => writeOutputs(core, result, summary, context))
  await summarize(core, summary)
  await attempt(core, 'nothing was sent to GitHub', () => send(core, result, inputs, context))
}

/** Where there is no result: says so in the summary, and in a comment of ours that would speak of an older one. */
export async function publishError(core: Core, error: unknown, env: Environment): Promise<void> {
  const inputs = readContact(env)
  const context = readContext(env, inputs)
  const words = failureWords(error)
  core.error(`Seaworthy could not finish: ${visible(words)}`, TITLED)
  noticeUnrelated(core, inputs)
  await attempt(core, OUTPUTS_FAILED, () => core.setOutput('verdict', 'error'))
  const body = withoutResult(briefly(words), context.links)
  await summarize(core, () => body)
  if (inputs.token === undefined || inputs.comment === 'never') return
  await comment(core, await connect(inputs.token), () => ({ body, create: false }), context)
}

/** A short form for readers of the comment, without a stack. */
const briefly = (whole: string): string => whole.split('\n    at ')[0]!

/** The verdict stands: nothing that fails here may change it. */
async function attempt(core: Core, otherwise: string, action: () => void | Promise<void>): Promise<void> {
  try {
    await action()
  } catch (error) {
    core.warning(`${otherwise}: ${reasonOf(error)}`, TITLED)
  }
}

/** One warning and one notice may be needed, to say what GitHub did not take. */
const RESERVED = 1

function noticeUnrelated(core: Core, { unrelated }: Contact): void {
  if (unrelated.length === 0) return
  const names = listed(unrelated.map(name => `\`${visible(name)}\``))
  const are = unrelated.length === 1 ? 'is not an input' : 'are not inputs'
  core.notice(`skipped: ${names} ${are} of Seaworthy. Set it under \`env:\` of the steps that use it`, TITLED)
}

const isBad = ({ outcome }: Result['verdict']): boolean => outcome === 'fail' || outcome === 'error'

function annotate(core: Core, result: Result, inputs: Inputs, { links }: RunContext): void {
  const { verdict } = result
  if (isBad(verdict)) core.error(verdictWords(verdict), TITLED)
  else if (verdict.outcome === 'warn') core.warning(verdictWords(verdict), TITLED)
  else if (isLoosened(verdict)) core.warning(looseningWords(verdict), TITLED)
  else if (filesOf(result.inputs) === 0) core.warning(`there was nothing to check: no ${listed(KINDS, 'or')}`, TITLED)
  noticeUnrelated(core, inputs)
  const spare = {
    warning: RESERVED + (verdict.outcome === 'warn' || isLoosened(verdict) ? 1 : 0),
    notice: RESERVED + (inputs.unrelated.length > 0 ? 1 : 0),
  }
  const shown = annotationsOf(result, inputs.annotations, spare)
  for (const { level, message, title, file, line, column, endColumn } of shown)
    core[level](message, {
      title,
      ...(file !== undefined && { file: downTo(file, links.folder) ?? file }),
      ...(line !== undefined && { startLine: line, endLine: line }),
      ...(column !== undefined && endColumn !== undefined && endColumn > column && { startColumn: column, endColumn }),
    })
}

function log(core: Core, result: Result, { fromHere }: Workspace, env: Environment): void {
  const colour = isColoured('auto', env, false)
  for (const lines of toLog(result, { colour, nameOf: fromHere })) core.info(lines.slice(0, -1))
}

/** Files go to a new folder of our own under RUNNER_TEMP: none that a repository brought can be in the way. */
async function writeOutputs(core: Core, result: Result, summary: () => string, context: RunContext): Promise<void> {
  await attempt(core, OUTPUTS_FAILED, () => {
    core.setOutput('verdict', result.verdict.outcome)
    core.setOutput('counts', JSON.stringify(result.verdict.counts))
  })
  const folder = temporaryFolder()
  const files = {
    results: ['results.json', () => toJson(result)],
    sarif: ['results.sarif', () => toSarif(result, sarifOptions(context))],
    summary: ['summary.md', () => [summary()]],
  } as const
  for (const [name, [file, pieces]] of Object.entries(files))
    await attempt(core, `the output \`${name}\` could not be written`, () => {
      writeOutput(join(folder, file), pieces())
      core.setOutput(name, join(folder, file))
    })
}

async function summarize(core: Core, text: () => string): Promise<void> {
  if (!process.env['GITHUB_STEP_SUMMARY']) return
  await attempt(core, 'the job summary could not be written', async () => {
    await core.summary.addRaw(text()).write()
  })
}

async function send(core: Core, result: Result, inputs: Inputs, context: RunContext): Promise<void> {
  if (inputs.token === undefined) {
    if (inputs.comment === 'always' || inputs.uploadSarif) core.notice('no token: nothing was sent to GitHub', TITLED)
    return
  }
  const isUploaded = inputs.uploadSarif && isWhole(core, result)
  if (inputs.comment === 'never' && !isUploaded) return
  const github = await connect(inputs.token)
  if (inputs.comment !== 'never') await comment(core, github, draftOf(result, inputs, context), context)
  if (isUploaded) await upload(core, github, result, context)
}

/** For code scanning, an upload is all there is in its category: alerts that are not in it are closed as fixed. */
function isWhole(core: Core, { verdict }: Result): boolean {
  if (verdict.outcome !== 'error') return true
  core.warning(
    'SARIF was not sent: the run is incomplete, and code scanning would close the alerts that it did not check. The output `sarif` has the path of the file.',
    TITLED,
  )
  return false
}

/** A pass is not posted for a commit that is not the head of the pull request. */
const draftOf =
  (result: Result, { comment }: Inputs, { links }: RunContext): Draft =>
  insteadOf => {
    const { insteadOf: _, ...head } = links
    const isFound = comment === 'on-findings' && standing(result.verdict).length > 0
    const isAsked = comment === 'always' || isFound || isLoosened(result.verdict)
    return {
      body: toMarkdown(result, COMMENT_LIMIT, { ...head, ...(insteadOf !== undefined && { insteadOf }) }),
      create: isBad(result.verdict) || (isAsked && insteadOf === undefined),
    }
  }

async function comment(core: Core, github: Octokit, draft: Draft, context: RunContext): Promise<void> {
  try {
    const posted = await keepComment(github, context, draft)
    core.info(outcomeWords(posted))
    if (posted.action === 'none') return
    await attempt(core, OUTPUTS_FAILED, () => core.setOutput('comment-url', posted.url))
  } catch (error) {
    const reason = advice(error, context, 'pull-requests')
    core.notice(`no comment was posted: ${reason} The result is in the job summary.`, TITLED)
  }
}

const outcomeWords = (posted: CommentOutcome): string =>
  posted.action === 'none'
    ? `No comment: ${posted.why}`
    : `Comment ${posted.action === 'left' ? 'is up to date' : posted.action}: ${posted.url}`

async function upload(core: Core, github: Octokit, result: Result, context: RunContext): Promise<void> {
  try {
    core.info(await sendSarif(github, result, context))
  } catch (error) {
    core.warning(`SARIF was not sent: ${advice(error, context, 'security-events')}`, TITLED)
  }
}
