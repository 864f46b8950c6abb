import type { Problem } from '../../core/finding.ts'
import type { Copy, Instruction, ShellCommand, Word } from '../../docker/ast.ts'
import { rule } from '../rule.ts'
import { inForce } from './in-force.ts'

/** What ADD unpacks by itself: tar archives, compressed or not (BuildKit goes by content, people by name). */
const ARCHIVES = new Set('tar tgz tbz tbz2 tb2 txz tlz tpz tZ gz bz2 xz lz lzma Z zst'.split(' '))
const isArchive = (name: string): boolean => name.includes('.') && ARCHIVES.has(name.slice(name.lastIndexOf('.') + 1))
const isRemote = (text: string): boolean => /^https?:\/\//i.test(text)
const isGit = (text: string): boolean => /^(git@|git:\/\/|ssh:\/\/)|\.git([#?].*)?$/.test(text)
/** `docker history` writes `ADD file:<hash> in /`; images rebuilt from it are no one's source. */
const isHistory = (text: string): boolean => /^(file|multi):[0-9a-f]{64}/.test(text)
const isHeredoc = (text: string): boolean => text.startsWith('<<')

const needsAdd = ({ value, text }: Word): boolean =>
  [isArchive(value), isRemote(value), isGit(value), isHistory(value), isHeredoc(text)].includes(true) ||
  // Only the build can tell.
  /\$\{?\w+\}?$/.test(value)

/** Folders, and files whose name says that they are no archive: COPY does the same with these. */
const isSurelyPlain = ({ value }: Word): boolean => /(^|\/)\.{0,2}$|\.[A-Za-z]\w*$/.test(value)

export const addInsteadOfCopy = rule({
  id: 'add-instead-of-copy',
  on: 'copy',
  severity: 'low',
  title: 'ADD is used where COPY is enough',
  why: 'ADD also downloads and unpacks: a file that turns out to be an archive is scattered over the image instead of copied.',
  help: 'Write `COPY`; keep `ADD` for archives to be unpacked, and for downloads with `--checksum`.',
  peers: {
    hadolint: 'DL3020',
    trivy: ['DS-0005', 'AVD-DS-0005', 'DS005', 'docker-use-copy-over-add', 'use-copy-over-add'],
    checkov: 'CKV_DOCKER_4',
    kics: '9513a694-aa0d-41d8-be61-3271e056f36b',
    dockle: 'CIS-DI-0009',
  },
  check({ is, keyword, sources, flags }) {
    if (is !== 'ADD' || sources.length === 0 || sources.some(needsAdd)) return
    const movable = flags.every(({ name }) => ['chown', 'chmod', 'link', 'exclude'].includes(name))
    return {
      at: keyword,
      message: `\`ADD\` only copies \`${sources[0]!.value}\``,
      ...(movable && {
        fix: {
          title: 'Use `COPY`',
          safe: sources.every(isSurelyPlain),
          changes: [{ op: 'replace', node: keyword, text: keyword.text === 'add' ? 'copy' : 'COPY' }],
        },
      }),
    }
  },
})

export const addRemoteUrl = rule({
  id: 'add-remote-url',
  on: 'copy',
  severity: 'low',
  title: 'ADD downloads a file and does not check it',
  why: 'Whoever controls the server, or the way to it, decides what goes into the image.',
  help: 'Say what the file must be: `ADD --checksum=sha256:… https://example.com/tool.tar.gz /opt/`.',
  tags: ['supply-chain'],
  peers: { kics: '4b410d24-1cbe-4430-a632-62c9a931cf1c' },
  check({ is, sources, flags }) {
    if (is !== 'ADD' || flags.some(({ name, value }) => name === 'checksum' && value)) return
    return sources
      .filter(({ value }) => isRemote(value) && !isGit(value))
      .map(source => ({ at: source, message: 'the download has no `--checksum`' }))
  },
})

/** A folder by its form, or a word whose end nobody knows before the build. */
const isFolder = ({ value }: Word): boolean => /[/\\]$|\$\{?\w+\}?$/.test(value)

export const copyDestNotDirectory = rule({
  id: 'copy-dest-not-directory',
  on: 'copy',
  severity: 'high',
  title: 'Several files are copied to what looks like one file',
  why: 'The classic builder refuses it, and BuildKit makes a folder of that name where a reader expects a file.',
  help: 'End the destination with a slash: `COPY package.json package-lock.json ./`.',
  peers: {
    hadolint: 'DL3021',
    trivy: ['DS-0011', 'AVD-DS-0011', 'DS011', 'docker-use-slash-for-copy-args', 'use-slash-for-copy-args'],
    kics: '6db6e0c2-32a3-4a2e-93b5-72c35f4119db',
    dockerfilelint: 'add_dest_invalid',
  },
  check({ is, sources, target }) {
    if (sources.length < 2 || isFolder(target) || sources.some(({ value }) => isHistory(value))) return
    // BuildKit copies into the working folder as meant; only the classic builder refuses this one.
    const severity = /^\.{1,2}$/.test(target.value) ? 'low' : 'high'
    return {
      at: target,
      severity,
      message: `\`${is}\` of ${sources.length} sources to \`${target.value}\`, which does not end in \`/\``,
      ...(target.text === target.value && {
        fix: { title: 'Add the slash', safe: true, changes: [{ op: 'insert-after', node: target, text: '/' }] },
      }),
    }
  },
})

/** Absolute on Linux or Windows, or unknown before the build. */
const isAbsolute = (path: string): boolean => /^([/\\$]|[a-z]:)/i.test(path)

const workdirIsSet = inForce<boolean>(
  () => false,
  (before, instruction) => before || instruction.is === 'WORKDIR',
)

export const copyRelativeNoWorkdir = rule({
  id: 'copy-relative-no-workdir',
  on: 'copy',
  severity: 'low',
  title: 'Files are copied to a relative path, and no WORKDIR is set',
  why: 'They land wherever the base image happens to work, which its next release may change.',
  help: 'Set `WORKDIR /app` first, or write the whole path: `COPY app.jar /app/app.jar`.',
  peers: { hadolint: 'DL3045' },
  check(copy) {
    const { target, sources } = copy
    if (sources.length === 0 || isAbsolute(target.value) || workdirIsSet.at(copy) === true) return
    return { at: target, message: `\`${target.value}\` is relative, and no \`WORKDIR\` is set` }
  },
})

const isWholeCopy = ({ is, from, sources, target }: Copy): boolean =>
  is === 'COPY' && from !== undefined && target.value === '/' && sources.some(({ value }) => value === '/')

export const copyEntireFilesystem = rule({
  id: 'copy-entire-filesystem',
  on: 'copy',
  severity: 'low',
  title: 'The whole file system of another stage is copied',
  why: 'Compilers, caches and secrets of the build stage end up in the image, over the files of its own base.',
  help: 'Copy what is needed: `COPY --from=build /out/app /usr/local/bin/`.',
  peers: { hadolint: 'DL3067' },
  check(copy) {
    // Onto an empty image it is the known way to squash layers; tonistiigi/xx is made to be copied whole.
    if (!isWholeCopy(copy) || copy.stage?.from.image.value === 'scratch' || copy.from?.value === 'xx') return
    return { at: copy, message: `everything in \`${copy.from!.value}\` is copied` }
  },
})

export const addSourceOutsideContext = rule({
  id: 'add-source-outside-context',
  on: 'copy',
  severity: 'medium',
  title: 'A source lies outside the build context',
  why: 'The builder cuts the leading `..` off and looks inside the context: the build fails, or copies another file of that name.',
  help: 'Build with a context that holds the file: `docker build -f api/Dockerfile .`, or pass it with `--build-context`.',
  peers: { dockerfilelint: 'add_src_invalid' },
  check({ from, sources }) {
    if (from) return
    return sources
      .filter(({ value }) => /^(\.\/)*\.\.(\/|$)/.test(value))
      .map(source => ({ at: source, message: `\`${source.value}\` leaves the build context` }))
  },
})

const pathOf = (instruction: Instruction): Word | undefined =>
  instruction.is === 'WORKDIR' ? instruction.words[0] : undefined

export const workdirRelative = rule({
  id: 'workdir-relative',
  on: 'instruction',
  severity: 'medium',
  title: 'The first WORKDIR is relative',
  why: 'It hangs on where the base image works: when that moves, so do all files of the image.',
  help: 'Write the whole path: `WORKDIR /app`.',
  peers: {
    hadolint: 'DL3000',
    buildkit: 'WorkdirRelativePath',
    trivy: ['DS-0009', 'AVD-DS-0009', 'DS009', 'docker-user-absolute-workdir', 'user-absolute-workdir'],
    checkov: 'CKV_DOCKER_10',
    kics: '6b376af8-cfe8-49ab-a08d-f32de23661a4',
    dockerfilelint: 'invalid_workdir',
  },
  check(instruction) {
    const path = pathOf(instruction)
    if (!path || isAbsolute(path.value) || workdirIsSet.at(instruction) === true) return
    return {
      at: path,
      message: `\`${path.value}\` is relative to a folder that only the base image knows`,
      ...(path.text === path.value && {
        fix: {
          title: 'Make it absolute',
          safe: false,
          changes: [{ op: 'replace', node: path, text: `/${path.text.replace(/^\.\//, '')}` }],
        },
      }),
    }
  },
})

export const workdirSystemDir = rule({
  id: 'workdir-system-dir',
  on: 'instruction',
  severity: 'high',
  title: 'WORKDIR lies in a folder of the kernel',
  why: 'Below `/proc/self/fd` it is the way out of the container of CVE-2024-21626: the process starts in a folder of the node.',
  help: 'Work in a folder of the image: `WORKDIR /app`.',
  tags: ['CVE-2024-21626'],
  peers: {
    trivy: ['DS-0030', 'AVD-DS-0030', 'DS030', 'docker-avoid-sys-workdir-mounts', 'avoid-sys-workdir-mounts'],
  },
  check(instruction) {
    const path = pathOf(instruction)
    const folder = path && /^\/+(proc|boot|dev|initrd|lost\+found)(\/|$)/.exec(path.value)?.[1]
    if (!path || !folder) return
    return { at: path, message: `\`${path.value}\` lies in \`/${folder}\`` }
  },
})

export const volumeSensitiveDir = rule({
  id: 'volume-sensitive-dir',
  on: 'instruction',
  severity: 'high',
  title: 'VOLUME on a folder of the kernel',
  why: 'A volume there hides the devices and settings that the process relies on, or opens them for writing.',
  help: 'Keep data in a folder of its own: `VOLUME /var/lib/app`.',
  peers: { dockle: 'DKL-DI-0002' },
  check(instruction) {
    if (instruction.is !== 'VOLUME') return
    return instruction.words
      .filter(({ value }) => /^\/+(proc|dev|sys)(\/|$)/.test(value))
      .map(word => ({ at: word, message: `\`${word.value}\` belongs to the kernel` }))
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

/** Each COPY of a stage whose archive a later RUN unpacks. */
function unpackedLater(body: readonly Instruction[]): readonly Problem[] {
  const copies = new Map<string, Instruction>()
  return body.flatMap(instruction => {
    for (const name of copiedArchives(instruction)) copies.set(name, instruction)
    if (instruction.is !== 'RUN' || copies.size === 0) return []
    return instruction.commands.filter(extracts).flatMap(({ operands }): readonly Problem[] => {
      const name = operands.map(({ text }) => lastPart(text)).find(text => copies.has(text))
      const copy = name !== undefined && copies.get(name)
      if (!name || !copy) return []
      copies.delete(name)
      return [{ at: copy, message: `\`${name}\` is copied, and unpacked later` }]
    })
  })
}

export const copyThenExtract = rule({
  id: 'copy-then-extract',
  on: 'dockerfile',
  severity: 'info',
  title: 'An archive is copied, then unpacked',
  why: 'The archive stays in its layer: every pull carries its content twice, packed and unpacked.',
  help: 'Let the builder unpack it: `ADD rootfs.tar.gz /`.',
  peers: { hadolint: 'DL3010' },
  check: ({ head, stages }) => [head, ...stages.map(({ body }) => body)].flatMap(unpackedLater),
})
