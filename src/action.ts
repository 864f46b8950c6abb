import { loadProgram } from './host/compiled.ts'

declare const PROGRAM: string

await loadProgram<typeof import('./program.ts')>(`${import.meta.dirname}/${PROGRAM}`).exports.step()
