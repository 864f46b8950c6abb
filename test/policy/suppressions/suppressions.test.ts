import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../../src/core/finding.ts'
import { parseDockerfile } from '../../../src/docker/parse/parse.ts'
import { DEFAULT_WAIVER_RULES } from '../../../src/policy/policy.ts'
import { ineffectiveComments, suppressedBy, suppressionsOf } from '../../../src/policy/suppressions/suppressions.ts'
import { rules } from '../../../src/rules/index.ts'
import { RuleSet } from '../../../src/rules/set.ts'
import { World } from '../../../src/world/world.ts'
import { expectLinear } from '../../kit/steps.ts'
import { finding, inDockerfile, inManifest, known, lines, RULES, silent, TODAY } from './kit.ts'

describe('a suppression', () => {
  test('says what it understood, and what not', () => {
    const [first, second] = inDockerfile(
      lines(
        'FROM a',
        '# seaworthy: ignore tag, nonsense until 2026-12-31 because until 2027 it is fine, see SEC-1',
        'RUN x',
        '# hadolint ignore=DL3002,DL9999 # later',
        'RUN y',
      ),
    )
    expect(first).toEqual({
      by: 'seaworthy',
      words: ['tag', 'nonsense'],
      rules: new Set(['tag']),
      unknown: ['nonsense'],
      reason: 'until 2027 it is fine, see SEC-1',
      until: '2026-12-31',
      file: 'Dockerfile',
      line: 2,
      source: 'Dockerfile:2',
      reach: { file: 'Dockerfile', lines: [2, 3] },
      anchor: expect.any(Function),
    })
    expect(first!.anchor()).toBe('RUN x')
    expect(second).toMatchObject({ by: 'hadolint', unknown: ['DL9999'], reason: 'later', line: 4 })
  })

  test.each([
    ['# seaworthy: ignore tag until 2026-06-14', 'expired after 2026-06-14'],
    ['# seaworthy: ignore tag until tomorrow', '`tomorrow` is not a date'],
    ['# trivy:ignore:DS-0001:exp:2026-99-01', '`2026-99-01` is not a date'],
    ['# hadolint stage ignore=DL3007', 'no FROM follows'],
    ['# kics-scan ignore', 'it must precede everything else in the file'],
  ])('that holds nothing back says why: %s', (comment, reason) => {
    expect(inDockerfile(lines('FROM a', comment, 'RUN x'))).toMatchObject([{ ineffective: reason }])
  })

  test('of an annotation stands where the annotation stands', async () => {
    const text =
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  annotations:\n    a: b\n    kube-score/ignore: x\n'
    expect(await inManifest(text)).toMatchObject([
      { source: 'web.yaml:7', unknown: ['x'], reach: { file: 'web.yaml', handle: 'Pod/web' } },
    ])
  })

  test('of a whole file holds what is rendered under its name, and one of lines does not', async () => {
    const inTemplate = finding('root', 'chart/web.yaml', 40)
    const rendered = finding('root', 'web.yaml', 2).location
    const isHeld = async (text: string, found: Finding): Promise<boolean> =>
      suppressedBy(await inManifest(text))(found) !== undefined
    const whole = '# seaworthy: ignore root because x\n\nkind: Pod\napiVersion: v1\n'
    const inBoth = { ...inTemplate, location: { ...inTemplate.location, rendered } }
    expect(await isHeld(whole, inTemplate)).toBe(false)
    expect(await isHeld(whole, inBoth)).toBe(true)
    expect(await isHeld('# trivy:ignore:KSV-0012\nkind: Pod\napiVersion: v1\n', inBoth)).toBe(false)
    expect(await isHeld('kind: Pod\n# trivy:ignore:KSV-0012\napiVersion: v1\n', inBoth)).toBe(false)
  })

  test('of a whole file is none in a part of one', () => {
    const commented = (text: string, isPart: boolean): readonly (string | undefined)[] => {
      const written = [
        {
          file: 'web.yaml',
          text: `${text}\n\nkind: Pod`,
          comments: [{ text, line: 1, span: [0, text.length] as const }],
          isPart,
        },
      ]
      return suppressionsOf(new World({ written }), RULES, TODAY, DEFAULT_WAIVER_RULES).map(
        ({ ineffective, reach }) => ineffective ?? reach.lines?.join(),
      )
    }
    expect(commented('# kics-scan ignore', false)).toEqual(['1,Infinity'])
    expect(commented('# kics-scan ignore', true)).toEqual(['it must precede everything else in the file'])
    expect(commented('# seaworthy: ignore root because x', false)).toEqual(['1,Infinity'])
    expect(commented('# seaworthy: ignore root because x', true)).toEqual(['1,3'])
  })

  test('of one object does not hold what is nowhere in the template, if the template has others', async () => {
    const { location } = finding('root', 'web.yaml', 1)
    const nowhere = {
      ...finding('root', 'web.yaml', 1),
      location: { ...location, rendered: { ...location, file: 'Chart.yaml' } },
    }
    const isHeld = async (text: string): Promise<boolean> => suppressedBy(await inManifest(text))(nowhere) !== undefined
    const pod = (name: string): string => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n`
    expect(await isHeld(`# trivy:ignore:KSV-0012\n${pod('a')}`)).toBe(true)
    expect(await isHeld(`# trivy:ignore:KSV-0012\n${pod('a')}---\n${pod('b')}`)).toBe(false)
    expect(await isHeld(`${pod('a')}---\n# trivy:ignore:KSV-0012\n${pod('b')}`)).toBe(false)
    expect(await isHeld(`# kics-scan ignore\n${pod('a')}---\n${pod('b')}`)).toBe(true)
    expect(await isHeld('apiVersion: v1 # trivy:ignore:KSV-0012\nkind: Pod\n')).toBe(false)
  })

  test('of an advisory holds what scanners found there, under any of its names', async () => {
    const comments = await inManifest('kind: Pod # seaworthy: ignore cve-2026-1234 because x\napiVersion: v1\n')
    const suppressed = suppressedBy(comments)
    const found = (id: string, line: number): Finding => ({
      ...finding('vulnerable-package', 'web.yaml', line),
      code: { id, aliases: { ghsa: [id], cve: ['CVE-2026-1234'] } },
    })
    expect(suppressed(found('GHSA-aaaa-bbbb-cccc', 1))).toMatchObject({ source: 'web.yaml:1' })
    expect(suppressed(found('CVE-2026-1234', 2))).toBeUndefined()
    expect(suppressed({ ...found('', 1), code: { id: 'CVE-2026-9' } })).toBeUndefined()
    expect(suppressed(finding('tag', 'web.yaml', 1))).toBeUndefined()
    expect(ineffectiveComments(comments, rules, [])).toEqual([])
  })

  test('of ours may name the code of any finding; one that no finding has is told', async () => {
    const comments = await inManifest('kind: Pod # seaworthy: ignore sc2086, SC2164 because x\napiVersion: v1\n')
    const coded = { ...finding('tag', 'web.yaml', 1), code: { id: 'SC2086' } }
    expect(suppressedBy(comments)(coded)).toMatchObject({ source: 'web.yaml:1' })
    expect(suppressedBy(comments)({ ...coded, code: { id: 'SC1' } })).toBeUndefined()
    expect(ineffectiveComments(comments, rules, [coded])).toEqual([
      { source: 'web.yaml:1', why: "unknown rule `SC2164` (neither a Seaworthy rule nor a known tool's id)" },
    ])
    const byHadolint = await inManifest('kind: Pod # hadolint ignore=SC2086\napiVersion: v1\n')
    expect(suppressedBy(byHadolint)(coded)).toBeUndefined()
  })

  test('of ours that holds nothing back is told, with what was meant', () => {
    const text = lines(
      'FROM a',
      '# seaworthy: ignore tag, privileged-contaner because x',
      'RUN x',
      '# seaworthy: ignore tag until 2026-06-14',
      'RUN y',
      '# hadolint ignore=DL9999',
      'RUN z',
    )
    expect(ineffectiveComments(inDockerfile(text), rules, [])).toEqual([
      {
        source: 'Dockerfile:2',
        why: "unknown rule `privileged-contaner` (neither a Seaworthy rule nor a known tool's id). Did you mean `privileged-container`?",
      },
      { source: 'Dockerfile:4', why: 'no effect: expired after 2026-06-14' },
    ])
  })

  test('with the widest reach is found behind narrower ones', () => {
    const text = lines(
      'FROM a',
      '# hadolint ignore=DL3007',
      'RUN x',
      '# hadolint global ignore=DL3007',
      'RUN y',
      'RUN z',
    )
    expect(silent(inDockerfile(text), 'tag', 'Dockerfile', text)).toEqual([1, 2, 3, 4, 5, 6])
  })
})

test('a hostile file costs no more than its length', () =>
  expectLinear(
    async () => ({
      ...(await import('./kit.ts')),
      ...(await import('../../../src/policy/suppressions/suppressions.ts')),
    }),
    ({ finding, inDockerfile, suppressedBy, ineffectiveComments }, size) => {
      const text =
        '# seaworthy: ignore tag, slip because x\n\n# trivy:ignore:*a*b*c*\n# hadolint stage ignore=DL3007\n'.repeat(
          size,
        )
      const suppressions = inDockerfile(`ARG a\n${text}FROM a\n`)
      const suppressed = suppressedBy(suppressions)
      for (let line = 1; line <= 4 * size; line++) suppressed(finding('tag', 'Dockerfile', line))
      expect(suppressions).toHaveLength(3 * size)
      expect(ineffectiveComments(suppressions, rules, [])).toHaveLength(20)
    },
    1000,
  ))

/** Lines that are half of something. */
const FRAGMENTS = [
  ...['FROM a', 'RUN x \\', '  y', 'RUN <<E', 'E', 'ONBUILD RUN x # trivy:ignore:*', '#check=skip=', '# escape=`'],
  ...['# hadolint ignore=', '# hadolint stage ignore=DL3007', '# trivy:ignore:DS-0001:exp:', '# seaworthy: ignore '],
  ...[
    'apiVersion: v1',
    'kind: Pod',
    'metadata:',
    'metadata: 3',
    '  annotations:',
    '  annotations: [a]',
    'spec:',
    '---',
  ],
  ...[
    'spec: {jobTemplate: 3}',
    '    kube-score/ignore: [1]',
    '    checkov.io/skip1:',
    '- a # kics-scan ignore-block',
    '',
  ],
]

test('no text makes it throw, and no reach begins below its end', async () => {
  let seed = 20_260_615
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff
    return seed % below
  }
  for (let i = 0; i < 500; i++) {
    const text = Array.from({ length: random(14) + 1 }, () => FRAGMENTS[random(FRAGMENTS.length)]).join('\n')
    for (const { reach, ineffective: nothing } of [...inDockerfile(text), ...(await inManifest(text))])
      if ('lines' in reach && nothing === undefined)
        expect(reach.lines[1], `seed ${seed}: ${text}`).toBeGreaterThanOrEqual(reach.lines[0] - 1)
  }
})

describe('Trivy’s own vectors', () => {
  const file = '../shared/corpora/extra/trivy-suppression.jsonl'
  if (!existsSync(file)) {
    test.skip(`${file} is not here`, () => {})
    console.log(`Trivy's suppression vectors are skipped: ${file} is not here`)
    return
  }
  interface Vector {
    readonly title: string
    readonly src: string
    readonly line: number | null
    readonly ids: readonly string[]
    readonly ignored: boolean
    readonly other_file?: true
  }
  const vectors: readonly Vector[] = readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line))
  test.each(vectors.map((vector, index) => [`${index + 1} ${vector.title}`, vector] as const))('%s', (_, vector) => {
    const world = new World({ dockerfiles: [parseDockerfile('Dockerfile', vector.src)] })
    const ids = new RuleSet(vector.ids.map(id => known(id, { trivy: id })))
    const suppressed = suppressedBy(suppressionsOf(world, ids, TODAY, DEFAULT_WAIVER_RULES))
    const found = vector.ids.some(id =>
      suppressed(finding(id, vector.other_file ? 'other' : 'Dockerfile', vector.line ?? 1)),
    )
    expect(found).toBe(vector.ignored)
  })
})
