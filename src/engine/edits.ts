import type { Edit } from '../core/edit.ts'

/** The text with edits made that do not touch each other. */
export function apply(text: string, edits: readonly Edit[]): string {
  let changed = ''
  let done = 0
  for (const { span, text: replacement } of edits.toSorted((a, b) => a.span[0] - b.span[0])) {
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
    if (edits.some(edit => taken.some(other => touch(edit, other)))) return false
    taken.push(...edits)
    return true
  })
}

/** Neighbours touch too: an insertion at the end of what another fix removes would end up in another place. */
const touch = ({ span: [start, end] }: Edit, { span: [from, to] }: Edit): boolean => start <= to && from <= end
