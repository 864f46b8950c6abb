import { readFileSync } from 'node:fs'
import { SaxesParser } from 'saxes'
import { describe, expect, test } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { Fault } from '../../src/core/fault.ts'
import { visible } from '../../src/report/escape.ts'
import { toJunit } from '../../src/report/junit.ts'
import type { Result } from '../../src/report/result.ts'
import { comment, found, vulnerability } from '../policy/kit.ts'
import { at, HOSTILE, hostileResult, resultOf, whole } from './kit.ts'

const SCHEMA = { fileName: 'junit-10.xsd', contents: readFileSync('__fixtures__/schemas/junit-10.xsd', 'utf8') }

/** What Jenkins refuses of it. */
async function refusals(xml: string): Promise<readonly string[]> {
  const { valid, errors } = await validateXML({ xml: [{ fileName: 'junit.xml', contents: xml }], schema: [SCHEMA] })
  return valid ? [] : errors.map(({ message }) => message)
}

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
  text: string
}

/** The root. @throws Error where it is not XML */
function parsed(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: attributes as Record<string, string>, children: [], text: '' }
    open.at(-1)!.children.push(element)
    open.push(element)
  })
  parser.on('text', text => {
    open.at(-1)!.text += text
  })
  parser.on('closetag', () => open.pop())
  parser.on('error', error => {
    throw error
  })
  parser.write(xml).close()
  return root.children[0]!
}

/** `suite: outcome class name`, each. */
const outcomes = (result: Result): readonly string[] =>
  parsed(whole(toJunit(result))).children.flatMap(({ attributes, children }) =>
    children.map(
      one =>
        `${attributes['name']}: ${one.children[0]?.name ?? 'passed'} ${one.attributes['classname']} | ${one.attributes['name']}`,
    ),
  )

describe('what a test is', () => {
  test('a breach fails, what is below the gate is skipped, and everything else is left out', () => {
    const result = resultOf(
      [
        found(),
        found({ severity: 'low', rule: 'host-pid' }),
        found({ rule: 'host-ipc', ...at('k8s/web.yaml', 9) }),
        vulnerability(at('Dockerfile', 1)),
      ],
      { judging: { suppressions: [comment(found({ rule: 'host-ipc', ...at('k8s/web.yaml', 9) }))] } },
    )
    expect(outcomes(result)).toEqual([
      'Dockerfile: failure image.vulnerable-package | Dockerfile: openssl 3.0.11-1 has CVE-2026-1234',
      'k8s/web.yaml: failure manifest.privileged-container | k8s/web.yaml: container `app` is privileged',
      'k8s/web.yaml: skipped manifest.host-pid | k8s/web.yaml: container `app` is privileged',
    ])
  })

  test('a fault is an error, and an exceeded budget a failure, in a suite of their own', () => {
    const result = resultOf([vulnerability({ severity: 'low' })], {
      policy: { image: { max: { low: 0 } } },
      judging: {
        faults: [
          new Fault('NOT_YAML', 'it is not YAML', { file: 'a.yaml', line: 3, column: 1 }),
          new Fault('RULE_CRASHED', 'x'),
        ],
      },
    })
    expect(outcomes(result).slice(0, 3)).toEqual([
      'gate: error seaworthy.fault | a.yaml: it is not YAML',
      'gate: error seaworthy.fault | x',
      `gate: failure seaworthy.gate | ${result.verdict.exceededBudgets[0]}`,
    ])
  })

  test('of a gate that passes there is one: Jenkins refuses a report without tests', () => {
    expect(outcomes(resultOf([]))).toEqual(['gate: passed seaworthy.gate | nothing at high or above'])
  })

  test('a suite counts its tests', () => {
    const suites = parsed(whole(toJunit(resultOf([found(), found(), found({ severity: 'low' })])))).children
    expect(suites.map(({ attributes }) => attributes)).toEqual([
      { name: 'k8s/web.yaml', file: 'k8s/web.yaml', tests: '3', failures: '2', errors: '0', skipped: '1', time: '0' },
    ])
  })

  test('equal names are numbered: GitLab shows one test of each name', () => {
    const names = outcomes(resultOf([found(), found(at('k8s/web.yaml', 9)), found({ rule: 'host-pid' })]))
    expect(names.map(name => name.split(' | ')[1])).toEqual([
      'k8s/web.yaml: container `app` is privileged',
      'k8s/web.yaml: container `app` is privileged',
      'k8s/web.yaml: container `app` is privileged (2)',
    ])
  })

  test('a failure has all that a reader needs in its text, and its place where reporters for GitHub find it', () => {
    const [suite] = parsed(whole(toJunit(resultOf([found()])))).children
    const { attributes, text } = suite!.children[0]!.children[0]!
    const words = 'high: container `app` is privileged (privileged-container)'
    expect(attributes).toEqual({ type: 'high', message: words })
    expect(text.split('\n').map(line => line.slice(0, 60))).toEqual([
      words,
      ' at k8s/web.yaml:3:5',
      expect.stringMatching(/^why: A privileged container/),
      expect.stringMatching(/^do: /),
    ])
    // As mikepenz/action-junit-report looks for it.
    expect(/ [^ ]*k8s\/web\.yaml.*?:\d+/.exec(text)?.[0]).toBe(' k8s/web.yaml:3')
  })
})

const EVIL = [...HOSTILE, ']]>', '&lt;', '"\'', '\ufffe\uffff\0\b', '<failure/></testcase>', '<!DOCTYPE x>', '<?xml?>']

/** XML has no word for the last two characters. */
const inXml = (text: string): string => visible(text).replace('\ufffe', '\\u{fffe}').replace('\uffff', '\\u{ffff}')

describe.each(EVIL.map(text => [text.slice(0, 40), text]))('%j', (_, text) => {
  test('is valid for Jenkins, adds no element, and is visible in the names', async () => {
    const result = hostileResult(text)
    const xml = whole(toJunit(result))
    expect(await refusals(xml)).toEqual([])
    const suites = parsed(xml).children
    const cases = suites.flatMap(({ children }) => children)
    const { faults, judged } = result.verdict
    const shown = judged.filter(({ standing }) => standing === 'breach' || standing === 'noted')
    expect(cases).toHaveLength(faults.length + shown.length)
    expect(cases.every(({ name, children }) => name === 'testcase' && children.length === 1)).toBe(true)
    expect(cases.every(({ children: [one] }) => one!.children.length === 0)).toBe(true)
    expect(suites[1]!.attributes['name']).toContain(inXml(text).slice(0, 100))
  })
})

test('a name of a megabyte is cut', async () => {
  const long = `${'<&>"'.repeat(250_000)}`
  const xml = whole(toJunit(resultOf([found({ ...at(long, 1), message: long, subject: long })])))
  expect(xml.length).toBeLessThan(100_000)
  expect(await refusals(xml)).toEqual([])
})
