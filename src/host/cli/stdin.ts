import { decodeText } from '../../core/encoding.ts'
import { Fault } from '../../core/fault.ts'
import { nameOf } from '../../core/paths.ts'
import { beginsDockerfile } from '../../discover/heads.ts'
import { kindOfName } from '../../discover/kinds.ts'
import { REPORT_LIMIT } from '../../discover/sort.ts'

/** What came over standard input, as a file. */
export interface StandardInput {
  /** As `--stdin-filename` has it; else a name in the current folder, by the content: `stdin.yaml`. */
  readonly name: string
  readonly bytes: Uint8Array
}

/** Reads standard input to its end. @throws Fault BAD_INPUT, UNREADABLE when there is nothing in it to check */
export async function readStandardInput(name: string | undefined): Promise<StandardInput> {
  if (name !== undefined) refuseName(name)
  if (process.stdin.isTTY)
    throw new Fault('BAD_INPUT', 'standard input is a terminal: pipe a file into it, `helm template . | seaworthy -`')
  const bytes = await readAll(process.stdin)
  const text = decodeText(bytes)
  if (text?.trim() === '')
    throw new Fault(
      'BAD_INPUT',
      'standard input is empty: did the command before the pipe fail? `set -o pipefail` reports that',
    )
  return { name: name ?? `stdin.${endingFor(text ?? '')}`, bytes }
}

/** Charts and overlays are made from folders, and would be read from the disk. */
function refuseName(name: string): void {
  const kind = kindOfName(nameOf(name))
  if (kind === 'chart' || kind === 'kustomization')
    throw new Fault(
      'BAD_INPUT',
      `\`--stdin-filename ${name}\` names a chart or an overlay, which is more than one file: name its folder as PATH, or give rendered objects another name`,
    )
  if (nameOf(name) === '')
    throw new Fault('BAD_INPUT', `invalid \`--stdin-filename\` value \`${name}\`; expected the name of a file`)
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Uint8Array> {
  const pieces: Buffer[] = []
  let size = 0
  try {
    for await (const piece of stream) {
      size += piece.length
      if (size > REPORT_LIMIT) break
      pieces.push(piece)
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Fault('UNREADABLE', `standard input cannot be read: ${reason}`, { cause })
  }
  if (size > REPORT_LIMIT)
    throw new Fault('UNREADABLE', `standard input exceeds the limit of ${REPORT_LIMIT / 1024 / 1024} MB`)
  return Buffer.concat(pieces)
}

/** By how it begins: JSON, a Dockerfile, and otherwise YAML. */
function endingFor(text: string): string {
  if (/^\ufeff?\s*(?:\{\s*["}]|\[)/.test(text)) return 'json'
  return beginsDockerfile(text) ? 'Dockerfile' : 'yaml'
}
