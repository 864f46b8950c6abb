import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import { visible } from '../../src/report/escape.ts'
import { toGitLab } from '../../src/report/gitlab.ts'
import type { Result } from '../../src/report/result.ts'
import { comment, found, vulnerability } from '../policy/kit.ts'
import { at, HOSTILE, hostileResult, resultOf, whole } from './kit.ts'

/**
 * What GitLab reads (gitlabhq, app/validators/json_schemas/codeclimate.json), with what its page asks for besides
 * (docs.gitlab.com/ci/testing/code_quality): the name of the check, the line, and one of five severities.
 */
const SCHEMA = {
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', minLength: 1 },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          path: { type: 'string', pattern: '^(?!/|\\./)' },
          lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } },
        },
      },
    },
  },
}

const ajv = new Ajv({ allErrors: true })
const validate = ajv.compile(SCHEMA)

interface Issue {
  readonly description: string
  readonly check_name: string
  readonly fingerprint: string
  readonly severity: string
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } }
}

/** @throws Error where GitLab would not read it */
function issues(result: Result): readonly Issue[] {
  const report: unknown = JSON.parse(whole(toGitLab(result)))
  if (!validate(report)) throw new Error(ajv.errorsText(validate.errors))
  return report as readonly Issue[]
}

test('an issue has what GitLab shows', () => {
  expect(issues(resultOf([found()]))).toEqual([
    {
      engine_name: 'Seaworthy',
      description: 'container `app` is privileged (privileged-container)',
      check_name: 'privileged-container',
      fingerprint: '0123456789abcdef',
      severity: 'critical',
      location: { path: 'k8s/web.yaml', lines: { begin: 3 } },
    },
  ])
})

test('each severity is one of GitLab', () => {
  const severities = ['critical', 'high', 'medium', 'low', 'info', 'unknown'] as const
  const told = issues(resultOf(severities.map(severity => found({ severity, message: severity }))))
  expect(Object.fromEntries(told.map(({ description, severity }) => [description.split(' ')[0], severity]))).toEqual({
    critical: 'blocker',
    high: 'critical',
    medium: 'major',
    low: 'minor',
    info: 'info',
    unknown: 'info',
  })
})

test('what is waived or suppressed is left out; what is known is not, or GitLab would show it as fixed', () => {
  const result = resultOf([found({ rule: 'host-ipc' }), found({ rule: 'host-pid' }), found(), vulnerability()], {
    policy: { waivers: [{ rule: 'host-pid', reason: 'x', until: '2026-12-31', source: 'a:1' }] },
    judging: {
      suppressions: [comment(found({ rule: 'host-ipc' }))],
      comparison: {
        source: 'git',
        fixed: [],
        noveltyOf: ({ rule }) => (rule === 'privileged-container' ? 'known' : 'new'),
      },
    },
  })
  expect(result.verdict.judged.map(({ standing }) => standing).sort()).toEqual([
    'breach',
    'known',
    'suppressed',
    'waived',
  ])
  expect(issues(result).map(one => one.check_name)).toEqual(['vulnerable-package', 'privileged-container'])
})

test('faults are issues, each with a fingerprint of its own: without them, everything would look fixed', () => {
  const faults = [
    new Fault('NOT_YAML', 'it is not YAML', { file: 'a.yaml', line: 3 }),
    new Fault('NOT_YAML', 'it is not YAML', { file: 'a.yaml', line: 5 }),
    new Fault('RULE_CRASHED', 'x'),
  ]
  const told = issues(resultOf([], { judging: { faults } }))
  expect(told.map(({ location: { path, lines }, description }) => `${path}:${lines.begin} ${description}`)).toEqual([
    'a.yaml:3 could not be checked: it is not YAML',
    'a.yaml:5 could not be checked: it is not YAML',
    '.:1 could not be checked: x',
  ])
  expect(new Set(told.map(({ fingerprint }) => fingerprint)).size).toBe(3)
})

test('without a finding it is an empty list', () => expect(issues(resultOf([]))).toEqual([]))

describe.each(HOSTILE.map(text => [text.slice(0, 40), text]))('%j', (_, text) => {
  test('is read by GitLab, and visible', () => {
    const descriptions = issues(hostileResult(text)).map(({ description }) => description)
    expect(descriptions.some(description => description.includes(visible(text).slice(0, 400)))).toBe(true)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point.
    expect(descriptions.join('')).not.toMatch(/[\0-\x1f\x7f\u202a-\u202e\u2066-\u2069]/)
  })
})

test('a message of a megabyte is cut', () => {
  const [issue] = issues(resultOf([found({ ...at('a', 1), message: 'x'.repeat(1_000_000) })]))
  expect(issue?.description).toHaveLength(1000)
})
