import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import type { Fix } from '../../core/edit.ts'
import { decodeText, encodingOf } from '../../core/encoding.ts'
import { Fault } from '../../core/fault.ts'
import { groupBy } from '../../core/group.ts'
import { type Host, TEXT_LIMIT } from '../../core/host.ts'
import { apply, compatible } from '../../engine/edits.ts'
import { hunksOf, patchHead } from '../../report/diff.ts'
import { type Result, standing } from '../../report/result.ts'
import { redact } from '../../secrets/redact.ts'
import { writeOutput } from '../disk/output.ts'

/** A fix that was applied, or would be. */
export interface AppliedFix {
  readonly file: string
  /** 1-based, in the text before the fix. */
  readonly line: number
  readonly title: string
}

/** What came of a round of fixing. */
export interface FixOutcome {
  readonly applied: readonly AppliedFix[]
  /** How many touch what others change: they want another round. */
  readonly deferred: number
  /** Files with fixes that are not made, and why. */
  readonly skipped: readonly { readonly file: string; readonly why: string }[]
  /** What would be written, as lines of a patch without secrets. */
  readonly patch: readonly string[]
  /** Of files that cannot be written. */
  readonly faults: readonly Fault[]
}

/**
 * Applies the fixes of what stands to the files of the workspace: the safe ones, or all that go together. Those that
 * touch the same place want another run, and so does the second name of a file that has two. What is behind a symbolic
 * link is mended under its own name, and UTF-16 is left alone. With `write: false` it only tells.
 * A file that cannot be written costs no more than its own fixes. @throws Fault when a file cannot be read
 */
export function fix(host: Host, root: string, result: Result, which: 'safe' | 'all', write: boolean): FixOutcome {
  const requested = standing(result.verdict).flatMap(({ finding }) => {
    const { fix, location } = finding
    if (!fix || !(which === 'all' || fix.safe)) return []
    const showsSecret = finding.fixShowsSecret === true
    return [{ ...fix, file: location.file, line: location.start.line, showsSecret }]
  })
  const changed = new Set<string>()
  const applied: AppliedFix[] = []
  const skipped: { file: string; why: string }[] = []
  const patch: string[] = []
  const faults: Fault[] = []
  for (const [file, fixes] of groupBy(requested, ({ file }) => file)) {
    const stats = lstatSync(join(root, file), { throwIfNoEntry: false })
    const id = `${stats?.dev}:${stats?.ino}`
    if (changed.has(id)) continue
    if (stats?.isSymbolicLink()) {
      skipped.push({ file, why: 'symbolic link: fix its target instead' })
      continue
    }
    const bytes = host.read(file, TEXT_LIMIT)
    const text = decodeText(bytes)
    if (text === undefined || encodingOf(bytes) !== 'utf-8') {
      skipped.push({ file, why: 'not UTF-8' })
      continue
    }
    changed.add(id)
    const chosen = compatible(fixes)
    const edits = chosen.flatMap(({ edits }) => edits)
    if (!write) patch.push(...patchOf(file, text, chosen))
    const fault = write && faultOf(() => writeOutput(join(root, file), apply(text, edits)))
    if (fault) faults.push(fault)
    else applied.push(...chosen.map(({ line, title }) => ({ file, line, title })))
  }
  const skippedFiles = new Set(skipped.map(({ file }) => file))
  const deferred = requested.filter(({ file }) => !skippedFiles.has(file)).length - applied.length
  return { applied, deferred, skipped, patch, faults }
}

/** The edits of a file as `git apply` reads them; those that would show a secret are left out. */
function patchOf(
  file: string,
  text: string,
  fixes: readonly (Fix & { readonly showsSecret: boolean })[],
): readonly string[] {
  const shown = fixes.filter(({ showsSecret }) => !showsSecret).flatMap(({ edits }) => edits)
  const hunks = hunksOf(redact(text), shown)
  return hunks.length === 0 ? [] : [...patchHead(file), ...hunks]
}

function faultOf(action: () => void): Fault | undefined {
  try {
    action()
    return undefined
  } catch (error) {
    if (error instanceof Fault) return error
    throw error
  }
}
