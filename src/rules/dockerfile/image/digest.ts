import { memo } from '../../../core/memo.ts'
import { partitionPoint } from '../../../core/search.ts'
import type { Dockerfile, From, ImageName } from '../../../docker/ast.ts'
import type { World } from '../../../world/world.ts'
import { rule } from '../../rule.ts'

/** The version that a tag begins with. */
const versionOf = (tag: string | undefined): string | undefined => /^v?(\d{1,8}(?:\.\d{1,8})*)/.exec(tag ?? '')?.[1]

/** True for versions of which neither is a shorter way to write the other: 3.12 and 3.11, not 3 and 3.11. */
function differ(a: string | undefined, b: string | undefined): boolean {
  const [one, other] = [versionOf(a), versionOf(b)].map(version => version?.split('.'))
  return one !== undefined && other?.some((part, i) => one[i] !== undefined && one[i] !== part) === true
}

interface Use {
  readonly tag: string
  readonly file: string
}

const nameOf = ({ registry, repository, digest }: ImageName): string => `${registry}/${repository}@${digest}`

/** By digest, the first use of each version: of versions that do not differ there are few. */
const usesOf = memo((world: World) => {
  const uses = new Map<string, Map<string, Use>>()
  for (const { file, stages } of world.everyDockerfile)
    for (const { from } of stages) {
      const version = versionOf(from.resolved?.tag)
      if (!from.resolved?.digest || version === undefined) continue
      const known = uses.get(nameOf(from.resolved)) ?? new Map<string, Use>()
      if (!known.has(version)) known.set(version, { tag: from.resolved.tag!, file })
      uses.set(nameOf(from.resolved), known)
    }
  return uses
})

/** `golang:1.24` in the comment on the line before: bots and people note there what a digest is. */
function notedBefore({ span: [start], resolved }: From, { comments, text }: Dockerfile): string | undefined {
  const comment = comments[partitionPoint(comments.length, i => comments[i]!.span[1] <= start) - 1]
  if (!comment || !/^\r?\n[ \t]*$/.test(text.slice(comment.span[1], start))) return undefined
  const name = resolved!.repository.split('/').at(-1)!
  const words = text
    .slice(...comment.span)
    .slice(0, 500)
    .split(/[\s`'",()@]+/)
  return words
    .find(word => word.split('/').at(-1)!.startsWith(`${name}:`))
    ?.split(':')
    .at(-1)
}

export const digestOtherVersion = rule({
  id: 'digest-other-version',
  title: 'Digest of another version than the tag',
  why: 'The digest decides what is pulled: the image is of another version than its tag suggests.',
  help: 'Look the digest up, `docker buildx imagetools inspect IMAGE:TAG`, and let a bot such as Renovate update both.',
  severity: 'medium',
  profile: 'strict',
  since: '0.1',
  tags: ['supply-chain'],
  on: 'from',
  check(from, { world }) {
    const { image, resolved, stage } = from
    const dockerfile = world.dockerfileOf(stage)
    if (resolved?.tag === undefined || resolved.digest === undefined || !dockerfile) return
    const { tag } = resolved
    const noted = notedBefore(from, dockerfile)
    if (differ(tag, noted))
      return { at: image, message: `tag \`${tag}\` is pinned to a digest that the comment notes as \`${noted}\`` }
    const other = [...(usesOf(world).get(nameOf(resolved))?.values() ?? [])].find(use => differ(tag, use.tag))
    if (!other) return
    return { at: image, message: `tag \`${tag}\` has the digest that \`${other.file}\` uses for tag \`${other.tag}\`` }
  },
})
