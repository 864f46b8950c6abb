import { JsonSequence } from './json/decode.ts'
import { isObject } from './json/json.ts'
import type { ReportReader } from './model/report.ts'
import { isOwn } from './own.ts'

/** How deep reports may lie in other JSON, and how many values of a file are looked at. */
const MAX_REPORT_DEPTH = 4
const MOST = 10_000

/** A value in a file. */
export interface Part {
  readonly json: unknown
  /** Where it stands: `.web`, `[1]`, `document 2`; empty for the whole file. */
  readonly path: string
}

export interface Search {
  readonly reports: readonly (Part & { readonly reader: ReportReader })[]
  /** What stands beside reports, and is none. */
  readonly strangers: readonly Part[]
  /** Something in it was written by Seaworthy itself. */
  readonly own: boolean
}

/** Looks for reports in JSON: several after each other, in a list, or packed into an object as pipelines do. */
export function searchReports(json: unknown, readerOf: (json: unknown) => ReportReader | undefined): Search {
  let left = MOST
  const look = (part: Part, depth: number): Search => {
    if (isOwn(part.json)) return { reports: [], strangers: [], own: true }
    const reader = readerOf(part.json)
    if (reader !== undefined) return { reports: [{ ...part, reader }], strangers: [], own: false }
    const parts = depth < MAX_REPORT_DEPTH ? partsOf(part) : []
    const looked = parts.slice(0, left)
    left -= looked.length
    const found = looked.map(inner => look(inner, depth + 1))
    const reports = found.flatMap(one => one.reports)
    const own = found.some(one => one.own)
    // What holds no report at all is one stranger, and not as many as it has parts.
    if (reports.length === 0 && !own) return { reports, strangers: [part], own }
    return { reports, strangers: [...found.flatMap(one => one.strangers), ...parts.slice(looked.length)], own }
  }
  return look({ json, path: '' }, 0)
}

/** What a value holds; the texts and numbers of an object only label what is beside them. */
function partsOf({ json, path }: Part): readonly Part[] {
  if (json instanceof JsonSequence)
    return json.documents.map((document, index) => ({ json: document, path: `document ${index + 1}` }))
  if (Array.isArray(json)) return json.map((item, index) => ({ json: item, path: `${path}[${index}]` }))
  if (!isObject(json)) return []
  return Object.entries(json).flatMap(([key, value]) =>
    typeof value === 'object' ? [{ json: value, path: `${path}.${/^[\w-]{1,40}$/.test(key) ? key : '…'}` }] : [],
  )
}
