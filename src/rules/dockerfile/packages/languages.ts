import type { Peers } from '../../../core/rule.ts'
import type { ShellCommand } from '../../../docker/ast.ts'
import { flagAfter, scriptFix, unpinned, upTo } from '../../../docker/commands.ts'
import {
  cargo,
  composer,
  gem,
  go,
  npm,
  pip,
  pipWords,
  pipx,
  pnpm,
  poetry,
  uv,
  yarn,
} from '../../../docker/language-managers.ts'
import { installOf, isKeptOut, keepsNothing, looseOf, type PackageManager } from '../../../docker/package-managers.ts'
import { environmentsIn } from '../../../docker/variables.ts'
import { rule } from '../../rule.ts'

/** Any answer switches the cache off, a no as well (pip, _handle_no_cache_dir). */
const ANSWERS = new Set(['y', 'yes', 't', 'true', 'on', '1', 'n', 'no', 'f', 'false', 'off', '0'])

const isAnswer = (value: string | undefined): boolean => ANSWERS.has(value?.toLowerCase() ?? '')

const removes = ({ name, args }: ShellCommand, path: RegExp): boolean =>
  name === 'rm' && args.some(({ text }) => path.test(text))

export const pipNoCacheDir = rule({
  id: 'pip-no-cache-dir',
  title: 'Image keeps the pip cache',
  why: 'Every wheel is stored twice, once installed and once in a cache that is never used.',
  help: 'Use `pip install --no-cache-dir …`, set `ENV PIP_NO_CACHE_DIR=1`, or mount the cache: `RUN --mount=type=cache,target=/root/.cache/pip …`.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  peers: { hadolint: 'DL3042', kics: 'f2f903fb-b977-461e-98d7-b3e2185c6118' },
  on: 'run',
  check(run) {
    if (isKeptOut(run, pip.cache)) return
    const left = run.commands.findLastIndex(clearsPipCache) + 1
    return environmentsIn(run)
      .slice(left)
      .flatMap(([command, variables]) => {
        const verb = installOf(pip, command)
        if (!verb || keepsNothing(pip, command) || isAnswer(variables.get('PIP_NO_CACHE_DIR'))) return []
        return {
          at: upTo(command, verb),
          message: '`pip install` has no `--no-cache-dir`',
          ...scriptFix(run, 'Add `--no-cache-dir`', true, flagAfter(verb, '--no-cache-dir')),
        }
      })
  },
})

function clearsPipCache(command: ShellCommand): boolean {
  const [verb, what] = pipWords(command)
  return removes(command, pip.cache.removed) || (verb?.text === 'cache' && what?.text === 'purge')
}

/** `go get` fetches a repository whose version is chosen in the next step. */
const checksOut = ({ name, args }: ShellCommand): boolean =>
  name === 'git' && args.some(({ text }) => text === 'checkout' || text === 'reset')

interface Loose {
  readonly id: string
  readonly managers: readonly PackageManager[]
  readonly what: string
  readonly why: string
  readonly help: string
  readonly peers?: Peers
  /** A later command that chooses the version. */
  readonly pinnedBy?: (command: ShellCommand) => boolean
}

/** Package managers of languages that install what is current. */
export const loose = [
  {
    id: 'pip-unpinned',
    managers: [pip, pipx, uv, poetry],
    what: 'package',
    why: 'The next release, or one uploaded by an attacker with stolen credentials, enters the image without review.',
    help: 'Pin the version, `pip install requests==2.32.5`, or use a lock file: `pip install --require-hashes -r requirements.txt`.',
    peers: { hadolint: 'DL3013', kics: '02d9c71f-3ee8-4986-9c27-1a20d0d19bfc' },
  },
  {
    id: 'npm-unpinned',
    managers: [npm, pnpm, yarn],
    what: 'package',
    why: 'The next release, or one published by an attacker with a stolen token, enters the image without review.',
    help: 'Pin the version, `npm install --global pnpm@10.20.0`, or install from the lock file with `npm ci`.',
    peers: { hadolint: 'DL3016', kics: 'e36d8880-3f78-4546-b9a1-12f0745ca0d5' },
  },
  {
    id: 'gem-unpinned',
    managers: [gem],
    what: 'gem',
    why: 'The next release, or one pushed by an attacker with a stolen key, enters the image without review.',
    help: 'Pin the version, `gem install bundler:2.7.2`, or install from the lock file with `bundle install`.',
    peers: { hadolint: 'DL3028', kics: '22cd11f7-9c6c-4f6e-84c0-02058120b341' },
  },
  {
    id: 'go-install-unpinned',
    managers: [go],
    what: 'module',
    why: 'The next tag of the module, pushed by its owner or by an attacker, enters the image without review.',
    help: 'Pin the version: `go install golang.org/x/tools/cmd/stringer@v0.38.0`.',
    peers: { hadolint: 'DL3062' },
    pinnedBy: checksOut,
  },
  {
    id: 'cargo-install-unpinned',
    managers: [cargo],
    what: 'crate',
    why: 'The next release, or one published by an attacker with a stolen token, is compiled into the image without review.',
    help: 'Pin the version and its lock file: `cargo install --locked cargo-chef@0.1.73`.',
    peers: {},
  },
  {
    id: 'composer-unpinned',
    managers: [composer],
    what: 'package',
    why: 'The next release, or one published by an attacker with stolen credentials, enters the image without review.',
    help: 'Pin the version, `composer require monolog/monolog:3.9.0`, or install from the lock file with `composer install`.',
    peers: {},
  },
].map(({ id, managers, what, why, help, peers, pinnedBy = () => false }: Loose) =>
  rule({
    id,
    title: `\`${managers[0]!.programs[0]}\` installs unpinned ${what} versions`,
    why,
    help,
    severity: 'low',
    profile: 'recommended',
    since: '0.1',
    tags: ['supply-chain'],
    ...(peers && { peers }),
    on: 'run',
    check({ commands }) {
      const from = commands.findLastIndex(pinnedBy) + 1
      return commands.slice(from).flatMap(command => unpinned(managers.flatMap(manager => looseOf(manager, command))))
    },
  }),
)

const clearsYarnCache = (command: ShellCommand): boolean =>
  removes(command, yarn.cache.removed) || (command.name === 'yarn' && command.args.some(({ text }) => text === 'clean'))

export const yarnNoCacheClean = rule({
  id: 'yarn-no-cache-clean',
  title: 'Image keeps the yarn cache',
  why: 'Every package is stored twice, once installed and once in a cache that is never used.',
  help: 'Run `yarn install --frozen-lockfile && yarn cache clean` in one RUN, or mount the cache.',
  severity: 'info',
  profile: 'recommended',
  since: '0.1',
  peers: { hadolint: 'DL3060' },
  on: 'run',
  check(run) {
    if (run.stage?.final === false || isKeptOut(run, yarn.cache)) return
    const { commands } = run
    const last = commands.findLastIndex(command => installOf(yarn, command))
    if (last < 0 || commands.slice(last + 1).some(clearsYarnCache)) return
    const command = commands[last]!
    const verb = installOf(yarn, command)!
    return {
      at: upTo(command, verb),
      message: `\`yarn ${verb.text}\` is not followed by \`yarn cache clean\` in the same \`RUN\``,
    }
  },
})
