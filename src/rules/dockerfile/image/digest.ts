import { groupBy } from '../../../core/group.ts'
import { memo } from '../../../core/memo.ts'
import type { Dockerfile, From } from '../../../docker/ast.ts'
import type { World } from '../../../world/world.ts'
import { rule } from '../../rule.ts'

/** The version that a tag begins with. */
const versionOf = (tag: string | undefined): readonly string[] | undefined =>
  /^v?(\d{1,8}(?:\.\d{1,8})*)/.exec(tag ?? '')?.[1]?.split('.')

/** True for versions of which neither is a shorter way to write the other: 3.12 and 3.11, not 3 and 3.11. */
function differ(a: string | undefined, b: string | undefined): boolean {
  const [one, other] = [versionOf(a), versionOf(b)]
  return one !== undefined && other !== undefined && one.some((part, i) => other[i] !== undefined && other[i] !== part)
}

/** All FROMs of a run that name a digest. */
const byDigest = memo((world: World) =>
  groupBy(
    world.dockerfiles.flatMap(dockerfile =>
      dockerfile.stages.flatMap(({ from }) =>
        from.resolved?.digest && from.resolved.tag ? [{ from, dockerfile }] : [],
      ),
    ),
    ({ from }) => `${from.resolved!.registry}/${from.resolved!.repository}@${from.resolved!.digest}`,
  ),
)

/** `golang:1.24` in the comment on the line before: bots and people note there what a digest is. */
function notedBefore({ span: [start], resolved }: From, { comments, text }: Dockerfile): string | undefined {
  const name = resolved!.repository.split('/').at(-1)!
  const comment = comments.find(
    ({ span: [, end] }) =>
      end < start && text.slice(end, start).trim() === '' && !/\n\s*\n/.test(text.slice(end, start)),
  )
  const words = comment
    ? text
        .slice(...comment.span)
        .slice(0, 500)
        .split(/[\s`'",()@]+/)
    : []
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
    const { registry, repository, tag, digest } = from.resolved ?? {}
    const dockerfile = world.dockerfileOf(from.stage)
    if (tag === undefined || digest === undefined || !dockerfile) return
    const noted = notedBefore(from, dockerfile)
    if (differ(tag, noted))
      return { at: from.image, message: `tag \`${tag}\` is pinned to a digest that the comment notes as \`${noted}\`` }
    const same = byDigest(world).get(`${registry}/${repository}@${digest}`) ?? []
    const other = same.find(({ from: { resolved } }) => differ(tag, resolved?.tag))
    if (!other) return
    return {
      at: from.image,
      message: `tag \`${tag}\` has the digest that \`${other.dockerfile.file}\` uses for tag \`${other.from.resolved!.tag}\``,
    }
  },
})
