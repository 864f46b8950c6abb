import type { Change } from '../../../core/edit.ts'
import type { Problem } from '../../../core/finding.ts'
import { endsInVariable, isArchive, isGit, isHistory, isRemote, needsAdd, sourcesOf } from '../../../docker/add.ts'
import type { Copy, Instruction, ShellCommand, Word } from '../../../docker/ast.ts'
import { verifies } from '../../../docker/downloads.ts'
import { setsNoWorkdir } from '../../../docker/images/bare.ts'
import { originOf, workdirOf } from '../../../docker/in-force.ts'
import { inCaseOf } from '../../../docker/keywords.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

/** Folders, and files whose name says that they are no archive: COPY does the same with these. */
const isSurelyPlain = ({ value, variables }: Word): boolean =>
  variables.length === 0 && /(^|\/)\.{0,2}$|\.[A-Za-z]\w*$/.test(value)

/** The flags of ADD that COPY knows too. */
const SHARED_FLAGS = ['chown', 'chmod', 'link', 'exclude']

function asCopy(add: Copy): Pick<Problem, 'fix'> {
  const { keyword, sources, flags } = add
  if (!flags.every(({ name }) => SHARED_FLAGS.includes(name))) return {}
  const changes: readonly Change[] = [{ op: 'replace', node: keyword, text: inCaseOf(add, 'COPY') }]
  return { fix: { title: 'Use `COPY`', safe: sources.every(isSurelyPlain), changes } }
}

export const addInsteadOfCopy = rule({
  id: 'add-instead-of-copy',
  title: 'ADD is used where COPY is enough',
  why: 'ADD also downloads and extracts: a file that turns out to be an archive is unpacked into the image instead of copied.',
  help: 'Use `COPY`; keep `ADD` for archives to extract, and for downloads with `--checksum`.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  peers: {
    hadolint: 'DL3020',
    trivy: trivyIds('DS-0005', 'use-copy-over-add'),
    checkov: 'CKV_DOCKER_4',
    kics: '9513a694-aa0d-41d8-be61-3271e056f36b',
    dockle: 'CIS-DI-0009',
  },
  on: 'copy',
  check(add) {
    const { is, keyword, sources, flags } = add
    const unpacks = flags.some(({ name }) => name === 'unpack')
    if (is !== 'ADD' || unpacks || sources.length === 0 || sourcesOf(add).some(needsAdd)) return
    return { at: keyword, message: `\`ADD\` only copies \`${sources[0]!.value}\``, ...asCopy(add) }
  },
})

export const addRemoteUrl = rule({
  id: 'add-remote-url',
  title: 'ADD downloads a file without a checksum',
  why: 'Anyone who controls the server or the network path decides what enters the image.',
  help: 'Add the checksum: `ADD --checksum=sha256:… https://example.com/tool.tar.gz /opt/`.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  tags: ['supply-chain'],
  peers: { kics: '4b410d24-1cbe-4430-a632-62c9a931cf1c' },
  on: 'copy',
  check(add) {
    const { is, sources, flags } = add
    if (is !== 'ADD' || flags.some(({ name, value }) => name === 'checksum' && value)) return
    const values = sourcesOf(add)
    return sources
      .filter((_, i) => isRemote(values[i]!) && !isGit(values[i]!))
      .map(source => ({ at: source, message: 'download has no `--checksum`', also: { checkov: 'CKV_DOCKER_4' } }))
  },
})

/** A folder by its form, or a word whose end nobody knows before the build. A word that it cannot read keeps its quotes. */
const isFolder = (word: Word): boolean => /[/\\]["']?$/.test(word.value) || endsInVariable(word.value)

/** True for a word that may be changed letter by letter. */
const isPlain = ({ text, value }: Word): boolean => text === value && !/["']/.test(text)

/** Folders that images have. */
const FOLDERS = new Set(
  '/bin /etc /home /lib /media /mnt /opt /root /run /sbin /srv /tmp /usr /usr/bin /usr/lib /usr/local /usr/local/bin /usr/local/lib /usr/sbin /usr/share /var /var/lib /var/log /var/tmp'.split(
    ' ',
  ),
)

/** True for a target that is surely a folder: BuildKit copies into it as meant, only the classic builder refuses it. */
function isThere(copy: Copy): boolean {
  const { value } = copy.target
  if (/^\.{1,2}$/.test(value) || FOLDERS.has(value)) return true
  const workdir = workdirOf.at(copy)
  return isAbsolute(value) && workdir !== undefined && pathOf(workdir)?.value.replace(/\/$/, '') === value
}

export const copyDestNotDirectory = rule({
  id: 'copy-dest-not-directory',
  title: 'Several sources are copied to a target without `/`',
  why: 'Unless a directory of that name exists, BuildKit overwrites each file with the next, and only the last remains; the classic builder rejects it.',
  help: 'End the target with a slash: `COPY package.json package-lock.json ./`.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  peers: {
    hadolint: 'DL3021',
    trivy: trivyIds('DS-0011', 'use-slash-for-copy-args'),
    kics: '6db6e0c2-32a3-4a2e-93b5-72c35f4119db',
    dockerfilelint: 'add_dest_invalid',
  },
  on: 'copy',
  check(copy) {
    const { is, sources, target } = copy
    if (sources.length < 2 || isFolder(target) || sources.some(({ value }) => isHistory(value))) return
    const isSafe = isThere(copy)
    return {
      at: target,
      severity: isSafe ? 'low' : 'high',
      message: `\`${is}\` has ${sources.length} sources, but target \`${target.value}\` does not end in \`/\``,
      ...(isPlain(target) && {
        // Where there is no such folder, another image comes of it: with all of the files.
        fix: {
          title: 'Add the trailing slash',
          safe: isSafe,
          changes: [{ op: 'insert-after', node: target, text: '/' }],
        },
      }),
    }
  },
})

/** Absolute on Linux or Windows, or unknown before the build; `"C:\"` keeps a quote that never closes. */
const isAbsolute = (path: string): boolean => /^["']?([/\\$]|[a-z]:)/i.test(path)

export const copyRelativeNoWorkdir = rule({
  id: 'copy-relative-no-workdir',
  title: 'Relative copy target without a WORKDIR',
  why: 'The files end up in the working directory of the base image, which its next release may change.',
  help: 'Set `WORKDIR /app` first, or use an absolute path: `COPY app.jar /app/app.jar`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: { hadolint: 'DL3045' },
  on: 'copy',
  check(copy) {
    const { target, sources } = copy
    if (sources.length === 0 || isAbsolute(target.value) || workdirOf.at(copy)) return
    // Many images set one, and only of some it is known that they do not.
    if (copy.stage && !setsNoWorkdir(originOf.after(copy.stage)!)) return
    return { at: target, message: `target \`${target.value}\` is relative, but no \`WORKDIR\` is set` }
  },
})

const isWholeCopy = ({ is, from, sources, target }: Copy): boolean =>
  is === 'COPY' && from !== undefined && target.value === '/' && sources.some(({ value }) => value === '/')

export const copyEntireFilesystem = rule({
  id: 'copy-entire-filesystem',
  title: 'Entire filesystem of another stage is copied',
  why: 'Compilers, caches and secrets of the build stage end up in the image, and overwrite the files of its base.',
  help: 'Copy only what is needed: `COPY --from=build /out/app /usr/local/bin/`.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  peers: { hadolint: 'DL3067' },
  on: 'copy',
  check(copy) {
    // Onto an empty image it is the known way to squash layers; tonistiigi/xx is made to be copied whole.
    if (!isWholeCopy(copy) || copy.stage?.from.image.value === 'scratch' || copy.from?.value === 'xx') return
    return { at: copy, message: `entire filesystem of \`${copy.from!.value}\` is copied` }
  },
})

export const addSourceOutsideContext = rule({
  id: 'add-source-outside-context',
  title: 'Source is outside the build context',
  why: 'The builder strips the leading `..` and looks inside the context: the build fails, or copies another file of that name.',
  help: 'Build with a context that contains the file, `docker build -f api/Dockerfile .`, or pass it with `--build-context`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { dockerfilelint: 'add_src_invalid' },
  on: 'copy',
  check({ from, sources }) {
    if (from) return
    return sources
      .filter(({ value }) => /^(\.\/)*\.\.(\/|$)/.test(value))
      .map(source => ({ at: source, message: `source \`${source.value}\` is outside the build context` }))
  },
})

const pathOf = (instruction: Instruction): Word | undefined =>
  instruction.is === 'WORKDIR' ? instruction.words[0] : undefined

/** The path with a slash before it; what is meant by `.` and `..` is not below the root. */
function fromRoot(path: Word): Pick<Problem, 'fix'> {
  if (!isPlain(path) || path.value.split('/').includes('..')) return {}
  const text = `/${path.text.replace(/^\.\//, '')}`
  return { fix: { title: 'Make it absolute', safe: false, changes: [{ op: 'replace', node: path, text }] } }
}

export const workdirRelative = rule({
  id: 'workdir-relative',
  title: 'First WORKDIR is relative',
  why: 'It depends on the working directory of the base image: when that changes, all files of the image move.',
  help: 'Use an absolute path: `WORKDIR /app`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: {
    hadolint: 'DL3000',
    buildkit: 'WorkdirRelativePath',
    trivy: trivyIds('DS-0009', 'user-absolute-workdir'),
    checkov: 'CKV_DOCKER_10',
    kics: '6b376af8-cfe8-49ab-a08d-f32de23661a4',
    dockerfilelint: 'invalid_workdir',
  },
  on: 'instruction',
  check(instruction) {
    const path = pathOf(instruction)
    if (!path || isAbsolute(path.value) || workdirOf.at(instruction)) return
    const stays = path.value.split('/').every(part => part === '.' || part === '')
    return {
      at: path,
      message: stays
        ? `\`WORKDIR ${path.value}\` has no effect: it keeps the directory of the base image`
        : `\`${path.value}\` is relative to the unknown directory of the base image`,
      ...(!stays && fromRoot(path)),
    }
  },
})

export const workdirSystemDir = rule({
  id: 'workdir-system-dir',
  title: 'WORKDIR is in a system directory',
  why: 'A directory below `/proc/self/fd` is the container escape of CVE-2024-21626: the process starts in a directory of the node.',
  help: 'Use a directory of the image: `WORKDIR /app`.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  tags: ['CVE-2024-21626'],
  peers: {
    trivy: trivyIds('DS-0030', 'avoid-sys-workdir-mounts'),
  },
  on: 'instruction',
  check(instruction) {
    const path = pathOf(instruction)
    const folder = path && /^\/+(proc|boot|dev|initrd|lost\+found)(\/|$)/.exec(path.value)?.[1]
    if (!path || !folder) return
    return { at: path, message: `\`${path.value}\` is inside \`/${folder}\`` }
  },
})

export const volumeSensitiveDir = rule({
  id: 'volume-sensitive-dir',
  title: 'VOLUME is in a kernel filesystem',
  why: 'A volume there hides devices and settings that the process relies on, or makes them writable.',
  help: 'Keep data in a separate directory: `VOLUME /var/lib/app`.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  peers: { dockle: 'DKL-DI-0002' },
  on: 'instruction',
  check(instruction) {
    if (instruction.is !== 'VOLUME') return
    return instruction.words
      .filter(({ value }) => /^\/+(proc|dev|sys)(\/|$)/.test(value))
      .map(word => ({ at: word, message: `\`${word.value}\` is in a kernel filesystem` }))
  },
})

const EXTRACTORS = /^(unzip|gunzip|bunzip2|unlzma|unxz|zgz|uncompress|zcat|gzcat)$/
/** Of a path as it is written: backslashes, which are escapes to the builder, part folders on Windows. */
const lastPart = (path: string): string =>
  path
    .replace(/^["']|["']$/g, '')
    .split(/[/\\]/)
    .at(-1)!

const extracts = (command: ShellCommand): boolean =>
  EXTRACTORS.test(command.name) ||
  (command.name === 'tar' &&
    (command.has('x', 'extract', 'get') || /^[a-zA-Z]*x[a-zA-Z]*$/.test(command.args[0]?.text ?? '')))

/** The archives that a COPY brings from the build context, by the name they have in the image. */
function copiedArchives(copy: Instruction): readonly string[] {
  if (copy.is !== 'COPY' || copy.from) return []
  const { sources, target } = copy
  const written = lastPart(target.text)
  return isArchive(written) ? [written] : sources.map(({ text }) => lastPart(text)).filter(isArchive)
}

/** Each COPY of a stage whose archive a later RUN unpacks, unchecked: what is checked must be there as it came. */
function unpackedLater(body: readonly Instruction[]): readonly Problem[] {
  const copies = new Map<string, Instruction>()
  return body.flatMap(instruction => {
    for (const name of copiedArchives(instruction)) copies.set(name, instruction)
    if (instruction.is !== 'RUN' || copies.size === 0) return []
    return instruction.commands.flatMap((command): readonly Problem[] => {
      if (verifies(command)) copies.clear()
      if (!extracts(command)) return []
      const words = [...command.operands.map(({ text }) => text), command.valueOf('file') ?? '']
      const name = words.map(lastPart).find(text => copies.has(text))
      const copy = name !== undefined && copies.get(name)
      if (!name || !copy) return []
      copies.delete(name)
      return [{ at: copy, message: `\`${name}\` is copied, then extracted` }]
    })
  })
}

export const copyThenExtract = rule({
  id: 'copy-then-extract',
  title: 'Archive is copied, then extracted',
  why: 'The archive stays in its layer: every pull downloads its content twice, packed and unpacked.',
  help: 'Let the builder extract it: `ADD rootfs.tar.gz /`.',
  severity: 'info',
  profile: 'recommended',
  since: '0.1',
  peers: { hadolint: 'DL3010' },
  on: 'dockerfile',
  check: ({ head, stages }) => [head, ...stages.map(({ body }) => body)].flatMap(unpackedLater),
})
