import type { Change } from '../../../core/edit.ts'
import type { Problem } from '../../../core/finding.ts'
import type { Span } from '../../../core/location.ts'
import type { Peers } from '../../../core/rule.ts'
import { plural } from '../../../core/text.ts'
import type { Dockerfile, Env, Instruction, Plain, SyntaxProblem, Word } from '../../../docker/ast.ts'
import { caseIn, inCaseOf, isLower, isUpper } from '../../../docker/keywords.ts'
import { variablesAt } from '../../../docker/variables.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

/** What stands before the first FROM and must not. */
const early = ({ head }: Dockerfile): readonly Instruction[] => head.filter(({ is }) => is !== 'ARG')

/** Where the instructions stand that have a rule of their own, as they come before the first FROM. */
const spansBeforeFrom = (dockerfile: Dockerfile): ReadonlySet<string> =>
  new Set(
    early(dockerfile)
      .flatMap(written => (written.is === 'ONBUILD' ? [written, written.trigger] : written))
      .map(({ keyword }) => keyword.span.join()),
  )

/** What only a line that goes on from the one above begins with. */
const GOES_ON = /^[ \t]|^(?:&&|\|\|?|-|;|\)|\})/
/** What only a line ends with that goes on below. */
const UNFINISHED = /(?:&&|\|\|?|,|\\|`)[ \t]*$/

/** The line that ends before an offset, without its break. */
function lineAbove(text: string, start: number): string {
  const end = text.lastIndexOf('\n', start - 1)
  return end <= 0 ? '' : text.slice(text.lastIndexOf('\n', end - 1) + 1, end).replace(/\r$/, '')
}

/** Why a line that is no instruction may be there: the instruction above was to go on. */
function causeOf({ text, escape: esc, instructions }: Dockerfile, { span: [start], message }: SyntaxProblem): string {
  if (!/^unknown instruction `[^`]*`$/.test(message)) return ''
  const above = lineAbove(text, start)
  const before = instructions.findLast(({ span }) => span[1] <= start)
  if (!before || above.trim() === '' || /^\s*#/.test(above)) return ''
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start + 2)
  const isLong = text.slice(...before.span).includes('\n')
  return GOES_ON.test(line) || UNFINISHED.test(above) || isLong ? `: the line above does not end in \`${esc}\`` : ''
}

/** hadolint has an id of its own for what ONBUILD cannot trigger, which its parser accepts. */
const notOf = ({ message }: SyntaxProblem): Peers => ({
  hadolint: message.startsWith('`ONBUILD` cannot trigger') ? 'DL1000' : 'DL3043',
})

/** The builder stops at the first slip; those after it are often the rest of the same. */
function firstOf(dockerfile: Dockerfile, problems: readonly SyntaxProblem[]): readonly Problem[] {
  const [first, ...others] = problems.toSorted((a, b) => a.span[0] - b.span[0])
  if (!first) return []
  const line = (at: SyntaxProblem): number => dockerfile.locate(at).start.line
  const lines = new Set(others.map(line))
  lines.delete(line(first))
  const more = lines.size > 0 ? `, and ${plural(lines.size, 'invalid line')} after it` : ''
  return [{ at: first, message: `${first.message}${causeOf(dockerfile, first)}${more}`, unlike: notOf(first) }]
}

export const syntaxError = rule({
  id: 'syntax-error',
  title: 'Dockerfile has a syntax error',
  why: 'The builder rejects the file: no image is built, and findings about the rest may not apply.',
  help: 'Correct the instruction as described in the Dockerfile reference, and check it with `docker build --check .`.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  peers: {
    hadolint: ['DL1000', 'DL3043'],
    dockerfilelint: [
      'required_params',
      'invalid_line',
      'extra_args',
      'missing_args',
      'invalid_format',
      'healthcheck_options_missing_args',
    ],
  },
  on: 'dockerfile',
  check(dockerfile) {
    const known = spansBeforeFrom(dockerfile)
    return firstOf(
      dockerfile,
      dockerfile.problems.filter(({ span }) => !known.has(span.join())),
    )
  },
})

export const instructionBeforeFrom = rule({
  id: 'instruction-before-from',
  title: 'Instruction before the first FROM',
  why: 'There is no image to change yet: the builder rejects the file.',
  help: 'Start with `FROM`; only `ARG` may precede it.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  peers: { hadolint: 'DL3061', dockerfilelint: 'from_first' },
  on: 'dockerfile',
  check: dockerfile =>
    early(dockerfile).map(({ is, keyword }) => ({
      at: keyword,
      message: `\`${is}\` precedes the first \`FROM\``,
    })),
})

/** The same as a label, when no quote or variable makes that a question. */
function asLabel(instruction: Plain): Pick<Problem, 'fix'> {
  const [who] = instruction.words
  if (!who || /["\\$`\n]/.test(who.text)) return {}
  const text = `${inCaseOf(instruction, 'LABEL')} org.opencontainers.image.authors="${who.text}"`
  return { fix: { title: 'Use a label', safe: false, changes: [{ op: 'replace', node: instruction, text }] } }
}

export const maintainerDeprecated = rule({
  id: 'maintainer-deprecated',
  title: 'MAINTAINER is deprecated',
  why: 'Tools read the authors of an image from its labels: they miss this one, and a future builder may reject the file.',
  help: 'Use a label: `LABEL org.opencontainers.image.authors="team@example.com"`.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  peers: {
    hadolint: 'DL4000',
    buildkit: 'MaintainerDeprecated',
    trivy: trivyIds('DS-0022', 'no-maintainer'),
    checkov: 'CKV_DOCKER_6',
    kics: '99614418-f82b-4852-a9ae-5051402b741c',
    dockerfilelint: 'deprecated_in_1.13',
  },
  on: 'instruction',
  check(instruction) {
    if (instruction.is !== 'MAINTAINER') return
    return { at: instruction, message: '`MAINTAINER` is deprecated', ...asLabel(instruction) }
  },
})

/** One word to the builder: no blank outside of quotes that no escape makes part of it. */
const ONE_WORD = /^(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')*$/
/** A fix is for people to read. */
const LONGEST_VALUE = 10_000

/** What makes `name=value` of `name value`; `undefined` when quotes and escapes make that a question. */
function modern({ pairs: [pair] }: Env): readonly Change[] | undefined {
  if (!pair?.value || pair.value.text.length > LONGEST_VALUE) return undefined
  const { key, value } = pair
  const { text } = value
  const gap = { span: [key.span[1], value.span[0]] } as const
  if (ONE_WORD.test(text)) return [{ op: 'replace', node: gap, text: '=' }]
  if (/['\\`]/.test(text)) return undefined
  if (!text.includes('"'))
    return [
      { op: 'replace', node: gap, text: '="' },
      { op: 'insert-after', node: value, text: '"' },
    ]
  // What is written over several lines would lose its line breaks.
  if (value.span[1] - value.span[0] !== text.length) return undefined
  const node = { span: [key.span[1], value.span[1]] } as const
  return [{ op: 'replace', node, text: `="${text.replaceAll('"', '')}"` }]
}

const legacyIn = ({ instructions }: Dockerfile): readonly Env[] =>
  instructions
    .map(written => (written.is === 'ONBUILD' ? written.trigger : written))
    .filter((one): one is Env => (one.is === 'ENV' || one.is === 'LABEL') && one.legacy && one.pairs.length > 0)

export const legacyKeyValue = rule({
  id: 'legacy-key-value',
  title: 'ENV or LABEL without `=`',
  why: 'The rest of the line becomes one value: `ENV A=1 B=2` sets two variables, `ENV A 1 B=2` only one.',
  help: 'Write `ENV NAME="value"`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: { buildkit: 'LegacyKeyValueFormat', dockerfilelint: 'label_invalid' },
  on: 'dockerfile',
  check(dockerfile) {
    const [first, ...others] = legacyIn(dockerfile)
    if (!first) return
    const mends = [first, ...others].map(modern)
    // Half of a fix would leave the finding.
    const changes = mends.includes(undefined) ? [] : mends.flatMap(mend => mend ?? [])
    const { key } = first.pairs[0]!
    const more = others.length > 0 ? `, nor ${others.length === 1 ? 'has' : 'have'} ${others.length} more` : ''
    return {
      at: key,
      message: `\`${first.is} ${key.text}\` has no \`=\`${more}`,
      ...(changes.length > 0 && { fix: { title: 'Add `=`', safe: true, changes } }),
    }
  },
})

export const instructionCasing = rule({
  id: 'instruction-casing',
  title: 'Instructions differ in case',
  why: 'An instruction in another case is easily read as an argument of the one above it, or overlooked.',
  help: 'Write all instructions in upper case: `FROM`, `RUN`, `COPY`.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: { buildkit: 'ConsistentInstructionCasing', dockerfilelint: 'uppercase_commands' },
  on: 'dockerfile',
  check(dockerfile) {
    const cased = caseIn(dockerfile)
    return dockerfile.stages
      .flatMap(({ from, body }): readonly Instruction[] => [from, ...body])
      .filter(({ keyword }) => keyword.text !== cased(keyword.text))
      .map(one => ({
        at: one.keyword,
        message: `\`${one.keyword.text}\` is ${isLower(one) ? 'lower' : isUpper(one) ? 'upper' : 'mixed'}-case, unlike the other instructions`,
        fix: {
          title: `Change to \`${cased(one.keyword.text)}\``,
          safe: true,
          changes: keywordsOf(one).flatMap(node =>
            node.text === cased(node.text) ? [] : { op: 'replace' as const, node, text: cased(node.text) },
          ),
        },
      }))
  },
})

/** The `AS` of a FROM is in the same case. */
const keywordsOf = (one: Instruction): readonly Word[] =>
  one.is === 'FROM' && one.as ? [one.keyword, one.as] : [one.keyword]

/** The lines with nothing on them between the first and the last of an instruction; not those of its heredocs. */
function emptyLines(instruction: Instruction, text: string): readonly Span[] {
  const [start, close] = instruction.span
  const end = instruction.heredocs[0]?.span[0] ?? close
  const found: Span[] = []
  for (let at = text.indexOf('\n', start) + 1; at > 0 && at < end; ) {
    const feed = text.indexOf('\n', at)
    const next = feed < 0 || feed >= end ? end : feed + 1
    if (next > at && feed >= 0 && feed < end && text.slice(at, next).trim() === '') found.push([at, next])
    at = next
  }
  return found
}

export const emptyContinuationLine = rule({
  id: 'empty-continuation-line',
  title: 'Empty line inside an instruction',
  why: 'The instruction appears to end there, and a future builder will end it there: the rest becomes a separate instruction.',
  help: 'Remove the empty line, or write a `#` comment on it.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  peers: { buildkit: 'NoEmptyContinuation' },
  on: 'dockerfile',
  check({ instructions, text }) {
    return instructions.flatMap(instruction => {
      const lines = emptyLines(instruction, text)
      if (lines.length === 0) return []
      return {
        at: instruction,
        message: `\`${instruction.is}\` continues after an empty line`,
        fix: {
          title: 'Remove the empty lines',
          safe: true,
          changes: lines.map(span => ({ op: 'replace', node: { span }, text: '' })),
        },
      }
    })
  },
})

/** Prefixes that Docker keeps for itself (docs, "Object labels"), but for those it asks extensions of Docker Desktop to set. */
const RESERVED_LABEL = /^(com\.docker\.(?!(desktop\.)?extension\.)|io\.docker\.|org\.dockerproject\.)/
const LABEL_KEY = /^[a-z]([a-z0-9._/-]*[a-z0-9])?$/

/** Also by the base image, which nobody can see into. */
const mayBeSet = (label: Env, name: string): boolean =>
  variablesAt(label).isSet(name) || (label.stage !== undefined && label.stage.from.image.value !== 'scratch')

export const labelKeyInvalid = rule({
  id: 'label-key-invalid',
  title: 'Label key does not follow the guidelines',
  why: 'Registries and schedulers select images by label: a key outside the guidelines, or one reserved by Docker, is not found.',
  help: 'Use lower-case letters, digits, `.`, `-` and `/`, starting with a letter: `org.example.release-date`.',
  severity: 'info',
  profile: 'recommended',
  since: '0.1',
  peers: { hadolint: 'DL3048' },
  on: 'env',
  check(label) {
    if (label.is !== 'LABEL') return
    return label.pairs
      .filter(({ key: { value: key, variables } }) => {
        // What a variable holds may make a good key; one that nothing sets, not even the base, leaves a hole in it.
        if (key === '' || (variables.length > 0 && variables.every(name => mayBeSet(label, name)))) return false
        return !LABEL_KEY.test(key) || /\.\.|--/.test(key) || RESERVED_LABEL.test(key)
      })
      .map(({ key }) => ({ at: key, message: `label key \`${key.value}\` does not follow the guidelines` }))
  },
})
