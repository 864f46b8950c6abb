import type { Path } from '../core/location.ts'
import { isMap, type Json } from '../kube/resource.ts'
import type { YamlSource } from '../yaml/source.ts'

/** A shorter text is in others by chance. */
const SHORTEST = 6

/**
 * Tells of a path into rendered text whether its value comes from `given` only, values that a chart is tried with: a text
 * that has one of them in it, in Base64 too, or the same value under the same key. What `defaults` have as well does not.
 */
export function samplesIn(rendered: YamlSource, given: Json, defaults: Json): (path: Path) => boolean {
  const usual = new Set(leavesOf(defaults))
  const leaves = new Set(leavesOf(given).filter(leaf => !usual.has(leaf)))
  const known = new Set(leavesOf(defaults).map(textIn))
  const texts = [...leaves].map(textIn).filter(text => text.length >= SHORTEST && !known.has(text))
  const isSample = (text: string): boolean => texts.some(sample => text.includes(sample))
  return ([number, ...steps]) => {
    const value: Json = steps.reduce((found: Json, step) => found?.[step], rendered.documents[Number(number)]?.value)
    if (value === undefined || value === Object(value)) return false
    if (leaves.has(leafOf(steps.at(-1), value))) return true
    return typeof value === 'string' && (isSample(value) || isSample(fromBase64(value)))
  }
}

const fromBase64 = (text: string): string => Buffer.from(text, 'base64').toString('utf8')

const leafOf = (key: string | number | undefined, value: Json): string => `${key}\0${value}`

const textIn = (leaf: string): string => leaf.slice(leaf.indexOf('\0') + 1)

/** The scalars in values, with the keys that they have. */
function leavesOf(value: Json, key: string | number = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(item => leavesOf(item, key))
  if (isMap(value)) return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, name))
  return value === null || value === undefined || value === '' ? [] : [leafOf(key, value)]
}
