import { decodeText } from '../../src/core/encoding.ts'
import { brokenIn, isObject, resourcesOf } from '../../src/kube/objects.ts'
import { refusalsOf } from '../../src/kube/refusals.ts'
import { type Json, textOf } from '../../src/kube/resource.ts'
import { readYaml } from '../../src/yaml/source.ts'
import type { Answer } from './go.ts'

/** What Seaworthy makes of a file. */
export interface Reading {
  readonly objects: readonly unknown[]
  /** The run ends with an error: no green. */
  readonly faults: readonly string[]
  /** What the rule `not-readable-by-kubectl` reports. */
  readonly refusals: readonly string[]
}

export const OUTCOMES = [
  'same objects',
  'both refuse',
  'refused by kubectl, nothing of it read',
  'fault in place of equality',
  'more read than by kubectl, and noted',
  'refused by kubectl, not noted',
  'read by kubectl, noted as refused',
  'read differently',
] as const
export type Outcome = (typeof OUTCOMES)[number]

/** Reads a file as a run does. */
export async function reading(bytes: Uint8Array): Promise<Reading> {
  const text = decodeText(bytes)
  if (text === undefined) return { objects: [], faults: ['not text'], refusals: [] }
  const source = await readYaml('a.yaml', text)
  const resources = resourcesOf(source)
  const broken = source.documents.flatMap(({ value }, index) => brokenIn([index], value))
  return {
    objects: resources.map(({ json }) => json),
    faults: [...source.faults.map(({ message }) => message), ...broken.map(({ why }) => why)],
    refusals: resources.flatMap(refusalsOf).map(({ message }) => message),
  }
}

/** Data as text, keys in order. */
export const shown = (value: unknown): string => JSON.stringify(value, (_, inner) => sorted(inner))

const sorted = (value: unknown): unknown =>
  value === null || typeof value !== 'object' || Array.isArray(value)
    ? value
    : Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))

/** `kubectl apply` validates what the decoder lets pass: it refuses an object without one of these. */
function isWhole(object: unknown): boolean {
  const { apiVersion, kind } = object as Json
  return textOf(apiVersion) !== '' && textOf(kind) !== ''
}

/** What `kubectl apply` sends of what its decoder read. */
export function applied({ objects, error }: Answer): Answer {
  const whole = objects.filter(isWhole)
  const refused = error ?? (whole.length < objects.length ? 'apiVersion or kind not set' : undefined)
  // What is for tools and not for clusters is left to them.
  return { objects: whole.filter(isObject), ...(refused !== undefined && { error: refused }) }
}

/** Holds a reading against an answer of kubectl's decoder. */
export function outcomeOf(ours: Reading, answer: Answer): Outcome {
  const { objects, error } = applied(answer)
  if (ours.faults.length > 0) return error === undefined ? 'fault in place of equality' : 'both refuse'
  const found = new Set(ours.objects.map(shown))
  // What kubectl applied before it came to what it refuses has to have been checked, too.
  if (!objects.every(object => found.has(shown(object)))) return 'read differently'
  const isEqual = objects.length === ours.objects.length
  if (error === undefined) {
    const isNoted = ours.refusals.length > 0
    if (isEqual) return isNoted ? 'read by kubectl, noted as refused' : 'same objects'
    return isNoted ? 'more read than by kubectl, and noted' : 'read differently'
  }
  if (ours.refusals.length > 0) return 'both refuse'
  return isEqual ? 'refused by kubectl, nothing of it read' : 'refused by kubectl, not noted'
}

/** Of several answers that kubectl may give, the one that Seaworthy's reading is worst at. */
export function worstOf(ours: Reading, answers: readonly Answer[]): Outcome {
  const outcomes = answers.map(answer => outcomeOf(ours, answer))
  return OUTCOMES.findLast(outcome => outcomes.includes(outcome))!
}
