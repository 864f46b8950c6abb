import type { Problem } from '../../../core/finding.ts'
import { memo } from '../../../core/memo.ts'
import type { Severity } from '../../../core/severity.ts'
import type { Run, ShellCommand, ShellWord } from '../../../docker/ast.ts'
import { isPlain, scriptFix } from '../../../docker/commands.ts'
import { inForce } from '../../../docker/in-force.ts'
import { rule } from '../../rule.ts'

/** A word of a command that switches a check off, and what is left of it without (empty: it goes). */
interface Off {
  readonly word: ShellWord
  readonly rest?: string
  /** The option that does all else that the word did. */
  readonly instead?: string
}
type Finder = (command: ShellCommand) => Off | undefined

const flag =
  (...names: readonly string[]): Finder =>
  ({ args }) => {
    const word = args.find(({ text }) => names.some(name => text === name || text.startsWith(`${name}=`)))
    return word && { word }
  }

/** Short flags of curl that take no value: in a bundle, `k` counts only after these (curl(1)). */
const CURL_BUNDLE = /^(-[012346#:aBfgGiIjJlLMnNOpqRsSvVZ]*)k(.*)$/s

/** `--insecure`, `-k`, and the k of `-fsSLk` and `-sko/tmp/x`. */
const curlInsecure: Finder = command => {
  for (const word of command.args) {
    const bundle = CURL_BUNDLE.exec(word.text)
    if (bundle) return { word, rest: bundle[1] === '-' && !bundle[2] ? '' : `${bundle[1]}${bundle[2]}` }
  }
  return flag('--insecure')(command)
}

/** It answers questions too. */
const aptForceYes: Finder = command => {
  const off = flag('--force-yes')(command)
  return off && (command.has('y', 'yes', 'assume-yes') ? off : { ...off, instead: '-y' })
}

const yumSslOff: Finder = ({ args }) => {
  const word = args.find(({ text }) => /^(--setopt=?)?([^=\s]+\.)?sslverify=(0|false|no)$/i.test(text))
  return word && { word }
}

/** `name=false`, or `name` with `false` behind it. */
const isFalse = (words: readonly ShellWord[], i: number): boolean =>
  words[i]!.text.includes('=') || words[i + 1]?.text === 'false'

const npmSslOff: Finder = command => {
  const { args, operands } = command
  const set = operands.findIndex(({ text }) => text === 'set')
  const word =
    set >= 0
      ? operands.find(({ text }, i) => i > set && /^strict-ssl(=false)?$/.test(text) && isFalse(operands, i))
      : args.find(({ text }) => text === '--no-strict-ssl' || text === '--strict-ssl=false')
  return word && { word }
}

/** A file by its form: no URL, and nothing that a repository has. */
const LOCAL_PACKAGE = /^(?!\$|\w+:\/\/).*\.(?:apk|deb|rpm)$/s
const INSTALLS = /^(?:add|install|in|localinstall|reinstall)$/

/** True when all that is installed are files, whose signature no repository has made. */
function areLocal({ operands }: ShellCommand): boolean {
  const packages = operands.filter(({ text }) => !INSTALLS.test(text))
  return packages.length > 0 && packages.every(({ text }) => text.length <= LONGEST_PATH && LOCAL_PACKAGE.test(text))
}

const LONGEST_PATH = 1000

/** A signature or a checksum is compared with one that was known before. */
function verifies(command: ShellCommand): boolean {
  const { name } = command
  if (/^(?:gpgv|minisign|debsig-verify)$/.test(name)) return true
  if (/^(?:gpg2?|dpkg-sig)$/.test(name)) return command.has('verify')
  if (/^(?:sha\d+sum|shasum|b2sum)$/.test(name)) return command.has('c', 'check')
  if (/^(?:rpm|rpmkeys)$/.test(name)) return command.has('K', 'checksig')
  return /^(?:cosign|apk)$/.test(name) && /^verify/.test(command.operands[0]?.text ?? '')
}

const FETCHERS = /^(curl|wget|wget2|fetch|aria2c)$/
const fetches = ({ name }: ShellCommand): boolean => FETCHERS.test(name)

/** Tells whether something was done to files before a command: in its RUN, in the stage, or in what that is built from. */
function doneBefore(does: (command: ShellCommand) => boolean) {
  const inStage = inForce<boolean>(
    () => false,
    (before, one) => before || (one.is === 'RUN' && one.commands.some(does)),
  )
  const firstIn = memo((commands: readonly ShellCommand[]) => commands.find(does)?.span[0] ?? Number.POSITIVE_INFINITY)
  return (run: Run, { span }: ShellCommand): boolean => inStage.at(run) === true || firstIn(run.commands) < span[0]
}
const wasVerified = doneBefore(verifies)
const wasFetched = doneBefore(fetches)

/** How bad it is that the signature of what a command installs is not checked: not at all when it was, by other means. */
function severityOf(run: Run, command: ShellCommand): Severity | undefined {
  if (!areLocal(command)) return 'high'
  if (wasVerified(run, command)) return undefined
  return wasFetched(run, command) ? 'high' : 'medium'
}

/** The fix takes the word out; words with a value of their own are left to people. */
function problemsOf(run: Run, programs: RegExp, find: Finder, { checks }: Check): readonly Problem[] {
  return run.commands.flatMap(command => {
    const off = programs.test(command.name) ? find(command) : undefined
    const severity = off && checks === 'signatures' ? severityOf(run, command) : 'high'
    if (!off || !severity) return []
    const { word, instead, rest = instead ?? '' } = off
    const title = instead === undefined ? 'Remove the option' : `Use \`${instead}\` instead`
    const alone = isPlain(word) && word.text.startsWith('-') && word.text !== '--trusted-host'
    return {
      at: word,
      severity,
      message: `\`${command.name}\` runs with \`${word.text}\``,
      ...(alone && scriptFix(run, title, false, { op: 'replace', node: word, text: rest })),
    }
  })
}

const APT = /^(apt|apt-get|aptitude)$/
const YUM = /^(yum|dnf|tdnf|microdnf)$/

interface Check {
  readonly checks: 'certificates' | 'signatures'
  readonly why: string
  readonly help: string
}

const CERTIFICATES: Check = {
  checks: 'certificates',
  why: 'Anyone on the network path can impersonate the server and inject code into the image.',
  help: 'Remove the option; for a private certificate authority, copy its certificate and run `update-ca-certificates`.',
}
const SIGNATURES: Check = {
  checks: 'signatures',
  why: 'A package that was tampered with on the mirror or in transit is silently installed as root.',
  help: "Remove the option, and add the repository's key: `rpm --import URL`, or a file in `/etc/apt/keyrings/` or `/etc/apk/keys/`.",
}

/** Options that switch the check of a certificate or a signature off. */
export const switchedOff = [
  {
    id: 'curl-insecure',
    called: '`curl`',
    programs: /^curl$/,
    find: curlInsecure,
    off: CERTIFICATES,
    checkov: 'CKV2_DOCKER_2',
  },
  {
    id: 'wget-no-check-certificate',
    called: '`wget`',
    programs: /^wget2?$/,
    find: flag('--no-check-certificate'),
    off: CERTIFICATES,
    checkov: 'CKV2_DOCKER_3',
  },
  {
    id: 'pip-trusted-host',
    called: '`pip`',
    programs: /^(pip[\d.]*|python[\d.]*)$/,
    find: flag('--trusted-host'),
    off: CERTIFICATES,
    checkov: 'CKV2_DOCKER_4',
  },
  {
    id: 'apk-allow-untrusted',
    called: '`apk`',
    programs: /^apk$/,
    find: flag('--allow-untrusted'),
    off: SIGNATURES,
    checkov: 'CKV2_DOCKER_7',
  },
  {
    id: 'apt-allow-unauthenticated',
    called: '`apt-get`',
    programs: APT,
    find: flag('--allow-unauthenticated'),
    off: SIGNATURES,
    checkov: 'CKV2_DOCKER_8',
  },
  {
    id: 'rpm-nogpgcheck',
    called: '`yum` or `dnf`',
    programs: YUM,
    find: flag('--nogpgcheck', '--no-gpgchecks'),
    off: SIGNATURES,
    checkov: 'CKV2_DOCKER_9',
  },
  {
    id: 'rpm-no-signature',
    called: '`rpm`',
    programs: /^rpm$/,
    find: flag('--nodigest', '--nosignature', '--noverify', '--nofiledigest'),
    off: SIGNATURES,
    checkov: 'CKV2_DOCKER_10',
  },
  {
    id: 'apt-force-yes',
    called: '`apt-get`',
    programs: APT,
    find: aptForceYes,
    off: SIGNATURES,
    checkov: 'CKV2_DOCKER_11',
  },
  {
    id: 'npm-strict-ssl-false',
    called: '`npm` or `yarn`',
    programs: /^(npm|yarn|pnpm)$/,
    find: npmSslOff,
    off: CERTIFICATES,
    checkov: 'CKV2_DOCKER_13',
  },
  {
    id: 'yum-sslverify-off',
    called: '`yum` or `dnf`',
    programs: /^(yum|dnf|tdnf|microdnf)(-config-manager)?$/,
    find: yumSslOff,
    off: CERTIFICATES,
    checkov: 'CKV2_DOCKER_15',
  },
].map(({ id, called, programs, find, off, checkov }) =>
  rule({
    id,
    title: `${called} does not check ${off.checks}`,
    why: off.why,
    help: off.help,
    severity: 'high',
    profile: 'essential',
    since: '0.1',
    tags: ['supply-chain'],
    peers: { checkov },
    on: 'run',
    check: run => problemsOf(run, programs, find, off),
  }),
)

const INTERPRETERS = /^(sh|bash|ash|dash|zsh|ksh|python[\d.]*|perl|ruby|node|php)$/

/** True when an interpreter reads its script from standard input: it is given none by name. */
function readsInput({ name, args }: ShellCommand): boolean {
  if (!INTERPRETERS.test(name)) return false
  const first = args.find(({ text }) => isStdin(text) || !/^[-+]/.test(text))
  return !first || isStdin(first.text)
}
const isStdin = (text: string): boolean => /^(-|-s|--|\/dev\/stdin)$/.test(text)

/** `sh -c "$(curl …)"`, `eval "$(curl …)"`, `bash <(curl …)`: a download inside a word that is run. */
const runsInner = ({ args }: ShellCommand, { span: [start, end] }: ShellCommand): boolean =>
  args.some(({ text, span }) => /^[$<]\(/.test(text) && span[0] <= start && end <= span[1])

const runsText = ({ name }: ShellCommand): boolean => INTERPRETERS.test(name) || /^(eval|source|\.)$/.test(name)

function fetched(commands: readonly ShellCommand[]): readonly (readonly [ShellCommand, ShellCommand])[] {
  let fetch: ShellCommand | undefined
  let shell: ShellCommand | undefined
  const pairs: [ShellCommand, ShellCommand][] = []
  for (const command of commands) {
    if (FETCHERS.test(command.name)) {
      fetch = command
      if (shell && runsInner(shell, command)) pairs.push([command, shell])
    } else if (fetch?.pipeline === command.pipeline && readsInput(command)) pairs.push([fetch, command])
    if (runsText(command)) shell = command
  }
  return pairs
}

export const downloadPipedToShell = rule({
  id: 'download-piped-to-shell',
  title: 'Downloaded script is run without verification',
  why: 'Anyone who controls the server, now or at a later build, runs code as root in the image; a dropped connection runs half a script.',
  help: 'Download to a file, verify it, then run it: `curl -fsSLo i.sh https://… && echo "<sha256>  i.sh" | sha256sum -c && sh i.sh`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['supply-chain'],
  on: 'run',
  check(run) {
    return fetched(run.commands).map(([fetch, shell]) => ({
      at: fetch.word,
      message: `output of \`${fetch.name}\` is piped straight into \`${shell.name}\``,
      // Without TLS anybody on the way may write the script.
      ...(fetch.args.some(({ text }) => text.startsWith('http://')) && { severity: 'high' as const }),
    }))
  },
})
