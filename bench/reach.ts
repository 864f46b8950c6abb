import { parseArgs } from 'node:util'
import { resourcesOf } from '../src/kube/objects.ts'
import { everyHolding, grantsHeld, holdingsOf } from '../src/world/rbac/holdings.ts'
import { pathTo } from '../src/world/rbac/reach.ts'
import { World } from '../src/world/world.ts'
import { readYaml } from '../src/yaml/source.ts'
import { median } from './measure.ts'
import { rbacShapes } from './shapes/rbac.ts'

/** Prints one table: how long it takes to find who holds what, and who reaches what, as roles and bindings double. */

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } })

const FACTORS = [1, 2, 4, 8]

/** Milliseconds of CPU for all questions about the objects of a text, which were read before. */
async function timed(text: string): Promise<{ readonly objects: number; readonly ms: number }> {
  const source = await readYaml('rbac.yaml', text)
  const resources = resourcesOf(source)
  const rounds = Array.from({ length: Number(values.rounds) }, () => {
    const world = new World({ resources })
    const start = process.cpuUsage()
    for (const one of resources) holdingsOf(world, one)
    for (const held of everyHolding(world)) {
      grantsHeld(world, held)
      pathTo(world, held.subject, 'cluster')
    }
    return process.cpuUsage(start).user / 1000
  })
  return { objects: resources.length, ms: median(rounds) }
}

console.log(`| shape | objects at ×8 | ${FACTORS.map(factor => `×${factor}: ms`).join(' | ')} | last doubling |`)
console.log(`|${' --- |'.repeat(FACTORS.length + 3)}`)
for (const { title, size, files } of rbacShapes) {
  const times = []
  for (const factor of FACTORS) times.push(await timed([...files(size * factor)][0]![1]))
  const [before, last] = times.slice(-2)
  const cells = times.map(({ ms }) => ms.toFixed(1))
  console.log(`| ${[title, last!.objects, ...cells, (last!.ms / before!.ms).toFixed(1)].join(' | ')} |`)
}
