import { expect } from 'vitest'
import type { Dockerfile, Instruction, ShellCommand, Word } from '../../src/docker/ast.ts'

/** A text without its continuations, comments and empty lines between them. */
export function joined(text: string, esc: string): string {
  const mark = esc === '`' ? '`' : '\\\\'
  return text.replace(new RegExp(`(?<!${mark})${mark}[ \\t]*\\r*\\n(?:\\s*#[^\\n]*(?:\\n|$)|\\s*\\n)*`, 'g'), '')
}

function wordsOf(node: Instruction): readonly Word[] {
  const words: Word[] = [node.keyword]
  if ('pairs' in node) for (const { key, value } of node.pairs) words.push(key, ...(value ? [value] : []))
  if ('words' in node) words.push(...node.words)
  if ('sources' in node) words.push(...node.sources, node.target)
  if (node.is === 'FROM') words.push(node.image, ...(node.as ? [node.as] : []), ...(node.alias ? [node.alias] : []))
  if (node.is === 'USER') words.push(node.name)
  return words
}

/** Every span of a node lies where it should, and covers what the node says. */
function checkNode(file: Dockerfile, node: Instruction): void {
  const [start, end] = node.span
  const source = joined(file.text.slice(start, end), file.escape)
  if (!source.startsWith(node.keyword.text))
    throw new Error(`span of ${node.is} covers ${JSON.stringify(source.slice(0, 40))}`)
  for (const word of wordsOf(node)) {
    const text = joined(file.text.slice(...word.span), file.escape)
    if (text !== word.text)
      throw new Error(`${node.is}: span of ${JSON.stringify(word.text)} covers ${JSON.stringify(text)}`)
  }
  for (const flag of node.flags)
    if (!file.text.slice(...flag.span).startsWith('-')) throw new Error(`flag ${flag.name}`)
  for (const { span, content } of node.heredocs) if (file.text.slice(...span) !== content) throw new Error('heredoc')
  if ('commands' in node) for (const command of node.commands) checkCommand(file, node, command)
  if (node.is === 'ONBUILD') checkNode(file, node.trigger)
}

function checkCommand(file: Dockerfile, node: Instruction, command: ShellCommand): void {
  const { span, word, args, wrappers } = command
  if (span[0] < node.span[0] || span[1] > node.span[1] || span[0] >= span[1])
    throw new Error(`span of ${command.name} is ${span}`)
  for (const part of [word, ...args, ...wrappers]) {
    const text = joined(file.text.slice(...part.span), '\\')
    const plain = !/["'$\\`()]/.test(text)
    if (part.span[0] < span[0] || part.span[1] > span[1]) throw new Error(`word ${part.text} is outside its command`)
    if (plain && joined(text, file.escape) !== part.text)
      throw new Error(`${JSON.stringify(part.text)} covers ${JSON.stringify(text)}`)
  }
  command.has('y', 'yes')
  command.valueOf('o', 'output')
}

/** Spans tile the text: they follow one another, and between them stand only blanks, comments and what was refused. */
export function checkSpans(file: Dockerfile): void {
  let last = 0
  let rest = ''
  for (const node of file.instructions) {
    expect(node.span[0]).toBeGreaterThanOrEqual(last)
    expect(node.span[1]).toBeGreaterThanOrEqual(node.span[0])
    checkNode(file, node)
    rest += file.text.slice(last, node.span[0])
    last = node.span[1]
  }
  rest += file.text.slice(last)
  const bare = rest
    .replace(/^\uFEFF/, '')
    .split('\n')
    .filter(line => !/^\s*#/.test(line))
    .join('')
  if (file.problems.length === 0) expect(bare.replace(/[\s\\`]/g, '')).toBe('')
  for (const { span } of file.problems) expect(file.locate({ span }).start.line).toBeGreaterThan(0)
  for (const comment of file.comments) expect(file.text.slice(...comment.span)).toBe(comment.text)
}
