/** Runs the program on canaries, and looks for them in everything that it puts out. */
import { withoutResult } from '../../src/report/markdown.ts'
import { FORMATS, render } from '../../src/report/render.ts'
import { annotationsOf, verdictWords } from '../../src/report/annotations.ts'
import { formatCrash } from '../../src/main.ts'
import { run } from '../../src/pipeline.ts'
import type { Result } from '../../src/report/result.ts'
import { rules } from '../../src/rules/index.ts'
import { MemoryHost } from '../fuzz/host.ts'
import { type Canary, type Class, draw, leakIn } from './canary.ts'
import { DOCKERFILE_PLACES } from './places/dockerfile.ts'
import { MANIFEST_PLACES } from './places/manifest.ts'
import { OTHER_PLACES } from './places/others.ts'
import { secretsFor } from './secrets.ts'
import { type Place, plant } from './write.ts'

export const PLACES: readonly Place[] = [...DOCKERFILE_PLACES, ...MANIFEST_PLACES, ...OTHER_PLACES]

export interface Leak {
  readonly class: Class
  readonly secret: string
  readonly place: string
  readonly output: string
  /** What was written. */
  readonly canary: string
  readonly files: Readonly<Record<string, string>>
  readonly excerpt: string
}

/** What came of one canary. */
export interface Hunted {
  readonly class: Class
  readonly place: string
  readonly leaks: readonly Leak[]
}

/** Everything that a user may see of a run. */
async function outputsOf(files: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
  const host = new MemoryHost(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])))
  try {
    const result = await run(host, rules, { paths: [], reports: [], overrides: { profile: 'strict' } })
    return { ...Object.fromEntries(FORMATS.map(format => [format, render(format, result, { colour: false })])), ...logged(result) }
  } catch (error) {
    return { log: formatCrash(error), markdown: withoutResult(error instanceof Error ? error.message : String(error)) }
  }
}

function logged(result: Result): Readonly<Record<string, string>> {
  const fixes = result.verdict.judged.map(({ finding }) => finding.fix)
  return {
    annotations: JSON.stringify(annotationsOf(result)),
    log: verdictWords(result.verdict) + fixes.map(fix => fix?.title).join('\n'),
  }
}

/** Places one canary of each secret into a place, each in a run of its own, so that no limit of an output hides it. */
async function huntIn(place: Place, index: number): Promise<readonly Hunted[]> {
  const hunted: Hunted[] = []
  for (const [row, secret] of secretsFor(index).entries()) hunted.push(await hunt(place, draw(secret, index * 1000 + row)))
  return hunted
}

async function hunt(place: Place, canary: Canary): Promise<Hunted> {
  const files = plant(place, canary)
  const where = `${place.group}: ${place.title}`
  const leaks: Leak[] = []
  for (const [output, text] of Object.entries(await outputsOf(files))) {
    const excerpt = leakIn(canary, text)
    if (excerpt !== undefined)
      leaks.push({ class: canary.class, secret: canary.title, place: where, output, canary: canary.text, files, excerpt })
  }
  return { class: canary.class, place: where, leaks }
}

/** All canaries of some places. */
export async function huntAll(places: readonly Place[] = PLACES): Promise<readonly Hunted[]> {
  const hunted: Hunted[] = []
  for (const place of places) hunted.push(...(await huntIn(place, PLACES.indexOf(place))))
  return hunted
}
