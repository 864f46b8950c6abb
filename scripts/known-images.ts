import { writeFileSync } from 'node:fs'
import { posix } from 'node:path'
import type { From } from '../src/docker/ast.ts'
import { chainguardImages } from './known-images/chainguard.ts'
import { type Facts, factsOf } from './known-images/facts.ts'
import { Mirrors } from './known-images/mirror.ts'
import { type Built, LIBRARY, officialImage } from './known-images/official.ts'
import { BROUGHT, BY_HAND, OFFICIAL, OTHERS } from './known-images/sources.ts'

/**
 * Writes `src/docker/images/known.ts` and `docs/known-images.md` from the Dockerfiles of published images:
 *
 *     node scripts/known-images.ts MIRRORS
 *
 * MIRRORS holds bare clones as `<owner>+<name>/repo` of docker-library/official-images and of the repositories that it
 * and `known-images/sources.ts` name. What is missing there is listed at the end, and has no row.
 */
const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('usage: node scripts/known-images.ts MIRRORS')
const mirrors = new Mirrors(folder)

interface Row {
  readonly name: string
  readonly tags?: string
  readonly since?: string
  readonly user: string
  readonly starts?: string
  readonly drops: readonly string[]
  readonly seen: string
  readonly brings?: (typeof BROUGHT)[string]
}
const missing: string[] = []

const official = new Map(OFFICIAL.map(name => [name, officialImage(mirrors, name)]))
const others = OTHERS.map(other => {
  const commit = mirrors.commit(other.repository, other.ref) ?? ''
  return { ...other, built: { tags: [], repository: other.repository, commit, path: other.path } satisfies Built }
})

const known = new Map<Built, Facts | undefined>()
function factsFor(built: Built): Facts | undefined {
  if (!known.has(built)) {
    known.set(built, undefined)
    known.set(built, factsOf(mirrors, built, baseOf))
  }
  return known.get(built)
}

/** Copies of official images that other registries serve. */
const COPIES = /^docker\.io\/amd64\/|^ubuntu\.azurecr\.io\//

function baseOf({ resolved, image }: From): Facts | undefined {
  const name = (resolved ? `${resolved.registry}/${resolved.repository}` : image.value.split(':')[0]!).replace(
    COPIES,
    'docker.io/library/',
  )
  const tag = resolved?.tag ?? 'latest'
  const listed = official.get(name.replace('docker.io/library/', '')) ?? []
  const same = others.filter(
    ({ names, tags }) => names.includes(name) && (tags === undefined || new RegExp(tags).test(tag)),
  )
  const candidates = [...listed.filter(({ tags }) => tags.includes(tag)), ...listed, ...same.map(({ built }) => built)]
  return candidates.map(factsFor).find(facts => facts !== undefined)
}

const SHELLS = new Set(['sh', 'bash', 'ash', 'dash'])
/** The program that the words start; an entry point that only prepares starts the CMD. */
function programOf({ entrypoint, cmd }: Facts): string | undefined {
  const words = entrypoint.filter(word => !/tini$|^-/.test(word))
  const prepares = words.length > 0 && /entry-?point|\.sh$/.test(words[0]!)
  const [program] = prepares && cmd.length > 0 && !/^-|\.ya?ml$/.test(cmd[0]!) ? cmd : [...words, ...cmd]
  const name = program === undefined ? undefined : posix.basename(program)
  return name === undefined || SHELLS.has(name) ? undefined : name
}

const isRoot = (user: string): boolean => /^(?:root|0)?(?::|$)/.test(user)

function rowOf(name: string, facts: Facts): Row {
  const starts = programOf(facts)
  const user = isRoot(facts.user) ? '' : facts.user
  const drops = user === '' ? facts.drops.filter(one => one !== 'conf') : []
  return { name, user, drops, seen: facts.seen, ...(starts !== undefined && { starts }) }
}

/** What tells rows apart; the program only where it matters. */
const answerOf = ({ user, starts, drops }: Row): string =>
  JSON.stringify([user, starts !== undefined, drops, drops.length > 0 && starts])
const wordsOf = (tag: string): readonly string[] => tag.split(/[^a-z]+/).filter(word => word !== '')
const lowest = (tags: readonly string[]): string | undefined =>
  tags
    .flatMap(tag => tag.match(/^v?(\d+(?:\.\d+)?)/)?.[1] ?? [])
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))[0]

/** A word that all tags of one group have and none of the others. */
function wordOf(tags: readonly string[], others: readonly string[]): string | undefined {
  const elsewhere = new Set(others.flatMap(wordsOf))
  return wordsOf(tags[0]!).find(word => !elsewhere.has(word) && tags.every(tag => wordsOf(tag).includes(word)))
}

function officialRows(name: string): readonly Row[] {
  const groups = new Map<string, { row: Row; tags: string[] }>()
  for (const built of official.get(name)!) {
    const facts = factsFor(built)
    if (!facts || facts.user.includes('$')) continue
    const row = rowOf(`docker.io/library/${name}`, facts)
    const group = groups.get(answerOf(row)) ?? { row, tags: [] }
    group.tags.push(...built.tags)
    groups.set(answerOf(row), group)
  }
  const [main, ...rest] = [...groups.values()].toSorted((a, b) => b.tags.length - a.tags.length)
  if (!main) return []
  const special = rest.map(({ row, tags }) => ({
    row,
    word: wordOf(
      tags,
      [main, ...rest].filter(one => one.row !== row).flatMap(one => one.tags),
    ),
  }))
  if (special.some(({ word }) => word === undefined)) return []
  const since = main.row.user === '' ? undefined : lowest(main.tags)
  return [
    ...special.map(({ row, word }) => ({ ...row, tags: word! })),
    { ...main.row, ...(since !== undefined && { since }) },
  ]
}

const rows: Row[] = []
for (const name of OFFICIAL) {
  const found = officialRows(name)
  if (found.length === 0) missing.push(`docker.io/library/${name}`)
  rows.push(...found)
}
for (const { names, tags, since, built } of others) {
  const facts = factsFor(built)
  if (!facts || facts.user.includes('$')) missing.push(...names)
  else for (const name of names) rows.push({ ...rowOf(name, facts), ...(tags && { tags }), ...(since && { since }) })
}
rows.push(
  ...BY_HAND.map(row => ({
    ...row,
    drops: [],
    seen: row.seen.replace(/^(\S+)@HEAD/, (_, repository: string) => `${repository}@${mirrors.commit(repository)}`),
  })),
)
rows.push(...chainguardImages(mirrors).map(row => ({ ...row, drops: [] })))

/** An image that brings a user since some version has two rows. */
function withBrought(row: Row): readonly Row[] {
  const brings = row.user === '' ? BROUGHT[row.name] : undefined
  if (!brings) return [row]
  return brings.since === undefined ? [{ ...row, brings }] : [{ ...row, brings, since: brings.since }, row]
}

/** The first row that fits counts: those of some tags come first, and names before patterns. */
const sorted = rows
  .flatMap(withBrought)
  .toSorted(
    (a, b) =>
      Number(a.name.endsWith('*')) - Number(b.name.endsWith('*')) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  )

const coded = (text = ''): string => (text === '' ? '' : `\`${text}\``)
const quoted = (text: string): string => `'${text}'`
const code = ({ name, tags, since, user, starts, drops, brings }: Row): string =>
  `  { ${[
    `name: ${quoted(name)}`,
    tags !== undefined && `tags: /${tags.includes('|') || tags === 'nonroot' ? tags : `\\b${tags}`}/`,
    since !== undefined && `since: ${quoted(since)}`,
    `user: ${quoted(user)}`,
    starts !== undefined && `starts: ${quoted(starts)}`,
    drops.length > 0 && `drops: [${drops.map(quoted).join(', ')}]`,
    brings && `brings: { name: '${brings.name}', user: '${brings.user}' }`,
  ]
    .filter(Boolean)
    .join(', ')} },`

const day = mirrors.day(LIBRARY)!
writeFileSync(
  'src/docker/images/known.ts',
  `import type { KnownImage } from './image.ts'

/** Generated by scripts/known-images.ts from Dockerfiles of ${day}; docs/known-images.md tells where each row was read. */
export const KNOWN_IMAGES: readonly KnownImage[] = [
${sorted.map(code).join('\n')}
]
`,
)
writeFileSync(
  'docs/known-images.md',
  `# Images whose user is known

Generated by \`node scripts/known-images.ts MIRRORS\` from Dockerfiles of ${day}. \`user-missing\` reports only what is built on an image of this list, on \`scratch\`, or on an image of the same checkout. An empty user is root. The first row that fits counts.

| image | tags | user | starts | drops root for | read in |
| --- | --- | --- | --- | --- | --- |
${sorted.map(({ name, tags, since, user, starts, drops, seen }) => `| \`${name}\` | ${tags !== undefined ? `with \`${tags.replaceAll('|', '` or `')}\`` : since !== undefined ? `from ${since}` : 'all'} | ${coded(user)} | ${coded(starts)} | ${coded(drops.join(' '))} | \`${seen.replaceAll('`', '')}\` |`).join('\n')}
`,
)
process.stderr.write(`${sorted.length} rows; not found: ${missing.join(' ')}\n`)
