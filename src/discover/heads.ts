import { beginsObject } from './kinds.ts'

/** As much of a file of unknown kind as is looked at: licences that stand above a manifest are shorter. */
export const PEEK = 8 * 1024

const BEGINS_DOCUMENT = /^(?:---|\.\.\.)(?=\s|$)/m

/** A key, an item, a bracket: of YAML that holds an object, and of no prose, no program and no Dockerfile. */
const BEGINS_MAP = /^(?:["']?[\w.-]{1,100}["']?\s*:(?:\s|$)|[{?])/

const withoutComments = (text: string): string => text.replace(/^[ \t]*(?:#.*)?(?:\r?\n|$)/gm, '')

/** True for the beginning of a file whose first document has the two fields of every Kubernetes object. */
export function beginsManifest(head: string): boolean {
  const text = head.replace(/^\ufeff/, '').replace(/^%.*\n/gm, '')
  if (/^\s*\{/.test(text) && beginsObject(text)) return true
  const first = text.split(BEGINS_DOCUMENT).map(withoutComments).find(Boolean)
  return first !== undefined && BEGINS_MAP.test(first) && hasFields(first)
}

/** Of a List, kubectl prints the kind behind its items: further down than is looked at. */
const hasFields = (text: string): boolean =>
  /^["']?apiVersion["']?\s*:/im.test(text) && /^["']?(?:kind|items)["']?\s*:/im.test(text)

const COMMENTS = '^\\ufeff?\\s*(?:#[^\\n]*\\n\\s*)*'
const FIRST_INSTRUCTION = new RegExp(`${COMMENTS}(?:FROM|ARG)[ \\t]`, 'i')

/** True for the beginning of a file that starts with comments, if any, and then with the ARG or FROM of a Dockerfile. */
export const beginsDockerfile = (head: string): boolean =>
  FIRST_INSTRUCTION.test(head) && !/^from\s+\S+\s+import\b/m.test(head)

/** What a template of something that is checked would be made into; `undefined` for other templates. */
export function templateOf(name: string, head: string): 'a manifest' | 'a Dockerfile' | undefined {
  if (/^[ \t-]*["']?apiVersion["']?\s*:/m.test(head) && /^[ \t-]*["']?kind["']?\s*:/m.test(head)) return 'a manifest'
  if (/^(?:dockerfile|containerfile)[._-]|[._-](?:dockerfile|containerfile)\./i.test(name)) return 'a Dockerfile'
  const text = head.replace(/^\ufeff?(?:\s*\{[{%#][^\n]*[}%#]\}[ \t]*\r?\n)+/, '')
  return /^\s*(?:#[^\n]*\n\s*)*(?:FROM|ARG)[ \t]+\S/.test(text) ? 'a Dockerfile' : undefined
}
