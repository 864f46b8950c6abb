import { annotationsOf } from './annotations.ts'
import { commandOf } from './commands.ts'
import { toJson } from './json.ts'
import { toMarkdown } from './markdown.ts'
import type { Result } from './result.ts'
import { toSarif } from './sarif.ts'
import { toText } from './text.ts'

/** Where the rules are explained. */
export const HOMEPAGE = 'https://github.com/seaworthy/seaworthy'

/** The job summary: 1 MiB less a little for what others wrote to it. */
export const SUMMARY_LIMIT = 1024 * 1024 - 4096

export const FORMATS = ['text', 'json', 'sarif', 'markdown', 'github'] as const
export type Format = (typeof FORMATS)[number]

/** The result in one of the formats of the command line. */
export function render(format: Format, result: Result, { colour }: { readonly colour: boolean }): string {
  switch (format) {
    case 'text':
      return toText(result, { colour })
    case 'json':
      return toJson(result)
    case 'sarif':
      return toSarif(result, { homepage: HOMEPAGE })
    case 'markdown':
      return toMarkdown(result, SUMMARY_LIMIT)
    case 'github':
      return (
        annotationsOf(result)
          .map(annotation => `${commandOf(annotation)}\n`)
          .join('') + toText(result, { colour: false })
      )
  }
}
