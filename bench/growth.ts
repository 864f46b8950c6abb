import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Usage, usageOf, withoutMemory } from './measure.ts'
import { dockerfileShapes } from './shapes/dockerfiles.ts'
import { manifestShapes } from './shapes/manifests.ts'
import { rbacShapes } from './shapes/rbac.ts'
import { reportShapes } from './shapes/reports.ts'
import { repositoryShapes } from './shapes/repositories.ts'
import type { Shape } from './shapes/shape.ts'

/** Prints one table: CPU and memory of Seaworthy for inputs that double three times, in each format. */

const { values } = parseArgs({
  options: {
    cli: { type: 'string', default: join(import.meta.dirname, '../dist/cli.js') },
    only: { type: 'string', default: '' },
    formats: { type: 'string', default: 'text,json,sarif,markdown' },
    seconds: { type: 'string', default: '60' },
  },
})

const FACTORS = [1, 2, 4, 8]

/** What doubles the cost above that of an empty run by more is not linear; of less than `NOISE` seconds nobody can tell. */
const SUPERLINEAR = 2.5
const NOISE = 0.3

const shapes = [...manifestShapes, ...rbacShapes, ...dockerfileShapes, ...reportShapes, ...repositoryShapes]

/** Lays out a shape, runs it in each format, and takes it away again. */
function measured(shape: Shape, factor: number, formats: readonly string[]): readonly (Usage | undefined)[] {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-growth-'))
  try {
    for (const [path, text] of shape.files(shape.size * factor)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    return formats.map(format => runIn(folder, format))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const runIn = (folder: string, format: string): Usage | undefined =>
  usageOf({
    name: format,
    program: 'timeout',
    args: ['--signal=KILL', values.seconds, process.execPath, values.cli, '--format', format],
    folder,
    answers: [0, 1, 2],
    env: { CI: 'true' },
  })

/** How much the last doubling multiplies what is above an empty run. */
function growthOf(usages: readonly (Usage | undefined)[], empty: Usage): string {
  const [before, after] = usages.slice(-2)
  if (!before || !after) return 'never ends ⚠️'
  const [less, more] = [before.cpu - empty.cpu, after.cpu - empty.cpu]
  const ratio = more / Math.max(less, 0.01)
  return `${ratio.toFixed(1)}${more > NOISE && ratio > SUPERLINEAR ? ' ⚠️' : ''}`
}

if (withoutMemory !== undefined) throw new Error(withoutMemory)
const formats = values.formats.split(',')
const empty = measured({ title: '', size: 0, files: () => [['README', '']] }, 1, ['text'])[0]!
const columns = ['shape', 'parts at ×1', 'format', ...FACTORS.map(factor => `×${factor}: s, MB`), 'last doubling']
console.log(`An empty run: ${empty.cpu.toFixed(2)} s, ${empty.memory.toFixed(0)} MB\n`)
console.log(`| ${columns.join(' | ')} |\n|${' --- |'.repeat(columns.length)}`)
for (const shape of shapes.filter(({ title }) => title.includes(values.only))) {
  const rows = FACTORS.map(factor => measured(shape, factor, formats))
  for (const [i, format] of formats.entries()) {
    const usages = rows.map(row => row[i])
    const cells = usages.map(usage => (usage ? `${usage.cpu.toFixed(2)}, ${usage.memory.toFixed(0)}` : 'killed'))
    console.log(`| ${[shape.title, shape.size, format, ...cells, growthOf(usages, empty)].join(' | ')} |`)
  }
}
