/**
 * `npm run oracle` asks kubectl's decoder, at both versions, about all texts and keeps the answers as a fixture;
 * `npm run oracle -- --table` holds Seaworthy against the answers that are kept, and `--show OUTCOME` lists texts.
 */
import { parseArgs } from 'node:util'
import { questions, writeAnswers } from './fixture.ts'
import { ask, buildOracle, VERSIONS, type Version } from './go.ts'
import { tabulate, tally } from './table.ts'
import { texts } from './texts.ts'

/** Maps of Go have no order: what depends on chance shows in a few runs. */
const RUNS = 8

function refresh(): void {
  const all = texts()
  const files = all.map(({ bytes }) => bytes)
  const rounds = Object.entries(VERSIONS).flatMap(([version, modules]) => {
    const program = buildOracle(version as Version)
    if (!program) throw new Error(`go could not build scripts/oracle with ${modules}: install Go 1.25 or later`)
    return Array.from({ length: RUNS }, () => ask(program, files))
  })
  const answers = all.map((_, i) => [...new Set(rounds.map(round => round[i]!))].map(withoutDetail))
  const distinct = answers.map(list => [...new Set(list)])
  for (const [i, list] of distinct.entries())
    if (list.length > 1)
      console.log(
        `${list.length} answers: ${all[i]!.class} ${JSON.stringify(String(Buffer.from(all[i]!.bytes))).slice(0, 200)}`,
      )
  console.log(`${all.length} texts, ${writeAnswers(all, distinct)} bytes`)
}

/** Errors name pointers and keys in an order of chance: that there is one is enough, and how it begins. */
function withoutDetail(answer: string): string {
  const { objects, error } = JSON.parse(answer)
  return error === undefined
    ? answer
    : `{"objects":${JSON.stringify(objects)},"error":${JSON.stringify(error.slice(0, 60))}}`
}

async function show(outcome: string): Promise<void> {
  const { shown } = await tally(questions())
  for (const line of shown.filter(line => line.startsWith(outcome))) console.log(line)
}

const { values } = parseArgs({ options: { table: { type: 'boolean' }, show: { type: 'string' } } })
if (values.show !== undefined) await show(values.show)
else {
  if (!values.table) refresh()
  console.log(tabulate(await tally(questions())))
}
