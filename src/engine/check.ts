import { Fault } from '../core/fault.ts'
import type { Finding, KnownFinding } from '../core/finding.ts'
import { groupBy } from '../core/group.ts'
import { isWithin, type Profile } from '../core/rule.ts'
import type { AnyRule, EnabledRule, Scope } from '../rules/rule.ts'
import { RuleSet } from '../rules/set.ts'
import type { World } from '../world/world.ts'
import type { Answers } from './answers.ts'
import { type ExaminedProblem, examiner } from './examine.ts'
import { Identities, identityOf } from './identity.ts'
import { type LocatedFinding, locateFinding } from './locate.ts'
import { type FileName, type SubjectInContext, subjectsOf } from './subjects.ts'

export interface Checked {
  readonly findings: readonly Finding[]
  readonly faults: readonly Fault[]
}

export interface Recalled {
  readonly findings: readonly KnownFinding[]
  readonly faults: readonly Fault[]
}

export interface Settings {
  /** The Kubernetes minor the objects are meant for: 36 for 1.36. */
  readonly kubernetes: number
  /** All rules there are: what they cover is redundant whether they run or not. Default: those that run. */
  readonly rules?: RuleSet
  /** What is reported, beside all problems of rules that the policy names. Default: all that is found. */
  readonly profile?: Profile
  /** Whether a subject is only read by tests, and not judged. Default: none is. */
  readonly isOfTests?: (shown: SubjectInContext) => boolean
  /** What a file of a base is called in the change. */
  readonly fileName?: FileName
  /** What is shared with the run over another world. */
  readonly answers?: Answers
}

/** One walk over all that was read; each rule sees what it asked for. A rule that crashes is a fault, never silence. */
export function check(world: World, enabledRules: readonly EnabledRule[], settings: Settings): Checked {
  const identities = new Identities()
  const { made, faults } = walk(world, enabledRules, settings, (found, shown) =>
    locateFinding(found, shown, identities),
  )
  return { findings: withoutSecrets(made, enabledRules), faults }
}

/** Of a base: only what it takes to recognise its findings. Nobody is shown where they are. */
export function recall(world: World, enabledRules: readonly EnabledRule[], settings: Settings): Recalled {
  const identities = new Identities()
  const { made: findings, faults } = walk(
    world,
    enabledRules,
    settings,
    ({ enabledRule: { rule }, problem }, shown): KnownFinding => {
      const { fingerprint, identity } = identities.add(() => identityOf(rule, problem, shown))
      return { fingerprint, identity, rule: rule.id, file: shown.source.file }
    },
  )
  return { findings, faults }
}

/** Makes something of every problem. */
function walk<Made>(
  world: World,
  enabledRules: readonly EnabledRule[],
  settings: Settings,
  make: (found: ExaminedProblem, shown: SubjectInContext) => Made,
): { readonly made: readonly Made[]; readonly faults: readonly Fault[] } {
  const { kubernetes, fileName, answers, rules = new RuleSet(enabledRules.map(({ rule }) => rule)) } = settings
  const byScope = groupBy(enabledRules, ({ rule }) => rule.on as Scope)
  const made: Made[] = []
  const faults: Fault[] = []
  const report = (rule: AnyRule, shown: SubjectInContext, cause: unknown): void =>
    void faults.push(crashed(rule, shown, cause))
  const examine = examiner(enabledRules, rules, { world, kubernetes }, report, answers)
  const attempt = (found: ExaminedProblem, shown: SubjectInContext): void => {
    try {
      made.push(make(found, shown))
    } catch (cause) {
      report(found.enabledRule.rule, shown, cause)
    }
  }
  for (const shown of subjectsOf(world, new Set(byScope.keys()), fileName)) {
    if (settings.isOfTests?.(shown)) continue
    for (const found of examine(shown, byScope.get(shown.on) ?? []))
      if (isAskedFor(found, settings.profile)) attempt(found, shown)
  }
  return { made, faults }
}

const isAskedFor = (
  { enabledRule: { rule, isNamed }, problem }: ExaminedProblem,
  profile: Profile | undefined,
): boolean => isNamed === true || profile === undefined || isWithin(problem.profile ?? rule.profile, profile)

/** On a line that may hold a secret, only what points past its value may be shown: every other underline is blank. */
function withoutSecrets(findings: readonly LocatedFinding[], enabledRules: readonly EnabledRule[]): readonly Finding[] {
  const sensitive = new Set(enabledRules.filter(({ rule }) => rule.sensitive).map(({ rule }) => rule.id))
  const lineOf = ({ location: { file, start } }: Finding): string => `${file}:${start.line}`
  const hidden = new Set(findings.filter(({ rule }) => sensitive.has(rule)).map(lineOf))
  if (hidden.size === 0) return findings
  return findings.map(finding =>
    sensitive.has(finding.rule) || !hidden.has(lineOf(finding)) ? finding : finding.blanked(),
  )
}

function crashed(rule: AnyRule, { source, about }: SubjectInContext, cause: unknown): Fault {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new Fault('RULE_CRASHED', `rule \`${rule.id}\` crashed on ${about.subject}: ${reason}. Please report this.`, {
    file: source.file,
    cause,
  })
}
