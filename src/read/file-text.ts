import { decodeText } from '../core/encoding.ts'
import { Fault } from '../core/fault.ts'
import type { Host } from '../core/host.ts'

/** Nobody writes a larger template, Chart.yaml or kustomization by hand. */
export const FILE_LIMIT = 4 * 1024 * 1024

/** Nothing of a file that cannot be read as text. `limit`: bytes. */
export function textOrNothing(host: Host, file: string, limit = FILE_LIMIT): string {
  try {
    return decodeText(host.read(file, limit)) ?? ''
  } catch (error) {
    if (error instanceof Fault) return ''
    throw error
  }
}
