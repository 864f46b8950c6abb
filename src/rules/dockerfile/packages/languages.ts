import type { Run, ShellCommand, ShellWord } from '../../../docker/ast.ts'
import { isUnknown, keptOut, operandsAfter, scriptFix, unpinned, upTo, verbOf } from '../../../docker/commands.ts'
import { environmentsIn, variablesAt } from '../../../docker/variables.ts'
import { rule } from '../../rule.ts'

/** `pip`, `pip3.12`, `python3 -m pip`: its sub-command and what follows, options left out. */
function pipWords(command: ShellCommand): readonly ShellWord[] {
  const { name, args, word } = command
  const module = /^python[\d.]*$/.test(name) ? args.findIndex(({ text }) => text === '-m') : -1
  const pip = module >= 0 ? args[module + 1] : word
  return pip && /(^|\/)pip[\d.]*$/.test(pip.text) ? operandsAfter(command, pip, PIP_VALUED) : []
}

function pipInstall(command: ShellCommand): ShellWord | undefined {
  const [verb] = pipWords(command)
  return verb?.text === 'install' ? verb : undefined
}

/** True when something is mounted where the program was told to keep its cache. */
const isMounted = (run: Run, folder: string | undefined): boolean =>
  folder !== undefined &&
  run.mounts.some(mount =>
    ['target', 'dst', 'destination'].some(key => mount.get(key)?.replace(/\/$/, '') === folder.replace(/\/$/, '')),
  )

/** Any answer switches the cache off, a no as well (pip, _handle_no_cache_dir). */
const ANSWERS = new Set(['y', 'yes', 't', 'true', 'on', '1', 'n', 'no', 'f', 'false', 'off', '0'])

const isAnswer = (value: string | undefined): boolean => ANSWERS.has(value?.toLowerCase() ?? '')

export const pipNoCacheDir = rule({
  id: 'pip-no-cache-dir',
  title: 'The cache of pip stays in the image',
  why: 'Every wheel is in the image twice, once installed and once in a cache that nobody reads.',
  help: 'Write `pip install --no-cache-dir …`, set `ENV PIP_NO_CACHE_DIR=1`, or mount the cache: `RUN --mount=type=cache,target=/root/.cache/pip …`.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  peers: { hadolint: 'DL3042', kics: 'f2f903fb-b977-461e-98d7-b3e2185c6118' },
  on: 'run',
  check(run) {
    // A variable in the target was put there for the cache.
    if (keptOut(run, /\$|\/\.cache(\/pip.*)?\/?$/) || isMounted(run, variablesAt(run).get('PIP_CACHE_DIR'))) return
    if (clearsPipCache(run)) return
    return environmentsIn(run).flatMap(([command, variables]) => {
      const verb = pipInstall(command)
      // pip takes the beginning of an option for the whole.
      if (!verb || command.has('no-cache-dir', 'no-cache') || isAnswer(variables.get('PIP_NO_CACHE_DIR'))) return []
      return {
        at: upTo(command, verb),
        message: '`pip install` has no `--no-cache-dir`',
        ...scriptFix(run, 'Add `--no-cache-dir`', true, { op: 'insert-after', node: verb, text: ' --no-cache-dir' }),
      }
    })
  },
})

const clearsPipCache = (run: Run): boolean =>
  run.commands.some(command => {
    const { name, args } = command
    const [verb, what] = pipWords(command)
    return (
      (name === 'rm' && args.some(({ text }) => /\/\.cache(\/pip)?(\/\*?)?$/.test(text))) ||
      (verb?.text === 'cache' && what?.text === 'purge')
    )
  })

/** Flags of pip and `pip install` that take a value as the next word. */
const PIP_VALUED =
  '--abi -b --build -e --editable --extra-index-url -f --find-links -i --index-url --implementation --no-binary --only-binary --platform --prefix --progress-bar --proxy --python --python-version --root --root-user-action --src -t --target --trusted-host --upgrade-strategy --timeout --retries --cache-dir --log --cert --client-cert --report --config-settings -C --global-option --install-option --default-timeout --exists-action --keyring-provider --use-feature --use-deprecated'.split(
    ' ',
  )

const isPipPinned = (text: string): boolean => {
  if (isUnknown(text) || /[=<>~!]=|[<>]|\.(whl|tar\.gz|zip)$|^\.(\[|$)/.test(text)) return true
  return /^(git|hg|svn|bzr)\+/.test(text) ? /@[^/]+$/.test(text.replace(/#.*$/, '')) : text.includes('/')
}

export const pipUnpinned = rule({
  id: 'pip-unpinned',
  title: '`pip` installs whatever version is current',
  why: 'The next release, or one that an attacker uploads with stolen credentials, is in the image without review.',
  help: 'Name the version, `pip install requests==2.32.5`, or install from a locked file: `pip install --require-hashes -r requirements.txt`.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  tags: ['supply-chain'],
  peers: { hadolint: 'DL3013', kics: '02d9c71f-3ee8-4986-9c27-1a20d0d19bfc' },
  on: 'run',
  check(run) {
    return run.commands.flatMap(command => {
      const verb = command.name === 'pipx' ? verbOf(command, ['install']) : pipInstall(command)
      if (!verb || command.has('r', 'requirement', 'c', 'constraint')) return []
      return unpinned(operandsAfter(command, verb, PIP_VALUED), isPipPinned)
    })
  },
})

const isNpmPinned = (text: string): boolean => {
  if (isUnknown(text) || /\.(tar|tar\.gz|tgz)$/.test(text) || /^(\.{0,2}|~)\//.test(text) || text === '.') return true
  // `true` is what an option was set to.
  if (/^((file|link|workspace):|(true|false)$)/.test(text)) return true
  // A repository, as a URL or as `owner/name`, is pinned by its commit or tag.
  if (/^((git(\+\w+)?|https?|ssh|github|gitlab|bitbucket):|[\w.-]+\/)/.test(text))
    return text.includes('#') || /^https?:.*\.t/.test(text)
  const version = text.slice(1).split('@')[1]
  return version !== undefined && version !== '' && version !== 'latest'
}

/** Options of npm whose value may be the next word. */
const NPM_VALUED =
  '--loglevel --registry --prefix -C --cache --tag --omit --include --only --workspace -w --location --install-strategy --userconfig --globalconfig --os --cpu --libc --scope --otp --before --proxy --https-proxy --noproxy --script-shell --node-options --fetch-timeout --fetch-retries --maxsockets --cafile --audit-level'.split(
    ' ',
  )

export const npmUnpinned = rule({
  id: 'npm-unpinned',
  title: '`npm` installs whatever version is current',
  why: 'The next release, or one that an attacker publishes with a stolen token, is in the image without review.',
  help: 'Name the version, `npm install --global pnpm@10.20.0`, or install from the lock file with `npm ci`.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  tags: ['supply-chain'],
  peers: { hadolint: 'DL3016', kics: 'e36d8880-3f78-4546-b9a1-12f0745ca0d5' },
  on: 'run',
  check(run) {
    return run.commands.flatMap(command => {
      const verb = command.name === 'npm' ? verbOf(command, ['install', 'i', 'add', 'run', 'ci', 'exec']) : undefined
      if (!verb || !/^(install|i|add)$/.test(verb.text)) return []
      return unpinned(operandsAfter(command, verb, NPM_VALUED), isNpmPinned)
    })
  },
})

/** Options of `gem install` whose value may be the next word. */
const GEM_VALUED =
  '--source -s --install-dir -i --bindir -n --platform --use-system-libraries --document --trust-policy -P --file -g --build-root -B --without -w --http-proxy -p'.split(
    ' ',
  )

export const gemUnpinned = rule({
  id: 'gem-unpinned',
  title: '`gem` installs whatever version is current',
  why: 'The next release, or one that an attacker pushes with a stolen key, is in the image without review.',
  help: 'Name the version, `gem install bundler:2.7.2`, or install from the lock file with `bundle install`.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  tags: ['supply-chain'],
  peers: { hadolint: 'DL3028', kics: '22cd11f7-9c6c-4f6e-84c0-02058120b341' },
  on: 'run',
  check(run) {
    return run.commands.flatMap(command => {
      const verb = command.name === 'gem' ? verbOf(command, ['install', 'i']) : undefined
      if (!verb || command.has('v', 'version')) return []
      // What comes after `--` is for the compiler of native parts.
      const end = command.args.find(({ text }) => text === '--')?.span[0] ?? Number.POSITIVE_INFINITY
      const gems = operandsAfter(command, verb, GEM_VALUED).filter(({ span }) => span[0] < end)
      return unpinned(gems, text => isUnknown(text) || text.includes(':') || text.endsWith('.gem'))
    })
  },
})

/** Versions that mean another commit tomorrow: branches, and words of go itself. */
const MOVING = new Set(['latest', 'upgrade', 'patch', 'none', 'main', 'master', 'HEAD'])

/** True with a version that stays, and for files of the project: `./x`, `/x`, `x.go`. */
const isGoPinned = (text: string): boolean => {
  if (isUnknown(text) || /^[./]|\.go$/.test(text)) return true
  const [, version] = text.split('@')
  return version !== undefined && !MOVING.has(version)
}

/** What comes with go, or is the project's own, has neither a dot in its first part nor a version. */
const isOwn = (text: string): boolean => !text.includes('@') && !text.split('/')[0]!.includes('.')

export const goInstallUnpinned = rule({
  id: 'go-install-unpinned',
  title: '`go` installs whatever version is current',
  why: 'The next tag of the module, pushed by its owner or by a thief of the account, is in the image without review.',
  help: 'Name the version: `go install golang.org/x/tools/cmd/stringer@v0.38.0`.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  tags: ['supply-chain'],
  peers: { hadolint: 'DL3062' },
  on: 'run',
  check(run) {
    return run.commands.flatMap(command => {
      const verb =
        command.name === 'go' ? verbOf(command, ['install', 'get', 'run', 'build', 'test', 'tool']) : undefined
      if (!verb || !/^(install|get|run)$/.test(verb.text)) return []
      const packages = operandsAfter(command, verb, [
        '-o',
        '-p',
        '-ldflags',
        '-tags',
        '-mod',
        '-modfile',
        '-gcflags',
        '-exec',
      ])
      // A tool is fetched, and written into the go.mod of the project.
      const isSound = command.has('tool') ? isGoPinned : (text: string) => isGoPinned(text) || isOwn(text)
      return unpinned(verb.text === 'run' ? packages.slice(0, 1) : packages, isSound)
    })
  },
})

const clearsYarnCache = ({ name, args }: ShellCommand): boolean =>
  (name === 'yarn' && args.some(({ text }) => text === 'clean')) ||
  (name === 'rm' && args.some(({ text }) => /\/\.cache(\/yarn)?(\/\*?)?$/.test(text)))

export const yarnNoCacheClean = rule({
  id: 'yarn-no-cache-clean',
  title: 'The cache of yarn stays in the image',
  why: 'Every package is in the image twice, once installed and once in a cache that nobody reads.',
  help: 'Write `yarn install --frozen-lockfile && yarn cache clean` in one RUN, or mount the cache.',
  severity: 'info',
  profile: 'recommended',
  since: '0.1',
  peers: { hadolint: 'DL3060' },
  on: 'run',
  check(run) {
    if (run.stage?.final === false || keptOut(run, /\$|\/\.cache(\/yarn.*)?\/?$|\/\.yarn(\/cache)?\/?$/)) return
    if (isMounted(run, variablesAt(run).get('YARN_CACHE_FOLDER'))) return
    const { commands } = run
    const last = commands.findLastIndex(
      command => command.name === 'yarn' && verbOf(command, ['install', 'cache'])?.text === 'install',
    )
    if (last < 0) return
    if (commands.slice(last + 1).some(clearsYarnCache)) return
    const command = commands[last]!
    return {
      at: upTo(command, verbOf(command, ['install'])!),
      message: '`yarn install` is not followed by `yarn cache clean` in the same `RUN`',
    }
  },
})
