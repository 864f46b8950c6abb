import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Answer } from './go.ts'
import { type Text, texts } from './texts.ts'

/** A text and what kubectl makes of it. */
export interface Question extends Text {
  /** More than one where the two versions differ, or where one of them answers by chance. */
  readonly answers: readonly Answer[]
}

const FOLDER = resolve(import.meta.dirname, '../../__fixtures__/oracle')
const FILE = resolve(FOLDER, 'answers.jsonl.gz')

const hashOf = ({ bytes }: Text): string => createHash('sha256').update(bytes).digest('base64url').slice(0, 11)

/** Keeps answers as JSON: a line for each text, which begins with its hash. */
export function writeAnswers(all: readonly Text[], answers: readonly (readonly string[])[]): number {
  const lines = all.map((text, i) => `${hashOf(text)} [${answers[i]!.join()}]\n`)
  const packed = gzipSync(lines.join(''), { level: 9 })
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(FILE, packed)
  return packed.length
}

/** All texts with the answers that are kept. @throws Error where a text changed since. */
export function questions(): readonly Question[] {
  const lines = gunzipSync(readFileSync(FILE)).toString().trimEnd().split('\n')
  const all = texts()
  if (lines.length !== all.length) throw new Error('texts came or went: run `npm run oracle`')
  return all.map((text, i) => {
    if (!lines[i]!.startsWith(hashOf(text)))
      throw new Error(`text ${i} (${text.class}) changed: run \`npm run oracle\``)
    return { ...text, answers: JSON.parse(lines[i]!.slice(12)) }
  })
}
