import type { Container } from './container.ts'
import { CONSOLES, type Console } from './facts/consoles.ts'
import { imageOf } from './image.ts'
import { listOf, textOf } from './resource.ts'

/** The words of its command, and its variables as `NAME=value`. */
const wordsOf = ({ spec }: Container): readonly string[] => [
  ...[...listOf(spec.command), ...listOf(spec.args)].map(textOf),
  ...listOf(spec.env).map(variable => `${textOf(variable?.name)}=${textOf(variable?.value)}`),
]

/** What an image is known as, when it is that of a console. */
const byImage = (repository: string): Console | undefined =>
  CONSOLES.find(({ images }) => images.some(image => repository === image || repository.endsWith(`/${image}`)))

/** A console that a container runs, and whether it asks for a log-in; `undefined` where files decide that nobody read. */
export function consoleOf(
  container: Container,
): { readonly console: Console; readonly login: boolean | undefined } | undefined {
  const image = imageOf(container)
  const console = image && byImage(image.repository)
  if (!console) return undefined
  const words = wordsOf(container)
  const has = (word: RegExp | undefined): boolean => word !== undefined && words.some(one => word.test(one))
  if (console.only && !has(console.only)) return undefined
  if (has(console.unless)) return { console, login: !console.login }
  const isDecidedElsewhere = !console.login && console.unless !== undefined && listOf(container.spec.envFrom).length > 0
  return { console, login: isDecidedElsewhere ? undefined : console.login }
}

/** Whether a port, by its number or its name in the pod, leads to the page of a console. */
export function leadsToConsole(port: unknown, container: Container, { ports }: Console): boolean {
  const declaring = container.workload.containers.find(one => declared(one, port) !== undefined)
  if (declaring && declaring !== container) return false
  const number = declared(container, port) ?? (typeof port === 'number' ? port : undefined)
  if (ports) return number !== undefined && ports.includes(number)
  return declaring !== undefined || container.workload.containers.filter(({ role }) => role === 'app').length === 1
}

/** The number of a port that a container declares. */
const declared = ({ spec }: Container, port: unknown): number | undefined =>
  listOf(spec.ports).find(one => one?.containerPort === port || (typeof port === 'string' && one?.name === port))
    ?.containerPort
