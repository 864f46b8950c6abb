import { describe, expect, test } from 'vitest'
import { toHtml } from '../../src/report/html/html.ts'
import * as page from '../../src/report/html/page.ts'
import { toJson } from '../../src/report/json.ts'
import { toMarkdown } from '../../src/report/markdown/markdown.ts'
import type { Result } from '../../src/report/result.ts'
import { toText } from '../../src/report/text/text.ts'
import { resultOf, whole } from './kit.ts'

const FORMATS: Readonly<Record<string, (result: Result) => string>> = {
  text: result => whole(toText(result, { colour: false })),
  Markdown: result => toMarkdown(result, 60_000),
  HTML: result => whole(toHtml(result, page)),
}

describe.each(Object.entries(FORMATS))('files of tests in %s', (_, format) => {
  test.each([
    [1, 'not judged: 1 test file'],
    [3, 'not judged: 3 test files'],
  ])('are counted: %i', (testFiles, words) =>
    expect(format(resultOf([], { testFiles }))).toMatch(new RegExp(`${words}\\b`)),
  )

  test('are passed over where there are none', () => expect(format(resultOf([]))).not.toContain('not judged'))
})

test.each([0, 3])('files of tests are counted in JSON: %i', testFiles => {
  const json = JSON.parse(whole(toJson(resultOf([], { testFiles }), { fixes: true })))
  expect(json.inputs.tests).toBe(testFiles)
})
