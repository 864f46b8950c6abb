/**
 * How the runner reads the files a step writes to: `GITHUB_OUTPUT`, `GITHUB_ENV`, `GITHUB_STATE`.
 * Source: actions/runner, `src/Runner.Worker/FileCommandManager.cs`.
 */

/**
 * The values of such a file: `name=value`, or `name<<END`, lines, `END`. A later value of a name wins. Lines end at a line feed only.
 * @throws Error for a line of neither form, an empty name or end mark, and a value whose end mark never comes.
 */
export function readValues(text: string): Map<string, string> {
  const values = new Map<string, string>()
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!
    if (line === '') continue
    const [equals, arrows] = [line.indexOf('='), line.indexOf('<<')]
    if (equals >= 0 && (arrows < 0 || equals < arrows)) {
      values.set(named(line.slice(0, equals), line), line.slice(equals + 1))
    } else if (arrows >= 0) {
      const [name, end] = [named(line.slice(0, arrows), line), named(line.slice(arrows + 2), line)]
      const last = lines.indexOf(end, at + 1)
      if (last < 0) throw new Error(`Invalid value. Matching delimiter not found '${end}'`)
      values.set(name, lines.slice(at + 1, last).join('\n'))
      at = last
    } else throw new Error(`Invalid format '${line}'`)
  }
  return values
}

function named(word: string, line: string): string {
  if (word === '') throw new Error(`Invalid format '${line}'. Name and delimiter must not be empty`)
  return word
}

/** The folders of `GITHUB_PATH`, in the order they were written. */
export const readFolders = (text: string): string[] => text.split(/\r\n|\r|\n/).filter(folder => folder !== '')

/** What may not be set through `GITHUB_ENV`. */
export const BLOCKED_VARIABLES: ReadonlySet<string> = new Set(['NODE_OPTIONS'])
