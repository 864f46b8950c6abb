import { matchesWildcard } from '../core/wildcard.ts'
import type { ImageName } from './ast.ts'

/** Where an image comes from. */
export type ImageOrigin = Pick<ImageName, 'registry' | 'repository'>

/** Docker Hub is also known by the address of its website. */
const HUB = /^(?:hub\.docker\.com|index\.docker\.io)(?=\/|$)/

/**
 * Whether an image is one of those that a pattern names: a registry, in which `*` stands for any letters
 * (`*.dkr.ecr.eu-west-1.amazonaws.com`), alone or with the start of a repository, up to a `/`: `ghcr.io/acme` has
 * `ghcr.io/acme/api`, and neither `ghcr.io/acme-inc/api` nor `ghcr.io.example/acme/api`.
 */
function isFrom({ registry, repository }: ImageOrigin, pattern: string): boolean {
  const [wanted, ...path] = pattern.replace(HUB, 'docker.io').replace(/\/+$/, '').split('/')
  const start = path.join('/')
  if (wanted !== registry && !matchesWildcard(wanted!, registry)) return false
  return start === '' || repository === start || repository.startsWith(`${start}/`)
}

/** What the option of that name accepts. */
export const REGISTRIES_HELP =
  'registries to allow, as `ghcr.io`, `*.acme.example` or `ghcr.io/acme`; when empty, all are allowed'

/** What lists of patterns have against an image: that none of `registries` has it, if there are any, or that `blocked` has. */
export function originTrouble(
  image: ImageOrigin,
  { registries, blocked = [] }: { readonly registries: readonly string[]; readonly blocked?: readonly string[] },
): string | undefined {
  const name = `\`${image.registry}/${image.repository}\``
  const isIn = (patterns: readonly string[]): boolean => patterns.some(pattern => isFrom(image, pattern))
  if (isIn(blocked)) return `${name} is in the \`blocked\` option`
  return registries.length === 0 || isIn(registries) ? undefined : `${name} is not in the \`registries\` option`
}
