import type { Change } from '../../../core/edit.ts'
import type { Problem } from '../../../core/finding.ts'
import type { Span } from '../../../core/location.ts'
import type { Dockerfile, Env, Instruction, Plain } from '../../../docker/ast.ts'
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

export const syntaxError = rule({
  id: 'syntax-error',
  title: 'The Dockerfile does not build',
  why: 'The builder refuses the file: no image is built, and what other checks say about the rest may be moot.',
  help: 'Write the instruction as the Dockerfile reference has it.',
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
    return dockerfile.problems
      .filter(({ span }) => !known.has(span.join()))
      .map(problem => ({ at: problem, message: problem.message }))
  },
})

export const instructionBeforeFrom = rule({
  id: 'instruction-before-from',
  title: 'An instruction stands before the first FROM',
  why: 'There is no image yet that it could change: the builder refuses the file.',
  help: 'Begin with `FROM`; only `ARG` may stand before it.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  peers: { hadolint: 'DL3061', dockerfilelint: 'from_first' },
  on: 'dockerfile',
  check: dockerfile =>
    early(dockerfile).map(({ is, keyword }) => ({
      at: keyword,
      message: `\`${is}\` stands before the first \`FROM\``,
    })),
})

/** The same as a label, when no quote or variable makes that a question. */
function asLabel(instruction: Plain): Pick<Problem, 'fix'> {
  const [who] = instruction.words
  if (!who || /["\\$`\n]/.test(who.text)) return {}
  const text = `LABEL org.opencontainers.image.authors="${who.text}"`
  return { fix: { title: 'Write a label', safe: false, changes: [{ op: 'replace', node: instruction, text }] } }
}

export const maintainerDeprecated = rule({
  id: 'maintainer-deprecated',
  title: 'MAINTAINER is deprecated',
  why: 'Tools that look for the people behind an image read its labels: nobody finds these, and a future builder may refuse the file.',
  help: 'Write a label: `LABEL org.opencontainers.image.authors="team@example.com"`.',
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

/** `name=value` for `name value`, when no quote or escape makes that a question. */
function modern({ keyword, pairs, span }: Env): readonly Change[] {
  const [pair] = pairs
  if (!pair?.value || /["'\\`\n]/.test(pair.value.text)) return []
  const { key, value } = pair
  // A value of several lines would lose its line breaks.
  if (value.span[1] - value.span[0] !== value.text.length) return []
  const text = /[\s]/.test(value.text) ? `"${value.text}"` : value.text
  return [{ op: 'replace', node: { span }, text: `${keyword.text} ${key.text}=${text}` }]
}

export const legacyKeyValue = rule({
  id: 'legacy-key-value',
  title: 'ENV or LABEL without `=`',
  why: 'The whole rest of the line becomes one value: `ENV A=1 B=2` sets two variables, `ENV A 1 B=2` one, which few readers expect.',
  help: 'Write `ENV NAME="value"`.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  peers: { buildkit: 'LegacyKeyValueFormat', dockerfilelint: 'label_invalid' },
  on: 'env',
  check(env) {
    if (!env.legacy || !env.pairs[0]) return
    const changes = modern(env)
    return {
      at: env.pairs[0].key,
      message: `\`${env.is} ${env.pairs[0].key.text}\` has no \`=\``,
      ...(changes.length > 0 && { fix: { title: 'Write `=`', safe: true, changes } }),
    }
  },
})

export const instructionCasing = rule({
  id: 'instruction-casing',
  title: 'Instructions are not written in one case',
  why: 'An instruction that looks different from the others is read as an argument of the one above it, or not at all.',
  help: 'Write all of them in upper case.',
  severity: 'info',
  profile: 'recommended',
  since: '0.1',
  peers: { buildkit: 'ConsistentInstructionCasing', dockerfilelint: 'uppercase_commands' },
  on: 'dockerfile',
  check({ stages }) {
    const words = stages.flatMap(({ from, body }) => [from, ...body]).map(({ keyword }) => keyword)
    const isLower = ({ text }: { readonly text: string }): boolean => text === text.toLowerCase()
    const isUpper = ({ text }: { readonly text: string }): boolean => text === text.toUpperCase()
    const lower = words.filter(isLower).length > words.filter(isUpper).length
    return words
      .filter(word => !(lower ? isLower(word) : isUpper(word)))
      .map(word => {
        const text = lower ? word.text.toLowerCase() : word.text.toUpperCase()
        return {
          at: word,
          message: `\`${word.text}\` stands among ${lower ? 'lower' : 'upper'}-case instructions`,
          fix: { title: `Write \`${text}\``, safe: true, changes: [{ op: 'replace', node: word, text }] },
        }
      })
  },
})

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
  title: 'An empty line inside an instruction',
  why: 'It looks as if the instruction ended there, and a future builder will end it there: the rest becomes an instruction of its own.',
  help: 'Remove the empty line, or put a comment on it.',
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
        message: `\`${instruction.is}\` goes on after an empty line`,
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
  title: 'A label has a key that tools may not accept',
  why: 'Registries and schedulers select images by label: a key outside the guidelines, or one that Docker keeps for itself, is not found.',
  help: 'Use lower-case letters, digits, `.`, `-` and `/`, beginning with a letter: `org.example.release-date`.',
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
      .map(({ key }) => ({ at: key, message: `label \`${key.value}\` is outside the guidelines for keys` }))
  },
})
