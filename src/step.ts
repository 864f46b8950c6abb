import { filesBeside, onlyCheckout } from './host/action/checkout.ts'
import { readContext, workspaceIn } from './host/action/context.ts'
import { type Inputs, readInputs } from './host/action/inputs.ts'
import { loadCore, publish, publishError } from './host/action/publish.ts'
import { withSettings } from './host/action/settings.ts'
import { baseOf } from './host/base/base.ts'
import { changeEventOf } from './host/base/event.ts'
import { DiskHost } from './host/disk/disk.ts'
import { type Workspace, workspaceOf } from './host/disk/workspace.ts'
import { run } from './pipeline.ts'
import { overridesOf } from './policy/file/overrides.ts'
import { EXIT_CODES } from './policy/verdict.ts'
import { visible } from './report/escape.ts'
import type { Result } from './report/result.ts'
import { rules } from './rules/index.ts'
import { reportNamed } from './scans/index.ts'

/**
 * The step of a workflow. The exit status is set, and never thrown past: what is reported afterwards cannot change it.
 * @throws BrokenProgram when nothing can be reported
 */
export async function step(): Promise<void> {
  const { env } = process
  // On its way while the checks run: it takes as long as they do.
  const loading = loadCore()
  // It is awaited below; until then Node would take its failure for one that nobody handles.
  loading.catch(() => {})
  const checked = await check(env).catch((error: unknown) => ({ error }))
  process.exitCode = 'error' in checked ? EXIT_CODES.error : EXIT_CODES[checked.result.verdict.outcome]
  const core = await loading
  try {
    if ('error' in checked) await publishError(core, checked.error, env)
    else await publish(core, checked.result, checked, env)
  } catch (error) {
    core.warning(`the result was not fully reported: ${visible(String(error))}`, { title: 'Seaworthy' })
  }
}

async function check(
  env: NodeJS.ProcessEnv,
): Promise<{ readonly inputs: Inputs; readonly result: Result; readonly workspace: Workspace }> {
  const inputs = readInputs(env)
  const reports = inputs.reports.map(reportNamed)
  const elsewhere = [...reports.map(({ file }) => file), ...(inputs.config === undefined ? [] : [inputs.config])]
  const { workspace, beside } = judgedIn(workspaceIn(env), inputs.paths, elsewhere)
  const { root, inside, outside } = workspace
  const context = readContext(env, inputs, root)
  const { commit } = context.checkout
  const { exclude = [], ...overrides } = await overridesOf(inputs, rules)
  const host = new DiskHost(root, [], outside)
  const config = inputs.config === undefined ? undefined : inside(inputs.config)
  const baseline = inputs.baseline === undefined ? undefined : inside(inputs.baseline)
  const found = baseOf(host.root, undefined, changeEventOf(env))
  const base = await withSettings(found, { context, token: inputs.token, config, baseline, rules })
  const result = await run(host, rules, {
    ...(base && { base }),
    ...(context.workflow !== undefined && { workflow: context.workflow }),
    paths: inputs.paths.map(inside),
    ignoreUnknown: inputs.ignoreUnknown,
    beside: beside.map(inside),
    reports: reports.map(report => ({ ...report, file: inside(report.file) })),
    ...(config !== undefined && { config }),
    baseReports: inputs.baseReports.map(reportNamed).map(report => ({ ...report, file: inside(report.file) })),
    overrides: {
      ...overrides,
      exclude: exclude.map(inside),
      ...(baseline !== undefined && { baseline }),
    },
    evidence: commit === '' ? {} : { commit },
  })
  return { inputs, result, workspace }
}

/** Without `path`, the only checkout is judged wherever it is, and with it what earlier steps left beside it. */
function judgedIn(
  folder: string,
  paths: readonly string[],
  elsewhere: readonly string[],
): { readonly workspace: Workspace; readonly beside: readonly string[] } {
  const checkout = paths.length === 0 ? onlyCheckout(folder) : undefined
  if (checkout === undefined) return { workspace: workspaceOf(folder, paths, elsewhere), beside: [] }
  return {
    workspace: workspaceOf(folder, [checkout], [folder, ...elsewhere]),
    beside: filesBeside(checkout, folder),
  }
}
