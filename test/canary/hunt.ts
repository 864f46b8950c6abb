/** Runs the program on canaries, and looks for them in everything that it puts out. */

import { formatFailure } from '../../src/host/cli/terminal.ts'
import { run } from '../../src/pipeline.ts'
import { annotationsOf, verdictWords } from '../../src/report/annotations.ts'
import { withoutResult } from '../../src/report/markdown/markdown.ts'
import { FORMATS, render } from '../../src/report/render.ts'
import type { Result } from '../../src/report/result.ts'
import { rules } from '../../src/rules/index.ts'
import { MemoryHost } from '../fuzz/host.ts'
import { type Class, draw, type Secret, searchFor } from './canary.ts'
import { DOCKERFILE_PLACES } from './places/dockerfile.ts'
import { MANIFEST_PLACES } from './places/manifest.ts'
import { OTHER_PLACES } from './places/others.ts'
import { secretsFor } from './secrets.ts'
import { names, type Place, plant } from './write.ts'

export const PLACES: readonly Place[] = [...DOCKERFILE_PLACES, ...MANIFEST_PLACES, ...OTHER_PLACES]

/** A canary that came out. */
export interface Leak {
  readonly class: Class
  readonly secret: string
  readonly place: string
  readonly outputs: readonly string[]
  /** As it was written, and the files that it was written to. */
  readonly canary: string
  readonly files: Readonly<Record<string, string>>
  /** Of the first output. */
  readonly excerpt: string
}

/** What came of one canary. */
export interface Hunted {
  readonly class: Class
  readonly place: string
  readonly leak?: Leak
}

/** Everything that a user may see of a run. */
export async function outputsOf(files: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
  const bytes = Object.entries(files).map(([name, text]) => [name, Buffer.from(text)] as const)
  const host = new MemoryHost(Object.fromEntries(bytes))
  try {
    const result = await run(host, rules, { paths: [], reports: [], overrides: { profile: 'strict' } })
    return { ...(await formatted(result)), ...logged(result) }
  } catch (error) {
    return {
      log: formatFailure(error),
      markdown: withoutResult(error instanceof Error ? error.message : String(error)),
    }
  }
}

async function formatted(result: Result): Promise<Readonly<Record<string, string>>> {
  const texts: Record<string, string> = {}
  for (const format of FORMATS)
    texts[format] = [...(await render(format, result, { colour: false, fixes: true }))].join('')
  return texts
}

function logged(result: Result): Readonly<Record<string, string>> {
  const titles = result.verdict.judged.map(({ finding }) => finding.fix?.title ?? '')
  return {
    annotations: JSON.stringify(annotationsOf(result)),
    log: [verdictWords(result.verdict), ...titles].join('\n'),
  }
}

/**
 * What a secret is recognised by at a place: it has no name where none is written, and all of a Secret is secret. Names
 * of files are quoted, unless they have a known form.
 */
export function classAt(place: Place, secret: Secret): Class {
  if (place.isSecret) return 'behind a name'
  if (place.group === 'file name' && secret.class !== 'known form') return 'bare word'
  return secret.class === 'behind a name' && !names(place) ? 'bare word' : secret.class
}

/** Places one canary, in a run of its own, so that no limit of an output hides it. */
async function hunt(place: Place, secret: Secret, seed: number): Promise<Hunted> {
  const canary = draw(secret, seed)
  const files = plant(place, canary)
  const search = searchFor([canary])
  const found = Object.entries(await outputsOf(files)).flatMap(([output, text]) => {
    const excerpt = search(text).get(canary)
    return excerpt === undefined ? [] : [{ output, excerpt }]
  })
  const hunted = { class: classAt(place, secret), place: `${place.group}: ${place.title}` }
  if (found.length === 0) return hunted
  const outputs = found.map(({ output }) => output)
  const leak = { ...hunted, secret: secret.title, outputs, canary: canary.text, files, excerpt: found[0]!.excerpt }
  return { ...hunted, leak }
}

/**
 * One canary of every secret in every place, or of a part: of each `every` in a row one, another in each place. Another
 * seed draws other letters, and gives each place other names.
 */
export async function huntAll(every = 1, seed = 0): Promise<readonly Hunted[]> {
  const hunted: Hunted[] = []
  for (const [index, place] of PLACES.entries())
    for (const [row, secret] of secretsFor(index + seed).entries())
      if ((index + row) % every === 0) hunted.push(await hunt(place, secret, (seed * 1000 + index) * 1000 + row))
  return hunted
}
