import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rules } from '../src/rules/index.ts'

/**
 * Draws rules at random, breaks the check of each (it says nothing; it always reports), and runs its table: both must
 * turn it red. `npm run break-rules [HOW_MANY] [SEED]`; exit 1 when a broken rule goes unnoticed.
 */

const [count = '10', seed = String(Date.now() % 100_000)] = process.argv.slice(2)

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-break-'))

/** mulberry32: the same seed draws the same rules. */
function random(state: number): () => number {
  let now = state
  return () => {
    now = (now + 0x6d2b79f5) | 0
    let mixed = Math.imul(now ^ (now >>> 15), 1 | now)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function testOf(id: string): string {
  const file = readdirSync('test/rules', { recursive: true, encoding: 'utf8' }).find(
    name => name.endsWith('.ts') && readFileSync(`test/rules/${name}`, 'utf8').includes(`table('${id}'`),
  )
  if (file === undefined) throw new Error(`no table for ${id}`)
  return `test/rules/${file}`
}

/** How many tests of the rule's table are red. */
function red(id: string, way: 'silent' | 'always'): number {
  const output = join(folder, 'result.json')
  spawnSync('vitest', ['run', testOf(id), '-t', `^${id} `, '--reporter=json', `--outputFile=${output}`], {
    env: { ...process.env, BREAK_RULE: `${id}:${way}`, CI: 'true' },
  })
  return (JSON.parse(readFileSync(output, 'utf8')) as { numFailedTests: number }).numFailedTests
}

const draw = random(Number(seed))
const left = [...rules.keys()]
const drawn = Array.from(
  { length: Math.min(Number(count), left.length) },
  () => left.splice(Math.floor(draw() * left.length), 1)[0]!,
)

console.log(`seed ${seed}\n\n| rule | red when silent | red when it always reports |\n| --- | --- | --- |`)
for (const id of drawn) {
  const [silent, always] = [red(id, 'silent'), red(id, 'always')]
  console.log(`| ${id} | ${silent} | ${always} |`)
  if (silent === 0 || always === 0) process.exitCode = 1
}
