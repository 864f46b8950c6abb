import { decodeText } from '../core/encoding.ts'
import { Fault } from '../core/fault.ts'
import type { Host } from '../core/host.ts'
import type { Unread } from '../discover/sort.ts'
import type { Renderer } from './renderer.ts'

/** Schemas of values may refer to other documents, and helm fetches these, from this machine too. */
export interface RemoteSchemas {
  /** Those that helm does not get to see. */
  readonly unread: readonly Unread[]
  /** The packed charts with such a schema: of these, only an option of helm disables it. */
  readonly packed: readonly string[]
}

/** Known to helm since 3.16. */
export const SKIP_SCHEMAS = '--skip-schema-validation'

const SCHEMA = 'values.schema.json'

/** Larger than what helm unpacks of one chart (100 MiB) is nothing that it validates. */
const PACKED_LIMIT = 100 * 1024 * 1024

const SCHEMA_LIMIT = 5 * 1024 * 1024

/** Takes the schemas with references to other documents out of the copy of a chart, and finds the packed ones. */
export function withoutRemoteSchemas({ host, copy }: Renderer, folder: string): RemoteSchemas {
  const files = copy.files(folder)
  const schemas = files.filter(file => file.endsWith(`/${SCHEMA}`) || file === SCHEMA)
  const remote = schemas.filter(file => refersElsewhere(textOf(host, file)))
  for (const file of remote) copy.leaveOut(file)
  const packed = files.filter(file => {
    if (!file.endsWith('.tgz')) return false
    const contents = copy.contents(file, PACKED_LIMIT)
    return contents === undefined || (contents.includes(SCHEMA) && refersElsewhere(contents))
  })
  const unread = [
    ...remote.map(file => ({ file, why: `schema with references to other documents, ${NOT_USED}` })),
    ...packed.map(file => ({ file, why: `chart with a schema with references to other documents, ${NOT_USED}` })),
  ]
  return { unread, packed }
}

const NOT_USED = 'which are not downloaded: the values are not validated. Use references within the file (`#/$defs/…`)'

/** What cannot be read could be anything. */
function textOf(host: Host, file: string): string {
  try {
    return decodeText(host.read(file, SCHEMA_LIMIT)) ?? UNKNOWN
  } catch (error) {
    if (error instanceof Fault) return UNKNOWN
    throw error
  }
}

const UNKNOWN = '"$ref":'

/** The drafts that are built into helm 3 and 4. */
const KNOWN_DRAFT = /^"https?:\/\/json-schema\.org\/(?:draft-0[467]\/|draft\/20(?:19-09|20-12)\/)?schema#?"/

const REFERENCE = /"\$(ref|id|schema|dynamicRef|recursiveRef)"\s*:\s*/g

/** True for a text with a reference of JSON Schema that does not begin with `#`, in any part of it, escaped or not. */
export function refersElsewhere(text: string): boolean {
  const plain = text.replace(/\\u00([2-7][\da-f])/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
  for (const { index, 0: key, 1: name } of plain.matchAll(REFERENCE)) {
    const value = plain.slice(index + key.length, index + key.length + 60)
    if (!value.startsWith('"#') && !(name === 'schema' && KNOWN_DRAFT.test(value))) return true
  }
  return false
}
