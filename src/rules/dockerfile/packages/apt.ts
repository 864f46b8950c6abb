import type { ShellCommand, ShellWord } from '../../../docker/ast.ts'
import { flagAfter, isPlain, keptOut, scriptFix, unpinned, upTo, verbOf } from '../../../docker/commands.ts'
import { apt, aptGet, indexWork, installOf, looseOf, waitingFor } from '../../../docker/package-managers.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

export const aptNoYes = rule({
  id: 'apt-no-yes',
  title: '`apt-get install` prompts for confirmation',
  why: 'A build cannot answer: apt-get aborts as soon as it needs to install more than the named packages.',
  help: 'Answer in advance: `apt-get install -y …`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: {
    hadolint: 'DL3014',
    trivy: trivyIds('DS-0021', 'use-apt-auto-confirm'),
    kics: '77783205-c4ca-4f80-bb80-c777f267c547',
    dockerfilelint: 'apt-get_missing_param',
  },
  on: 'run',
  check(run) {
    return run.commands.flatMap((command, index) => {
      const verb = waitingFor(aptGet, run, index) ?? waitingFor(apt, run, index)
      if (!verb) return []
      return {
        at: upTo(command, verb),
        message: `\`${command.name} install\` has no \`-y\``,
        ...scriptFix(run, 'Add `-y`', true, flagAfter(verb, aptGet.yes.flag)),
      }
    })
  },
})

const declinesRecommends = ({ args }: ShellCommand): boolean =>
  args.some(({ text }) => /APT::Install-Recommends=(false|0|no)/i.test(text))

export const aptRecommends = rule({
  id: 'apt-recommends',
  title: '`apt-get` installs recommended packages',
  why: 'Recommended packages are not required: each makes the image larger and adds vulnerabilities.',
  help: 'Add the flag, `apt-get install -y --no-install-recommends …`, and name the packages that are required.',
  severity: 'info',
  profile: 'recommended',
  since: '0.1',
  peers: {
    hadolint: 'DL3015',
    trivy: trivyIds('DS-0029', 'use-apt-no-install-recommends'),
    kics: '7384dfb2-fcd1-4fbf-91cd-6c44c318c33c',
    dockerfilelint: 'apt-get_recommends',
  },
  on: 'run',
  check(run) {
    return run.commands.flatMap(command => {
      const verb = installOf(aptGet, command)
      if (!verb || command.has('no-install-recommends') || declinesRecommends(command)) return []
      return {
        at: upTo(command, verb),
        message: '`apt-get install` also installs recommended packages',
        ...scriptFix(run, 'Add `--no-install-recommends`', false, flagAfter(verb, '--no-install-recommends')),
      }
    })
  },
})

/** No folder that anybody works in has a longer name. */
const LONGEST_PATH = 200

const below = (folder: string, path: string): string =>
  (path.startsWith('/') || folder === '' ? path : `${folder}/${path}`).slice(0, LONGEST_PATH)

/** What clears the lists: `rm`, `find … -delete`, or `apt-get distclean` (apt 2.7.8). */
const clears = (command: ShellCommand, folder: string): boolean =>
  indexWork(command)?.index === aptGet.index
    ? command.args.some(({ text }) => text === 'distclean' || text === 'dist-clean')
    : /^(rm|find)$/.test(command.name) &&
      command.args.some(({ text }) => aptGet.index.removed.test(below(folder, text)))

/** True when a command from `first` on clears the lists, wherever a `cd` before it went. */
function areCleared(commands: readonly ShellCommand[], first: number): boolean {
  let folder = ''
  return commands.some((command, i) => {
    if (command.name === 'cd') folder = below(folder, command.operands[0]?.text ?? '')
    return i >= first && clears(command, folder)
  })
}

function fetchesLists(command: ShellCommand): ShellWord | undefined {
  const work = indexWork(command)
  return work?.index === aptGet.index ? work.fetches : undefined
}

export const aptListsNotRemoved = rule({
  id: 'apt-lists-not-removed',
  title: 'Image keeps the apt package lists',
  why: 'The lists add 20 to 50 MB to every pull of the image, and are soon out of date.',
  help: 'Remove them in the same RUN: `apt-get update && apt-get install -y … && rm -rf /var/lib/apt/lists/*`.',
  severity: 'info',
  profile: 'recommended',
  since: '0.1',
  peers: {
    hadolint: 'DL3009',
    kics: 'df746b39-6564-4fed-bf85-e9c44382303c',
    dockle: 'DKL-DI-0005',
    dockerfilelint: 'apt-get_missing_rm',
  },
  on: 'run',
  check(run) {
    if (run.stage?.final === false || keptOut(run, aptGet.index.mounted)) return
    const last = run.commands.findLastIndex(fetchesLists)
    if (last < 0 || areCleared(run.commands, last)) return
    const command = run.commands[last]!
    return {
      at: upTo(command, fetchesLists(command)!),
      message: 'apt package lists are not removed in the same `RUN`',
    }
  },
})

/** What apt-get does not know how to do: apt-cache and dpkg do. */
const ONLY_APT = ['search', 'show', 'policy', 'list', 'edit-sources', 'depends', 'rdepends', 'showsrc']

/** For apt a package with these is a wildcard, for apt-get a regular expression: it matches others. */
const hasWildcard = ({ operands }: ShellCommand): boolean => operands.some(({ text }) => /[*?[^$]/.test(text))

export const aptUsed = rule({
  id: 'apt-used',
  title: '`apt` is used in a script',
  why: '`apt` is an interactive tool: its options and output may change with any release and break the build.',
  help: 'Use `apt-get`, or `apt-cache` for `search`, `show` and `policy`.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  peers: { hadolint: 'DL3027', checkov: 'CKV_DOCKER_9', kics: 'b84a0b47-2e99-4c9f-8933-98bcabe2b94d' },
  on: 'run',
  check(run) {
    return run.commands.flatMap(command => {
      const { name, word } = command
      if (name !== 'apt') return []
      const mends = isPlain(word) && !verbOf(command, ONLY_APT) && !hasWildcard(command)
      return {
        at: word,
        message: '`apt` has no stable command-line interface',
        ...(mends && scriptFix(run, 'Use `apt-get`', true, { op: 'replace', node: word, text: `${word.text}-get` })),
      }
    })
  },
})

export const aptUnpinned = rule({
  id: 'apt-unpinned',
  title: '`apt-get` installs unpinned package versions',
  why: 'The same Dockerfile builds different images on different days, without any visible change.',
  help: 'Pin the version: `apt-get install -y curl=8.14.1-2`; a wildcard such as `curl=8.14.*` survives rebuilds.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: { hadolint: 'DL3008', kics: '965a08d7-ef86-4f14-8792-4a3b2098937e' },
  on: 'run',
  check: run => run.commands.flatMap(command => unpinned(looseOf(aptGet, command))),
})
