import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { run } from '../../src/pipeline.ts'
import { toJson } from '../../src/report/json.ts'
import { rules } from '../../src/rules/index.ts'
import { folderOf } from '../kit/folders.ts'
import { container } from '../kit/manifests.ts'
import { comment, found, vulnerability } from '../policy/kit.ts'
import { at, HOSTILE, hostileResult, resultOf, whole } from './kit.ts'

/** A result in which everything that may be there is there. */
const complete = resultOf(
  [
    found({
      related: [{ ...at('k8s/other.yaml', 2).location, note: 'set here' }],
      relatedCount: 2000,
      location: { ...at('k8s/web.yaml', 3, 5, 'x').location, rendered: at('k8s/web.yaml', 30).location },
      fix: {
        title: 'Disable privileged mode',
        safe: false,
        edits: [{ file: 'k8s/web.yaml', span: [120, 138], text: '' }],
      },
    }),
    vulnerability({
      severity: 'low',
      package: { name: 'openssl', version: '3', type: 'deb', purl: 'pkg:deb/openssl@3', fixed: [] },
      risk: { kev: true, epss: 0.9 },
      image: { ref: 'shop/api:1.4', digest: 'sha256:0', platform: 'linux/amd64', path: 'usr/lib/libssl.so' },
    }),
    found({ rule: 'host-pid' }),
    found({ rule: 'host-ipc' }),
  ],
  {
    policy: {
      frameworks: ['cis'],
      image: { kev: true },
      waivers: [
        { rule: 'host-pid', where: 'shop/*', reason: 'x', by: '@ops', until: '2026-06-20', source: '.seaworthy.yml:3' },
        { rule: 'host-ipc', reason: 'x', until: '2020-01-01', source: '.seaworthy.yml:9' },
      ],
    },
    judging: {
      comparison: {
        source: 'git',
        commit: 'a41f09c',
        missing: 'x',
        noveltyOf: () => 'incomparable',
        fixed: [{ fingerprint: 'x', rule: 'host-pid', file: 'a' }],
      },
      baseline: {
        file: 'b.json',
        entries: [{ fingerprint: 'x', rule: 'host-pid', file: 'a', subject: 'Pod/a' }],
        isWritten: false,
      },
      loosening: {
        policy: 'own',
        because: 'x',
        loosened: [{ what: 'x', file: 'a', line: 1 }],
        unwatched: [{ file: 'vendor/a.yaml', objects: 2 }],
      },
      faults: [new Fault('NOT_YAML', 'it is not YAML', { file: 'k8s/half.yaml', line: 3, column: 1 })],
      suppressions: [
        comment(found(), { ineffective: 'expired after 2026-06-14' }),
        comment(found({ rule: 'host-ipc' }), { reason: 'x', until: '2026-12-31' }),
      ],
    },
    inputs: {
      skipped: [{ path: 'a', reason: 'b' }],
      unread: [{ file: 'bom.json', why: 'this is a CycloneDX SBOM', format: 'cyclonedx' }],
      unreadCount: 1,
      ignored: [{ file: 'a.ts', why: 'not a supported kind of file' }],
      ignoredCount: 1,
    },
    policyFile: '.seaworthy.yml',
    evidence: {
      commit: '0123456789abcdef0123456789abcdef01234567',
      policies: [{ file: '.seaworthy.yml', sha256: '0'.repeat(64) }],
      tools: { helm: 'v4.1.4' },
      databases: [{ report: 'grype.json', built: '2026-06-15T00:00:00.000Z' }],
    },
  },
)

/** Every key that occurs, as a way from the root: `findings[].location.line`. Ids of peers are data, not keys. */
function keysOf(value: unknown, way = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(item => keysOf(item, `${way}[]`))
  if (value === null || typeof value !== 'object' || /aliases$/.test(way)) return []
  return Object.entries(value).flatMap(([key, inner]) => [`${way}.${key}`, ...keysOf(inner, `${way}.${key}`)])
}

test('docs/json.md tells of every key, and of no other', () => {
  const page = readFileSync('docs/json.md', 'utf8')
  const told = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, key]) => `.${key}`)
  const keys = new Set(
    keysOf(JSON.parse(whole(toJson(complete, { fixes: true })))).filter(key => !/\.(?:lapsed|idle)\[\]/.test(key)),
  )
  expect(told.filter(key => !keys.has(key))).toEqual([])
  expect([...keys].filter(key => !told.includes(key))).toEqual([])
})

test('the example in docs/json.md is the result of a run', async () => {
  const folder = folderOf({
    'k8s/web.yaml': container(
      'image: shop/web:1.4\nsecurityContext:\n  privileged: true\n  runAsNonRoot: true\n  allowPrivilegeEscalation: true',
    ),
  })
  const overrides = { profile: 'essential' } as const
  const result = await run(new DiskHost(folder), rules, { paths: [], reports: [], overrides, evidence: {} })
  const json = whole(toJson(result, { indent: true, fixes: true }))
  const page = readFileSync('docs/json.md', 'utf8')
  await expect(page.replace(/(?<=```json\n)[\s\S]*?(?=```)/, () => json)).toMatchFileSnapshot('../../docs/json.md')
})

describe('the result as data', () => {
  const json = JSON.parse(whole(toJson(complete, { fixes: true })))

  test('what does not vary comes first', () => {
    expect(Object.keys(json)).toEqual([
      'schema',
      'seaworthy',
      'verdict',
      'gate',
      'change',
      'fingerprintVersion',
      'evidence',
      'counts',
      'inputs',
      'findings',
      'faults',
      'exceededBudgets',
      'baseline',
      'waivers',
      'frameworks',
    ])
    expect(json).toMatchObject({
      schema: 1,
      seaworthy: '1.2.3',
      verdict: 'error',
      gate: { failOn: 'high', profile: 'recommended' },
    })
    expect(json.inputs).toMatchObject({
      skipped: 1,
      rules: 150,
      unread: [{ file: 'bom.json', why: 'this is a CycloneDX SBOM', format: 'cyclonedx' }],
      unreadCount: 1,
    })
  })

  test('thresholds that differ are told one by one', () => {
    const { gate } = JSON.parse(whole(toJson(resultOf([], { policy: { failOn: { image: 'never' } } }))))
    expect(gate.failOn).toEqual({ manifest: 'high', dockerfile: 'high', image: 'never', graph: 'high' })
  })

  test('places are one-based, offsets are not', () => {
    expect(json.findings[0]).toMatchObject({
      rule: 'privileged-container',
      standing: 'breach',
      location: {
        file: 'k8s/web.yaml',
        line: 3,
        column: 5,
        endLine: 3,
        endColumn: 6,
        text: 'x',
        rendered: { line: 30, text: 'x' },
      },
      related: [{ file: 'k8s/other.yaml', line: 2, note: 'set here' }],
      fix: {
        title: 'Disable privileged mode',
        safe: false,
        edits: [{ file: 'k8s/web.yaml', start: 120, end: 138, text: '' }],
      },
    })
  })

  test('fixes of which nobody knows are left out, and none is told as none', () => {
    const fixed = [{}, { fixed: [] }].map(known => {
      const finding = vulnerability({ package: { name: 'a', version: '1', ...known } })
      return JSON.parse(whole(toJson(resultOf([finding])))).findings[0].package
    })
    expect(fixed).toEqual([
      { name: 'a', version: '1' },
      { name: 'a', version: '1', fixed: [] },
    ])
  })

  test('is one line with the edits of no fix, unless they are asked for', () => {
    const line = whole(toJson(complete))
    expect(line.indexOf('\n')).toBe(line.length - 1)
    expect(JSON.parse(line).findings[0].fix).toEqual({ title: 'Disable privileged mode', safe: false })
    const lines = whole(toJson(complete, { indent: true, fixes: true }))
    expect(lines).toBe(`${JSON.stringify(json, undefined, 2)}\n`)
  })

  test('a waived finding says why, and until when', () => {
    expect(json.findings.find(({ rule }: { rule: string }) => rule === 'host-pid')).toMatchObject({
      standing: 'waived',
      waiver: { reason: 'x', until: '2026-06-20', source: '.seaworthy.yml:3' },
    })
  })

  test('faults have their places', () => {
    expect(json.faults).toEqual([
      { code: 'NOT_YAML', file: 'k8s/half.yaml', line: 3, column: 1, message: 'it is not YAML' },
    ])
  })

  test.each(HOSTILE.map(text => [text.slice(0, 40), text]))('%j is data', (_, text) => {
    expect(JSON.parse(whole(toJson(hostileResult(text)))).findings[0].subject).toBe(text)
  })
})
