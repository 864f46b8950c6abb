import type { Instruction, Word } from './ast.ts'

/** `[[ip:]host:]container[/protocol]`, where ports may be ranges. */
export interface Port {
  readonly word: Word
  readonly host: boolean
  readonly ports: string
  readonly protocol: string
}

/** A variable with its stand-in, which may be another one: `${PORT:-8080}`. */
const VARIABLE = /\$(\{[^{}]*(\{[^{}]*\}[^{}]*)*\}|\w+)/g

/** The ports of an EXPOSE; what only the build knows is `$`. */
export function portsOf(instruction: Instruction): readonly Port[] {
  if (instruction.is !== 'EXPOSE') return []
  return instruction.words.flatMap(word => {
    const known = word.value.replace(VARIABLE, '$')
    // Stand-ins nested deeper than that are nothing to be sure about.
    if (word.variables.length > 0 && known.includes('{')) return []
    const [port = '', protocol = ''] = known.split('/')
    const colon = port.lastIndexOf(':')
    return { word, host: colon >= 0, ports: port.slice(colon + 1), protocol }
  })
}

/** True for what only the build knows. */
export const isUnknown = (text: string): boolean => text.includes('$')
