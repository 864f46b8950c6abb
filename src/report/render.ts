import { annotationsOf } from './annotations.ts'
import { commandOf } from './commands.ts'
import { type JsonOptions, toJson } from './json.ts'
import { toMarkdown } from './markdown.ts'
import type { Result } from './result.ts'
import { toSarif } from './sarif.ts'
import { type TextOptions, toText } from './text.ts'

/** Where the rules are explained. */
export const HOMEPAGE = 'https://github.com/seaworthy/seaworthy'

/** The job summary: 1 MiB less a little for what others wrote to it. */
export const SUMMARY_LIMIT = 1024 * 1024 - 4096

export const FORMATS = ['text', 'json', 'sarif', 'markdown', 'github'] as const
export type Format = (typeof FORMATS)[number]

export interface RenderOptions extends JsonOptions, TextOptions {}

/** The result in one of the formats of the command line, in pieces: no string is as long as a result may be. */
export function render(format: Format, result: Result, options: RenderOptions): Iterable<string> {
  switch (format) {
    case 'text':
      return toText(result, options)
    case 'json':
      return toJson(result, options)
    case 'sarif':
      return toSarif(result, { ...options, homepage: HOMEPAGE })
    case 'markdown':
      return [toMarkdown(result, SUMMARY_LIMIT)]
    case 'github':
      return toCommands(result)
  }
}

function* toCommands(result: Result): Generator<string> {
  for (const annotation of annotationsOf(result)) yield `${commandOf(annotation)}\n`
  yield* toText(result, { colour: false })
}
