import { registerHooks } from 'node:module'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { AnyRule } from '../../src/rules/rule.ts'
import type { Change } from './find.ts'
import type { Module } from './tree.ts'

/** Tables are declared by test files; outside of Vitest its functions do nothing. */
const VITEST = `data:text/javascript,${encodeURIComponent(`
  const nothing = () => {}
  nothing.each = () => nothing
  export { nothing as test, nothing as describe, nothing as expect, nothing as onTestFinished, nothing as vi }
`)}`

/** A change that is being made, and the files that see it: the changed one, and whatever imports it. */
interface Running {
  readonly change: Change
  readonly text: string
  readonly seen: ReadonlySet<string>
}
const running = new Map<string, Running>()

const queryOf = (url: string | undefined): string | undefined =>
  (url && new URL(url).searchParams.get('mutant')) || undefined

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier === 'vitest') return { url: VITEST, shortCircuit: true }
    const resolved = nextResolve(specifier, context)
    const mutant = queryOf(context.parentURL)
    if (mutant === undefined || !resolved.url.startsWith('file:')) return resolved
    const isSeen = running.get(mutant)!.seen.has(fileURLToPath(resolved.url))
    return isSeen ? { ...resolved, url: `${resolved.url}?mutant=${mutant}` } : resolved
  },
  load(url, context, nextLoad) {
    const one = running.get(queryOf(url) ?? '')
    if (!one || fileURLToPath(url) !== resolve(one.change.file)) return nextLoad(url, context)
    return { format: 'module-typescript', source: one.text, shortCircuit: true }
  },
})

/** The files that import this one, straight or by way of others, and itself. */
export function dependents(modules: readonly Module[], file: string): ReadonlySet<string> {
  const found = new Set([resolve(file)])
  for (let before = 0; before < found.size; ) {
    before = found.size
    for (const module of modules)
      for (const [specifier] of module.imports.values())
        if (found.has(resolve(module.file, '..', specifier))) found.add(resolve(module.file))
  }
  return found
}

/** The rules that see a change, as they are with it. Everything that sees it is loaded anew; the rest is shared. */
export async function rulesWith(change: Change, modules: readonly Module[]): Promise<readonly AnyRule[]> {
  const { text } = modules.find(({ file }) => file === change.file)!
  const seen = dependents(modules, change.file)
  const mutant = String(running.size + 1)
  const changed = text.slice(0, change.span[0]) + change.text + text.slice(change.span[1])
  running.set(mutant, { change, text: changed, seen })
  const topics = [...seen].filter(file => file.startsWith(resolve('src/rules/')) && !file.endsWith('/rules/index.ts'))
  const exported = await Promise.all(topics.map(file => import(`${pathToFileURL(file)}?mutant=${mutant}`)))
  return exported.flatMap(file => Object.values(file).flat().filter(isRule))
}

const isRule = (value: unknown): value is AnyRule =>
  typeof value === 'object' && value !== null && 'check' in value && 'id' in value
