import { basename } from 'node:path'

const NAME = 'BrokenProgram'

/** A file of Seaworthy itself is missing or damaged. */
export class BrokenProgram extends Error {
  override readonly name = NAME

  constructor(file: string, cause: unknown) {
    const { code, name } = cause as { readonly code?: string; readonly name?: string }
    super(`the program file \`${basename(file)}\` cannot be loaded (${code ?? name}). Install Seaworthy again`, {
      cause,
    })
  }
}

/** By its name: the shells, which throw it, and the program, which reports it, each have a class of their own. */
export const isBrokenProgram = (error: unknown): boolean => error instanceof Error && error.name === NAME
