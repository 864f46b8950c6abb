import type { Host } from '../core/host.ts'
import type { Location } from '../core/location.ts'
import { once } from '../core/memo.ts'
import { Lines } from '../core/source.ts'
import { textOrNothing } from './file-text.ts'

/** Where a name such as `example.com/name` is written in the files that went into a render. `first`: looked through before all others. */
export type Mentions = (name: string, first?: string) => Location | undefined

/** Names with a slash, by the lines that they are on, from 0. Comments are left out, and paths of JSON Patch end in a name. */
export function namesIn(text: string): ReadonlyMap<string, readonly number[]> {
  const names = new Map<string, number[]>()
  for (const [index, line] of text.split('\n').entries()) {
    if (!line.includes('/') || line.trimStart().startsWith('#')) continue
    for (const word of line.split(/[^\w.~/-]+/)) {
      const name = word.includes('~1') ? word.slice(word.lastIndexOf('/') + 1).replaceAll('~1', '/') : word
      if (!name.includes('/')) continue
      const lines = names.get(name)
      if (lines === undefined) names.set(name, [index])
      else lines.push(index)
    }
  }
  return names
}

/** Archives and pictures are not looked into. */
const TEXT = /\.(?:ya?ml|tpl|json)$/i

/** `files`: in the order in which they are searched. They are read when the first name is looked for. */
export function mentionsIn(host: Host, files: readonly string[]): Mentions {
  const texts = once(() =>
    files
      .filter(file => TEXT.test(file))
      .map(file => {
        const text = textOrNothing(host, file)
        return { file, within: new Lines(text), names: namesIn(text) }
      }),
  )
  return (name, first) => {
    const having = texts().filter(({ names }) => names.has(name))
    const found = having.find(({ file }) => file === first) ?? having[0]
    return found && onLine(found.file, found.within, found.names.get(name)![0]! + 1, name)
  }
}

/** The name on a line, or as much of it as is written there. */
export function onLine(file: string, within: Lines, line: number, name: string): Location {
  const text = within.line(line)
  const written = [name, name.replaceAll('/', '~1')].find(one => text.includes(one)) ?? text.trim()
  const column = text.indexOf(written) + 1
  return { file, start: { line, column }, end: { line, column: column + written.length }, text: written, within }
}
