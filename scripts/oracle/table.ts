import { inspect } from 'node:util'
import { OUTCOMES, type Outcome, reading, worstOf } from './compare.ts'
import type { Question } from './fixture.ts'

/** How Seaworthy's reading compares with kubectl's, by class of text. */
export interface Tally {
  /** Texts of each outcome, by the first word of their class. */
  readonly counts: ReadonlyMap<string, ReadonlyMap<Outcome, number>>
  /** Why there was a fault though kubectl reads the text. */
  readonly reasons: ReadonlyMap<string, number>
  /** A line for each text that is not the same: outcome, class, text, both readings. */
  readonly shown: readonly string[]
}

/** Reads all texts and compares. */
export async function tally(questions: readonly Question[]): Promise<Tally> {
  const counts = new Map<string, Map<Outcome, number>>()
  const reasons = new Map<string, number>()
  const shown: string[] = []
  for (const { class: name, bytes, answers } of questions) {
    const ours = await reading(bytes)
    const outcome = worstOf(ours, answers)
    const row = counts.get(groupOf(name)) ?? new Map<Outcome, number>()
    counts.set(groupOf(name), row.set(outcome, (row.get(outcome) ?? 0) + 1))
    if (outcome === 'same objects') continue
    const text = JSON.stringify(Buffer.from(bytes).toString())
    shown.push(`${outcome}: ${name}: ${text}\n  kubectl ${short(answers)}\n  we      ${short(ours)}`)
    if (outcome !== 'fault in place of equality') continue
    const reason = ours.faults[0]!.replace(/`.*?`/g, '`…`')
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
  }
  return { counts, reasons, shown }
}

const groupOf = (name: string): string => name.split(':', 1)[0]!

const short = (value: unknown): string => inspect(value, { depth: 9, breakLength: Infinity }).slice(0, 400)

/** A table in Markdown, and the reasons below it. */
export function tabulate({ counts, reasons }: Tally): string {
  const rows = [...counts].map(([name, row]) => [name, ...OUTCOMES.map(outcome => row.get(outcome) ?? 0)])
  const total = ['all', ...OUTCOMES.map((_, i) => rows.reduce((sum, row) => sum + Number(row[i + 1]), 0))]
  const lines = [['class', ...OUTCOMES], ['---', ...OUTCOMES.map(() => '---:')], ...rows, total]
  const because = [...reasons].map(([reason, count]) => `- ${count}: ${reason}`)
  return [...lines.map(cells => `| ${cells.join(' | ')} |`), '', 'Faults in place of equality:', ...because].join('\n')
}
