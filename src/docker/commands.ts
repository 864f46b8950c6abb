import type { Change } from '../core/edit.ts'
import type { Problem } from '../core/finding.ts'
import type { Spanned } from '../core/location.ts'
import type { Instruction, Run, ShellCommand, ShellWord } from './ast.ts'

/** All that an instruction says, its heredocs included. */
export const wholeText = ({ rest, heredocs }: Instruction): string =>
  [rest, ...heredocs.map(({ content }) => content)].join('\n')

/** From the name of a program to one of its words: what a reader sees as `apt-get install`. */
export const upTo = ({ word }: ShellCommand, last: ShellWord): Spanned => ({ span: [word.span[0], last.span[1]] })

/** The first word that is one of these sub-commands: values of flags before it are passed over. */
export const verbOf = (command: ShellCommand, verbs: readonly string[]): ShellWord | undefined =>
  command.args.find(({ text }) => verbs.includes(text))

/** The words after a sub-command that are neither flags nor the values of the flags that take one. */
export function operandsAfter(command: ShellCommand, verb: ShellWord, valued: readonly string[] = []): ShellWord[] {
  const operands: ShellWord[] = []
  const words = command.args.slice(command.args.indexOf(verb) + 1)
  let onlyOperands = false
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (onlyOperands || !word.text.startsWith('-')) operands.push(word)
    else if (word.text === '--') onlyOperands = true
    else if (valued.includes(word.text)) i++
  }
  return operands
}

/** No package has a longer name: what is longer was written to make us look at it for long. */
const LONGEST_NAME = 200

/** True when nobody can tell before the build what a word stands for. */
export const isUnknown = (text: string): boolean => /[$`]/.test(text) || text.length > LONGEST_NAME

/** True when a mount of type cache or tmpfs keeps one of these folders out of the layer. */
export const keptOut = (run: Run, folders: RegExp): boolean =>
  run.mounts.some(mount => {
    const type = mount.get('type')
    const target = mount.get('target') ?? mount.get('dst') ?? mount.get('destination') ?? ''
    return (type === 'cache' || type === 'tmpfs') && folders.test(target)
  })

/** True when another program answers the questions: `yes | apt-get install …`. */
export function isAnswered({ commands }: Run, index: number): boolean {
  const previous = commands[index - 1]
  return previous?.pipeline === commands[index]?.pipeline && /^(yes|echo|printf)$/.test(previous?.name ?? '')
}

/** True for a word without quotes, variables and line breaks: what may be changed letter by letter. */
export const isPlain = ({ text, span, expanded }: ShellWord): boolean => !expanded && text.length === span[1] - span[0]

/** What is written there is a variable, which stands for other words too. */
const isExpanded = (change: Change): boolean => 'node' in change && 'expanded' in change.node

/** A fix for the words of a script: none for a JSON array, whose words are quoted. */
export const scriptFix = (run: Run, title: string, safe: boolean, ...changes: Change[]): Pick<Problem, 'fix'> =>
  run.form === 'shell' && !changes.some(isExpanded) ? { fix: { title, safe, changes } } : {}

/** A flag behind a word. */
export const flagAfter = (node: Spanned, flag: string): Change => ({ op: 'insert-after', node, text: ` ${flag}` })

/** One problem at the first of the packages that may come in any version. */
export function unpinned([first, ...others]: readonly ShellWord[]): readonly Problem[] {
  if (!first) return []
  const more = others.length > 0 ? ` (and ${others.length} more)` : ''
  return [{ at: first, message: `package \`${first.text}\`${more} has no version` }]
}
