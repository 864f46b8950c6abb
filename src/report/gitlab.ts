import type { Fault } from '../core/fault.ts'
import { fingerprintOf } from '../core/fingerprint.ts'
import type { Severity } from '../core/severity.ts'
import { cut } from '../core/text.ts'
import type { Judged } from '../policy/verdict.ts'
import { visible } from './escape.ts'
import { jsonPieces, mapped } from './pieces.ts'
import { idOf, known, messageOf, type Result, standing } from './result.ts'

/**
 * GitLab Code Quality, a list of issues (docs.gitlab.com/ci/testing/code_quality, "Code Quality report format"). GitLab
 * reads no further than the first issue without one of its keys, keeps one issue of each fingerprint, and accepts no other
 * severities (gitlabhq, lib/gitlab/ci/parsers/codequality/code_climate.rb, reports/codequality_reports.rb).
 */
const SEVERITY = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
  info: 'info',
  unknown: 'info',
} as const satisfies Record<Severity, string>

const DESCRIPTION = 1000

/** GitLab shows it beside the issue; by it, in front of all else, the next run knows its own output: src/scans/own.ts. */
const OWN = { engine_name: 'Seaworthy' }

export function* toGitLab({ verdict }: Result): Generator<string> {
  // GitLab compares with the report of the target branch itself: what is known and missing here would be shown as fixed.
  const judged = [...standing(verdict), ...known(verdict)]
  const issues = function* (): Generator<unknown> {
    yield* mapped(verdict.faults, faultIssue)
    yield* mapped(judged, issueOf)
  }
  yield* jsonPieces(issues)
  yield '\n'
}

function issueOf(judged: Judged): unknown {
  const { rule, severity, fingerprint, location } = judged.finding
  return {
    ...OWN,
    description: described(`${messageOf(judged)} (${idOf(judged.finding)})`),
    check_name: rule,
    fingerprint,
    severity: SEVERITY[severity],
    location: { path: location.file, lines: { begin: location.start.line } },
  }
}

/** A report without them would look like one in which everything is fixed. */
const faultIssue = ({ code, file = '.', line = 1, message }: Fault): unknown => ({
  ...OWN,
  description: described(`could not be checked: ${message}`),
  check_name: code,
  fingerprint: fingerprintOf([code, file, line, message].join('\0'), 0),
  severity: SEVERITY.critical,
  location: { path: file, lines: { begin: line } },
})

const described = (text: string): string => cut(visible(text), DESCRIPTION)
