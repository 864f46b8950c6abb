import { decodeText } from '../core/encoding.ts'
import { type Host, TEXT_LIMIT } from '../core/host.ts'
import { Lines } from '../core/source.ts'
import type { Result } from './result.ts'

/** Lines of the workspace for excerpts, of what was read and of other files; what cannot be read has none. */
export function lineReader(
  host: Host,
  read: readonly { readonly file: string; readonly text: string }[],
): Result['line'] {
  const files = new Map<string, Lines | undefined>(read.map(({ file, text }) => [file, new Lines(text)]))
  const linesOf = (file: string): Lines | undefined => {
    try {
      const text = decodeText(host.read(file, TEXT_LIMIT))
      return text === undefined ? undefined : new Lines(text)
    } catch {
      return undefined
    }
  }
  return (file, line) => {
    if (!files.has(file)) files.set(file, linesOf(file))
    return files.get(file)?.line(line)
  }
}
