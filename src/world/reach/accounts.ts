import { indexBy } from '../../core/group.ts'
import { memo } from '../../core/memo.ts'
import { CONTROLLER } from '../../kube/facts/closures.ts'
import { type Resource, textOf } from '../../kube/resource.ts'
import { isExpected } from '../evidence.ts'
import { namespaceOf } from '../lookup.ts'
import { everyHolding, type Holding } from '../rbac.ts'
import { objectsOf } from '../references.ts'
import { accountsNamed } from '../service-account.ts'
import { type Account, accountOf, namespaceOfGroup, subjectKey } from '../subjects.ts'
import type { World } from '../world.ts'
import { become, type Edge, EVERYWHERE, gained, type Node, nodeOf, subjectFor } from './nodes.ts'

/** What leads to the token of an account. */
interface Way {
  readonly by: 'accounts' | 'secrets'
  readonly namespace: string
  /** Of the account, or of the Secret with its token. */
  readonly name: string
  readonly account: Account
}

/** Whether the files define accounts of its namespace, and not this one. `default` is always there. */
export const isMissing = (world: World, account: Account, { binding }: Holding): boolean =>
  account.name !== 'default' &&
  isExpected(world, binding, 'ServiceAccount', account.namespace) &&
  accountsNamed(world, binding, account).length === 0

/** The accounts that roles are bound to, and the one that every namespace has. */
function accountsIn(world: World): readonly Account[] {
  const bound = everyHolding(world).flatMap(holding => {
    const account = accountOf(holding.subject)
    return account && !isMissing(world, account, holding) ? [account] : []
  })
  const namespaces = everyHolding(world).flatMap(({ namespace, subject }) => [namespace, namespaceOfGroup(subject)])
  const defaults = [CONTROLLER.namespace, ...namespaces].flatMap(namespace =>
    namespace === undefined ? [] : { namespace, name: 'default' },
  )
  return [...new Map([...bound, ...defaults].map(one => [subjectKey(subjectFor(one)), one])).values()]
}

const TOKEN_OF = 'kubernetes.io/service-account.name'

/** Secrets with the token of an account: since 1.24, only those that ask for one are filled. */
const tokenSecretsIn = (world: World): readonly Way[] =>
  objectsOf(world, 'Secret')
    .filter(({ json }) => json.type === 'kubernetes.io/service-account-token')
    .map((secret: Resource) => {
      const namespace = namespaceOf(secret)
      return {
        by: 'secrets',
        namespace,
        name: secret.name,
        account: { namespace, name: textOf(secret.annotations[TOKEN_OF]) },
      }
    })

const waysIn = memo((world: World): readonly Way[] => [
  ...accountsIn(world).map((account): Way => ({ by: 'accounts', ...account, account })),
  ...tokenSecretsIn(world),
])

/** The names that a grant for some may have, of accounts and of Secrets with tokens, by scope. */
const namesIn = memo((world: World) => {
  const scoped = indexBy(waysIn(world), ({ by, namespace }) => [nodeOf(by, namespace), nodeOf(by, EVERYWHERE)])
  return new Map([...scoped].map(([scope, ways]) => [scope, new Set(ways.map(({ name }) => name))]))
})

/** What a grant for objects of these names leads to. */
export function namedNodes(world: World, by: Way['by'], scope: string, names: readonly string[]): readonly Node[] {
  const there = namesIn(world).get(nodeOf(by, scope))
  return names.filter(name => there?.has(name)).map(name => nodeOf(by, scope, name))
}

/** From what is gained in a scope to the accounts there. */
export function edgesToAccounts(world: World): readonly Edge[] {
  const namespaces = new Set(waysIn(world).map(({ namespace }) => namespace))
  return [
    { from: gained('everything', EVERYWHERE), to: gained('accounts', EVERYWHERE) },
    ...[...namespaces].flatMap(namespace => [
      { from: gained('everything', namespace), to: gained('accounts', namespace) },
      ...(['accounts', 'pods', 'tokens'] as const).map(gains => ({
        from: gained(gains, EVERYWHERE),
        to: gained(gains, namespace),
      })),
    ]),
    ...waysIn(world).flatMap(({ by, namespace, name, account }) => {
      const from = [nodeOf(by, namespace, name), nodeOf(by, EVERYWHERE, name)]
      const gains = by === 'accounts' ? (['accounts', 'pods'] as const) : (['tokens'] as const)
      return [...from, ...gains.map(one => gained(one, namespace))].map(node => become(node, subjectFor(account)))
    }),
    // No pod runs as it.
    become(gained('accounts', CONTROLLER.namespace), subjectFor(CONTROLLER)),
  ]
}
