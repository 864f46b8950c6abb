import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'

/**
 * Writes src/docker/images/ends.ts from a clone of github.com/endoflife-date/endoflife.date:
 * `node scripts/end-of-life.ts FOLDER`. Run before each release; see docs/decisions/018-when-images-end.md.
 */

/** The product whose releases an image has, by repository. */
const IMAGES: readonly (readonly [product: string, ...repositories: readonly string[]])[] = [
  ['almalinux', 'docker.io/library/almalinux'],
  ['alpine-linux', 'docker.io/library/alpine'],
  ['amazon-linux', 'docker.io/library/amazonlinux'],
  ['centos', 'docker.io/library/centos'],
  ['debian', 'docker.io/library/debian'],
  ['fedora', 'docker.io/library/fedora'],
  ['opensuse', 'docker.io/opensuse/leap'],
  ['oracle-linux', 'docker.io/library/oraclelinux'],
  ['rocky-linux', 'docker.io/library/rockylinux', 'docker.io/rockylinux/rockylinux'],
  ['ubuntu', 'docker.io/library/ubuntu'],
  ['dotnet', ...['aspnet', 'runtime', 'runtime-deps', 'sdk'].map(name => `mcr.microsoft.com/dotnet/${name}`)],
  ['go', 'docker.io/library/golang'],
  ['mariadb', 'docker.io/library/mariadb'],
  ['mongodb', 'docker.io/library/mongo'],
  ['mysql', 'docker.io/library/mysql'],
  ['nginx', 'docker.io/library/nginx'],
  ['nodejs', 'docker.io/library/node'],
  ['php', 'docker.io/library/php'],
  ['postgresql', 'docker.io/library/postgres'],
  ['python', 'docker.io/library/python'],
  ['redis', 'docker.io/library/redis'],
  ['ruby', 'docker.io/library/ruby'],
  ['tomcat', 'docker.io/library/tomcat'],
]

/** Their official images are built until the end of the support that volunteers give for free. */
const LONG_TERM: readonly string[] = ['debian']

/** Tags of official images name these by their code names. */
const CODENAMES: readonly string[] = ['debian', 'ubuntu']

interface Release {
  readonly cycle: string
  readonly end: string
  readonly codename: string | undefined
}

const clone = process.argv[2]
if (clone === undefined) throw new Error('usage: node scripts/end-of-life.ts FOLDER')
const git = (...args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync('git', ['-C', clone, ...args], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return stdout.trim()
}

const field = (text: string, name: string): string | undefined =>
  new RegExp(`^ +${name}: *"?([^"#\\n]*?)"? *(?:#.*)?$`, 'm').exec(text)?.[1]

/** A release whose end is not known has an empty one: of a tag that names several, it may be the one that is meant. */
function releasesOf(product: string): readonly Release[] {
  const text = git('show', `HEAD:products/${product}.md`)
  return text
    .split(/^ {2}- (?=releaseCycle:)/m)
    .slice(1)
    .map((release): Release => {
      const cycle = field(` ${release}`, 'releaseCycle')!
      const days = [field(release, 'eol'), LONG_TERM.includes(product) ? field(release, 'eoes') : undefined]
      const end =
        days
          .filter(day => day !== undefined && /^\d{4}-\d\d-\d\d$/.test(day))
          .sort()
          .at(-1) ?? ''
      return { cycle, end, codename: /^\w+/.exec(field(release, 'codename') ?? '')?.[0].toLowerCase() }
    })
}

const day = git('log', '-1', '--format=%cs')
const commit = git('rev-parse', 'HEAD')
const releases = new Map(IMAGES.map(([product]) => [product, releasesOf(product)]))
const quoted = (rows: readonly (readonly [string, string])[]): string =>
  rows
    .map(([key, value]) => `  [${JSON.stringify(key)}, ${JSON.stringify(value)}],`)
    .join('\n')
    .replaceAll('"', "'")
const ends = [...releases].map(
  ([product, all]) => [product, all.map(({ cycle, end }) => `${cycle}=${end}`).join(' ')] as const,
)
const images = IMAGES.flatMap(([product, ...names]) => names.map(name => [name, product] as const))
const codenames = CODENAMES.flatMap(product =>
  releases
    .get(product)!
    .flatMap(({ codename, cycle }) => (codename ? [[codename, `${product} ${cycle}`] as const] : [])),
)

writeFileSync(
  'src/docker/images/ends.ts',
  `/** Written by scripts/end-of-life.ts: facts of github.com/endoflife-date/endoflife.date (MIT) at ${commit}. */

/** The day of the facts. */
export const FACTS_OF = '${day}'

/** The last day of each release of a product; none where it is not known yet. */
export const ENDS: ReadonlyMap<string, string> = new Map([
${quoted(ends)}
])

/** Whose releases the tags of an image name. */
export const PRODUCTS: ReadonlyMap<string, string> = new Map([
${quoted(images)}
])

/** The releases that tags name by their code names. */
export const CODENAMES: ReadonlyMap<string, string> = new Map([
${quoted(codenames)}
])
`,
)
