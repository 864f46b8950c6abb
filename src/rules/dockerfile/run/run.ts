import type { Problem } from '../../../core/finding.ts'
import type { From, Run, ShellCommand, ShellWord } from '../../../docker/ast.ts'
import { flagAfter, operandsAfter, scriptFix, verbOf } from '../../../docker/commands.ts'
import { inForce, userOf } from '../../../docker/in-force.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'
import { workdirIn } from './folders.ts'

const isSudo = ({ text }: { readonly text: string }): boolean => /^(.*\/)?sudo$/.test(text)

/** True when a USER has taken root away: the command fails without sudo. */
function needsSudo(run: Run): boolean {
  const user = userOf.at(run)?.name.value.split(':')[0]
  return user !== undefined && user !== 'root' && user !== '0'
}

/** Options of sudo, or other wrappers, may stand between it and the program: then it takes a human eye. */
function withoutSudo(run: Run, { wrappers, word }: ShellCommand, sudo: ShellWord): Pick<Problem, 'fix'> {
  if (wrappers.length !== 1 || word.span[0] !== sudo.span[1] + 1 || needsSudo(run)) return {}
  const node = { span: [sudo.span[0], word.span[1]] } as const
  return scriptFix(run, 'Remove `sudo`', false, { op: 'replace', node, text: word.text })
}

export const runSudo = rule({
  id: 'run-sudo',
  title: '`sudo` in a RUN',
  why: 'A build step runs as root already, or is meant not to; sudo in the image also lets its process become root.',
  help: 'Put `USER root` before the steps that need it, and restore the user of the image after them.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: {
    hadolint: 'DL3004',
    trivy: trivyIds('DS-0010', 'no-sudo-run'),
    checkov: 'CKV2_DOCKER_1',
    kics: '8ada6e80-0ade-439e-b176-0b28f6bce35a',
    dockle: 'DKL-DI-0001',
    dockerfilelint: 'sudo_usage',
  },
  on: 'run',
  check(run) {
    return run.commands.flatMap(command => {
      const sudo = [...command.wrappers, command.word].find(isSudo)
      if (!sudo) return []
      return { at: sudo, message: '`sudo` is used in a build step', ...withoutSudo(run, command, sudo) }
    })
  },
})

export const runCd = rule({
  id: 'run-cd',
  title: '`cd` in a RUN',
  why: 'It lasts only until the end of the RUN: the next instruction runs in another directory than expected.',
  help: 'Set the directory for all following instructions: `WORKDIR /src`.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: {
    hadolint: 'DL3003',
    trivy: trivyIds('DS-0013', 'use-workdir-over-cd'),
    kics: 'f4a6bcd3-e231-4acf-993c-aa027be50d2e',
  },
  on: 'run',
  check(run) {
    const cd = workdirIn(run)
    if (!cd) return
    return { at: cd, message: `\`cd ${cd.operands[0]!.text}\` has no effect after this \`RUN\`` }
  },
})

/** A session with a key that is there for this step alone was meant: it tries the key, or records the host. */
const hasKey = ({ mounts }: Run): boolean => mounts.some(mount => /^(ssh|secret)$/.test(mount.get('type') ?? ''))

const POINTLESS = new Set(['free', 'kill', 'mount', 'ps', 'service', 'shutdown', 'ssh', 'top', 'vim'])

export const runPointlessCommand = rule({
  id: 'run-pointless-command',
  title: 'Command has no effect on the image',
  why: 'Processes, mounts and sessions end with the build step: nothing that was started there is in the image.',
  help: 'Start processes in `CMD` or `ENTRYPOINT`, and inspect containers with `docker exec`.',
  severity: 'info',
  profile: 'recommended',
  since: '0.1',
  peers: { hadolint: 'DL3001', kics: '9b6b0f38-92a2-41f9-b881-3a1083d99f1b', dockerfilelint: 'invalid_command' },
  on: 'run',
  check(run) {
    const background = run.commands.findIndex(({ before }) => before === '&')
    const hasEffect = (name: string, index: number): boolean =>
      (name === 'ssh' && hasKey(run)) || (name === 'kill' && background >= 0 && background < index)
    return run.commands
      .filter(({ name }, index) => POINTLESS.has(name) && !hasEffect(name, index))
      .map(({ name, word }) => ({ at: word, message: `\`${name}\` has no effect after the build step` }))
  },
})

export const runShellSymlink = rule({
  id: 'run-shell-symlink',
  title: '`/bin/sh` is replaced',
  why: 'Scripts of the distribution expect its own `/bin/sh`: they may break, in the build or later, in ways that are hard to trace.',
  help: 'Set the shell of build steps instead: `SHELL ["/bin/bash", "-o", "pipefail", "-c"]`.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  peers: { hadolint: 'DL4005', kics: '8a301064-c291-4b20-adcb-403fe7fd95fd' },
  on: 'run',
  check({ commands }) {
    return commands
      .filter(
        ({ name, operands }) => /^(ln|mv)$/.test(name) && operands.at(-1)?.text === '/bin/sh' && !addsShell(operands),
      )
      .map(({ name, word }) => ({ at: word, message: `\`${name}\` replaces \`/bin/sh\`` }))
  },
})

/** Images with a shell for debugging have it in a folder of its own, and no `/bin/sh`. */
const addsShell = ([from]: readonly ShellWord[]): boolean => from?.text.startsWith('/busybox/') === true

const isQuiet = (command: ShellCommand): boolean =>
  command.has('q', 'quiet', 'o', 'output-file', 'a', 'append-output', 'nv', 'no-verbose', 'progress') ||
  // A look at the version or the help shows none.
  command.operands.length === 0

const addsWget = (command: ShellCommand): boolean => {
  const verb = command.name === 'apk' ? verbOf(command, ['add']) : undefined
  return verb !== undefined && operandsAfter(command, verb).some(({ text }) => /^wget\b/.test(text))
}

const hasSmallWget = (from: From | undefined): boolean =>
  /alpine|busybox/.test(`${from?.image.value} ${from?.resolved?.repository} ${from?.resolved?.tag}`)

/** True while the wget of the image is that of busybox, which knows no `--progress`. */
const smallWget = inForce<boolean>(
  hasSmallWget,
  (before, one) => before && !(one.is === 'RUN' && one.commands.some(addsWget)),
)

const callsBusybox = ({ wrappers }: ShellCommand): boolean => wrappers.some(({ text }) => text.endsWith('busybox'))

export const wgetNoProgress = rule({
  id: 'wget-no-progress',
  title: '`wget` fills the build log with its progress bar',
  why: 'Thousands of lines of dots hide the line that explains why a build failed.',
  help: 'Use `wget --progress=dot:giga …` or `wget -nv …`; on Alpine, whose wget supports neither, use `wget -q …`.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: { hadolint: 'DL3047' },
  on: 'run',
  check(run) {
    const added = run.commands.findIndex(addsWget)
    return run.commands.flatMap((command, index) => {
      if (command.name !== 'wget' || isQuiet(command)) return []
      const { word } = command
      const isSmall = callsBusybox(command) || (smallWget.at(run) === true && (added < 0 || index < added))
      const flag = isSmall ? '-q' : '--progress=dot:giga'
      return {
        at: word,
        message: '`wget` shows its progress bar',
        ...scriptFix(run, `Add \`${flag}\``, false, flagAfter(word, flag)),
      }
    })
  },
})

export const useraddNoLogInit = rule({
  id: 'useradd-no-log-init',
  title: '`useradd` with a high user ID creates huge log files',
  why: '`/var/log/lastlog` and `faillog` grow with the user ID: the layer takes gigabytes, and the build may run out of disk space.',
  help: 'Add the flag: `useradd --no-log-init --uid 100001 app`.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  peers: { hadolint: 'DL3046' },
  on: 'run',
  check(run) {
    return run.commands.flatMap(command => {
      const uid = command.name === 'useradd' ? command.valueOf('u', 'uid') : undefined
      if (uid === undefined || !/^\d{6,}$/.test(uid) || command.has('l', 'no-log-init')) return []
      return {
        at: command.word,
        message: `\`useradd\` has user ID ${uid} and no \`--no-log-init\``,
        ...scriptFix(run, 'Add `--no-log-init`', true, flagAfter(command.word, '--no-log-init')),
      }
    })
  },
})

export const runChpasswd = rule({
  id: 'run-chpasswd',
  title: 'Password is set in the image',
  why: 'The password or its hash is in a layer that anyone who can pull the image can read, and is the same in every container.',
  help: 'Create users without a password: `useradd --system --no-create-home app`.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  peers: { checkov: 'CKV2_DOCKER_17' },
  on: 'run',
  check({ commands }) {
    return commands
      .filter(({ name }) => name === 'chpasswd')
      .map(({ word }) => ({ at: word, message: '`chpasswd` sets a password that stays in the image' }))
  },
})

/** `u+s`, `g+s`, `+s`, `u=rws`, `4755`, `02755`. */
const SETUID = /^([ugoa,+=rwxXt]*[+=][rwxXt]*s[rwxXst]*|0?[2467][0-7]{3})$/

const modeOf = (command: ShellCommand) => {
  const word = command.args.find(({ text }) => !/^--?[a-zA-Z]/.test(text))
  return word && operandsAfter(command, word).length > 0 ? word : undefined
}

export const runSetuid = rule({
  id: 'run-setuid',
  title: 'File gets the setuid or setgid bit',
  why: 'The file runs with the rights of its owner, usually root: the first thing an attacker looks for.',
  help: 'Do not set the bit, and grant only the capability that is needed: `setcap cap_net_bind_service=+ep /usr/bin/app`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  on: 'run',
  check({ commands }) {
    return commands.flatMap(command => {
      const mode = command.name === 'chmod' ? modeOf(command) : undefined
      if (!mode || mode.text.length > 40 || !SETUID.test(mode.text)) return []
      return { at: mode, message: `mode \`${mode.text}\` sets the setuid or setgid bit` }
    })
  },
})

/** A RUN of one command with these flags could be part of the RUN before it. */
const lone = (run: Run): boolean => run.commands.length === 1 && run.heredocs.length === 0

const flagsOf = ({ flags }: Run): string => flags.map(({ name, value = '' }) => `${name}=${value}`).join(' ')

export const runConsecutive = rule({
  id: 'run-consecutive',
  title: 'Consecutive RUN instructions can be merged',
  why: 'Every RUN is a layer: files removed by the second remain in the first, and are part of every pull.',
  help: 'Merge them: `RUN make && make install`.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: { hadolint: 'DL3059', kics: '0008c003-79aa-42d8-95b8-1c2fe37dbfe6' },
  on: 'dockerfile',
  check({ instructions }) {
    return instructions.flatMap((run, i) => {
      const before = instructions[i - 1]
      // Layers of a stage that is only copied from are in no image, and each is a step of the cache.
      if (run.stage?.final === false) return []
      if (run.is !== 'RUN' || before?.is !== 'RUN' || !lone(run) || !lone(before)) return []
      if (flagsOf(run) !== flagsOf(before)) return []
      return { at: run.keyword, message: 'this `RUN` can be merged with the previous one' }
    })
  },
})
