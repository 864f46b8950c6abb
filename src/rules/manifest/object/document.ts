import { rule } from '../../rule.ts'

export const yamlDuplicateKey = rule({
  id: 'yaml-duplicate-key',
  title: 'Duplicate mapping key',
  why: 'Of a key that is written twice most tools take the last and lose the first without a word: what reviewers read there, a security context for example, is not what runs. Strict validation refuses the object.',
  help: 'Remove one of the two, or merge their values.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  peers: { monokle: 'YML010' },
  on: 'resource',
  check: ({ source, root }) =>
    source.duplicates(root).map(({ key, at, effective, lost }) => ({
      at,
      message: `key \`${key}\` is written twice in one map: what stands there ${lost} is lost`,
      ...(effective !== at && { see: [{ at: effective, note: 'this value counts' }] }),
    })),
})
