import type { Edit } from '../core/edit.ts'
import { partitionPoint } from '../core/search.ts'

/** Edits as they follow each other in the text: what is inserted where another one begins comes before it. */
export const inOrder = (edits: readonly Edit[]): readonly Edit[] =>
  edits.toSorted((a, b) => a.span[0] - b.span[0] || a.span[1] - b.span[1])

/** True when one edit begins inside another: both cannot be made. */
export function overlap(edits: readonly Edit[]): boolean {
  const sorted = inOrder(edits)
  return sorted.some(({ span }, index) => index > 0 && span[0] < sorted[index - 1]!.span[1])
}

/** The text with edits made that do not overlap. */
export function apply(text: string, edits: readonly Edit[]): string {
  let changed = ''
  let done = 0
  for (const { span, text: replacement } of inOrder(edits)) {
    changed += text.slice(done, span[0]) + replacement
    done = span[1]
  }
  return changed + text.slice(done)
}

/**
 * The fixes of one file that can be made at once: of those that touch the same place only the first, and each whole.
 * The others were written for a text that is no more: they wait until it has been read again.
 */
export function compatible<Fix extends { readonly edits: readonly Edit[] }>(fixes: readonly Fix[]): readonly Fix[] {
  const taken: Edit[] = []
  return fixes.filter(({ edits }) => {
    if (edits.some(edit => touchesOne(edit, taken))) return false
    for (const edit of edits)
      taken.splice(
        partitionPoint(taken.length, index => isBefore(taken[index]!, edit)),
        0,
        edit,
      )
    return true
  })
}

const isBefore = ({ span: [start, end] }: Edit, { span: [from, to] }: Edit): boolean =>
  start < from || (start === from && end < to)

/**
 * Neighbours touch too: an insertion at the end of what another fix removes would end up in another place. Of edits in
 * their order that do not overlap, the last one that begins before the end is the only one that can.
 */
function touchesOne({ span: [start, end] }: Edit, taken: readonly Edit[]): boolean {
  const last = taken[partitionPoint(taken.length, index => taken[index]!.span[0] <= end) - 1]
  return last !== undefined && last.span[1] >= start
}
