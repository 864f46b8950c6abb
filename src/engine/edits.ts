import type { Edit, Fix } from '../core/edit.ts'

/** The text with the edits made. Of edits that overlap, the first is kept. */
export function apply(text: string, edits: readonly Edit[]): string {
  let changed = ''
  let done = 0
  for (const { span, text: replacement } of edits.toSorted(byStart)) {
    if (span[0] < done) continue
    changed += text.slice(done, span[0]) + replacement
    done = span[1]
  }
  return changed + text.slice(done)
}

/**
 * The fixes of one file that can be made at once, each of them whole. One that reaches into what another changes, or
 * begins where it ends, waits for the next run: both might add the same key.
 */
export function compatible<Item extends { readonly fix: Fix }>(items: readonly Item[]): readonly Item[] {
  const extents = items.map(item => {
    const edits = item.fix.edits.toSorted(byStart)
    return { item, start: edits[0]!.span[0], end: Math.max(...edits.map(({ span }) => span[1])) }
  })
  const kept: Item[] = []
  let done = -1
  for (const { item, start, end } of extents.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start <= done) continue
    kept.push(item)
    done = end
  }
  return kept
}

const byStart = (a: Edit, b: Edit): number => a.span[0] - b.span[0] || a.span[1] - b.span[1]
