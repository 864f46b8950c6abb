import type { ShellCommand } from '../../docker/ast.ts'
import { rule } from '../rule.ts'
import { keptOut, scriptFix, upTo, verbOf } from './commands.ts'

/** Programs that share an index, and so the update of one serves the other. */
const GROUPS = new Map([
  ['apt', 'apt'],
  ['apt-get', 'apt'],
  ['aptitude', 'apt'],
  ['apk', 'apk'],
  ['yum', 'yum'],
  ['dnf', 'dnf'],
  ['microdnf', 'dnf'],
  ['zypper', 'zypper'],
])
/** The sub-commands that use an index which was just fetched. */
const USES = [
  'install',
  'in',
  'reinstall',
  'upgrade',
  'dist-upgrade',
  'full-upgrade',
  'safe-upgrade',
  'add',
  'build-dep',
  'source',
  'source-install',
  'si',
  'satisfy',
  'download',
  'fetch',
  'groupinstall',
  'localinstall',
  'search',
  'patch',
  'dup',
]
const UPDATES = ['update', 'up', 'refresh', 'ref']

/** What they call an update upgrades packages: behind an install it needs no other. */
const UPGRADERS = new Set(['yum', 'dnf'])

/** A script of the image's own, or another program's installer: what it installs cannot be seen. */
const isOpaque = ({ name, word, args }: ShellCommand): boolean =>
  /\.(sh|bash|py)$/.test(name) ||
  word.text.startsWith('./') ||
  args.some(({ text }) => text === 'install-deps' || text === '--with-deps')

export const packageUpdateAlone = rule({
  id: 'package-update-alone',
  on: 'run',
  severity: 'medium',
  title: 'Package index is updated in a RUN of its own',
  why: 'The layer is cached: later builds install from an index that is weeks old, miss security fixes, or fail with 404.',
  help: 'Update and install in one RUN: `RUN apt-get update && apt-get install -y curl`.',
  peers: {
    trivy: ['DS-0017', 'AVD-DS-0017', 'DS017', 'docker-no-orphan-package-update', 'no-orphan-package-update'],
    checkov: 'CKV_DOCKER_5',
    kics: '9bae49be-0aa3-4de5-bab2-4c3a069e40cd',
    dockle: 'CIS-DI-0007',
    dockerfilelint: 'apt-get-update_require_install',
  },
  check(run) {
    const pending = new Map<string, ShellCommand>()
    const installed = new Set<string>()
    for (const command of run.commands) {
      if (isOpaque(command)) return
      const group = GROUPS.get(command.name)
      if (group === undefined) continue
      if (verbOf(command, USES)) {
        pending.delete(group)
        installed.add(group)
      } else if (verbOf(command, UPDATES) && !(UPGRADERS.has(group) && installed.has(group)))
        pending.set(group, command)
    }
    return [...pending.values()].map(command => {
      const verb = verbOf(command, UPDATES)!
      return {
        at: upTo(command, verb),
        message: `\`${command.name} ${verb.text}\` is not followed by an install in the same \`RUN\``,
      }
    })
  },
})

const UPGRADES = new Map([
  ['apt', ['upgrade', 'dist-upgrade', 'full-upgrade']],
  ['apt-get', ['upgrade', 'dist-upgrade']],
  ['aptitude', ['upgrade', 'safe-upgrade', 'full-upgrade']],
  ['apk', ['upgrade']],
  ['yum', ['update', 'upgrade']],
  ['dnf', ['update', 'upgrade', 'up']],
  ['microdnf', ['update', 'upgrade', 'up']],
  ['zypper', ['update', 'up']],
])

export const packageUpgrade = rule({
  id: 'package-upgrade',
  on: 'run',
  severity: 'low',
  optIn: true,
  title: 'All packages are upgraded',
  why: 'What the image holds depends on the day it was built: no two builds are alike, and the digest of the base says little.',
  help: 'Build from a newer base image instead, and upgrade single packages by name.',
  peers: {
    trivy: ['DS-0024', 'AVD-DS-0024', 'DS024', 'docker-no-dist-upgrade', 'no-dist-upgrade'],
    kics: [
      '682fe378-c180-4bd5-8a14-95fc285fb269',
      '989ab888-7d1e-410f-9dde-c64a1d367bf2',
      '09fda05e-da85-4ee7-ab8d-2800a5e6e756',
      '8f6456be-0018-46db-9ce6-b3b6dc8d34d2',
      'd4895357-dd49-4ba5-b726-1bb81cb50989',
    ],
    dockle: 'DKL-DI-0003',
    dockerfilelint: ['apt-get-upgrade', 'apt-get-dist-upgrade'],
  },
  check(run) {
    return run.commands.flatMap(command => {
      const verb = verbOf(command, UPGRADES.get(command.name) ?? [])
      // With names behind it, it upgrades those alone.
      const last = command.operands.at(-1)
      if (!verb || last !== verb) return []
      return { at: upTo(command, verb), message: `\`${command.name} ${verb.text}\` upgrades every package` }
    })
  },
})

export const apkNoCache = rule({
  id: 'apk-no-cache',
  on: 'run',
  severity: 'low',
  title: '`apk` keeps its index in the image',
  why: 'The index is out of date tomorrow, and travels with every pull of the image.',
  help: 'Write `apk add --no-cache …`: it fetches the index, and keeps nothing.',
  peers: {
    hadolint: 'DL3019',
    trivy: ['DS-0025', 'AVD-DS-0025', 'DS025', 'docker-purge-apk-package-cache', 'purge-apk-package-cache'],
    kics: 'ae9c56a6-3ed1-4ac0-9b54-31267f51151d',
    dockle: 'DKL-DI-0004',
    dockerfilelint: 'apkadd-missing_nocache_or_updaterm',
  },
  check(run) {
    if (keptOut(run, /^\/(var\/cache(\/apk)?|etc\/apk\/cache)\/?$/)) return
    const cleared = run.commands.findLastIndex(
      ({ name, args }) => name === 'rm' && args.some(({ text }) => text.startsWith('/var/cache/apk')),
    )
    return run.commands.flatMap((command, index) => {
      const verb = command.name === 'apk' && index > cleared ? verbOf(command, ['add']) : undefined
      if (!verb || command.has('no-cache')) return []
      return {
        at: upTo(command, verb),
        message: '`apk add` has no `--no-cache`',
        ...scriptFix(run, 'Add `--no-cache`', true, { op: 'insert-after', node: verb, text: ' --no-cache' }),
      }
    })
  },
})
