import { redact } from '../secrets/redact.ts'

/** What parsers quote after these words is a name in the text of a stranger, and may be a secret in the wrong place. */
const QUOTED = /\b(anchor|alias|tag|literal source) (?:'[^'\n]*'|"[^"\n]*")/g

/** What a renderer says of its failure, as it may be shown. */
export const shownReason = (said: string): string => redact(said.replace(QUOTED, '$1'))
