import { refusalsOf } from '../../../kube/refusals.ts'
import { rule } from '../../rule.ts'

export const yamlDuplicateKey = rule({
  id: 'yaml-duplicate-key',
  title: 'Duplicate mapping key',
  why: 'Most tools keep the last value of a repeated key and silently discard the first: what reviewers read there, a security context for example, is not what runs. Strict validation rejects the object.',
  help: 'Remove one of the two keys, or merge their values.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  peers: { monokle: 'YML010' },
  on: 'resource',
  check: ({ source, root }) =>
    source.duplicates(root).map(({ key, at, effective, lost }) => ({
      at,
      judged: String(key),
      message: `duplicate key \`${key}\`: the ${lost} value is discarded`,
      ...(effective !== at && { see: [{ at: effective, note: 'this value is used' }] }),
    })),
})

export const notReadableByKubectl = rule({
  id: 'not-readable-by-kubectl',
  title: 'Document that kubectl rejects',
  why: '`kubectl apply` stops at this document: neither it nor the rest of the file reaches the cluster, and other tools may read it differently.',
  help: 'Run `kubectl apply --dry-run=client -f FILE` and fix the syntax that it reports.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  on: 'resource',
  check(resource) {
    // Once for a document, whatever it lists.
    const isFirst = resource.root.slice(1).every(step => typeof step === 'string' || step === 0)
    return isFirst ? refusalsOf(resource) : []
  },
})
