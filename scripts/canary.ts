/**
 * `npm run canary [-- --every N --json FILE]` places made-up secrets of every kind everywhere, and prints in which outputs they
 * come out, by class.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { huntAll } from '../test/canary/hunt.ts'
import { tableOf } from '../test/canary/table.ts'

const { values } = parseArgs({ options: { every: { type: 'string', default: '1' }, json: { type: 'string' } } })
const hunted = await huntAll(Number(values.every))
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
