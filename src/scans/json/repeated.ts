import { stringEnd } from '../../core/json-string.ts'
import { isObject } from './json.ts'

/** No report has more lists at its top; each costs a search through the text. */
const MOST_LISTS = 10

/**
 * A key that stands at the top of a JSON object more than once: of all values but the last nothing is left when it is
 * parsed. Reports are large, so a key is only looked for exactly when its name stands in the text twice.
 * `text`: valid JSON; `value`: what it was parsed to.
 */
export function repeatedKey(text: string, value: unknown): string | undefined {
  if (!isObject(value)) return undefined
  // Rows stand in lists; an object without any is a pipeline's wrapper around reports.
  const lists = Object.keys(value).filter(key => Array.isArray(value[key]) || value[key] === null)
  const isReport = lists.length > 0 && lists.length <= MOST_LISTS
  if (isReport && !lists.some(key => standsTwice(text, JSON.stringify(key)))) return undefined
  const seen = new Set<string>()
  return topKeys(text).find(key => seen.size === seen.add(key).size)
}

const standsTwice = (text: string, word: string): boolean => text.indexOf(word, text.indexOf(word) + 1) >= 0

/** The keys of an object, in the order of its text. Linear. */
function topKeys(text: string): readonly string[] {
  const keys: string[] = []
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '{' || char === '[') depth++
    else if (char === '}' || char === ']') depth--
    else if (char === '"') {
      const end = stringEnd(text, at)
      if (depth === 1 && isBeforeColon(text, end)) keys.push(JSON.parse(text.slice(at, end)))
      at = end - 1
    }
  }
  return keys
}

const COLON = /\s*:/y

function isBeforeColon(text: string, at: number): boolean {
  COLON.lastIndex = at
  return COLON.test(text)
}
