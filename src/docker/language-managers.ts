import type { ShellCommand, ShellWord } from './ast.ts'
import { isUnknown, operandsAfter } from './commands.ts'
import type { Cache, IsPinned, PackageManager } from './package-managers.ts'

const words = (text: string): readonly string[] => text.split(' ')

/**
 * The folder that a program keeps its cache in, or that of all programs of a user: a `.cache` in another place than
 * somebody's home belongs to something else.
 */
const ownFolder = (program: string, home = '/root'): RegExp =>
  new RegExp(`(^|/)\\.cache/${program}(/\\*?)?$|^(~[\\w-]*|\\$\\{\\w+\\}|/root|${home}|/home/[^/]+|)/\\.cache(/\\*?)?$`)

/** `pip`, `pip3.12`, `python3 -m pip`: its sub-command and what follows, options left out. */
export function pipWords(command: ShellCommand): readonly ShellWord[] {
  const { name, args, word } = command
  const module = /^python[\d.]*$/.test(name) ? args.findIndex(({ text }) => text === '-m') : -1
  const called = module >= 0 ? args[module + 1] : word
  return called && /(^|\/)pip[\d.]*$/.test(called.text) ? operandsAfter(command, called, pip.valued) : []
}

export const pip = {
  programs: ['pip'],
  installs: ['install'],
  valued: words(
    '--abi -b --build -e --editable --extra-index-url -f --find-links -i --index-url --implementation --no-binary --only-binary --platform --prefix --progress-bar --proxy --python --python-version --root --root-user-action --src -t --target --trusted-host --upgrade-strategy --timeout --retries --cache-dir --log --cert --client-cert --report --config-settings -C --global-option --install-option --default-timeout --exists-action --keyring-provider --use-feature --use-deprecated',
  ),
  dry: ['dry-run'],
  pinned: () => text => {
    if (isUnknown(text) || /[=<>~!]=|[<>]|\.(whl|tar\.gz|zip)$|^\.(\[|$)/.test(text)) return true
    return /^(git|hg|svn|bzr)\+/.test(text) ? /@[^/]+$/.test(text.replace(/#.*$/, '')) : text.includes('/')
  },
  packages: (operands, command) => (command.has('r', 'requirement', 'c', 'constraint') ? [] : operands),
  installIn: command => {
    const [verb] = pipWords(command)
    return verb?.text === 'install' ? verb : undefined
  },
  cache: {
    // A variable in the target was put there for the cache.
    mounted: /\$|\/\.cache(\/pip.*)?\/?$/,
    removed: ownFolder('pip'),
    variable: 'PIP_CACHE_DIR',
    // pip takes the beginning of an option for the whole.
    unused: words('no-cache-dir no-cache no-index'),
  },
} as const satisfies PackageManager & { readonly cache: Cache }

export const pipx: PackageManager = {
  programs: ['pipx'],
  installs: pip.installs,
  valued: pip.valued,
  pinned: pip.pinned,
  packages: pip.packages,
}

/** `uv pip install`, `uv tool install`, and `uv add`, which writes a lock file that nobody has seen. */
export const uv: PackageManager = {
  programs: ['uv'],
  installs: ['install', 'add'],
  others: ['sync', 'run', 'lock', 'export', 'build'],
  valued: [
    ...pip.valued,
    ...words(
      '--index --default-index -p --with --extra --group --link-mode --exclude-newer --project --directory --python-platform --resolution --requirements --constraints',
    ),
  ],
  dry: pip.dry,
  pinned: () => text => pip.pinned()(text) || /.@(?!latest)/.test(text),
  packages: (operands, command) => (command.has('requirements', 'constraints') ? [] : pip.packages(operands, command)),
}

export const poetry: PackageManager = {
  programs: ['poetry'],
  installs: ['add'],
  others: ['install', 'sync', 'run', 'config', 'export', 'build'],
  valued: words('-G --group -E --extras --optional --python --platform --source -C --directory -P --project'),
  dry: pip.dry,
  pinned: () => text => pip.pinned()(text) || /.@(?!latest)/.test(text),
}

export const npm: PackageManager = {
  programs: ['npm'],
  installs: ['install', 'i', 'add'],
  others: ['run', 'ci', 'exec'],
  valued: words(
    '--loglevel --registry --prefix -C --cache --tag --omit --include --only --workspace -w --location --install-strategy --userconfig --globalconfig --os --cpu --libc --scope --otp --before --proxy --https-proxy --noproxy --script-shell --node-options --fetch-timeout --fetch-retries --maxsockets --cafile --audit-level',
  ),
  pinned: () => text => {
    if (isUnknown(text) || /\.(tar|tar\.gz|tgz)$/.test(text) || /^(\.{0,2}|~)\//.test(text) || text === '.') return true
    // `true` is what an option was set to.
    if (/^((file|link|workspace):|(true|false)$)/.test(text)) return true
    // A repository, as a URL or as `owner/name`, is pinned by its commit or tag.
    if (/^((git(\+\w+)?|https?|ssh|github|gitlab|bitbucket):|[\w.-]+\/)/.test(text))
      return text.includes('#') || /^https?:.*\.t/.test(text)
    const version = text.slice(1).split('@')[1]
    return version !== undefined && version !== '' && version !== 'latest'
  },
}

export const pnpm: PackageManager = {
  programs: ['pnpm'],
  installs: npm.installs,
  others: ['run', 'exec', 'dlx', 'fetch', 'deploy', 'config', 'store', 'rebuild'],
  valued: [...npm.valued, ...words('--filter -F --dir --store-dir --reporter --lockfile-dir --global-dir')],
  pinned: npm.pinned,
}

export const yarn = {
  programs: ['yarn'],
  installs: ['install', 'add'],
  others: words('cache run config workspace exec dlx node build'),
  valued: words(
    '--cwd --modules-folder --cache-folder --registry --network-timeout --network-concurrency --mutex --prefix --global-folder --use-yarnrc --otp',
  ),
  pinned: npm.pinned,
  cache: {
    mounted: /\$|\/\.cache(\/yarn.*)?\/?$|\/\.yarn(\/cache)?\/?$/,
    // Where yarn 1 keeps it for root.
    removed: ownFolder('yarn', '/usr/local/share'),
    variable: 'YARN_CACHE_FOLDER',
  },
} as const satisfies PackageManager & { readonly cache: Cache }

export const gem: PackageManager = {
  programs: ['gem'],
  installs: ['install', 'i'],
  valued: words(
    '--source -s --install-dir -i --bindir -n --platform --use-system-libraries --document --trust-policy -P --file -g --build-root -B --without -w --http-proxy -p',
  ),
  pinned: () => text => isUnknown(text) || text.includes(':') || text.endsWith('.gem'),
  packages(operands, command) {
    if (command.has('v', 'version')) return []
    // What comes after `--` is for the compiler of native parts.
    const end = command.args.find(({ text }) => text === '--')?.span[0] ?? Number.POSITIVE_INFINITY
    return operands.filter(({ span }) => span[0] < end)
  },
}

/** Versions that mean another commit tomorrow: branches, and words of go itself. */
const MOVING = new Set(['latest', 'upgrade', 'patch', 'none', 'main', 'master', 'HEAD'])

/** True with a version that stays, and for files of the project: `./x`, `/x`, `x.go`. */
const isGoPinned: IsPinned = text => {
  if (isUnknown(text) || /^[./]|\.go$/.test(text)) return true
  const [, version] = text.split('@')
  return version !== undefined && !MOVING.has(version)
}

/** A crate is pinned by its own version, by that of all, or by the commit of a repository. */
export const cargo: PackageManager = {
  programs: ['cargo'],
  installs: ['install', 'binstall'],
  others: words('build run test check fetch vendor chef clippy'),
  valued: words(
    '--version --vers --index --registry --git --branch --tag --rev --path --root -F --features --bin --example -j --jobs --profile --target --target-dir --config -Z --color --message-format --manifest-path',
  ),
  dry: words('dry-run list'),
  pinned: () => text => isUnknown(text) || /.@/.test(text) || /^[./]/.test(text),
  packages: (operands, command) => (command.has('version', 'vers', 'path', 'rev', 'tag') ? [] : operands),
}

/** `composer require acme/shop`, with the version in the word or in the next. */
export const composer: PackageManager = {
  programs: ['composer', 'composer.phar'],
  installs: ['require'],
  others: words('install update run-script exec config dump-autoload create-project'),
  valued: words('-d --working-dir --apcu-autoloader-prefix'),
  dry: ['dry-run'],
  pinned: () => text => isUnknown(text) || /.[:=]/.test(text) || !text.includes('/'),
  packages: operands => operands.filter((_, i) => !/^[\^~<>=v\d*]/.test(operands[i + 1]?.text ?? '')),
}

/** What comes with go, or is the project's own, has neither a dot in its first part nor a version. */
const isOwn: IsPinned = text => !text.includes('@') && !text.split('/')[0]!.includes('.')

export const go: PackageManager = {
  programs: ['go'],
  installs: ['install', 'get', 'run'],
  others: ['build', 'test', 'tool'],
  valued: words('-o -p -ldflags -tags -mod -modfile -gcflags -exec'),
  // A tool is fetched, and written into the go.mod of the project.
  pinned: command => (command.has('tool') ? isGoPinned : text => isGoPinned(text) || isOwn(text)),
  packages: (operands, _, install) => (install.text === 'run' ? operands.slice(0, 1) : operands),
}
