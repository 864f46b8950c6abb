import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** What kubectl's decoder made of a file: the objects before and after what it refused, and its first error. */
export interface Answer {
  readonly objects: readonly unknown[]
  readonly error?: string
}

/** The decoder at the version of the kubectl in the tests, and at the newest. */
export const VERSIONS = { tested: 'go.mod', newest: 'newest.mod' } as const
export type Version = keyof typeof VERSIONS

const BUILT = resolve('node_modules/.cache/seaworthy/oracle')

/** Builds the oracle. @returns its program, or `undefined` where Go or its modules are out of reach. */
export function buildOracle(version: Version): string | undefined {
  mkdirSync(BUILT, { recursive: true })
  const program = join(BUILT, version)
  const args = ['build', `-modfile=${VERSIONS[version]}`, '-o', program, '.']
  return spawnSync('go', args, { cwd: import.meta.dirname }).status === 0 ? program : undefined
}

/** Asks an oracle about files. @returns its answers as JSON, in the order of the files. */
export function ask(program: string, files: readonly Uint8Array[]): readonly string[] {
  const input = files.map(bytes => `${JSON.stringify(Buffer.from(bytes).toString('base64'))}\n`).join('')
  const { status, stdout, stderr } = spawnSync(program, { input, maxBuffer: 2 ** 30 })
  if (status !== 0) throw new Error(`the oracle failed: ${stderr}`)
  return stdout.toString().trimEnd().split('\n')
}
