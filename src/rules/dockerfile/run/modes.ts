import type { Problem } from '../../../core/finding.ts'
import type { Spanned } from '../../../core/location.ts'
import type { Instruction, ShellCommand, ShellWord } from '../../../docker/ast.ts'
import { operandsAfter } from '../../../docker/commands.ts'
import { rule } from '../../rule.ts'

/** `777`, `0666`, `a+w`, `o=rwx`, `ugo+rwx`; the sticky bit of `1777` keeps files of others safe. */
const FOR_ALL = /^0?[0-7][0-7][2367]$|^[ug]*[oa][ugoa]*[+=][rwxX]*w[rwxX]*$/

/** Folders that everybody may write to in any image. */
const SHARED = /^\/(?:tmp|var\/tmp|dev\/shm)(?:\/|$)/

/** The mode of a `chmod`, when it has something to change that is not shared anyway. */
function modeOf(command: ShellCommand): ShellWord | undefined {
  if (command.name !== 'chmod') return undefined
  const mode = command.args.find(({ text }) => !/^--?[a-zA-Z]/.test(text))
  const targets = mode ? operandsAfter(command, mode) : []
  return targets.some(({ text }) => !SHARED.test(text)) ? mode : undefined
}

function modesIn(instruction: Instruction): readonly (Spanned & { readonly text: string })[] {
  if (instruction.is === 'RUN') return instruction.commands.flatMap(command => modeOf(command) ?? [])
  if (instruction.is !== 'COPY' && instruction.is !== 'ADD') return []
  return instruction.flags.flatMap(({ name, value, span }) =>
    name === 'chmod' && value ? [{ text: value, span }] : [],
  )
}

export const fileWorldWritable = rule({
  id: 'file-world-writable',
  title: 'Files are writable by every user',
  why: 'Any process in the container, whatever user it runs as, can replace a program or a setting that another one trusts.',
  help: 'Give the files to the user that needs them: `COPY --chown=1000:1000 …` or `chown`; for any user of a group, `chmod g=u`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  on: 'instruction',
  check(instruction) {
    if (instruction.stage?.final === false) return
    return modesIn(instruction)
      .filter(({ text }) => text.length <= 40 && FOR_ALL.test(text))
      .map((at): Problem => ({ at, message: `mode \`${at.text}\` lets every user write` }))
  },
})
