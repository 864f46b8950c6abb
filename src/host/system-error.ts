/** The operating system refused: a folder that was removed, too many open files, a full disk. */
export const isOfSystem = (error: unknown): error is Error => error instanceof Error && 'syscall' in error

export const isCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(error.code as string)
