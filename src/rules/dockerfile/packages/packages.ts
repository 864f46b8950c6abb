import { flagAfter, scriptFix, unpinned, upTo, verbOf } from '../../../docker/commands.ts'
import { apk, dnf, leftover, looseOf, waitingFor, yum, zypper } from '../../../docker/package-managers.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

/** Package managers that ask before they install. */
export const noYes = [
  { id: 'yum-no-yes', manager: yum, hadolint: 'DL3030', kics: '6e19193a-8753-436d-8a09-76dcff91bb03' },
  { id: 'dnf-no-yes', manager: dnf, hadolint: 'DL3038', kics: '7ebd323c-31b7-4e5b-b26f-de5e9e477af8' },
  { id: 'zypper-no-yes', manager: zypper, hadolint: 'DL3034', kics: '45e1fca5-f90e-465d-825f-c2cb63fa3944' },
].map(({ id, manager, hadolint, kics }) => {
  const [name] = manager.programs
  const { flag, isGlobal } = manager.yes
  const form = isGlobal ? `${flag} install` : `install ${flag}`
  return rule({
    id,
    title: `\`${name}\` prompts for confirmation`,
    why: 'A build cannot answer: the command stops at its first prompt, and the build fails.',
    help: `Answer in advance: \`${name} ${form} …\`.`,
    severity: 'medium',
    profile: 'recommended',
    since: '0.1',
    peers: { hadolint, kics },
    on: 'run',
    check(run) {
      return run.commands.flatMap((command, index) => {
        const verb = waitingFor(manager, run, index)
        if (!verb) return []
        return {
          at: upTo(command, verb),
          message: `\`${command.name} ${verb.text}\` has no \`${flag}\``,
          // It always assumes yes (microdnf --help), but where it is dnf5 under another name.
          ...(command.name === 'microdnf' && { severity: 'info' as const }),
          ...scriptFix(run, `Add \`${flag}\``, true, flagAfter(isGlobal ? command.word : verb, flag)),
        }
      })
    },
  })
})

/** Package managers that keep what they downloaded. */
export const noClean = [
  {
    id: 'yum-no-clean',
    manager: yum,
    hadolint: 'DL3032',
    trivy: trivyIds('DS-0015', 'purge-yum-package-cache'),
    kics: '00481784-25aa-4a55-8633-3136dfcf4f37',
  },
  {
    id: 'dnf-no-clean',
    manager: dnf,
    hadolint: 'DL3040',
    trivy: [...trivyIds('DS-0019', 'purge-dnf-package-cache'), ...trivyIds('DS-0027', 'purge-microdnf-package-cache')],
    kics: '295acb63-9246-4b21-b441-7c1f1fb62dc0',
  },
  {
    id: 'zypper-no-clean',
    manager: zypper,
    hadolint: 'DL3036',
    trivy: trivyIds('DS-0020', 'purge-zipper-cache'),
    kics: '38300d1a-feb2-4a48-936a-d1ef1cd24313',
  },
].map(({ id, manager, hadolint, trivy, kics }) =>
  rule({
    id,
    title: `Image keeps the ${manager.programs[0]} cache`,
    why: 'Downloaded packages and lists add to every pull of the image, and are never used again.',
    help: `Clean up in the same RUN: \`… && ${manager.programs[0]} ${manager.cache.cleanUp}\`.`,
    severity: 'low',
    profile: 'recommended',
    since: '0.1',
    peers: { hadolint, trivy, kics },
    on: 'run',
    check(run) {
      const left = leftover(run, manager)
      if (!left) return
      const [command, verb] = left
      return {
        at: upTo(command, verb),
        message: `\`${command.name} ${verb.text}\` is not followed by \`${command.name} clean\` in the same \`RUN\``,
      }
    },
  }),
)

export const zypperDistUpgrade = rule({
  id: 'zypper-dist-upgrade',
  title: '`zypper` upgrades the whole distribution',
  why: 'The image no longer matches the release of its base tag, and differs with every build.',
  help: 'Remove `zypper dist-upgrade`, and build from a newer base image.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  peers: { hadolint: 'DL3035' },
  on: 'run',
  check(run) {
    return run.commands.flatMap(command => {
      const verb = command.name === 'zypper' ? verbOf(command, ['dist-upgrade', 'dup']) : undefined
      return verb ? { at: upTo(command, verb), message: `\`zypper ${verb.text}\` upgrades the whole distribution` } : []
    })
  },
})

/** Package managers that install what is current: how each writes a version. */
export const loose = [
  {
    id: 'apk-unpinned',
    manager: apk,
    example: 'apk add curl=8.14.1-r2',
    hadolint: 'DL3018',
    kics: 'd3499f6d-1651-41bb-a9a7-de925fea487b',
  },
  {
    id: 'yum-unpinned',
    manager: yum,
    example: 'yum install -y curl-8.11.1',
    hadolint: 'DL3033',
    kics: '6452c424-1d92-4deb-bb18-a03e95d579c4',
  },
  {
    id: 'dnf-unpinned',
    manager: dnf,
    example: 'dnf install -y curl-8.11.1',
    hadolint: 'DL3041',
    kics: '93d88cf7-f078-46a8-8ddc-178e03aeacf1',
  },
  {
    id: 'zypper-unpinned',
    manager: zypper,
    example: 'zypper install -y curl=8.14.1',
    hadolint: 'DL3037',
    kics: '562952e4-0348-4dea-9826-44f3a2c6117b',
  },
].map(({ id, manager, example, hadolint, kics }) =>
  rule({
    id,
    title: `\`${manager.programs[0]}\` installs unpinned package versions`,
    why: 'The same Dockerfile builds different images on different days, without any visible change.',
    help: `Pin the version: \`${example}\`.`,
    severity: 'info',
    profile: 'strict',
    since: '0.1',
    peers: { hadolint, kics },
    on: 'run',
    check: run => run.commands.flatMap(command => unpinned(looseOf(manager, command))),
  }),
)
