import type { Spanned } from '../../../core/location.ts'
import { matchesWildcard } from '../../../core/wildcard.ts'
import type { Flag, From, ImageName, Instruction } from '../../../docker/ast.ts'
import { parseImageName } from '../../../docker/image-name.ts'
import { platformParts } from '../../../docker/platform.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

/** No reference may be longer (distribution/reference, with room for a digest). */
const LONGEST = 512

type Pinned = Pick<ImageName, 'tag' | 'digest'>

const isPulled = ({ parent, image }: From): boolean => !parent && image.value.toLowerCase() !== 'scratch'

/**
 * Tag and digest of an image that is pulled, as far as they can be known. Variables without a default may hide them
 * (`$IMAGE`), or not (`$REGISTRY/app`, `$NAME:latest`).
 */
function pinOf(from: From): Pinned | undefined {
  if (!isPulled(from)) return undefined
  const { resolved, image } = from
  if (resolved) return resolved
  if (image.value.length > LONGEST) return undefined
  const last = image.value
    .replace(/\$\{[^}]*\}/g, '$')
    .split('/')
    .at(-1)!
  const [name = '', tag] = last.split(':')
  if (image.variables.length === 0 || last.includes('@') || (tag ?? name).includes('$')) return undefined
  return tag === undefined ? {} : { tag }
}

/** How the image is written, with its default when that differs. */
const shown = ({ image, resolved }: From): string =>
  resolved && image.variables.length > 0
    ? `\`${image.text}\` (by default \`${resolved.name}${resolved.tag === undefined ? '' : `:${resolved.tag}`}\`)`
    : `\`${image.text}\``

interface Pull {
  readonly at: Spanned
  readonly pin: Pinned
  readonly registry: string | undefined
  readonly what: string
}

/** The image that `--from` or a mount names; a single word is a stage, there or not (copy-from-unknown-stage). */
function namedBy(at: Spanned, name: string | undefined): readonly Pull[] {
  const image = name !== undefined && /[/:@]/.test(name) ? parseImageName(name) : undefined
  return image ? [{ at, pin: image, registry: image.registry, what: `image \`${name}\`` }] : []
}

/** The images an instruction pulls, as far as they can be known. */
function pullsOf(instruction: Instruction): readonly Pull[] {
  if (instruction.is === 'COPY') return instruction.from ? namedBy(instruction.from, instruction.from.value) : []
  if (instruction.is === 'RUN') {
    const flags = instruction.flags.filter(({ name }) => name === 'mount')
    return instruction.mounts.flatMap((mount, i) => namedBy(flags[i]!, mount.get('from')))
  }
  const pin = instruction.is === 'FROM' ? pinOf(instruction) : undefined
  if (instruction.is !== 'FROM' || !pin) return []
  return [
    { at: instruction.image, pin, registry: instruction.resolved?.registry, what: `base image ${shown(instruction)}` },
  ]
}

export const imageTagMissing = rule({
  id: 'image-tag-missing',
  title: 'Base image has no tag',
  why: 'Without a tag the builder takes `latest`: the same file builds another image next week, and nobody reviewed the difference.',
  help: 'Name a release: `FROM debian:13.1`, or better a digest, `FROM debian:13.1@sha256:…`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['supply-chain'],
  peers: {
    hadolint: 'DL3006',
    trivy: trivyIds('DS-0001'),
    checkov: 'CKV_DOCKER_7',
    kics: '9efb0b2d-89c9-41a3-91ca-dcc0aec911fd',
    dockerfilelint: 'missing_tag',
  },
  on: 'instruction',
  check(instruction) {
    return pullsOf(instruction)
      .filter(({ pin }) => pin.tag === undefined && pin.digest === undefined)
      .map(({ at, what }) => ({ at, message: `${what} has no tag` }))
  },
})

export const imageTagLatest = rule({
  id: 'image-tag-latest',
  title: 'Base image follows the tag `latest`',
  why: 'The tag moves without notice: a build that worked breaks, or takes in a compromised release, with no change in the repository.',
  help: 'Name a release: `FROM node:24.11-slim`, or better a digest, `FROM node:24.11-slim@sha256:…`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['supply-chain'],
  peers: {
    hadolint: 'DL3007',
    trivy: trivyIds('DS-0001', 'use-specific-tags'),
    checkov: 'CKV_DOCKER_7',
    kics: 'f45ea400-6bbe-4501-9fc7-1c3d75c32067',
    dockle: 'DKL-DI-0006',
    dockerfilelint: 'latest_tag',
  },
  on: 'instruction',
  check(instruction) {
    return pullsOf(instruction)
      .filter(({ pin }) => pin.tag === 'latest' && pin.digest === undefined)
      .map(({ at, what }) => ({ at, message: `${what} moves with the tag \`latest\`` }))
  },
})

export const imageDigestMissing = rule({
  id: 'image-digest-missing',
  title: 'Base image is not pinned by digest',
  why: 'Whoever controls the registry, or the account that pushes to it, can put another image behind the same tag.',
  help: 'Add the digest that was reviewed: `FROM alpine:3.22@sha256:…`, and let a bot such as Renovate move it.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  tags: ['supply-chain'],
  on: 'from',
  check(from) {
    const pin = pinOf(from)
    if (!pin || pin.digest !== undefined) return
    return { at: from.image, message: `base image ${shown(from)} has no digest` }
  },
})

export const imageReferenceInvalid = rule({
  id: 'image-reference-invalid',
  title: 'Base image is not a valid reference',
  why: 'No registry can hold an image of that name: the build fails.',
  help: 'Write `[registry/]repository[:tag][@sha256:…]`; the repository in lower case, the tag not empty.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  on: 'from',
  check(from) {
    const { image, resolved } = from
    if (resolved || image.text === '' || !isPulled(from) || image.variables.length > 0) return
    return { at: image, message: `\`${image.text}\` is no valid image reference` }
  },
})

export const fromPlatformConstant = rule({
  id: 'from-platform-constant',
  title: 'FROM is tied to one platform',
  why: 'A build for another processor silently gets this one: the image starts under slow emulation, or not at all.',
  help: 'Drop the flag and choose at build time with `docker build --platform …`; for a stage that compiles, write `--platform=$BUILDPLATFORM`.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  peers: {
    hadolint: 'DL3029',
    buildkit: 'FromPlatformFlagConstDisallowed',
    kics: 'b16e8501-ef3c-44e1-a543-a093238099c9',
  },
  on: 'from',
  check({ platform, stage }) {
    const value = platform?.value
    if (!platform || !value || value.includes('$')) return
    const parts = platformParts(value)
    // A stage that is named after its platform says that it means it (BuildKit).
    if (parts.length === 0 || parts.some(part => stage.name?.includes(part))) return
    return {
      at: platform,
      message: `the platform is always \`${value}\``,
      fix: { title: 'Drop the platform', safe: false, changes: [{ op: 'replace', node: platform, text: '' }] },
    }
  },
})

const isTarget = ({ value = '' }: Flag): boolean => /^\$(TARGETPLATFORM|\{TARGETPLATFORM\})$/.test(value)

export const fromPlatformRedundant = rule({
  id: 'from-platform-redundant',
  title: 'FROM names the platform it would have anyway',
  why: 'The target platform is the default: the flag says nothing, and hides the stages where a platform is meant.',
  help: 'Remove `--platform=$TARGETPLATFORM`.',
  severity: 'info',
  profile: 'recommended',
  since: '0.1',
  peers: { hadolint: 'DL3065', buildkit: 'RedundantTargetPlatform' },
  on: 'from',
  check({ platform }) {
    if (!platform || !isTarget(platform)) return
    return {
      at: platform,
      message: '`$TARGETPLATFORM` is the default platform',
      fix: { title: 'Drop the platform', safe: true, changes: [{ op: 'replace', node: platform, text: '' }] },
    }
  },
})

/** Docker Hub is also known by the address of its website. */
const covers = (pattern: string, registry: string): boolean =>
  pattern === registry || matchesWildcard(pattern === 'hub.docker.com' ? 'docker.io' : pattern, registry)

export const imageRegistryNotAllowed = rule({
  id: 'image-registry-not-allowed',
  title: 'Base image comes from a registry that is not trusted',
  why: 'Anybody may publish on a public registry: an image from there runs code that nobody here has vetted.',
  help: 'Mirror the image into a trusted registry and build from there, or add the registry to the option `registries`.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  tags: ['supply-chain'],
  peers: { hadolint: 'DL3026' },
  on: 'instruction',
  options: { registries: [] as readonly string[] },
  optionHelp: { registries: 'registries that images may come from; without any, all may' },
  check(instruction, { options: { registries } }) {
    if (registries.length === 0) return
    const isTrusted = (registry: string): boolean => registries.some(pattern => covers(pattern, registry))
    return pullsOf(instruction).flatMap(({ at, registry }) =>
      registry === undefined || isTrusted(registry)
        ? []
        : { at, message: `registry \`${registry}\` is not among the trusted ones` },
    )
  },
})
