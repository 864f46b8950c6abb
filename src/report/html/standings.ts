import type { Standing } from '../../policy/verdict.ts'

/** How a standing is called, in the order in which a reader asks for them. */
export const STANDINGS = {
  breach: 'breach',
  noted: 'below the gate',
  known: 'known',
  waived: 'waived',
  suppressed: 'suppressed',
} as const satisfies Record<Standing, string>

export const standings = Object.keys(STANDINGS) as readonly Standing[]
