import { plural } from '../../core/text.ts'
import type { ScanReport } from './report.ts'

/** Gathers why a scan is not whole: rows that cannot be read count too, or a lost row would read as no row. */
export class Incomplete {
  readonly #reasons = new Set<string>()
  #unreadableRows = 0

  /** Counts a row that cannot be read. */
  readonly unreadableRow = (): void => {
    this.#unreadableRows++
  }

  /** Adds a reason that says what to do: a sentence without its full stop. */
  add(reason: string): void {
    this.#reasons.add(reason)
  }

  verdict(): Pick<ScanReport, 'complete' | 'incompleteReason'> {
    const reasons = [...this.#reasons]
    if (this.#unreadableRows > 0)
      reasons.push(`${plural(this.#unreadableRows, 'row')} could not be read: let the scanner write the file again`)
    return reasons.length === 0 ? { complete: true } : { complete: false, incompleteReason: reasons.join('. ') }
  }
}
