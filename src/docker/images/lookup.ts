import { groupBy } from '../../core/group.ts'
import type { From, ImageName } from '../ast.ts'
import { parseImageName } from '../image-name.ts'
import type { KnownImage } from './image.ts'
import { KNOWN_IMAGES } from './known.ts'
import { wholeName } from './official.ts'
import { isWindows } from './windows.ts'

const byName = groupBy(KNOWN_IMAGES, ({ name }) => name)
const patterns = KNOWN_IMAGES.filter(({ name }) => name.endsWith('*'))

/** The image of a FROM, and its tag where that does not come from a variable without a value. */
function imageOf({ image, resolved }: From): Pick<ImageName, 'registry' | 'repository' | 'tag'> | undefined {
  if (resolved) return resolved.digest === undefined ? { ...resolved, tag: resolved.tag ?? 'latest' } : resolved
  const colon = image.value.lastIndexOf(':')
  const name = image.value.slice(0, colon)
  return colon > image.value.lastIndexOf('/') && !name.includes('$') ? parseImageName(name) : undefined
}

function rowsOf(name: string): readonly KnownImage[] {
  const exact = byName.get(name)
  return exact ?? patterns.filter(row => name.startsWith(row.name.slice(0, -1)))
}

const versionOf = (text: string): readonly number[] | undefined =>
  text
    .match(/^v?(\d{1,8}(?:\.\d{1,8})?)(?![\w])/)?.[1]
    ?.split('.')
    .map(Number)

/** Whether a tag is of a version or a newer one. `24` is as new as any `24.x`. */
export function isSince(tag: string, since: string): boolean {
  const [version, least] = [versionOf(tag), versionOf(since)!]
  if (!version || version[0] !== least[0]) return !version || version[0]! > least[0]!
  return (version[1] ?? Number.POSITIVE_INFINITY) >= (least[1] ?? 0)
}

const fits = ({ tags, since }: KnownImage, tag: string): boolean =>
  (!tags || tags.test(tag)) && (since === undefined || isSince(tag, since))

/** The row of the image of a FROM; `undefined` when there is none, or several that its tag does not tell apart. */
export function knownImage(from: From): KnownImage | undefined {
  const image = isWindows(from) ? undefined : imageOf(from)
  if (!image) return undefined
  const rows = rowsOf(wholeName(image))
  if (image.tag !== undefined) return rows.find(row => fits(row, image.tag!))
  return rows.every(({ user }) => user === rows[0]!.user) ? rows.at(-1) : undefined
}
