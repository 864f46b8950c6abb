import { decodeText } from '../../core/encoding.ts'
import { Fault } from '../../core/fault.ts'
import { type Host, TEXT_LIMIT } from '../../core/host.ts'
import type { Json } from '../../kube/resource.ts'
import { readYaml } from '../../yaml/source.ts'

/** A file that tells what is built: one that cannot be read tells nothing, since none of them is checked. */
export interface BuildFile {
  readonly file: string
  readonly text: string
  /** Of YAML and JSON; none for other languages. */
  readonly documents: readonly Json[]
}

export async function readBuildFiles(host: Host, files: readonly string[]): Promise<readonly BuildFile[]> {
  const read: BuildFile[] = []
  for (const file of files) {
    const text = textOf(host, file)
    const documents = file.endsWith('.hcl') ? [] : (await readYaml(file, text)).documents
    read.push({ file, text, documents: documents.map(({ value }): Json => value) })
  }
  return read
}

function textOf(host: Host, file: string): string {
  try {
    return decodeText(host.read(file, TEXT_LIMIT)) ?? ''
  } catch (error) {
    if (error instanceof Fault) return ''
    throw error
  }
}
