import type { Spanned } from '../../../core/location.ts'
import type { Flag, From, ImageName, Instruction } from '../../../docker/ast.ts'
import { parseImageName } from '../../../docker/image-name.ts'
import { isKnownPlatform, platformParts } from '../../../docker/platform.ts'
import { type ImageOrigin, originTrouble, REGISTRIES_HELP } from '../../../docker/registries.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

/** No reference may be longer (distribution/reference, with room for a digest). */
const MAX_REFERENCE_LENGTH = 512

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
  if (image.value.length > MAX_REFERENCE_LENGTH) return undefined
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
  readonly origin: ImageOrigin | undefined
  readonly what: string
}

/** The image that `--from` or a mount names; a single word is a stage, there or not (copy-from-unknown-stage). */
function namedBy(at: Spanned, name: string | undefined): readonly Pull[] {
  const image = name !== undefined && /[/:@]/.test(name) ? parseImageName(name) : undefined
  return image ? [{ at, pin: image, origin: image, what: `image \`${name}\`` }] : []
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
  return [{ at: instruction.image, pin, origin: instruction.resolved, what: `base image ${shown(instruction)}` }]
}

export const imageTagMissing = rule({
  id: 'image-tag-missing',
  title: 'Base image has no tag',
  why: 'Without a tag the builder uses `latest`: the same file builds a different image next week, without any review.',
  help: 'Set a release, `FROM debian:13.1`, or better a digest, `FROM debian:13.1@sha256:…`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['supply-chain'],
  peers: {
    hadolint: 'DL3006',
    trivy: trivyIds('DS-0001', 'use-specific-tags'),
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
  title: 'Base image uses the `latest` tag',
  why: 'The tag moves without notice: a working build breaks, or picks up a compromised release, with no change in the repository.',
  help: 'Set a release, `FROM node:24.11-slim`, or better a digest, `FROM node:24.11-slim@sha256:…`.',
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
      .map(({ at, what }) => ({ at, message: `${what} uses the floating tag \`latest\`` }))
  },
})

export const imageDigestMissing = rule({
  id: 'image-digest-missing',
  title: 'Base image is not pinned by digest',
  why: 'Anyone who controls the registry, or the account that pushes to it, can put another image behind the same tag.',
  help: 'Add the reviewed digest, `FROM alpine:3.22@sha256:…`, and let a bot such as Renovate update it.',
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
  title: 'Invalid base image reference',
  why: 'No registry can serve an image of this name: the build fails.',
  help: 'Write `[registry/]repository[:tag][@sha256:…]` with a lower-case repository and a non-empty tag.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  on: 'from',
  check(from) {
    const { image, resolved } = from
    if (resolved || image.text === '' || !isPulled(from) || image.variables.length > 0) return
    return { at: image, message: `invalid image reference \`${image.text}\`` }
  },
})

export const fromPlatformConstant = rule({
  id: 'from-platform-constant',
  title: 'FROM hard-codes a platform',
  why: 'A build for another architecture silently uses this one: the image runs under slow emulation, or not at all.',
  help: 'Remove `--platform` and choose at build time with `docker build --platform …`; for a stage that compiles, use `--platform=$BUILDPLATFORM`.',
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
      message: isKnownPlatform(value) ? `platform is hard-coded to \`${value}\`` : 'platform is hard-coded',
      // Without it, most builders would look for Linux.
      ...(parts[0] !== 'windows' && {
        fix: { title: 'Remove `--platform`', safe: false, changes: [{ op: 'replace', node: platform, text: '' }] },
      }),
    }
  },
})

const isTarget = ({ value = '' }: Flag): boolean => /^\$(TARGETPLATFORM|\{TARGETPLATFORM\})$/.test(value)

export const fromPlatformRedundant = rule({
  id: 'from-platform-redundant',
  title: 'FROM sets the default platform',
  why: 'The target platform is the default: the flag has no effect, and hides the stages that set a platform on purpose.',
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
      fix: { title: 'Remove `--platform`', safe: true, changes: [{ op: 'replace', node: platform, text: '' }] },
    }
  },
})

export const imageRegistryNotAllowed = rule({
  id: 'image-registry-not-allowed',
  title: 'Base image comes from an untrusted registry',
  why: 'Anyone can publish on a public registry: an image from there runs code that has not been vetted.',
  help: 'Mirror the image to a trusted registry and build from there, or add the registry to the `registries` option.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  tags: ['supply-chain'],
  peers: { hadolint: 'DL3026' },
  on: 'instruction',
  options: { registries: [] as readonly string[] },
  optionHelp: { registries: REGISTRIES_HELP },
  check(instruction, { options }) {
    if (options.registries.length === 0) return
    return pullsOf(instruction).flatMap(({ at, origin }) => {
      const message = origin && originTrouble(origin, options)
      return message === undefined ? [] : { at, message }
    })
  },
})
