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
