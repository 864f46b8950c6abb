import { memo } from '../core/memo.ts'
import { isMap, type Resource } from '../kube/resource.ts'
import { type Labels, labelsOf, requirementsOf } from '../kube/selector.ts'
import { namespaceOf, nearest } from './lookup.ts'
import { isReplicated } from './scaling.ts'
import { poolsOf, selectionIn } from './selection.ts'
import type { World } from './world.ts'

/** An object that runs pods, with the labels of some of them. */
interface Owner {
  readonly resource: Resource
  readonly labels: Labels
}

/** Without containers there is no workload; the pods have the labels that the object selects them by all the same. */
function ownersOf(world: World, resource: Resource): readonly Owner[] {
  const workloads = world.workloadsOf(resource).filter(({ whole }) => whole)
  if (workloads.length > 0) return workloads.map(({ template }) => ({ resource, labels: labelsOf(template) }))
  const { selector, template } = resource.json.spec ?? {}
  if (!isReplicated(resource)) return []
  return [{ resource, labels: { ...(isMap(selector?.matchLabels) && selector.matchLabels), ...labelsOf(template) } }]
}

const select = selectionIn<Owner>(
  poolsOf(
    world => world.everyResource.flatMap(resource => ownersOf(world, resource)),
    ({ labels }) => labels,
    ({ resource }) => namespaceOf(resource),
  ),
)

const NOTHING: readonly Owner[] = []

/** What a budget selects in its namespace. An empty selector of `policy/v1beta1` selects nothing. */
function selectedBy(world: World, budget: Resource): readonly Owner[] {
  const requirements = requirementsOf(budget.json.spec?.selector)
  if (!requirements || (requirements.length === 0 && budget.apiVersion === 'policy/v1beta1')) return NOTHING
  return select(world, namespaceOf(budget), requirements)
}

/** The objects whose pods a PodDisruptionBudget protects: those of its render when there are any, else all. */
export const budgetedBy = (world: World, budget: Resource): readonly Resource[] =>
  nearest(budget, [...new Set(selectedBy(world, budget).map(({ resource }) => resource))])

const budgeted = memo((world: World): ReadonlySet<Resource> => {
  // Budgets that select the same share the list of it.
  const selections = new Set(world.ofKind('PodDisruptionBudget').map(budget => selectedBy(world, budget)))
  return new Set([...selections].flatMap(owners => owners.map(({ resource }) => resource)))
})

/** Whether a PodDisruptionBudget protects the pods of an object. */
export const hasBudget = (world: World, resource: Resource): boolean => budgeted(world).has(resource)
