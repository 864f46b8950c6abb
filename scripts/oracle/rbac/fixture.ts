import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { type RoleSet, roleSets } from './sets.ts'

/** A rule of a built-in role, as the API server writes it. */
export interface WrittenRule {
  readonly verbs: readonly string[]
  readonly apiGroups?: readonly string[]
  readonly resources?: readonly string[]
  readonly nonResourceURLs?: readonly string[]
}

/** What the API server answers. */
export interface Answers {
  /** A line for each set, a character for each question: 1 is allowed. */
  readonly sets: readonly string[]
  readonly builtInRoles: Readonly<Record<string, readonly WrittenRule[]>>
}

const FILE = resolve(import.meta.dirname, '../../../__fixtures__/oracle/rbac.json.gz')

/** The sets as the oracle reads them. */
export const inputOf = (sets: readonly RoleSet[]): string => sets.map(set => `${JSON.stringify(set)}\n`).join('')

const hashOf = (input: string): string => createHash('sha256').update(input).digest('base64url')

export function writeAnswers(input: string, answers: Answers): void {
  writeFileSync(FILE, gzipSync(JSON.stringify({ questions: hashOf(input), ...answers }), { level: 9 }))
}

/** All sets with the answers that are kept. @throws Error where a set changed since. */
export function readAnswers(): Answers & { readonly asked: readonly RoleSet[] } {
  const { questions, ...answers } = JSON.parse(String(gunzipSync(readFileSync(FILE))))
  const asked = roleSets()
  if (questions !== hashOf(inputOf(asked))) throw new Error('sets of roles changed: run `npm run oracle:rbac`')
  return { ...answers, asked }
}
