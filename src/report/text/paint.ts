/** How a terminal shows words (ECMA-48, select graphic rendition). */
const STYLES = {
  bold: '1',
  dim: '2',
  critical: '1;31',
  high: '31',
  medium: '33',
  low: '36',
  info: '2',
  unknown: '35',
  good: '32',
  removed: '31',
  added: '32',
} as const

export type Paint = (style: keyof typeof STYLES, text: string) => string

export const painter =
  (colour: boolean): Paint =>
  (style, text) =>
    colour ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text
