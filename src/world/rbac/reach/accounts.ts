import { groupBy, indexBy } from '../../../core/group.ts'
import { memo } from '../../../core/memo.ts'
import { CONTROLLER } from '../../../kube/facts/closures.ts'
import { type Resource, textOf } from '../../../kube/resource.ts'
import { isExpected } from '../../evidence.ts'
import { namespaceOf } from '../../lookup.ts'
import { objectsOf } from '../../references.ts'
import { accountsNamed } from '../../service-account.ts'
import type { World } from '../../world.ts'
import type { Holding } from '../holdings.ts'
import { type Account, accountOf, namespaceOfGroup, subjectKey } from '../subjects.ts'
import { become, type Edge, EVERYWHERE, gained, type Node, nodeOf, subjectFor } from './nodes.ts'
import { type Unit, unitKey } from './unit.ts'

/** What leads to the token of an account. */
interface Way {
  readonly by: 'accounts' | 'secrets'
  readonly namespace: string
  /** Of the account, or of the Secret with its token. */
  readonly name: string
  readonly account: Account
}

/** Whether the files define accounts of its namespace, and not this one. `default` is always there. */
const isMissing = (world: World, account: Account, { binding }: Holding): boolean =>
  account.name !== 'default' &&
  isExpected(world, binding, 'ServiceAccount', account.namespace) &&
  accountsNamed(world, binding, account).length === 0

/** The accounts that roles are bound to, and the one that every namespace has. */
function accountsIn({ world, holdings }: Unit): readonly Account[] {
  const bound = holdings.flatMap(holding => {
    const account = accountOf(holding.subject)
    return account && !isMissing(world, account, holding) ? [account] : []
  })
  const namespaces = holdings.flatMap(({ namespace, subject }) => [namespace, namespaceOfGroup(subject)])
  const defaults = [CONTROLLER.namespace, ...namespaces].flatMap(namespace =>
    namespace === undefined ? [] : { namespace, name: 'default' },
  )
  return [...new Map([...bound, ...defaults].map(one => [subjectKey(subjectFor(one)), one])).values()]
}

const TOKEN_OF = 'kubernetes.io/service-account.name'

/** Secrets with the token of an account, by unit: since 1.24, only those that ask for one are filled. */
const tokenSecrets = memo((world: World) =>
  groupBy(
    objectsOf(world, 'Secret').filter(({ json }) => json.type === 'kubernetes.io/service-account-token'),
    unitKey,
  ),
)

function wayBySecret(secret: Resource): Way {
  const namespace = namespaceOf(secret)
  const account = { namespace, name: textOf(secret.annotations[TOKEN_OF]) }
  return { by: 'secrets', namespace, name: secret.name, account }
}

const waysIn = memo((unit: Unit): readonly Way[] => [
  ...accountsIn(unit).map((account): Way => ({ by: 'accounts', ...account, account })),
  ...(tokenSecrets(unit.world).get(unit.key) ?? []).map(wayBySecret),
])

/** The names that a grant for some may have, of accounts and of Secrets with tokens, by scope. */
const namesIn = memo((unit: Unit) => {
  const scoped = indexBy(waysIn(unit), ({ by, namespace }) => [nodeOf(by, namespace), nodeOf(by, EVERYWHERE)])
  return new Map([...scoped].map(([scope, ways]) => [scope, new Set(ways.map(({ name }) => name))]))
})

/** What a grant for objects of these names leads to. */
export function namedNodes(unit: Unit, by: Way['by'], scope: string, names: readonly string[]): readonly Node[] {
  const there = namesIn(unit).get(nodeOf(by, scope))
  return names.filter(name => there?.has(name)).map(name => nodeOf(by, scope, name))
}

/** From what is gained in a scope to the accounts there. */
export function edgesToAccounts(unit: Unit): readonly Edge[] {
  const namespaces = new Set(waysIn(unit).map(({ namespace }) => namespace))
  return [
    { from: gained('everything', EVERYWHERE), to: gained('accounts', EVERYWHERE) },
    ...[...namespaces].flatMap(namespace => [
      { from: gained('everything', namespace), to: gained('accounts', namespace) },
      ...(['accounts', 'pods', 'tokens'] as const).map(gains => ({
        from: gained(gains, EVERYWHERE),
        to: gained(gains, namespace),
      })),
    ]),
    ...waysIn(unit).flatMap(({ by, namespace, name, account }) => {
      const from = [nodeOf(by, namespace, name), nodeOf(by, EVERYWHERE, name)]
      const gains = by === 'accounts' ? (['accounts', 'pods'] as const) : (['tokens'] as const)
      return [...from, ...gains.map(one => gained(one, namespace))].map(node => become(node, subjectFor(account)))
    }),
    // No pod runs as it.
    become(gained('accounts', CONTROLLER.namespace), subjectFor(CONTROLLER)),
  ]
}
