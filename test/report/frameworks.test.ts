import { describe, expect, test } from 'vitest'
import { COMMENT_LIMIT } from '../../src/host/action/comment.ts'
import { annotationsOf } from '../../src/report/annotations.ts'
import { toHtml } from '../../src/report/html/html.ts'
import { toJson } from '../../src/report/json.ts'
import { toMarkdown } from '../../src/report/markdown/markdown.ts'
import { toSarif } from '../../src/report/sarif.ts'
import { toText } from '../../src/report/text/text.ts'
import { FRAMEWORK_IDS } from '../../src/rules/frameworks/index.ts'
import { markdownFaults } from '../e2e/kit/gfm.ts'
import { found } from '../policy/kit.ts'
import { at, CONTEXT, HOSTILE, resultOf, whole } from './kit.ts'

const HOST_PID = 'host-pid'
const waivers = [{ rule: HOST_PID, where: 'k8s/waived.yaml', reason: 'x', source: 'p:1' }]

/** One control fails at four places, one of which is waived; another one has a waived finding only. */
const RESULT = resultOf(
  [
    ...[1, 2, 3, 4].map(line => found(at(`k8s/${line}.yaml`, line))),
    found({ rule: HOST_PID, ...at('k8s/waived.yaml', 9) }),
  ],
  { policy: { frameworks: ['cis'], waivers } },
)
const NONE = resultOf([found()])

const PAGE = { style: '', script: '' }
const text = whole(toText(RESULT, { colour: false }))
const markdown = toMarkdown(RESULT, COMMENT_LIMIT, CONTEXT)
const html = whole(toHtml(RESULT, PAGE))

describe('as text', () => {
  test('the counts come first, then what fails, with the first of its places', () => {
    const [head, first, second] = text.slice(text.indexOf('CIS Kubernetes')).split('\n')
    expect(head).toMatch(/^CIS Kubernetes Benchmark 1\.10: 1 failed, \d+ passed, \d+ not checkable here$/)
    expect(first).toBe(
      '  fail        5.2.2   No privileged containers are admitted; 4 findings; k8s/1.yaml:1, k8s/2.yaml:2, k8s/3.yaml:3, 1 more',
    )
    expect(second).toMatch(/^ {2}pass {8}\d\./)
  })

  test('what is waived is counted where it was found', () =>
    expect(text).toContain('pass        5.2.3   No pods in the PID namespace of the node are admitted; 1 waived\n'))

  test('what cannot be checked is one line for each reason', () =>
    expect(text).toMatch(
      /\n {2}not checkable here \(permissions and owners of files .* manifests\): 1\.1\.1, 1\.1\.2, /,
    ))

  test('files are named as from the current folder', () =>
    expect(whole(toText(RESULT, { colour: false, nameOf: file => `../${file}` }))).toContain('; ../k8s/1.yaml:1, '))

  test('with breaches only, there is no table', () =>
    expect(whole(toText(RESULT, { colour: false, detail: 'breaches' }))).not.toContain('CIS'))
})

describe('as Markdown', () => {
  test('a framework is folded, with its counts', () =>
    expect(markdown).toContain('<details><summary>CIS Kubernetes Benchmark 1.10: 1 failed, '))

  test('each control that was checked has a row with links', () => {
    expect(markdown).toContain(
      '| ❌ fail | `5.2.2` No privileged containers are admitted | 4 findings | [`k8s/1.yaml` line 1](https://github.com/acme/shop/blob/0123456789abcdef0123456789abcdef01234567/k8s/1.yaml#L1) · ',
    )
    expect(markdown).toContain(' · 1 more place |\n')
    expect(markdown).toContain(
      '| ✅ pass | `5.2.3` No pods in the PID namespace of the node are admitted | 1 waived |  |',
    )
    expect(markdown).toMatch(/\| not checkable here \| `1\.1\.1`, `1\.1\.2`, .* \| {2}\| permissions and owners /)
  })
})

describe('as HTML', () => {
  test('what fails comes first', () => expect(html.split('<tr class="')[1]).toMatch(/^fail"/))

  test('each control has a row', () => {
    expect(html.match(/<tr class="/g)).toHaveLength(RESULT.frameworks?.[0]?.controls.length ?? 0)
    expect(html).toContain(
      '<tr class="fail"><td>fail</td><th scope="row"><code>5.2.2</code> No privileged containers are admitted</th><td>4 findings; <b>k8s/<wbr>1.yaml:1</b>, ',
    )
    expect(html).toContain('<tr class="not-checkable"><td>not checkable here</td><th scope="row"><code>1.1.1</code> ')
  })
})

describe('as JSON', () => {
  const { frameworks, findings } = JSON.parse(whole(toJson(RESULT)))

  test('controls have the fingerprints of what fails them', () => {
    expect(frameworks).toHaveLength(1)
    const [{ controls, ...about }] = frameworks
    expect(about).toEqual({ id: 'cis', title: 'CIS Kubernetes Benchmark', version: '1.10' })
    const [failed] = controls.filter(({ status }: { status: string }) => status === 'fail')
    const fingerprints = findings.map(({ fingerprint }: { fingerprint: string }) => fingerprint)
    expect(failed).toEqual({
      id: '5.2.2',
      title: 'No privileged containers are admitted',
      status: 'fail',
      rules: expect.arrayContaining(['privileged-container']),
      findings: fingerprints.slice(0, 4),
      waived: 0,
    })
  })
})

test('without a framework, no format has a word of them; SARIF never has', () => {
  for (const written of [
    whole(toText(NONE, { colour: false })),
    toMarkdown(NONE, COMMENT_LIMIT),
    whole(toHtml(NONE, PAGE)),
    whole(toJson(NONE)),
    whole(toSarif(RESULT, {})),
  ])
    expect(written).not.toMatch(/frameworks|CIS Kubernetes Benchmark/)
})

test('what only a framework runs is not annotated', () => {
  const findings = [
    found({ rule: 'secret-as-env', severity: 'low' }),
    found({ severity: 'low', ...at('k8s/b.yaml', 2) }),
  ]
  const files = (frameworks: readonly 'cis'[]) =>
    annotationsOf(resultOf(findings, { policy: { frameworks } })).map(({ file }) => file)
  expect(files(['cis'])).toEqual(['k8s/b.yaml'])
  expect(files([])).toEqual(['k8s/b.yaml', 'k8s/web.yaml'])
})

describe('five frameworks', () => {
  const many = Array.from({ length: 30_000 }, (_, index) =>
    found({ ...at(`${'folder/'.repeat(12)}${index}.yaml`, index), identity: `${index}`, severity: 'low' }),
  )
  const result = resultOf(many, { policy: { frameworks: FRAMEWORK_IDS } })

  test.each([COMMENT_LIMIT, 20_000, 6000])('leave a comment within %i bytes, each with a part of the room', limit => {
    const comment = toMarkdown(result, limit, CONTEXT)
    expect(new TextEncoder().encode(comment).length).toBeLessThanOrEqual(limit)
    expect(comment.match(/<summary>(?:Pod|NSA|MITRE|CIS)/g)).toHaveLength(FRAMEWORK_IDS.length)
    expect(markdownFaults(comment)).toEqual([])
  })

  test('that do not fit tell how many rows are left', () =>
    expect(toMarkdown(result, 8000, CONTEXT)).toMatch(/and \d+ more rows, in `frameworks` of the JSON result/))
})

test.each(HOSTILE)('a file named %j does no harm', name => {
  const result = resultOf([found(at(name || 'x', 1))], { policy: { frameworks: ['cis'] } })
  const shown = whole(toText(result, { colour: false }))
  expect(shown.slice(shown.indexOf('CIS Kubernetes'))).not.toMatch(/^\s*::(?!\u200b)|##\[|\u202e/m)
  expect(markdownFaults(toMarkdown(result, COMMENT_LIMIT, CONTEXT))).toEqual([])
  const [, table = ''] = whole(toHtml(result, PAGE)).split('class="framework"')
  expect(table.split('</table>')[0]).not.toMatch(/<(?:img|script|a)\b/)
})
