import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import type { Edit } from '../core/edit.ts'
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
 * Applies the fixes of what stands to the files of the workspace: the safe ones, or all. With `write: false` it only
 * tells. What is behind a symbolic link is mended under its own name. @throws Fault when a file cannot be written
 */
export function fix(host: Host, root: string, result: Result, which: 'safe' | 'all', write: boolean): readonly Fixed[] {
  const fixable = standing(result.verdict).flatMap(({ finding }) =>
    finding.fix && (which === 'all' || finding.fix.safe)
      ? [{ fix: finding.fix, line: finding.location.start.line }]
      : [],
  )
  const byFile = [...groupBy(fixable, ({ fix }) => fix.edits[0]!.file)]
  return byFile
    .filter(([file]) => !lstatSync(join(root, file)).isSymbolicLink())
    .map(([file, all]) => {
      const fixes = compatible(all)
      if (write)
        rewrite(
          host,
          root,
          file,
          fixes.flatMap(({ fix }) => fix.edits),
        )
      return { file, titles: fixes.map(({ fix: { title }, line }) => `line ${line}: ${title}`) }
    })
}

function rewrite(host: Host, root: string, file: string, edits: readonly Edit[]): void {
  const text = decodeText(host.read(file, FILE_LIMIT))
  if (text !== undefined) writeOutput(join(root, file), apply(text, edits))
}
