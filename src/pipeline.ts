import { decodeText } from './core/encoding.ts'
import { Fault } from './core/fault.ts'
import { withFolders } from './core/glob.ts'
import type { Host } from './core/host.ts'
import { Lines } from './core/source.ts'
import { listed } from './core/text.ts'
import { discover } from './discover/discover.ts'
import type { TextFile } from './discover/sort.ts'
import { check } from './engine/check.ts'
import { readPolicy } from './policy/file/config.ts'
import { judge } from './policy/judge.ts'
import { NO_POLICY_FILES, type Overrides, POLICY_FILES, resolvePolicy } from './policy/policy.ts'
import { enabledRules } from './policy/select.ts'
import { ineffectiveComments, suppressedBy, suppressionsOf } from './policy/suppressions/suppressions.ts'
import { unanswered } from './policy/waivers.ts'
import { type Inputs, read } from './read/read.ts'
import { filesOf, type Result } from './report/result.ts'
import type { RuleSet } from './rules/set.ts'
import type { NamedReport } from './scans/index.ts'
import { VERSION } from './version.ts'
import { readYaml } from './yaml/source.ts'

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
}

/** The whole program: discover, read, check, judge; the shells report. */
export async function run(host: Host, rules: RuleSet, request: Request): Promise<Result> {
  const { policy, file: policyFile, faults: mistakes, doubts, policyUnreadable } = await policyOf(host, rules, request)
  const { include, exclude } = policy.paths
  const found = discover(host, { ...request, include: include.flatMap(withFolders), exclude })
  const { world, inputs, faults: unread } = await read(host, found, policy)
  const chosen = enabledRules(rules, policy)
  const now = host.now()
  const suppressions = suppressionsOf(world, rules, now)
  const { findings, faults: crashed } = check(world, chosen, { rules, kubernetes: policy.kubernetes })
  const verdict = judge({
    findings,
    faults: [
      ...mistakes,
      ...unanswered(doubts, findings, inputs.reports > 0),
      ...unread,
      ...crashed,
      ...nothingDone(request, inputs, chosen.length, unread),
    ],
    policy,
    rules,
    suppressed: suppressedBy(suppressions),
    ineffective: ineffectiveComments(suppressions, rules, findings),
    now,
    whole: request.paths.length === 0 || request.paths.includes(''),
  })
  return {
    version: VERSION,
    verdict,
    inputs,
    rules,
    enabled: chosen.length,
    ...(policyFile !== undefined && { policy: policyFile }),
    policyUnreadable,
    line: lineReader(host, [...found.manifests, ...found.dockerfiles]),
  }
}

/** Green must mean that something was looked at: with no rule, or with nothing of what was named, nobody looked. */
function nothingDone({ paths }: Request, inputs: Inputs, rules: number, unread: readonly Fault[]): readonly Fault[] {
  if (rules === 0) return [new Fault('BAD_CONFIG', 'no rule is left: the policy switches all of them off')]
  if (paths.length === 0 || unread.length > 0 || filesOf(inputs) > 0) return []
  const unreadFiles = inputs.unread.slice(0, 3).map(({ file, why }) => `\`${file}\`: ${why}`)
  const skipped = inputs.skipped.filter(({ ordinary }) => !ordinary).map(({ reason }) => reason)
  const reasons = new Set([...unreadFiles, ...skipped])
  return [
    new Fault('NOT_FOUND', `nothing of what was named could be checked: ${listed([...reasons]) || 'it holds nothing'}`),
  ]
}

const POLICY_LIMIT = 1024 * 1024

async function policyOf(host: Host, rules: RuleSet, { config, overrides }: Request) {
  const policy = resolvePolicy(undefined, overrides)
  const none = (faults: readonly Fault[]) => ({
    policy,
    file: undefined,
    faults,
    doubts: [],
    policyUnreadable: faults.length > 0,
  })
  try {
    const file = config ?? usualPolicy(host)
    if (file === undefined || file === false) return none([])
    const text = decodeText(host.read(file, POLICY_LIMIT))
    if (text === undefined) throw new Fault('BAD_CONFIG', 'the policy is not text: neither UTF-8 nor UTF-16', { file })
    const read = await readPolicy(await readYaml(file, text), rules)
    const policyUnreadable = read.faults.length > 0
    return { ...read, policy: resolvePolicy(read.policy, overrides), file, policyUnreadable }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return none([error])
  }
}

/** @throws Fault BAD_CONFIG when it is not clear which file is the policy: the gate must not fall back to the defaults. */
function usualPolicy(host: Host): string | undefined {
  const names = POLICY_FILES.filter(name => host.kindOf(name) !== 'missing')
  const [file] = names
  // In a folder that may not be read, everything seems to be there.
  const sure = names.filter(name => host.kindOf(name) !== 'other')
  if (sure.length > 1)
    throw new Fault('BAD_CONFIG', `there are several policies, ${listed(sure)}: keep one of them`, { file: sure[0]! })
  const stray = NO_POLICY_FILES.find(name => host.kindOf(name) === 'file')
  if (stray === undefined) return file
  const usual = listed(
    POLICY_FILES.map(name => `\`${name}\``),
    'or',
  )
  const message = `is this the policy? It is read from ${usual}: rename the file, or name it with --config`
  throw new Fault('BAD_CONFIG', message, { file: stray })
}

const EXCERPT_LIMIT = 16 * 1024 * 1024

/** Lines of the workspace for excerpts, of what was read and of other files; what cannot be read has none. */
function lineReader(host: Host, known: readonly TextFile[]): Result['line'] {
  const files = new Map<string, Lines | undefined>(known.map(({ file, text }) => [file, new Lines(text)]))
  const linesOf = (file: string): Lines | undefined => {
    try {
      const text = decodeText(host.read(file, EXCERPT_LIMIT))
      return text === undefined ? undefined : new Lines(text)
    } catch {
      return undefined
    }
  }
  return (file, line) => {
    if (!files.has(file)) files.set(file, linesOf(file))
    return files.get(file)?.line(line)
  }
}
