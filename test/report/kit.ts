import { Fault } from '../../src/core/fault.ts'
import type { Finding } from '../../src/core/finding.ts'
import { Lines } from '../../src/core/source.ts'
import { shownLocation } from '../../src/engine/shown.ts'
import type { Comparison } from '../../src/policy/change.ts'
import { judgedFrameworks } from '../../src/policy/frameworks.ts'
import { resolvePolicy } from '../../src/policy/policy.ts'
import type { Evidence } from '../../src/read/evidence.ts'
import type { Inputs } from '../../src/read/read.ts'
import type { MarkdownContext } from '../../src/report/markdown/context.ts'
import type { Result } from '../../src/report/result.ts'
import { rules } from '../../src/rules/index.ts'
import { found, judged, vulnerability } from '../policy/kit.ts'

const INPUTS: Inputs = {
  manifests: 1,
  resources: 2,
  charts: 0,
  overlays: 0,
  dockerfiles: 1,
  reports: 1,
  skipped: [],
  unread: [],
  unreadCount: 0,
}

/** A result of these findings, judged with the defaults unless `given` says otherwise; files have the given lines. */
export function resultOf(
  findings: readonly Finding[],
  given: {
    readonly judging?: Parameters<typeof judged>[2]
    readonly policy?: Parameters<typeof judged>[1]
    readonly lines?: Readonly<Record<string, readonly string[]>>
    readonly inputs?: Partial<Inputs>
    readonly policyFile?: string
    readonly testFiles?: number
    readonly evidence?: Evidence
  } = {},
): Result {
  const verdict = judged(
    findings.map(finding => within(finding, given.lines?.[finding.location.file])),
    given.policy,
    given.judging,
  )
  const ids = new Set(rules.keys())
  return {
    version: '1.2.3',
    verdict,
    inputs: { ...INPUTS, ...given.inputs },
    rules,
    enabled: 150,
    testFiles: given.testFiles ?? 0,
    policyUnreadable: false,
    acceptUntil: '2027-02-27',
    ...(given.evidence && { evidence: given.evidence }),
    ...(given.policyFile !== undefined && { policy: given.policyFile }),
    ...(given.policy?.frameworks && {
      frameworks: judgedFrameworks(resolvePolicy(given.policy), verdict, { rules, enabled: ids, shown: ids }),
    }),
  }
}

const within = (finding: Finding, lines: readonly string[] | undefined): Finding =>
  lines === undefined
    ? finding
    : { ...finding, location: shownLocation({ ...finding.location, within: new Lines(lines.join('\n')) }) }

/** A result that is written in pieces, as a whole. */
export const whole = (pieces: Iterable<string>): string => [...pieces].join('')

/** A place in a file; the underlined text is as long as it is. */
export const at = (file: string, line: number, column = 1, text = 'x'): Pick<Finding, 'location'> => ({
  location: { file, start: { line, column }, end: { line, column: column + text.length }, text },
})

export const CONTEXT: MarkdownContext = {
  server: 'https://github.com',
  repository: 'acme/shop',
  sha: '0123456789abcdef0123456789abcdef01234567',
  folder: '',
  run: 'https://github.com/acme/shop/actions/runs/1',
}

/** What a stranger may write as the name of a file, a package or an object, hoping that a reporter prints it as it is. */
export const HOSTILE: readonly string[] = [
  '::error file=x::forged',
  ' ::add-mask::passed',
  '::stop-commands::t',
  'a ##[error file=x.yaml;line=1]forged',
  '###[group]x',
  'a|b|c',
  'a\\|b',
  'a\\\\|b',
  '`a`` ``` | `',
  '``` ` `',
  'a`[x](https://evil.example) <b> @acme/x`b',
  '@acme/security please look',
  'see #1 and acme/shop#2 and GH-3',
  'two\nlines\r\nand\ttabs',
  '\n\n# heading\n\n- list\n\n    code',
  'a\u202ebackwards\u2066\u200b',
  '\u001b[31mred\u0007',
  '<img src=x onerror=alert(1)>',
  '<script>x</script><!-- hidden -->',
  '--> </details></summary>',
  '](http://evil.example) [x](https://evil.example)',
  '![x](https://evil.example/x.png)',
  'https://evil.example/x www.evil.example mail@evil.example',
  '<https://evil.example>',
  '[^1]: footnote [^1]',
  '**bold** _it_ ~~gone~~ $x$ &lt; &#60;',
  '1. one',
  '```mermaid',
  ':rocket:',
  '{{ steps.x }} <% x %>',
  'tag\u{e0041}\u{e0042}',
  'un\u034fseen\ufe0f\uffa0\u17b4\u{1d173}\u180b',
  'half \ud800 of one',
  '__proto__',
  '-rf',
  '|',
  '\\',
  ' ',
  'x'.repeat(10_000),
  '|'.repeat(500),
  '`'.repeat(500),
]

/** Findings that have a hostile text in every place where strangers may write one. */
export const hostileFindings = (text: string): readonly Finding[] => [
  found({ ...at(text || 'x', 1), message: `container \`${text}\` is ${text}`, subject: text }),
  found({ severity: 'low', ...at(`k8s/${text}`, 2), message: text, rule: 'host-pid' }),
  vulnerability({
    ...at(text || 'x', 3, 1, text),
    message: `${text} has ${text}`,
    code: { id: text || 'x', url: `https://evil.example/${text}` },
    image: { ref: text },
    package: { name: text, version: text, fixed: [text, text] },
    fix: { title: text, safe: true, edits: [] },
  }),
  vulnerability({ severity: 'low', code: { id: text || 'x' }, package: { name: text, version: text, fixed: [text] } }),
]

/** Seven files that were not read. */
export const SEVEN_UNREAD = {
  unread: Array.from({ length: 7 }, (_, n) => ({ file: `out/${n}.json`, why: 'this is an SPDX SBOM: scan it' })),
  unreadCount: 7,
}

const hostileComparison = (text: string): Comparison => ({
  missing: text,
  noveltyOf: () => 'incomparable',
  fixed: [{ fingerprint: text, rule: text, file: text }],
})

/** A result with the text in findings, faults, waivers and everywhere else. */
export const hostileResult = (text: string): Result =>
  resultOf(hostileFindings(text), {
    policy: {
      waivers: [
        { rule: text, reason: text, by: text, source: text },
        { rule: text, reason: text, by: text, source: text, until: '2020-01-01' },
        { rule: text, reason: text, by: text, source: text, until: '2026-06-16' },
      ],
    },
    judging: {
      comparison: hostileComparison(text),
      baseline: {
        file: text,
        entries: [{ fingerprint: text, rule: text, file: text, subject: text }],
        isWritten: false,
      },
      faults: [new Fault('UNREADABLE', text, { file: text, line: 1 }), new Fault('RULE_CRASHED', text)],
    },
    lines: { [text]: [text, text, text] },
    inputs: {
      skipped: [{ path: text, reason: text }],
      unread: [{ file: text, why: text, format: text }],
      unreadCount: 9,
    },
  })
