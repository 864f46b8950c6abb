import { Fault } from './core/fault.ts'
import { readInputs } from './host/action/inputs.ts'
import { loadCore, publish } from './host/action/publish.ts'
import { DiskHost } from './host/disk.ts'
import { workspaceOf } from './host/workspace.ts'
import { run } from './pipeline.ts'
import { overridesOf } from './policy/overrides.ts'
import { visible } from './report/escape.ts'
import { reportNamed } from './scans/index.ts'

/** The step of a workflow. The exit status is set, and never thrown past. */
export async function step(): Promise<void> {
  // On its way while the checks run: it takes as long as they do.
  const loading = loadCore()
  try {
    const inputs = readInputs(process.env)
    const folder = process.env['GITHUB_WORKSPACE'] ?? process.cwd()
    const { inside } = workspaceOf(folder, [])
    const result = await run(new DiskHost(folder), {
      paths: inputs.paths.map(inside),
      reports: inputs.reports.map(reportNamed).map(report => ({ ...report, file: inside(report.file) })),
      ...(inputs.config !== undefined && { config: inside(inputs.config) }),
      overrides: overridesOf(inputs),
    })
    await publish(await loading, result, inputs, process.env)
  } catch (error) {
    const core = await loading
    process.exitCode = 2
    core.setOutput('verdict', 'error')
    const told =
      error instanceof Fault ? error.message : `it crashed: ${error instanceof Error ? error.stack : String(error)}`
    core.error(`Seaworthy could not finish: ${visible(told)}`, { title: 'Seaworthy' })
  }
}
