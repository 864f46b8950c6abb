import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { decodeText } from '../core/encoding.ts'
import { groupBy } from '../core/group.ts'
import type { Host } from '../core/host.ts'
import { apply, compatible } from '../engine/edits.ts'
import { type Result, standing } from '../report/result.ts'
import { writeOutput } from './output.ts'

/** A fix as it was made, or would be. */
export interface Made {
  readonly file: string
  /** 1-based, in the text before the fix. */
  readonly line: number
  readonly title: string
}

const FILE_LIMIT = 16 * 1024 * 1024

/**
 * Applies the fixes of what stands to the files of the workspace: the safe ones, or all that go together. Those that
 * touch the same place want another run, and so does the second name of a file that has two. What is behind a symbolic
 * link is mended under its own name, and UTF-16 is left alone. With `write: false` it only tells.
 * @throws Fault when a file can neither be read nor written
 */
export function fix(host: Host, root: string, result: Result, which: 'safe' | 'all', write: boolean): readonly Made[] {
  const wanted = standing(result.verdict).flatMap(({ finding: { fix, location } }) =>
    fix && (which === 'all' || fix.safe) ? [{ ...fix, file: location.file, line: location.start.line }] : [],
  )
  const changed = new Set<string>()
  return [...groupBy(wanted, ({ file }) => file)].flatMap(([file, fixes]) => {
    const stats = lstatSync(join(root, file), { throwIfNoEntry: false })
    const id = `${stats?.dev}:${stats?.ino}`
    if (stats?.isSymbolicLink() || changed.has(id)) return []
    changed.add(id)
    const bytes = host.read(file, FILE_LIMIT)
    const text = decodeText(bytes)
    if (text === undefined || isUtf16(bytes)) return []
    const made = compatible(fixes)
    if (write) {
      const edits = made.flatMap(({ edits }) => edits)
      writeOutput(join(root, file), apply(text, edits))
    }
    return made.map(({ line, title }) => ({ file, line, title }))
  })
}

/** Edits are written as UTF-8. */
const isUtf16 = ([first]: Uint8Array): boolean => first === 0xfe || first === 0xff
