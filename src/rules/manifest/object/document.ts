import type { Path } from '../../../core/location.ts'
import { YamlSource } from '../../../yaml/source.ts'
import { rule } from '../../rule.ts'

const isInside = (path: Path, root: Path): boolean => root.every((step, index) => path[index] === step)

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
  check({ source, root }) {
    if (!(source instanceof YamlSource)) return
    const { duplicates = [] } = source.documents[Number(root[0])] ?? {}
    return duplicates
      .filter(({ path }) => isInside(path, root))
      .map(({ path, span }) => ({
        at: { span },
        message: `key \`${path.at(-1)}\` is written twice in one map: what stands there first is lost`,
      }))
  },
})
