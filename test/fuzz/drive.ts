import { pick, randomFrom } from '../kit/random.ts'
import type { Corpus } from './corpus.ts'
import * as crash from './crash.ts'
import * as manifest from './manifest.ts'
import { mutated } from './mutate.ts'
import * as prefix from './prefix.ts'

/** A target in the form of Jazzer.js, and what of the corpus it is given. */
export interface Target {
  readonly name: string
  readonly fuzz: (data: Buffer) => Promise<void>
  readonly seeds: (corpus: Corpus) => readonly string[]
}

export const TARGETS: readonly Target[] = [
  { name: 'manifests are read as kubectl reads them', ...manifest, seeds: ({ manifests }) => manifests },
  {
    name: 'what is cut is not read as whole',
    ...prefix,
    seeds: ({ manifests, reports }) => [...manifests, ...reports],
  },
  {
    name: 'nothing crashes a rule or a reporter',
    ...crash,
    seeds: ({ manifests, dockerfiles, reports }) => [...manifests, ...dockerfiles, ...dockerfiles, ...reports],
  },
]

/** An input that broke a promise. */
export interface Broken {
  readonly input: string
  readonly error: unknown
}

/** Mutations of the corpus without end: the same for the same seed. */
export function* inputs(seed: number, seeds: readonly string[]): Generator<Buffer> {
  const random = randomFrom(seed)
  for (;;) yield Buffer.from(mutated(random, pick(random, seeds)))
}

/** Gives inputs to a target. @returns those that broke its promise. */
export async function drive(fuzz: Target['fuzz'], data: Iterable<Buffer>): Promise<readonly Broken[]> {
  const broken: Broken[] = []
  for (const input of data) {
    try {
      await fuzz(input)
    } catch (error) {
      broken.push({ input: input.toString(), error })
    }
  }
  return broken
}
