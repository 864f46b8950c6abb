import type { Change } from '../../../core/edit.ts'
import type { Problem } from '../../../core/finding.ts'
import type { Spanned } from '../../../core/location.ts'
import type { Copy, Dockerfile, Instruction, Stage, Word } from '../../../docker/ast.ts'
import { guess } from '../../../docker/guess.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

/** Each stage whose name an earlier one has: the name, where it stands, and where it stood first. */
function namesakes(stages: readonly Stage[]): readonly { name: string; alias: Word; earlier: Word }[] {
  const first = new Map<string, Word>()
  return stages.flatMap(({ name, from: { alias } }) => {
    if (name === undefined || !alias) return []
    const earlier = first.get(name)
    if (!earlier) first.set(name, alias)
    return earlier ? [{ name, alias, earlier }] : []
  })
}

export const stageNameDuplicate = rule({
  id: 'stage-name-duplicate',
  title: 'Duplicate stage name',
  why: '`COPY --from` and `--target` use only one of the two: the image may contain files of the wrong stage, or the build fails.',
  help: 'Give each stage its own name: `FROM golang:1.25 AS build-api`. Names are not case-sensitive.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  peers: {
    hadolint: 'DL3024',
    buildkit: 'DuplicateStageName',
    trivy: trivyIds('DS-0012', 'no-duplicate-alias'),
    checkov: 'CKV_DOCKER_11',
    kics: 'f2daed12-c802-49cd-afed-fe41d0b82fed',
  },
  on: 'dockerfile',
  check({ stages }) {
    return namesakes(stages).map(({ name, alias, earlier }) => ({
      at: alias,
      message: `stage name \`${name}\` is already used by an earlier stage`,
      see: [{ at: earlier, note: 'the earlier stage' }],
    }))
  },
})

export const stageNameReserved = rule({
  id: 'stage-name-reserved',
  title: 'Reserved stage name',
  why: '`scratch` and `context` are the empty image and the build context: a reference to the stage resolves to something else.',
  help: 'Rename the stage: `FROM alpine:3.22 AS base`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { hadolint: 'DL3063', buildkit: 'ReservedStageName' },
  on: 'from',
  check({ alias, stage }) {
    if (!alias || (stage.name !== 'scratch' && stage.name !== 'context')) return
    return { at: alias, message: `stage name \`${stage.name}\` is reserved` }
  },
})

/** A name of a stage or an image, with the text it stands in, and that text with the name in lower case. */
interface Use {
  readonly node: Spanned
  readonly name: string
  readonly text: string
  readonly mended: string
}

/** `--from=build`, `--mount=type=bind,from=build`. */
const FROM_KEY = /((?:^--|^--mount=|,)from=)([^,]*)/

function usesIn(written: Instruction): readonly Use[] {
  const one = written.is === 'ONBUILD' ? written.trigger : written
  if (one.is === 'FROM') {
    const { image: node, resolved } = one
    return resolved ? [] : [{ node, name: node.value, text: node.text, mended: node.value.toLowerCase() }]
  }
  return one.flags.flatMap(node => {
    const text = `--${node.name}=${node.value}`
    const [, key, name] = FROM_KEY.exec(text) ?? []
    if (key === undefined || name === undefined) return []
    return { node, name, text, mended: text.replace(FROM_KEY, key + name.toLowerCase()) }
  })
}

/** By stage what puts its name in lower case where it is used; `undefined` when variables or quotes hide a use. */
function mendsOf({ instructions }: Dockerfile): Map<string, Change[]> | undefined {
  const mends = new Map<string, Change[]>()
  for (const { node, name, text, mended } of instructions.flatMap(usesIn)) {
    if (name.includes('$')) return undefined
    if (mended === text) continue
    if (text.length !== node.span[1] - node.span[0]) return undefined
    const change: Change = { op: 'replace', node, text: mended }
    const earlier = mends.get(name.toLowerCase())
    if (earlier) earlier.push(change)
    else mends.set(name.toLowerCase(), [change])
  }
  return mends
}

export const stageNameCasing = rule({
  id: 'stage-name-casing',
  title: 'Stage name contains upper-case letters',
  why: 'The builder compares stage names without regard to case: two spellings look like two stages and are one.',
  help: 'Write the name in lower case, here and wherever it is used: `FROM golang:1.25 AS build`.',
  severity: 'info',
  profile: 'recommended',
  since: '0.1',
  peers: { buildkit: 'StageNameCasing' },
  on: 'dockerfile',
  check(dockerfile) {
    const { stages } = dockerfile
    const upper = stages.flatMap(({ from: { alias } }) =>
      alias && alias.value !== alias.value.toLowerCase() ? [alias] : [],
    )
    // Builders that compare letter by letter must find the stage again.
    const mends = upper.length > 0 ? mendsOf(dockerfile) : undefined
    return upper.map(alias => {
      const name = alias.value.toLowerCase()
      const uses = mends?.get(name) ?? []
      mends?.delete(name)
      const changes: Change[] = [{ op: 'replace', node: alias, text: name }, ...uses]
      return {
        at: alias,
        message: `stage name \`${alias.value}\` is not lower-case`,
        ...(mends && { fix: { title: 'Change to lower case', safe: true, changes } }),
      }
    })
  },
})

const caseOf = (word: string): 'upper' | 'lower' | 'mixed' => {
  if (word === word.toUpperCase()) return 'upper'
  return word === word.toLowerCase() ? 'lower' : 'mixed'
}

export const fromAsCasing = rule({
  id: 'from-as-casing',
  title: '`AS` and `FROM` differ in case',
  why: 'Mixed case makes the stage name easy to overlook.',
  help: 'Write both keywords in the same case: `FROM alpine:3.22 AS base`.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: { buildkit: 'FromAsCasing' },
  on: 'from',
  check({ keyword, as }) {
    const style = caseOf(keyword.text)
    if (!as || style === 'mixed' || caseOf(as.text) === style) return
    const text = style === 'upper' ? 'AS' : 'as'
    return {
      at: as,
      message: `\`${as.text}\` does not match the case of \`${keyword.text}\``,
      fix: { title: `Change to \`${text}\``, safe: true, changes: [{ op: 'replace', node: as, text }] },
    }
  },
})

/** A name that can only be a stage or a build context: an image of that form has no tag. */
const LONE_NAME = /^[a-z][a-z0-9_-]*$/i

/** The stages that are there already, while a file is walked. */
interface Earlier {
  readonly names: Set<string>
  /** The same in their order. */
  readonly inOrder: string[]
  count: number
}

function unknownStage({ from }: Copy, { names, inOrder, count }: Earlier): string | undefined {
  const value = from?.value
  if (!value) return undefined
  if (/^\d+$/.test(value)) return Number(value) < count ? undefined : `no stage ${value} before this one`
  if (!LONE_NAME.test(value) || value.toLowerCase() === 'scratch' || names.has(value.toLowerCase())) return undefined
  return `no earlier stage is named \`${value}\`${guess(value, inOrder)}`
}

function unknownIn(body: readonly Instruction[], earlier: Earlier): readonly Problem[] {
  return body.flatMap(written => {
    const copy = written.is === 'ONBUILD' ? written.trigger : written
    // A stage that names itself is copy-from-self.
    if (copy.is !== 'COPY' || !copy.from || isSelf(copy)) return []
    const message = unknownStage(copy, earlier)
    return message === undefined ? [] : { at: copy.from, message }
  })
}

function passBy(earlier: Earlier, { name }: Stage): void {
  earlier.count++
  if (name === undefined) return
  earlier.names.add(name)
  earlier.inOrder.push(name)
}

export const copyFromUnknownStage = rule({
  id: 'copy-from-unknown-stage',
  title: 'COPY from an unknown stage',
  why: 'The builder then looks for an image of that name on Docker Hub: the build fails, or copies files of an unrelated image.',
  help: 'Use the name of an earlier stage, or a full image with its tag: `COPY --from=nginx:1.29 …`.',
  severity: 'medium',
  confidence: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { hadolint: 'DL3022', kics: '68a51e22-ae5a-4d48-8e87-b01a323605c9' },
  on: 'dockerfile',
  check({ head, stages }) {
    const earlier: Earlier = { names: new Set(), inOrder: [], count: 0 }
    const before = unknownIn(head, earlier)
    const after = stages.flatMap(stage => {
      const problems = unknownIn(stage.body, earlier)
      passBy(earlier, stage)
      return problems
    })
    return [...before, ...after]
  },
})

const isSelf = ({ from, stage }: Copy): boolean =>
  from?.value !== undefined &&
  stage !== undefined &&
  (from.value.toLowerCase() === stage.name || from.value === String(stage.index))

export const copyFromSelf = rule({
  id: 'copy-from-self',
  title: 'COPY from its own stage',
  why: 'A stage cannot depend on itself: the build fails.',
  help: 'Use another stage in `--from`, or copy inside the stage with `RUN cp …`.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  peers: {
    hadolint: 'DL3023',
    trivy: trivyIds('DS-0006', 'no-self-referencing-copy-from'),
    kics: 'cdddb86f-95f6-4fc4-b5a1-483d9afceb2b',
  },
  on: 'copy',
  check(copy) {
    if (!copy.from || !isSelf(copy)) return
    return { at: copy.from, message: `\`--from=${copy.from.value}\` refers to its own stage` }
  },
})
