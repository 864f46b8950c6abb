import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import { decodeJson, readReport } from '../../src/scans/index.ts'
import type { ScanFinding } from '../../src/scans/model/report.ts'
import { looksLikeReport } from '../../src/scans/recognise.ts'

/** 269 reports of others, with counts by an independent reader. They are no part of this project. */
const FOLDER = '../shared/scans/samples'
const there = existsSync(`${FOLDER}/INDEX.json`)
if (!there) console.log(`skipped: ${FOLDER} is not there, so reports of real scanners are not compared`)

interface Sample {
  readonly file: string
  readonly scanner: string
  readonly findings: number
  readonly suppressed: number
  readonly severity: Readonly<Record<string, number>>
}

const samples: readonly Sample[] = there ? JSON.parse(readFileSync(`${FOLDER}/INDEX.json`, 'utf8')) : []
const isOurs = ({ scanner }: Sample): boolean => /^(?:trivy|grype|sarif-.+)$/.test(scanner)

/** What we count otherwise than the index, and why. */
const DIVERGENCES: Readonly<
  Record<string, { why: string; findings: number; severity: Readonly<Record<string, number>> }>
> = {
  'grype/dd-check_all_fields.json': {
    why: 'two feeds report the same CVE of the same Django at the same path: one finding',
    findings: 5,
    severity: { critical: 2, high: 2, info: 1 },
  },
  'sarif-osv/snap-1.sarif': {
    why: 'the same result stands in the file twice',
    findings: 2,
    severity: { high: 1, medium: 1 },
  },
  'trivy/dd-kubernetes_fabricated_internal_duplicates.json': {
    why: 'rows were repeated on purpose: three of them are one',
    findings: 10,
    severity: { low: 6, medium: 4 },
  },
  'trivy/dd-kubernetes_fabricated_internal_duplicates_subset.json': {
    why: 'rows were repeated on purpose: two of them are one',
    findings: 3,
    severity: { low: 2, medium: 1 },
  },
  'trivy/golden-alpine-39-ignore-cveids.json': {
    why: 'the system is past its end of life: one finding more',
    findings: 3,
    severity: { high: 1, medium: 2 },
  },
  'trivy/operator-input-exposedsecret_report.json': {
    why: 'the system is past its end of life: one finding more',
    findings: 5,
    severity: { critical: 3, high: 2 },
  },
  'trivy/operator-input-vulnerability_report.json': {
    why: 'the system is past its end of life: one finding more',
    findings: 3,
    severity: { high: 1, unknown: 2 },
  },
  'trivy/scb-juice-shop-v12.10.2-empty-results.json': {
    why: 'the system is past its end of life: one finding more',
    findings: 1,
    severity: { high: 1 },
  },
}

/** Samples of our scanners that nobody can tell to be reports. */
const NO_REPORTS: Readonly<Record<string, RegExp>> = {
  'trivy/dd-legacy_no_vuln.json': /a clean scan cannot be verified/,
  'trivy/scb-test-empty-report.json': /a clean scan cannot be verified/,
  'trivy/golden-k8s-summary-ids.json': /Trivy summary report/,
}

/** The only scans among them that were not whole. */
const INCOMPLETE = ['trivy/golden-alpine-39-skip.json', 'trivy/scb-trivy--k8s-scan-results.json']

const read = (file: string): ReturnType<typeof readReport> =>
  readReport(decodeJson(readFileSync(`${FOLDER}/${file}`), file), file)

const bySeverity = (findings: readonly ScanFinding[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { severity } of findings) counts[severity] = (counts[severity] ?? 0) + 1
  return counts
}

describe.skipIf(!there)('reports of real scanners', () => {
  const ours = samples.filter(isOurs)

  test('there are as many as ever', () => {
    expect(samples).toHaveLength(269)
    expect(ours.length).toBeGreaterThanOrEqual(50)
    expect(
      [...Object.keys(DIVERGENCES), ...Object.keys(NO_REPORTS), ...INCOMPLETE].filter(
        file => !ours.some(one => one.file === file),
      ),
    ).toEqual([])
  })

  test.for(ours.filter(({ file }) => NO_REPORTS[file] === undefined))('$file', sample => {
    const reports = read(sample.file)
    const findings = reports.flatMap(report => report.findings)
    const live = findings.filter(({ suppressed }) => suppressed === undefined)
    const { negligible, ...others } = sample.severity
    const expected = DIVERGENCES[sample.file] ?? {
      findings: sample.findings,
      severity: { ...others, ...(negligible !== undefined && { info: negligible }) },
    }
    expect(live).toHaveLength(expected.findings)
    expect(findings.length - live.length).toBe(sample.suppressed)
    expect(bySeverity(live)).toEqual(expected.severity)
    expect(reports.some(({ complete }) => !complete)).toBe(INCOMPLETE.includes(sample.file))
    expect(looksLikeReport(readFileSync(`${FOLDER}/${sample.file}`).subarray(0, 65_536).toString())).toBe(true)
  })

  test.for(Object.entries(NO_REPORTS))('%s is refused', ([file, message]) => {
    expect(() => read(file)).toThrow(message)
  })

  test.for(samples.filter(sample => !isOurs(sample)))('$file of another scanner is read or refused', ({ file }) => {
    try {
      for (const report of read(file)) expect(report.tool).not.toBe('')
    } catch (error) {
      expect(error).toBeInstanceOf(Fault)
      expect(['NOT_A_REPORT', 'NOT_JSON']).toContain((error as Fault).code)
    }
  })
})
