import { withFolders } from './core/glob.ts'
import type { Host } from './core/host.ts'
import { discover } from './discover/discover.ts'
import { check } from './engine/check.ts'
import { loadPolicy } from './policy/file/load.ts'
import { judge } from './policy/judge.ts'
import { nothingChecked } from './policy/nothing-checked.ts'
import type { Overrides } from './policy/policy.ts'
import { enabledRules } from './policy/select.ts'
import { suppressionsOf } from './policy/suppressions/suppressions.ts'
import { evidenceOf, type Traces } from './read/evidence.ts'
import { read } from './read/read.ts'
import type { Result } from './report/result.ts'
import type { RuleSet } from './rules/set.ts'
import type { NamedReport } from './scans/index.ts'
import { VERSION } from './version.ts'

/** What a run is asked to do, by the command line or by the Action. */
export interface Request {
  /** Files, folders or globs of the workspace; empty: all of it. */
  readonly paths: readonly string[]
  /** Scan reports that must be there. */
  readonly reports: readonly NamedReport[]
  /** The policy file; `undefined`: the first of the usual names; `false`: none. */
  readonly config?: string | false
  /** What beats the policy file. */
  readonly overrides: Overrides
  /** Wanted by formats that print it: what the shell knows of the checkout. */
  readonly evidence?: Pick<Traces, 'commit'>
}

/** The whole program: discover, read, check, judge; the shells report. */
export async function run(host: Host, rules: RuleSet, request: Request): Promise<Result> {
  const { paths } = request
  const { policy, file, faults: misconfigured, unknownWaivers } = await loadPolicy(host, rules, request)
  const { include, exclude } = policy.paths
  const found = discover(host, { ...request, include: include.flatMap(withFolders), exclude })
  const { world, inputs, faults: unread, programs } = await read(host, found, policy)
  const enabled = enabledRules(rules, policy)
  const { findings, faults: crashed } = check(world, enabled, { rules, kubernetes: policy.kubernetes })
  const now = host.now()
  const verdict = judge({
    findings,
    faults: [...misconfigured, ...unread, ...crashed, ...nothingChecked(paths, inputs, enabled.length, unread)],
    policy,
    rules,
    unknownWaivers,
    suppressions: suppressionsOf(world, rules, now, policy.waiverRules),
    hasReports: inputs.reports > 0,
    now,
    wholeRepository: paths.length === 0 || paths.includes(''),
  })
  const traces = { policies: file === undefined ? [] : [file], programs, reports: world.reports }
  return {
    version: VERSION,
    verdict,
    inputs,
    rules,
    enabled: enabled.length,
    ...(file !== undefined && { policy: file }),
    ...(request.evidence && { evidence: await evidenceOf(host, { ...request.evidence, ...traces }) }),
    policyUnreadable: misconfigured.length > 0,
  }
}
