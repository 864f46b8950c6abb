import { describe, expect, test } from 'vitest'
import { parseDockerfile } from '../../../src/docker/parse/parse.ts'
import { DEFAULT_WAIVER_RULES, type WaiverRules } from '../../../src/policy/policy.ts'
import { suppressionsOf } from '../../../src/policy/suppressions/suppressions.ts'
import { World } from '../../../src/world/world.ts'
import { comment, found, judged } from '../kit.ts'
import { RULES } from './kit.ts'

/** Why a comment has no effect under these rules, at this instant; nothing when it has one. */
const whyNot = (
  text: string,
  { comments, ...rules }: { maxDays?: number; comments?: Partial<WaiverRules['comments']> } = {},
  now = '2026-06-15T12:00:00Z',
): string | undefined => {
  const required = { ...DEFAULT_WAIVER_RULES, ...rules, comments: { ...DEFAULT_WAIVER_RULES.comments, ...comments } }
  const world = new World({ dockerfiles: [parseDockerfile('Dockerfile', `FROM a\n${text}\nRUN x\n`)] })
  const [first] = suppressionsOf(world, RULES, new Date(now), required)
  return first?.ineffective
}

describe('what a comment of ours must have', () => {
  test.each([
    ['a reason', '# seaworthy: ignore tag', {}, 'no reason. Append `because REASON`'],
    ['a reason beside an end', '# seaworthy: ignore tag until 2026-12-31', {}, 'no reason. Append `because REASON`'],
    ['no end', '# seaworthy: ignore tag because x', {}, undefined],
    ['no rule by name', '# seaworthy: ignore * because x', {}, undefined],
    [
      'a rule by name, when asked for',
      '# seaworthy: ignore t* because x',
      { comments: { all: 'deny' } },
      '`waiver-rules.comments.all` denies `*`. Name the rules',
    ],
    [
      'an end, when asked for',
      '# seaworthy: ignore tag because x',
      { comments: { until: 'required' } },
      'no last day. Add `until 2026-09-13` in front of `because`',
    ],
    [
      'an end that is there',
      '# seaworthy: ignore tag until 2026-07-15 because x',
      { comments: { until: 'required' } },
      undefined,
    ],
    [
      'an end within its term',
      '# seaworthy: ignore tag until 2026-07-16 because x',
      { maxDays: 30, comments: { until: 'required' } },
      'invalid `until` value `2026-07-16`; expected 2026-07-15 or earlier (`waiver-rules.max-days` is 30)',
    ],
    [
      'no term without a required end',
      '# seaworthy: ignore tag until 2099-12-31 because x',
      { maxDays: 30 },
      undefined,
    ],
  ] as const)('%s', (_, text, rules, why) => expect(whyNot(text, rules)).toBe(why))

  test.each(['# hadolint ignore=DL3007', '# trivy:ignore:DS-0001', '# kics-scan ignore-line'])(
    'those for other tools can have neither: %s',
    text => expect(whyNot(text, { maxDays: 1, comments: { until: 'required', all: 'deny' } })).toBeUndefined(),
  )
})

describe('the last day of a comment is a day of UTC, to its end', () => {
  const until = (day: string): string => `# seaworthy: ignore tag until ${day} because x`
  test.each([
    ['2026-06-15', '2026-06-15T00:00:00Z', true],
    ['2026-06-15', '2026-06-15T23:59:59.999Z', true],
    ['2026-06-15', '2026-06-16T00:00:00Z', false],
    ['2026-06-15', '2026-06-15T20:00:00-04:00', false],
    ['2026-06-15', '2026-06-16T08:00:00+09:00', true],
    ['2024-02-29', '2024-02-29T12:00:00Z', true],
    ['2026-12-31', '2026-12-31T23:59:59Z', true],
    ['2026-12-31', '2027-01-01T00:00:00Z', false],
  ])('until %s, at %s: %s', (day, now, holds) =>
    expect(whyNot(until(day), {}, now)).toBe(holds ? undefined : `expired after ${day}`),
  )

  test.each(['2025-02-29', '2026-13-01', '2026-6-15', '20260615', '2026-06-15T12:00'])('%s is none', day =>
    expect(whyNot(until(day))).toBe(`\`${day}\` is not a date`),
  )
})

describe('comments are listed', () => {
  const finding = found()
  const listed = (...comments: readonly ReturnType<typeof comment>[]) =>
    judged([finding], {}, { suppressions: comments }).waivers

  test('with what they hold back, whoever they are written for', () => {
    const ofPeer = comment(finding, { by: 'checkov', words: ['CKV_K8S_16'] })
    expect(listed(ofPeer).comments).toEqual([
      { source: 'k8s/web.yaml:3', by: 'checkov', ids: ['CKV_K8S_16'], findings: 1, rules: ['privileged-container'] },
    ])
    const [ours] = listed(comment(finding, { words: ['*'], reason: 'x', until: '2026-12-31' })).comments
    expect(ours).toMatchObject({ by: 'seaworthy', ids: ['*'], reason: 'x', until: '2026-12-31' })
    expect(listed(comment(finding, { by: 'kubelinter', words: [''] })).comments[0]!.ids).toEqual(['*'])
  })

  test('by place; one that several overlays read counts what is shown', () => {
    const { rendered: _, ...location } = finding.location
    const inBase = (subject: string) => found({ subject, location: { ...location, rendered: location } })
    const far = found({ location: { ...location, file: 'k8s/z.yaml' } })
    const near = found({ location: { ...location, file: 'k8s/a.yaml' } })
    const all = [inBase('a'), inBase('b'), far, near]
    const { comments } = judged(all, {}, { suppressions: all.map(one => comment(one)) }).waivers
    expect(comments.map(({ source, findings }) => [source, findings])).toEqual([
      ['k8s/a.yaml:3', 1],
      ['k8s/web.yaml:3', 1],
      ['k8s/z.yaml:3', 1],
    ])
  })

  test.each([
    ['2026-06-14', []],
    ['2026-06-15', ['2026-06-15']],
    ['2026-06-29', ['2026-06-29']],
    ['2026-06-30', []],
  ])('when they end soon: %s', (until, wanted) =>
    expect(listed(comment(finding, { until })).expiring.map(one => one.until)).toEqual(wanted),
  )

  test('ours when they hold nothing back, unless only a part was looked at', () => {
    const idle = comment(found({ rule: 'host-pid' }), { reason: 'x' })
    expect(listed(idle).idle).toEqual([{ rule: 'host-pid', reason: 'x', source: 'k8s/web.yaml:3' }])
    expect(listed({ ...idle, by: 'hadolint' }).idle).toEqual([])
    expect(listed({ ...idle, ineffective: 'expired' }).idle).toEqual([])
    expect(listed({ ...idle, rules: new Set() }).idle).toEqual([])
    expect(judged([], {}, { suppressions: [idle], wholeRepository: false }).waivers.idle).toEqual([])
  })
})
