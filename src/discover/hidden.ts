import type { Entry } from '../core/host.ts'
import { type Ignored, isIgnored, ONLY_TRACKED, within } from './ignored.ts'
import { EXCLUDED_BY_DEFAULT } from './reasons.ts'

/** Folders nobody wants looked at: other people's code, and git's own. */
const NEVER = new Set(['.git', 'node_modules', 'vendor'])

/** Folders that tools leave in a checkout, full of other people's code. Outside of one they may be what is to be checked. */
const LEFTOVERS = new Set(['.venv', 'venv', 'site-packages', '.terraform', '.tox', '.cache'])

/** True for a folder in one that is looked at only when it is named. */
export const isNeverLookedAt = (folder: string): boolean => folder.split('/').some(name => NEVER.has(name))

/** Why an entry of a folder is passed over unless it is named, or `undefined`. What git tracks is never ignored. */
export function whyHidden({ name, kind, tracked }: Entry, path: string, ignored: Ignored): string | undefined {
  const isFolder = kind === 'folder'
  if (isFolder && NEVER.has(name)) return EXCLUDED_BY_DEFAULT
  if (tracked) return undefined
  if (isFolder && tracked === false && LEFTOVERS.has(name)) return 'left by a tool'
  return isIgnored(ignored, path, isFolder) ? 'ignored by .gitignore' : undefined
}

/** What holds in a folder that is looked at: of a leftover, too, only what git tracks is. */
export const insideOf = ({ name, tracked }: Entry, path: string, ignored: Ignored): Ignored =>
  tracked && LEFTOVERS.has(name) ? ONLY_TRACKED : within(ignored, path, tracked)
