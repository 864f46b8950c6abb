import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import type { Unread } from '../../src/discover/sort.ts'
import { cliJson, type JsonResult } from './kit/cli.ts'
import { BESIDE, EXITS, type Fate, ROWS, type Row } from './kit/inputs.ts'
import { folder } from './kit/stories.ts'
import { noTools, toolFolder } from './kit/tools.ts'

/** A folder with the files of a row. A name that ends in a slash is an empty folder. */
function folderWith(files: Row['files']): string {
  const root = folder()
  for (const [file, content] of Object.entries({ ...BESIDE, ...files })) {
    mkdirSync(join(root, file.endsWith('/') ? file : dirname(file)), { recursive: true })
    if (!file.endsWith('/')) writeFileSync(join(root, file), content)
  }
  return root
}

/** What is said, in the place where a row of this fate has to be. */
function said({ faults, findings, inputs }: JsonResult, fate: Fate): readonly string[] {
  if (fate === 'fault') return faults.map(({ message }) => message)
  if (fate === 'checked') return findings.map(({ rule }) => rule)
  return (inputs as unknown as { readonly unread: readonly Unread[] }).unread.map(({ why }) => why)
}

const byTools = (wanted: boolean) =>
  ROWS.filter(({ tools = false }) => tools === wanted).map(row => [row.kind, row.input, row] as const)

const becomes = ({ fate, files, says, path = '.', tools }: Row): void => {
  const running = { cwd: folderWith(files), ...(tools && { path: toolFolder('helm4', 'helm') }) }
  const { status, result } = cliJson(['check', path], running)
  expect({ status, faults: fate === 'fault' ? [] : result.faults }).toEqual({ status: EXITS[fate], faults: [] })
  const words = said(result, fate)
  if (says !== undefined) expect(words.filter(text => text.includes(says))).not.toEqual([])
  if (fate === 'silent') expect(words).toEqual([])
}

test.each(byTools(false))('%s: %s', (_, __, row) => becomes(row))

test.skipIf(noTools).each(byTools(true))(`%s: %s (${noTools ?? 'real helm'})`, (_, __, row) => becomes(row))

/** `| kind | fate | …` in the tables of the page. */
const listed = [...readFileSync('docs/inputs.md', 'utf8').matchAll(/^\| ([^|]+) \| (fault|checked|named|silent) \|/gm)]

test('docs/inputs.md lists the kinds, with what becomes of them', () => {
  const shown = [...new Set(ROWS.map(({ kind, fate }) => `${kind}: ${fate}`))]
  expect(listed.map(([, kind, fate]) => `${kind}: ${fate}`).sort()).toEqual(shown.sort())
})
