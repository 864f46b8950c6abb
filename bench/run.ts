import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, release, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Case, makeCases } from './cases.ts'
import { type Command, deviation, type Measured, measure, median, withoutMemory } from './measure.ts'
import { isInstalled, peers, versionOf } from './peers.ts'

/** Prints one table: how long whole processes take, next to bare Node and to other tools on the same files. */

const CLI = join(import.meta.dirname, '../dist/cli.js')

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    seconds: { type: 'string', default: '30' },
    cli: { type: 'string', default: CLI },
    only: { type: 'string', default: '' },
    'no-peers': { type: 'boolean', default: false },
  },
})

const installed = values['no-peers'] ? [] : peers.filter(isInstalled)

const BARE: Command = {
  name: 'node -e 0',
  program: process.execPath,
  args: ['-e', '0'],
  folder: tmpdir(),
  answers: [0],
}

const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'))
const cache = join(folder, 'cache')

/** Seaworthy on the case, with code that an earlier run compiled and without, and every peer that has something to do there. */
function commandsOf({ folder, named, offer, answers }: Case): readonly Command[] {
  const seaworthy = { program: process.execPath, args: [values.cli, ...named], folder, answers }
  const ours = [
    { ...seaworthy, name: 'seaworthy', env: { CI: '', XDG_CACHE_HOME: cache } },
    { ...seaworthy, name: 'seaworthy, first run or in CI', env: { CI: 'true' } },
  ]
  const theirs = installed.flatMap(({ name, args, answers }) => {
    const said = args(offer)
    return said ? [{ name, program: name, args: said, folder, answers }] : []
  })
  return [...ours, ...theirs]
}

function row(title: string, { command, times, memory, crash }: Measured, bare: number): string {
  const cells =
    crash !== undefined || times.length === 0
      ? [`crashed: ${crash}`, '', '']
      : [
          `${median(times).toFixed(0)} ± ${deviation(times).toFixed(0)}`,
          `${(median(times) / bare).toFixed(1)}`,
          `${times.length}`,
        ]
  const peak = memory === undefined ? [] : [memory.toFixed(0)]
  return `| ${[title, command.name, ...cells, ...peak].join(' | ')} |`
}

function environment(): string {
  const load = loadavg()[0]!.toFixed(1)
  const machine = `${cpus()[0]?.model ?? 'unknown CPU'}, ${availableParallelism()} cores, Linux ${release()}, load ${load}`
  const versions = installed.map(peer => `${peer.name}: ${versionOf(peer)}`)
  return [machine, `Node ${process.versions.node}`, ...versions].join('; ')
}

try {
  mkdirSync(join(folder, 'cases'))
  const { cases, skipped } = makeCases(join(folder, 'cases'))
  const chosen = cases.filter(({ title }) => title.includes(values.only))
  const commands = chosen.map(each => ({ title: each.title, commands: commandsOf(each) }))
  const [bare, ...rest] = measure([BARE, ...commands.flatMap(each => each.commands)], {
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
  })
  console.log(`${environment()}\n`)
  for (const reason of [...skipped, ...(withoutMemory === undefined ? [] : [withoutMemory])]) console.log(`- ${reason}`)
  const columns = ['case', 'tool', 'ms (median ± MAD)', 'times bare node', 'rounds']
  if (withoutMemory === undefined) columns.push('peak MB')
  console.log(`\n| ${columns.join(' | ')} |\n|${' --- |'.repeat(columns.length)}`)
  const node = median(bare!.times)
  const titles = ['', ...commands.flatMap(each => each.commands.map(() => each.title))]
  for (const [i, measured] of [bare!, ...rest].entries()) console.log(row(titles[i]!, measured, node))
} finally {
  rmSync(folder, { recursive: true })
}
