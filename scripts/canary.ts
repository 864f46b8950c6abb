/**
 * `npm run canary [-- --every N --seed N --json FILE]` places made-up secrets of every kind everywhere, and prints in which
 * outputs they come out, by class. All of them take eight minutes; each seed draws others.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import './raw.ts'
import { huntAll } from '../test/canary/hunt.ts'
import { tableOf } from '../test/canary/table.ts'

const { values } = parseArgs({
  options: {
    every: { type: 'string', default: '1' },
    seed: { type: 'string', default: '0' },
    json: { type: 'string' },
  },
})
const hunted = await huntAll(Number(values.every), Number(values.seed))
console.log(tableOf(hunted))
if (values.json !== undefined)
  writeFileSync(
    values.json,
    JSON.stringify(
      hunted.flatMap(({ leak }) => leak ?? []),
      undefined,
      1,
    ),
  )
