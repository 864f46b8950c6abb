import { warn } from './host/cli/warn.ts'
import { compiledFolder, loadProgram } from './host/compiled.ts'

declare const PROGRAM: string

// Until the program is there that says it better.
let formatFailure = (error: unknown): string => `seaworthy: ${error instanceof Error ? error.message : error}\n`
try {
  const { exports, remember } = loadProgram<typeof import('./program.ts')>(
    `${import.meta.dirname}/${PROGRAM}`,
    compiledFolder(process.env),
  )
  formatFailure = exports.formatFailure
  const { status, features } = await exports.main(process.argv.slice(2))
  process.exitCode = status
  remember(features)
  // All is written: Node need not tidy up, which takes 3 ms.
  process.exit()
} catch (error) {
  process.exitCode = 2
  warn(formatFailure(error))
}
