import type { Spot } from '../../core/location.ts'
import { isMap, type Json, textOf } from '../../kube/resource.ts'
import type { Recipe } from './named.ts'

/** The keys of a target that are texts, or lists of texts: empty for what only Bake can work out. */
type Values = Readonly<Record<string, readonly string[]>>

interface Target {
  readonly values: Values
  /** Its contexts beside the main one, by name. */
  readonly named: Readonly<Record<string, string>>
  readonly at: Spot
}

interface Bake {
  readonly targets: ReadonlyMap<string, Target>
  /** The defaults of its variables. */
  readonly variables: ReadonlyMap<string, string>
}

/** Texts, words and signs of HCL; what is not closed reaches to the end. Each has one way to match. */
const TOKEN = /#[^\n]*|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$)|"(?:[^"\\\n]|\\.)*"|[A-Za-z_][\w-]*|[^\s"A-Za-z_]/g

const isText = (token: string | undefined): boolean => token?.startsWith('"') === true && token.length > 1

const textIn = (token: string): string => token.slice(1, -1)

const unquoted = (token: string): string => (isText(token) ? textIn(token) : token)

/** The texts of a value that is one, or a list of nothing else; of what a function makes, none. */
function valueAt(tokens: readonly string[], start: number): readonly string[] {
  if (isText(tokens[start])) return [textIn(tokens[start]!)]
  if (tokens[start] !== '[') return []
  let end = start + 1
  while (tokens[end] === ',' || isText(tokens[end])) end++
  return tokens[end] === ']' ? tokens.slice(start, end).filter(isText).map(textIn) : []
}

/** Stands for a context that only Bake can work out: a variable without a value. */
const UNKNOWN = '$'

/** No target has so many contexts: of more, the others are passed over. */
const MOST_NAMED = 20

const namedOf = (pairs: readonly (readonly [name: string, to: string])[]): Target['named'] =>
  Object.fromEntries(pairs.slice(0, MOST_NAMED))

interface Block extends Target {
  readonly kind: string
  readonly name: string
}

/** The blocks of a file with a label, and the values in them. */
function* blocksIn(text: string): Generator<Block> {
  const matches = [...text.matchAll(TOKEN)].filter(([token]) => !/^(?:#|\/\/|\/\*)/.test(token))
  const tokens = matches.map(([token]) => token)
  let depth = 0
  let values: Record<string, readonly string[]> = {}
  let named: (readonly [name: string, to: string])[] = []
  let head = 0
  let map = ''
  for (const [index, token] of tokens.entries()) {
    if (token === '{' && depth++ === 0) {
      head = index - 1
      values = Object.create(null)
      named = []
    }
    const key = unquoted(tokens[index - 1] ?? '')
    if (token === '=' && depth === 1) {
      map = key
      values[key] = valueAt(tokens, index + 1)
    }
    if (/^[=:]$/.test(token) && depth === 2 && map === 'contexts')
      named.push([key, valueAt(tokens, index + 1)[0] ?? UNKNOWN])
    if (token !== '}' || depth === 0 || --depth > 0 || !isText(tokens[head])) continue
    const { 0: label, index: start } = matches[head]!
    const at: Spot = { span: [start, start + label.length] }
    yield { kind: tokens[head - 1] ?? '', name: textIn(label), values, named: namedOf(named), at }
  }
}

function readHcl(text: string): Bake {
  const blocks = [...blocksIn(text)]
  const of = (wanted: string): readonly (readonly [string, Target])[] =>
    blocks.flatMap(({ kind, name, ...target }) => (kind === wanted ? [[name, target] as const] : []))
  const defaults = of('variable').flatMap(([name, { values }]) =>
    (values['default'] ?? []).slice(0, 1).map(value => [name, value] as const),
  )
  return { targets: new Map(of('target')), variables: new Map(defaults) }
}

const entriesOf = (value: Json): readonly (readonly [string, Json])[] => (isMap(value) ? Object.entries(value) : [])

const texts = (value: Json): readonly string[] => [value].flat().filter(item => typeof item === 'string')

function readJson(json: Json): Bake {
  const targets = entriesOf(json?.target).map(([name, target]) => {
    const values = entriesOf(target).map(([key, value]) => [key, texts(value)] as const)
    const named = entriesOf(target?.contexts).map(([key, to]) => [key, textOf(to) || UNKNOWN] as const)
    return [name, { values: Object.fromEntries(values), named: namedOf(named), at: ['target', name] }] as const
  })
  const variables = entriesOf(json?.variable).flatMap(([name, value]) =>
    typeof value?.default === 'string' ? [[name, value.default] as const] : [],
  )
  return { targets: new Map(targets), variables: new Map(variables) }
}

/** So many targets are looked through for what one inherits: no one builds one upon so many others. */
const MOST_INHERITED = 100

/** A target and those that it inherits; what the first have goes before what the others have. */
function withInherited(targets: Bake['targets'], name: string): readonly Target[] {
  const pending = [name]
  const found = new Map<string, Target>()
  for (let next = pending.pop(); next !== undefined && found.size < MOST_INHERITED; next = pending.pop()) {
    const target = targets.get(next)
    if (!target || found.has(next)) continue
    found.set(next, target)
    pending.push(...(target.values['inherits'] ?? []).slice(-MOST_INHERITED))
  }
  return [...found.values()]
}

/** The targets of a Bake file, in HCL or as JSON that was parsed. */
export function bakeRecipes(content: string | Json): readonly Recipe[] {
  const { targets, variables } = typeof content === 'string' ? readHcl(content) : readJson(content)
  const bases = new Set([...targets.values()].flatMap(({ values }) => values['inherits'] ?? []))
  return [...targets].flatMap(([name, { at }]) => {
    const line = withInherited(targets, name)
    const of = (key: string): readonly string[] | undefined => line.find(({ values }) => key in values)?.values[key]
    const [context, dockerfile] = [of('context'), of('dockerfile')]
    if (of('dockerfile-inline') || context?.length === 0 || dockerfile?.length === 0) return []
    const named = Object.entries(Object.assign({}, ...line.map(one => one.named).reverse()) as Target['named'])
    return {
      images: (of('tags') ?? []).map(tag => filled(tag, variables)),
      context: withStandIns(context?.[0] ?? '.', variables),
      dockerfile: withStandIns(dockerfile?.[0] ?? 'Dockerfile', variables),
      target: of('target')?.map(target => filled(target, variables))[0],
      named: Object.fromEntries(named.map(([key, to]) => [key, withStandIns(to, variables)])),
      at,
      // What only others are built upon leaves it to them.
      isStated: context !== undefined || dockerfile !== undefined || !bases.has(name),
    }
  })
}

const filled = (text: string, variables: Bake['variables']): string =>
  text.replace(/\$\{(\w+)\}/g, (all, name: string) => variables.get(name) ?? all)

/** Variables with their defaults, as Compose writes them: who builds may choose others. */
const withStandIns = (text: string, variables: Bake['variables']): string =>
  text.replace(/\$\{(\w+)\}/g, (all, name: string) =>
    variables.has(name) ? `\${${name}:-${variables.get(name)}}` : all,
  )
