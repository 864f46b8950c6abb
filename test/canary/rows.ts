/** The tables of rules as places: what a rule quotes of its input is replaced by a token, which it may not quote. */
import { stringify } from 'yaml'
import type { AnyRule } from '../../src/rules/rule.ts'
import { findingsIn, type Row } from '../kit/judge.ts'
import { filesOf } from '../kit/read.ts'
import { draw, searchFor } from './canary.ts'
import { outputsOf } from './hunt.ts'

/** A form that is known, whatever is around it. */
const TOKEN = { class: 'known form', title: 'GitHub token', text: 'ghp_{w:36}' } as const

/** What the findings of a row have in code spans. */
async function quotedBy(rule: AnyRule, row: Row): Promise<ReadonlySet<string>> {
  const findings = await findingsIn(rule, row)
  const sentences = findings.flatMap(({ message, fix, related }) => [
    message,
    fix?.title ?? '',
    ...related.map(({ note }) => note ?? ''),
  ])
  return new Set(sentences.flatMap(sentence => [...sentence.matchAll(/`([^`]+)`/g)].map(([, quoted]) => quoted!)))
}

/** The files of a row with a token in place of a word, and the policy that the row needs. */
function replaced(
  { id }: AnyRule,
  { input, options }: Row,
  word: string,
  token: string,
): Readonly<Record<string, string>> {
  const whole = new RegExp(`(?<![\\w.-])${word.replace(/[^\w\s]/g, '\\$&')}(?![\\w.-])`, 'g')
  const files = Object.entries(filesOf(input)).map(([name, text]) => [name, text.replace(whole, token)] as const)
  const policy = stringify({ rules: { [id]: { options } } })
  return { ...Object.fromEntries(files), ...(Object.keys(options).length > 0 && { '.seaworthy.yml': policy }) }
}

/** The outputs in which a token comes out that is where a rule quotes its input, each with the text around it. */
export async function leaksOfRow(rule: AnyRule, row: Row): Promise<readonly string[]> {
  const leaks: string[] = []
  for (const [index, word] of [...(await quotedBy(rule, row))].entries()) {
    const canary = draw(TOKEN, index)
    const search = searchFor([canary])
    const outputs = Object.entries(await outputsOf(replaced(rule, row, word, canary.text)))
    const leak = outputs.map(([output, text]) => [output, search(text).get(canary)] as const).find(([, found]) => found)
    if (leak) leaks.push(`\`${word}\` in ${leak[0]}: ${JSON.stringify(leak[1])}`)
  }
  return leaks
}
