import { memo } from '../../../core/memo.ts'
import { partitionPoint } from '../../../core/search.ts'
import type { Copy, Instruction, Run, ShellCommand } from '../../../docker/ast.ts'
import { workdirOf } from '../../../docker/in-force.ts'

/** No folder that anybody works in has a longer name. */
const LONGEST_PATH = 200

/** Without the slashes, dots and globs that name the same folder, or all that is in it. */
const plainPath = (path: string): string =>
  path.length > LONGEST_PATH ? '' : path.replace(/^(?:\.\/)+/, '').replace(/(?:\/\*?)+$/, '')

const below = (folder: string, path: string): string => {
  if (/^[/~$]/.test(path)) return plainPath(path)
  const up = /^(?:\.\.(?:\/|$))/.test(path)
  const above = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))
  const from = up ? above : folder
  const rest = plainPath(up ? path.slice(3) : path)
  return rest === '' || rest === '.' ? from : `${from}/${rest}`.slice(0, LONGEST_PATH)
}

/** True when a later command of the script removes the folder, or one that it is in: nobody works there afterwards. */
function isRemoved(commands: readonly ShellCommand[], index: number, entered: string): boolean {
  let folder = entered
  return commands.slice(index + 1).some(({ name, operands }) => {
    if (name === 'cd') folder = below(folder, operands[0]?.text ?? '~')
    if (name !== 'rm' && name !== 'rmdir') return false
    return operands.some(({ text }) => {
      const removed = below(folder, text)
      if (removed.endsWith('*')) return removed.length > 2 && entered.startsWith(removed.slice(0, -1))
      return removed !== '' && (entered === removed || entered.startsWith(`${removed}/`))
    })
  })
}

/** A file by its name; a folder has no ending. */
const isFile = (path: string): boolean => /[^/.]\.\w+$/.test(path)

/** A path below the working directory, seen from there; `undefined` for one elsewhere. */
function seenFrom(workdir: string, path: string): string | undefined {
  const plain = plainPath(path)
  if (!/^[/~$]/.test(path)) return plain === '.' ? '' : plain
  if (plain === workdir) return ''
  return plain.startsWith(`${workdir}/`) ? plain.slice(workdir.length + 1) : undefined
}

/** The first step of what a COPY brings below the working directory; empty when it brings all of a folder there. */
function broughtBy({ sources, target }: Copy, workdir: string): string | undefined {
  const inside = sources.length > 0 ? seenFrom(workdir, target.value) : undefined
  if (inside !== '') return inside?.split('/')[0]
  return sources.every(({ value }) => isFile(value)) ? undefined : ''
}

/** How many of the COPYs before a RUN are looked at: a hostile file must not cost more. */
const MOST_COPIES = 50

const copiesIn = memo((body: readonly Instruction[]): readonly Copy[] =>
  body.filter((one): one is Copy => one.is === 'COPY' || one.is === 'ADD'),
)

const pathOf = (workdir: Instruction | undefined): string =>
  workdir?.is === 'WORKDIR' ? plainPath(workdir.words[0]?.value ?? '') : ''

/** True when a relative path leads into what an earlier COPY brought to the same working directory. */
function isCopied(run: Run, path: string): boolean {
  const workdir = workdirOf.at(run)
  const [first] = plainPath(path).split('/')
  const copies = copiesIn(run.siblings)
  const end = partitionPoint(copies.length, index => copies[index]!.span[0] < run.span[0])
  return copies.slice(Math.max(0, end - MOST_COPIES), end).some(copy => {
    const brought = workdirOf.at(copy) === workdir ? broughtBy(copy, pathOf(workdir)) : undefined
    return brought === '' || brought === first
  })
}

/** What comes before a `cd` and makes no folder. */
const SETTINGS = /^(?:set|export|:|true)$/

/** True for a `cd` that a WORKDIR could stand in for: into a folder that is there before the RUN, and stays. */
function isWorkdir(run: Run, index: number): boolean {
  const { operands, apart } = run.commands[index]!
  const path = operands[0]?.text ?? ''
  if (apart || path.length > LONGEST_PATH) return false
  if (/^(?:\/.|~|\$\{)/.test(path)) return !isRemoved(run.commands, index, plainPath(path))
  const isFirst = run.commands.slice(0, index).every(({ name }) => SETTINGS.test(name))
  return isFirst && /^(?:\.\/)*[\w@]/.test(path) && isCopied(run, path)
}

/** How many are looked at in one RUN, each against all that follows it. */
const MOST_CDS = 20

/** The first `cd` of a RUN that a WORKDIR could stand in for. */
export function workdirIn(run: Run): ShellCommand | undefined {
  const cds = run.commands.flatMap(({ name }, index) => (name === 'cd' ? [index] : [])).slice(0, MOST_CDS)
  const index = cds.find(index => isWorkdir(run, index))
  return index === undefined ? undefined : run.commands[index]
}
