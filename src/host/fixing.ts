import { join } from 'node:path'
import { decodeText } from '../core/encoding.ts'
import { groupBy } from '../core/group.ts'
import type { Host } from '../core/host.ts'
import { apply } from '../engine/edits.ts'
import { type Result, standing } from '../report/result.ts'
import { writeOutput } from './output.ts'

/** What a fix did, or would do. */
export interface Fixed {
  readonly file: string
  /** Titles of the fixes, with the lines they are about. */
  readonly titles: readonly string[]
}

const FILE_LIMIT = 16 * 1024 * 1024

/**
 * Applies the fixes of what stands to the files of the workspace: the safe ones, or all. With `write: false` it only
 * tells. @throws Fault when a file can neither be read nor written
 */
export function fix(host: Host, root: string, result: Result, which: 'safe' | 'all', write: boolean): readonly Fixed[] {
  const fixable = standing(result.verdict).flatMap(({ finding }) =>
    finding.fix && (which === 'all' || finding.fix.safe)
      ? [{ fix: finding.fix, line: finding.location.start.line }]
      : [],
  )
  const byFile = groupBy(fixable, ({ fix }) => fix.edits[0]!.file)
  return [...byFile].map(([file, fixes]) => {
    if (write) {
      const text = decodeText(host.read(file, FILE_LIMIT)) ?? ''
      writeOutput(
        join(root, file),
        apply(
          text,
          fixes.flatMap(({ fix }) => fix.edits),
        ),
      )
    }
    return { file, titles: fixes.map(({ fix: { title }, line }) => `line ${line}: ${title}`) }
  })
}
