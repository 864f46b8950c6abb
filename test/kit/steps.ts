import { Session } from 'node:inspector'
import { setFlagsFromString } from 'node:v8'
import { expect, vi } from 'vitest'
import { countSearches } from './searches.ts'

// Else a module that is loaded again comes back as it was compiled before, without counters.
setFlagsFromString('--no-compilation-cache')

/** What V8 counts of our own sources. */
interface Coverage {
  readonly result: readonly {
    readonly url: string
    readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[]
  }[]
}

/** How much a result may grow when the input grows fourfold: a square makes 16 of it, a line 4. */
const FOURFOLD = 5

/**
 * Counts the blocks of our code that work runs through, and what it lets the engine search: the same on a busy machine
 * as on an idle one.
 * @param load imports what is counted: V8 counts blocks only of modules that it compiles while it counts.
 * @returns the steps of each size.
 */
export async function stepsOf<Module>(
  load: () => Promise<Module>,
  work: (module: Module, size: number) => unknown,
  sizes: readonly number[],
): Promise<readonly number[]> {
  const session = new Session()
  session.connect()
  session.post('Profiler.enable')
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  try {
    vi.resetModules()
    const module = await load()
    const steps: number[] = []
    for (const size of sizes) {
      blocksSince(session)
      const searches = countSearches()
      try {
        await work(module, size)
      } finally {
        searches.stop()
      }
      steps.push(blocksSince(session) + searches.passed())
    }
    return steps
  } finally {
    session.disconnect()
  }
}

/** Blocks run since the last time. */
function blocksSince(session: Session): number {
  let blocks = 0
  session.post('Profiler.takePreciseCoverage', (_, coverage: Coverage) => {
    blocks = blocksRun(coverage, '/src/')
  })
  return blocks
}

/** How often blocks were run in the scripts below a folder. */
export const blocksRun = ({ result }: Coverage, folder: string): number =>
  result
    .filter(({ url }) => url.includes(folder))
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
    .reduce((sum, { count }) => sum + count, 0)

/** Fails when four times the input costs much more than four times the steps. */
export async function expectLinear<Module>(
  load: () => Promise<Module>,
  work: (module: Module, size: number) => unknown,
  size: number,
): Promise<void> {
  expectLine(await stepsOf(load, work, [size, 4 * size]))
}

/** Fails when the second number, of four times the input, is much more than four times the first. */
export function expectLine([small, large]: readonly number[]): void {
  expect(small, 'something is counted').toBeGreaterThan(0)
  expect(large! / small!, `${small} steps became ${large}`).toBeLessThan(FOURFOLD)
}
