import type { Run, ShellCommand, ShellWord } from './ast.ts'
import { isAnswered, isUnknown, keptOut, operandsAfter, verbOf } from './commands.ts'
import { variablesAt } from './variables.ts'

/** True for the word of a package that names a version, or a file of the project. */
export type IsPinned = (text: string) => boolean

/** How a package manager keeps what it downloads, and what keeps that out of the image. */
export interface Cache {
  /** The targets of mounts that hold it. */
  readonly mounted: RegExp
  /** What is removed with it. */
  readonly removed: RegExp
  /** The variable that says where it is. */
  readonly variable?: string
  /** Options with which a command keeps nothing. */
  readonly unused?: readonly string[]
}

export interface PackageManager {
  /** The names it is called by; they share all that follows. */
  readonly programs: readonly [string, ...string[]]
  /** Sub-commands that install the packages behind them. */
  readonly installs: readonly string[]
  /** Sub-commands whose operands may be called like one of those: the first of all counts. */
  readonly others?: readonly string[]
  /** Options whose value may be the next word. */
  readonly valued: readonly string[]
  /** Options with which nothing is installed: whatever is asked of an install is moot. */
  readonly dry?: readonly string[]
  pinned(command: ShellCommand, install: ShellWord): IsPinned
  /** The sub-command that installs; default: the first that is one of `installs`. */
  installIn?(command: ShellCommand): ShellWord | undefined
  /** The packages among the operands; default: all. */
  packages?(operands: readonly ShellWord[], command: ShellCommand, install: ShellWord): readonly ShellWord[]
}

/** One that asks before it installs. */
export interface Asking extends PackageManager {
  readonly yes: {
    /** Sub-commands that ask. */
    readonly asks: readonly string[]
    /** The flag to write. */
    readonly flag: string
    /** The flag stands before the sub-command: not all of them know it. */
    readonly isGlobal: boolean
    isGiven(command: ShellCommand): boolean
  }
}

/** One that keeps what it downloaded until a command cleans it up. */
export interface Caching extends PackageManager {
  readonly cache: Cache & {
    /** Sub-commands that download. */
    readonly fills: readonly string[]
    /** Sub-commands that clean up. */
    readonly cleans: readonly string[]
    /** What to write. */
    readonly cleanUp: string
  }
}

/** One that installs from an index which it fetches before. */
interface Indexed extends PackageManager {
  /** Managers that share one index share this object: the update of one serves the others. */
  readonly index: { readonly fetches: readonly string[] }
}

/** One that can upgrade all that is installed. */
interface Upgrading extends PackageManager {
  readonly upgrades: readonly string[]
}

const words = (text: string): readonly string[] => text.split(' ')

/** `-qq`, `-q -q` and `-q=2` imply yes (apt-get(8)). */
function isSilent({ args }: ShellCommand): boolean {
  const level = args.reduce((sum, { text }) => {
    if (/^(-q|--quiet)=\d+$/.test(text)) return sum + Number(text.split('=')[1])
    if (text === '--quiet') return sum + 1
    return /^-[a-zA-Z]+$/.test(text) ? sum + (text.match(/q/g)?.length ?? 0) : sum
  }, 0)
  return level >= 2
}

const APT_DRY = words('s simulate just-print dry-run recon no-act print-uris d download-only')

const aptIndex = {
  fetches: ['update'],
  mounted: /^\/var(\/lib(\/apt(\/lists)?)?)?\/?$/,
  removed: /^\/+var\/+lib\/+(\*|apt|\{[^}]*apt)/,
}

export const aptGet = {
  programs: ['apt-get'],
  installs: ['install'],
  valued: words('-t --target-release --default-release -o --option -c --config-file -a'),
  dry: APT_DRY,
  pinned: () => text => isUnknown(text) || /[=/]|\.deb$/.test(text),
  yes: {
    asks: ['install'],
    flag: '-y',
    isGlobal: false,
    isGiven: command =>
      command.has('y', 'yes', 'assume-yes', 'force-yes') ||
      isSilent(command) ||
      // Without a name there is nothing to install, unless it is what a package lacks.
      (command.operands.at(-1)?.text === 'install' && !command.has('f', 'fix-broken')) ||
      command.args.some(({ text }) => /APT::Get::Assume-Yes=?/i.test(text)),
  },
  index: aptIndex,
  upgrades: ['upgrade', 'dist-upgrade'],
} as const satisfies Asking & Indexed & Upgrading

export const apt = {
  ...aptGet,
  programs: ['apt'],
  upgrades: ['upgrade', 'dist-upgrade', 'full-upgrade'],
} as const satisfies Asking & Indexed & Upgrading

export const aptitude = {
  ...aptGet,
  programs: ['aptitude'],
  upgrades: ['upgrade', 'safe-upgrade', 'full-upgrade'],
} as const satisfies Asking & Indexed & Upgrading

export const apk = {
  programs: ['apk'],
  installs: ['add'],
  valued: words('-t --virtual -X --repository -p --root --keys-dir --cache-dir --wait --repositories-file'),
  dry: words('s simulate'),
  pinned: () => text => isUnknown(text) || /[=~<>]|\.apk$/.test(text) || text.startsWith('.'),
  index: { fetches: ['update'] },
  cache: {
    mounted: /^\/(var\/cache(\/apk)?|etc\/apk\/cache)\/?$/,
    removed: /^\/var\/cache(\/(apk|\*|\{[^}]*apk)|\/?$)/,
    unused: words('no-cache no-network'),
  },
  upgrades: ['upgrade'],
} as const satisfies Indexed & Upgrading & { readonly cache: Cache }

/** yum and dnf write versions behind a dash: `curl-8.11.1`, `openssl-1:1.1.1k`. */
const isRpmPinned: IsPinned = text =>
  isUnknown(text) || /\.rpm$|^https?:|\//.test(text) || /-\d[\w.~^:+]*(-[\w.~^:+]+)*$/.test(text)

/** yum and dnf: streams of modules have versions of their own, groups have none. */
function rpmPins(command: ShellCommand, verb: ShellWord): IsPinned {
  const before = command.args.slice(0, command.args.indexOf(verb)).map(({ text }) => text)
  if (before.includes('module')) return text => isUnknown(text) || text.includes(':')
  return before.includes('group') || verb.text === 'groupinstall' ? () => true : isRpmPinned
}

const yumFolders = /^\/var\/cache(\/(yum|\{[^}]*yum).*)?\/?$/

export const yum = {
  programs: ['yum'],
  installs: ['install'],
  valued: words(
    '--enablerepo --disablerepo --repo --repoid --repofrompath -c --config -x --exclude --excludepkgs --disableexcludes --disableexcludepkgs --enableplugin --disableplugin --installroot --releasever --forcearch --setopt --downloaddir --destdir --advisory --advisories --color --comment -d --debuglevel -e --errorlevel -R --randomwait',
  ),
  dry: words('downloadonly assumeno'),
  pinned: rpmPins,
  yes: {
    asks: ['install', 'groupinstall', 'localinstall'],
    flag: '-y',
    isGlobal: false,
    isGiven: command => command.has('y', 'assumeyes'),
  },
  cache: {
    fills: ['install', 'groupinstall', 'localinstall', 'reinstall'],
    cleans: ['clean'],
    cleanUp: 'clean all',
    mounted: yumFolders,
    removed: yumFolders,
    unused: words('C cacheonly'),
  },
  upgrades: ['update', 'upgrade'],
} as const satisfies Asking & Caching & Upgrading

const dnfFolders = /^\/var\/cache(\/((lib)?(dnf|yum)|\{[^}]*(dnf|yum)).*)?\/?$|\/\.cache\/libdnf5/

export const dnf = {
  ...yum,
  programs: ['dnf', 'microdnf'],
  cache: {
    ...yum.cache,
    fills: words('install in upgrade up update upgrade-minimal up-min reinstall rei groupinstall localinstall'),
    mounted: dnfFolders,
    removed: dnfFolders,
  },
  upgrades: ['update', 'upgrade', 'up'],
} as const satisfies Asking & Caching & Upgrading

const zypperChanges = ['install', 'in', 'remove', 'rm', 'source-install', 'si', 'patch'] as const
const zypperFolders = /^\/var\/cache(\/zypp.*)?\/?$/

export const zypper = {
  programs: ['zypper'],
  installs: ['install', 'in'],
  valued: words('-r --repo --from -t --type -C --capability'),
  dry: words('D dry-run d download-only'),
  pinned: () => text => isUnknown(text) || /[=<>]|\.rpm$/.test(text),
  yes: {
    asks: zypperChanges,
    flag: '-n',
    isGlobal: true,
    isGiven: command => command.has('n', 'non-interactive', 'y', 'no-confirm'),
  },
  cache: {
    fills: zypperChanges,
    cleans: ['clean', 'cc'],
    cleanUp: 'clean',
    mounted: zypperFolders,
    removed: zypperFolders,
  },
  index: { fetches: ['refresh', 'ref'] },
  upgrades: ['update', 'up'],
} as const satisfies Asking & Caching & Indexed & Upgrading

/** What yum and dnf call an update upgrades packages, and fetches an index only on the way. */
const INDEXED: readonly Indexed[] = [aptGet, apt, aptitude, apk, zypper]
const UPGRADING: readonly Upgrading[] = [aptGet, apt, aptitude, apk, yum, dnf, zypper]

const ofProgram = <M extends PackageManager>(managers: readonly M[], { name }: ShellCommand): M | undefined =>
  managers.find(({ programs }) => programs.includes(name))

/** The sub-commands of all of them that use an index which was just fetched. */
const USES = words(
  'install in reinstall upgrade dist-upgrade full-upgrade safe-upgrade add build-dep source source-install si satisfy download fetch search patch dup update up',
)

/** What a command does with an index: `fetches` has the sub-command that fetches it, `isUsed` is for all others that want it. */
export function indexWork(
  command: ShellCommand,
): { readonly index: object; readonly fetches: ShellWord | undefined; readonly isUsed: boolean } | undefined {
  const index = ofProgram(INDEXED, command)?.index
  if (!index) return undefined
  const fetches = verbOf(command, index.fetches)
  return { index, fetches, isUsed: !fetches && verbOf(command, USES) !== undefined }
}

/** The sub-command that upgrades all packages; with names behind it, it upgrades those alone. */
export function upgradeOf(command: ShellCommand): ShellWord | undefined {
  const verb = verbOf(command, ofProgram(UPGRADING, command)?.upgrades ?? [])
  return verb && command.operands.at(-1) === verb ? verb : undefined
}

/** The sub-command that waits for an answer, as nothing gives it beforehand. */
export function waitingFor(manager: Asking, run: Run, index: number): ShellWord | undefined {
  const { programs, yes } = manager
  const command = run.commands[index]!
  const verb = programs.includes(command.name) && !isDry(manager, command) ? verbOf(command, yes.asks) : undefined
  return verb && !yes.isGiven(command) && !isAnswered(run, index) ? verb : undefined
}

/** `/var/cache/yum` for `/var/cache/yum/*`. */
const withoutGlob = (path: string): string => (path.length > 200 ? '' : path.replace(/\/[^/]*[*?][^/]*$/, ''))

const isDry = ({ dry = [] }: PackageManager, command: ShellCommand): boolean => command.has(...dry)

/** True for a command that keeps nothing of what it installs: it was told to, or installs nothing. */
export const keepsNothing = (manager: PackageManager & { readonly cache: Cache }, command: ShellCommand): boolean =>
  isDry(manager, command) || command.has(...(manager.cache.unused ?? []))

/** The last command that fills the cache of a package manager, when nothing after it clears the cache. */
export function leftover(run: Run, manager: Caching): readonly [ShellCommand, ShellWord] | undefined {
  const { programs, cache } = manager
  if (keptOut(run, cache.mounted)) return undefined
  const { commands } = run
  const clears = ({ name, args }: ShellCommand, filler: string): boolean =>
    name === filler
      ? args.some(({ text }) => cache.cleans.includes(text))
      : /^(rm|find)$/.test(name) && args.some(({ text }) => cache.removed.test(withoutGlob(text)))
  const fills = (command: ShellCommand, program: string): boolean =>
    command.name === program && !keepsNothing(manager, command) && verbOf(command, cache.fills) !== undefined
  for (const program of programs) {
    const last = commands.findLastIndex(command => fills(command, program))
    if (last < 0 || commands.slice(last + 1).some(command => clears(command, program))) continue
    return [commands[last]!, verbOf(commands[last]!, cache.fills)!]
  }
  return undefined
}

/** The sub-command with which a command installs packages. */
export function installOf(manager: PackageManager, command: ShellCommand): ShellWord | undefined {
  if (isDry(manager, command)) return undefined
  if (manager.installIn) return manager.installIn(command)
  const { programs, installs, others = [] } = manager
  const verb = programs.includes(command.name) ? verbOf(command, [...installs, ...others]) : undefined
  return verb && installs.includes(verb.text) ? verb : undefined
}

/** The packages that a command installs in whatever version is current. */
export function looseOf(manager: PackageManager, command: ShellCommand): readonly ShellWord[] {
  const install = installOf(manager, command)
  if (!install) return []
  const operands = operandsAfter(command, install, manager.valued)
  const isPinned = manager.pinned(command, install)
  const isLoose = (text: string): boolean => text !== '' && !text.startsWith('-') && !isPinned(text)
  return (manager.packages?.(operands, command, install) ?? operands).filter(({ text, choices = [text] }) =>
    choices.every(isLoose),
  )
}

/** True when something is mounted where a program keeps its cache, by itself or because a variable says so. */
export function isKeptOut(run: Run, { mounted, variable }: Cache): boolean {
  if (keptOut(run, mounted)) return true
  if (variable === undefined || run.mounts.length === 0) return false
  const folder = variablesAt(run).get(variable)?.replace(/\/$/, '')
  const isFolder = (target: string | undefined): boolean => target !== undefined && target.replace(/\/$/, '') === folder
  return run.mounts.some(mount => ['target', 'dst', 'destination'].some(key => isFolder(mount.get(key))))
}
