import type { ShellCommand, Stage, User } from './ast.ts'
import { knownImage } from './images/lookup.ts'
import { originOf } from './in-force.ts'

/** The number that a command gives a user as it creates it: the name comes last. */
function uidBy(command: ShellCommand, name: string): number | undefined {
  if (!/^(?:useradd|adduser)$/.test(command.name) || command.args.at(-1)?.text !== name) return undefined
  const uid = command.valueOf('u', 'uid') ?? ''
  return /^[1-9]\d{0,8}$/.test(uid) ? Number(uid) : undefined
}

/** The number of a user that the published base of a stage brings. */
function uidInBase(stage: Stage, name: string): number | undefined {
  const brings = knownImage(originOf.after(stage)!)?.brings
  const uid = Number.parseInt(brings?.user ?? '', 10)
  return brings?.name === name && uid > 0 ? uid : undefined
}

/** The number of the user that a USER names, where its stage or one below creates it with a number, or their base does. */
export function numberOf({ stage }: User, name: string): number | undefined {
  const stages = new Set<Stage>(stage && [stage])
  for (const { body, from } of stages) {
    const commands = body.flatMap(one => (one.is === 'RUN' ? one.commands : []))
    const [uid] = commands.flatMap(command => uidBy(command, name) ?? [])
    if (uid !== undefined) return uid
    for (const base of from.bases) stages.add(base)
  }
  return stage && uidInBase(stage, name)
}
