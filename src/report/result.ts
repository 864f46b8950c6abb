import type { Judged, Verdict } from '../policy/verdict.ts'
import type { Inputs } from '../read/read.ts'

/** Everything a reporter may speak of. Computed before the first word is said. */
export interface Result {
  /** Of Seaworthy. */
  readonly version: string
  readonly verdict: Verdict
  readonly inputs: Inputs
  /** How many rules ran. */
  readonly rules: number
  /** A line of a file of the workspace, for excerpts; `undefined` when it cannot be had. */
  line(file: string, line: number): string | undefined
}

/** What counts and is told: breaches and what is below the threshold. */
export const standing = ({ judged }: Verdict): readonly Judged[] =>
  judged.filter(({ standing }) => standing === 'breach' || standing === 'noted')

export const breaches = ({ judged }: Verdict): readonly Judged[] =>
  judged.filter(({ standing }) => standing === 'breach')

/** `high`, or `manifest: high, image: critical` when the areas differ. */
export function thresholdWords({ gate }: Verdict): string {
  const entries = Object.entries(gate.failOn)
  const [first] = entries
  if (entries.every(([, threshold]) => threshold === first?.[1])) return wordsOf(first?.[1] ?? 'never')
  return entries.map(([area, threshold]) => `${area}: ${wordsOf(threshold)}`).join(', ')
}

const wordsOf = (threshold: string): string => (threshold === 'never' ? 'never' : `${threshold} or above`)

/** How many files were read. */
export const filesOf = ({ manifests, charts, overlays, dockerfiles, reports }: Inputs): number =>
  manifests + charts + overlays + dockerfiles + reports
