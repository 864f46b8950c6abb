import type { Spot } from '../core/location.ts'
import { isMap, type Json, type Resource } from './resource.ts'

/** No object of a cluster is larger than this many letters of base64. */
export const LONGEST_DATA = 2 ** 21

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** What is no base64 is refused by the API server: it is written by hand, or replaced before. */
function decoded(text: string): string {
  const letters = text.slice(0, LONGEST_DATA).replace(/\s/g, '')
  return text.length > LONGEST_DATA || BASE64.test(letters) ? Buffer.from(letters, 'base64').toString('latin1') : text
}

/** A text in a Secret or a ConfigMap, by its field (`data`, `stringData`, `binaryData`) and key. */
export interface DataValue {
  readonly field: string
  readonly key: string
  readonly text: string
}

/** The texts in a Secret or a ConfigMap that are not empty; what is in base64, as it reads without. */
export function dataOf({ kind, json, root, source }: Resource): readonly DataValue[] {
  const textsIn = (field: string, read: (text: string) => string): readonly DataValue[] =>
    isMap(json[field])
      ? Object.entries(json[field] as Json).flatMap(([key, value]) =>
          typeof value === 'string' && value !== '' && !source.isSample?.([...root, field, key])
            ? { field, key, text: read(value) }
            : [],
        )
      : []
  const plain = (text: string): string => text
  return kind === 'Secret'
    ? [...textsIn('stringData', plain), ...textsIn('data', decoded)]
    : [...textsIn('data', plain), ...textsIn('binaryData', decoded)]
}

/** Where the key of a text is, and its name: the text is in no fingerprint. */
export const dataPlace = (
  resource: Resource,
  { field, key }: DataValue,
): { readonly at: Spot; readonly judged: string } => ({
  at: resource.source.key(resource.at(field, key)) ?? resource.at('metadata', 'name'),
  judged: `${field}/${key}`,
})
