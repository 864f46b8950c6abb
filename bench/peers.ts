import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** What a case offers to a tool; paths are relative to the folder in which it is started. */
export interface Offer {
  readonly manifests: readonly string[]
  readonly dockerfiles: readonly string[]
}

/** Another tool that gives an answer about the same files. */
export interface Peer {
  readonly name: string
  /** Its arguments; `undefined` when it cannot read all of the offer: that would not be the same job. */
  readonly args: (offer: Offer) => readonly string[] | undefined
  readonly version: readonly string[]
  readonly answers: readonly number[]
}

const files = (before: readonly string[], names: readonly string[]) =>
  names.length > 0 ? [...before, ...names] : undefined

const onlyManifests = ({ manifests, dockerfiles }: Offer) => (dockerfiles.length > 0 ? [] : manifests)

const onlyDockerfiles = ({ manifests, dockerfiles }: Offer) => (manifests.length > 0 ? [] : dockerfiles)

/** For tools that walk folders: the file when there is only one, else the folder. */
const walking = (before: readonly string[], names: readonly string[]) => files(before, names.length > 1 ? ['.'] : names)

const TRIVY = ['config', '--skip-check-update', '--quiet', '--format', 'json']

function checkovArgs({ manifests, dockerfiles }: Offer): readonly string[] | undefined {
  const names = [...manifests, ...dockerfiles]
  const frameworks = [
    ...(manifests.length > 0 ? ['kubernetes'] : []),
    ...(dockerfiles.length > 0 ? ['dockerfile'] : []),
  ]
  const how = ['--compact', '--quiet', '--skip-download', '-o', 'json', '--framework', ...frameworks]
  return walking([...how, names.length > 1 ? '-d' : '-f'], names)
}

/** All of them exit with 1 when they find something. */
const FOUND = [0, 1]

/** Each is asked for machine-readable results, without updates over the network. */
export const peers: readonly Peer[] = [
  {
    name: 'hadolint',
    args: offer => files(['--no-color', '-f', 'json'], onlyDockerfiles(offer)),
    version: ['--version'],
    answers: FOUND,
  },
  {
    name: 'kube-score',
    args: offer => files(['score', '-o', 'ci'], onlyManifests(offer)),
    version: ['version'],
    answers: FOUND,
  },
  {
    name: 'kube-linter',
    args: offer => walking(['lint', '--format', 'json'], onlyManifests(offer)),
    version: ['version'],
    answers: FOUND,
  },
  {
    name: 'kubesec',
    args: offer => files(['scan'], onlyManifests(offer)),
    version: ['version'],
    answers: [0, 2],
  },
  {
    name: 'polaris',
    args: offer => walking(['audit', '--format', 'json', '--audit-path'], onlyManifests(offer)),
    version: ['version'],
    answers: FOUND,
  },
  {
    name: 'trivy',
    args: ({ manifests, dockerfiles }) => walking(TRIVY, [...manifests, ...dockerfiles]),
    version: ['--version'],
    answers: FOUND,
  },
  { name: 'checkov', args: checkovArgs, version: ['--version'], answers: FOUND },
]

/** Whether the shell would find it. */
export function isInstalled({ name }: Peer): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some(folder => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** The first line of what it says about itself. */
export function versionOf({ name, version }: Peer): string {
  const { stdout, stderr } = spawnSync(name, version, { encoding: 'utf8' })
  return `${stdout}${stderr}`.trim().split('\n', 1)[0]!
}
