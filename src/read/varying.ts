import { decodeText } from '../core/encoding.ts'
import { Fault } from '../core/fault.ts'
import type { Path } from '../core/location.ts'
import type { YamlSource } from '../yaml/source.ts'
import type { Renderer } from './renderer.ts'

/** Functions of helm that answer differently each time (Sprig, "Random" and "Date"), inside of braces. */
const VARYING =
  /\{\{[^}]*\b(?:rand\w+|gen(?:CA|SelfSignedCert|SignedCert|PrivateKey)\w*|uuidv4|shuffle|now|htpasswd|bcrypt|encryptAES)\b/

/** No template is longer, and no packed chart that is looked into. */
const LIMIT = 16 * 1024 * 1024

/** Whether a chart may render to something else the next time. What cannot be read is rendered once. */
export function mayVary({ host, copy }: Renderer, folder: string): boolean {
  const textOf = (file: string): string => {
    if (file.endsWith('.tgz')) return copy.contents(file, LIMIT) ?? ''
    try {
      return decodeText(host.read(file, LIMIT)) ?? ''
    } catch (error) {
      if (error instanceof Fault) return ''
      throw error
    }
  }
  return copy.files(folder).some(file => /\/templates\/|\.(?:tgz|tpl)$/.test(`/${file}`) && VARYING.test(textOf(file)))
}

/** Tells of a path whether another render has another scalar there. */
export const differingFrom =
  (one: YamlSource, other: YamlSource) =>
  (path: Path): boolean => {
    const [value, again] = [valueAt(one, path), valueAt(other, path)]
    return value !== again && !(value === Object(value) && again === Object(again))
  }

const valueAt = ({ documents }: YamlSource, [number, ...steps]: Path): unknown =>
  steps.reduce<unknown>(
    (value, step) => (value as Readonly<Record<string, unknown>> | null | undefined)?.[step],
    documents[Number(number)]?.value,
  )
