import { expect, test } from 'vitest'
import { pathTo } from '../../src/world/rbac/reach.ts'
import type { Subject } from '../../src/world/rbac/subjects.ts'
import { World } from '../../src/world/world.ts'
import { documents } from '../kit/manifests.ts'
import { account, binding, entry, role } from '../kit/rbac.ts'
import { read, readRendered } from '../kit/read.ts'
import { expectLinear } from '../kit/steps.ts'

const API: Subject = { kind: 'ServiceAccount', name: 'api', namespace: 'shop' }

const api = documents(
  role('api', `[${entry('create', 'pods')}, ${entry('list', 'secrets')}]`),
  binding('api', 'ClusterRole/api', `[${account('api')}]`, 'shop'),
)
const root = binding('root', 'ClusterRole/cluster-admin', `[${account('root')}]`)

const steps = async (files: Readonly<Record<string, string>>) => pathTo(await read(files), API, 'cluster')?.length

test('ways lead through the files of one folder of the checkout', async () => {
  expect(await steps({ 'deploy/api/role.yaml': api, 'deploy/root/role.yaml': root })).toBe(2)
  expect(await steps({ 'api.yaml': api, 'root.yaml': root })).toBe(2)
  expect(await steps({ 'deploy/role.yaml': api, 'examples/role.yaml': root })).toBeUndefined()
  expect(await steps({ 'api.yaml': api, 'examples/root.yaml': root })).toBeUndefined()
})

test('ways lead through one chart', async () => {
  const chart = await readRendered('deploy/chart', { 'deploy/root.yaml': root })
  const plain = await read({ 'deploy/api.yaml': api })
  expect(pathTo(new World({ resources: [...plain.resources, ...chart] }), API, 'cluster')).toBeUndefined()
  const together = await readRendered('deploy/chart', { 'deploy/api.yaml': api })
  expect(pathTo(new World({ resources: [...together, ...chart] }), API, 'cluster')).toHaveLength(2)
})

test('the role of a binding may be anywhere, and the shortest way of all is found', async () => {
  const [, bound] = api.split('---\n')
  expect(await steps({ 'roles/api.yaml': api.split('---\n')[0]!, 'deploy/b.yaml': documents(bound!, root) })).toBe(2)
  const admin = binding('admin', 'ClusterRole/cluster-admin', `[${account('api')}]`)
  expect(await steps({ 'a/api.yaml': api, 'a/root.yaml': root, 'b/admin.yaml': admin })).toBe(1)
})

test('tokens in Secrets of other folders are for other clusters', async () => {
  const reader = documents(
    role('api', `[${entry('list', 'secrets')}]`),
    binding('api', 'ClusterRole/api', `[${account('api')}]`, 'shop'),
    root,
  )
  const token =
    'apiVersion: v1\nkind: Secret\nmetadata: {name: t, namespace: shop, annotations: {kubernetes.io/service-account.name: root}}\ntype: kubernetes.io/service-account-token\n'
  expect(await steps({ 'a/api.yaml': reader, 'a/token.yaml': token })).toBe(2)
  expect(await steps({ 'a/api.yaml': reader, 'b/token.yaml': token })).toBeUndefined()
})

test('who is in the group that may do everything is there', async () => {
  const masters: Subject = { kind: 'Group', name: 'system:masters' }
  const world = await read(binding('b', 'ClusterRole/view', '[{kind: Group, name: "system:masters"}]'))
  expect(pathTo(world, masters, 'cluster')).toEqual([])
  expect(pathTo(world, { kind: 'Group', name: 'devs' }, 'cluster')).toBeUndefined()
})

test('the cost grows with folders, and with what is in them', () =>
  expectLinear(
    () => import('../../src/world/rbac/reach.ts'),
    async ({ pathTo }, size) => {
      const named = Array.from({ length: size }, (_, i) => [
        `f${i}/rbac.yaml`,
        documents(api.replaceAll('name: api,', `name: api${i},`), root),
      ])
      const world = await read(Object.fromEntries(named))
      for (let i = 0; i < size; i++) pathTo(world, { ...API, name: `api${i}` }, 'cluster')
    },
    30,
  ))
