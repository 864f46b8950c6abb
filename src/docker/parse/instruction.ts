import type { Span, Spanned } from '../../core/location.ts'
import { didYouMean } from '../../core/text.ts'
import {
  type Copy,
  type Env,
  type Heredoc,
  type Instruction,
  KEYWORDS,
  type Keyword,
  type Onbuild,
  type Pair,
  type Plain,
  type Shell,
  type User,
  type Word,
} from '../ast.ts'
import { expand } from '../expand.ts'
import { dropSpaces, isBlank, skipSpaces } from './chars.ts'
import { flagProblem } from './flags.ts'
import { baseOf, type Head, type Scope } from './head.ts'
import { findMarkers, readMarker } from './heredoc.ts'
import { cmd, entrypoint, healthcheck, run } from './script.ts'
import type { Region, Statements } from './statements.ts'
import { plainWord, readFlags, readJson, readWord, splitAtBlanks, splitWords } from './words.ts'

const names: ReadonlySet<string> = new Set(KEYWORDS)
const isKeyword = (name: string): name is Keyword => names.has(name)
const JSON_FORM: ReadonlySet<Keyword> = new Set(['ADD', 'CMD', 'COPY', 'ENTRYPOINT', 'RUN', 'SHELL', 'VOLUME'])
const HEREDOCS: ReadonlySet<Keyword> = new Set(['ADD', 'COPY', 'RUN'])

/** Reads a statement, and the heredocs that follow it. `undefined` when there is nothing to read it as. */
export function readInstruction(statement: Region, scope: Scope): Instruction | undefined {
  const { text } = statement.in
  let end = statement.start
  while (end < statement.end && !isBlank(text.charCodeAt(end))) end++
  const keyword = plainWord({ in: statement.in, start: statement.start, end })
  const is = keyword.text.toUpperCase()
  if (!isKeyword(is)) {
    scope.statements.report(keyword, `unknown instruction \`${keyword.text}\`${didYouMean(is, KEYWORDS)}`)
    return undefined
  }
  const { flags, rest } = readFlags({ ...statement, start: end }, scope.statements.escape)
  const at = { in: rest.in, start: rest.start, end: Math.max(rest.start, dropSpaces(text, rest.start, rest.end)) }
  if (isCutArray(is, at, scope.statements)) return undefined
  const json = JSON_FORM.has(is) ? readJson(at) : undefined
  const markers =
    HEREDOCS.has(is) && !Array.isArray(json) ? findMarkers(text.slice(statement.start, statement.end)) : []
  const [start, close] = statement.in.span(statement.start, statement.end)
  const { heredocs, last = close } = readHeredocs(markers, keyword, scope.statements)
  const head: Head = { is, keyword, flags, heredocs, at, json, scope, span: [start, last] }
  if (json === 'mixed') scope.statements.report(spanOf(at), 'a JSON array may contain only strings here')
  if (is !== 'HEALTHCHECK' || !/^none$/i.test(text.slice(at.start, at.end))) checkFlags(head)
  return READERS[is](head)
}

/** True, and reported, for an array that goes on in the next lines without an escape: BuildKit takes those for instructions. */
function isCutArray(is: Keyword, at: Region, statements: Statements): boolean {
  const text = at.in.text.slice(at.start, at.end)
  if (!/^(cmd\s+)?\[[^\]]*$/i.test(text) || !(JSON_FORM.has(is) || is === 'HEALTHCHECK')) return false
  if (!statements.skipArray()) return false
  const start = at.start + text.indexOf('[')
  const end = statements.escape === '`' ? 'a backtick' : 'a backslash'
  const message = `the array is not closed on this line: end the line with ${end}`
  statements.report(spanOf({ ...at, start, end: start + 1 }), message)
  return true
}

const spanOf = (region: Region): Spanned => ({ span: region.in.span(region.start, region.end) })

function readHeredocs(markers: ReturnType<typeof findMarkers>, keyword: Word, statements: Statements) {
  const heredocs: Heredoc[] = []
  let last: number | undefined
  for (const marker of markers) {
    const { body, close, closed } = statements.heredoc(marker.name, marker.chomp)
    if (!closed) statements.report(keyword, `heredoc \`${marker.name}\` is not closed`)
    heredocs.push({ ...marker, content: statements.slice(body), span: body })
    last = close
  }
  return { heredocs, last }
}

function checkFlags({ is, flags, scope }: Head): void {
  const seen = new Set<string>()
  for (const flag of flags) {
    const problem = flagProblem(is, flag, seen)
    if (problem !== undefined) scope.statements.report(flag, problem)
    seen.add(flag.name)
  }
}

/** A word that BuildKit expands, and a report if it would fail to. Triggers are expanded when they fire. */
function word(head: Head, region: Region): Word {
  const { word, refusal } = readWord(region, head.scope.statements.escape)
  if (refusal !== undefined && !head.scope.onbuild)
    head.scope.statements.report(word, `cannot expand this word: ${refusal}`)
  return word
}

/** A word of a JSON array that BuildKit expands. */
function jsonWord(head: Head, json: Word): Word {
  if (!/["'$\\`]/.test(json.value)) return json
  const { text: value, used: variables } = expand(json.value, new Map(), {
    escape: head.scope.statements.escape,
    keepUnset: true,
  })
  return { ...json, value, variables }
}

function listed(head: Head): readonly Word[] {
  if (head.json === 'mixed') return []
  return head.json?.map(json => jsonWord(head, json)) ?? splitAtBlanks(head.at).map(region => word(head, region))
}

function demand(head: Head, holds: boolean, message: string): void {
  if (!holds && head.json !== 'mixed') head.scope.statements.report(head.keyword, `\`${head.is}\` ${message}`)
}

const READERS: { readonly [K in Keyword]: (head: Head) => Instruction | undefined } = {
  ADD: copy,
  ARG: arg,
  CMD: cmd,
  COPY: copy,
  ENTRYPOINT: entrypoint,
  ENV: head => env('ENV', head),
  EXPOSE: plain,
  FROM: head => head.scope.from(head),
  HEALTHCHECK: healthcheck,
  LABEL: head => env('LABEL', head),
  MAINTAINER: plain,
  ONBUILD: onbuild,
  RUN: run,
  SHELL: shell,
  STOPSIGNAL: plain,
  USER: user,
  VOLUME: plain,
  WORKDIR: plain,
}

function copy(head: Head): Copy {
  const is = head.is === 'ADD' ? 'ADD' : 'COPY'
  const words = listed(head)
  const target = words.at(-1) ?? word(head, { ...head.at, start: head.at.end })
  demand(head, words.length > 1, 'needs at least one source and a target')
  if (words.length > 1 && readMarker(target.text)) demand(head, false, 'cannot write to a heredoc')
  const from = head.flags.find(flag => flag.name === 'from')
  for (const heredoc of head.heredocs) checkBody(head, heredoc)
  return { ...baseOf(head), is, sources: words.slice(0, -1), target, ...(from && { from }) }
}

/** The body of a COPY is expanded, quotes left alone. */
function checkBody(head: Head, { expand: expands, content, span }: Heredoc): void {
  if (!expands || head.scope.onbuild || !content.includes('$')) return
  const { error, refusal = error } = expand(content, new Map(), { escape: '\\', keepUnset: true, plainQuotes: true })
  if (refusal !== undefined) head.scope.statements.report({ span }, `cannot expand this heredoc: ${refusal}`)
}

function pairOf(head: Head, region: Region): Pair {
  // Not looked for behind the word: in a long line without one, each word would cost all of it.
  const equals = region.start + region.in.text.slice(region.start, region.end).indexOf('=')
  const span = region.in.span(region.start, region.end)
  if (equals < region.start) return { key: word(head, region), span }
  const value = word(head, { ...region, start: equals + 1 })
  return { key: word(head, { ...region, end: equals }), value, span }
}

function arg(head: Head): Env {
  const pairs = splitWords(head.at, head.scope.statements.escape).map(region => pairOf(head, region))
  demand(head, pairs.length > 0, 'needs at least one name')
  for (const { key } of pairs) demand(head, key.text !== '', 'needs a name before `=`')
  return { ...baseOf(head), is: 'ARG', pairs, legacy: false }
}

function env(is: 'ENV' | 'LABEL', head: Head): Env {
  const words = splitWords(head.at, head.scope.statements.escape)
  const [first] = words
  const legacy = first !== undefined && !first.in.text.slice(first.start, first.end).includes('=')
  if (legacy) return { ...baseOf(head), is, pairs: legacyPair(head), legacy }
  demand(head, words.length > 0, 'needs at least one `name=value`')
  const pairs = words.map(region => pairOf(head, region))
  // Not quoted: what lost its quotes may be half of a secret.
  const bare = pairs.find(({ value }) => !value)?.key
  if (bare?.text.startsWith('#'))
    head.scope.statements.report(bare, '`#` does not start a comment here: put it on a separate line')
  else if (bare) head.scope.statements.report(bare, 'a word without `=`: write `name=value`')
  for (const { key } of pairs) demand(head, key.text !== '', 'needs a name before `=`')
  return { ...baseOf(head), is, pairs, legacy: false }
}

/** `ENV name all the rest`. */
function legacyPair(head: Head): readonly Pair[] {
  const { at } = head
  const [name] = splitAtBlanks(at)
  if (!name) return []
  let start = name.end
  while (start < at.end && isBlank(at.in.text.charCodeAt(start))) start++
  demand(head, start < at.end, 'needs a name and a value')
  const key = word(head, name)
  return [start < at.end ? { key, value: word(head, { ...at, start }), ...spanOf(at) } : { key, ...spanOf(at) }]
}

function user(head: Head): User {
  demand(head, head.at.end > head.at.start, 'needs a name')
  return { ...baseOf(head), is: 'USER', name: word(head, head.at) }
}

function plain(head: Head): Plain {
  const is = head.is as Plain['is']
  if (is === 'EXPOSE' || is === 'VOLUME') {
    const words = listed(head)
    demand(head, words.length > 0, 'needs at least one argument')
    for (const { value } of words) demand(head, is !== 'VOLUME' || value.trim() !== '', 'cannot be an empty path')
    return { ...baseOf(head), is, words }
  }
  const given = head.at.end > head.at.start
  demand(head, given, 'needs an argument')
  const words = given ? [is === 'MAINTAINER' ? plainWord(head.at) : word(head, head.at)] : []
  return { ...baseOf(head), is, words }
}

function shell(head: Head): Shell {
  const words = Array.isArray(head.json) ? head.json : []
  demand(head, words.length > 0, 'needs a JSON array: `SHELL ["/bin/sh", "-c"]`')
  return { ...baseOf(head), is: 'SHELL', words }
}

const NO_TRIGGERS: readonly Keyword[] = ['FROM', 'MAINTAINER', 'ONBUILD']

function onbuild(head: Head): Onbuild | undefined {
  const { at, scope } = head
  const start = skipSpaces(at.in.text, at.start, at.end)
  demand(head, start < at.end, 'needs an instruction')
  const first = splitAtBlanks(at)[0]
  const name = first ? first.in.text.slice(first.start, first.end).toUpperCase() : ''
  const refused = NO_TRIGGERS.some(keyword => keyword === name)
  if (first && refused)
    scope.statements.report({ span: [head.span[0], spanOf(first).span[1]] }, `\`ONBUILD\` cannot trigger \`${name}\``)
  // There is more to say of a MAINTAINER than that it is refused.
  if (start === at.end || (refused && name !== 'MAINTAINER')) return undefined
  const trigger = readInstruction({ ...at, start }, { ...scope, onbuild: true })
  if (!trigger) return undefined
  const span: Span = [head.span[0], Math.max(head.span[1], trigger.span[1])]
  return { ...baseOf(head), is: 'ONBUILD', trigger, span }
}
