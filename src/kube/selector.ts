import { isMap, type Json, listOf } from './resource.ts'

/** What one part of a selector asks of labels. */
export interface Requirement {
  readonly key: string
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'
  readonly values: readonly unknown[]
}

export type Labels = Readonly<Record<string, unknown>>

/** The labels of an object, or of a template of pods. */
export const labelsOf = (object: Json): Labels => (isMap(object?.metadata?.labels) ? object.metadata.labels : {})

const equals = (map: Json): readonly Requirement[] =>
  Object.entries(isMap(map) ? (map as Labels) : {}).map(([key, value]) => ({ key, operator: 'In', values: [value] }))

const OPERATORS = new Set(['In', 'NotIn', 'Exists', 'DoesNotExist'])

/**
 * The requirements of a LabelSelector: none for an empty one, which selects everything; `undefined` without one, which
 * selects nothing, and for one that the API server refuses (k8s.io/apimachinery, LabelSelectorAsSelector).
 */
export function requirementsOf(selector: Json): readonly Requirement[] | undefined {
  if (!isMap(selector)) return undefined
  const expressions = listOf(selector.matchExpressions)
  if (expressions.some(one => typeof one?.key !== 'string' || !OPERATORS.has(one.operator))) return undefined
  return [
    ...equals(selector.matchLabels),
    ...expressions.map(({ key, operator, values }) => ({ key, operator, values: listOf(values) })),
  ]
}

/** The requirements of a plain map, as a Service and a ReplicationController have it: an empty one selects nothing. */
export function requirementsOfMap(map: Json): readonly Requirement[] | undefined {
  const requirements = equals(map)
  return requirements.length > 0 ? requirements : undefined
}

/** Whether labels have all that is asked for. */
export const fits = (requirements: readonly Requirement[], labels: Labels): boolean =>
  requirements.every(one => fitsOne(one, labels))

/** A label that is missing is not in any list of values. */
function fitsOne({ key, operator, values }: Requirement, labels: Labels): boolean {
  const isThere = Object.hasOwn(labels, key)
  if (operator === 'Exists') return isThere
  if (operator === 'DoesNotExist') return !isThere
  return (isThere && values.includes(labels[key])) === (operator === 'In')
}
