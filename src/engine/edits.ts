import type { Edit } from '../core/edit.ts'

/** The text with the edits made. Of edits that overlap, the first is kept and the others wait for the next run. */
export function apply(text: string, edits: readonly Edit[]): string {
  let changed = ''
  let done = 0
  for (const { span, text: replacement } of apart(edits)) {
    changed += text.slice(done, span[0]) + replacement
    done = span[1]
  }
  return changed + text.slice(done)
}

/** The edits in the order of the text, without those that touch what an earlier one changes. */
export function apart(edits: readonly Edit[]): readonly Edit[] {
  const kept: Edit[] = []
  for (const edit of edits.toSorted((a, b) => a.span[0] - b.span[0] || a.span[1] - b.span[1])) {
    const last = kept.at(-1)
    const same = last && last.span[0] === edit.span[0] && last.span[1] === edit.span[1] && last.text === edit.text
    if (same && edit.span[0] !== edit.span[1]) continue
    if (!last || edit.span[0] >= last.span[1]) kept.push(edit)
  }
  return kept
}
