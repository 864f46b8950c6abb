import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import { visible } from '../../src/report/escape.ts'
import { toHtml } from '../../src/report/html/html.ts'
import * as page from '../../src/report/html/page.ts'
import { HOMEPAGE, type Result } from '../../src/report/result.ts'
import { comment, found, vulnerability } from '../policy/kit.ts'
import { type Element, readHtml, type Tree } from './html-tree.ts'
import { at, HOSTILE, hostileResult, resultOf, SEVEN_UNREAD, whole } from './kit.ts'

const htmlOf = (result: Result): string => whole(toHtml(result, page))
const treeOf = (result: Result): Tree => readHtml(htmlOf(result))

const named = ({ elements }: Tree, name: string, className?: string): readonly Element[] =>
  elements.filter(
    one => one.name === name && (className === undefined || one.attributes['class']?.split(' ').includes(className)),
  )
const texts = (tree: Tree, name: string, className?: string): readonly string[] =>
  named(tree, name, className).map(({ text }) => text.trim())

/** The places, each with its classes in front. */
const places = (tree: Tree): readonly string[] =>
  named(tree, 'li', undefined)
    .filter(({ attributes }) => /^(?:breach|noted|known|waived|suppressed) /.test(attributes['class'] ?? ''))
    .map(({ attributes, text }) => `${attributes['class']}: ${text}`)

describe('the verdict is on top, in the words of the other reports', () => {
  test('of a gate that fails', () => {
    const tree = treeOf(resultOf([found(), found({ severity: 'critical' }), found({ severity: 'low' })]))
    expect(texts(tree, 'h1')).toEqual(['✗ 2 findings stop this change'])
    expect(texts(tree, 'title')).toEqual(['Seaworthy: 2 findings stop this change'])
    expect(texts(tree, 'header')[0]).toMatch(/1 critical1 high1 low\s+The gate fails at high or above$/)
  })

  test.each([
    ['passes', resultOf([]), '✓ Nothing at high or above', 'pass'],
    ['is off', resultOf([found()], { policy: { failOn: 'never' } }), /^⚠ 1 finding at high or above does not/, 'warn'],
    [
      'passes, and is loosened',
      resultOf([], { judging: { loosening: { loosened: [{ what: 'x' }], unwatched: [] } } }),
      '⚠ Nothing at high or above',
      'warn',
    ],
    [
      'has nothing to check',
      resultOf([], { inputs: { manifests: 0, dockerfiles: 0, reports: 0 } }),
      '✓ Nothing to check',
      'pass',
    ],
    [
      'could not check',
      resultOf([], { judging: { faults: [new Fault('NOT_YAML', 'x')] } }),
      '✗ Could not check everything',
      'error',
    ],
  ])('of a gate that %s', (_, result, words, outcome) => {
    const tree = treeOf(result)
    expect(texts(tree, 'h1')).toEqual([typeof words === 'string' ? words : expect.stringMatching(words)])
    expect(named(tree, 'header')[0]?.attributes['class']).toBe(outcome)
  })
})

describe('a rule', () => {
  test('is said once, with its advice and a link to its page', () => {
    const tree = treeOf(resultOf([found(), found(at('a.yaml', 7)), found({ rule: 'host-pid', severity: 'low' })]))
    const rules = named(tree, 'details', 'rule')
    expect(rules.map(({ attributes }) => [attributes['data-rule'], 'open' in attributes])).toEqual([
      ['privileged-container', true],
      ['host-pid', false],
    ])
    expect(rules[0]?.text).toMatch(
      /A privileged container has[\s\S]*Remove privileged: true[\s\S]*# seaworthy: ignore privileged-container until/,
    )
    expect(named(tree, 'a').map(({ attributes }) => attributes['href'])).toEqual([
      `${HOMEPAGE}/blob/v1.2.3/docs/rules/privileged-container.md`,
      `${HOMEPAGE}/blob/v1.2.3/docs/rules/host-pid.md`,
    ])
    expect(texts(tree, 'dt').slice(0, 4)).toEqual(['Why', 'What to do', 'Accept it', 'Rule'])
  })

  test('has the severity of its worst finding; a place says where it differs', () => {
    const tree = treeOf(resultOf([found({ severity: 'high' }), found({ severity: 'critical' })]))
    expect(texts(tree, 'span', 'severity')).toEqual(['critical', 'high'])
  })

  test('that fails for another reason than its severity has the severity of its worst finding too', () => {
    const exploited = vulnerability({ severity: 'low', risk: { kev: true } })
    const result = resultOf([exploited, vulnerability({ severity: 'medium' })], { policy: { image: { kev: true } } })
    expect(result.verdict.judged.map(({ standing }) => standing)).toEqual(['breach', 'noted'])
    expect(texts(treeOf(result), 'span', 'severity')).toEqual(['medium', 'low'])
  })

  test('shows ten places, and folds the others in lists of a hundred; a hundred have an excerpt', () => {
    const tree = treeOf(
      resultOf(
        Array.from({ length: 111 }, (_, n) => found(at('k8s/web.yaml', n + 1, 1, 'line'))),
        { lines: { 'k8s/web.yaml': Array(111).fill('line') } },
      ),
    )
    expect(named(tree, 'details', 'more').map(({ text }) => text.trim().split('\n')[0])).toEqual(['101 more places'])
    expect(named(tree, 'pre')).toHaveLength(100)
    expect(named(tree, 'ul', 'places').map(({ text }) => text.match(/k8s\/web\.yaml:/g)?.length)).toEqual([10, 100, 1])
  })
})

describe('a place', () => {
  test('tells where, what, the line itself and whom it concerns', () => {
    const finding = found({ ...at('k8s/web.yaml', 2, 7, 'privileged: true') })
    const lines = { 'k8s/web.yaml': ['a', '      privileged: true # why', 'b'] }
    const tree = treeOf(resultOf([finding], { lines }))
    expect(places(tree)).toEqual([
      'breach high manifest: k8s/web.yaml:2container app is privilegedprivileged: true # whyDeployment/shop/web › app',
    ])
    expect(texts(tree, 'mark')).toEqual(['privileged: true'])
  })

  test('shows nothing around what may be secret', () => {
    const finding = found({ rule: 'secret-value-in-object', ...at('a.yaml', 1, 3, 'note') })
    const tree = treeOf(resultOf([finding], { lines: { 'a.yaml': ['  note: all around'] } }))
    expect(texts(tree, 'pre')).toEqual(['note'])
  })

  test('of an advisory links to its page, where that is known', () => {
    const id = 'CVE-2026-1234'
    const links = (url: string): readonly (string | undefined)[] =>
      named(treeOf(resultOf([vulnerability({ code: { id, url } })])), 'a').map(({ attributes }) => attributes['href'])
    expect(links(`https://nvd.nist.gov/vuln/detail/${id}`)).toContain(`https://nvd.nist.gov/vuln/detail/${id}`)
    expect(links('https://evil.example/x')).toHaveLength(1)
    expect(links('javascript:alert(1)')).toHaveLength(1)
  })

  test('that a safe fix changes says so, where it fails the gate', () => {
    const about = (safe: boolean): readonly string[] => {
      const fix = { title: 'Remove `hostNetwork`', safe, edits: [] }
      return texts(treeOf(resultOf([found({ fix }), found({ fix, severity: 'low' })])), 'p', 'about')
    }
    const subject = 'Deployment/shop/web › app'
    expect(about(true)).toEqual([`${subject} · fix: Remove hostNetwork, with --fix`, subject])
    expect(about(false)).toEqual([subject, subject])
  })

  test('that does not count says why', () => {
    const result = resultOf([found(), found({ rule: 'host-ipc' })], {
      policy: {
        waivers: [
          { rule: 'privileged-container', reason: 'see SEC-12', until: '2026-12-31', source: '.seaworthy.yml:3' },
        ],
      },
      judging: { suppressions: [comment(found({ rule: 'host-ipc' }), { reason: 'by design' })] },
    })
    expect(places(treeOf(result)).toSorted()).toEqual([
      expect.stringMatching(/^suppressed .* suppressed.*by design, k8s\/web\.yaml:3$/),
      expect.stringMatching(/^waived .* waived.*see SEC-12, until 2026-12-31, \.seaworthy\.yml:3$/),
    ])
  })
})

test('what a change takes back from the gate is listed', () => {
  const loosening = {
    policy: 'changed',
    loosened: [{ what: 'rule `x` is off', file: 'a.yml', line: 2 }],
    unwatched: [],
  } as const
  const tree = treeOf(resultOf([], { judging: { loosening } }))
  expect(texts(tree, 'section', 'note')[0]?.replace(/\s+/g, ' ')).toBe(
    'This change loosens the gate in 1 way This change edits the policy: the edits hold from the merge on a.yml:2 rule x is off',
  )
})

test('faults and files that were not read are listed', () => {
  const faults = [new Fault('NOT_YAML', 'it is not `YAML`', { file: 'k8s/half.yaml', line: 3, column: 1 })]
  const tree = treeOf(resultOf([], { judging: { faults }, inputs: SEVEN_UNREAD }))
  expect(texts(tree, 'section', 'note')).toEqual([
    expect.stringMatching(/^Could not be checked\s+k8s\/half\.yaml:3:1 it is not YAML NOT_YAML$/),
    expect.stringMatching(/^Not read\s+out\/0\.json this is an SPDX SBOM: scan it[\s\S]*and 2 other files/),
  ])
})

describe('the filters', () => {
  test('offer what tells findings apart, with how many there are', () => {
    const result = resultOf([found(), found({ severity: 'low' }), vulnerability({ severity: 'low' })])
    const tree = treeOf(result)
    expect(texts(tree, 'option')).toEqual(['all 2 rules', 'privileged-container (2)', 'vulnerable-package (1)'])
    expect(texts(tree, 'fieldset')).toEqual([
      'Severity high 1 low 2',
      'Area Kubernetes manifests 2 Scanned images 1',
      'Status breach 1 below the gate 2',
    ])
  })

  test('offer no choice of one', () => {
    const tree = treeOf(resultOf([found(), found()]))
    expect(named(tree, 'fieldset')).toEqual([])
    expect(named(tree, 'details', 'facets')).toEqual([])
  })

  test('are hidden without a script, and no finding is', () => {
    const tree = treeOf(resultOf([found()]))
    expect(tree.elements.filter(({ attributes }) => 'hidden' in attributes).map(({ name }) => name)).toEqual(['form'])
  })

  test('are not there when nothing was found', () => expect(named(treeOf(resultOf([])), 'form')).toEqual([]))

  test('have a name each', () => {
    const tree = treeOf(resultOf([found(), found({ severity: 'low' })]))
    const labelled = new Set(named(tree, 'label').map(({ attributes }) => attributes['for']))
    const fields = tree.elements.filter(
      ({ name, attributes }) => /input|select/.test(name) && attributes['type'] !== 'checkbox',
    )
    expect(fields.map(({ attributes }) => labelled.has(attributes['id']))).toEqual([true, true])
  })
})

const NAMES = [
  'a',
  'b',
  'body',
  'button',
  'code',
  'dd',
  'details',
  'div',
  'dl',
  'dt',
  'fieldset',
  'footer',
  'form',
  'h1',
  'h2',
  'head',
  'header',
  'html',
  'i',
  'input',
  'label',
  'legend',
  'li',
  'main',
  'mark',
  'meta',
  'option',
  'output',
  'p',
  'pre',
  'script',
  'section',
  'select',
  'span',
  'style',
  'summary',
  'title',
  'ul',
  'wbr',
]
const ATTRIBUTES = [
  'aria-hidden',
  'aria-label',
  'autocomplete',
  'charset',
  'checked',
  'class',
  'content',
  'data-rule',
  'for',
  'hidden',
  'href',
  'http-equiv',
  'id',
  'lang',
  'name',
  'open',
  'spellcheck',
  'type',
  'value',
]
const CONTROL = /[^\P{Cc}\n]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u
const EVIL = [
  ...HOSTILE,
  '</script><script>alert(1)</script>',
  '</style>',
  '</title>',
  ']]>',
  '" onfocus="alert(1)',
  "' x='",
  '&lt;&#60;',
]

describe.each(EVIL.map(text => [text.slice(0, 40), text]))('%j', (_, text) => {
  const result = hostileResult(text)
  const html = htmlOf(result)
  const tree = readHtml(html)

  test('is valid, and has no element, attribute or comment but those that are meant', () => {
    expect(tree.errors).toEqual([])
    expect(tree.others).toEqual(['#documentType'])
    expect([...new Set(tree.elements.map(({ name }) => name))].filter(name => !NAMES.includes(name))).toEqual([])
    const attributes = new Set(tree.elements.flatMap(element => Object.keys(element.attributes)))
    expect([...attributes].filter(name => !ATTRIBUTES.includes(name))).toEqual([])
    expect(texts(tree, 'script')).toEqual([page.script.trim()])
    expect(texts(tree, 'style')).toEqual([page.style.trim()])
    expect(html).not.toMatch(CONTROL)
  })

  test('has every finding once, and its name to be seen', () => {
    expect(places(tree)).toHaveLength(result.verdict.judged.length)
    expect(places(tree)[0]).toContain(visible(text).slice(0, 100))
  })

  test('links only to the pages of rules', () => {
    const links = named(tree, 'a').map(({ attributes }) => attributes['href'])
    expect(links.filter(link => !link?.startsWith(`${HOMEPAGE}/blob/v1.2.3/docs/rules/`))).toEqual([])
  })
})

test('names and messages of a megabyte are cut', () => {
  const long = '<&`>'.repeat(250_000)
  expect(htmlOf(resultOf([found({ ...at(long, 1), message: long, subject: long })])).length).toBeLessThan(60_000)
})

describe('the security policy', () => {
  const html = htmlOf(resultOf([found()]))
  const policy = readHtml(html).elements.find(
    ({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy',
  )

  test('admits the style and the script of the page by their hashes, and nothing else', () => {
    const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
    const [, style] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? []
    const [, script] = /<script>([\s\S]*?)<\/script>/.exec(html) ?? []
    expect(policy?.attributes['content']?.split('; ')).toEqual([
      "default-src 'none'",
      `style-src ${hash(style!)}`,
      `script-src ${hash(script!)}`,
      "base-uri 'none'",
      "form-action 'none'",
    ])
  })

  test('has nothing to refuse: no address is loaded, and no element has a style or a handler', () => {
    expect(page.style).not.toMatch(/url\(|@import|<\//)
    expect(page.script).not.toMatch(/fetch|XMLHttp|import\(|innerHTML|eval|<\//)
  })
})

/** Of two colours, as WCAG 2 has it: from 1 to 21. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string): number => {
    const [red, green, blue] = [1, 3, 5].map(from => {
      const part = Number.parseInt(colour.slice(from, from + 2), 16) / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    }) as [number, number, number]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

describe.each(['light', 'dark'])('in %s colours', scheme => {
  const css = readFileSync('src/report/html/page.css', 'utf8')
  const [light, dark] = css.split('@media (prefers-color-scheme: dark)') as [string, string]
  const part = scheme === 'light' ? light : dark.slice(0, dark.indexOf('}'))
  const colours = Object.fromEntries(
    [...part.matchAll(/--(\w+): (#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value]),
  )

  test.each(['ink', 'soft', 'accent', 'critical', 'high', 'medium', 'low', 'info', 'unknown', 'good'])(
    '%s is readable (WCAG AA)',
    name => {
      for (const ground of ['page', 'card'])
        expect(contrast(colours[name]!, colours[ground]!), ground).toBeGreaterThan(4.5)
    },
  )

  test('code is readable on its ground, and on the marked one', () => {
    for (const [ink, ground] of [
      ['ink', 'code'],
      ['ink', 'mark'],
      ['accent', 'code'],
      ['soft', 'code'],
    ] as const)
      expect(contrast(colours[ink]!, colours[ground]!), `${ink} on ${ground}`).toBeGreaterThan(4.5)
  })
})
