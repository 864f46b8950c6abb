import { redact } from '../secrets/redact.ts'
import type { Block } from './blocks.ts'

/** How a finding of a block is accepted: what to paste, and where. `until`: the last day, `YYYY-MM-DD`. */
export function acceptance({ rule, judged: [{ finding }] }: Block, until: string): { paste: string; where: string } {
  const { area, code, image, location } = finding
  const takesComments = area !== 'image' && !location.file.endsWith('.json')
  if (takesComments)
    return { paste: `# seaworthy: ignore ${rule} until ${until} because REASON`, where: 'above the line' }
  const target = image?.ref ?? location.file
  const where = isPlain(target) ? target : 'WHERE'
  const id = code !== undefined && isPlain(code.id) ? code.id : rule
  return { paste: `seaworthy waive ${id} ${where} --until ${until} --reason REASON`, where: 'in a shell' }
}

/** A word that a shell and a glob take as it is: names are written by strangers, and this is to be pasted. */
const isPlain = (word: string): boolean => /^[\w./:@][\w./:@-]{0,200}$/.test(word) && redact(word) === word
