import { dirname, join } from 'node:path'
import { SEVERITIES } from '../../src/core/severity.ts'
import { isFunction, isText, keyOf, type Module, type Node, propertyOf } from './tree.ts'

/** One change of one source file that some table must notice. */
export interface Change {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly what: string
  readonly span: readonly [start: number, end: number]
  readonly text: string
}

/** What an expression ends up as. */
type Kind = 'message' | 'title' | 'text' | 'severity' | 'safe'

/**
 * Every literal of these modules that ends up in a message, in a severity that a case sets, or in a fix, changed. From
 * `message:`, `severity:` and `fix:` in object literals it goes back through constants, parameters, calls and imports,
 * by name: what it follows too far is a change that no table can notice, and shows up as a survivor.
 */
export function findChanges(modules: readonly Module[]): readonly Change[] {
  const search = new Search(modules)
  for (const module of modules)
    for (const node of module.nodes) if (node.type === 'ObjectExpression') search.from(module, node)
  return [...search.changes.values()]
}

const BROKEN = ' (broken)'

/** The code of an expression with another value than that of this one. */
const WHOLE: Readonly<Record<Kind, (code: string) => string>> = {
  message: code => `(${code}) + '${BROKEN}'`,
  title: code => `(${code}) + '${BROKEN}'`,
  text: code => `(void (${code}), '${BROKEN}')`,
  severity: code => `((${code}) === 'low' ? 'high' : 'low')`,
  safe: code => `!(${code})`,
}

/** Methods that give back what they are called on, or a part of it. */
const KEEPING = /^(?:at|filter|get|join|padEnd|repeat|replace|replaceAll|slice|toLowerCase|toUpperCase|trim|trimEnd)$/

function functionAround({ parents }: Module, node: Node): Node | undefined {
  let around = parents.get(node)
  while (around && !isFunction(around)) around = parents.get(around)
  return around
}

/** True for a parameter of this name, or one that takes a property of this name out of its object. */
function binds(param: Node, name: string): boolean {
  if (param.type === 'AssignmentPattern') return binds(param.left, name)
  if (param.type === 'ArrayPattern') return param.elements.some((one: Node | null) => one !== null && binds(one, name))
  if (param.type !== 'ObjectPattern') return param.name === name
  return param.properties.some(({ value, argument }: Node) => binds(value ?? argument, name))
}

/** True when the constant with this value can be named where the node is. */
function isInScope(module: Module, value: Node, { start }: Node): boolean {
  const around = functionAround(module, value)
  return around === undefined || (around.start <= start && start < around.end)
}

class Search {
  /** By place and new text: what two messages share is changed once. */
  readonly changes = new Map<string, Change>()
  readonly #modules: ReadonlyMap<string, Module>

  readonly #seen: Readonly<Record<Kind, Set<Node>>> = {
    message: new Set(),
    title: new Set(),
    text: new Set(),
    severity: new Set(),
    safe: new Set(),
  }

  constructor(modules: readonly Module[]) {
    this.#modules = new Map(modules.map(module => [module.file, module]))
  }

  /** Where it starts: the properties of a problem, of its fix and of its changes. The metadata of a rule is none. */
  from(module: Module, object: Node): void {
    if (propertyOf(object, 'why')) return
    this.#property(module, object, 'message', 'message')
    this.#property(module, object, 'severity', 'severity')
    if (propertyOf(object, 'changes')) {
      this.#property(module, object, 'title', 'title')
      this.#property(module, object, 'safe', 'safe')
    }
    const op = propertyOf(object, 'op')
    if (!op) return
    this.#operation(module, op.value)
    this.#property(module, object, 'text', 'text')
    this.#property(module, object, 'value', 'text')
  }

  /** The whole value, whatever it is made of, and then what it is made of. */
  #property(module: Module, object: Node, key: string, kind: Kind): void {
    const property = propertyOf(object, key)
    if (!property) return
    const { value, shorthand } = property
    const whole = WHOLE[kind](module.text.slice(value.start, value.end))
    if (!/Literal$/.test((value.expression ?? value).type))
      this.#change(module, kind, [value.start, value.end], shorthand ? `${key}: ${whole}` : whole)
    this.follow(module, value, kind)
  }

  follow(module: Module, node: Node, kind: Kind): void {
    const seen = this.#seen[kind]
    if (seen.has(node)) return
    seen.add(node)
    const next = (other: Node | null | undefined): void => {
      if (other) this.follow(module, other, kind)
    }
    if (node.type === 'Literal') this.#literal(module, node, kind)
    else if (node.type === 'TemplateLiteral') {
      this.#change(module, kind, [node.end - 1, node.end - 1], BROKEN)
      node.expressions.forEach(next)
    } else if (node.type === 'ConditionalExpression') [node.consequent, node.alternate].forEach(next)
    else if (node.operator === '&&') next(node.right)
    else if (/^(?:\+|\|\||\?\?)$/.test(node.operator)) [node.left, node.right].forEach(next)
    else if (/^TS.*Expression$|^(Parenthesized|Chain|Spread)/.test(node.type)) next(node.expression ?? node.argument)
    else if (node.type === 'ArrayExpression') node.elements.forEach(next)
    else if (node.type === 'ObjectExpression') for (const { value } of node.properties) next(value)
    else if (node.type === 'NewExpression') node.arguments.forEach(next)
    else if (isFunction(node)) this.#returns(module, node, kind)
    else if (node.type === 'Identifier') this.#name(module, node, kind)
    else if (node.type === 'MemberExpression') this.#member(module, node, kind)
    else if (node.type === 'CallExpression') this.#call(module, node, kind)
  }

  #literal(module: Module, node: Node, kind: Kind): void {
    const span = [node.start, node.end] as const
    if (kind === 'severity') {
      const at = (SEVERITIES as readonly string[]).indexOf(node.value)
      if (at < 0) return
      for (const other of [SEVERITIES[at - 1], SEVERITIES[at + 1]])
        if (other) this.#change(module, kind, span, `'${other}'`)
    } else if (typeof node.value === 'boolean') this.#change(module, kind, span, String(!node.value))
    else if (kind === 'safe') return
    else if (isText(node)) this.#change(module, kind, span, JSON.stringify(node.value + BROKEN))
    else if (typeof node.value === 'number' && kind === 'text') this.#change(module, kind, span, `${node.value + 1}`)
  }

  #operation(module: Module, node: Node): void {
    const text = module.text.slice(node.start, node.end)
    const other = { set: 'remove', remove: 'set', replace: 'insert-after', 'insert-after': 'replace' }
    for (const [from, to] of Object.entries(other)) {
      const quoted = `'${from}'`
      const at = text.indexOf(quoted)
      if (at >= 0) this.#change(module, 'text', [node.start + at, node.start + at + quoted.length], `'${to}'`)
    }
  }

  /** What a function returns; functions inside of it return to somebody else. */
  #returns(module: Module, { body }: Node, kind: Kind): void {
    if (body.type !== 'BlockStatement') this.follow(module, body, kind)
    for (const node of module.nodes)
      if (node.type === 'ReturnStatement' && node.argument && functionAround(module, node)?.body === body)
        this.follow(module, node.argument, kind)
  }

  #name(module: Module, node: Node, kind: Kind): void {
    for (let around = functionAround(module, node); around; around = functionAround(module, around)) {
      const index = around.params.findIndex((param: Node) => binds(param, node.name))
      if (index < 0) continue
      if ((around.params[index].left ?? around.params[index]).name === node.name)
        this.#argument(module, around, index, kind)
      else this.#properties(module, node.name, kind)
      return
    }
    const values = module.values.get(node.name)?.filter(value => isInScope(module, value, node))
    if (values && values.length > 0) for (const value of values) this.follow(module, value, kind)
    else if (module.imports.has(node.name)) this.#imported(module, node.name, kind)
    else this.#properties(module, node.name, kind)
  }

  /** What is given for a parameter: its default, by whoever calls the function by its name, and by rows of a family. */
  #argument(module: Module, callee: Node, index: number, kind: Kind): void {
    const param = callee.params[index]
    if (param.type === 'AssignmentPattern') this.follow(module, param.right, kind)
    const parent = module.parents.get(callee)
    const name = callee.id?.name ?? parent?.id?.name
    if (parent?.callee?.name === 'family') this.#column(module, parent.arguments[0], index, kind)
    if (name === undefined) return
    for (const other of this.#modules.values())
      if (other === module || this.#source(other, name) === module.file)
        for (const call of other.calls.get(name) ?? [])
          if (call.arguments[index]) this.follow(other, call.arguments[index], kind)
  }

  #column(module: Module, rows: Node, index: number, kind: Kind): void {
    if (rows.type === 'Identifier')
      for (const value of module.values.get(rows.name) ?? []) this.#column(module, value, index, kind)
    const list = rows.expression ?? rows
    for (const row of list.elements ?? []) if (row.elements?.[index]) this.follow(module, row.elements[index], kind)
  }

  #source(module: Module, name: string): string | undefined {
    const specifier = module.imports.get(name)?.[0]
    return specifier?.startsWith('.') ? join(dirname(module.file), specifier) : undefined
  }

  #imported(module: Module, name: string, kind: Kind): void {
    const from = this.#modules.get(this.#source(module, name) ?? '')
    for (const value of from?.values.get(name) ?? []) this.follow(from!, value, kind)
  }

  /** A name that was taken out of an object: the values under that key, in this file and those that it imports. */
  #properties(module: Module, key: string, kind: Kind): void {
    const imported = [...module.imports.keys()].flatMap(
      name => this.#modules.get(this.#source(module, name) ?? '') ?? [],
    )
    for (const one of new Set([module, ...imported]))
      for (const value of one.properties.get(key) ?? []) if (!this.#isMeta(one, value)) this.follow(one, value, kind)
  }

  /** True for the metadata of a rule, but for what a family makes its messages with. */
  #isMeta({ parents }: Module, value: Node): boolean {
    const property = parents.get(value)!
    const object = parents.get(property)!
    if (keyOf(parents.get(object) ?? object) === 'optionHelp') return true
    return object.type === 'ObjectExpression' && propertyOf(object, 'since') !== undefined && !isFunction(value)
  }

  #member(module: Module, node: Node, kind: Kind): void {
    if (node.computed) this.follow(module, node.object, kind)
    else this.#properties(module, node.property.name, kind)
  }

  #call(module: Module, node: Node, kind: Kind): void {
    const { callee } = node
    if (callee.type === 'MemberExpression') {
      if (KEEPING.test(callee.property.name)) this.follow(module, callee.object, kind)
      if (callee.property.name === 'join') for (const one of node.arguments) this.follow(module, one, kind)
    } else if (this.#knows(module, callee.name)) this.follow(module, callee, kind)
    else for (const one of node.arguments) if (/Literal|Conditional/.test(one.type)) this.follow(module, one, kind)
  }

  #knows(module: Module, name: string): boolean {
    return module.values.has(name) || module.properties.has(name) || this.#modules.has(this.#source(module, name) ?? '')
  }

  #change({ file, text: before }: Module, kind: Kind, span: readonly [number, number], text: string): void {
    const line = before.slice(0, span[0]).split('\n').length
    const was = before.slice(...span)
    const what = was === '' ? `${kind}: ${text} at the end` : `${kind}: ${was} → ${text}`
    this.changes.set(`${file}:${span}:${text}`, { file, line, what, span, text })
  }
}
