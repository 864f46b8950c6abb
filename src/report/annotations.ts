import { groupBy } from '../core/group.ts'
import type { Severity } from '../core/severity.ts'
import { cut } from '../core/text.ts'
import type { Judged, Verdict } from '../policy/verdict.ts'
import type { RuleSet } from '../rules/set.ts'
import { redact } from '../secrets/redact.ts'
import { visible } from './escape.ts'
import {
  breaches,
  countWords,
  findingWords,
  idOf,
  messageOf,
  passWords,
  type Result,
  standing,
  thresholdWords,
} from './result.ts'

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  /** None for the verdict itself. */
  readonly file?: string
  readonly line?: number
  readonly column?: number
  readonly endColumn?: number
  readonly title: string
  readonly message: string
}

/** The runner shows ten of each level in a step, and cuts a message at 4,096 characters (actions/runner, ExecutionContext.cs). */
const PER_LEVEL = 10
const MESSAGE = 4000
const LONGEST_NAME = 200
/** Of the first fault, in the words of the verdict. */
const VERDICT = 1000

const LEVELS = {
  critical: 'warning',
  high: 'warning',
  medium: 'warning',
  low: 'notice',
  info: 'notice',
  unknown: 'notice',
} as const satisfies Record<Severity, Annotation['level']>

/**
 * What is shown beside the lines, the most severe first: faults, breaches, and what is below the threshold. A breach or
 * a fault is an error, whatever its severity, and nothing else is; the verdict, which is said first, takes one of the
 * ten. `spare`: so many are left to who has more to say.
 */
export function annotationsOf(
  { verdict, rules }: Result,
  perLevel = PER_LEVEL,
  spare = { warning: 0, notice: 0 },
): readonly Annotation[] {
  if (perLevel === 0) return []
  // What only a framework asks for is in its table.
  const shown = standing(verdict).filter(one => one.isForFramework !== true)
  const all = [...verdict.faults.map(faultNote), ...byPlace(shown, rules)]
  const isBad = verdict.outcome === 'fail' || verdict.outcome === 'error'
  const room = {
    error: isBad ? perLevel - 1 : perLevel,
    warning: Math.min(perLevel, PER_LEVEL - spare.warning),
    notice: Math.min(perLevel, PER_LEVEL - spare.notice),
  }
  return Object.entries(room).flatMap(([level, most]) =>
    atMost(
      all.filter(one => one.level === level),
      most,
    ),
  )
}

/** The first words of a failed step. */
export function verdictWords(verdict: Verdict): string {
  const failing = breaches(verdict)
  const found = `${findingWords(failing)} at ${thresholdWords(verdict)} (${countWords(failing)})`
  if (verdict.outcome === 'error') {
    const [first] = verdict.faults
    const where = first?.file === undefined ? '' : `${visible(first.file)}: `
    const why = cut(`${where}${visible(first?.message ?? '')}`, VERDICT)
    return `Seaworthy could not finish: ${why}${failing.length > 0 ? `; ${found}` : ''}`
  }
  if (failing.length === 0)
    return verdict.exceededBudgets.length > 0 ? verdict.exceededBudgets.join('; ') : passWords(verdict)
  return found
}

/** The last slot says how many are left. */
function atMost(annotations: readonly Annotation[], most: number): readonly Annotation[] {
  if (annotations.length <= most || most === 0) return annotations.slice(0, most)
  const kept = annotations.slice(0, most - 1)
  const left = annotations.length - kept.length
  const { level } = annotations[0]!
  return [...kept, { level, title: 'Seaworthy', message: `${left} more of this level are in the job summary` }]
}

/** Findings of one line share an annotation, of the level of the gravest: a reader sees the line once. */
function byPlace(judged: readonly Judged[], rules: RuleSet): readonly Annotation[] {
  const places = groupBy(judged, ({ finding: { location } }) => `${location.start.line} ${location.file}`)
  return [...places.values()].map(here => placeNote(here, rules))
}

function placeNote(here: readonly Judged[], rules: RuleSet): Annotation {
  const [{ finding, standing }] = here as [Judged]
  const { file, start, end } = finding.location
  const rule = rules.get(finding.rule)
  const messages = here.map(one => `${visible(messageOf(one))} (${visible(idOf(one.finding))})`)
  const [first, ...others] = messages
  const advice = others.length === 0 && rule ? `${first}\n${rule.help}` : messages.join('\n')
  return {
    level: standing === 'breach' ? 'error' : LEVELS[finding.severity],
    file: redact(file),
    line: start.line,
    column: start.column,
    endColumn: end.column,
    title: `${finding.severity}: ${rule?.title ?? finding.rule}${others.length > 0 ? ` (+${others.length})` : ''}`,
    message: cut(`${placeWords(file, start.line)}: ${advice}`, MESSAGE),
  }
}

/** The log shows an annotation without its place. */
const placeWords = (file: string, line?: number): string =>
  `${cut(visible(file), LONGEST_NAME)}${line === undefined ? '' : ` line ${line}`}`

const faultNote = ({ file, line, message, code }: Verdict['faults'][number]): Annotation => ({
  level: 'error',
  ...(file !== undefined && { file: redact(file) }),
  ...(line !== undefined && { line }),
  title: `Could not be checked (${code})`,
  message: cut(`${file === undefined ? '' : `${placeWords(file, line)}: `}${visible(message)}`, MESSAGE),
})
