import type { ImageName } from './ast.ts'

// Grammar: github.com/distribution/reference, regexp.go. No part can match one text in two ways, so none backtracks far.
const DOMAIN =
  /^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/
const PATH = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/
const TAG = /^\w[\w.-]{0,127}$/
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/
/** Lengths of the digests whose algorithm is registered (opencontainers/go-digest). */
const DIGEST_LENGTHS = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
  ['blake3', 64],
])
/** Longest name that distribution/reference takes, in characters. */
const LONGEST_NAME = 255

/** `undefined` when the text is no image name by the rules of distribution/reference. No variables are expanded. */
export function parseImageName(text: string): ImageName | undefined {
  if (text.length > 1024 || /^[a-f0-9]{64}$/.test(text)) return undefined
  const at = text.indexOf('@')
  const digest = at < 0 ? undefined : text.slice(at + 1)
  if (digest !== undefined && !isDigest(digest)) return undefined
  const tagged = at < 0 ? text : text.slice(0, at)
  const colon = tagged.lastIndexOf(':')
  const hasTag = colon > tagged.lastIndexOf('/')
  const tag = hasTag ? tagged.slice(colon + 1) : undefined
  if (tag !== undefined && !TAG.test(tag)) return undefined
  const name = hasTag ? tagged.slice(0, colon) : tagged
  const where = takeApart(name)
  return where && { name, ...where, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) }
}

function isDigest(text: string): boolean {
  if (!DIGEST.test(text)) return false
  const colon = text.indexOf(':')
  const length = DIGEST_LENGTHS.get(text.slice(0, colon))
  return length === undefined || (text.length - colon - 1 === length && !/[A-F]/.test(text))
}

/** A first part is a registry only if no Docker Hub user could have that name (reference/normalize.go, splitDockerDomain). */
function takeApart(name: string): { registry: string; repository: string } | undefined {
  const slash = name.indexOf('/')
  const first = name.slice(0, Math.max(slash, 0))
  const named = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase()
  const written = slash >= 0 && named
  const registry = !written || first === 'index.docker.io' ? 'docker.io' : first
  const path = written ? name.slice(slash + 1) : name
  if (!DOMAIN.test(registry) || !PATH.test(path)) return undefined
  const repository = registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path
  return registry.length + 1 + repository.length > LONGEST_NAME ? undefined : { registry, repository }
}
