import { FINGERPRINT_VERSION } from '../core/finding.ts'
import type { BaselineEntry } from '../policy/baseline.ts'
import { visible } from './escape.ts'

/** The baseline file: one entry a line, so that a review shows what is accepted. Names in it are written by strangers. */
export function* toBaseline(entries: readonly BaselineEntry[]): Generator<string> {
  yield `{\n"schema": 1,\n"fingerprintVersion": ${FINGERPRINT_VERSION},\n"entries": [`
  for (const [index, { fingerprint, rule, file, subject }] of entries.entries()) {
    const entry = { fingerprint, rule, file: visible(file), subject: visible(subject) }
    yield `${index > 0 ? ',' : ''}\n${JSON.stringify(entry)}`
  }
  yield '\n]\n}\n'
}
