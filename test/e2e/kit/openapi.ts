import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'

/** GitHub's own description of the operations that the Action calls: see `__fixtures__/github/README.md`. */
const DESCRIPTION = new URL('../../../__fixtures__/github/openapi.json', import.meta.url)

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly schema: { readonly type?: string }
  readonly 'x-multi-segment'?: boolean
}

interface Operation {
  readonly operationId: string
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[]
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> }
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>
}

interface Media {
  readonly schema: { readonly properties?: Readonly<Record<string, unknown>> }
  readonly examples?: Readonly<Record<string, { readonly $ref?: string; readonly value?: unknown }>>
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

interface Route {
  readonly path: string
  readonly method: string
  readonly pattern: RegExp
  readonly operation: Operation
  readonly parameters: readonly { readonly parameter: Parameter; readonly pointer: string }[]
}

/** A request whose operation the description knows. */
export interface Match {
  readonly id: string
  /** What the path holds, decoded. */
  readonly parameters: Readonly<Record<string, string>>
  readonly route: Route
}

const JSON_TYPE = 'application/json'
const escapePointer = (key: string): string => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))
const pointerTo = (...keys: readonly string[]): string => `github#/${keys.map(escapePointer).join('/')}`

/** OpenAPI's `nullable` beside no `type`, which Ajv refuses, in the words of JSON Schema. */
function withNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNulls)
  if (typeof value !== 'object' || value === null) return value
  const copy = Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withNulls(member)]))
  if (copy['nullable'] !== true || copy['type'] !== undefined) return copy
  const { nullable: _, ...schema } = copy
  return { anyOf: [schema, { type: 'null' }] }
}

/** The description, ready to match and validate. */
export class Api {
  readonly #description: Description
  readonly #routes: readonly Route[]
  readonly #ajv: Ajv
  readonly #validators = new Map<string, ValidateFunction>()

  constructor() {
    this.#description = JSON.parse(readFileSync(DESCRIPTION, 'utf8')) as Description
    // OpenAPI 3.0 has words of its own, so no strictness. The wrapper of ajv-formats is CommonJS.
    this.#ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })
    formats.default(this.#ajv)
    this.#ajv.addSchema(withNulls(this.#description) as object, 'github')
    this.#routes = Object.entries(this.#description.paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => this.#route(path, method, operation)),
    )
  }

  /** The operation a method and a path (still percent-encoded) stand for. */
  match(method: string, path: string): Match | undefined {
    for (const route of this.#routes) {
      const found = route.method === method.toLowerCase() ? route.pattern.exec(path) : null
      if (found === null) continue
      const parameters = Object.entries(found.groups ?? {}).map(([name, value]) => [
        name,
        decodeURIComponent(value ?? ''),
      ])
      return { id: route.operation.operationId, parameters: Object.fromEntries(parameters), route }
    }
    return undefined
  }

  /** What is wrong with a request, in words; nothing when the list is empty. */
  requestProblems({ route, parameters }: Match, query: URLSearchParams, body: unknown): string[] {
    const described = route.parameters.map(({ parameter }) => parameter)
    const strangers = [...query.keys()].filter(
      key => !described.some(({ name, in: place }) => place === 'query' && name === key),
    )
    return [
      ...strangers.map(key => `unknown query ${key}`),
      ...route.parameters.flatMap(({ parameter, pointer }) => {
        const text = parameter.in === 'path' ? parameters[parameter.name] : query.get(parameter.name)
        if (text === undefined || text === null) return []
        const value = parameter.schema.type === 'integer' && /^-?\d+$/.test(text) ? Number(text) : text
        return this.#problems(`${pointer}/schema`, value, `${parameter.in} ${parameter.name}`)
      }),
      ...this.#bodyProblems(route, body),
    ]
  }

  /** What is wrong with an answer of the kit's own. Errors and other media types are not described. */
  answerProblems({ route }: Match, status: number, body: unknown): string[] {
    if (status >= 300) return []
    const answer = route.operation.responses[String(status)]
    if (answer === undefined) return [`our answer: status ${status} is not described`]
    if (answer.content?.[JSON_TYPE] === undefined) return body === undefined ? [] : ['our answer: no body is described']
    if (typeof body === 'string') return []
    const pointer = pointerTo(
      'paths',
      route.path,
      route.method,
      'responses',
      String(status),
      'content',
      JSON_TYPE,
      'schema',
    )
    return this.#problems(pointer, body, 'our answer:')
  }

  /** A fresh copy of the example of an operation's answer: what the kit's answers are built on. */
  example(id: string): unknown {
    const { operation } = this.#routes.find(route => route.operation.operationId === id)!
    const media = Object.values(operation.responses).find(({ content }) => content !== undefined)?.content?.[JSON_TYPE]
    const [first] = Object.values(media?.examples ?? {})
    const named = this.#description.components['examples']?.[first?.$ref?.split('/').at(-1) ?? '']
    const { value } = (named ?? first ?? {}) as { value?: unknown }
    if (value === undefined) throw new Error(`the description has no example of ${id}`)
    return structuredClone(value)
  }

  #route(path: string, method: string, operation: Operation): Route {
    const parameters = (operation.parameters ?? []).map((given, index) =>
      '$ref' in given
        ? {
            parameter: this.#description.components['parameters']?.[given.$ref.split('/').at(-1)!] as Parameter,
            pointer: `github${given.$ref}`,
          }
        : { parameter: given, pointer: pointerTo('paths', path, method, 'parameters', String(index)) },
    )
    const isLong = (name: string): boolean =>
      parameters.some(({ parameter }) => parameter.name === name && parameter['x-multi-segment'] === true)
    const source = path.replace(/\/\{(\w+)\}/g, (_, name: string) =>
      // The top folder of a repository has no path.
      isLong(name) ? `(?:/(?<${name}>.*))?` : `/(?<${name}>[^/]+)`,
    )
    return { path, method, operation, parameters, pattern: new RegExp(`^${source}$`) }
  }

  #bodyProblems({ path, method, operation }: Route, body: unknown): string[] {
    const schema = operation.requestBody?.content[JSON_TYPE]?.schema
    if (schema === undefined) return body === undefined ? [] : ['a body where none is described']
    const known = schema.properties ?? {}
    const strangers = Object.keys(body ?? {}).filter(key => !Object.hasOwn(known, key))
    return [
      ...this.#problems(
        pointerTo('paths', path, method, 'requestBody', 'content', JSON_TYPE, 'schema'),
        body ?? null,
        'body',
      ),
      ...strangers.map(key => `body has an unknown member ${key}`),
    ]
  }

  #problems(pointer: string, value: unknown, what: string): string[] {
    const known = this.#validators.get(pointer)
    const validate = known ?? this.#ajv.compile({ $ref: pointer })
    if (known === undefined) this.#validators.set(pointer, validate)
    if (validate(value)) return []
    return (validate.errors ?? []).slice(0, 8).map(({ instancePath, message }) => `${what}${instancePath} ${message}`)
  }
}
