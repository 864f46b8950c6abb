/**
 * `npm run fuzz -- --minutes 5 [--seed N]` gives mutated files to the targets of test/fuzz, and to kubectl's decoder
 * where Go is at hand. Prints what it tried; an input that breaks a promise is printed and fails the run.
 */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { corpus, textsIn } from '../test/fuzz/corpus.ts'
import { type Broken, drive, inputs, TARGETS } from '../test/fuzz/drive.ts'
import { compare } from '../test/fuzz/manifest.ts'
import { ask, buildOracle } from './oracle/go.ts'
import './raw.ts'

/** Files of the field, where somebody keeps them. */
const REAL = resolve('../shared/real')
const BATCH = 500

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '5' }, seed: { type: 'string' } } })
const seed = Number(values.seed ?? Date.now() % 1_000_000)
const end = Date.now() + Number(values.minutes) * 60_000

function seeds(): ReturnType<typeof corpus> {
  const { manifests, dockerfiles, reports } = corpus()
  if (!existsSync(REAL)) return { manifests, dockerfiles, reports }
  return {
    manifests: [...manifests, ...textsIn(REAL, /\.ya?ml$/, 6000)],
    dockerfiles: [...dockerfiles, ...textsIn(REAL, /Dockerfile/, 6000)],
    reports,
  }
}

/** The next inputs of a generator. */
const batch = (generator: Iterator<Buffer>): readonly Buffer[] =>
  Array.from({ length: BATCH }, () => generator.next().value as Buffer)

/** Holds inputs against kubectl's decoder, all asked at once. */
async function held(oracle: string, data: readonly Buffer[]): Promise<readonly Broken[]> {
  const answers = new Map(ask(oracle, data).map((answer, i) => [data[i]!, answer]))
  return drive(input => compare(input, JSON.parse(answers.get(input)!)), data)
}

async function main(): Promise<void> {
  const known = seeds()
  const oracle = buildOracle('newest')
  console.log(`seed ${seed}, ${oracle ? 'with' : 'without'} kubectl's decoder`)
  const rows = TARGETS.map((target, i) => ({
    ...target,
    data: inputs(seed + i, target.seeds(known)),
    tried: 0,
    failed: [] as Broken[],
  }))
  const decoded = { name: 'the objects are those of kubectl', tried: 0, failed: [] as Broken[] }
  while (Date.now() < end)
    for (const row of rows) {
      const data = batch(row.data)
      row.failed.push(...(await drive(row.fuzz, data)))
      row.tried += data.length
      if (!oracle || row !== rows[0]) continue
      decoded.failed.push(...(await held(oracle, data)))
      decoded.tried += data.length
    }
  for (const { name, tried, failed } of [...rows, decoded]) {
    console.log(`${name}: ${tried} inputs, ${failed.length} broken`)
    for (const { input, error } of failed.slice(0, 10))
      console.log(`  ${JSON.stringify(input).slice(0, 2000)}\n  ${error}`)
    if (failed.length > 0) process.exitCode = 1
  }
}

await main()
