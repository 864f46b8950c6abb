import { expect, test } from 'vitest'
import { pod } from '../kit/manifests.ts'
import { read } from '../kit/read.ts'

/** Whether the one pod of these lines is taken for one of Windows. */
async function isWindows(spec: string): Promise<boolean> {
  const world = await read(pod(spec))
  return world.resources.flatMap(resource => world.workloadsOf(resource))[0]!.windows
}

/** A required affinity to nodes of these terms. */
const bound = (...terms: string[]): string =>
  `affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [${terms.join(', ')}]}}}`
const os = (values: string, operator = 'In', label = 'kubernetes.io/os'): string =>
  `{matchExpressions: [{key: ${label}, operator: ${operator}, values: ${values}}]}`

test.each([
  ['it says so', 'os: {name: windows}'],
  ['a selector', 'nodeSelector: {kubernetes.io/os: windows}'],
  ['the old label', 'nodeSelector: {beta.kubernetes.io/os: windows}'],
  ['an affinity', bound(os('[windows]'))],
  ['an affinity by the old label', bound(os('[windows]', 'In', 'beta.kubernetes.io/os'))],
  ['each of the terms', bound(os('[windows]'), os('[windows]'))],
])('Windows: %s', async (_, spec) => expect(await isWindows(spec)).toBe(true))

test.each([
  ['nothing is said', 'restartPolicy: Always'],
  ['another system', 'nodeSelector: {kubernetes.io/os: linux}'],
  ['one of two terms', bound(os('[windows]'), os('[linux]'))],
  ['one of two values', bound(os('[windows, linux]'))],
  ['all but Windows', bound(os('[windows]', 'NotIn'))],
  ['no values', bound(os('[]'))],
  ['no terms', bound()],
  ['odd types', bound('null', 'text', '{matchExpressions: {key: a}}')],
])('not Windows: %s', async (_, spec) => expect(await isWindows(spec)).toBe(false))
