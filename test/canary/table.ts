/** The result of a hunt by class and output. */
import { groupBy } from '../../src/core/group.ts'
import type { Hunted } from './hunt.ts'

/** Rows of cells as columns of a text. */
function columns(rows: readonly (readonly (string | number)[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => String(row[column]).length)))
  const cell = (text: string | number, column: number): string =>
    column === 0 ? String(text).padEnd(widths[0]!) : String(text).padStart(widths[column]!)
  return rows.map(row => row.map(cell).join('  ')).join('\n')
}

/** Canaries, how many came out anywhere, and in which output: by class or by place. */
function tableBy(hunted: readonly Hunted[], key: 'class' | 'place'): string {
  const outputs = [...new Set(hunted.flatMap(({ leak }) => leak?.outputs ?? []))]
  const line = (title: string, of: readonly Hunted[]): readonly (string | number)[] => [
    title,
    of.length,
    of.filter(({ leak }) => leak !== undefined).length,
    ...outputs.map(output => of.filter(({ leak }) => leak?.outputs.includes(output)).length),
  ]
  const groups = [...groupBy(hunted, one => one[key])].map(([title, of]) => line(title, of))
  return columns([[key, 'placed', 'came out', ...outputs], ...groups, line('all', hunted)])
}

export const tableOf = (hunted: readonly Hunted[]): string =>
  `${tableBy(hunted, 'class')}\n\n${tableBy(hunted, 'place')}`
