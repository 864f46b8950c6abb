import type { Problem } from '../../../core/finding.ts'
import { isMap, type Json, listOf, textOf } from '../../../kube/resource.ts'
import { same } from '../../../yaml/data.ts'
import { rule } from '../../rule.ts'

/** The names of variables that a text refers to: `$(NAME)`. */
const namesIn = (value: Json): readonly string[] =>
  [...textOf(value).matchAll(/\$\(([^()]+)\)/g)].map(([, name]) => name!)

export const duplicateEnv = rule({
  id: 'duplicate-env',
  title: 'Environment variable is set twice',
  why: 'Only the last value counts, whichever was meant; a patch by name changes one of them, and server-side apply rejects the object.',
  help: 'Remove one of the entries of `env`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: {
    kubelinter: 'duplicate-env-var',
    kubescape: 'C-0295',
    kubescore: 'environment-variable-key-duplication',
  },
  on: 'container',
  check(container) {
    const earlier = new Map<string, { readonly index: number; readonly entry: Json }>()
    const used = new Set<string>()
    return listOf(container.spec.env).flatMap((entry, index): readonly Problem[] => {
      const name = textOf(entry?.name)
      if (!isMap(entry) || name === '') return []
      const first = earlier.get(name)
      earlier.set(name, { index, entry })
      const names = namesIn(entry.value)
      for (const one of names) used.add(one)
      if (!first) return []
      const lost = container.at('env', first.index)
      const extendsIt = names.includes(name)
      const isSame = same(first.entry, entry)
      return [
        {
          at: container.at('env', index, 'name'),
          message: `container \`${container.name}\` sets \`${name}\` again${extendsIt ? ', from its earlier value' : isSame ? ', to the same value' : ''}`,
          see: [{ at: [...lost, 'name'], note: 'the value that is lost' }],
          ...((extendsIt || isSame) && { severity: extendsIt ? 'info' : 'low' }),
          ...(!used.has(name) && {
            fix: { title: 'Remove the earlier one', safe: isSame, changes: [{ op: 'remove', path: lost }] },
          }),
        },
      ]
    })
  },
})
