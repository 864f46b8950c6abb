import type { Problem } from '../../../core/finding.ts'
import { memo } from '../../../core/memo.ts'
import { compareSeverity, type Severity } from '../../../core/severity.ts'
import { listed } from '../../../core/text.ts'
import type { Copy, Instruction, Word } from '../../../docker/ast.ts'
import { isGitFolder, isInExamples, secretFileOf } from '../../../secrets/files.ts'
import { type BuildContext, pathInContext } from '../../../world/build-context.ts'
import type { Origin, Taken } from '../../../world/contexts.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'
import { ofStated, whereStated } from '../../stated.ts'

/** Variables that name a file of credentials (Trivy DS-0031). */
const FILES = new Set(['AWS_CONFIG_FILE', 'HF_TOKEN_PATH', 'GOOGLE_APPLICATION_CREDENTIALS'])
const bare = (path: string): string => path.replace(/^\.?\/*/, '').replace(/\/+$/, '')

type Named = readonly [path: string, variable: string]

/** The files of credentials that a body names. */
const namedIn = (body: readonly Instruction[]): readonly Named[] =>
  body.flatMap(one =>
    one.is === 'ENV' || one.is === 'ARG'
      ? one.pairs.flatMap(({ key, value }) =>
          FILES.has(key.value) && value?.value ? [[bare(value.value), key.value] as const] : [],
        )
      : [],
  )

/** The variable that names a file which a COPY writes. */
function writtenBy({ sources, target }: Copy, named: ReadonlyMap<string, string>): string | undefined {
  const folder = bare(target.value)
  const written = [folder, ...sources.map(({ value }) => bare(`${folder}/${value.split('/').at(-1)!}`))]
  return (
    target.variables.find(variable => FILES.has(variable)) ?? named.get(written.find(path => named.has(path)) ?? '')
  )
}

/** No image needs more files of credentials: a hostile one must not make us compare all of them with every COPY. */
const MOST_FILES = 20
/** A name without an ending: most likely a folder. */
const FOLDER = /(^|\/)(\.{1,2}|[^./<]*)\/?$/

/** The variable that names a file in a folder which a COPY fills; the root is a folder of everything. */
function heldBy({ sources, target }: Copy, workdir: string, named: readonly Named[]): string | undefined {
  const path = target.value.startsWith('/') ? target.value : `${workdir}/${target.value.replace(/^\.(\/+|$)/, '')}`
  const folder = bare(path)
  if (folder === '' || !sources.some(({ value }) => FOLDER.test(value))) return undefined
  return named.find(([file]) => file.startsWith(`${folder}/`))?.[1]
}

const TRIVY = trivyIds('DS-0031', 'do-not-pass-secrets')

/** What a variable says about a COPY. */
function byVariable(
  copy: Copy,
  workdir: string,
  byPath: ReadonlyMap<string, string>,
  last: readonly Named[],
): readonly Problem[] {
  const file = writtenBy(copy, byPath)
  if (file !== undefined)
    return [{ at: copy, message: `credentials file named by \`${file}\` is copied into the image` }]
  const held = heldBy(copy, workdir, last)
  if (held === undefined) return []
  // A .dockerignore may leave the file out, or it is mounted there only later.
  return [
    { at: copy, severity: 'medium', message: `copied files may include the credentials file named by \`${held}\`` },
  ]
}

/** Where keys and certificates are put that check what others sign. */
const OF_AUTHORITIES =
  /(?:^|\/)(?:apt|rpm-gpg|keyrings?|trusted\.gpg\.d|ca-certificates|anchors)(?:\/|$)|^\/etc\/ssl\/certs(?:\/|$)/

/** How grave it is to copy a path by its name; `undefined` for what is no secret by it. */
function gravenessOf(path: string, { target }: Copy, context: BuildContext | undefined): Severity | undefined {
  if (isGitFolder(path)) return 'medium'
  const kind = secretFileOf(path)
  if (kind === 'surely') return 'critical'
  if (kind === undefined || OF_AUTHORITIES.test(target.value)) return undefined
  // What is committed is as a rule a setting; what is not was kept out of the repository for a reason.
  return context?.at(path)?.tracked ? 'medium' : 'high'
}

/** A file or folder that a COPY names, if it is a secret by its name. Other contexts may be images, which have their own. */
function asSecret(source: Word, copy: Copy, origins: readonly Origin[]): readonly Problem[] {
  const path = pathInContext(source.value)
  const known = origins.flatMap(({ context }) => context ?? [])
  const contexts = known.length > 0 || copy.from ? known : [undefined]
  const severity = gravest(
    contexts.flatMap(context =>
      path === undefined || context?.isIgnored(path) ? [] : (gravenessOf(path, copy, context) ?? []),
    ),
  )
  if (severity === undefined) return []
  const history = isGitFolder(path!) ? ', with the whole history' : ''
  const message = `\`${source.value}\` is copied into the image${history}`
  return [{ at: source, severity, message, unlike: { trivy: TRIVY } }]
}

const gravest = (severities: readonly Severity[]): Severity | undefined => [...severities].sort(compareSeverity).at(-1)

/** So many files are named in a message. */
const MOST_NAMED = 3

/** What a COPY of a folder takes along from one that it takes it from. */
function takenAlong(source: Word, origin: Origin): readonly (Problem & { readonly severity: Severity })[] {
  const path = pathInContext(source.value)
  const { context } = origin
  if (path === undefined || context?.at(path)?.kind !== 'folder') return []
  const files = secretsBelow(context, path)
  if (files.length === 0) return []
  const fromStated = origin.by ? ` from the build context${ofStated(origin)}` : ''
  return [
    {
      at: source,
      severity: severityOf(files, context),
      message: `copying \`${source.value}\`${fromStated} includes ${listed(files.map(file => `\`${file}\``))}`,
      ...whereStated([origin]),
      unlike: { trivy: TRIVY },
    },
  ]
}

/** What is committed is no secret of those who have the repository; what lies beside it was kept out for a reason. */
function severityOf(files: readonly string[], context: BuildContext): Severity {
  if (files.some(file => secretFileOf(file) === 'surely')) return 'high'
  return files.every(file => context.at(file)?.tracked) ? 'low' : 'medium'
}

/** By folder: many instructions may copy the same one. */
const foundIn = memo((_: BuildContext) => new Map<string, readonly string[]>())

function secretsBelow(context: BuildContext, folder: string): readonly string[] {
  const known = foundIn(context)
  const files = known.get(folder) ?? first(context.filesBelow(folder, path => isKept(path, context)))
  known.set(folder, files)
  return files
}

/** A committed `.npmrc` names a registry. */
const isKept = (path: string, context: BuildContext): boolean =>
  secretFileOf(path) !== undefined &&
  !isInExamples(path) &&
  !(path.endsWith('.npmrc') && context.at(path)?.tracked === true)

function first(files: Iterable<string>): readonly string[] {
  const kept: string[] = []
  for (const file of files) if (kept.push(file) === MOST_NAMED) break
  return kept
}

/** What the name of a source tells, or what is in it: of several folders, in the one where that is gravest. */
function bySource(copy: Copy, { sources, origins }: Taken): readonly Problem[] {
  const leavesOut = copy.flags.some(({ name }) => name === 'exclude')
  return sources.flatMap(source => {
    const secrets = asSecret(source, copy, origins)
    if (secrets.length > 0 || leavesOut) return secrets
    const taken = origins.flatMap(origin => takenAlong(source, origin))
    return taken.sort((a, b) => compareSeverity(b.severity, a.severity)).slice(0, 1)
  })
}

export const secretFileCopied = rule({
  id: 'secret-file-copied',
  title: 'Credentials file is copied into the image',
  why: 'Anyone who can pull the image, or an older version that still exists, has the credentials.',
  help: 'Mount the file in the step that needs it, `RUN --mount=type=secret,id=gcp …`, or into the container when it runs; list it in `.dockerignore`.',
  severity: 'critical',
  profile: 'essential',
  since: '0.1',
  peers: { trivy: TRIVY },
  on: 'stage',
  check(stage, { world }) {
    if (!stage.final) return
    const named = namedIn(stage.body)
    const byPath = new Map(named)
    const last = named.slice(-MOST_FILES)
    let workdir = ''
    return stage.body.flatMap((copy): readonly Problem[] => {
      if (copy.is === 'WORKDIR') workdir = copy.words[0]?.value ?? ''
      if (copy.is !== 'COPY' && copy.is !== 'ADD') return []
      const told = copy.is === 'COPY' && !copy.from ? byVariable(copy, workdir, byPath, last) : []
      return told.length > 0 ? told : bySource(copy, world.takenBy(copy))
    })
  },
})
