/** What the Pod Security Standards allow (pod-security-admission/policy); numbers are Kubernetes minors. */

/** The sources that the restricted standard allows. `hostPath` has rules of its own. */
export const RESTRICTED_VOLUMES: ReadonlySet<string> = new Set([
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

/** SELinux types that confine, with the Kubernetes minor since which the baseline standard knows them. */
const SELINUX_TYPES: Readonly<Record<string, number>> = {
  container_t: 0,
  container_init_t: 0,
  container_kvm_t: 0,
  container_engine_t: 31,
}

const since = (table: Readonly<Record<string, number>>, name: string, kubernetes: number): boolean =>
  Object.hasOwn(table, name) && kubernetes >= (table[name] ?? 0)

export const isConfinedType = (type: string, kubernetes: number): boolean => since(SELINUX_TYPES, type, kubernetes)

/** Sysctls that touch their own pod only, with the Kubernetes minor since which the baseline standard knows them. */
const SAFE_SYSCTLS: Readonly<Record<string, number>> = {
  'kernel.shm_rmid_forced': 0,
  'net.ipv4.ip_local_port_range': 0,
  'net.ipv4.ip_local_reserved_ports': 27,
  'net.ipv4.ip_unprivileged_port_start': 0,
  'net.ipv4.ping_group_range': 0,
  'net.ipv4.tcp_fin_timeout': 29,
  'net.ipv4.tcp_keepalive_intvl': 29,
  'net.ipv4.tcp_keepalive_probes': 29,
  'net.ipv4.tcp_keepalive_time': 29,
  'net.ipv4.tcp_rmem': 32,
  'net.ipv4.tcp_syncookies': 0,
  'net.ipv4.tcp_wmem': 32,
}

/** `net/ipv4/conf/eth0.1/forwarding` is `net.ipv4.conf.eth0/1.forwarding`: the first separator decides (sysctl(8)). */
export const dotted = (name: string): string =>
  /^[^./]*\//.test(name) ? name.replace(/[./]/g, separator => (separator === '/' ? '.' : '/')) : name

/** `name` with dots. */
export const isSafeSysctl = (name: string, kubernetes: number): boolean => since(SAFE_SYSCTLS, name, kubernetes)
