import { decodeText } from '../../src/core/encoding.ts'
import type { Finding } from '../../src/core/finding.ts'
import { groupBy } from '../../src/core/group.ts'
import { TEXT_LIMIT } from '../../src/core/host.ts'
import { type Discovered, discover } from '../../src/discover/discover.ts'
import type { TextFile } from '../../src/discover/sort.ts'
import { examiner } from '../../src/engine/examine.ts'
import { Identities } from '../../src/engine/identity.ts'
import { locateFinding } from '../../src/engine/locate.ts'
import {
  type SubjectInContext,
  subjectsInDockerfile,
  subjectsInResource,
  subjectsOf,
} from '../../src/engine/subjects.ts'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { NEWEST_KUBERNETES, resolvePolicy } from '../../src/policy/policy.ts'
import { enabledRules } from '../../src/policy/select.ts'
import { contextsIn } from '../../src/read/builds/contexts.ts'
import { readBuildFiles } from '../../src/read/builds/files.ts'
import { listingOf } from '../../src/read/listing.ts'
import { readManifests } from '../../src/read/manifests.ts'
import { type Read, read } from '../../src/read/read.ts'
import { SharedReading } from '../../src/read/shared.ts'
import { rules } from '../../src/rules/index.ts'
import type { Scope } from '../../src/rules/rule.ts'
import { Contexts, type StatedBuild } from '../../src/world/contexts.ts'
import { World } from '../../src/world/world.ts'

/** Texts by file. */
export type Texts = ReadonlyMap<string, string>

/** What a run finds. */
export interface Looked {
  readonly findings: readonly Finding[]
  /** What cannot be read, or is not read: syntax errors, faults, files that hold nothing any more. */
  readonly troubles: readonly string[]
}

const policy = resolvePolicy({}, { profile: 'strict' })
const enabled = enabledRules(rules, policy)
const byScope = groupBy(enabled, ({ rule }) => rule.on as Scope)
const scopes = new Set(byScope.keys())

/** The disk, but for files that have another text. */
class EditedHost extends DiskHost {
  readonly #texts: Texts

  constructor(root: string, texts: Texts) {
    super(root)
    this.#texts = texts
  }

  override read(file: string, limit: number): Uint8Array {
    const text = this.#texts.get(file)
    return text === undefined ? super.read(file, limit) : Buffer.from(text)
  }

  override head(file: string, bytes: number): Uint8Array {
    return this.#texts.has(file) ? this.read(file, TEXT_LIMIT).subarray(0, bytes) : super.head(file, bytes)
  }
}

/** A folder as a run with all rules and without a policy reads it, and as it would with other texts in its files. */
export class Tree {
  readonly #root: string
  readonly #shared: SharedReading
  readonly #found: Discovered
  readonly #world: World
  /** A new one each time: it keeps what it worked out of a Dockerfile. */
  readonly #contexts: () => Contexts
  /** As the folder is. */
  readonly looked: Looked

  private constructor(
    root: string,
    found: Discovered,
    { read, shared, stated }: { read: Read; shared: SharedReading; stated: readonly StatedBuild[] },
  ) {
    this.#root = root
    this.#shared = shared
    this.#found = found
    this.#world = read.world
    this.#contexts = () => new Contexts(listingOf(new DiskHost(root)), stated)
    this.looked = look(read)
  }

  static async of(root: string): Promise<Tree> {
    const shared = new SharedReading()
    const host = new DiskHost(root)
    const { found, result: read } = await readAll(host, shared)
    const stated = (await readBuildFiles(host, found.builds)).flatMap(contextsIn)
    return new Tree(root, found, { read, shared, stated })
  }

  textOf(file: string): string {
    return decodeText(new DiskHost(this.#root).read(file, TEXT_LIMIT))!
  }

  /** What a run finds in the whole folder when files have other texts. */
  async withTexts(texts: Texts): Promise<Looked> {
    const { result } = await readAll(new EditedHost(this.#root, texts), this.#shared)
    return look(result)
  }

  /**
   * What a run finds in one file when it has another text, scans apart. Only that file is read again, and only its
   * subjects are shown to the rules: what becomes of findings elsewhere is seen by `withTexts`.
   */
  async withText(file: string, text: string): Promise<Looked> {
    const changed = (files: readonly TextFile[]): TextFile[] =>
      files.filter(one => one.file === file).map(one => ({ ...one, text }))
    const [manifests, kustomizations, [dockerfile]] = [
      changed(this.#found.manifests),
      changed(this.#found.kustomizations),
      changed(this.#found.dockerfiles),
    ]
    if (manifests.length + kustomizations.length === 0 && !dockerfile)
      return of(file, await this.withTexts(new Map([[file, text]])))
    const read = await readManifests({ manifests, kustomizations, charts: [] }, new Set(), [], new SharedReading())
    const parsed = dockerfile && this.#shared.dockerfile(file, text)
    const world = new World({
      ...this.#unchanged,
      resources: replaced(
        this.#world.resources,
        ({ source, origin }) => source.file === file && origin === undefined,
        read.resources,
      ),
      dockerfiles: this.#world.dockerfiles.map(one => (parsed && one.file === file ? parsed : one)),
    })
    return look({ world, faults: read.faults, inputs: read }, file)
  }

  get #unchanged(): Pick<World, 'reports' | 'written' | 'builds' | 'services' | 'contexts' | 'now'> {
    const { reports, written, builds, services, now } = this.#world
    return { reports, written, builds, services, now: now!, contexts: this.#contexts() }
  }
}

async function readAll(host: DiskHost, shared: SharedReading): Promise<{ found: Discovered; result: Read }> {
  const found = discover(host, { paths: [], reports: [], include: [], exclude: [] })
  return { found, result: await read(host, found, policy, shared) }
}

/** A list with other items in the place of those that are meant. */
function replaced<Item>(
  items: readonly Item[],
  isMeant: (item: Item) => boolean,
  others: readonly Item[],
): readonly Item[] {
  const first = items.findIndex(isMeant)
  return items.flatMap((item, index) => (index === first ? others : isMeant(item) ? [] : item))
}

const of = (file: string, { findings, troubles }: Looked): Looked => ({
  findings: findings.filter(({ home, area }) => home === file && area !== 'image'),
  troubles: troubles.filter(trouble => trouble.startsWith(`${file}: `)),
})

/** What is written in a file itself. */
function subjectsIn(world: World, file: string): readonly SubjectInContext[] {
  const resources = world.resources.filter(({ source }) => source.file === file)
  const dockerfiles = world.dockerfiles.filter(one => one.file === file)
  return [
    ...resources.flatMap(resource => [...subjectsInResource(world, resource, scopes)]),
    ...dockerfiles.flatMap(dockerfile => [...subjectsInDockerfile(dockerfile, scopes)]),
  ]
}

/** As `check` does, of the subjects in one file or in all of them. */
function look(
  { world, faults, inputs }: Pick<Read, 'world' | 'faults'> & { readonly inputs: Pick<Read['inputs'], 'skipped'> },
  file?: string,
): Looked {
  const crashes: string[] = []
  const identities = new Identities()
  const examine = examiner(enabled, rules, { world, kubernetes: NEWEST_KUBERNETES }, ({ id }, { source }, cause) =>
    crashes.push(`${source.file}: rule ${id} crashed: ${cause}`),
  )
  const isMeant = (one: { readonly file: string }): boolean => file === undefined || one.file === file
  const subjects = file === undefined ? [...subjectsOf(world, scopes)] : subjectsIn(world, file)
  const findings = subjects.flatMap(shown =>
    examine(shown, byScope.get(shown.on) ?? []).map(examined => locateFinding(examined, shown, identities)),
  )
  const syntax = world.dockerfiles
    .filter(isMeant)
    .flatMap(one => one.problems.map(({ message }) => `${one.file}: ${message}`))
  const skipped = inputs.skipped.map(({ path, reason }) => `${path}: ${reason}`)
  return {
    findings,
    troubles: [...syntax, ...skipped, ...faults.map(fault => `${fault.file}: ${fault.message}`), ...crashes],
  }
}
