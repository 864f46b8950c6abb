import type { Container } from './container.ts'

/** The set the Pod Security Standards let a container add at the baseline level. */
export const BASELINE_CAPABILITIES: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
])

/** All capabilities of Linux (capabilities(7)) besides those of the baseline, and `ALL`. */
const OTHERS: ReadonlySet<string> = new Set(
  'ALL AUDIT_CONTROL AUDIT_READ BLOCK_SUSPEND BPF CHECKPOINT_RESTORE DAC_READ_SEARCH IPC_LOCK IPC_OWNER LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE NET_ADMIN NET_BROADCAST NET_RAW PERFMON SYSLOG SYS_ADMIN SYS_BOOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM'.split(
    ' ',
  ),
)

/** True for a capability that there is. */
export const isCapability = (name: string): boolean => BASELINE_CAPABILITIES.has(name) || OTHERS.has(name)

/** One entry of `capabilities.add` or `capabilities.drop`. */
export interface CapabilityEntry {
  /** Upper case, without `CAP_`: runtimes accept both spellings. */
  readonly name: string
  readonly index: number
}

/** What a container adds or drops, by canonical names; entries that are no text are left out. */
export function capabilitiesOf(container: Container, list: 'add' | 'drop'): readonly CapabilityEntry[] {
  const entries = container.spec.securityContext?.capabilities?.[list]
  if (!Array.isArray(entries)) return []
  return entries.flatMap((name, index) =>
    typeof name === 'string' && name !== '' ? [{ name: name.toUpperCase().replace(/^CAP_/, ''), index }] : [],
  )
}
