import type { Json } from '../resource.ts'

/** What a name of a port breaks of the rules for IANA service names (apimachinery, IsValidPortName); empty when it is one. */
export function portNameFault(name: string): string {
  if (name.length > 15) return `has ${name.length} characters; expected at most 15`
  if (!/^[a-z0-9-]*$/.test(name)) return 'has characters other than `a` to `z`, `0` to `9` and `-`'
  if (!/[a-z]/.test(name)) return 'has no letter'
  return /^-|-$|--/.test(name) ? 'begins or ends with `-`, or has two in a row' : ''
}

/** A label of DNS (RFC 1123), as Services name their ports. */
export const isDnsLabel = (name: string): boolean => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name)

export const isPort = (value: unknown): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535

/** TCP is the default of containers, Services and policies. */
export const isTcp = (port: Json): boolean => (port?.protocol ?? 'TCP') === 'TCP'
