import { describe, expect, test } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import type { Finding } from '../../src/core/finding.ts'
import { advisoryUrl, code, prose, row, urlPath, visible, words } from '../../src/report/escape.ts'
import { toMarkdown } from '../../src/report/markdown/markdown.ts'
import { markdownFaults, readMarkdown } from '../e2e/kit/gfm.ts'
import { comment, found, vulnerability } from '../policy/kit.ts'
import { at, CONTEXT, HOSTILE, hostileFindings, hostileResult, resultOf, SEVEN_UNREAD } from './kit.ts'

const COMMENT = 65_000
const bytes = (text: string): number => new TextEncoder().encode(text).length

describe.each(HOSTILE.map(text => [text.slice(0, 40), text]))('%j', (_, text) => {
  test.each([undefined, CONTEXT])('adds no cell, link, mention, reference or tag', context => {
    const markdown = toMarkdown(hostileResult(text), COMMENT, context)
    expect(markdownFaults(markdown)).toEqual([])
    const { types, tables, tree } = readMarkdown(markdown)
    expect(tree.children.filter(({ type }) => type === 'heading')).toHaveLength(1)
    expect([...types].filter(type => /emphasis|delete|image|break/.test(type))).toEqual([])
    expect(tables.map(([head]) => head)).toEqual([4])
  })

  test('as words, as code and as prose, in a row', () => {
    const markdown = `| a | b | c |\n|---|---|---|\n${row([words(text), code(text), prose(`x \`${text}\` ${text}`)])}\n`
    expect(markdownFaults(markdown)).toEqual([])
    expect(readMarkdown(markdown).tables).toEqual([[3, 3]])
  })
})

test('of what was not read, the first few are named, and the rest is counted', () => {
  const lines = toMarkdown(resultOf([], { inputs: SEVEN_UNREAD }), COMMENT, CONTEXT).split('\n')
  const start = lines.indexOf('**Not read**:')
  expect(lines.slice(start + 1, start + 7)).toEqual([
    ...[0, 1, 2, 3, 4].map(n => `- \`out/${n}.json\`: this is an SPDX SBOM: scan it`),
    '- and 2 other files, listed in `inputs.unread` of the JSON result',
  ])
})

test('bytes that many findings and long names have are within the limit, and the gravest are told', () => {
  const long = 'ü'.repeat(300)
  const findings = Array.from({ length: 6000 }, (_, index) =>
    found({
      ...at(`${long}/${long}/${index}.yaml`, index + 1),
      message: long,
      identity: `${index}`,
      severity: index === 5999 ? 'critical' : 'high',
    }),
  )
  for (const limit of [COMMENT, 1024 * 1024 - 4096]) {
    const markdown = toMarkdown(resultOf(findings), limit, CONTEXT)
    expect(bytes(markdown)).toBeLessThanOrEqual(limit)
    expect(markdown).toContain('🔴 **critical: Container runs in privileged mode**')
    expect(markdown).toMatch(/\n- and in .*\b5\d{3} more places\n/)
    expect(markdownFaults(markdown)).toEqual([])
  }
})

describe('of many rules', () => {
  const many = (count: number) =>
    Array.from({ length: count * 9 }, (_, n) =>
      found({
        ...at(`k8s/${n}.yaml`, 1),
        identity: `${n}`,
        rule: `rule-${n % count}`,
        message: `${'m'.repeat(250)} ${n}`,
      }),
    )
  const blocks = (markdown: string): number => markdown.match(/^🟠 \*\*/gm)?.length ?? 0

  test.each([
    [5, 5, '- and in ', /^- \[/gm, 25],
    [30, 30, '- and in ', /^- \[/gm, 90],
    [90, 90, '', /^- and in 8 more places$/gm, 90],
  ])('%i are shown as full as they all can be', (count, all, further, places, shown) => {
    const markdown = toMarkdown(resultOf(many(count)), COMMENT, CONTEXT)
    expect(blocks(markdown)).toBe(all)
    expect(markdown).toContain(further)
    expect(markdown.match(places)).toHaveLength(shown)
    expect(bytes(markdown)).toBeLessThanOrEqual(COMMENT)
  })

  test('the rest is counted where not even the shortest have room', () => {
    const markdown = toMarkdown(resultOf(many(300)), COMMENT, CONTEXT)
    const left = Number(/\nand (\d+) more: \1 high\. All are in the JSON result/.exec(markdown)?.[1])
    expect(left + blocks(markdown) * 9).toBe(2700)
    expect(bytes(markdown)).toBeLessThanOrEqual(COMMENT)
    expect(bytes(markdown)).toBeGreaterThan(COMMENT - 4000)
  })

  test('below the gate have rows as long as there is room', () => {
    const noted = many(600).map(one => ({ ...one, severity: 'low' as const }))
    const markdown = toMarkdown(resultOf(noted), COMMENT, CONTEXT)
    const left = Number(/\nand (\d+) more rules\n/.exec(markdown)?.[1])
    expect(left + markdown.match(/^\| ⚪ low \|/gm)!.length).toBe(600)
    expect(bytes(markdown)).toBeGreaterThan(COMMENT - 4000)
  })
})

test('what cannot be checked, budgets and what loosens the gate are lists of their own', () => {
  const judging = {
    faults: [new Fault('NOT_YAML', 'it is not YAML', { file: 'k8s/half.yaml', line: 3 })],
    loosening: { loosened: Array.from({ length: 33 }, (_, n) => ({ what: `way ${n}` })), unwatched: [] },
  }
  const result = resultOf([vulnerability({ severity: 'low' })], { judging, policy: { image: { max: { low: 0 } } } })
  const lists = readMarkdown(toMarkdown(result, COMMENT)).tree.children.flatMap(node =>
    node.type === 'list' ? [node.children.length] : [],
  )
  expect(lists).toEqual([31, 1, 1])
})

test('many faults leave room for the findings', () => {
  const faults = Array.from({ length: 60 }, (_, index) => new Fault('NOT_YAML', 'ü'.repeat(700), { file: `${index}` }))
  const markdown = toMarkdown(resultOf([found()], { judging: { faults } }), 10_000, CONTEXT)
  expect(markdown).toMatch(/\n- and \d+ more\. All are/)
  expect(markdown).toContain('🟠 **high: ')
})

test('long texts of strangers are cut', () => {
  const long = 'x'.repeat(70_000)
  const finding = vulnerability({
    code: { id: long, url: `https://nvd.nist.gov/${long}` },
    message: long,
    fix: { title: long, safe: true, edits: [] },
  })
  const markdown = toMarkdown(resultOf([finding, found({ message: long })]), COMMENT, CONTEXT)
  expect(Math.max(...markdown.split('\n').map(line => line.length))).toBeLessThan(2000)
  expect(markdownFaults(markdown)).toEqual([])
})

test('paths of 4,096 bytes do not push the findings out', () => {
  const findings = Array.from({ length: 50 }, (_, index) => found({ ...at(`${'ü/'.repeat(1000)}${index}.yaml`, 1) }))
  const markdown = toMarkdown(resultOf(findings), COMMENT, CONTEXT)
  expect(bytes(markdown)).toBeLessThanOrEqual(COMMENT)
  expect(markdown).toContain('🟠 **high: ')
})

test('when nothing else fits, the verdict and what was looked at', () => {
  const markdown = toMarkdown(resultOf(hostileFindings('x')), 200, CONTEXT)
  expect(markdown).toMatch(/^### ❌ Seaworthy: 2 findings stop this change\n\n<sub>.*<\/sub>\n$/)
})

describe('what it says', () => {
  test('where, what and what to do, gravest first, the rest folded away', () => {
    const markdown = toMarkdown(
      resultOf([
        found({ ...at('k8s/web.yaml', 12) }),
        vulnerability({
          ...at('k8s/web.yaml', 24),
          severity: 'critical',
          code: { id: 'CVE-2026-1234', url: 'https://avd.aquasec.com/nvd/cve-2026-1234' },
        }),
        found({ severity: 'low', rule: 'host-pid', message: 'it shares the process ids of its node' }),
      ]),
      COMMENT,
      CONTEXT,
    )
    const link = `https://github.com/acme/shop/blob/${CONTEXT.sha}/k8s/web.yaml`
    const page = (rule: string): string =>
      `[\`${rule}\`](https://github.com/seaworthy/seaworthy/blob/v1.2.3/docs/rules/${rule}.md)`
    expect(markdown.split('\n')).toEqual([
      '### ❌ Seaworthy: 2 findings stop this change',
      '',
      `🔴 **critical: Image holds a package with a known vulnerability** · ${page('vulnerable-package')}`,
      '',
      `- [\`k8s/web.yaml\` line 24](${link}#L24): \`openssl\` 3\\.0.11\\-1 has [\`CVE-2026-1234\`](https://avd.aquasec.com/nvd/cve-2026-1234), fixed in \`3.0.15-1\``,
      '',
      expect.stringMatching(/^Rebuild on a base image .* expiry date\.$/),
      '',
      '<sub>To accept: `seaworthy waive CVE-2026-1234 registry.example/shop/api:1.4 --until 2027-02-27 --reason REASON` in a shell</sub>',
      '',
      `🟠 **high: Container runs in privileged mode** · ${page('privileged-container')}`,
      '',
      `- [\`k8s/web.yaml\` line 12](${link}#L12): container \`app\` is privileged`,
      '',
      'Remove `privileged: true`, and add back only the capabilities that the process needs.',
      '',
      '<sub>To accept: `# seaworthy: ignore privileged-container until 2027-02-27 because REASON` above the line</sub>',
      '',
      'The gate **fails at high or above**. [Full report](https://github.com/acme/shop/actions/runs/1)',
      '',
      '<details><summary>Below the gate: 1 finding (1 low)</summary>',
      '',
      '| | rule | findings | files |',
      '|---|---|---|---|',
      `| ⚪ low | ${page('host-pid')} Pod uses the host process namespace | 1 | 1 |`,
      '',
      '</details>',
      '',
      '<sub>3 files, 150 rules: 2 objects, 1 Dockerfile, 1 scan report · checked `0123456` · Seaworthy 1.2.3</sub>',
      '',
    ])
  })

  describe('the diff of the first fix', () => {
    const text = 'spec:\n  hostNetwork: true # ```|<b>@team\n  x: 1\n'
    const edits = [{ file: 'k8s/web.yaml', span: [6, text.indexOf('  x')] as const, text: '' }]
    const fixable = (more: Partial<Finding> = {}) =>
      toMarkdown(
        resultOf([found({ ...at('k8s/web.yaml', 2), fix: { title: 'Drop it', safe: true, edits }, ...more })], {
          lines: { 'k8s/web.yaml': text.split('\n') },
        }),
        COMMENT,
      )

    test('is a block of code that nothing in it closes', () => {
      const markdown = fixable()
      expect(markdown).toContain('\n````diff\n-  hostNetwork: true # ```|<b>@team\n````\n')
      expect(markdownFaults(markdown)).toEqual([])
    })

    test.each([
      ['shows a secret', { fixShowsSecret: true }],
      ['is in another file', { fix: { title: 'x', safe: true, edits: [{ ...edits[0]!, file: 'base.yaml' }] } }],
      ['is long', { fix: { title: 'x', safe: true, edits: [{ ...edits[0]!, text: 'x\n'.repeat(20) }] } }],
    ])('is left out where it %s', (_, more) => expect(fixable(more)).not.toContain('```diff'))
  })

  test.each([
    ['nothing', [], {}, '### ✅ Seaworthy: nothing at high or above'],
    ['one breach', [found()], {}, '### ❌ Seaworthy: 1 finding stops this change'],
    [
      'a budget',
      [vulnerability({ severity: 'low' })],
      { image: { max: { low: 0 } } },
      '### ❌ Seaworthy: the budget for findings is exceeded',
    ],
  ])('heading: %s', (_, findings, policy, heading) =>
    expect(toMarkdown(resultOf(findings, { policy }), COMMENT).split('\n')[0]).toBe(heading),
  )

  test('why a finding fails that is below the threshold, and its advisory only once', () => {
    const finding = vulnerability({ severity: 'low', risk: { epss: 0.7 } })
    const markdown = toMarkdown(resultOf([finding], { policy: { image: { epss: 0.5 } } }), COMMENT)
    expect(markdown).toContain(
      '`openssl` 3\\.0.11\\-1 has `CVE-2026-1234`, fixed in `3.0.15-1`; exploit probability 0.7, at or above the policy limit 0.5\n',
    )
  })

  test('what has no fix yet has advice of its own', () => {
    const finding = vulnerability({ package: { name: 'openssl', version: '3', fixed: [] } })
    const markdown = toMarkdown(resultOf([finding]), COMMENT)
    expect(markdown).toContain('known vulnerability, no fix yet**')
    expect(markdown).toContain(
      '\n\nRemove the package, or build on an image without it, since no fixed version exists;',
    )
  })

  test('of many advisories of a package the first are linked', () => {
    const findings = Array.from({ length: 7 }, (_, n) => vulnerability({ ...at('a', 1), code: { id: `CVE-${n}` } }))
    expect(toMarkdown(resultOf(findings), COMMENT)).toMatch(
      /has `CVE-0`, `CVE-1`, `CVE-2`, `CVE-3`, `CVE-4`, 2 more, fixed/,
    )
  })

  test('waivers that need somebody', () => {
    const waiver = { rule: 'host-pid', reason: 'x', source: '.seaworthy.yml:3' }
    const waivers = [
      { ...waiver, until: '2020-01-01', by: '@acme/ops' },
      { ...waiver, until: '2026-06-20' },
    ]
    const judging = { suppressions: [comment(found(), { unknown: ['x|<b>@acme/team'] })] }
    const markdown = toMarkdown(resultOf([], { policy: { waivers }, judging }), COMMENT)
    expect(markdown).toContain(
      "⚠️ comment at `k8s/web.yaml:3`: unknown rule: expected a Seaworthy rule or a known tool's id",
    )
    expect(markdown).toContain('⚠️ `host-pid` (owner `@acme/ops`) ended on 2020-01-01')
    expect(markdown).toContain('⏳ `host-pid` ends on 2026-06-20')
    expect(markdown).toContain('`host-pid` matches nothing (`.seaworthy.yml:3`)')
  })

  test('of many waivers those first that have ended, then those that end soon', () => {
    const waiver = { rule: 'host-pid', reason: 'x', source: '.seaworthy.yml:3' }
    const waivers = [
      ...Array.from({ length: 14 }, () => ({ ...waiver, until: '2026-06-20' })),
      { ...waiver, until: '2020-01-01' },
    ]
    const line = toMarkdown(resultOf([], { policy: { waivers } }), COMMENT)
      .split('\n')
      .find(one => /Waivers/.test(one))
    expect(line).toMatch(
      /^\*\*Waivers\*\*: ⚠️ `host-pid` ended on 2020-01-01 · ⏳ `host-pid` ends on 2026-06-20 · .* · and \d+ more$/,
    )
  })

  test('a scan report is not linked to: it is not in the commit', () => {
    const report = at('scans/grype.json', 1, 1, '').location
    const inReport = vulnerability({ location: report, related: [{ ...report, note: 'reported by grype' }] })
    const inManifest = vulnerability({ ...at('k8s/web.yaml', 9), related: [{ ...report, note: 'reported by grype' }] })
    const markdown = toMarkdown(resultOf([inReport, inManifest]), COMMENT, CONTEXT)
    expect(markdown).toContain('\n- `scans/grype.json` line 1: ')
    expect(markdown).toContain('/k8s/web.yaml#L9): ')
  })

  test('what is checked out to a folder is linked to by its place in the repository', () => {
    const findings = ['src/k8s/web.yaml', 'srcs/web.yaml'].map(file => found({ ...at(file, 1), identity: file }))
    const markdown = toMarkdown(resultOf(findings), COMMENT, { ...CONTEXT, folder: 'src' })
    expect(markdown).toContain(
      `[\`src/k8s/web.yaml\` line 1](https://github.com/acme/shop/blob/${CONTEXT.sha}/k8s/web.yaml#L1)`,
    )
    expect(markdown).toContain('\n- `srcs/web.yaml` line 1: ')
  })

  test.each([
    ['a sound one is not called sound', [], '### ⚠️ Seaworthy: another commit was checked'],
    ['a breach is one', [found()], '### ❌ Seaworthy: 1 finding stops this change'],
  ])('of a commit that is not the head: %s', (_, findings, heading) => {
    const context = { ...CONTEXT, insteadOf: 'fedcba9876543210fedcba9876543210fedcba98' }
    expect(toMarkdown(resultOf(findings), COMMENT, context).split('\n')).toEqual(
      expect.arrayContaining([
        heading,
        'The checked commit is `0123456`. The head of the pull request, `fedcba9`, was not checked.',
      ]),
    )
  })
})

test.each([
  ['plain words, ~', 'plain words, ~'],
  ['\u00fc\u6f22 \u{1f6a2}', '\u00fc\u6f22 \u{1f6a2}'],
  ['a\tb\u0007', 'a\\tb\\u{0007}'],
  ['pay\u034f', 'pay\\u{034f}'],
  ['pay\uffa0\u17b4\u{1d173}', 'pay\\u{ffa0}\\u{17b4}\\u{1d173}'],
  ['pay\ufe0f', 'pay\\u{fe0f}'],
  ['\u26a0\ufe0f', '\u26a0\ufe0f'],
  ['\u202e\u2028\ud800', '\\u{202e}\\u{2028}\\u{d800}'],
])('in %j everything can be seen', (text, shown) => expect(visible(text)).toBe(shown))

describe('addresses', () => {
  test.each([
    ['https://avd.aquasec.com/nvd/cve-2026-1', 'https://avd.aquasec.com/nvd/cve-2026-1'],
    ['https://NVD.nist.gov/vuln/detail/CVE-2026-1', 'https://NVD.nist.gov/vuln/detail/CVE-2026-1'],
    ['https://pkg.go.dev/vuln/GO-2026-4567', 'https://pkg.go.dev/vuln/GO-2026-4567'],
    ['https://pkg.go.dev/github.com/evil/module', undefined],
    ['https://people.canonical.com/~evil/x', undefined],
    ['https://nvd.nist.gov/x/y_(z)', 'https://nvd.nist.gov/x/y%5F%28z%29'],
    ['https://github.com/advisories/GHSA-aaaa-bbbb-cccc', 'https://github.com/advisories/GHSA-aaaa-bbbb-cccc'],
    ['https://github.com/o/r/security/advisories/GHSA-1', 'https://github.com/o/r/security/advisories/GHSA-1'],
    ['https://github.com/o/r/issues/1', undefined],
    ['https://github.com/login/oauth/authorize?client_id=x', undefined],
    ['https://github.com/advisories/../login', undefined],
    ['https://github.com/advisories/%2E./login', undefined],
    ['https://GitHub.com/o/r', undefined],
    ['https://github.com/advisories/GHSA-1?x=1', undefined],
    ['https://ubuntu.com/login?next=/x', undefined],
    ['https://nvd.nist.gov/x?name=CVE-2026-1&to=x', undefined],
    [
      'https://cve.mitre.org/cgi-bin/cvename.cgi?name=CVE-2026-1',
      'https://cve.mitre.org/cgi-bin/cvename.cgi?name=CVE-2026-1',
    ],
    ['https://bugs.debian.org/cgi-bin/bugreport.cgi?bug=12', 'https://bugs.debian.org/cgi-bin/bugreport.cgi?bug=12'],
    ['https://alas.aws.amazon.com/AL2/ALAS-1.html#x', 'https://alas.aws.amazon.com/AL2/ALAS-1.html#x'],
    [`https://nvd.nist.gov/${'a'.repeat(1000)}`, undefined],
    ['https://evil.example/CVE-2026-1', undefined],
    ['https://github.com.evil.example/', undefined],
    ['https://github.com@evil.example/', undefined],
    ['https://github.com:8443/', undefined],
    ['http://github.com/', undefined],
    ['javascript:alert(1)', undefined],
    ['https://github.com/x y', undefined],
    ['https://github.com/x|y', undefined],
    ['https://github.com/x\ny', undefined],
    ['', undefined],
  ])('%j becomes %s', (url, link) => expect(advisoryUrl(url)).toBe(link))

  test.each([
    ['k8s/web.yaml', 'k8s/web.yaml'],
    ['a b/ü#?.yaml', 'a%20b/%C3%BC%23%3F.yaml'],
    ["(a)*_~!'", '%28a%29%2A%5F%7E%21%27'],
    ['half \ud800', 'half%20%EF%BF%BD'],
    ['a:b@c', 'a%3Ab%40c'],
  ])('the path %j is %s', (path, url) => expect(urlPath(path)).toBe(url))
})
