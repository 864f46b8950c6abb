import type { Fault } from '../core/fault.ts'
import { groupBy } from '../core/group.ts'
import type { Judged } from '../policy/verdict.ts'
import type { RuleSet } from '../rules/set.ts'
import { markup } from './escape.ts'
import { headline } from './headline.ts'
import { idOf, messageOf, type Result, standing } from './result.ts'

/**
 * JUnit XML as Jenkins defines it (jenkinsci/xunit-plugin, junit-10.xsd), which GitLab and the reporters for GitHub read
 * too. A suite is a file: mikepenz/action-junit-report takes the file from the suite, where the schema has one, and the
 * line from the text of a failure. A breach is a failure, a fault an error. What is below the gate is skipped: nothing
 * fails for it, and its message is shown, while a passed test with the name of a problem would be read as its absence.
 * Jenkins recognizes a test by class and name, GitLab by suite, class and name (gitlabhq, reports/test_case.rb): the name
 * has the file, and no line, with which it would be another test whenever lines move.
 */

const NAME = 500
const TEXT = 4000

interface Case {
  /** Behind its last dot, Jenkins sees a class; before it, a package. */
  readonly classname: string
  readonly name: string
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped'
  /** A severity, or the code of a fault. */
  readonly type?: string
  readonly message?: string
  /** Lines. Where there are some, GitLab shows no message. */
  readonly text?: readonly string[]
}

export function* toJunit(result: Result): Generator<string> {
  const files = groupBy(standing(result.verdict), ({ finding }) => finding.location.file)
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="Seaworthy">\n'
  yield* suite({ name: 'gate' }, gateCases(result))
  for (const [file, judged] of files)
    yield* suite(
      { name: file, file },
      judged.map(one => caseOf(one, result.rules)),
    )
  yield '</testsuites>\n'
}

function* suite(named: { readonly name: string; readonly file?: string }, cases: readonly Case[]): Generator<string> {
  if (cases.length === 0) return
  const count = (wanted: Case['outcome']): number => cases.filter(({ outcome }) => outcome === wanted).length
  const counts = { tests: cases.length, failures: count('failure'), errors: count('error'), skipped: count('skipped') }
  yield `<testsuite${attributes({ ...named, ...counts, time: 0 })}>\n`
  const seen = new Map<string, number>()
  for (const one of cases) yield `${caseText(one, seen)}\n`
  yield '</testsuite>\n'
}

const attributes = (values: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${markup(String(value), TEXT)}"`))
    .join('')

/** `seen`: the names in this suite so far, which are numbered where they are equal. */
function caseText({ classname, name, outcome, type, message, text }: Case, seen: Map<string, number>): string {
  const shown = markup(name, NAME)
  const number = (seen.get(`${classname} ${shown}`) ?? 0) + 1
  seen.set(`${classname} ${shown}`, number)
  const head = `<testcase${attributes({ classname })} name="${shown}${number > 1 ? ` (${number})` : ''}" time="0"`
  if (outcome === 'passed') return `${head}/>`
  const lines = (text ?? []).map(line => markup(line, TEXT)).join('\n')
  return `${head}><${outcome}${attributes({ type, message })}>${lines}</${outcome}></testcase>`
}

/** What is of no file. A gate that passes is a test too: Jenkins takes a report without tests for one that went wrong. */
function gateCases(result: Result): readonly Case[] {
  const { faults, exceededBudgets, outcome } = result.verdict
  const gate = { classname: 'seaworthy.gate' }
  return [
    ...faults.map(faultCase),
    ...exceededBudgets.map(words => ({ ...gate, name: words, outcome: 'failure', message: words }) as const),
    ...(outcome === 'pass' || outcome === 'warn'
      ? [{ ...gate, name: headline(result), outcome: 'passed' } as const]
      : []),
  ]
}

const faultCase = ({ code, file, line, column, message }: Fault): Case => ({
  classname: 'seaworthy.fault',
  name: file === undefined ? message : `${file}: ${message}`,
  outcome: 'error',
  type: code,
  message,
  text: [message, ...(file === undefined ? [] : [placeWords(file, line ?? 1, column)])],
})

function caseOf(judged: Judged, rules: RuleSet): Case {
  const { area, location, rule: id, severity } = judged.finding
  const words = `${messageOf(judged)} (${idOf(judged.finding)})`
  const one = { classname: `${area}.${id}`, name: `${location.file}: ${messageOf(judged)}`, type: severity }
  if (judged.standing !== 'breach')
    return { ...one, outcome: 'skipped', message: `${severity}, below the gate: ${words}` }
  const rule = rules.get(id)
  return {
    ...one,
    outcome: 'failure',
    message: `${severity}: ${words}`,
    text: [
      `${severity}: ${words}`,
      placeWords(location.file, location.start.line, location.start.column),
      ...(rule ? [`why: ${rule.why}`, `do: ${rule.help}`] : []),
    ],
  }
}

/** Behind a blank, reporters for GitHub find the line by it. */
const placeWords = (file: string, line: number, column?: number): string =>
  ` at ${file}:${line}${column === undefined ? '' : `:${column}`}`
