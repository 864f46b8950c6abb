import { Fault } from '../../core/fault.ts'
import type { Format, RenderOptions } from '../../report/render.ts'
import { formatFailure } from './terminal.ts'

/** Where a result is wanted. */
export interface Wanted {
  /** Of the standard output. */
  readonly format: Format
  readonly outputs: readonly { readonly format: Format; readonly file: string }[]
}

/** What a delivery is made with. */
export interface Means {
  render(format: Format, options: Partial<RenderOptions>): Promise<Iterable<string>>
  write(file: string, pieces: Iterable<string>): void
  /** To the standard output. */
  print(pieces: Iterable<string>): void
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
export async function deliver(
  { format, outputs }: Wanted,
  { write, print, warn, terminal, ...means }: Means,
): Promise<boolean> {
  const render: Means['render'] = (format, options) => made(format, () => means.render(format, options))
  const attempt = async (action: () => Promise<void>): Promise<boolean> => {
    try {
      await action()
      return true
    } catch (error) {
      warn(formatFailure(error))
      return false
    }
  }
  const written: Format[] = []
  for (const { format, file } of outputs)
    if (await attempt(async () => write(file, await render(format, {})))) written.push(format)
  const isPrinted = written.includes(format) || (await attempt(async () => print(await render(format, terminal))))
  if (!isPrinted)
    await attempt(async () => {
      for (const piece of await render(format === 'text' ? 'json' : 'text', {})) warn(piece)
    })
  return isPrinted && written.length === outputs.length
}

/** The pieces; who writes them must not take a reporter that crashes for a disk that is full. */
async function made(format: Format, render: () => Promise<Iterable<string>>): Promise<Iterable<string>> {
  try {
    return guarded(format, await render())
  } catch (cause) {
    throw crash(format, cause)
  }
}

function* guarded(format: Format, pieces: Iterable<string>): Generator<string> {
  try {
    yield* pieces
  } catch (cause) {
    throw crash(format, cause)
  }
}

function crash(format: Format, cause: unknown): Fault {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new Fault('RULE_CRASHED', `format \`${format}\` crashed: ${reason}. Please report this`, { cause })
}
