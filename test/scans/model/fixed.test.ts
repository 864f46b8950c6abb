import { expect, test } from 'vitest'
import { bestFirst, orderNpmFixes } from '../../../src/scans/model/fixed.ts'
import type { ScanReport } from '../../../src/scans/model/report.ts'

test.each([
  ['v1.25.4', ['1.24.11', '1.25.5'], ['1.25.5', '1.24.11']],
  ['7.0.3', ['8.1.0', '6.0.6', '7.0.5'], ['7.0.5', '8.1.0', '6.0.6']],
  ['1.0', ['1.10', '1.9'], ['1.9', '1.10']],
  ['2.0.0-rc.1', ['1.9.5', '2.0.0'], ['2.0.0', '1.9.5']],
  ['unknown', ['2.0', '1.0'], ['2.0', '1.0']],
  ['1.0', ['main', '1.1'], ['main', '1.1']],
])('from %s to one of %j: %j', (installed, fixed, ordered) => expect(bestFirst(installed, fixed)).toEqual(ordered))

const report = (type: string, version: string, fixed: readonly string[]): ScanReport => ({
  file: 'r.json',
  tool: 'trivy',
  format: 'trivy',
  complete: true,
  findings: [
    {
      kind: 'vulnerability',
      id: 'CVE-2026-1',
      ids: ['CVE-2026-1'],
      severity: 'high',
      title: 'a hole',
      cvss: [],
      package: { name: 'next', version, type },
      fixed,
      fixState: 'fixed',
    },
  ],
})

test.each<[string, string, readonly string[], readonly string[]]>([
  [
    'npm',
    '14.2.0',
    ['15.0.0', '14.3.0', '14.3.0-canary.77', '13.5.7'],
    ['14.3.0-canary.77', '14.3.0', '15.0.0', '13.5.7'],
  ],
  ['node-pkg', '1.0.0', ['2.0.0-rc.10', '2.0.0-rc.9', '1.0.1+build.5'], ['1.0.1+build.5', '2.0.0-rc.9', '2.0.0-rc.10']],
  ['yarn', '3.0.0-beta.2', ['2.9.1', '3.0.0', '3.0.0-beta.11'], ['3.0.0-beta.11', '3.0.0', '2.9.1']],
  ['npm', '1.0.0', ['2', '1.0.1'], ['2', '1.0.1']],
  ['npm', 'file:../x', ['2.0.0', '1.0.1'], ['2.0.0', '1.0.1']],
  ['pypi', '1.0.0', ['2.0.0', '1.0.1'], ['2.0.0', '1.0.1']],
])('semver orders fixes of %s from %s', async (type, version, fixed, wanted) => {
  const [ordered] = await orderNpmFixes([report(type, version, fixed)])
  expect(ordered!.findings[0]!.fixed).toEqual(wanted)
})

test('reports that need no semver stay as they are', async () => {
  const reports = [
    report('deb', '1-1', ['3', '2']),
    report('npm', '1.0.0-a', ['1.0.1']),
    report('npm', '1.0.0', ['2.0.0', '1.0.1']),
  ]
  expect(await orderNpmFixes(reports)).toBe(reports)
})
