import { present } from '../json/json.ts'
import type { ScannedPackage } from './report.ts'

/** Types whose namespace is the vendor of the distribution, not a part of the name. */
const SYSTEM: ReadonlySet<string> = new Set(['deb', 'rpm', 'apk', 'alpm'])

/** The package a package URL names (purl-spec): `pkg:type/namespace/name@version?qualifiers#subpath`. */
export function packageOfPurl(purl: string): ScannedPackage | undefined {
  const bare = purl.split(/[?#]/, 1)[0]!
  if (!bare.startsWith('pkg:')) return undefined
  const [type, ...path] = bare.slice('pkg:'.length).split('/').filter(Boolean)
  const last = path.pop()
  if (type === undefined || last === undefined) return undefined
  const at = last.lastIndexOf('@')
  const name = decoded(at > 0 ? last.slice(0, at) : last)
  const namespace = SYSTEM.has(type) ? [] : path.map(decoded)
  return present({
    name: [...namespace, name].join(type === 'maven' ? ':' : '/'),
    version: at > 0 ? decoded(last.slice(at + 1)) : '',
    type,
    purl,
  })
}

/** Percent-decoded; as it is when it is not decodable. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
