import { describe, expect, test } from 'vitest'
import { applyBaseline, entriesFor } from '../../src/policy/baseline.ts'
import type { Overrides } from '../../src/policy/policy.ts'
import { toBaseline } from '../../src/report/baseline.ts'
import { MemoryHost } from '../fuzz/host.ts'
import { HOSTILE, whole } from '../report/kit.ts'
import { found, judged } from './kit.ts'

const FILE = '.seaworthy-baseline.json'
const entry = { fingerprint: '0123456789abcdef', rule: 'host-pid', file: 'a.yaml', subject: 'Pod/a' }
const WRITTEN = { schema: 1, fingerprintVersion: 2, entries: [entry] }

/** What comes of a baseline of this text, with the name of its file or the usual one. */
const apply = (text: string | undefined, named?: string, isWritten = false, wholeRepository = true) => {
  const files = text === undefined ? {} : { [named ?? FILE]: Buffer.from(text) }
  const { applied, faults } = applyBaseline(new MemoryHost(files), named, { isWritten, wholeRepository })
  const told = faults.map(({ code, file, line, message }) => `${code} ${file}${line ? `:${line}` : ''} ${message}`)
  return { applied, told }
}

describe('reading', () => {
  test('the usual file, or the one that is named; none is none', () => {
    expect(apply(JSON.stringify(WRITTEN)).applied).toEqual({ file: FILE, entries: [entry], isWritten: false })
    expect(apply(JSON.stringify(WRITTEN), 'known.json').applied?.file).toBe('known.json')
    expect(apply(undefined)).toEqual({ applied: undefined, told: [] })
  })

  const REWRITE = 'write it again with `--write-baseline`'
  const SHAPE = `the baseline does not have the shape \`{"schema": 1, "fingerprintVersion", "entries"}\`: ${REWRITE}`

  test.each([
    [
      'not JSON',
      '{\n"schema": 1,\n<<<<<<< HEAD\n}',
      `:3 the baseline is not JSON from here on: resolve the conflict, or ${REWRITE}`,
    ],
    ['empty', '', `:1 the baseline is not JSON from here on: resolve the conflict, or ${REWRITE}`],
    ['null', 'null', ` ${SHAPE}`],
    ['a list', '[]', ` ${SHAPE}`],
    ['of a later schema', JSON.stringify({ ...WRITTEN, schema: 2 }), ` ${SHAPE}`],
    [
      'of other fingerprints',
      JSON.stringify({ ...WRITTEN, fingerprintVersion: 1 }),
      ` the baseline has fingerprints of another version than 2: ${REWRITE}`,
    ],
    [
      'with an entry that is none',
      JSON.stringify({ ...WRITTEN, entries: [entry, { ...entry, rule: 1 }] }),
      ' entry 2 of the baseline is invalid; expected fingerprint, rule, file and subject as text',
    ],
    ['bytes', '\0', ` the baseline is not text: ${REWRITE}`],
  ])('a baseline that is %s is a fault', (_, text, message) => {
    expect(apply(text)).toEqual({ applied: undefined, told: [`BAD_CONFIG ${FILE}${message}`] })
  })

  test('a named one must be there, and inside of the repository', () => {
    expect(apply(undefined, 'x.json').told).toEqual([
      'BAD_CONFIG x.json the baseline does not exist: write it with `--write-baseline`',
    ])
    for (const file of ['../x.json', '/etc/x.json', 'a/../../x.json'])
      for (const isWritten of [true, false])
        expect(apply('{}', file, isWritten)).toEqual({
          applied: undefined,
          told: [`OUTSIDE ${file} the baseline is outside of the repository: move it inside`],
        })
  })
})

describe('writing', () => {
  test('one entry a line, by file, rule, subject and fingerprint, and it is read again', () => {
    const findings = [
      found({ rule: 'b', fingerprint: '2' }),
      found({ rule: 'a', subject: 'z', fingerprint: '1' }),
      found({ rule: 'a', subject: 'y', fingerprint: '3' }),
      found({ rule: 'a', subject: 'y', fingerprint: '0' }),
      found({ rule: 'c', location: { ...found().location, file: 'a.yaml' }, fingerprint: '4' }),
    ]
    const text = whole(toBaseline(entriesFor(findings)))
    expect(
      text
        .split('\n')
        .slice(4, -3)
        .map(line => line.slice(16, 17)),
    ).toEqual(['4', '0', '3', '1', '2'])
    expect(apply(text).applied?.entries).toEqual(entriesFor(findings))
    expect(whole(toBaseline(entriesFor(findings.toReversed())))).toBe(text)
    expect(apply(whole(toBaseline([]))).applied?.entries).toEqual([])
  })

  test('names of strangers cannot forge a line, and are read by whoever reviews', () => {
    for (const text of HOSTILE) {
      const location = { ...found().location, file: text }
      const written = whole(toBaseline(entriesFor([found({ subject: text, location })])))
      expect(written.split('\n')).toHaveLength(8)
      expect(written).not.toMatch(/(?!\n)[\p{C}\u2028\u2029]/u)
      expect(apply(written).told).toEqual([])
    }
  })

  test('a part of the repository is refused: the entries of the rest would be lost', () => {
    expect(apply(undefined, undefined, true, false).told).toEqual([
      `BAD_INPUT ${FILE} the baseline is not written, because only a part was checked: run it in the root, without PATH, \`--only\`, \`--skip\` and \`--exclude\``,
    ])
  })

  test('all that counts is accepted, and nothing that is waived', () => {
    const waivers = [{ rule: 'host-pid', reason: 'x', source: 'p:1' }]
    const all = [found(), found({ rule: 'host-pid', fingerprint: '1' }), found({ severity: 'low', fingerprint: '2' })]
    const baseline = { file: FILE, entries: [], isWritten: true }
    const { outcome, baseline: made } = judged(all, { waivers }, { baseline })
    expect(outcome).toBe('pass')
    expect(made?.written?.map(({ fingerprint }) => fingerprint)).toEqual(['0123456789abcdef', '2'])
  })
})

describe('judging', () => {
  const accepted = (...entries: readonly (typeof entry)[]) => ({ file: FILE, entries, isWritten: false })

  test('an entry makes its finding known, and no other one', () => {
    const { judged: list, baseline } = judged(
      [found(), found({ fingerprint: 'f', identity: 'other' })],
      {},
      { baseline: accepted(entry) },
    )
    expect(list.map(({ standing }) => standing)).toEqual(['breach', 'known'])
    expect(baseline).toEqual({ file: FILE, known: 1, idle: [] })
  })

  test('entries that no longer occur are idle: of a scan only when there was one, and of a part not at all', () => {
    const idle = { ...entry, fingerprint: 'gone' }
    const scan = { ...entry, fingerprint: 'cve', rule: 'vulnerable-package' }
    const baseline = accepted(entry, idle, scan)
    const idleIn = (more: Parameters<typeof judged>[2]) =>
      judged([found()], {}, { baseline, ...more }).baseline?.idle.map(({ fingerprint }) => fingerprint)
    expect(idleIn({})).toEqual(['gone'])
    expect(idleIn({ hasReports: true })).toEqual(['gone', 'cve'])
    expect(idleIn({ wholeRepository: false })).toEqual([])
    const ofRules = (overrides: Overrides) =>
      judged([], {}, { baseline: accepted(idle), overrides }).baseline?.idle.length
    expect(ofRules({})).toBe(1)
    expect(ofRules({ only: new Set(['host-ipc']) })).toBe(0)
    expect(ofRules({ skip: new Set([idle.rule]) })).toBe(0)
  })
})
