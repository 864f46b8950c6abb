import type { Dockerfile, Instruction } from '../docker/ast.ts'
import { parseDockerfile } from '../docker/parse/parse.ts'

/** No template without one of these; most Dockerfiles have none, and need not be read for it. */
const MARK = /\{\{|\{%|\{#|<%|\[\[|%%[A-Z]|@[A-Z][\w.-]{0,99}@|\$\{\w{1,99}[.-]\w|^[ \t]*FROM[ \t][^\n<[]{0,500}[<[]/im

/** A line that begins with an expression or a statement of a template language: to a builder, an instruction. */
const MARKED_LINE = /^[ \t]*(?:\{\{|\{%|\{#|<%)/gm

/** Jinja, ERB, EJS and cookiecutter, wherever they are: no shell and no builder gives these a meaning. */
const ANYWHERE = /<%[=#-]?[ \t\w]|\{%[-+]?[ \t]{0,9}[a-z][^%\n]{1,200}%\}|\{\{[ \t-]*cookiecutter\b/

/** Where the builder reads words: braces of Jinja and Go, `%%X%%`. In quotes they may be data of the image. */
const IN_WORDS = /^[^"'\n]*(?:\{\{[^"'\n]{0,200}\}\}|%%[A-Z]\w{0,99}%%)/

/** No image is called like this: `${project.version}` is Maven's, `<project_id>` and `[modules]` are to be filled in. */
const IN_FROM =
  /\{\{|<%|\[\[|%%|@[A-Za-z][\w.-]{0,99}@|\$\{\w{1,99}\.\w|<[A-Za-z][\w -]{0,99}>|^\s*\[[A-Za-z][\w-]{0,99}\]/

const SCRIPTS: ReadonlySet<Instruction['is']> = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'SHELL', 'ONBUILD'])

/** `pip install a=={{ version }}`: a brace pair in no quotes, with blanks in it, is nothing that a program is given. */
const isInScript = (one: Instruction): boolean =>
  one.is === 'RUN' && one.rest.includes('{{') && one.commands.some(({ args }) => args.some(opensExpression))

const opensExpression = ({ text, span }: { text: string; span: readonly [number, number] }): boolean =>
  text.endsWith('{{') && text.length === span[1] - span[0]

const isMarked = (one: Instruction): boolean => {
  if (one.is === 'FROM') return IN_FROM.test(one.rest)
  return ANYWHERE.test(one.rest) || (SCRIPTS.has(one.is) ? isInScript(one) : IN_WORDS.test(one.rest))
}

/** True when a line outside of heredocs and comments begins with a mark. */
function hasMarkedLine({ text, instructions, comments }: Dockerfile): boolean {
  const apart = [...instructions.flatMap(({ heredocs }) => heredocs), ...comments].map(({ span }) => span)
  const sorted = apart.sort((a, b) => a[0] - b[0])
  let next = 0
  for (const { index } of text.matchAll(MARKED_LINE)) {
    while (sorted[next] && sorted[next]![1] <= index) next++
    if (!sorted[next] || index < sorted[next]![0]) return true
  }
  return false
}

/**
 * True for what a program makes a Dockerfile of: it holds the marks of a template language where a builder reads an
 * instruction or one of its words. A heredoc, or a quoted word of a script, may hold them as data.
 */
export function isDockerfileTemplate(file: string, text: string): boolean {
  if (!MARK.test(text)) return false
  const dockerfile = parseDockerfile(file, text)
  if (dockerfile.instructions.some(isMarked)) return true
  return dockerfile.problems.length > 0 && (hasMarkedLine(dockerfile) || hasMarkedProblem(dockerfile))
}

/** The builder stops at the first; one of a kind stands on the lines of the others. */
const MOST_PROBLEMS = 20

/** True when the builder stumbles over a line with a mark in it. */
function hasMarkedProblem({ text, problems }: Dockerfile): boolean {
  return problems.slice(0, MOST_PROBLEMS).some(({ span: [start] }) => {
    const feed = text.indexOf('\n', start)
    return MARK.test(text.slice(text.lastIndexOf('\n', start - 1) + 1, feed < 0 ? undefined : feed))
  })
}
