import type { Instruction } from './ast.ts'

const firstSet = new WeakMap<readonly Instruction[], ReadonlyMap<string, number>>()

/** Where the body of a stage sets each name for the first time. */
export function setIn(body: readonly Instruction[]): ReadonlyMap<string, number> {
  const known = firstSet.get(body)
  if (known) return known
  const first = new Map<string, number>()
  for (const one of body)
    if (one.is === 'ENV' || one.is === 'ARG')
      for (const { key } of one.pairs) if (!first.has(key.value)) first.set(key.value, one.span[0])
  firstSet.set(body, first)
  return first
}

/** How far back a variable is looked for: nobody builds stages upon so many others. */
const MOST_STAGES = 100

/** True when the stage, or what it is built from, has set the name already; every image has a PATH. */
export function isSetBefore({ stage, siblings, span }: Instruction, name: string): boolean {
  const own = setIn(siblings).get(name)
  if (name === 'PATH' || (own !== undefined && own < span[0])) return true
  const seen = new Set(stage?.from.bases)
  for (const { body, from } of seen) {
    if (setIn(body).has(name)) return true
    for (const base of from.bases) seen.add(base)
    if (seen.size > MOST_STAGES) return true
  }
  return false
}
