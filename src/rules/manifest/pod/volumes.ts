import type { Problem } from '../../../core/finding.ts'
import { type HostPathRisk, isReadByAgents, riskOf } from '../../../kube/facts/host-paths.ts'
import { RESTRICTED_VOLUMES } from '../../../kube/facts/pod-security.ts'
import {
  cleanPath,
  type HostPath,
  hostPathOfVolume,
  hostPathsOf,
  isWithin,
  localPathOfVolume,
} from '../../../kube/host-path.ts'
import { isOsDirectory } from '../../../kube/os-directories.ts'
import { listOf, type Resource, textOf } from '../../../kube/resource.ts'
import { written } from '../../../kube/written.ts'
import { hostPathsByVolume } from '../../../world/volumes.ts'
import type { World } from '../../../world/world.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

/** Peers for whom every path of the node is one too many. */
const hostPathPeers = {
  kics: 'aa8f7a35-9923-4cad-bd61-a19b7f6aac91',
  kubescape: ['C-0048', 'C-0203'],
  monokle: 'PSS105',
  polaris: 'hostPathSet',
  trivy: trivyIds('KSV-0023', 'no-mounted-hostpath'),
} as const

const disallowedVolumes = trivyIds('KSV-0121', 'no-k8s-with-disallowed-volumes')

/** Peers for whom a path is sensitive, whatever makes it so. */
const sensitivePeers = {
  ...hostPathPeers,
  kics: ['5308a7a8-06f8-45ac-bf10-791fe21de46e', hostPathPeers.kics],
  kubelinter: 'sensitive-host-mounts',
  trivy: [...disallowedVolumes, ...hostPathPeers.trivy],
} as const

/** The host paths of an object with this risk: its pods' volumes, and those of a PersistentVolume. */
function hostPaths(resource: Resource, world: World, risk: HostPathRisk): readonly HostPath[] {
  // A disk of its own is what `local` is for.
  const local = risk === 'plain' ? undefined : localPathOfVolume(resource)
  return [hostPathOfVolume(resource) ?? [], local ?? [], ...world.workloadsOf(resource).map(hostPathsOf)]
    .flat()
    .filter(({ path }) => riskOf(path) === risk)
}

/** Its pods, or what a PersistentVolume is made of. */
const hasPods = (resource: Resource, { world }: { readonly world: World }): boolean =>
  resource.kind === 'PersistentVolume' || world.workloadsOf(resource).length > 0

/** One finding per volume: what container-runtime-socket or sensitive-host-path reports is not repeated. */
export const hostPathVolume = rule({
  id: 'host-path-volume',
  title: 'Volume mounts a host path',
  why: 'The pod can read what other pods leave on the node and is tied to it, and a path-handling vulnerability exposes the rest of the disk.',
  help: 'Replace `hostPath` with a `persistentVolumeClaim`, an `emptyDir` or a `configMap`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  tags: ['pss:baseline', 'cis:5.2.12', 'mitre'],
  peers: hostPathPeers,
  on: 'resource',
  concerns: hasPods,
  check(resource, { world }) {
    return hostPaths(resource, world, 'plain').map(
      ({ owner, path, at }): Problem => ({
        at,
        message: `${owner} mounts ${path === '' ? 'a host path' : `host path \`${path}\``}`,
        // Who may make a PersistentVolume is trusted with the nodes, and a claim hides the path from the pod.
        ...(resource.kind === 'PersistentVolume' && { severity: 'info' }),
      }),
    )
  },
})

/** The paths that kube-linter and Trivy list. */
const LISTED = /^\/(?:boot|dev|etc|lib|proc|sys|usr)?$/

export const sensitiveHostPath = rule({
  id: 'sensitive-host-path',
  title: 'Volume mounts a sensitive host path',
  why: "Secrets of other pods, kubelet credentials and the node's programs are exposed: reading them is often enough to take over the cluster.",
  help: 'Remove the `hostPath` volume, or mount only the required file with `readOnly: true`.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  tags: ['pss:baseline', 'cis:5.2.12', 'mitre'],
  peers: { ...sensitivePeers, kubesec: 'ProcMount' },
  on: 'resource',
  concerns: hasPods,
  options: { also: [] as readonly string[] },
  optionHelp: { also: 'additional host directories to treat as sensitive' },
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
        message: `${owner} mounts sensitive host path \`${path}\``,
        unlike: {
          ...(!LISTED.test(path) && { kubelinter: sensitivePeers.kubelinter }),
          ...(!LISTED.test(path) && path !== '/var/lib/docker' && { trivy: disallowedVolumes }),
          ...(!path.includes('/proc') && { kubesec: 'ProcMount' }),
        },
        ...(isReadByAgents(path) && { severity: 'medium' }),
      }),
    )
  },
})

/** To these peers a socket is a path like any other. */
const WRITABLE = { kubelinter: 'writable-host-mount', kubescape: 'C-0045' } as const

const writableSocketPeers = {
  ...hostPathPeers,
  kubelinter: WRITABLE.kubelinter,
  kubescape: [...hostPathPeers.kubescape, WRITABLE.kubescape],
} as const

const isMountedWritable = (resource: Resource, world: World, path: string): boolean =>
  world.workloadsOf(resource).some(workload => {
    const paths = hostPathsByVolume(workload, world)
    return workload.containers.some(({ spec }) =>
      listOf(spec.volumeMounts).some(mount => paths.get(mount?.name) === path && mount.readOnly !== true),
    )
  })

/** Peers that know Docker's socket, at its old place only. */
const BY_ITS_FULL_PATH = {
  checkov: 'CKV_K8S_27',
  kubesec: 'DockerSock',
  trivy: trivyIds('KSV-0006', 'no-docker-sock-mount'),
} as const

export const containerRuntimeSocket = rule({
  id: 'container-runtime-socket',
  title: 'Volume exposes the container runtime socket',
  why: "Write access to the socket is root on the node: it can start a privileged container with the node's disk mounted.",
  help: 'Remove the `hostPath` volume; build images with BuildKit or kaniko in the pod, and read metrics from the kubelet.',
  severity: 'critical',
  profile: 'essential',
  since: '0.1',
  tags: ['pss:baseline', 'cis:5.2.12'],
  peers: {
    ...BY_ITS_FULL_PATH,
    kics: 'a6f34658-fdfb-4154-9536-56d516f65828',
    kubelinter: 'docker-sock',
    kubescape: 'C-0074',
    monokle: 'KBP101',
  },
  on: 'resource',
  concerns: hasPods,
  check(resource, { world }) {
    return hostPaths(resource, world, 'socket').map(({ owner, path, at }) => ({
      at,
      message: `${owner} exposes the container runtime at \`${path}\``,
      unlike: {
        ...(!path.includes('/var/run/docker.sock') && BY_ITS_FULL_PATH),
        ...(!path.endsWith('docker.sock') && { kubelinter: 'docker-sock' }),
      },
      also: isMountedWritable(resource, world, path) ? writableSocketPeers : hostPathPeers,
    }))
  },
})

export const cloudCredentialsHostPath = rule({
  id: 'cloud-credentials-host-path',
  title: 'Volume exposes cloud credentials of the node',
  why: 'An attacker in the container can act as the node, or as an administrator who signed in on it, in the cloud account: outside of the cluster, where no policy of it applies.',
  help: 'Remove the `hostPath` volume, and give the pod a cloud identity of its own through its service account.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  tags: ['pss:baseline', 'cis:5.2.12', 'mitre'],
  peers: { kubescape: 'C-0020' },
  on: 'resource',
  concerns: hasPods,
  check(resource, { world }) {
    return hostPaths(resource, world, 'credentials').map(({ owner, path, at }) => ({
      at,
      message: `${owner} exposes cloud credentials at \`${path}\``,
      also: sensitivePeers,
    }))
  },
})

/** Requests go through a socket that is mounted read-only all the same: there is nothing to write, and nothing to mend. */
const isSocket = (path: string): boolean =>
  /\.sock(?:et)?$|^[\\/]{2}\.[\\/]pipe[\\/]/i.test(path) || cleanPath(path) === '/dev/log'

export const writableHostPath = rule({
  id: 'writable-host-path',
  title: 'Host path is mounted writable',
  why: "An attacker can plant programs, cron jobs or keys on the node, which outlive the pod and run with the node's privileges.",
  help: 'Set `readOnly: true` in the `volumeMounts` entry.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  tags: ['cis:5.2.12', 'mitre'],
  peers: WRITABLE,
  on: 'container',
  check(container, { world }) {
    const { volumeMounts } = container.spec
    if (!Array.isArray(volumeMounts)) return
    const paths = hostPathsByVolume(container.workload, world)
    return volumeMounts.flatMap((mount, index) => {
      const path = paths.get(mount?.name)
      if (path === undefined || isSocket(path) || mount.readOnly === true) return []
      if (mount.readOnly !== false && !container.workload.whole) return []
      const at = container.at('volumeMounts', index, 'readOnly')
      return {
        at,
        message: `container \`${container.name}\` mounts host path \`${path}\` writable`,
        ...(isOsDirectory(textOf(mount.mountPath)) && { also: { kics: 'b7652612-de4e-4466-a0bf-1cd81f0c6063' } }),
        fix: { title: 'Mount it read-only', safe: false, changes: [{ op: 'set' as const, path: at, value: true }] },
      }
    })
  },
})

export const restrictedVolumeTypes = rule({
  id: 'restricted-volume-types',
  title: 'Volume type is forbidden by the restricted standard',
  why: "The kubelet mounts such volumes with the node's privileges and with settings chosen by the manifest's author; a restricted namespace rejects the pod.",
  help: 'Use a `persistentVolumeClaim` backed by a PersistentVolume for the storage.',
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
  optionHelp: { also: 'additional types to allow, for example `image`' },
  check(workload, { options }) {
    const { volumes } = workload.pod
    if (!Array.isArray(volumes)) return
    return volumes.flatMap((volume, index) => {
      if (volume === null || typeof volume !== 'object') return []
      const type = Object.keys(volume).find(
        key => key !== 'name' && volume[key] !== null && !RESTRICTED_VOLUMES.has(key) && !options.also.includes(key),
      )
      if (type === undefined) return []
      return {
        at: workload.at('volumes', index, type),
        message: `volume \`${written(volume.name)}\` has type \`${type}\`, forbidden by the restricted standard`,
      }
    })
  },
})
