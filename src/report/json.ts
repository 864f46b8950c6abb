import type { Fault } from '../core/fault.ts'
import { FINGERPRINT_VERSION, type Finding } from '../core/finding.ts'
import type { Location } from '../core/location.ts'
import type { JudgedControl, JudgedFramework } from '../policy/frameworks.ts'
import type { Change, Judged, JudgedBaseline, Verdict } from '../policy/verdict.ts'
import { jsonPieces, mapped } from './pieces.ts'
import type { Result } from './result.ts'

export interface JsonOptions {
  /** For a person: by two blanks. */
  readonly indent?: boolean
  /** Whether the edits of fixes are told. */
  readonly fixes?: boolean
}

/** `--format json`: the shape of docs/json.md, in pieces. The same input gives the same bytes. */
export function* toJson(
  { version, verdict, inputs, enabled, testFiles, policy, evidence, frameworks }: Result,
  { indent = false, fixes = false }: JsonOptions = {},
): Generator<string> {
  const { gate, waivers } = verdict
  const { unread, unreadCount, ignored, ignoredCount, ...read } = inputs
  const thresholds = new Set(Object.values(gate.failOn))
  const shape = {
    schema: 1,
    seaworthy: version,
    verdict: verdict.outcome,
    gate: { failOn: thresholds.size === 1 ? [...thresholds][0] : gate.failOn, profile: gate.profile, policy },
    ...((verdict.change || verdict.loosening) && { change: changeOf(verdict) }),
    fingerprintVersion: FINGERPRINT_VERSION,
    evidence,
    counts: verdict.counts,
    inputs: {
      ...read,
      skipped: read.skipped.length,
      tests: testFiles,
      rules: enabled,
      unread,
      unreadCount,
      ignored,
      ignoredCount,
    },
    findings: () => mapped(verdict.judged, judged => findingOf(judged, fixes)),
    faults: () => mapped(verdict.faults, faultOf),
    exceededBudgets: verdict.exceededBudgets,
    ...(verdict.baseline && { baseline: baselineOf(verdict.baseline) }),
    waivers,
    frameworks: frameworks?.map(frameworkOf),
  }
  yield* jsonPieces(shape, indent ? '  ' : '')
  yield '\n'
}

const changeOf = ({ change, loosening }: Verdict): unknown => ({
  ...(change && countsOf(change)),
  policy: loosening?.policy,
  because: loosening?.because,
  loosened: loosening?.loosened,
  unwatched: loosening?.unwatched,
})

const countsOf = ({ commit, source, missing, fixed, ...counts }: Change): object => ({
  base: commit,
  source,
  missing,
  new: counts.new,
  known: counts.known,
  incomparable: counts.incomparable,
  fixed: () => fixed,
})

const baselineOf = ({ file, known, idle }: JudgedBaseline): unknown => ({ file, known, idle: () => idle })

const frameworkOf = ({ id, title, version, controls }: JudgedFramework): unknown => ({
  ...{ id, title, version },
  controls: () => mapped(controls, controlOf),
})

const controlOf = ({ findings, ...control }: JudgedControl): unknown => ({
  ...control,
  findings: findings.map(({ finding }) => finding.fingerprint),
})

const faultOf = ({ code, file, line, column, message }: Fault): unknown => ({ code, file, line, column, message })

function findingOf({ finding, standing, novelty, because, exemption }: Judged, fixes: boolean): unknown {
  const { fix } = finding
  return {
    rule: finding.rule,
    code: finding.code?.id,
    area: finding.area,
    severity: finding.severity,
    confidence: finding.confidence,
    message: finding.message,
    aliases: finding.aliases,
    subject: finding.subject,
    resource: finding.resource,
    package: finding.package,
    image: finding.image,
    risk: finding.risk,
    location: placeOf(finding.location),
    related: finding.related.map(({ file, start, note }) => ({ file, line: start.line, note })),
    relatedCount: finding.relatedCount,
    standing,
    because,
    ...(novelty === 'incomparable' && { incomparable: true }),
    ...(exemption && { waiver: exemption }),
    ...(fix && { fix: fixOf(fix, fixes && !finding.fixShowsSecret) }),
    fingerprint: finding.fingerprint,
    url: finding.url,
  }
}

const placeOf = ({ file, start, end, text, rendered }: Location): unknown => ({
  file,
  line: start.line,
  column: start.column,
  endLine: end.line,
  endColumn: end.column,
  text,
  ...(rendered && { rendered: { line: rendered.start.line, text: rendered.text } }),
})

const fixOf = ({ title, safe, edits }: NonNullable<Finding['fix']>, withEdits: boolean): unknown => ({
  title,
  safe,
  ...(withEdits && { edits: edits.map(({ file, span: [start, end], text }) => ({ file, start, end, text })) }),
})
