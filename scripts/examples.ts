import { readdirSync, readFileSync } from 'node:fs'
import type { Example, ExampleFile, Examples } from '../src/report/explain.ts'

/** The code blocks of a page: their info string, and the text, which may contain shorter fences. */
const BLOCKS = /^(`{3,})([^`\n]*)\n(.*?)\n\1$/gms

/** What a page of docs/rules shows, as test/kit/page.ts writes it. @throws Error for a page without an example */
export function exampleOn(page: string): Example {
  const files: Record<'bad' | 'good', ExampleFile[]> = { bad: [], good: [] }
  let found: string | undefined
  for (const [, , info = '', text = ''] of page.matchAll(BLOCKS)) {
    const [, name] = /title="(.*)"$/.exec(info) ?? []
    if (name === undefined) found = text
    else files[found === undefined ? 'bad' : 'good'].push({ name, text })
  }
  if (found === undefined) throw new Error('a page of docs/rules has no finding')
  const [, title, rating] = /^Fix offered: (.*) \((safe|review it)\)\.$/m.exec(page) ?? []
  return { ...files, found, ...(title !== undefined && { fix: { title, safe: rating === 'safe' } }) }
}

/** The examples of all rules, from their pages. */
export const examplesIn = (folder: string): Examples =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map(file => [file.replace(/\.md$/, ''), exampleOn(readFileSync(`${folder}/${file}`, 'utf8'))]),
  )
