import { annotationsOf } from './annotations.ts'
import { commandOf } from './commands.ts'
import { toConcise } from './concise.ts'
import { toGitLab } from './gitlab.ts'
import { toHtml } from './html/html.ts'
import { type JsonOptions, toJson } from './json.ts'
import { toJunit } from './junit.ts'
import { toLog } from './log.ts'
import { toMarkdown } from './markdown/markdown.ts'
import type { Result } from './result.ts'
import { toSarif } from './sarif.ts'
import type { TextOptions } from './text/page.ts'
import { type Detail, toText } from './text/text.ts'

/** The job summary: 1 MiB less a little for what others wrote to it. */
export const SUMMARY_LIMIT = 1024 * 1024 - 4096

export const FORMATS = ['text', 'concise', 'json', 'sarif', 'markdown', 'github', 'html', 'junit', 'gitlab'] as const
export type Format = (typeof FORMATS)[number]

/** Endings of files that stand for a format. */
const ENDINGS: Readonly<Record<string, Format>> = {
  '.sarif.json': 'sarif',
  '.sarif': 'sarif',
  '.json': 'json',
  '.html': 'html',
  '.htm': 'html',
  '.md': 'markdown',
  '.xml': 'junit',
  '.txt': 'text',
}

/** The format that the ending of a file stands for. */
export function formatOf(file: string): Format | undefined {
  const name = file.toLowerCase()
  const ending = Object.keys(ENDINGS).find(ending => name.endsWith(ending))
  return ending === undefined ? undefined : ENDINGS[ending]
}

export interface RenderOptions extends JsonOptions, TextOptions, Detail {}

/**
 * The result in one of the formats of the command line, in pieces: no string is as long as a result may be. What only
 * one format needs is loaded for it.
 */
export async function render(format: Format, result: Result, options: RenderOptions): Promise<Iterable<string>> {
  switch (format) {
    case 'text':
      return toText(result, options)
    case 'concise':
      return toConcise(result, { ...options, all: options.detail === 'all' })
    case 'json':
      return toJson(result, options)
    case 'sarif':
      return toSarif(result, options)
    case 'markdown':
      return [toMarkdown(result, SUMMARY_LIMIT)]
    case 'github':
      return toCommands(result, options)
    case 'html':
      return toHtml(result, await import('./html/page.ts'))
    case 'junit':
      return toJunit(result)
    case 'gitlab':
      return toGitLab(result)
  }
}

function* toCommands(result: Result, options: TextOptions): Generator<string> {
  yield* toLog(result, { colour: options.colour })
  for (const annotation of annotationsOf(result)) yield `${commandOf(annotation)}\n`
}
