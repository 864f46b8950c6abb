import { allows, allowsUrl } from '../../../src/kube/rbac.ts'
import { Resource } from '../../../src/kube/resource.ts'
import { grantsHeld, holdingsBy, holdingsNaming } from '../../../src/world/rbac/holdings.ts'
import type { Subject } from '../../../src/world/rbac/subjects.ts'
import { World } from '../../../src/world/world.ts'
import { readYaml } from '../../../src/yaml/source.ts'
import type { Question, RoleSet } from './sets.ts'

const source = await readYaml('roles.yaml', '')

const worldOf = ({ objects }: RoleSet): World =>
  new World({ resources: objects.map((json, i) => new Resource(source, [i], json)) })

const subjectOf = ({ account, user = '' }: Question): Subject =>
  account ? { kind: 'ServiceAccount', ...account } : { kind: 'User', name: user }

/** What Seaworthy makes of a question: whether something that the subject or a group of it holds allows the request. */
function isAllowed(world: World, question: Question): boolean {
  const { groups = [], namespace, verb, path, group = '', resource = '', subresource, name } = question
  const inGroups = groups.flatMap(name => holdingsNaming(world, { kind: 'Group', name }))
  const access = { verb, group, resource: [resource, subresource].filter(Boolean).join('/'), ...(name && { name }) }
  return [...holdingsBy(world, subjectOf(question)), ...inGroups]
    .filter(held => held.namespace === undefined || held.namespace === namespace)
    .flatMap(held => grantsHeld(world, held))
    .some(({ rule }) => (path === undefined ? allows(rule, access) : allowsUrl(rule, { verb, url: path })))
}

/** Seaworthy's answers to the questions of a set, as the oracle writes its own. */
export function answersOf(set: RoleSet): string {
  const world = worldOf(set)
  return set.questions.map(question => (isAllowed(world, question) ? '1' : '0')).join('')
}
