import { memo } from '../../../core/memo.ts'
import type { Instruction, Run, ShellCommand } from '../../../docker/ast.ts'
import { wholeText } from '../../../docker/commands.ts'
import { isWindows } from '../../../docker/images/windows.ts'
import { inForce, shellOf } from '../../../docker/in-force.ts'
import type { World } from '../../../world/world.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

const onWindows = inForce<boolean>(
  from => from !== undefined && (isWindows(from) || from.resolved?.repository.includes('powershell') === true),
  before => before,
)

/** The base image speaks it without a word in the file; hadolint wants that said. */
const POWERSHELL = /^#\s*hadolint\s+shell\s*=\s*(?:powershell|pwsh|cmd)\b/i

/** True in a file with the escape of Windows, whose paths are full of backslashes, or that says its shell in a comment. */
function isInWindowsFile({ stage, siblings }: Run, { dockerfiles }: World): boolean {
  const file = dockerfiles.find(({ stages, head }) => (stage ? stages[stage.index] === stage : head === siblings))
  return file?.escape === '`' || file?.comments.some(({ text }) => POWERSHELL.test(text)) === true
}

/** The words of the SHELL in force. */
const shellAt = (run: Run): readonly string[] => (shellOf.at(run)?.words ?? []).map(({ value }) => value)

const pipes = ({ before }: ShellCommand): boolean => before === '|' || before === '|&'

/** What these write is known: they do not fail. */
const CANNOT_FAIL = new Set(['echo', 'printf', 'true', ':'])

/** It writes until its reader is gone, and ends by a signal: with `pipefail` that fails the build. */
const isEndless = ({ name }: ShellCommand): boolean => name === 'yes'

/** True where a pipeline ends in `| true`, `|| true` or the like: whoever writes that wants no failure of it. */
function isWaved(commands: readonly ShellCommand[], end: number): boolean {
  const { name, before, span } = commands[end]!
  if (name === 'true' || name === ':') return true
  let next = end + 1
  // Those inside it come first.
  while (commands[next] && commands[next]!.span[0] < span[1]) next++
  return before === '||' && CANNOT_FAIL.has(commands[next]?.name ?? '')
}

/**
 * The commands before a pipe whose failure would go unseen. A `}`, `)` or `done` hides the pipe from those inside: they
 * share the number of the pipeline.
 */
function beforePipes(commands: readonly ShellCommand[]): readonly ShellCommand[] {
  const plain = new Set(commands.filter(pipes).map(({ pipeline }) => pipeline))
  const ends = new Map(commands.map(({ pipeline }, i) => [pipeline, i]))
  const waved = new Set([...ends].filter(([, end]) => isWaved(commands, end)).map(([pipeline]) => pipeline))
  return commands.filter((one, i) => {
    if (one.asked || isEndless(one) || waved.has(one.pipeline)) return false
    return pipes(one) || (!plain.has(one.pipeline) && ends.get(one.pipeline) !== i)
  })
}

export const runPipeWithoutPipefail = rule({
  id: 'run-pipe-without-pipefail',
  title: 'Failure before a pipe is ignored',
  why: 'Without `pipefail` only the last command counts: an interrupted download is built in as if it were complete.',
  help: 'Add `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` before it (`/bin/ash` on Alpine). In bash and ash, `set -o pipefail;` works too; dash, the `sh` of Debian and Ubuntu, may not support it.',
  severity: 'medium',
  profile: 'strict',
  since: '0.1',
  peers: { hadolint: 'DL4006', kics: 'efbf148a-67e9-42d2-ac47-02fa1c0d0b22' },
  on: 'run',
  check(run, { world }) {
    if (shellAt(run).includes('pipefail') || /\bpipefail\b/.test(wholeText(run))) return
    const left = beforePipes(run.commands)
    const worst = left.find(({ name }) => !CANNOT_FAIL.has(name)) ?? left[0]
    if (!worst || onWindows.at(run) || isInWindowsFile(run, world)) return
    return {
      at: worst.word,
      message: `a failing \`${worst.name}\` is ignored: \`pipefail\` is not set`,
      ...(CANNOT_FAIL.has(worst.name) && { severity: 'info' as const }),
    }
  },
})

/** `-e`, `-ex`, `-o errexit`, as an option of a shell or of `set`. */
const ERREXIT = /(^|\s)-[A-Za-df-z]*e|errexit/

export const heredocWithoutErrexit = rule({
  id: 'heredoc-without-errexit',
  title: 'Failure inside a heredoc is ignored',
  why: 'The shell continues after a failed command: only the last one counts, and a half-built image is pushed as if it were complete.',
  help: 'Start the script with `set -e`, or write `RUN <<EOF bash -e`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  on: 'run',
  check(run) {
    const [heredoc] = run.heredocs
    if (!heredoc || !/^<</.test(run.rest) || run.commands.length < 2) return
    const shebang = /^#!(.*)/.exec(heredoc.content)?.[1] ?? ''
    const isSet = run.commands.some(({ name, args }) => name === 'set' && ERREXIT.test(args.map(a => a.text).join(' ')))
    if (isSet || [shebang, run.rest, shellAt(run).join(' ')].some(text => ERREXIT.test(text))) return
    // Commands that are all joined with && fail together.
    if (!run.commands.some(({ before }) => before === '\n' || before === ';')) return
    return { at: run.keyword, message: 'a failing command is ignored: `set -e` is not set' }
  },
})

type Calls = readonly (ShellCommand | undefined)[]

/** The first calls of curl and wget in a body and its triggers, in their order. */
const callsIn = memo((body: readonly Instruction[]): Calls => {
  const commands = body.flatMap(written => {
    const run = written.is === 'ONBUILD' ? written.trigger : written
    return run.is === 'RUN' ? run.commands : []
  })
  return ['curl', 'wget']
    .map(tool => commands.find(({ name }) => name === tool))
    .sort((a, b) => (a?.span[0] ?? 0) - (b?.span[0] ?? 0))
})

export const wgetAndCurl = rule({
  id: 'wget-and-curl',
  title: 'Both wget and curl are used',
  why: 'Two tools for one purpose make the image larger and add to its attack surface.',
  help: 'Use either `curl` or `wget`, and do not install the other.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: {
    hadolint: 'DL4001',
    trivy: trivyIds('DS-0014', 'standardise-remote-get'),
    kics: 'fc775e75-fcfb-4c98-b2f2-910c5858b359',
  },
  on: 'run',
  check(run) {
    const [first, second] = callsIn(run.siblings)
    if (!first || !second || !run.commands.includes(second)) return
    return {
      at: second.word,
      message: `\`${second.name}\` is used in addition to \`${first.name}\``,
      see: [{ at: first.word, note: `\`${first.name}\` is used here` }],
    }
  },
})
