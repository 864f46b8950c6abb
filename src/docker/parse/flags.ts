import { didYouMean } from '../../core/text.ts'
import type { Flag, Keyword } from '../ast.ts'

type Kind = 'yes-no' | 'text' | 'texts'

const kinds = (...of: readonly (readonly [Kind, string])[]): ReadonlyMap<string, Kind> =>
  new Map(of.flatMap(([kind, names]) => names.split(' ').map(name => [name, kind] as const)))

/** The flags of BuildKit's frontend, those of its labs channel included. */
const KNOWN: ReadonlyMap<Keyword, ReadonlyMap<string, Kind>> = new Map([
  ['ADD', kinds(['yes-no', 'keep-git-dir link unpack'], ['text', 'checksum chmod chown'], ['texts', 'exclude'])],
  ['COPY', kinds(['yes-no', 'link parents'], ['text', 'chmod chown from'], ['texts', 'exclude'])],
  ['FROM', kinds(['text', 'platform'])],
  ['HEALTHCHECK', kinds(['text', 'interval retries start-interval start-period timeout'])],
  ['RUN', kinds(['text', 'network security'], ['texts', 'device mount'])],
])
const DURATION = /^[-+]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+)$/

/** Why BuildKit refuses one flag of an instruction, or `undefined`. `seen` are the names of those before it. */
export function flagProblem(keyword: Keyword, flag: Flag, seen: ReadonlySet<string>): string | undefined {
  const known = KNOWN.get(keyword)
  const kind = known?.get(flag.name)
  if (kind === undefined) {
    const flags = [...(known?.keys() ?? [])].map(name => `--${name}`)
    return `unknown flag \`--${flag.name}\` of \`${keyword}\`${didYouMean(`--${flag.name}`, flags)}`
  }
  if (kind !== 'texts' && seen.has(flag.name)) return `duplicate flag \`--${flag.name}\``
  if (kind === 'yes-no' && flag.value !== undefined && !/^(?:true|false)$/i.test(flag.value))
    return `invalid value of flag \`--${flag.name}\`; expected \`true\` or \`false\``
  if (kind !== 'yes-no' && flag.value === undefined) return `flag \`--${flag.name}\` needs a value`
  return keyword === 'HEALTHCHECK' ? healthProblem(flag) : undefined
}

function healthProblem({ name, value = '' }: Flag): string | undefined {
  if (value === '') return undefined
  if (name !== 'retries')
    return DURATION.test(value) ? undefined : `invalid value of flag \`--${name}\`; expected a duration such as \`30s\``
  return /^\+?\d+$/.test(value) ? undefined : 'invalid value of flag `--retries`; expected a whole number'
}
