import type { Problem } from '../../../core/finding.ts'
import { memo } from '../../../core/memo.ts'
import { partitionPoint } from '../../../core/search.ts'
import type { Instruction, Run, ShellCommand } from '../../../docker/ast.ts'
import { flagAfter, operandsAfter, scriptFix, verbOf } from '../../../docker/commands.ts'
import { type Download, downloadsIn, rejectsPages, unpacks, verifies } from '../../../docker/downloads.ts'
import type { World } from '../../../world/world.ts'
import { rule } from '../../rule.ts'

const downloadsOf = (run: Run, world: World): readonly Download[] =>
  downloadsIn(run, (run.stage && world.dockerfileOf(run.stage)?.text) ?? '')

const runsOf = memo((siblings: readonly Instruction[]) => siblings.filter((one): one is Run => one.is === 'RUN'))

/** No download is used further down: a hostile file must not make us compare all of its lines with each other. */
const MOST_LATER = 50

/** The RUNs of the same stage that come later. */
function laterRuns({ siblings, span }: Run): readonly Run[] {
  const runs = runsOf(siblings)
  const next = partitionPoint(runs.length, i => runs[i]!.span[0] <= span[0])
  return runs.slice(next, next + MOST_LATER)
}

/** Signatures, checksums, public keys and lists are what others are checked with. */
const IS_PROOF =
  /\.(?:asc|sig|sign|gpg|pgp|key|pub|pem|crt|cer|sha\d*(?:sum)?s?|md5|sums?|txt|list|repo|rules|bundle|cert)$|sums?$|key/i

/**
 * Tells of the downloads of a RUN what becomes of them: whether there is such a command behind one in the same script, or in
 * a later one that names its file.
 */
function followedBy(run: Run, is: (command: ShellCommand) => boolean): (download: Download) => boolean {
  const last = run.commands.findLastIndex(is)
  const later = laterRuns(run).filter(({ commands }) => commands.some(is))
  return ({ index, names }) => index < last || later.some(({ rest }) => names.some(name => rest.includes(name)))
}

/** True for what others are checked with: nothing is left to check it with. */
const isProof = ({ names }: Download): boolean => names.some(name => IS_PROOF.test(name))

/** True for what stays in the image: what a pipe gives to any other program is read, and gone. */
const isKept = ({ commands }: Run, { index, isPiped }: Download): boolean => {
  const reader = commands[index + 1]
  return !isPiped || (reader !== undefined && unpacks(reader))
}

const hostOf = ({ url }: Download): string => /^\w+:\/\/(?:[^/@]*@)?([\w.-]+)/.exec(url.text)?.[1] ?? 'another host'

const isPlainHttp = ({ url }: Download): boolean => /^(?:http|ftp):/i.test(url.text)

export const downloadUnverified = rule({
  id: 'download-unverified',
  title: 'Download is not checked against a checksum',
  why: 'Anyone who controls the server, or replaces the file on it, decides what enters the image.',
  help: 'Check it in the same step: `curl -fsSLo tool.tgz https://… && echo "<sha256>  tool.tgz" | sha256sum -c`, or use `ADD --checksum=sha256:…`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  tags: ['supply-chain'],
  on: 'run',
  check(run, { world }) {
    const downloads = downloadsOf(run, world)
    if (downloads.length === 0) return
    const isVerified = followedBy(run, verifies)
    const unverified = downloads.filter(
      download => isKept(run, download) && !isProof(download) && !isVerified(download),
    )
    const shown = unverified.find(isPlainHttp) ?? unverified[0]
    if (!shown) return
    const more = unverified.length > 1 ? ` (and ${unverified.length - 1} more)` : ''
    return {
      at: shown.command.word,
      // Without TLS anybody on the network path may replace it.
      severity: isPlainHttp(shown) ? 'medium' : 'low',
      message: `download from \`${hostOf(shown)}\`${more} is not checked against a checksum or signature`,
    }
  },
})

/** An error page in place of the file is noticed by what unpacks, installs, runs or checks it. */
const isNoticed = (command: ShellCommand): boolean => rejectsPages(command) || verifies(command)

export const curlFailMissing = rule({
  id: 'curl-fail-missing',
  title: '`curl` saves error pages',
  why: 'When the server answers with an error, the page of the error becomes the file, and the build succeeds with a broken image.',
  help: 'Add `--fail`: `curl -fsSLo /usr/local/bin/tool https://…`.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  on: 'run',
  check(run, { world }) {
    const downloads = downloadsOf(run, world)
    if (downloads.length === 0) return
    const isFollowed = followedBy(run, isNoticed)
    return downloads.flatMap((download): readonly Problem[] => {
      const { command, isPiped } = download
      if (command.name !== 'curl' || isPiped || command.has('f', 'fail', 'fail-with-body')) return []
      if (isProof(download) || isFollowed(download)) return []
      return [
        {
          at: command.word,
          message: '`curl` without `--fail` saves the page of an error as the file',
          ...scriptFix(run, 'Add `--fail`', false, flagAfter(command.word, '--fail')),
        },
      ]
    })
  },
})

/** Options of `git clone` whose value may be the next word. */
const CLONE_VALUES =
  '-b --branch --revision --depth -o --origin -c --config -j --jobs --reference -u --upload-pack --filter --shallow-since --template --separate-git-dir'.split(
    ' ',
  )

const clonedFrom = (command: ShellCommand): string | undefined => {
  const verb = command.name === 'git' ? verbOf(command, ['clone']) : undefined
  return verb && operandsAfter(command, verb, CLONE_VALUES)[0]?.text
}

/** True for a command that chooses what is in a clone. */
const choosesCommit = (command: ShellCommand): boolean =>
  command.name === 'git' && verbOf(command, ['checkout', 'reset', 'switch', 'fetch', 'worktree']) !== undefined

/** What another host serves; the local one is the checkout. */
const isElsewhere = (from: string): boolean => /^(?:\w+:\/\/|[\w.-]+@[\w.-]+:)/.test(from) && !from.startsWith('file:')

export const gitCloneUnpinned = rule({
  id: 'git-clone-unpinned',
  title: '`git clone` of whatever the branch holds',
  why: 'Each build takes other code: anyone who can push to the repository decides what enters the image, and a build cannot be repeated.',
  help: 'Name a tag or commit: `git clone --depth 1 --branch v1.2.0 https://…`, or use `ADD https://…git#<commit> /src`.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  tags: ['supply-chain'],
  on: 'run',
  check(run) {
    if (!run.commands.some(command => clonedFrom(command) !== undefined)) return
    const last = run.commands.findLastIndex(choosesCommit)
    const isChosenLater = laterRuns(run).some(({ commands }) => commands.some(choosesCommit))
    return run.commands.flatMap((command, index): readonly Problem[] => {
      const from = clonedFrom(command)
      if (from === undefined || !isElsewhere(from) || command.has('b', 'branch', 'revision')) return []
      if (index < last || isChosenLater) return []
      return [{ at: command.word, message: '`git clone` has no branch, tag or commit' }]
    })
  },
})
