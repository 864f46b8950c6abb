import { groupBy, indexBy } from '../../../core/group.ts'
import { memo } from '../../../core/memo.ts'
import type { Resource } from '../../../kube/resource.ts'
import type { World } from '../../world.ts'
import { everyHolding, type Holding } from '../holdings.ts'
import { groupsOf, type Subject, subjectKey } from '../subjects.ts'

/**
 * Bindings that are deployed together, as far as anyone can tell: those of a chart, of an overlay, or of the plain files
 * below one folder of the checkout. Examples, tests and other clusters are in folders of their own.
 */
export interface Unit {
  readonly world: World
  readonly key: string
  readonly holdings: readonly Holding[]
  /** What they give to subjects by their own names. */
  readonly bySubject: ReadonlyMap<string, readonly Holding[]>
}

export const unitKey = ({ origin, source: { file } }: Resource): string =>
  JSON.stringify(origin ? ['render', origin.root] : ['folder', file.slice(0, Math.max(0, file.indexOf('/')))])

const unitsOf = memo((world: World): readonly Unit[] =>
  [...groupBy(everyHolding(world), ({ binding }) => unitKey(binding))].map(([key, holdings]) => ({
    world,
    key,
    holdings,
    bySubject: groupBy(holdings, ({ subject }) => subjectKey(subject)),
  })),
)

const unitsNaming = memo((world: World) => indexBy(unitsOf(world), ({ bySubject }) => bySubject.keys()))

/** The units that give something to a subject, or to a group of Kubernetes that it is in. */
export const unitsFor = (world: World, subject: Subject): ReadonlySet<Unit> =>
  new Set([subject, ...groupsOf(subject)].flatMap(one => unitsNaming(world).get(subjectKey(one)) ?? []))

export const heldIn = ({ bySubject }: Unit, subject: Subject): readonly Holding[] =>
  bySubject.get(subjectKey(subject)) ?? []
