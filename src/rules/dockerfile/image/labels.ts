import type { Problem } from '../../../core/finding.ts'
import type { Dockerfile, Env, Instruction, Pair, Stage } from '../../../docker/ast.ts'
import { called } from '../../../docker/in-force.ts'
import { isSpdx } from '../../../docker/spdx.ts'
import { rule } from '../../rule.ts'

/** Opt-in, and silent without a list of labels: nobody knows which ones somebody reads. */
const options = { labels: [] as readonly string[] }
const optionHelp = { labels: 'keys of the labels to check; when empty, the rule is off' }

const labelsOf = ({ is, pairs }: Env): readonly Pair[] => (is === 'LABEL' ? pairs : [])

/** The stages that a COPY or a mount takes files from, by name or number. */
const sourcesOf = (instruction: Instruction): readonly string[] => {
  if (instruction.is === 'COPY' || instruction.is === 'ADD') return [instruction.from?.value?.toLowerCase() ?? '']
  return instruction.is === 'RUN' ? instruction.mounts.map(mount => mount.get('from')?.toLowerCase() ?? '') : []
}

/** The stages that lack a label and are images of their own: nothing that has it, or is copied from, is built on them. */
function stagesWithout(label: string, { stages }: Dockerfile, sources: ReadonlySet<string>): readonly Stage[] {
  const labelled = new Set<Stage>()
  for (const stage of stages) {
    const sets = stage.body.some(one => one.is === 'LABEL' && one.pairs.some(({ key }) => key.value === label))
    if (sets || stage.from.bases.some(base => labelled.has(base))) labelled.add(stage)
  }
  const settled = new Set<Stage>()
  for (const stage of stages.toReversed()) {
    const isCopied = sources.has(String(stage.index)) || (stage.name !== undefined && sources.has(stage.name))
    if (labelled.has(stage) || isCopied) settled.add(stage)
    if (settled.has(stage)) for (const { index } of stage.from.bases) settled.add(stages[index]!)
  }
  return stages.filter(stage => !settled.has(stage))
}

export const labelMissing = rule({
  id: 'label-missing',
  title: 'Required label is missing',
  why: 'During an incident, the image cannot be traced to its owner or its source.',
  help: 'Set the labels in the last stage, `LABEL org.opencontainers.image.source="https://git.example/shop"`, and list them in the `labels` option.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: { hadolint: 'DL3049' },
  on: 'dockerfile',
  options,
  optionHelp,
  check(dockerfile, { options: { labels } }) {
    if (labels.length === 0) return
    const sources = new Set(dockerfile.stages.flatMap(({ body }) => body.flatMap(sourcesOf)))
    return labels.flatMap(label =>
      stagesWithout(label, dockerfile, sources).map(
        (stage): Problem => ({
          at: stage.from.image,
          judged: label,
          message: `${called(stage)} has no label \`${label}\``,
        }),
      ),
    )
  },
})

export const labelSuperfluous = rule({
  id: 'label-superfluous',
  title: 'Label is not in the allowed list',
  why: 'No tool reads it: it is often a typo in a label name, and the intended label is missing.',
  help: 'Use only labels listed in the `labels` option.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: { hadolint: 'DL3050' },
  on: 'env',
  options,
  optionHelp,
  check(env, { options: { labels } }) {
    if (labels.length === 0) return
    return labelsOf(env)
      .filter(({ key }) => key.variables.length === 0 && key.value !== '' && !labels.includes(key.value))
      .map(({ key }) => ({ at: key, message: `label \`${key.value}\` is not in the \`labels\` option` }))
  },
})

type Test = (value: string) => boolean

/** The patterns below are linear, so that no length of a hostile value costs much. */
const matches =
  (pattern: RegExp): Test =>
  value =>
    pattern.test(value)

const URL = /^[a-z][a-z\d+.-]*:[\w.~:/?#[\]@!$&'()*+,;=%-]+$/i
const TIME =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/i
const COMMIT = /^([\da-f]{7}|[\da-f]{40}|[\da-f]{64})$/
const VERSION =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[a-z-][\da-z-]*)(\.(0|[1-9]\d*|\d*[a-z-][\da-z-]*))*)?(\+[\da-z-]+(\.[\da-z-]+)*)?$/i
const EMAIL = /^("[^"]+"|[^\s@"(),:;<>[\]\\]+)@[a-z\d.-]*[a-z\d]$/i

/** What the values of labels must not be, and an example of a right one. */
export const labelValues = [
  { id: 'label-empty', what: 'empty', holds: matches(/./s), example: '1.4.2', hadolint: 'DL3051' },
  {
    id: 'label-not-url',
    what: 'not a URL',
    holds: matches(URL),
    example: 'https://git.example/shop',
    hadolint: 'DL3052',
  },
  {
    id: 'label-not-rfc3339',
    what: 'not an RFC 3339 timestamp',
    holds: matches(TIME),
    example: '2026-01-31T12:00:00Z',
    hadolint: 'DL3053',
  },
  {
    id: 'label-not-spdx',
    what: 'not an SPDX license',
    holds: isSpdx,
    example: 'Apache-2.0 OR MIT',
    hadolint: 'DL3054',
  },
  {
    id: 'label-not-git-hash',
    what: 'not a Git commit',
    holds: matches(COMMIT),
    example: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
    hadolint: 'DL3055',
  },
  {
    id: 'label-not-semver',
    what: 'not a semantic version',
    holds: matches(VERSION),
    example: '1.4.2',
    hadolint: 'DL3056',
  },
  {
    id: 'label-not-email',
    what: 'not an e-mail address',
    holds: matches(EMAIL),
    example: 'team@shop.example',
    hadolint: 'DL3058',
  },
].map(({ id, what, holds, example, hadolint }) =>
  rule({
    id,
    title: `Label value is ${what}`,
    why: 'Tools read the value: a cleanup by age, a search for the owner or a license scan skips the image.',
    help: `Write the value in the expected form, \`LABEL name="${example}"\`, and list the labels to check in the \`labels\` option.`,
    severity: 'low',
    profile: 'strict',
    since: '0.1',
    peers: { hadolint },
    on: 'env',
    options,
    optionHelp,
    check: (env, { options: { labels } }) =>
      labelsOf(env)
        // What a variable holds is known to the build alone.
        .filter(({ key, value }) => labels.includes(key.value) && value?.variables.length === 0 && !holds(value.value))
        .map(({ key, value }) => ({ at: value!, message: `label \`${key.value}\` is ${what}` })),
  }),
)
