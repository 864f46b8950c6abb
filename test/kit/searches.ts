type Find = (this: unknown, what: unknown, from: number) => number

const indexOf = { text: String.prototype.indexOf as Find, list: Array.prototype.indexOf as Find }
const { exec } = RegExp.prototype

/** Searches that may look through all there is. */
const SEARCHES: readonly (readonly [prototype: object, name: string, find: Find])[] = [
  [String.prototype, 'indexOf', indexOf.text],
  [String.prototype, 'includes', indexOf.text],
  [Array.prototype, 'indexOf', indexOf.list],
  [Array.prototype, 'includes', indexOf.list],
]

function put(prototype: object, name: string, value: unknown): void {
  Object.defineProperty(prototype, name, { value, writable: true, configurable: true, enumerable: false })
}

/**
 * Counts the letters and items that the engine's own searches pass, which no block of our code shows. How often a
 * regular expression goes back over a letter stays unknown.
 * @returns `passed`, the count so far, and `stop`, which puts the searches back as they were.
 */
export function countSearches(): { passed(): number; stop(): void } {
  let passed = 0
  const undo: (() => void)[] = []
  for (const [prototype, name, find] of SEARCHES) {
    const search: Find = Reflect.get(prototype, name)
    put(prototype, name, function (this: { length: number }, what: unknown, from = 0) {
      const found = find.call(this, what, from)
      passed += Math.max(0, (found < 0 ? this.length : found) - from)
      return search.call(this, what, from)
    })
    undo.push(() => put(prototype, name, search))
  }
  put(RegExp.prototype, 'exec', function (this: RegExp, text: string) {
    const from = this.global || this.sticky ? this.lastIndex : 0
    const match = exec.call(this, text)
    if (match) passed += match.index + match[0].length - from
    else if (!this.sticky && !this.source.startsWith('^')) passed += Math.max(0, text.length - from)
    return match
  })
  return {
    passed: () => passed,
    stop() {
      for (const step of undo) step()
      put(RegExp.prototype, 'exec', exec)
    },
  }
}
