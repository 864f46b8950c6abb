import type { Run, ShellCommand, ShellWord } from '../../../docker/ast.ts'
import {
  isAnswered,
  isUnknown,
  keptOut,
  operandsAfter,
  scriptFix,
  unpinned,
  upTo,
  verbOf,
} from '../../../docker/commands.ts'
import { trivyIds } from '../../peers.ts'
import { family, rule } from '../../rule.ts'

const YUM_INSTALLS = ['install', 'groupinstall', 'localinstall']
const ZYPPER_CHANGES = ['install', 'in', 'remove', 'rm', 'source-install', 'si', 'patch']

/** Package managers that ask before they install: their sub-commands, the flags that answer, the flag to add and where. */
export const noYes = family(
  [
    [
      'yum-no-yes',
      'yum',
      YUM_INSTALLS,
      ['y', 'assumeyes'],
      'install -y',
      'DL3030',
      '6e19193a-8753-436d-8a09-76dcff91bb03',
    ],
    [
      'dnf-no-yes',
      'dnf microdnf',
      YUM_INSTALLS,
      ['y', 'assumeyes'],
      'install -y',
      'DL3038',
      '7ebd323c-31b7-4e5b-b26f-de5e9e477af8',
    ],
    [
      'zypper-no-yes',
      'zypper',
      ZYPPER_CHANGES,
      ['n', 'non-interactive', 'y', 'no-confirm'],
      // Not all of its sub-commands know `-y`.
      '-n install',
      'DL3034',
      '45e1fca5-f90e-465d-825f-c2cb63fa3944',
    ],
  ] as const,
  (id, programs, verbs, yes, form, hadolint, kics) => {
    const name = programs.split(' ')[0]!
    const flag = form.replace(/ ?install ?/, '')
    return rule({
      id,
      title: `\`${name}\` waits for an answer`,
      why: 'A build has nobody to say yes: the command stops at its first question, and the build with it.',
      help: `Say it beforehand: \`${name} ${form} …\`.`,
      severity: 'medium',
      profile: 'recommended',
      since: '0.1',
      peers: { hadolint, kics },
      on: 'run',
      check(run) {
        return run.commands.flatMap((command, index) => {
          if (!programs.split(' ').includes(command.name)) return []
          const verb = verbOf(command, verbs)
          if (!verb || command.has(...yes) || isAnswered(run, index)) return []
          return {
            at: upTo(command, verb),
            message: `\`${command.name} ${verb.text}\` has no \`${flag}\``,
            ...scriptFix(run, `Add \`${flag}\``, true, {
              op: 'insert-after',
              node: form.startsWith(flag) ? command.word : verb,
              text: ` ${flag}`,
            }),
          }
        })
      },
    })
  },
)

const DNF_INSTALLS =
  'install in upgrade up update upgrade-minimal up-min reinstall rei groupinstall localinstall'.split(' ')

interface Cache {
  readonly programs: readonly string[]
  readonly fills: readonly string[]
  readonly clean: readonly string[]
  readonly folders: RegExp
}

/** `/var/cache/yum` for `/var/cache/yum/*`. */
const withoutGlob = (path: string): string => (path.length > 200 ? '' : path.replace(/\/[^/]*[*?][^/]*$/, ''))

/** The last command that fills the cache of a package manager, when nothing after it clears the cache. */
function leftover(run: Run, { programs, fills, clean, folders }: Cache): ShellCommand | undefined {
  if (keptOut(run, folders)) return undefined
  const { commands } = run
  const clears = ({ name, args }: ShellCommand, filler: string): boolean =>
    name === filler
      ? args.some(({ text }) => clean.includes(text))
      : /^(rm|find)$/.test(name) && args.some(({ text }) => folders.test(withoutGlob(text)))
  for (const program of programs) {
    const last = commands.findLastIndex(command => command.name === program && verbOf(command, fills))
    if (last >= 0 && !commands.slice(last + 1).some(command => clears(command, program))) return commands[last]
  }
  return undefined
}

/** Package managers that keep what they downloaded: sub-commands that download, words that clean, the folder. */
export const noClean = family(
  [
    [
      'yum-no-clean',
      {
        programs: ['yum'],
        fills: ['install', 'groupinstall', 'localinstall', 'reinstall'],
        clean: ['clean'],
        folders: /^\/var\/cache(\/(yum|\{[^}]*yum).*)?\/?$/,
      },
      {
        hadolint: 'DL3032',
        trivy: trivyIds('DS-0015', 'purge-yum-package-cache'),
        kics: '00481784-25aa-4a55-8633-3136dfcf4f37',
      },
    ],
    [
      'dnf-no-clean',
      {
        programs: ['dnf', 'microdnf'],
        fills: DNF_INSTALLS,
        clean: ['clean'],
        folders: /^\/var\/cache(\/((lib)?(dnf|yum)|\{[^}]*(dnf|yum)).*)?\/?$|\/\.cache\/libdnf5/,
      },
      {
        hadolint: 'DL3040',
        trivy: [
          ...trivyIds('DS-0019', 'purge-dnf-package-cache'),
          ...trivyIds('DS-0027', 'purge-microdnf-package-cache'),
        ],
        kics: '295acb63-9246-4b21-b441-7c1f1fb62dc0',
      },
    ],
    [
      'zypper-no-clean',
      { programs: ['zypper'], fills: ZYPPER_CHANGES, clean: ['clean', 'cc'], folders: /^\/var\/cache(\/zypp.*)?\/?$/ },
      {
        hadolint: 'DL3036',
        trivy: trivyIds('DS-0020', 'purge-zipper-cache'),
        kics: '38300d1a-feb2-4a48-936a-d1ef1cd24313',
      },
    ],
  ] as const,
  (id, cache, peers) =>
    rule({
      id,
      title: `The cache of ${cache.programs[0]} stays in the image`,
      why: 'Downloaded packages and lists travel with every pull of the image, and no one uses them again.',
      help: `Clean up in the same RUN: \`… && ${cache.programs[0]} clean${cache.programs[0] === 'zypper' ? '' : ' all'}\`.`,
      severity: 'low',
      profile: 'recommended',
      since: '0.1',
      peers,
      on: 'run',
      check(run) {
        const command = leftover(run, cache)
        const verb = command && verbOf(command, cache.fills)
        if (!command || !verb) return
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
  why: 'The image becomes another release than its base tag says, and a different one on every build.',
  help: 'Build from a newer base image and drop `zypper dist-upgrade`.',
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

const isApkPinned = (text: string): boolean => isUnknown(text) || /[=~<>]|\.apk$/.test(text) || text.startsWith('.')

/** yum and dnf write versions behind a dash: `curl-8.11.1`, `openssl-1:1.1.1k`. */
const isRpmPinned = (text: string): boolean =>
  isUnknown(text) || /\.rpm$|^https?:|\//.test(text) || /-\d[\w.~^:+]*(-[\w.~^:+]+)*$/.test(text)

const isModulePinned = (text: string): boolean => isUnknown(text) || text.includes(':')

const isZypperPinned = (text: string): boolean => isUnknown(text) || /[=<>]|\.rpm$/.test(text)

type Pinned = (text: string) => boolean

/** yum and dnf: streams of modules have versions of their own, groups have none. */
function rpmPins(command: ShellCommand, verb: ShellWord): Pinned {
  const before = command.args.slice(0, command.args.indexOf(verb)).map(({ text }) => text)
  if (before.includes('module')) return isModulePinned
  return before.includes('group') || verb.text === 'groupinstall' ? () => true : isRpmPinned
}

/** Options of yum and dnf whose value may be the next word. */
const RPM_VALUED = [
  '--enablerepo',
  '--disablerepo',
  '--repo',
  '--repoid',
  '--repofrompath',
  '-c',
  '--config',
  '-x',
  '--exclude',
  '--excludepkgs',
  '--disableexcludes',
  '--disableexcludepkgs',
  '--enableplugin',
  '--disableplugin',
  '--installroot',
  '--releasever',
  '--forcearch',
  '--setopt',
  '--downloaddir',
  '--destdir',
  '--advisory',
  '--advisories',
  '--color',
  '--comment',
  '-d',
  '--debuglevel',
  '-e',
  '--errorlevel',
  '-R',
  '--randomwait',
]

/** Package managers that install what is current: how each writes a version. */
export const loose = family(
  [
    [
      'apk-unpinned',
      'apk',
      ['add'],
      [
        '-t',
        '--virtual',
        '-X',
        '--repository',
        '-p',
        '--root',
        '--keys-dir',
        '--cache-dir',
        '--wait',
        '--repositories-file',
      ],
      () => isApkPinned,
      'apk add curl=8.14.1-r2',
      'DL3018',
      'd3499f6d-1651-41bb-a9a7-de925fea487b',
    ],
    [
      'yum-unpinned',
      'yum',
      ['install'],
      RPM_VALUED,
      rpmPins,
      'yum install -y curl-8.11.1',
      'DL3033',
      '6452c424-1d92-4deb-bb18-a03e95d579c4',
    ],
    [
      'dnf-unpinned',
      'dnf microdnf',
      ['install'],
      RPM_VALUED,
      rpmPins,
      'dnf install -y curl-8.11.1',
      'DL3041',
      '93d88cf7-f078-46a8-8ddc-178e03aeacf1',
    ],
    [
      'zypper-unpinned',
      'zypper',
      ['install', 'in'],
      ['-r', '--repo', '--from', '-t', '--type', '-C', '--capability'],
      () => isZypperPinned,
      'zypper install -y curl=8.14.1',
      'DL3037',
      '562952e4-0348-4dea-9826-44f3a2c6117b',
    ],
  ] as const,
  (id, programs, verbs, valued, pins: (command: ShellCommand, verb: ShellWord) => Pinned, example, hadolint, kics) =>
    rule({
      id,
      title: `\`${programs.split(' ')[0]}\` installs whatever version is current`,
      why: 'The same Dockerfile builds different images on different days, and nobody sees what changed.',
      help: `Name the version: \`${example}\`.`,
      severity: 'info',
      profile: 'strict',
      since: '0.1',
      peers: { hadolint, kics },
      on: 'run',
      check(run) {
        return run.commands.flatMap(command => {
          const verb = programs.split(' ').includes(command.name) ? verbOf(command, verbs) : undefined
          if (!verb) return []
          return unpinned(operandsAfter(command, verb, valued), pins(command, verb))
        })
      },
    }),
)
