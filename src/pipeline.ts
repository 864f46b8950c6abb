import { comparedWith, type ReadBefore, readBefore } from './change/before.ts'
import { commentsIn, looseningBy } from './change/loosening.ts'
import { unwatchedIn } from './change/unwatched.ts'
import { type Before, settingsBefore } from './core/base.ts'
import type { Fault } from './core/fault.ts'
import type { Host } from './core/host.ts'
import { Answers } from './engine/answers.ts'
import { check } from './engine/check.ts'
import { concernedRules, holderOf } from './engine/subjects.ts'
import { applyBaseline } from './policy/baseline.ts'
import { compare } from './policy/change.ts'
import { otherPolicies } from './policy/file/load.ts'
import { type Settings, settingsFor } from './policy/file/settings.ts'
import { usualEnd } from './policy/file/terms.ts'
import { type JudgedFramework, judgedFrameworks } from './policy/frameworks.ts'
import { judge } from './policy/judge.ts'
import { nothingChecked } from './policy/nothing-checked.ts'
import type { Overrides, Policy } from './policy/policy.ts'
import { enabledRules } from './policy/select.ts'
import type { Verdict } from './policy/verdict.ts'
import { evidenceOf, type Traces } from './read/evidence.ts'
import { Unrendered } from './read/manifests.ts'
import type { Read } from './read/read.ts'
import { SharedReading } from './read/shared.ts'
import { readTree, type TreePolicy, type TreeRead } from './read/tree.ts'
import type { Result } from './report/result.ts'
import { rulesOfFrameworks } from './rules/frameworks/index.ts'
import type { EnabledRule } from './rules/rule.ts'
import type { RuleSet } from './rules/set.ts'
import type { NamedReport } from './scans/index.ts'
import { VERSION } from './version.ts'
import { ofTests, testFilesIn } from './world/tests.ts'
import type { World } from './world/world.ts'

/** What a run is asked to do, by the command line or by the Action. */
export interface Request {
  /** Files, folders or globs of the workspace; empty: all of it. */
  readonly paths: readonly string[]
  /** What of the paths is not an input, or was deleted, is passed over. */
  readonly ignoreUnknown?: boolean
  /** Files outside of the workspace that are looked at like those in it. */
  readonly beside?: readonly string[]
  /** Scan reports that must be there. */
  readonly reports: readonly NamedReport[]
  /** The policy file; `undefined`: the first of the usual names; `false`: none. */
  readonly config?: string | false
  /** What beats the policy file. */
  readonly overrides: Overrides
  /** What the change is compared with, where it is known. */
  readonly base?: Before
  /** Scan reports of the base. */
  readonly baseReports?: readonly NamedReport[]
  /** The file of the workflow that runs. */
  readonly workflow?: string
  /** Whether all that is found is to be accepted in the baseline. */
  readonly writeBaseline?: boolean
  /** Wanted by formats that print it: what the shell knows of the checkout. */
  readonly evidence?: Pick<Traces, 'commit'>
}

/** The whole program: discover, read, check, judge; the shells report. */
export async function run(host: Host, rules: RuleSet, request: Request): Promise<Result> {
  const { paths, evidence } = request
  const settings = await settingsFor(host, rules, request)
  const { policy, file, faults: misconfigured, unknownWaivers } = settings
  const [change, before] = await readBoth(host, policy, request)
  const { world, inputs, checkouts } = change
  const enabled = enabledRules(rules, policy)
  const wholeRepository = paths.length === 0 || paths.includes('')
  const whole = wholeRepository && request.overrides.exclude === undefined
  const baseline = baselineFor(host, policy, request, whole && !isNarrowed(request))
  const { isOfTests, isLost, unread, testFiles } = testsApart(change, policy, request)
  const shared = {
    ...{ rules, kubernetes: policy.kubernetes, isOfTests },
    ...(!policy.only && { profile: policy.profile }),
    ...(before && { answers: new Answers() }),
  }
  const { findings, faults: crashed } = check(world, enabled, shared)
  const tree = before && 'read' in before ? before : undefined
  const unwatched = tree ? await unwatchedIn(host, change, tree) : []
  const lost = [...unread, ...crashed]
  const holds = holderOf(world)
  const checked = { host, enabled, settings: shared, world, lost, unwatched, wholeRepository, holds }
  const comparison = before && compare(findings, comparedWith(before, checked))
  const comments = commentsIn({ findings, world, before, comparison }, { rules, settings, now: host.now() })
  const gating = enabled.filter(({ isNoted }) => isNoted !== true)
  const nothing = nothingChecked(paths, inputs, gating.length, unread, request.ignoreUnknown)
  const others = [baseline.faults, unread, tree?.faults.filter(isLost) ?? [], crashed, comments.faults, nothing].flat()
  const verdict = judge({
    ...{ findings, policy, rules, unknownWaivers, suppressions: comments.suppressions, holds },
    wholeRepository: whole,
    faults: [...misconfigured, ...otherPolicies(host, checkouts), ...others],
    hasReports: inputs.reports > 0,
    ...(comparison && policy.onlyNew !== false && { comparison }),
    ...(before && { loosening: looseningBy(settings, [baseline, comments], unwatched) }),
    ...(baseline.applied && { baseline: baseline.applied }),
    now: host.now(),
  })
  return {
    ...{ version: VERSION, verdict, inputs, rules, enabled: enabled.length, testFiles },
    ...(file !== undefined && { policy: file }),
    ...(evidence && { evidence: await evidenceOf(host, { ...evidence, ...tracesOf(change, tree?.read, settings) }) }),
    policyUnreadable: misconfigured.length > 0,
    acceptUntil: usualEnd(policy.waiverRules, host.now()),
    ...(policy.frameworks.length > 0 && {
      frameworks: frameworksOf(policy, verdict, { rules, enabled, world, isOfTests }),
    }),
  }
}

type IsOfTests = ReturnType<typeof ofTests>

/** What only tests read is not judged, nor is it lost when it cannot be read. */
interface TestsApart {
  readonly isOfTests: IsOfTests
  readonly isLost: (fault: Fault) => boolean
  readonly unread: readonly Fault[]
  /** How many files are not judged. */
  readonly testFiles: number
}

/** Who asks for every rule, or names those to run, asks for them in tests too. */
function testsApart({ world, faults }: TreeRead, policy: Policy, { paths, ignoreUnknown }: Request): TestsApart {
  const areApart = policy.profile !== 'strict' && policy.only === undefined
  const isOfTests = areApart ? ofTests(world, policy.paths.tests, ignoreUnknown ? [] : paths) : () => false
  // A template that only tests render is none of what is applied.
  const isLost = (fault: Fault): boolean =>
    !(fault instanceof Unrendered && isOfTests({ source: { file: fault.file ?? '' } }))
  const unread = faults.filter(isLost)
  const testFiles = testFilesIn(world, isOfTests).size + faults.length - unread.length
  return { isOfTests, isLost, unread, testFiles }
}

/** What was judged, and by which rules. */
interface Judged {
  readonly rules: RuleSet
  readonly enabled: readonly EnabledRule[]
  readonly world: World
  readonly isOfTests: IsOfTests
}

function frameworksOf(
  policy: Policy,
  verdict: Verdict,
  { rules, enabled, world, isOfTests }: Judged,
): readonly JudgedFramework[] {
  const reported = rulesOfFrameworks(policy.frameworks, rules)
  const shown = concernedRules(
    { world, kubernetes: policy.kubernetes, isOfTests },
    [...rules.values()].filter(({ id }) => reported.has(id)),
  )
  return judgedFrameworks(policy, verdict, { rules, enabled: new Set(enabled.map(({ rule }) => rule.id)), shown })
}

/** Whether this run looks for less than the policy: a baseline of it would lose the entries of the other rules. */
const isNarrowed = ({ overrides: { only, skip } }: Request): boolean => only !== undefined || skip !== undefined

/** Reads the change, and what it is compared with. */
async function readBoth(
  host: Host,
  policy: Policy,
  request: Request,
): Promise<readonly [change: TreeRead, before: ReadBefore | undefined]> {
  const { baseReports: reports = [] } = request
  const base = baseFor(policy, request)
  const shared = new SharedReading()
  const change = readTree(host, request, withoutReportsOf(request, policy), base && shared)
  return Promise.all([change, base && readBefore(base, { host, change, asked: request, reports, policy, shared })])
}

/** What was found in the base is not there any more: its reports are none of the change. */
const withoutReportsOf = ({ baseReports = [] }: Request, { paths, ...policy }: Policy): TreePolicy => ({
  ...policy,
  paths: { include: paths.include, exclude: [...paths.exclude, ...baseReports.map(({ file }) => file)] },
})

const baselineFor = (
  host: Host,
  { baseline }: Policy,
  { base, writeBaseline }: Request,
  wholeRepository: boolean,
): ReturnType<typeof applyBaseline> =>
  applyBaseline(host, baseline, {
    isWritten: writeBaseline === true,
    wholeRepository,
    earlier: settingsBefore(base),
  })

/** What both trees have in common may have been rendered in the base only. */
function tracesOf(change: Read, before: Read | undefined, { file, files }: Settings): Traces {
  return {
    ...{ policies: file === undefined ? [] : [file], settings: files },
    programs: [...new Set([...change.programs, ...(before?.programs ?? [])])],
    reports: change.world.reports,
  }
}

/** The base, if the policy wants one. One whose files can be read tells what the change does to the gate in any case. */
function baseFor({ onlyNew }: Policy, { base }: Request): Before | undefined {
  if (base === undefined) return onlyNew === true ? { missing: NO_BASE } : undefined
  return onlyNew === false && 'findings' in base ? undefined : base
}

const NO_BASE = 'no base is known, although `only-new` is true. Name one with `--base`, `--base-dir` or `--base-result`'
