import { Fault } from '../../src/core/fault.ts'
import type { Finding } from '../../src/core/finding.ts'
import type { Comparison } from '../../src/policy/change.ts'
import type { Suppression } from '../../src/policy/suppressions/suppressions.ts'
import type { Loosening } from '../../src/policy/verdict.ts'
import type { Result } from '../../src/report/result.ts'
import { comment, found, vulnerability } from '../policy/kit.ts'
import { at, HOSTILE, resultOf } from './kit.ts'

/** What is more than one line, begins a block, or ends the one around it. */
export const STRANGE: readonly string[] = [
  ...HOSTILE,
  '        eight spaces',
  'two spaces  ',
  '\tcode',
  '> quote',
  '+ item',
  '* item',
  '---',
  '===',
  '####### heading',
  '| --- | --- |',
  '[x]: https://evil.example',
  '~~~',
  '<details open><summary>x',
  '</sub></details>',
  '<!--',
  '\\`[x](https://evil.example)\\`',
  '` ``` `\n```\n</details>',
  '\r\n````diff\r\n+ x\r\n',
  '@@ -1 +1 @@',
  '$$x$$ $`x`$',
  'a\u200b`\u2028`\u2029b',
  '\u05d0\u05d1\u061c\u200f.yaml',
  'a`|<@[\n\u202e'.repeat(2000),
]

/** Findings that have a hostile text in every place where strangers may write one. */
const findingsWith = (text: string): readonly Finding[] => [
  found({ ...at(text || 'x', 1), message: `container \`${text}\` is ${text}`, subject: text }),
  found({ severity: 'medium', ...at(`k8s/${text}`, 2), message: text, rule: 'host-pid' }),
  vulnerability({
    ...at(text || 'x', 3, 1, text),
    message: `${text} has ${text}`,
    code: { id: text || 'x', url: 'https://nvd.nist.gov/vuln/detail/CVE-2026-1' },
    image: { ref: text },
    package: { name: text, version: text, fixed: [text, text] },
    fix: { title: text, safe: true, edits: [] },
  }),
  vulnerability({
    severity: 'low',
    code: { id: text || 'x', url: `https://evil.example/${text}` },
    package: { name: text, version: text, fixed: [text] },
  }),
]

const hostileComparison = (text: string): Comparison => ({
  missing: text,
  noveltyOf: ({ rule }) => (rule === 'host-ipc' ? 'known' : 'incomparable'),
  fixed: [{ fingerprint: text, rule: text, file: text }],
})

/** The line that the fix of a hostile result replaces. */
const FIXED = 'hostNetwork: true'

/** One more finding each: with an edit that writes the text, known before the change, and suppressed. */
const furtherFindings = (text: string): readonly Finding[] => [
  found({
    ...at('k8s/fix.yaml', 1, 1, FIXED),
    ...{ rule: 'host-network', severity: 'critical', message: text, identity: text },
    fix: { title: text, safe: true, edits: [{ file: 'k8s/fix.yaml', span: [0, FIXED.length], text }] },
  }),
  found({ ...at(text || 'x', 4), rule: 'host-ipc', message: text, subject: text }),
  suppressed(text),
]

const suppressed = (text: string): Finding => found({ ...at(text || 'x', 5), rule: 'run-as-root', subject: text })

/** Comments that suppress a finding, and one that does not. */
const hostileComments = (text: string): readonly Suppression[] => [
  comment(suppressed(text), { by: 'checkov', words: [text] }),
  comment(found({ ...at(text || 'x', 900) }), { unknown: [text], words: ['privileged-container', text] }),
]

const hostileLoosening = (text: string): Loosening => ({
  policy: 'own',
  because: text,
  loosened: [{ what: text }, { what: text, file: text || 'x', line: 3 }],
  unwatched: [{ file: text || 'x', objects: 1 }],
})

/** A result with the text in findings, faults, waivers and everywhere else. */
export const resultWith = (text: string): Result =>
  resultOf([...findingsWith(text), ...furtherFindings(text)], {
    policy: {
      image: { max: { low: 0 } },
      waivers: [
        { rule: text, where: `nowhere/${text.slice(0, 100)}`, reason: text, by: text, source: text },
        { rule: text, reason: text, by: text, source: text, until: '2020-01-01' },
        { rule: text, where: 'nowhere', reason: text, by: text, source: text, until: '2026-06-16' },
      ],
    },
    judging: {
      comparison: hostileComparison(text),
      loosening: hostileLoosening(text),
      suppressions: hostileComments(text),
      baseline: {
        file: text,
        entries: [{ fingerprint: text, rule: 'host-pid', file: text, subject: text }],
        isWritten: false,
      },
      faults: [new Fault('UNREADABLE', text, { file: text, line: 1 }), new Fault('RULE_CRASHED', text)],
    },
    lines: { [text]: [text, text, text], 'k8s/fix.yaml': [FIXED, text] },
    policyFile: text,
    inputs: {
      skipped: [{ path: text, reason: text }],
      unread: [{ file: text, why: text, format: text }],
      unreadCount: 9,
    },
  })
