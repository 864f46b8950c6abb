import { plural } from '../../core/text.ts'
import { countedInputs, filesOf } from '../../inputs.ts'
import { blocksOf } from '../blocks.ts'
import { markup } from '../escape.ts'
import { headline } from '../headline.ts'
import { type Result, testWords } from '../result.ts'
import { filters } from './filters.ts'
import { frameworkTables } from './frameworks.ts'
import { notesAbove, notesBelow, verdictPart } from './notes.ts'
import { ruleBlock } from './rule-block.ts'

/** The text of `page.css` and `page.js`. */
export interface Page {
  readonly style: string
  readonly script: string
}

/**
 * `--format html`: one file that loads nothing, for a person with a browser. All of it is there without its script, which
 * only filters. Its security policy admits the style and the script of Seaworthy, by their hashes, and nothing else:
 * whatever a stranger smuggles in does not run.
 */
export function* toHtml(result: Result, page: Page): Generator<string> {
  yield head(result, page)
  yield verdictPart(result)
  yield* notesAbove(result)
  const { judged } = result.verdict
  if (judged.length > 0) yield filters(judged)
  for (const block of blocksOf(judged, result.rules)) yield* ruleBlock(block, result)
  yield* frameworkTables(result.frameworks ?? [])
  yield* notesBelow(result)
  yield `</main>\n${footer(result)}<script>${page.script}</script>\n</body>\n</html>\n`
}

const head = (result: Result, { style, script }: Page): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Seaworthy: ${markup(headline(result))}</title>
<style>${style}</style>
</head>
<body>
<main>
`

/** As browsers compare it: of the text between the tags. */
function hashOf(text: string): string {
  const { createHash } = process.getBuiltinModule('node:crypto')
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

function footer(result: Result): string {
  const { inputs, enabled, policy, version } = result
  const counts = [
    plural(filesOf(inputs), 'file'),
    plural(enabled, 'rule'),
    ...countedInputs(inputs).map(({ count, noun }) => plural(count, noun)),
    plural(inputs.resources, 'object'),
    ...(testWords(result) ? [testWords(result)] : []),
    ...(policy === undefined ? [] : [`policy ${policy}`]),
    `Seaworthy ${version}`,
  ]
  return `<footer>${markup(counts.join(' · '), 600)}</footer>\n`
}
