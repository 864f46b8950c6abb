import { describe, expect, test } from 'vitest'
import { questions } from '../../scripts/oracle/fixture.ts'
import { tally } from '../../scripts/oracle/table.ts'

/** Texts that kubectl reads, and of which Seaworthy says that nobody can tell what kubectl reads. */
const FAULTS = {
  // go-yaml drops characters where its buffer happens to begin with one.
  'byte order mark inside the document: remove it': 25,
  // Which of them wins is left to the order of a map of Go.
  'two keys of different types become one key in JSON: remove one': 6,
  'nested more than 500 levels deep': 2,
  // The decoder lets it pass, and no cluster takes it.
  '`…` of Pod is not a map, so its pods cannot be checked': 27,
  // Invalid UTF-8, of which Go makes U+FFFD, and UTF-16 that is cut.
  'not text': 176,
}

describe('all texts are read as kubectl reads them, or are not green', async () => {
  const { counts, reasons, shown } = await tally(questions())
  const texts = (outcome: string): readonly string[] => shown.filter(line => line.startsWith(`${outcome}:`))

  test.each(['read differently', 'refused by kubectl, not noted', 'read by kubectl, noted as refused'])(
    '0: %s',
    outcome => {
      expect(texts(outcome)).toEqual([])
    },
  )

  test('faults in place of equality have a reason each', () => {
    expect(Object.fromEntries(reasons)).toEqual(FAULTS)
  })

  test('more is read than by kubectl, and that is noted, only where `items` is null', () => {
    const more = texts('more read than by kubectl, and noted')
    expect(more).toHaveLength(5)
    expect(more.filter(line => !line.includes('items: ~'))).toEqual([])
  })

  test('most of them are read', () => {
    const all = [...counts.values()].flatMap(row => [...row])
    const sum = (wanted?: string) =>
      all.reduce((total, [outcome, count]) => total + (!wanted || wanted === outcome ? count : 0), 0)
    expect(sum()).toBeGreaterThan(4800)
    expect(sum('same objects')).toBeGreaterThan(2400)
  })
})
