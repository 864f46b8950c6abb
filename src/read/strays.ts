import { decodeText } from '../core/encoding.ts'
import { Fault } from '../core/fault.ts'
import type { Host } from '../core/host.ts'
import { mayHoldObjects } from '../discover/kinds.ts'
import { resourcesOf } from '../kube/objects.ts'
import type { Resource } from '../kube/resource.ts'
import { readYaml } from '../yaml/source.ts'
import type { Rendered } from './charts.ts'
import { isApplicable, Rendering } from './left-out.ts'

/** Helm refuses larger files in a chart (5 MiB, `MaxDecompressedFileSize` in its loader). */
const FILE_LIMIT = 5 * 1024 * 1024

/**
 * Objects in the files of charts that helm does not install as they stand there, and that kubectl does: in a library, in
 * a file that `.helmignore` names, between braces in comments, in values.
 */
export async function straysIn(
  host: Host,
  files: readonly string[],
  charts: readonly Rendered[],
): Promise<readonly Resource[]> {
  const rendering = new Rendering(charts.flatMap(({ resources }) => resources))
  const found: Resource[] = []
  for (const file of files) {
    const plain = withoutTemplates(textOf(host, file))
    if (!mayHoldObjects(plain)) continue
    const objects = resourcesOf(await readYaml(file, plain))
    found.push(...objects.filter(object => isApplicable(object) && isNamed(object) && !rendering.holds(object)))
  }
  return found
}

/** What cannot be read helm cannot read either, and it tells so. */
function textOf(host: Host, file: string): string {
  try {
    return decodeText(host.read(file, FILE_LIMIT)) ?? ''
  } catch (error) {
    if (error instanceof Fault) return ''
    throw error
  }
}

/** No cluster takes braces in a name. */
const isNamed = ({ name }: Resource): boolean => !name.includes('{{')

const STARTS_BLOCK = /(?:^|[\s:-])[|>][-+\d]{0,2}\s*(?:\s#.*)?$/
/** Quotes may close on a later line; what nothing closes is looked through once. */
const HIDES_BRACES = /"(?:[^"\\]|\\.)*(?:"|\\?$)|'[^']*(?:'|$)|(?:^|\s)#.*/g

/** A text without the documents that only helm can read; all others stay where they are, to the letter: fixes do too. */
const withoutTemplates = (text: string): string =>
  text
    .split(/^(?=---)/m)
    .map(document => (isTemplated(document) ? document.replace(/^(?!---).*|(?<=^---).*/gm, blank) : document))
    .join('')

const blank = (text: string): string => ' '.repeat(text.length)

/** Whether there are braces outside of quotes, comments and block scalars. */
function isTemplated(document: string): boolean {
  if (!document.includes('{{')) return false
  let block = -1
  return document.split('\n').some(line => {
    const indent = line.search(/\S/)
    if (indent < 0 || (block >= 0 && indent > block)) return false
    block = STARTS_BLOCK.test(line) ? indent : -1
    return line.replace(HIDES_BRACES, '').includes('{{')
  })
}
