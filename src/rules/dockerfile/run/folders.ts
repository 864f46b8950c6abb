import type { Run, ShellCommand } from '../../../docker/ast.ts'

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

/** What comes before a `cd` and makes no folder. */
const SETTINGS = /^(?:set|export|:|true)$/

/** True for a `cd` that a WORKDIR could stand in for: into a folder that is there before the RUN, and stays. */
function isWorkdir(run: Run, index: number): boolean {
  const { operands, apart, asked, before } = run.commands[index]!
  const path = operands[0]?.text ?? ''
  if (apart || path.length > LONGEST_PATH || isRemoved(run.commands, index, below('', path))) return false
  if (/^(?:\/.|~|\$\{)/.test(path)) return true
  // The build would stop at it if an earlier instruction had not brought the folder.
  const isFirst = run.commands.slice(0, index).every(({ name }) => SETTINGS.test(name))
  return isFirst && !asked && before !== '||' && /^(?:\.\/)*[\w@]/.test(path)
}

/** How many are looked at in one RUN, each against all that follows it. */
const MOST_CDS = 20

/** The first `cd` of a RUN that a WORKDIR could stand in for. */
export function workdirIn(run: Run): ShellCommand | undefined {
  const cds = run.commands.flatMap(({ name }, index) => (name === 'cd' ? [index] : [])).slice(0, MOST_CDS)
  const index = cds.find(index => isWorkdir(run, index))
  return index === undefined ? undefined : run.commands[index]
}
