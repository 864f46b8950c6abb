import type { Fault } from '../core/fault.ts'
import type { Finding } from '../core/finding.ts'
import { downTo } from '../core/paths.ts'
import type { Severity } from '../core/severity.ts'
import { cut, plural } from '../core/text.ts'
import type { Judged } from '../policy/verdict.ts'
import type { AnyRule } from '../rules/rule.ts'
import { advisoryUrl, urlPath, visible } from './escape.ts'
import { jsonPieces, mapped } from './pieces.ts'
import { HOMEPAGE, known, type Result, ruleUrl, standing } from './result.ts'

/**
 * SARIF 2.1.0 for GitHub code scanning, within its limits (docs.github.com, "SARIF support for code scanning"): one
 * run, one line to a region, no waived results, ten tags to a rule, numbers as strings in `security-severity`.
 */

/** GitHub keeps the top 5,000 results of a run and refuses more than 25,000. */
export const RESULTS = 5000
const TAGS = 10
const NAME = 255
const DESCRIPTION = 1024
const MESSAGE = 4000

const LEVELS = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
  unknown: 'note',
} as const satisfies Record<Severity, string>

/** GitHub shows above 9 as critical, 7 to 8.9 as high, 4 to 6.9 as medium, below as low. */
const SECURITY_SEVERITY = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
  info: '0.1',
  unknown: '0.1',
} as const satisfies Record<Severity, string>

export interface SarifOptions {
  /** Tells runs of one commit apart: `job/matrix`; GitHub takes one run for each. */
  readonly category?: string
  /** The folder of the workspace that the repository is checked out to: addresses are relative to it. */
  readonly folder?: string
  /** The most results: the gravest are reported. */
  readonly results?: number
  /** For a person: by two blanks. */
  readonly indent?: boolean
}

export function* toSarif(result: Result, options: SarifOptions): Generator<string> {
  // An upload is the whole truth of its category: without what is known, code scanning would close its alerts.
  const all = [...standing(result.verdict), ...known(result.verdict)]
  const judged = all.slice(0, Math.min(RESULTS, options.results ?? RESULTS))
  const entries = ruleEntries(judged, result)
  const index = new Map([...entries.keys()].map((id, position) => [id, position]))
  const run = {
    tool: {
      driver: {
        name: 'Seaworthy',
        semanticVersion: result.version,
        informationUri: HOMEPAGE,
        rules: () => entries.values(),
      },
    },
    automationDetails: { id: `${['seaworthy', options.category].filter(Boolean).join('/')}/` },
    columnKind: 'utf16CodeUnits',
    invocations: [invocation(result, options)],
    results: () => mapped(judged, one => resultOf(one, index, options)),
  }
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }
  yield* jsonPieces(log, options.indent ? '  ' : '')
  yield '\n'
}

/** What has a code is listed under it, so that each advisory has an alert of its own. */
const ruleIdOf = ({ rule, code }: Finding): string => cut(visible(code?.id ?? rule), NAME)

function ruleEntries(judged: readonly Judged[], { rules, version }: Result): Map<string, unknown> {
  const entries = new Map<string, unknown>()
  for (const { finding } of judged) {
    const id = ruleIdOf(finding)
    if (!entries.has(id)) entries.set(id, entryOf(id, finding, rules.get(finding.rule), version))
  }
  return entries
}

/** `privileged-container` → `PrivilegedContainer`: SARIF wants a name that is not the id. */
const sarifName = (rule: string): string => rule.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase())

function entryOf(id: string, finding: Finding, rule: AnyRule | undefined, version: string): unknown {
  const page = ruleUrl(finding.rule, version)
  const title = rule?.title ?? finding.rule
  const help = `${rule?.why ?? ''} ${rule?.help ?? ''}`.trim()
  return {
    id,
    name: sarifName(finding.rule),
    shortDescription: { text: cut(finding.code === undefined ? title : `${id}: ${title}`, DESCRIPTION) },
    fullDescription: { text: cut(rule?.why ?? title, DESCRIPTION) },
    help: { text: help, markdown: `${help}\n\n[${finding.rule}](${page})` },
    helpUri: pageOf(finding) ?? page,
    defaultConfiguration: { level: LEVELS[finding.severity] },
    properties: {
      tags: ['security', finding.area, ...(rule?.tags ?? [])].slice(0, TAGS),
      precision: finding.confidence === 'high' ? 'high' : 'medium',
      'security-severity': SECURITY_SEVERITY[finding.severity],
    },
  }
}

/** The page of its code, where it may be linked to. */
const pageOf = ({ code }: Finding): string | undefined => (code?.url === undefined ? undefined : advisoryUrl(code.url))

/** SARIF has no word for what cannot be compared. */
const BASELINE_STATES = { new: 'new', known: 'unchanged' } as const

function resultOf({ finding, novelty }: Judged, index: ReadonlyMap<string, number>, options: SarifOptions): unknown {
  const id = ruleIdOf(finding)
  const { related } = finding
  const unlisted = (finding.relatedCount ?? related.length) - related.length
  return {
    ruleId: id,
    ruleIndex: index.get(id),
    level: LEVELS[finding.severity],
    ...(novelty !== undefined && novelty !== 'incomparable' && { baselineState: BASELINE_STATES[novelty] }),
    message: { text: cut(visible(finding.message), MESSAGE) },
    locations: [{ physicalLocation: placeOf(finding.location, options) }],
    ...(related.length > 0 && {
      relatedLocations: related.map((location, position) => ({
        id: position + 1,
        physicalLocation: placeOf(location, options),
        message: {
          text: cut(visible(location.note || location.file), MESSAGE) + moreWords(unlisted, position, related),
        },
      })),
    }),
    partialFingerprints: { primaryLocationLineHash: `${finding.fingerprint}:1` },
    properties: { severity: finding.severity, area: finding.area },
  }
}

/** The last of the places that are listed says how many are not. */
const moreWords = (unlisted: number, position: number, listed: readonly unknown[]): string =>
  unlisted > 0 && position === listed.length - 1 ? `; and ${plural(unlisted, 'more place')}` : ''

const artifact = (file: string, { folder = '' }: SarifOptions): unknown => ({
  uri: urlPath(downTo(file, folder) ?? file),
  uriBaseId: '%SRCROOT%',
})

function placeOf({ file, start, end }: Finding['location'], options: SarifOptions): unknown {
  return {
    artifactLocation: artifact(file, options),
    region: {
      startLine: start.line,
      startColumn: start.column,
      endLine: end.line,
      endColumn: end.line === start.line ? Math.max(end.column, start.column + 1) : end.column,
    },
  }
}

/** Faults travel along: a run that could not look at everything was not successful. */
const invocation = ({ verdict }: Result, options: SarifOptions): unknown => ({
  executionSuccessful: verdict.outcome !== 'error',
  toolExecutionNotifications: () => mapped(verdict.faults, fault => notification(fault, options)),
})

const notification = ({ code, file, line, message }: Fault, options: SarifOptions): unknown => ({
  level: 'error',
  descriptor: { id: code },
  message: { text: cut(visible(message), MESSAGE) },
  ...(file !== undefined && {
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifact(file, options),
          ...(line !== undefined && { region: { startLine: line } }),
        },
      },
    ],
  }),
})
