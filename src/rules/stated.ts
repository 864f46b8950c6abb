import type { Problem } from '../core/finding.ts'
import type { Origin } from '../world/contexts.ts'

/** Which context it is, where a file states it. */
export const ofStated = ({ by, context }: Origin): string =>
  by && context ? ` \`${context.folder || '.'}\` that \`${by.in.file}\` sets` : ''

/** The places where contexts are stated. */
export function whereStated(origins: readonly Origin[]): Pick<Problem, 'see'> {
  const see = origins.flatMap(({ by }) => (by ? [{ in: by.in, at: by.at, note: 'the build context' }] : []))
  return see.length > 0 ? { see } : {}
}
