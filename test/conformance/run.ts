import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { about, conformance, type Report } from './conformance.ts'
import { markdown } from './markdown.ts'
import { agreement, type Tally } from './tally.ts'

const USAGE = 'usage: npm run conformance -- FILE.jsonl… [--rule OURS[,OURS]] [--json OUT]'

const rows = (tallies: ReadonlyMap<string, Tally>): Record<string, unknown> =>
  Object.fromEntries(
    [...tallies].map(([key, tally]) => [
      key,
      { ...tally, agreement: agreement(tally, false), agreementWithoutKnown: agreement(tally, true) },
    ]),
  )

const forMachines = (report: Report): string =>
  `${JSON.stringify(
    {
      cases: Object.fromEntries(report.cases),
      byPeer: rows(report.byPeer),
      byPeerRule: rows(report.byPeerRule),
      byOwnRule: rows(report.byOwnRule),
      outcomes: report.outcomes,
      crashed: report.crashed,
      unread: report.unread,
      stale: report.stale,
    },
    null,
    1,
  )}\n`

const { values, positionals } = parseArgs({
  options: { json: { type: 'string' }, rule: { type: 'string' } },
  allowPositionals: true,
})
if (positionals.length === 0) {
  console.error(USAGE)
  process.exit(2)
}
const known = JSON.parse(readFileSync(new URL('divergences.json', import.meta.url), 'utf8'))
const whole = await conformance(positionals, known)
const report = values.rule === undefined ? whole : about(whole, values.rule.split(','))
process.stdout.write(markdown(report))
if (values.json !== undefined) writeFileSync(values.json, forMachines(report))
process.exitCode = report.crashed.length > 0 ? 2 : 0
