import { listed } from '../../../core/text.ts'
import { isAbsent } from '../../../kube/quantity.ts'
import { isEmpty, isMap, type Json, listOf } from '../../../kube/resource.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

const FIELDS = ['max', 'min', 'default', 'defaultRequest'] as const

/** The fields that an entry of a LimitRange does not have. */
const missingIn = (entry: Json): readonly string[] => FIELDS.filter(field => !isMap(entry[field]))

const code = (words: readonly string[]): string =>
  listed(
    words.map(word => `\`${word}\``),
    'and',
  )

/** Opt-in: what a namespace needs is decided elsewhere, as a rule. */
export const limitRangeIncomplete = rule({
  id: 'limit-range-incomplete',
  title: 'LimitRange leaves containers without bounds',
  why: 'Without defaults a container that sets no resources can use up the node, and without a maximum any container may ask for all of it.',
  help: 'Add an entry with `type: Container`, `min`, `max`, `default` and `defaultRequest` to `spec.limits`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: {
    kics: '4a20ebac-1060-4c81-95d1-1f7f620e983b',
    trivy: trivyIds('KSV-0039', 'limit-range-usage'),
  },
  on: 'resource',
  kinds: ['LimitRange'],
  check(resource) {
    if (resource.group !== '') return
    const at = resource.at('spec', 'limits')
    const entries = listOf(resource.json.spec?.limits).filter(entry => entry?.type === 'Container')
    if (entries.length === 0) return { at, message: `limit range \`${resource.name}\` has no entry for containers` }
    const missing = entries.map(missingIn)
    if (missing.some(fields => fields.length === 0)) return
    return { at, message: `limit range \`${resource.name}\` sets no ${code(missing[0]!)} for containers` }
  },
})

/** What a quota should bound, by the names that it may have: `cpu` is `requests.cpu`. */
const COMPUTE: readonly (readonly [name: string, ...others: readonly string[]])[] = [
  ['requests.cpu', 'cpu'],
  ['requests.memory', 'memory'],
  ['limits.cpu'],
  ['limits.memory'],
]

export const resourceQuotaIncomplete = rule({
  id: 'resource-quota-incomplete',
  title: 'ResourceQuota leaves CPU or memory unbounded',
  why: 'The pods of the namespace can still take all of what the quota does not name from other namespaces.',
  help: 'Set `requests.cpu`, `requests.memory`, `limits.cpu` and `limits.memory` in `spec.hard`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  peers: {
    kics: '48a5beba-e4c0-4584-a2aa-e6894e4cf424',
    trivy: trivyIds('KSV-0040', 'resource-quota-usage'),
  },
  on: 'resource',
  kinds: ['ResourceQuota'],
  check(resource) {
    const { hard, scopes, scopeSelector } = resource.json.spec ?? {}
    if (resource.group !== '' || listOf(scopes).length > 0 || isMap(scopeSelector)) return
    const missing = COMPUTE.filter(names => names.every(name => isAbsent(hard?.[name]))).map(([name]) => name)
    // A quota of objects or of storage has another purpose.
    if (missing.length === 0 || (missing.length === COMPUTE.length && !isEmpty(hard))) return
    return {
      at: resource.at('spec', 'hard'),
      message: `resource quota \`${resource.name}\` does not bound ${code(missing)}`,
    }
  },
})
