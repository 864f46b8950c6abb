import type { Annotation } from './annotations.ts'
import { forData, forProperty } from './escape.ts'

/** An annotation as a workflow command: what `--format github` prints for other people's steps. */
export function commandOf({ level, file, line, column, endColumn, title, message }: Annotation): string {
  const properties = { title, file, line, col: column, endColumn: endColumn === column ? undefined : endColumn }
  const written = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${forProperty(String(value))}`],
  )
  return `::${level} ${written.join(',')}::${forData(message)}`
}
