import { isBelow, normalize } from '../core/paths.ts'
import type { Copy, Instruction, Run, Stage, Word } from './ast.ts'
import { type StartWrite, type StartWrites, startWritesOf } from './images/start-writes.ts'
import type { BuiltHere } from './user.ts'

/** True for a path that is another one, or below it. */
export const isIn = (path: string, folder: string): boolean => path === folder || isBelow(path, folder)

/** True when what is put at a path replaces a file or folder, or a part of it. */
export const touches = (path: string, other: string): boolean => isIn(path, other) || isIn(other, path)

/** Programs that change neither settings nor what is started. */
const HARMLESS = new Set('addgroup adduser apk apt-get chmod chown groupadd mkdir rm touch useradd usermod'.split(' '))

/** An absolute path without variables. */
const pathIn = ({ value, variables }: Word): string | undefined =>
  variables.length === 0 && value.startsWith('/') ? normalize(value) : undefined

const without = (known: StartWrites, isMoved: (write: StartWrite) => boolean): StartWrites => ({
  ...known,
  writes: known.writes.filter(write => !isMoved(write)),
})

/** A RUN that names a folder may make there what the process would make. */
const afterRun = (known: StartWrites, { commands, rest }: Run): StartWrites | undefined =>
  commands.every(({ name }) => HARMLESS.has(name)) && !/[<>$`{]/.test(rest)
    ? without(known, ({ folder }) => rest.includes(folder.slice(1)))
    : undefined

function afterCopy(known: StartWrites, { target }: Copy): StartWrites | undefined {
  const path = pathIn(target)
  const folder = path === undefined ? undefined : known.content.find(one => isIn(path, one))
  return folder === undefined ? undefined : without(known, ({ settings }) => touches(folder, settings))
}

/** A WORKDIR is made, and most runtimes mount something at a VOLUME by themselves. */
function afterFolders(known: StartWrites, words: readonly Word[]): StartWrites | undefined {
  const paths = words.map(pathIn)
  if (paths.includes(undefined)) return undefined
  return without(known, ({ folder }) => paths.some(path => touches(path!, folder)))
}

/** What is left of the writes after an instruction; `undefined` when no one knows. */
function after(known: StartWrites, one: Instruction): StartWrites | undefined {
  if (one.is === 'ENTRYPOINT') return undefined
  if (one.is === 'CMD') return one.words.map(({ value }) => value).join(' ') === known.command ? known : undefined
  if (one.is === 'RUN') return afterRun(known, one)
  if (one.is === 'COPY' || one.is === 'ADD') return afterCopy(known, one)
  return one.is === 'VOLUME' || one.is === 'WORKDIR' ? afterFolders(known, one.words) : known
}

/** So many stages are followed down to a published image. */
const MOST_STAGES = 50

/** What the image of a stage writes at its start, when it is a published one with nothing but content added. */
export function startWritesOfStage(stage: Stage, builtHere: BuiltHere): StartWrites | undefined {
  const stages: Stage[] = []
  for (
    let at: Stage | undefined = stage;
    at && stages.length < MOST_STAGES;
    at = at.from.parent ?? builtHere(at.from)?.stage
  )
    stages.unshift(at)
  const [{ from }] = stages as [Stage]
  let known = from.resolved ? startWritesOf(from.resolved) : undefined
  for (const { from, body } of stages)
    for (const one of body) known = known && from.bases.length < 2 ? after(known, one) : undefined
  return known
}
