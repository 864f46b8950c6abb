import type { Problem } from '../../../core/finding.ts'
import { memo } from '../../../core/memo.ts'
import { cleanPath, type HostPath, hostPathOfVolume, hostPathsOf, isWithin } from '../../../kube/host-path.ts'
import type { Json, Resource } from '../../../kube/resource.ts'
import type { Workload } from '../../../kube/workload.ts'
import { written } from '../../../kube/written.ts'
import { namespaceOf } from '../../../world/lookup.ts'
import type { World } from '../../../world/world.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

/** Sockets over which a container runtime takes orders; `/var/run` is `/run`. */
const SOCKETS = [
  '/run/containerd/containerd.sock',
  '/run/cri-dockerd.sock',
  '/run/crio/crio.sock',
  '/run/docker.sock',
  '/run/dockershim.sock',
  '/run/k3s/containerd/containerd.sock',
  '/run/podman/podman.sock',
]

/** The same on Windows nodes, lower case. */
const PIPES = new Set(['\\\\.\\pipe\\docker_engine', '\\\\.\\pipe\\containerd-containerd'])

/** Folders of the node that hold its programs, its settings, its devices or the data of other pods. */
const SENSITIVE = [
  '/bin',
  '/boot',
  '/dev',
  '/etc',
  '/home',
  '/lib',
  '/lib64',
  '/proc',
  '/root',
  '/run',
  '/sbin',
  '/sys',
  '/usr',
  '/var/lib/containerd',
  '/var/lib/containers',
  '/var/lib/docker',
  '/var/lib/etcd',
  '/var/lib/kube-controller-manager',
  '/var/lib/kube-scheduler',
  '/var/lib/kubelet',
  '/var/lib/rancher',
  '/var/log',
]

/** Sensitive too, and not on every node: a folder around them is none for that. */
const SENSITIVE_IF_THERE = ['/opt/cni', '/srv/kubernetes']

/** Those of them that agents of the node read every day: the harm is in writing, which writable-host-path reports. */
const READ_BY_AGENTS = ['/opt/cni', '/var/log']

/** A whole drive of a Windows node, or the folder of its system. */
const WINDOWS = /^[a-z]:(?:[\\/]+windows(?:[\\/]|$)|[\\/]*$)/i

/** Within them, and of no use to an intruder: the time, and the certificates of public authorities. */
const HARMLESS = [
  '/etc/localtime',
  '/etc/pki/ca-trust',
  '/etc/ssl/certs',
  '/etc/timezone',
  '/usr/share/ca-certificates',
  '/usr/share/zoneinfo',
]

/** Peers for whom every path of the node is one too many. */
const hostPathPeers = {
  kics: 'aa8f7a35-9923-4cad-bd61-a19b7f6aac91',
  kubescape: ['C-0048', 'C-0203'],
  monokle: 'PSS105',
  polaris: 'hostPathSet',
  trivy: trivyIds('KSV-0023', 'no-mounted-hostpath'),
} as const

type Danger = 'socket' | 'sensitive' | 'plain'

/** How bad it is to hand out a path of the node; the folder of a socket is as good as the socket. */
function dangerOf(written: string): Danger {
  if (written === '') return 'plain'
  if (PIPES.has(written.replaceAll('/', '\\').toLowerCase())) return 'socket'
  if (WINDOWS.test(written)) return 'sensitive'
  const path = cleanPath(written)
  if (SOCKETS.some(socket => isWithin(socket, path)) && path !== '/run' && isWithin(path, '/run')) return 'socket'
  if (HARMLESS.some(harmless => isWithin(path, harmless))) return 'plain'
  return SENSITIVE.some(folder => isWithin(path, folder) || isWithin(folder, path)) ||
    SENSITIVE_IF_THERE.some(folder => isWithin(path, folder))
    ? 'sensitive'
    : 'plain'
}

/** The host paths of an object that are as dangerous as said: its pods' volumes, and those of a PersistentVolume. */
function hostPaths(resource: Resource, world: World, danger: Danger): readonly HostPath[] {
  return [hostPathOfVolume(resource) ?? [], ...world.workloadsOf(resource).map(hostPathsOf)]
    .flat()
    .filter(({ path }) => dangerOf(path) === danger)
}

/** One finding per volume: what container-runtime-socket or sensitive-host-path reports is not repeated. */
export const hostPathVolume = rule({
  id: 'host-path-volume',
  title: 'Volume is a folder of the node',
  why: 'The pod reads what other pods leave on the node, is bound to one node, and a hole in path handling opens the rest of the disk.',
  help: 'Use a `persistentVolumeClaim`, an `emptyDir`, or a `configMap` in place of `hostPath`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['pss:baseline', 'cis:5.2.12'],
  peers: hostPathPeers,
  on: 'resource',
  check(resource, { world }) {
    return hostPaths(resource, world, 'plain').map(
      ({ owner, path, at }): Problem => ({
        at,
        message: `${owner} mounts ${path === '' ? 'a path' : `\`${path}\``} of the node`,
        // Who may make a PersistentVolume is trusted with the nodes, and a claim hides the path from the pod.
        ...(resource.kind === 'PersistentVolume' && { severity: 'info' }),
      }),
    )
  },
})

export const sensitiveHostPath = rule({
  id: 'sensitive-host-path',
  title: 'Volume is a sensitive folder of the node',
  why: 'Secrets of other pods, the credentials of the kubelet and the programs of the node are in reach: reading them is often enough to own the cluster.',
  help: 'Remove the volume, or mount just the one file that is needed, read-only.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  tags: ['pss:baseline', 'cis:5.2.12'],
  peers: {
    ...hostPathPeers,
    kics: ['5308a7a8-06f8-45ac-bf10-791fe21de46e', hostPathPeers.kics],
    kubelinter: 'sensitive-host-mounts',
    kubesec: 'ProcMount',
    trivy: [...trivyIds('KSV-0121', 'no-k8s-with-disallowed-volumes'), ...hostPathPeers.trivy],
  },
  on: 'resource',
  options: { also: [] as readonly string[] },
  optionHelp: { also: 'folders of the node that are sensitive here too' },
  check(resource, { world, options }) {
    const also = options.also.map(cleanPath)
    return [
      ...hostPaths(resource, world, 'sensitive'),
      ...hostPaths(resource, world, 'plain').filter(({ path }) =>
        also.some(folder => isWithin(cleanPath(path), folder)),
      ),
    ].map(
      ({ owner, path, at }): Problem => ({
        at,
        message: `${owner} mounts \`${path}\` of the node, a sensitive folder`,
        ...(READ_BY_AGENTS.some(folder => isWithin(cleanPath(path), folder)) && { severity: 'medium' }),
      }),
    )
  },
})

export const containerRuntimeSocket = rule({
  id: 'container-runtime-socket',
  title: 'Volume is the socket of the container runtime',
  why: 'Whoever may write to the socket starts a privileged container with the disk of the node in it: that is root on the node.',
  help: 'Remove the volume; build images with BuildKit or kaniko in the pod, and read metrics from the kubelet.',
  severity: 'critical',
  profile: 'essential',
  since: '0.1',
  tags: ['pss:baseline', 'cis:5.2.12'],
  peers: {
    checkov: 'CKV_K8S_27',
    kics: 'a6f34658-fdfb-4154-9536-56d516f65828',
    kubelinter: 'docker-sock',
    kubescape: 'C-0074',
    kubesec: 'DockerSock',
    monokle: 'KBP101',
    trivy: trivyIds('KSV-0006', 'no-docker-sock-mount'),
  },
  on: 'resource',
  check(resource, { world }) {
    return hostPaths(resource, world, 'socket').map(({ owner, path, at }) => ({
      at,
      message: `${owner} opens the container runtime at \`${path}\``,
      also: hostPathPeers,
    }))
  },
})

const claimKey = (namespace: string, name: unknown): string => `${namespace}/${written(name)}`

/** The claims whose volume is a path of the node, by `claimRef` or by `volumeName`. */
const claimedHostPaths = memo((world: World): ReadonlyMap<string, string> => {
  const byVolume = new Map<string, string>()
  const byClaim = new Map<string, string>()
  for (const volume of world.ofKind('PersistentVolume')) {
    const hostPath = hostPathOfVolume(volume)
    if (!hostPath) continue
    byVolume.set(volume.name, hostPath.path)
    const claim = volume.json.spec.claimRef
    if (claim?.name) byClaim.set(claimKey(written(claim.namespace ?? 'default'), claim.name), hostPath.path)
  }
  for (const claim of world.ofKind('PersistentVolumeClaim')) {
    const path = byVolume.get(claim.json.spec?.volumeName)
    if (path !== undefined) byClaim.set(claimKey(namespaceOf(claim), claim.name), path)
  }
  return byClaim
})

/** The volumes of a pod that lead to the node, by name: the path on it. */
function pathsByVolume(workload: Workload, world: World): ReadonlyMap<unknown, string> {
  const { volumes } = workload.pod
  if (!Array.isArray(volumes)) return new Map()
  const claims = claimedHostPaths(world)
  const pathOf = (volume: Json): string | undefined => {
    if (volume?.hostPath?.type === 'Socket') return undefined
    if (volume?.hostPath) return written(volume.hostPath.path)
    const claim = volume?.persistentVolumeClaim?.claimName
    return claim === undefined ? undefined : claims.get(claimKey(namespaceOf(workload.resource), claim))
  }
  return new Map(volumes.flatMap(volume => (pathOf(volume) === undefined ? [] : [[volume.name, pathOf(volume)!]])))
}

/** Requests go through a socket that is mounted read-only all the same: there is nothing to write, and nothing to mend. */
const isSocket = (path: string): boolean =>
  /\.sock(?:et)?$|^[\\/]{2}\.[\\/]pipe[\\/]/i.test(path) || cleanPath(path) === '/dev/log'

export const writableHostPath = rule({
  id: 'writable-host-path',
  title: 'Folder of the node is mounted for writing',
  why: 'An intruder leaves programs, cron jobs or keys on the node, where they outlive the pod and run with the rights of the node.',
  help: 'Set `readOnly: true` at the `volumeMounts` entry.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  tags: ['pss:baseline', 'cis:5.2.12'],
  peers: { kubelinter: 'writable-host-mount', kubescape: 'C-0045' },
  on: 'container',
  check(container, { world }) {
    const { volumeMounts } = container.spec
    if (!Array.isArray(volumeMounts)) return
    const paths = pathsByVolume(container.workload, world)
    return volumeMounts.flatMap((mount, index) => {
      const path = paths.get(mount?.name)
      if (path === undefined || isSocket(path) || mount.readOnly === true) return []
      if (mount.readOnly !== false && !container.workload.whole) return []
      const at = container.at('volumeMounts', index, 'readOnly')
      return {
        at,
        message: `container \`${container.name}\` may write to \`${path}\` of the node`,
        fix: { title: 'Mount it read-only', safe: false, changes: [{ op: 'set' as const, path: at, value: true }] },
      }
    })
  },
})

/** The sources that the restricted standard allows. `hostPath` has rules of its own. */
const ALLOWED_SOURCES: ReadonlySet<string> = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'hostPath',
  'persistentVolumeClaim',
  'projected',
  'secret',
])

export const restrictedVolumeTypes = rule({
  id: 'restricted-volume-types',
  title: 'Volume is of a type that the restricted standard forbids',
  why: 'Such volumes are mounted by the kubelet with the rights of the node and with settings of whoever writes the manifest; a restricted namespace refuses the pod.',
  help: 'Put a PersistentVolume before the storage, and use its `persistentVolumeClaim`.',
  severity: 'low',
  profile: 'recommended',
  since: '0.1',
  tags: ['pss:restricted'],
  peers: {
    monokle: 'PSS201',
    trivy: trivyIds('KSV-0028', 'no-non-ephemeral-volumes'),
  },
  on: 'workload',
  options: { also: [] as readonly string[] },
  optionHelp: { also: 'types that may be used here too, `image` for example' },
  check(workload, { options }) {
    const { volumes } = workload.pod
    if (!Array.isArray(volumes)) return
    return volumes.flatMap((volume, index) => {
      if (volume === null || typeof volume !== 'object') return []
      const type = Object.keys(volume).find(
        key => key !== 'name' && volume[key] !== null && !ALLOWED_SOURCES.has(key) && !options.also.includes(key),
      )
      if (type === undefined) return []
      return {
        at: workload.at('volumes', index, type),
        message: `volume \`${written(volume.name)}\` is of type \`${type}\``,
      }
    })
  },
})
