import type { Examples } from './explain.ts'

/** JSON of what the rules' pages show, which scripts/bundle.ts puts in here. */
declare const EXAMPLES: string

/** A chunk of its own: only `explain` shows them. */
export const examples = JSON.parse(EXAMPLES) as Examples
