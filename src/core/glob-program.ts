/** A glob as the program of a machine that is in many states at once: its time is text × glob, whatever the two are. */

/** One state. `go`: no letter is read on the way to the states it names. */
type State =
  | { readonly is: 'letter'; readonly letter: string }
  | { readonly is: 'set'; readonly has: (letter: string) => boolean }
  | { readonly is: 'name' } // any letter but a slash
  | { readonly is: 'any' }
  | { is: 'go'; to: readonly number[] }
  | { readonly is: 'end' }

/** True for texts that the glob matches as a whole. */
export function programOf(glob: string): (text: string) => boolean {
  const states = new Compiler(glob).states
  return text => run(states, text)
}

function run(states: readonly State[], text: string): boolean {
  let now: number[] = []
  let next: number[] = []
  const seen = new Int32Array(states.length).fill(-1)
  enter(states, 0, now, seen, 0)
  for (let at = 0; at < text.length && now.length > 0; at++) {
    for (const state of now) if (takes(states[state]!, text[at]!)) enter(states, state + 1, next, seen, at + 1)
    ;[now, next] = [next, now]
    next.length = 0
  }
  return now.some(state => states[state]!.is === 'end')
}

/** Adds a state and all that can be reached from it without a letter, each once for a place in the text. */
function enter(states: readonly State[], first: number, into: number[], seen: Int32Array, at: number): void {
  const open = [first]
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (seen[state] === at) continue
    seen[state] = at
    const one = states[state]!
    if (one.is === 'go') open.push(...one.to)
    else into.push(state)
  }
}

function takes(state: State, letter: string): boolean {
  if (state.is === 'letter') return state.letter === letter
  if (state.is === 'set') return letter !== '/' && state.has(letter)
  return state.is === 'any' || (state.is === 'name' && letter !== '/')
}

class Compiler {
  readonly states: State[] = []
  readonly #glob: string
  #at = 0

  constructor(glob: string) {
    this.#glob = glob.startsWith('./') ? glob.slice(2) : glob
    while (this.#at < this.#glob.length) this.#item(false)
    this.states.push({ is: 'end' })
  }

  #item(inBraces: boolean): void {
    const rest = this.#glob.slice(this.#at, this.#at + 4)
    const atName = this.#at === 0 || (inBraces ? '/{,' : '/').includes(this.#glob[this.#at - 1]!)
    const ends = /^\/\*\*(?:$|[,}])/.test(rest) && (inBraces || rest.length === 3)
    if (ends && this.#glob[this.#at - 1] !== '*') this.#below()
    else if (atName && /^\*\*(?:\/|$)/.test(rest)) this.#folders(rest[2] === '/')
    else this.#letter(this.#glob[this.#at++]!, atName)
  }

  #letter(letter: string, atName: boolean): void {
    if (letter === '*') this.#star(atName)
    else if (letter === '?') this.states.push({ is: 'name' })
    else if (letter === '[') this.#set()
    else if (letter === '{') this.#braces()
    else this.states.push({ is: 'letter', letter: letter === '\\' ? (this.#glob[this.#at++] ?? letter) : letter })
  }

  // `a/**` at the end: the folder itself, and all below it. Of folders named by a star only what is below.
  #below(): void {
    this.#at += 3
    this.#maybe(() => {
      this.states.push({ is: 'letter', letter: '/' })
      this.#repeat({ is: 'any' })
    })
  }

  /** Any number of folders, none too. */
  #folders(slash: boolean): void {
    this.#at += slash ? 3 : 2
    const folders = (): void => this.#repeat({ is: 'any' })
    if (!slash) folders()
    else
      this.#maybe(() => {
        folders()
        this.states.push({ is: 'letter', letter: '/' })
      })
  }

  /** A name that is all star has a letter at least. */
  #star(atName: boolean): void {
    while (this.#glob[this.#at] === '*') this.#at++
    if (atName && '/'.includes(this.#glob[this.#at] ?? '/')) this.states.push({ is: 'name' })
    this.#repeat({ is: 'name' })
  }

  #repeat(state: State): void {
    const start = this.states.length
    this.states.push({ is: 'go', to: [start + 1, start + 3] }, state, { is: 'go', to: [start] })
  }

  #maybe(inner: () => void): void {
    const fork: State = { is: 'go', to: [] }
    this.states.push(fork)
    const start = this.states.length
    inner()
    fork.to = [start, this.states.length]
  }

  /** `[abc]`, `[a-z]`, `[!a]`; a bracket that is never closed is a letter. */
  #set(): void {
    const [whole, not, letters] = /^([!^]?)(\]?(?:\\.|[^\]\\/])*)\]/.exec(this.#glob.slice(this.#at)) ?? []
    if (whole === undefined || letters === '') {
      this.states.push({ is: 'letter', letter: '[' })
      return
    }
    this.#at += whole.length
    const ranges = [...letters!.matchAll(/(?:\\(.)|(.))(?:-(?:\\(.)|([^\]])))?/gs)].map(
      ([, escaped, plain, escapedTo, plainTo]) => {
        const from = escaped ?? plain!
        return [from, escapedTo ?? plainTo ?? from] as const
      },
    )
    const has = (letter: string): boolean => ranges.some(([from, to]) => letter >= from && letter <= to)
    this.states.push({ is: 'set', has: not ? letter => !has(letter) : has })
  }

  /** `{a,b}`, one in the other too; braces without a comma are letters. */
  #braces(): void {
    if (!this.#isChoice()) {
      this.states.push({ is: 'letter', letter: '{' })
      return
    }
    const fork: State = { is: 'go', to: [] }
    this.states.push(fork)
    const [starts, ends]: [number[], { is: 'go'; to: readonly number[] }[]] = [[], []]
    do {
      starts.push(this.states.length)
      while (!',}'.includes(this.#glob[this.#at] ?? '}')) this.#item(true)
      const end = { is: 'go' as const, to: [] }
      ends.push(end)
      this.states.push(end)
    } while (this.#glob[this.#at++] === ',')
    fork.to = starts
    for (const end of ends) end.to = [this.states.length]
  }

  /** True when what follows is closed by a brace of its own, with a comma between. */
  #isChoice(): boolean {
    let [depth, comma] = [1, false]
    for (let at = this.#at; at < this.#glob.length; at++) {
      const letter = this.#glob[at]!
      if (letter === '\\') at++
      else if (letter === '{') depth++
      else if (letter === ',' && depth === 1) comma = true
      else if (letter === '}' && --depth === 0) return comma
    }
    return false
  }
}
