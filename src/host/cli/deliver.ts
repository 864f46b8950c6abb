import type { Format, RenderOptions } from '../../report/render.ts'

/** Where a result is wanted. */
export interface Wanted {
  /** Of the standard output. */
  readonly format: Format
  readonly outputs: readonly { readonly format: Format; readonly file: string }[]
}

/** What a delivery is made with. */
export interface Means {
  render(format: Format, options: Partial<RenderOptions>): Iterable<string>
  write(file: string, pieces: Iterable<string>): void
  /** To the standard output. */
  print(pieces: Iterable<string>): Promise<void>
  /** To the standard error. */
  warn(text: string): void
  /** How a terminal shows it, when the standard output is one. */
  readonly terminal: Partial<RenderOptions>
}

/**
 * Hands a result over in every format that was asked for. One that fails takes no other with it, and the findings are
 * told in any case: without a file that was to have them, on the standard output, and without that, beside it.
 * @returns whether all went well
 */
export async function deliver({ format, outputs }: Wanted, means: Means): Promise<boolean> {
  const { write, print, warn, terminal } = means
  const render: Means['render'] = (format, options) => made(() => means.render(format, options))
  const attempt = async (words: string, action: () => void | Promise<void>): Promise<boolean> => {
    try {
      await action()
      return true
    } catch (error) {
      warn(`seaworthy: ${words}: ${reasonOf(error)}\n`)
      return false
    }
  }
  const written: Format[] = []
  for (const { format, file } of outputs)
    if (await attempt(`no ${format} result in ${file}`, () => write(file, render(format, {})))) written.push(format)
  const isPrinted =
    written.includes(format) ||
    (await attempt(`no ${format} result on standard output`, () => print(render(format, terminal))))
  if (!isPrinted)
    await attempt('no result at all', () => {
      for (const piece of render(format === 'text' ? 'json' : 'text', {})) warn(piece)
    })
  return isPrinted && written.length === outputs.length
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** The pieces; who writes them must not take a reporter that crashes for a disk that is full. */
function* made(pieces: () => Iterable<string>): Generator<string> {
  try {
    yield* pieces()
  } catch (error) {
    throw new Error(`crashed: ${reasonOf(error)}. Please report this`, { cause: error })
  }
}
