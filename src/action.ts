import { loadProgram } from './host/compiled.ts'

declare const PROGRAM: string

// A log that nobody reads any more changes no exit status.
process.stdout.on('error', () => {})
try {
  await loadProgram<typeof import('./program.ts')>(`${import.meta.dirname}/${PROGRAM}`).exports.step()
} catch (error) {
  process.exitCode = 2
  process.stdout.write(`::error title=Seaworthy::${error instanceof Error ? error.message : error}\n`)
}
// All is said: a renderer that hangs must not hold the step until it ends.
process.stdout.write('', () => process.exit())
