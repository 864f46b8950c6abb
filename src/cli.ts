import { Fault } from './core/fault.ts'
import { type Checking, HELP, parseArguments } from './host/arguments.ts'
import { DiskHost } from './host/disk.ts'
import { fix } from './host/fixing.ts'
import { writeOutput } from './host/output.ts'
import { workspaceOf } from './host/workspace.ts'
import { run } from './pipeline.ts'
import { overridesOf } from './policy/overrides.ts'
import { EXIT_CODES } from './policy/verdict.ts'
import { explain, listRules } from './report/catalogue.ts'
import { forLog } from './report/escape.ts'
import { render } from './report/render.ts'
import { VERSION } from './version.ts'

/** @returns the exit status */
async function main(argv: readonly string[]): Promise<number> {
  const asked = parseArguments(argv)
  if (asked.command === 'check') return check(asked)
  if (asked.command === 'explain') return say(explain(asked.words))
  return say(
    { help: HELP, version: `${VERSION}\n`, rules: listRules('format' in asked ? asked.format : 'text') }[asked.command],
  )
}

async function check(asked: Checking): Promise<number> {
  const named = [...asked.paths, ...asked.reports, ...(asked.config ? [asked.config] : [])]
  const { root, inside } = workspaceOf(process.cwd(), named)
  const host = new DiskHost(root)
  const request = {
    paths: asked.paths.map(inside),
    reports: asked.reports.map(inside),
    ...(asked.config !== undefined && { config: asked.config && inside(asked.config) }),
    overrides: overridesOf(asked),
  }
  let result = await run(host, request)
  if (asked.fix) {
    for (const { file, titles } of fix(host, root, result, asked.fix, !asked.dryRun))
      for (const title of titles)
        process.stderr.write(`${asked.dryRun ? 'would fix' : 'fixed'} ${forLog(`${file} ${title}`)}\n`)
    if (!asked.dryRun) result = await run(host, request)
  }
  const colour = process.stdout.isTTY === true && !process.env['NO_COLOR']
  for (const { format, file } of asked.outputs) writeOutput(file, render(format, result, { colour: false }))
  if (!asked.outputs.some(({ format }) => format === asked.format)) say(render(asked.format, result, { colour }))
  return EXIT_CODES[result.verdict.outcome]
}

function say(text: string): number {
  process.stdout.write(text)
  return 0
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const told =
    error instanceof Fault
      ? `${error.file === undefined ? '' : `${error.file}: `}${error.message}`
      : `crashed: ${error instanceof Error ? error.stack : String(error)}`
  process.stderr.write(`seaworthy: ${told.split('\n').map(forLog).join('\n')}\n`)
  process.exitCode = 2
}
