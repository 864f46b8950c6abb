/** A number of pods, or a part of them: `IntOrString`, as budgets and strategies have it. */
export interface IntOrPercent {
  readonly value: number
  readonly isPercent: boolean
}

/** `2` or `"25%"`; `undefined` for anything else: the API server takes no negative numbers and no other text. */
export function intOrPercentOf(json: unknown): IntOrPercent | undefined {
  if (typeof json === 'number')
    return Number.isInteger(json) && json >= 0 ? { value: json, isPercent: false } : undefined
  const [, digits] = typeof json === 'string' ? (/^(\d{1,9})%$/.exec(json) ?? []) : []
  return digits === undefined ? undefined : { value: Number(digits), isPercent: true }
}

/** How many of a total it stands for; a part of a pod is a whole one (apimachinery, GetScaledValueFromIntOrPercent). */
export const countOf = ({ value, isPercent }: IntOrPercent, total: number): number =>
  isPercent ? Math.floor((value * total + 99) / 100) : value
