import { describe, expect, test } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import type { Finding } from '../../src/core/finding.ts'
import { toText } from '../../src/report/text/text.ts'
import { expectLinear } from '../kit/steps.ts'
import { comment, found, vulnerability } from '../policy/kit.ts'
import { at, resultOf, SEVEN_UNREAD, whole } from './kit.ts'

describe('text', () => {
  const lines = { 'k8s/web.yaml': ['a', '', '      - privileged: true # why', '\tx: "##[error]"'] }
  const text = (...args: Parameters<typeof resultOf>) => whole(toText(resultOf(...args), { colour: false })).split('\n')

  const here = at('k8s/web.yaml', 3, 9, 'privileged: true')

  test('a rule, each of its places with message, line and underline, and once why, what to do and how to accept it', () => {
    const shown = text([found(here), found({ ...at('k8s/web.yaml', 4, 2, 'x'), message: 'another', identity: 'b' })], {
      lines,
    })
    expect(shown.slice(0, 16)).toEqual([
      'high: Container runs in privileged mode [privileged-container]',
      '',
      '  container `app` is privileged',
      '    k8s/web.yaml:3:9',
      '      3 │ - privileged: true # why',
      '        │   ~~~~~~~~~~~~~~~~',
      '',
      '  another',
      '    k8s/web.yaml:4:2',
      '      4 │ x: "#\u200b#[error]"',
      '        │ ~',
      '',
      expect.stringMatching(/^ {2}why {5}[A-Z].*\.$/),
      expect.stringMatching(/^ {2}do {6}Remove .*\.$/),
      '  accept  # seaworthy: ignore privileged-container until 2027-02-27 because REASON',
      '',
    ])
  })

  test('messages of one place share its line, and a severity is named where it is not that of the rule', () => {
    const shown = text(
      [found({ ...here, severity: 'critical' }), found({ ...here, message: 'another', identity: 'b' })],
      { lines },
    )
    expect(shown.slice(2, 5)).toEqual(['  container `app` is privileged', '  high: another', '    k8s/web.yaml:3:9'])
  })

  test('the same object in other files is shown once', () => {
    const resource = { kind: 'Pod', name: 'web' }
    const copy = (file: string, identity = 'same'): Finding => found({ ...at(file, 3), resource, identity })
    const findings = [copy('a.yaml'), copy('b.yaml'), copy('c.yaml'), copy('d.yaml', 'other')]
    const places = (...args: Parameters<typeof toText>) =>
      whole(toText(...args))
        .split('\n')
        .filter(line => /^ {2,4}(?:container|[a-d]\.yaml)/.test(line))
    expect(places(resultOf(findings), { colour: false })).toEqual([
      '  container `app` is privileged (and in 2 other files)',
      '    a.yaml:3:1',
      '  container `app` is privileged',
      '    d.yaml:3:1',
    ])
    expect(places(resultOf(findings), { colour: false, detail: 'all' })).toHaveLength(8)
  })

  test('what is no object is itself in every file', () => {
    const findings = ['a/Dockerfile', 'b/Dockerfile'].map(file => {
      const { resource: _, ...finding } = found({ ...at(file, 1), identity: 'same' })
      return finding
    })
    expect(text(findings).filter(line => /Dockerfile:1:1$/.test(line))).toHaveLength(2)
  })

  test('advisories of a package are one line; those without a fix have advice of their own', () => {
    const advisory = (id: string, name: string, fixed: readonly string[]): Finding =>
      vulnerability({
        ...at('a.yaml', 1),
        code: { id },
        message: `${name} has ${id}`,
        package: { name, version: '1', fixed },
      })
    const findings = [
      advisory('CVE-1', 'ssl', ['2']),
      advisory('CVE-2', 'ssl', ['2', '3']),
      advisory('CVE-3', 'curl', ['4']),
      advisory('CVE-4', 'zlib', []),
    ]
    const shown = text(findings)
    expect(shown.slice(2, 4)).toEqual(['  curl has CVE-3', '  `ssl` 1 has CVE-1, CVE-2; fixed in 2, 3'])
    expect(shown.filter(line => /^ {2}do/.test(line))).toEqual([
      expect.stringMatching(/^ {2}do {6}Rebuild on a base image with the fixed version/),
      expect.stringMatching(/^ {2}do {6}Remove the package, .* since no fixed version exists/),
    ])
    expect(shown).toContain('high: Image holds a package with a known vulnerability, no fix yet [vulnerable-package]')
  })

  test.each([
    ['a comment', at('Dockerfile', 1), '# seaworthy: ignore privileged-container until 2027-02-27 because REASON'],
    [
      'a command, in JSON',
      at('pod.json', 1),
      'seaworthy waive privileged-container pod.json --until 2027-02-27 --reason REASON',
    ],
    [
      'no name that a shell would run',
      at('$(x).json', 1),
      'seaworthy waive privileged-container WHERE --until 2027-02-27 --reason REASON',
    ],
    [
      'a command, for an image',
      { area: 'image' as const, code: { id: 'CVE-1' }, image: { ref: 'shop/api:1' } },
      'seaworthy waive CVE-1 shop/api:1 --until 2027-02-27 --reason REASON',
    ],
    [
      'no secret',
      at('ghp_0123456789abcdefABCDEF0123456789abcd.json', 1),
      'seaworthy waive privileged-container WHERE --until 2027-02-27 --reason REASON',
    ],
    [
      'no id that a shell would run',
      { area: 'image' as const, code: { id: '`x`' }, image: { ref: '-x' } },
      'seaworthy waive privileged-container WHERE --until 2027-02-27 --reason REASON',
    ],
  ])('what accepts a finding is %s', (_, more, words) => expect(text([found(more)])).toContain(`  accept  ${words}`))

  test.each([
    ['a safe one', [true], 'Drop it: `--fix`', 'fixable: 1 with `--fix`'],
    ['another', [false], 'Drop it: `--fix=all`', 'fixable: up to 1 with `--fix=all`'],
    [
      'some',
      [true, false, undefined],
      'Drop it: `--fix=all`, for 2 of 3',
      'fixable: 1 with `--fix`, up to 1 more with `--fix=all`',
    ],
  ])('a fix and the command that makes it: %s', (_, safe, words, sum) => {
    const findings = safe.map((one, n) =>
      found({ ...at('a', n + 1), ...(one !== undefined && { fix: { title: 'Drop it', safe: one, edits: [] } }) }),
    )
    expect(text(findings)).toContain(`  fix     ${words}`)
    expect(text(findings)).toContain(sum)
  })

  test('what is below the gate is counted by rule, the most severe first', () => {
    const low = (file: string, rule = 'host-pid'): Finding => found({ severity: 'low', rule, ...at(file, 1) })
    const findings = [low('a'), low('b'), low('b'), found({ severity: 'medium', rule: 'host-ipc' }), found()]
    const shown = text(findings)
    const start = shown.indexOf('below the gate: 4 findings of 2 rules; `--verbose` lists them')
    expect(shown.slice(start + 1, start + 4)).toEqual([
      '  medium  1 in 1 file   host-ipc  Pod uses the host IPC namespace',
      '  low     3 in 2 files  host-pid  Pod uses the host process namespace',
      '',
    ])
    expect(shown.slice(0, start).filter(line => /^[a-z]+: /.test(line))).toHaveLength(1)
  })

  describe('its measures', () => {
    const result = resultOf([found(here), found({ severity: 'low', rule: 'host-pid', message: 'low one' })], { lines })
    const measured = (detail?: 'all' | 'breaches' | 'counts') =>
      whole(toText(result, { colour: false, ...(detail && { detail }) }))

    test('all: what is below the gate is shown as breaches are', () => {
      const shown = measured('all').split('\n')
      const start = shown.indexOf('below the gate: 1 finding')
      expect(shown.slice(start + 2, start + 6)).toEqual([
        'low: Pod uses the host process namespace [host-pid]',
        '',
        '  low one',
        '    k8s/web.yaml:3:5',
      ])
      expect(shown).toContain('  container `app` is privileged')
    })

    test('breaches: nothing else but the verdict', () => {
      expect(measured('breaches')).toContain('  container `app` is privileged\n')
      expect(measured('breaches')).not.toContain('host-pid')
      expect(measured('breaches').split('\n').slice(-3)).toEqual([
        '',
        '✗ fail: 1 breach (1 high), 1 below it; the gate fails at high or above',
        '',
      ])
    })

    test('counts: rules at the gate, and below it', () => {
      expect(measured('counts').split('\n').slice(0, 6)).toEqual([
        'at the gate: 1 finding of 1 rule',
        '  high  1 in 1 file  privileged-container  Container runs in privileged mode',
        '',
        'below the gate: 1 finding of 1 rule; `--verbose` lists them',
        '  low  1 in 1 file  host-pid  Pod uses the host process namespace',
        '',
      ])
    })

    test.each(['all', 'breaches', 'counts'] as const)('%s: what could not be checked is in each', detail => {
      const faults = [new Fault('NOT_YAML', 'it is not YAML', { file: 'k8s/half.yaml' })]
      const shown = whole(toText(resultOf([], { judging: { faults } }), { colour: false, detail }))
      expect(shown).toContain('  k8s/half.yaml: it is not YAML [NOT_YAML]\n')
    })
  })

  test.each([40, 80, 120, 300])('on a terminal of %i columns no line is wider, but for a word and code', width => {
    const findings = [found(here), found({ severity: 'low', rule: 'plaintext-secret-env' })]
    const shown = whole(toText(resultOf(findings, { lines }), { colour: false, width, detail: 'all' })).split('\n')
    const wide = shown.filter(line => line.length > Math.min(width, 120) && !line.startsWith('  accept'))
    expect(wide.filter(line => !line.includes('`') && line.trim().includes(' '))).toEqual([])
    expect(shown.find(line => line.startsWith('  why'))).toBeDefined()
    if (width <= 120) expect(shown.filter(line => /^ {10}\S/.test(line)).length).toBeGreaterThan(0)
  })

  test('why it fails although its severity does not', () => {
    const finding = vulnerability({ severity: 'low', risk: { kev: true } })
    expect(text([finding], { policy: { image: { kev: true } } })).toContain(
      '  openssl 3.0.11-1 has CVE-2026-1234: known to be exploited',
    )
  })

  test('of a line that may hold a secret, only what the rule underlined', () => {
    const secret = { 'k8s/web.yaml': ['password: hunter2-hunter2'] }
    const shown = text([found({ rule: 'plaintext-secret-env', ...at('k8s/web.yaml', 1, 1, 'password') })], {
      lines: secret,
    })
    expect(shown[4]).toBe('      1 │ password')
    expect(shown.join('\n')).not.toContain('hunter2')
  })

  test('of a long line, the part around the place; a secret that begins before it stays hidden', () => {
    const line = `{"password":"${'x'.repeat(90)}hunter2","privileged":true,"more":"${'y'.repeat(200)}"}`
    const place = line.indexOf('"privileged"') + 1
    const shown = text([found(at('k8s/web.yaml', 1, place, '"privileged":true'))], {
      lines: { 'k8s/web.yaml': [line] },
    })
    expect(shown[4]).toMatch(/^ {6}1 │ …\*+","privileged":true,"more":"y+…$/)
    expect(shown[4]!.length).toBeLessThanOrEqual(120)
    expect(shown[5]).toBe(`        │ ${' '.repeat(shown[4]!.indexOf('"privileged') - 10)}${'~'.repeat(17)}`)
  })

  test.each([
    ['longer than the excerpt', `{"privateKey":"${'k'.repeat(900)}TAIL","privileged":true}`],
    ['that ends behind the excerpt', `{"a":1,"privileged":true,"u":"postgres://u:HEAD${'p'.repeat(420)}@db/x"}`],
  ])('a secret %s stays hidden', (_, line) => {
    const place = line.indexOf('"privileged"') + 1
    const shown = text([found(at('k8s/web.yaml', 1, place, '"privileged":true'))], {
      lines: { 'k8s/web.yaml': [line] },
    })
    expect(shown[4]).toContain('"privileged":true')
    expect(shown[4]).not.toMatch(/TAIL|HEAD/)
  })

  test('what was rendered is shown as it was rendered', () => {
    const { location } = at('k8s/web.yaml', 3, 9, 'privileged: yes')
    expect(text([found({ location: { ...location, rendered: location } })])[4]).toBe(
      '      3 │ privileged: yes (when rendered)',
    )
  })

  test.each([
    [{}, [], '✓ pass: no breaches; the gate fails at high or above'],
    [
      {},
      [found(), found({ severity: 'low' })],
      '✗ fail: 1 breach (1 high), 1 below it; the gate fails at high or above',
    ],
    [{ policy: { failOn: 'never' } }, [found({ severity: 'low' })], '✓ pass: no breaches, 1 below it; the gate is off'],
    [
      { policy: { failOn: 'never' } },
      [found(), found({ severity: 'low' })],
      '⚠ warn: 1 finding at high or above does not stop this change; no breaches, 2 below it; the gate is off',
    ],
    [
      { judging: { faults: [new Fault('RULE_CRASHED', 'x')] } },
      [],
      '✗ error: 1 thing could not be checked; no breaches; the gate fails at high or above',
    ],
  ] as const)('headline %#', (given, findings, headline) => expect(text(findings, given)).toContain(headline))

  test('a fault has its place, and its code apart from the sentence', () => {
    const faults = [new Fault('NOT_YAML', 'it is not YAML', { file: 'k8s/half.yaml', line: 3, column: 1 })]
    expect(text([], { judging: { faults } })).toContain('  k8s/half.yaml line 3, column 1: it is not YAML [NOT_YAML]')
  })

  test('of what was not read, settings of other tools come first, and all of them', () => {
    const settings = Array.from({ length: 7 }, (_, n) => ({
      file: `z/${n}/trivy.yaml`,
      why: 'x',
      format: 'trivy-settings',
    }))
    const shown = text([], { inputs: { unread: [...SEVEN_UNREAD.unread, ...settings], unreadCount: 14 } })
    expect(shown.filter(line => line.startsWith('not read: '))).toEqual([
      ...settings.map(({ file }) => `not read: ${file}: x`),
      'not read: and 7 other files, listed in `inputs.unread` of the JSON result',
    ])
  })

  test('of what was not read, the first few are named, and the rest is counted', () => {
    expect(text([], { inputs: SEVEN_UNREAD }).filter(line => line.startsWith('not read'))).toEqual([
      ...[0, 1, 2, 3, 4].map(n => `not read: out/${n}.json: this is an SPDX SBOM: scan it`),
      'not read: and 2 other files, listed in `inputs.unread` of the JSON result',
    ])
  })

  test('what was left alone, waived, lapsed and idle is told', () => {
    const waivers = [
      { rule: 'privileged-container', reason: 'x', source: 'p:1' },
      { rule: 'host-pid', where: 'shop/*', reason: 'x', source: 'p:2', until: '2020-01-01' },
      { rule: 'host-ipc', reason: 'x', source: 'p:3' },
      { rule: 'privileged-container', where: 'shop/web', reason: 'x', source: 'p:4', until: '2026-06-20' },
    ]
    const skipped = [
      { path: 'a', reason: 'template outside a chart' },
      { path: 'b', reason: 'excluded by default', ordinary: true as const },
    ]
    const judging = { suppressions: [comment(found(), { rules: new Set(), unknown: ['\u001b[31m'] })] }
    const inputs = { skipped, charts: 1, overlays: 2 }
    const shown = text([found()], { policy: { waivers }, inputs, judging, policyFile: '.github/seaworthy.yml' })
    expect(shown.slice(-7)).toEqual([
      '6 files, 150 rules: 1 manifest, 1 chart, 2 overlays, 1 Dockerfile and 1 scan report, 2 objects; policy .github/seaworthy.yml; 1 waived; skipped: 1 template outside a chart',
      'waiver of privileged-container at shop/web ends on 2026-06-20 (p:4)',
      'waiver of host-pid at shop/* ended on 2020-01-01 (p:2)',
      'waiver of host-ipc matches nothing (p:3)',
      'waiver of privileged-container at shop/web matches nothing (p:4)',
      "comment at k8s/web.yaml:3: unknown rule: expected a Seaworthy rule or a known tool's id",
      '',
    ])
  })

  test('colours are asked for', () => {
    expect(whole(toText(resultOf([found()]), { colour: true }))).toContain('\u001b[1;31m')
    expect(whole(toText(resultOf([found()]), { colour: false }))).not.toContain('\u001b')
  })

  test('thousands of findings at one place cost no more than their number', () =>
    expectLinear(
      () => import('../../src/report/text/text.ts'),
      ({ toText }, size) =>
        whole(
          toText(resultOf(Array.from({ length: size }, (_, index) => vulnerability({ message: `m${index}` }))), {
            colour: false,
          }),
        ),
      1000,
    ))
})
