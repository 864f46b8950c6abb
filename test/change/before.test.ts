import { describe, expect, test } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import type { Entry } from '../../src/core/host.ts'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { type Request, run } from '../../src/pipeline.ts'
import type { PolicyFile } from '../../src/policy/policy.ts'
import type { Verdict } from '../../src/policy/verdict.ts'
import { rules } from '../../src/rules/index.ts'
import { reportNamed } from '../../src/scans/index.ts'
import { folderOf } from '../kit/folders.ts'
import { containerOf, documents } from '../kit/manifests.ts'
import { type Files, verdictOf } from './kit.ts'

/** `new known incomparable fixed`, of the findings of one rule where it is named. */
function counts({ change, judged }: Verdict, rule?: string): string {
  if (rule === undefined) return [change?.new, change?.known, change?.incomparable, change?.fixed.length].join(' ')
  const of = (novelty: string) => judged.filter(one => one.finding.rule === rule && one.novelty === novelty).length
  return [of('new'), of('known'), of('incomparable'), change?.fixed.filter(one => one.rule === rule).length].join(' ')
}

const pod = (name: string, line = 'image: shop/web:1'): string => containerOf(name, line)
const PRIVILEGED = 'image: shop/web:1\nsecurityContext: {privileged: true}'
const RULE = 'privileged-container'

const report = (tag: string, ...ids: readonly string[]): string =>
  JSON.stringify({
    SchemaVersion: 2,
    ArtifactName: `shop/web:${tag}`,
    ArtifactType: 'container_image',
    Results: [
      {
        Target: 'debian',
        Class: 'os-pkgs',
        Type: 'debian',
        Vulnerabilities: ids.map(VulnerabilityID => ({
          VulnerabilityID,
          PkgName: 'openssl',
          InstalledVersion: tag,
          Severity: 'HIGH',
        })),
      },
    ],
  })
const CVE = 'vulnerable-package'

describe('a change against its base', () => {
  test.each<[string, Files, Files, string]>([
    ['nothing changed', { 'a.yaml': pod('a', PRIVILEGED) }, { 'a.yaml': pod('a', PRIVILEGED) }, '0 1 0 0'],
    ['a finding was added', { 'a.yaml': pod('a') }, { 'a.yaml': pod('a', PRIVILEGED) }, '1 0 0 0'],
    ['a finding was removed', { 'a.yaml': pod('a', PRIVILEGED) }, { 'a.yaml': pod('a') }, '0 0 0 1'],
    [
      'another object was added',
      { 'a.yaml': pod('a', PRIVILEGED) },
      { 'a.yaml': pod('a', PRIVILEGED), 'b.yaml': pod('b', PRIVILEGED) },
      '1 1 0 0',
    ],
    [
      'the object was moved',
      { 'a.yaml': pod('a', PRIVILEGED) },
      { 'b.yaml': `# moved\n${pod('a', PRIVILEGED)}` },
      '0 1 0 0',
    ],
    ['its file was deleted', { 'a.yaml': pod('a', PRIVILEGED), 'b.yaml': pod('b') }, { 'b.yaml': pod('b') }, '0 0 0 1'],
    ['the base has nothing to check', { 'README.md': 'x' }, { 'a.yaml': pod('a', PRIVILEGED) }, '1 0 0 0'],
    ['the base has no file', {}, { 'a.yaml': pod('a', PRIVILEGED) }, '1 0 0 0'],
    [
      'the base is not YAML',
      { 'a.yaml': 'apiVersion: v1\nkind: Pod\n a: [' },
      { 'a.yaml': pod('a', PRIVILEGED) },
      '0 0 1 0',
    ],
    [
      'a part of the base is not YAML, and the finding is in another',
      { 'a.yaml': documents(pod('a', PRIVILEGED), 'apiVersion: v1\nkind: Pod\n a: [\n') },
      { 'a.yaml': pod('a', PRIVILEGED) },
      '0 1 0 0',
    ],
    [
      'another file of the base is not YAML',
      { 'a.yaml': pod('a'), 'b.yaml': 'apiVersion: v1\nkind: Pod\n a: [' },
      { 'a.yaml': pod('a', PRIVILEGED) },
      '1 0 0 0',
    ],
  ])('%s', async (_, before, after, expected) => {
    expect(counts(await verdictOf(before, after), RULE)).toBe(expected)
  })

  test('only new and incomparable findings fail it', async () => {
    const before = { 'a.yaml': pod('a', PRIVILEGED) }
    expect(await verdictOf(before, before)).toMatchObject({ outcome: 'pass', counts: { critical: 0 } })
    const broken = { 'a.yaml': 'apiVersion: v1\nkind: Pod\n a: [' }
    expect((await verdictOf(broken, before)).outcome).toBe('fail')
  })

  test('a renamed Dockerfile is the same one, and what is added to it is new', async () => {
    const before = (file: string): string => file.replace('new/', 'old/')
    const text = 'FROM node\nRUN sudo ls\n'
    const verdict = await verdictOf(
      { 'old/Dockerfile': text },
      { 'new/Dockerfile': `${text}RUN sudo cat\n` },
      {},
      { before },
    )
    expect(verdict.change?.fixed).toEqual([])
    expect(
      verdict.judged.filter(({ novelty }) => novelty === 'new').map(({ finding }) => finding.location.start.line),
    ).toEqual([3])
    const moved = await verdictOf(
      { 'old/Dockerfile': text },
      { 'new/Dockerfile': text },
      { paths: ['new'] },
      { before },
    )
    expect(moved.change).toMatchObject({ new: 0, fixed: [] })
  })

  test('an unchanged file is judged by what is around it in each tree', async () => {
    const service = (name: string): string =>
      `apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: ${name}}, ports: [{port: 80}]}\n`
    const labelled = pod('a').replace('name: a\n', 'name: a\n  labels: {app: a}\n')
    const limits =
      'apiVersion: v1\nkind: LimitRange\nmetadata: {name: l}\nspec: {limits: [{type: Container, default: {memory: 1Gi}}]}\n'
    const [without, withLimits] = [{ 'a.yaml': labelled }, { 'a.yaml': labelled, 'l.yaml': limits }]
    expect(counts(await verdictOf(withLimits, without), 'memory-limit')).toBe('1 0 0 0')
    expect(counts(await verdictOf(without, withLimits), 'memory-limit')).toBe('0 0 0 1')
    expect(counts(await verdictOf(without, { ...without, 's.yaml': service('a') }), 'readiness-probe')).toBe('1 0 0 0')
  })

  test.each(['', 'k8s'])(
    'a folder `%s` of the base that cannot be read makes incomparable what is in it',
    async lost => {
      class Unreadable extends DiskHost {
        override entries(folder: string): readonly Entry[] {
          if (folder === lost) throw new Fault('UNREADABLE', 'permission denied', { file: folder })
          return super.entries(folder)
        }
      }
      const files = { 'k8s/a.yaml': pod('a', PRIVILEGED), 'b.yaml': pod('b', PRIVILEGED) }
      const host = new Unreadable(folderOf(files))
      const verdict = await verdictOf({}, files, {}, { host })
      expect([counts(verdict, RULE), verdict.outcome]).toEqual([lost === '' ? '0 0 2 0' : '0 1 1 0', 'fail'])
    },
  )

  test('a base that fails as a whole is none', async () => {
    class Gone extends DiskHost {
      override kindOf(): 'missing' {
        throw new Fault('UNREADABLE', 'the object is missing')
      }
    }
    const verdict = await verdictOf(
      {},
      { 'a.yaml': pod('a', PRIVILEGED) },
      { paths: ['a.yaml'] },
      { host: new Gone('.') },
    )
    expect(verdict.change?.missing).toBe('the base could not be read: the object is missing')
    expect(counts(verdict, RULE)).toBe('0 0 1 0')
  })
})

describe('without a base', () => {
  const files = { 'a.yaml': pod('a', PRIVILEGED) }
  const request = (more: Partial<Request>) => verdictOf(files, files, more)

  test('everything is incomparable when one was asked for', async () => {
    const { change, outcome } = await request({ base: { missing: 'add `fetch-depth: 2`' } })
    expect(change).toMatchObject({ missing: 'add `fetch-depth: 2`', new: 0, known: 0, fixed: [] })
    expect(change?.incomparable).toBeGreaterThan(0)
    expect(outcome).toBe('fail')
  })

  test('`only-new: false` compares nothing, and `true` asks for one', async () => {
    expect((await request({ overrides: { onlyNew: false } })).change).toBeUndefined()
    const root = folderOf(files)
    const bare = await run(new DiskHost(root), rules, { paths: [], reports: [], overrides: { onlyNew: true } })
    expect(bare.verdict.change?.missing).toContain('--base-dir')
  })
})

describe('findings of scanners', () => {
  const images = (tag: string, ...ids: readonly string[]): Files => ({
    'a.yaml': pod('a'),
    'trivy.json': report(tag, ...ids),
  })

  test('are incomparable without a report of the base, and then nothing of them is fixed', async () => {
    expect(counts(await verdictOf({ 'a.yaml': pod('a') }, images('1', 'CVE-2026-1')), CVE)).toBe('0 0 1 0')
    expect(counts(await verdictOf(images('1', 'CVE-2026-1'), { 'a.yaml': pod('a') }), CVE)).toBe('0 0 0 0')
  })

  test('are compared with the reports that are named for the base', async () => {
    const after = {
      ...images('2', 'CVE-2026-1', 'CVE-2026-2'),
      'base/trivy.json': report('1', 'CVE-2026-1', 'CVE-2026-3'),
    }
    const named = { baseReports: [reportNamed('base/trivy.json')] }
    expect(counts(await verdictOf({ 'a.yaml': pod('a') }, after, named), CVE)).toBe('1 1 0 1')
  })

  test('a report that is named for the base must be there', async () => {
    const { outcome, faults } = await verdictOf({}, images('1'), { baseReports: [reportNamed('gone.json')] })
    expect([outcome, faults[0]?.file]).toEqual(['error', 'gone.json'])
  })
})

describe('of equal findings in two files', () => {
  const [bad, good] = [pod('web', PRIVILEGED), pod('web', 'securityContext: {privileged: false}')]
  const both = { 'x/web.yaml': bad, 'y/web.yaml': bad }
  const only = { overrides: { only: new Set([RULE]) } }

  /** The baseline of files, and what comes of others with it. */
  async function withBaseline(before: Files, after: Files): Promise<Verdict> {
    const asked = { paths: [], reports: [], ...only }
    const first = await run(new DiskHost(folderOf(before)), rules, { ...asked, writeBaseline: true })
    const baseline = JSON.stringify({ schema: 1, fingerprintVersion: 2, entries: first.verdict.baseline?.written })
    const root = folderOf({ ...after, '.seaworthy-baseline.json': baseline })
    return (await run(new DiskHost(root), rules, asked)).verdict
  }

  test('one is mended: the baseline accepts the other, and names the first', async () => {
    const { outcome, baseline } = await withBaseline(both, { ...both, 'x/web.yaml': good })
    expect([outcome, baseline?.known, baseline?.idle.map(({ file }) => file)]).toEqual(['pass', 1, ['x/web.yaml']])
  })

  test('one is mended: an earlier result knows the other', async () => {
    const { verdict } = await run(new DiskHost(folderOf(both)), rules, { paths: [], reports: [], ...only })
    const findings = verdict.judged.map(({ finding }) => ({
      ...{ fingerprint: finding.fingerprint, rule: finding.rule, file: finding.location.file },
    }))
    const base = { source: 'result', findings, lost: [], hasReports: false, databases: [] } as const
    const root = folderOf({ ...both, 'x/web.yaml': good })
    const { change } = (await run(new DiskHost(root), rules, { paths: [], reports: [], ...only, base })).verdict
    expect(change).toMatchObject({ new: 0, known: 1, fixed: [{ file: 'x/web.yaml' }] })
  })

  test('one is mended and another is added elsewhere: the baseline accepts no more than it has', async () => {
    const { outcome, baseline } = await withBaseline(
      { 'x/web.yaml': bad, 'y/web.yaml': good },
      { 'x/web.yaml': good, 'y/web.yaml': bad },
    )
    expect([outcome, baseline?.known, baseline?.idle.map(({ file }) => file)]).toEqual(['fail', 0, ['x/web.yaml']])
  })

  test('one was waived when the baseline was written: the others keep their numbers', async () => {
    const waived = bad.replace(/\n$/, ` # seaworthy: ignore ${RULE} because of x\n`)
    const before = { 'a/web.yaml': bad, 'b/web.yaml': waived, 'c/web.yaml': bad }
    const { outcome } = await withBaseline(before, { 'a/web.yaml': good, 'b/web.yaml': good, 'c/web.yaml': bad })
    expect(outcome).toBe('pass')
  })
})

test('a baseline and a base both count', async () => {
  const [a, b] = [pod('a', PRIVILEGED), pod('b', PRIVILEGED)]
  const root = folderOf({ 'b.yaml': b })
  const written = await run(new DiskHost(root), rules, { paths: [], reports: [], overrides: {}, writeBaseline: true })
  const entries = written.verdict.baseline?.written ?? []
  const baseline = JSON.stringify({ schema: 1, fingerprintVersion: 2, entries })
  const after = { 'a.yaml': a, 'b.yaml': b, '.seaworthy-baseline.json': baseline }
  const before = { 'a.yaml': a, '.seaworthy-baseline.json': baseline }
  const verdict = await verdictOf(before, after)
  expect(verdict).toMatchObject({ outcome: 'pass', change: { new: 0, fixed: [] }, baseline: { known: entries.length } })
  const policy: PolicyFile = { baseline: 'gone.json' }
  expect(
    (await verdictOf({}, after, { overrides: policy.baseline ? { baseline: policy.baseline } : {} })).outcome,
  ).toBe('error')
})
