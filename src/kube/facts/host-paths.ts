import { cleanPath, isWithin } from '../host-path.ts'

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

/** Of the node itself; every other folder below `/run` is the private one of some program. */
const SENSITIVE_IN_RUN = [
  'containerd',
  'credentials',
  'crio',
  'dbus',
  'docker',
  'k3s',
  'lock',
  'log',
  'netns',
  'podman',
  'runc',
  'secrets',
  'systemd',
  'udev',
  'user',
  'utmp',
].map(name => `/run/${name}`)

/** Where the programs of cloud providers keep keys, in the home of a user or of none. */
const CLOUD_HOME = /^(?:\/root|\/home\/[^/]+)?\/(?:\.aws|\.azure|\.config\/gcloud)(?:\/|$)/

/** Keys of the node to its cloud. */
const CLOUD = ['/etc/kubernetes/azure.json', '/etc/kubernetes/cloud-config', '/etc/kubernetes/cloud.conf', '/gcloud']

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

/** `socket`: of a container runtime; `credentials`: of a cloud provider. */
export type HostPathRisk = 'socket' | 'credentials' | 'sensitive' | 'plain'

/** What handing out a path of the node puts at risk; the folder of a socket is as good as the socket. */
export function riskOf(written: string): HostPathRisk {
  if (written === '') return 'plain'
  if (PIPES.has(written.replaceAll('/', '\\').toLowerCase())) return 'socket'
  if (WINDOWS.test(written)) return 'sensitive'
  const path = cleanPath(written)
  if (SOCKETS.some(socket => isWithin(socket, path)) && path !== '/run' && isWithin(path, '/run')) return 'socket'
  if (CLOUD_HOME.test(path) || CLOUD.some(file => isWithin(path, file))) return 'credentials'
  if (path === '/run' || SENSITIVE_IN_RUN.some(folder => isWithin(path, folder))) return 'sensitive'
  if (HARMLESS.some(harmless => isWithin(path, harmless))) return 'plain'
  return SENSITIVE.some(folder => isWithin(path, folder) || isWithin(folder, path)) ||
    SENSITIVE_IF_THERE.some(folder => isWithin(path, folder))
    ? 'sensitive'
    : 'plain'
}

/** True for folders that agents of the node read every day: the harm is in writing. */
export const isReadByAgents = (path: string): boolean =>
  READ_BY_AGENTS.some(folder => isWithin(cleanPath(path), folder))
