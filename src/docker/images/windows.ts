import type { From } from '../ast.ts'

/** Images of Windows by their names, and the tags that follow its releases. */
const NAMES =
  /windows|nanoserver|servercore|ltsc20\d\d|\bdotnet\/framework\b|\bbusinesscentral\b|\bmicrosoft\/(?:aspnet|iis|wcf|dotnet-framework)/
/** Shells that Windows alone has; `pwsh` runs on Linux too. */
const SHELLS = /(?:^|[/\\])(?:powershell|cmd)(?:\.exe)?$/i

/** True where a SHELL of the stage is one of Windows. */
const speaksWindows = ({ stage }: From): boolean =>
  stage.body.some(one => one.is === 'SHELL' && SHELLS.test(one.words[0]?.value ?? ''))

/**
 * True for a base of Windows: it knows no user ids and no root, and its shell is not that of Linux. Told by its name, by
 * the escape character of the file, which only paths of Windows need, or by the SHELL of its stage.
 */
export const isWindows = (from: From): boolean => {
  const { image, resolved, platform, stage } = from
  if (stage.globals.escape === '`') return true
  const names = `${image.value} ${resolved?.repository}:${resolved?.tag} ${platform?.value}`
  return (names.length <= LONGEST_NAMES && NAMES.test(names)) || speaksWindows(from)
}

const LONGEST_NAMES = 2000
