/** One step of a pattern: a run of any characters, any one character, or this character. */
type Step = { readonly any: 'run' | 'one' } | { readonly char: string }

/** Work allowed for one pattern, in comparisons: a hostile one may ask for text² × pattern. */
const MOST_WORK = 5_000_000

/** A `*`/`?` pattern of `${X#p}` and its kin. @throws Error for an escape that BuildKit refuses. */
function stepsOf(pattern: string): readonly Step[] {
  const steps: Step[] = []
  const chars = [...pattern]
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i]!
    if (char === '*') steps.push({ any: 'run' })
    else if (char === '?') steps.push({ any: 'one' })
    else if (char !== '\\') steps.push({ char })
    else {
      const next = chars[++i]
      if (next === undefined || !'*?\\}/'.includes(next)) throw new Error('invalid escape in a pattern')
      steps.push({ char: next })
    }
  }
  return steps
}

/** All ends of matches that begin at `start`, as the shortest and the longest one. */
function matchAt(
  steps: readonly Step[],
  text: readonly string[],
  start: number,
): { least: number; most: number } | undefined {
  let least = -1
  let most = -1
  let active = new Uint8Array(steps.length + 1)
  active[0] = 1
  for (let at = start; ; at++) {
    for (let i = 0; i < steps.length; i++) {
      const step = steps[i]!
      if (active[i] && 'any' in step && step.any === 'run') active[i + 1] = 1
    }
    if (active[steps.length]) {
      if (least < 0) least = at
      most = at
    }
    if (at >= text.length || !active.includes(1)) break
    active = advance(steps, active, text[at]!)
  }
  return least < 0 ? undefined : { least, most }
}

function advance(steps: readonly Step[], active: Uint8Array, char: string): Uint8Array<ArrayBuffer> {
  const next = new Uint8Array(active.length)
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i]!
    if (!active[i]) continue
    if ('char' in step ? step.char === char : char !== '\n') next['any' in step && step.any === 'run' ? i : i + 1] = 1
  }
  return next
}

function limit(steps: readonly Step[], text: readonly string[], starts: number): void {
  if (starts * text.length * steps.length > MOST_WORK) throw new Error('pattern too costly')
}

/** `${X#p}` and, `longest`, `${X##p}`. @throws Error */
export function withoutPrefix(value: string, pattern: string, longest: boolean): string {
  const [steps, text] = [stepsOf(pattern), [...value]]
  limit(steps, text, 1)
  const match = matchAt(steps, text, 0)
  return match ? text.slice(longest ? match.most : match.least).join('') : value
}

/** `${X%p}` and, `longest`, `${X%%p}`. @throws Error */
export function withoutSuffix(value: string, pattern: string, longest: boolean): string {
  const [steps, text] = [[...stepsOf(pattern)].reverse(), [...value].reverse()]
  limit(steps, text, 1)
  const match = matchAt(steps, text, 0)
  return match
    ? text
        .slice(longest ? match.most : match.least)
        .reverse()
        .join('')
    : value
}

/** `${X/p/r}` and, `all`, `${X//p/r}`. An empty match right after another does not count, as in Go. @throws Error */
export function replaced(value: string, pattern: string, replacement: string, all: boolean): string {
  const [steps, text] = [stepsOf(pattern), [...value]]
  limit(steps, text, text.length)
  let result = ''
  let last = -1
  for (let at = 0; at <= text.length; ) {
    const end = matchAt(steps, text, at)?.most
    const counts = end !== undefined && !(end === at && at === last)
    if (counts) result += replacement
    if (counts && end > at) at = last = end
    else result += text[at++] ?? ''
    if (counts && !all) return result + text.slice(at).join('')
  }
  return result
}
