import type { ShellCommand, Stage, User } from './ast.ts'

/** The number that a command gives a user as it creates it: the name comes last. */
function uidBy(command: ShellCommand, name: string): number | undefined {
  if (!/^(?:useradd|adduser)$/.test(command.name) || command.args.at(-1)?.text !== name) return undefined
  const uid = command.valueOf('u', 'uid') ?? ''
  return /^[1-9]\d{0,8}$/.test(uid) ? Number(uid) : undefined
}

/** The number of the user that a USER names, where its stage or one below creates it with a number. */
export function createdUid({ stage }: User, name: string): number | undefined {
  const stages = new Set<Stage>(stage && [stage])
  for (const { body, from } of stages) {
    for (const one of body)
      if (one.is === 'RUN')
        for (const command of one.commands) {
          const uid = uidBy(command, name)
          if (uid !== undefined) return uid
        }
    for (const base of from.bases) stages.add(base)
  }
  return undefined
}
