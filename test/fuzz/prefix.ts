import { shown } from '../../scripts/oracle/compare.ts'
import { decodeText } from '../../src/core/encoding.ts'
import { readReports } from '../../src/read/reports.ts'
import { valueAt } from '../../src/yaml/data.ts'
import { readExact } from '../../src/yaml/exact/exact.ts'
import { readYaml, type YamlSource } from '../../src/yaml/source.ts'
import { streamOf } from '../../src/yaml/stream.ts'
import { MemoryHost } from './host.ts'

/** How many beginnings of a text are tried. */
const CUTS = 12

/** A report that was cut is a fault; a manifest that was cut is one, too, or a part of the whole. @throws Error */
export async function fuzz(data: Buffer): Promise<void> {
  if (/^\s*[[{]/.test(data.toString())) await fuzzReport(data)
  else await fuzzManifest(data)
}

async function fuzzReport(data: Buffer): Promise<void> {
  const end = data.toString().trimEnd().length
  if (data.length > end || !(await isReport(data))) return
  for (const cut of cuts(end))
    if (await isReport(data.subarray(0, cut))) throw new Error(`a report that is cut at ${cut} is read`)
}

async function isReport(bytes: Buffer): Promise<boolean> {
  const { reports, faults } = await readReports(new MemoryHost({ 'a.json': bytes }), [{ file: 'a.json', named: true }])
  return reports.length > 0 && faults.length === 0
}

async function fuzzManifest(data: Buffer): Promise<void> {
  const text = decodeText(data)
  if (text === undefined) return
  const whole = await readYaml('a.yaml', text)
  // What follows may change what came before, or be the reason that nothing is green.
  if (!isPlain(whole)) return
  for (const cut of cuts(text.length)) {
    const part = await readYaml('a.yaml', text.slice(0, cut))
    if (part.faults.length > 0 || !isPlain(part)) continue
    const last = part.documents.length - 1
    // What has no kind is no object.
    const isSound = part.documents.every(
      ({ value }, i) => valueAt(value, 'kind') === undefined || isPart(value, whole.documents[i]?.value, i === last),
    )
    if (!isSound) throw new Error(`cut at ${cut} it holds what the whole does not`)
  }
}

function isPlain(source: YamlSource): boolean {
  if (source.faults.length > 0 || source.text.includes('<<')) return false
  if (source.documents.some((_, i) => source.duplicates([i]).length > 0)) return false
  const { chunks, invalidMarker } = streamOf(source.text)
  // Of what kubectl refuses, there is nothing to compare.
  return !invalidMarker && chunks.every(({ span }) => readExact(source.text, span).troubles.length === 0)
}

/** True for a value that is the beginning of another: equal but for one entry. `cut`: that it may be cut at all. */
export function isPart(part: unknown, whole: unknown, cut: boolean): boolean {
  if (isEqual(part, whole)) return true
  if (!cut) return false
  // The beginning of a scalar, of a map (`a` of `a: b`) or of a marker (`--`).
  if (!isCollection(part))
    return typeof part !== 'string' || typeof whole !== 'string' || whole.startsWith(part.trimEnd())
  if (!isCollection(whole) || Array.isArray(part) !== Array.isArray(whole)) return isToken(part, whole)
  const other = Object.entries(whole)
  // A dash with nothing behind it yet begins an item, a scalar or a marker.
  const begun = Array.isArray(part) && part.at(-1) === null ? part.slice(0, -1) : part
  const rest = Object.entries(begun).filter(([key, value]) => !isEqual(value, valueAt(whole, key)))
  return rest.every(([key, value], i) => {
    const found = other.find(([name]) => name === key)
    // The key itself may be cut: `? host` of `? hostNetwork`.
    return i === 0 && (found ? isPart(value, found[1], true) : value === null)
  })
}

const isEqual = (a: unknown, b: unknown): boolean => shown(a) === shown(b)

const isCollection = (value: unknown): value is object => value !== null && typeof value === 'object'

/** A dash or a colon with nothing behind it yet, which begin something else in the whole: `-` of `-5` or `-5: a`, `a:` of `a:b`. */
const isToken = (part: object, whole: unknown): boolean =>
  (!isCollection(whole) || Array.isArray(part)) && Object.values(part).length === 1 && Object.values(part)[0] === null

/** Places all over a text, the last ones among them. */
const cuts = (length: number): readonly number[] =>
  Array.from({ length: CUTS }, (_, i) => (i < 4 ? length - 1 - i : Math.floor((length * (i - 3)) / CUTS))).filter(
    cut => cut > 0,
  )
