import type { Comment, Source } from '../core/source.ts'

/** A text that people write and a renderer reads: what its comments switch off is switched off in what is rendered. */
export interface Written extends Pick<Source, 'file' | 'text' | 'comments'> {
  /** It is a part of its file: none of its comments is about the whole file. */
  readonly isPart?: boolean
}

/** Alone on its line: a comment of YAML, or one of Helm. Behind a value: a comment of YAML. */
const COMMENT = /^[ \t]*\{\{-?[ \t]*\/\*(.*)\*\/[ \t]*-?\}\}[ \t]*$|(?:^|[ \t])(#.*)$/

/** A line of nothing but braces: it is no part of the tree that the other lines make. */
const CONTROL = /^[ \t]*\{\{.*\}\}[ \t]*$/

/** A template, or another file that is not plain YAML. Its comments are found line by line. */
export function templateOf(file: string, text: string): Written {
  const comments: Comment[] = []
  const lines = text.split('\n')
  let start = 0
  for (const [index, line] of lines.entries()) {
    const [, helm, yaml] = COMMENT.exec(line.trimEnd()) ?? []
    const comment = helm === undefined ? yaml : `#${helm.trimEnd()}`
    const at = start + line.length - (yaml?.length ?? line.trimStart().length)
    if (comment !== undefined) comments.push({ text: comment, span: [at, start + line.length], line: index + 1 })
    start += line.length + 1
  }
  return { file, text: lines.map(line => (CONTROL.test(line) ? ' '.repeat(line.length) : line)).join('\n'), comments }
}
