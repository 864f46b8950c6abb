import { run } from '../../src/pipeline.ts'
import { FORMATS, render } from '../../src/report/render.ts'
import { rules } from '../../src/rules/index.ts'
import { MemoryHost } from './host.ts'

/** Whatever a file holds, under all names: no rule and no reporter fails. @throws Error where one does. */
export async function fuzz(data: Buffer): Promise<void> {
  const host = new MemoryHost({ 'a.yaml': data, Dockerfile: data, 'report.json': data, '.seaworthy.yml': data })
  const request = { paths: [], reports: [{ file: 'report.json' }], overrides: { profile: 'strict' } } as const
  const result = await run(host, rules, request)
  const crashed = result.verdict.faults.find(({ code }) => code === 'RULE_CRASHED')
  if (crashed) throw crashed
  for (const format of FORMATS) Array.from(await render(format, result, { colour: true }))
}
