import { loadProgram } from './host/compiled.ts'

declare const PROGRAM: string

await loadProgram<typeof import('./program.ts')>(`${import.meta.dirname}/${PROGRAM}`).exports.step()
// All is said: a renderer that hangs must not hold the step until it ends.
process.stdout.write('', () => process.exit())
