import { parseSync } from 'vite'

/** A node of an ESTree syntax tree, with offsets into the text. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  // biome-ignore lint/suspicious/noExplicitAny: what a node holds depends on its type; whoever asks has looked at that.
  readonly [field: string]: any
}

/** A source file with what is asked of it again and again. */
export interface Module {
  readonly file: string
  readonly text: string
  readonly nodes: readonly Node[]
  readonly parents: ReadonlyMap<Node, Node>
  /** Values of `const name = value`, functions, and defaults of `{ name = value }`, by name. */
  readonly values: ReadonlyMap<string, readonly Node[]>
  /** Values of properties in object literals, by key. */
  readonly properties: ReadonlyMap<string, readonly Node[]>
  /** Calls by the name of what is called. */
  readonly calls: ReadonlyMap<string, readonly Node[]>
  /** Where imported names come from: `[specifier, name]`, by local name. */
  readonly imports: ReadonlyMap<string, readonly [specifier: string, name: string]>
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string'

export const isFunction = ({ type }: Node): boolean =>
  type === 'ArrowFunctionExpression' || type === 'FunctionExpression' || type === 'FunctionDeclaration'

export const isText = (node: Node): boolean => node.type === 'Literal' && typeof node.value === 'string'

/** The key of a property; none when it is computed. */
export const keyOf = (property: Node): string | undefined =>
  property.type === 'Property' && !property.computed ? (property.key.name ?? property.key.value) : undefined

/** The property of an object literal. */
export const propertyOf = (object: Node, key: string): Node | undefined =>
  object.properties.find((property: Node) => keyOf(property) === key)

export const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode)

function add<Value>(map: Map<string, Value[]>, key: string | undefined, value: Value): void {
  if (key !== undefined) map.set(key, [...(map.get(key) ?? []), value])
}

export function parseModule(file: string, text: string): Module {
  const { program, errors } = parseSync(file, text, { lang: 'ts' })
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`)
  const module = {
    file,
    text,
    nodes: [] as Node[],
    parents: new Map<Node, Node>(),
    values: new Map<string, Node[]>(),
    properties: new Map<string, Node[]>(),
    calls: new Map<string, Node[]>(),
    imports: new Map<string, readonly [string, string]>(),
  }
  const visit = (node: Node): void => {
    module.nodes.push(node)
    if (node.type === 'VariableDeclarator' && node.init) add(module.values, node.id.name, node.init)
    if (node.type === 'Property' && node.value.type === 'AssignmentPattern')
      add(module.values, node.value.left.name, node.value.right)
    if (node.type === 'FunctionDeclaration') add(module.values, node.id?.name, node)
    if (node.type === 'Property') add(module.properties, keyOf(node), node.value)
    if (node.type === 'CallExpression') add(module.calls, node.callee.name, node)
    if (node.type === 'ImportDeclaration')
      for (const { local, imported } of node.specifiers)
        module.imports.set(local.name, [node.source.value, imported?.name ?? 'default'])
    for (const child of childrenOf(node)) {
      module.parents.set(child, node)
      visit(child)
    }
  }
  visit(program as unknown as Node)
  return module
}
