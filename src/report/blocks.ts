import { groupBy } from '../core/group.ts'
import { compareSeverity, type Severity } from '../core/severity.ts'
import { plural } from '../core/text.ts'
import type { Judged } from '../policy/verdict.ts'
import type { RuleSet } from '../rules/set.ts'
import { messageOf } from './result.ts'

/**
 * What every report of people shows: findings by rule, so that what one needs to know of a rule is written once, and by
 * place within it, so that each line of a file is shown once.
 */

/** Findings with one cure. */
export interface Block {
  readonly rule: string
  /** Of the most severe finding. */
  readonly severity: Severity
  readonly title: string
  readonly why?: string
  /** What to do, in whole sentences. */
  readonly help?: string
  readonly judged: readonly [Judged, ...Judged[]]
}

/** One place of a file with all that a rule states of it. */
export interface Place {
  readonly first: Judged
  readonly statements: readonly Statement[]
}

/** One fact: a finding, or the advisories of one package. */
export interface Statement {
  readonly judged: readonly [Judged, ...Judged[]]
  /** In so many other files the same object has the same finding. */
  readonly otherFiles: number
}

/** A row for a rule whose findings are only counted. */
export interface RuleCount {
  readonly rule: string
  readonly severity: Severity
  readonly title: string
  readonly count: number
  readonly files: number
}

const NO_FIX = {
  title: ', no fix yet',
  help: 'Remove the package, or build on an image without it, since no fixed version exists; if the vulnerable code is not reachable, waive the finding until a fix can be expected.',
} as const

/** The findings by rule, in their order: the most severe first. What has no fix yet needs other advice. */
export const blocksOf = (judged: readonly Judged[], rules: RuleSet): readonly Block[] =>
  [...groupBy(judged, one => `${one.finding.rule}${isUnfixed(one) ? ' unfixed' : ''}`).values()].map(here => {
    const [{ finding }] = here
    const { title = finding.rule, why, help } = rules.get(finding.rule) ?? {}
    const unfixed = isUnfixed(here[0])
    return {
      rule: finding.rule,
      severity: worst(here),
      title: unfixed ? title + NO_FIX.title : title,
      ...(why !== undefined && { why }),
      ...(help !== undefined && { help: unfixed ? NO_FIX.help : help }),
      judged: here,
    }
  })

/** Of a package; a base image without support has no fix either, and its own advice. */
const isUnfixed = ({ finding: { rule, package: about } }: Judged): boolean =>
  rule === 'vulnerable-package' && about?.fixed?.length === 0

const worst = (judged: readonly Judged[]): Severity =>
  judged.map(({ finding }) => finding.severity).reduce((a, b) => (compareSeverity(a, b) < 0 ? b : a))

/** The findings of a rule by place; `whole`: copies of an object in other files are shown too. */
export function placesOf(judged: readonly Judged[], { whole = false } = {}): readonly Place[] {
  const alike = whole ? judged.map(one => [one] as const) : [...groupBy(judged, objectKey).values()]
  const shown = alike.map(copies => ({ judged: copies[0], otherFiles: otherFilesOf(copies) }))
  return [...groupBy(shown, ({ judged }) => placeKey(judged)).values()].map(here => ({
    first: here[0].judged,
    statements: [...groupBy(here, packageKey).values()].map(same => ({
      judged: same.map(one => one.judged) as [Judged, ...Judged[]],
      otherFiles: Math.max(...same.map(one => one.otherFiles)),
    })),
  }))
}

/** The first places, with so many statements in all. */
export function* firstOf(places: readonly Place[], most: number): Generator<Place> {
  let left = most
  for (const { first, statements } of places) {
    if (left <= 0) return
    yield { first, statements: statements.slice(0, left) }
    left -= statements.length
  }
}

/** An object of Kubernetes may be in many files: one for each environment. Anything else is itself. */
const objectKey = (one: Judged): unknown => (one.finding.resource === undefined ? one : one.finding.identity)

function otherFilesOf(copies: readonly Judged[]): number {
  return new Set(copies.map(({ finding }) => finding.location.file)).size - 1
}

const placeKey = ({ finding: { location } }: Judged): string =>
  `${location.start.line}:${location.start.column} ${location.file} ${location.text}`

const packageKey = ({ judged: { finding } }: { readonly judged: Judged }): unknown =>
  finding.package === undefined ? finding : `${finding.package.name} ${finding.package.version}`

/** A statement in words: a message, or a package with its advisories. */
export function statementWords({ judged, otherFiles }: Statement): string {
  const [first, ...others] = judged
  const words = others.length === 0 ? messageOf(first) : packageWords(judged)
  return otherFiles === 0 ? words : `${words} (and in ${plural(otherFiles, 'other file')})`
}

function packageWords(judged: readonly [Judged, ...Judged[]]): string {
  const { name, version } = judged[0].finding.package!
  const ids = judged.map(({ finding }) => finding.code?.id ?? finding.rule)
  const fixed = [...new Set(judged.flatMap(({ finding }) => finding.package?.fixed ?? []))]
  const because = [...new Set(judged.flatMap(one => one.because ?? []))].map(why => `; ${why}`)
  const cure = fixed.length > 0 ? `; fixed in ${fixed.join(', ')}` : ''
  return `\`${name}\` ${version} has ${ids.join(', ')}${cure}${because.join('')}`
}

/** The findings counted by rule: the most severe first, then the most frequent. */
export const ruleCounts = (judged: readonly Judged[], rules: RuleSet): readonly RuleCount[] =>
  [...groupBy(judged, ({ finding }) => finding.rule)]
    .map(([rule, here]) => ({
      rule,
      severity: worst(here),
      title: rules.get(rule)?.title ?? rule,
      count: here.length,
      files: new Set(here.map(({ finding }) => finding.location.file)).size,
    }))
    .sort((a, b) => compareSeverity(b.severity, a.severity) || b.count - a.count)
