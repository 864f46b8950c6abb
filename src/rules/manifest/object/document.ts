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
      message: `duplicate key \`${key}\`: the ${lost} value is discarded`,
      ...(effective !== at && { see: [{ at: effective, note: 'this value is used' }] }),
    })),
})
