import { describe, test } from 'vitest'
import { documents } from '../kit/manifests.ts'
import { account, binding, entry, role } from '../kit/rbac.ts'
import { read } from '../kit/read.ts'
import { expectLinear } from '../kit/steps.ts'

describe('the cost grows with roles and bindings, not with their product:', () => {
  const many = (size: number, text: (i: number) => string): string =>
    documents(...Array.from({ length: size }, (_, i) => text(i)))
  const names = (size: number): string => Array.from({ length: size }, (_, i) => `a${i}`).join()

  test.each([
    [
      'accounts of a namespace that can become each other',
      (size: number) =>
        documents(
          role('r', `[${entry('create', 'pods')}]`),
          many(size, i => binding(`b${i}`, 'ClusterRole/r', `[${account(`a${i}`)}]`, 'shop')),
        ),
    ],
    [
      'a chain of namespaces',
      (size: number) =>
        documents(
          role('r', `[${entry('create', 'pods')}]`),
          many(size, i => binding(`b${i}`, 'ClusterRole/r', `[${account('a', `n${i}`)}]`, `n${i + 1}`)),
        ),
    ],
    [
      'accounts with roles of their own',
      (size: number) =>
        many(size, i =>
          documents(
            role(`r${i}`, `[${entry('create', 'pods')}]`, { namespace: 'shop' }),
            binding(`b${i}`, `Role/r${i}`, `[${account(`a${i}`)}]`, 'shop'),
          ),
        ),
    ],
    [
      'names',
      (size: number) =>
        documents(
          role('r', `[${entry('impersonate', 'serviceaccounts, users, groups', { names: names(size) })}]`),
          many(size, i => binding(`b${i}`, 'ClusterRole/r', `[${account(`a${i}`, `n${i}`)}]`, i % 2 ? `n${i}` : '')),
        ),
    ],
    [
      'rules',
      (size: number) =>
        documents(
          role(
            'r',
            `[${many(size, i => entry('impersonate', 'groups, users', { names: `g${i}` })).replaceAll('---\n', ',')}]`,
          ),
          many(size, i => binding(`b${i}`, 'ClusterRole/r', `[${account(`a${i}`)}]`)),
        ),
    ],
    [
      'groups',
      (size: number) =>
        documents(
          role('r', `[${entry('create', 'pods')}]`),
          many(size, i =>
            binding(
              `b${i}`,
              'ClusterRole/r',
              `[{kind: Group, name: "system:serviceaccounts"}, ${account(`a${i}`)}]`,
              `n${i}`,
            ),
          ),
        ),
    ],
    [
      'roles of the cluster and of namespaces',
      (size: number) =>
        documents(
          role('r', `[${entry('create', 'pods')}]`),
          many(size, i => binding(`b${i}`, 'ClusterRole/r', `[${account('a')}]`, i % 2 ? `n${i}` : '')),
        ),
    ],
  ])('%s', (_, textOf) =>
    expectLinear(
      () => import('../../src/world/rbac/reach.ts'),
      async ({ pathTo }, size) => {
        const world = await read(textOf(size))
        for (let i = 0; i < size; i++)
          pathTo(world, { kind: 'ServiceAccount', name: `a${i}`, namespace: 'shop' }, 'cluster')
      },
      40,
    ),
  )
})
