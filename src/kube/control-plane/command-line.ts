import type { Path } from '../../core/location.ts'
import { Mapper } from '../../docker/parse/mapped-text.ts'
import { readScript } from '../../docker/shell/shell.ts'
import type { Container } from '../container.ts'
import { isTemplated } from '../filled-in-later.ts'
import { imageOf } from '../image.ts'
import { listOf, textOf } from '../resource.ts'
import { Component, type ComponentName, flagName, flagValue, type Setting } from './component.ts'

/** One word of a command, and the item of the list that it is in. */
interface Word {
  readonly text: string
  readonly at: Path
}

const NAMES: ReadonlySet<string> = new Set<ComponentName>([
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-proxy',
  'kube-scheduler',
  'kubelet',
])

/** The names of the components in `hyperkube`, one program that is all of them. */
const IN_HYPERKUBE: Readonly<Record<string, ComponentName>> = {
  apiserver: 'kube-apiserver',
  'controller-manager': 'kube-controller-manager',
  proxy: 'kube-proxy',
  scheduler: 'kube-scheduler',
}

const SHELLS = /^(?:ba|da|a)?sh$/
/** Programs that run the one behind their own options. */
const WRAPPERS: ReadonlySet<string> = new Set(['dumb-init', 'env', 'go-runner', 'hyperkube', 'nice', 'tini'])

const programOf = (word: string): string => word.slice(word.lastIndexOf('/') + 1)

function componentOf(word: string): ComponentName | undefined {
  const program = programOf(word)
  return NAMES.has(program) ? (program as ComponentName) : undefined
}

/** The words behind the name of a component, and the component; `undefined` for any other program. */
function behindName([first, ...rest]: readonly Word[]): { name: ComponentName; args: readonly Word[] } | undefined {
  if (!first) return undefined
  const name = componentOf(first.text)
  if (name) return { name, args: rest }
  const wrapper = programOf(first.text)
  if (!WRAPPERS.has(wrapper)) return undefined
  const at = rest.findIndex(({ text }) => !text.startsWith('-') && !/^\w+=/.test(text))
  const inside = rest[at]
  if (!inside) return undefined
  const inHyperkube = wrapper === 'hyperkube' ? IN_HYPERKUBE[inside.text] : undefined
  return inHyperkube ? { name: inHyperkube, args: rest.slice(at + 1) } : behindName(rest.slice(at))
}

/** Most scripts run none of them, and need not be read. */
const MENTIONS = /\b(?:etcd|hyperkube|kubelet|kube-[a-z])/

/** The commands of a container: one, or those of the script that a shell is given. */
function commandsOf(words: readonly Word[]): readonly (readonly Word[])[] {
  const dashC = words.findIndex(({ text }) => /^-[a-z]*c$/.test(text))
  const script = words[dashC + 1]
  if (!SHELLS.test(programOf(words[0]?.text ?? '')) || dashC < 0 || !script) return [words]
  if (!MENTIONS.test(script.text)) return []
  const mapped = new Mapper().add(script.text, 0).done()
  return readScript(mapped).map(({ word, args }) => [word, ...args].map(({ text }) => ({ text, at: script.at })))
}

/** `--flag=value`, `--flag value` and `--flag` alone; the last one counts. */
function settingsIn(args: readonly Word[]): Map<string, Setting> {
  const settings = new Map<string, Setting>()
  for (const [index, { text, at }] of args.entries()) {
    const [, written, value] = /^--?([A-Za-z][\w.-]*)(?:=(.*))?$/s.exec(text) ?? []
    if (written === undefined) continue
    const next = args[index + 1]?.text
    const apart = next === undefined || next.startsWith('-') ? 'true' : next
    const name = flagName(written)
    settings.set(name, { value: unquoted(value ?? apart), at, name: `--${name}` })
  }
  return settings
}

/** Without the quotes that some write in an item of a list, where no shell takes them off. */
const unquoted = (value: string): string => value.replace(/^(["'])(.*)\1$/s, '$2')

/** etcd reads each flag from the environment, too; a flag of the command line counts. */
function fromEnvironment(container: Container): readonly (readonly [string, Setting])[] {
  return listOf(container.spec.env).flatMap((variable, index) => {
    const [, flag] = /^ETCD_([A-Z_]+)$/.exec(textOf(variable?.name)) ?? []
    if (flag === undefined) return []
    const value = variable.valueFrom ? '$(valueFrom)' : (flagValue(variable.value) ?? '')
    return [[flagName(flag.toLowerCase()), { value, at: container.at('env', index), name: variable.name }] as const]
  })
}

/** An argument that is a variable may be any flag. */
const isOpen = (args: readonly Word[]): boolean =>
  args.some(({ text }) => text.startsWith('$') || (isTemplated(text) && !text.startsWith('-')))

/** The words that a container runs; arguments alone are those of the program that its image is named after. */
function wordsOf(container: Container): readonly Word[] {
  const [command, args] = ['command', 'args'].map(field =>
    listOf(container.spec[field]).map((text, index) => ({ text: String(text ?? ''), at: container.at(field, index) })),
  ) as [Word[], Word[]]
  const program = imageOf(container)?.repository.split('/').at(-1)
  const isOfImage = command.length === 0 && args[0]?.text.startsWith('--') === true && program !== undefined
  return isOfImage ? [{ text: program, at: container.at('args') }, ...args] : [...command, ...args]
}

/** The component that a container runs, whatever it is called; `undefined` for all others. */
export function componentIn(container: Container): Component | undefined {
  for (const words of commandsOf(wordsOf(container))) {
    const found = behindName(words)
    if (!found) continue
    const { name, args } = found
    const isWhole = container.workload.whole && !isOpen(args) && listOf(container.spec.envFrom).length === 0
    const environment = name === 'etcd' ? fromEnvironment(container) : []
    return new Component(container.workload.resource, {
      name,
      at: container.at(container.spec.command === undefined ? 'args' : 'command'),
      form: isWhole ? 'command' : 'part',
      settings: new Map([...environment, ...settingsIn(args)]),
    })
  }
  return undefined
}
