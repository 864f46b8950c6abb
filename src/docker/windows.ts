import type { From } from './ast.ts'

/** True for a base of Windows: it knows no user ids and no root, and its shell is not that of Linux. */
export const isWindows = ({ image, resolved, platform }: From): boolean =>
  /windows|nanoserver|servercore/.test(`${image.value} ${resolved?.repository} ${resolved?.tag} ${platform?.value}`)
