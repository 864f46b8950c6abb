import type { Change } from '../../../core/edit.ts'
import type { Problem } from '../../../core/finding.ts'
import type { Run, ShellCommand, ShellWord } from '../../../docker/ast.ts'
import { flagAfter, keptOut, scriptFix, upTo, verbOf, wholeText } from '../../../docker/commands.ts'
import { apk, indexWork, installOf, keepsNothing, upgradeOf } from '../../../docker/package-managers.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

const fetchedInVain = (command: ShellCommand, fetch: ShellWord): Problem => ({
  at: upTo(command, fetch),
  message: `\`${command.name} ${fetch.text}\` is not followed by an install in the same \`RUN\``,
})

/** A script of the image's own, or another program's installer: what it installs cannot be seen. */
const isOpaque = ({ name, word, args }: ShellCommand): boolean =>
  /\.(sh|bash|py)$/.test(name) ||
  word.text.startsWith('./') ||
  args.some(({ text }) => text === 'install-deps' || text === '--with-deps')

export const packageUpdateAlone = rule({
  id: 'package-update-alone',
  title: 'Package index is updated in a separate RUN',
  why: 'The layer is cached: later builds install from a stale index, miss security fixes, or fail with 404.',
  help: 'Update and install in one RUN: `RUN apt-get update && apt-get install -y curl`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: {
    trivy: trivyIds('DS-0017', 'no-orphan-package-update'),
    checkov: 'CKV_DOCKER_5',
    kics: '9bae49be-0aa3-4de5-bab2-4c3a069e40cd',
    dockle: 'CIS-DI-0007',
    dockerfilelint: 'apt-get-update_require_install',
  },
  on: 'run',
  check(run) {
    const pending = new Map<object, Problem>()
    for (const command of run.commands) {
      if (isOpaque(command)) return
      const { index, fetches, isUsed } = indexWork(command) ?? {}
      if (index && fetches) pending.set(index, fetchedInVain(command, fetches))
      else if (index && isUsed) pending.delete(index)
    }
    return [...pending.values()]
  },
})

/** Trivy means upgrades to another release only. */
const TRIVY_UPGRADE = trivyIds('DS-0024', 'no-dist-upgrade')

/** One for each package manager. */
const KICS_UPGRADES = [
  '682fe378-c180-4bd5-8a14-95fc285fb269',
  '989ab888-7d1e-410f-9dde-c64a1d367bf2',
  '09fda05e-da85-4ee7-ab8d-2800a5e6e756',
  '8f6456be-0018-46db-9ce6-b3b6dc8d34d2',
  'd4895357-dd49-4ba5-b726-1bb81cb50989',
]

export const packageUpgrade = rule({
  id: 'package-upgrade',
  title: 'All packages are upgraded',
  why: 'The content depends on the day of the build: builds are not reproducible, and the digest of the base no longer identifies it.',
  help: 'Build from a newer base image, and upgrade single packages by name: `apt-get install -y --only-upgrade openssl`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: {
    trivy: TRIVY_UPGRADE,
    kics: KICS_UPGRADES,
    dockle: 'DKL-DI-0003',
    dockerfilelint: ['apt-get-upgrade', 'apt-get-dist-upgrade'],
  },
  on: 'run',
  check(run) {
    return run.commands.flatMap(command => {
      const verb = upgradeOf(command)
      if (!verb) return []
      return {
        at: upTo(command, verb),
        message: `\`${command.name} ${verb.text}\` upgrades every package`,
        ...(!/^(dist|full)-upgrade$/.test(verb.text) && { unlike: { trivy: TRIVY_UPGRADE } }),
      }
    })
  },
})

/** The sub-commands of apk that fetch the index they need, if it is not there, or need none. */
const APK = ['add', 'upgrade', 'update', 'del']

/** An apk that keeps what it fetches, by its sub-command. */
const keeps = (command: ShellCommand, verb: string): boolean =>
  command.name === 'apk' && verbOf(command, APK)?.text === verb && !keepsNothing(apk, command)

const clearsCache = ({ name, args }: ShellCommand): boolean =>
  name === 'rm' && args.some(({ text }) => apk.cache.removed.test(text))

const isAdd = (command: ShellCommand): boolean => installOf(apk, command) !== undefined

/** `apk update`, right before another apk, in a place where the other one can stand in for it. */
const UPDATE_BEFORE = /(^|[;\n])[ \t]*apk update[ \t]*(&&|;|\n)\s*apk\s|&&\s*apk update\s*&&\s*apk\s/

/** Nobody calls it more often in one RUN. */
const MOST_APKS = 20

/** What makes all apk of a RUN keep no index; `undefined` when it takes a human eye. */
function withoutIndex(run: Run): readonly Change[] | undefined {
  const apks = run.commands.filter(({ name }) => name === 'apk')
  const updates = run.commands.filter(command => keeps(command, 'update'))
  const [update] = updates
  const next = run.commands[run.commands.indexOf(update!) + 1]
  if (!update || !next || updates.length > 1 || apks.length > MOST_APKS) return undefined
  if (!UPDATE_BEFORE.test(wholeText(run))) return undefined
  if (update.wrappers.length > 0 || next.wrappers.length > 0 || !apks.every(apk => verbOf(apk, APK))) return undefined
  return [
    { op: 'replace', node: { span: [update.span[0], next.word.span[1]] }, text: next.word.text },
    ...apks
      .filter(apk => keeps(apk, 'add') || keeps(apk, 'upgrade'))
      .map(apk => flagAfter(verbOf(apk, APK)!, '--no-cache')),
  ]
}

/** `apk update` whose index no command uses: `apk add --no-cache` fetches its own. */
function uselessUpdate(run: Run, update: ShellCommand): Problem {
  const changes = withoutIndex(run)
  return {
    at: upTo(update, verbOf(update, APK)!),
    message: '`apk update` stores an index that `apk add --no-cache` does not use',
    ...(changes && scriptFix(run, 'Remove `apk update`', true, ...changes)),
  }
}

export const apkNoCache = rule({
  id: 'apk-no-cache',
  title: 'Image keeps the apk index',
  why: 'The index adds to every pull of the image, and is soon out of date.',
  help: 'Use `apk add --no-cache …` without `apk update`: it fetches the index and does not store it.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  peers: {
    hadolint: 'DL3019',
    trivy: trivyIds('DS-0025', 'purge-apk-package-cache'),
    kics: 'ae9c56a6-3ed1-4ac0-9b54-31267f51151d',
    dockle: 'DKL-DI-0004',
    dockerfilelint: 'apkadd-missing_nocache_or_updaterm',
  },
  on: 'run',
  check(run) {
    if (keptOut(run, apk.cache.mounted)) return
    const left = run.commands.slice(run.commands.findLastIndex(clearsCache) + 1)
    const update = left.find(command => keeps(command, 'update'))
    const adds = left.filter(command => keeps(command, 'add'))
    if (update && adds.length === 0) return left.some(isAdd) ? uselessUpdate(run, update) : undefined
    const changes = update && withoutIndex(run)
    return adds.map(command => {
      const verb = verbOf(command, APK)!
      const mend = update ? changes : [flagAfter(verb, '--no-cache')]
      const fix = mend && scriptFix(run, 'Add `--no-cache`', true, ...mend)
      return { at: upTo(command, verb), message: '`apk add` has no `--no-cache`', ...fix }
    })
  },
})
