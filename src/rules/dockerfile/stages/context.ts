import { folderOf, join, nameOf } from '../../../core/paths.ts'
import { didYouMean } from '../../../core/text.ts'
import type { Word } from '../../../docker/ast.ts'
import { type BuildContext, pathInContext } from '../../../world/build-context.ts'
import { rule } from '../../rule.ts'
import { ofStated, whereStated } from '../../stated.ts'

/** True for what is not sent at all: of a folder that is ignored, a line with `!` may bring something back. */
function isLeftOut(context: BuildContext, path: string): boolean {
  if (!context.isIgnored(path)) return false
  return context.at(path)?.kind !== 'folder' || context.filesBelow(path, () => true).next().done === true
}

export const copyIgnoredFile = rule({
  id: 'copy-ignored-file',
  title: 'COPY of a file that is ignored',
  why: 'The builder does not get what `.dockerignore` names: the build fails with a file that is not found, although it is there.',
  help: 'Remove the line from the ignore file, or add an exception: `!dist/app.js`.',
  severity: 'medium',
  profile: 'strict',
  since: '0.1',
  peers: { buildkit: 'CopyIgnoredFile' },
  on: 'copy',
  check(copy, { world }) {
    const { sources, origins } = world.takenBy(copy)
    return sources.flatMap(source => {
      const path = pathInContext(source.value)
      // A glob names what is left of it.
      if (!path || /[*?[]/.test(path) || !origins.every(({ context }) => context && isLeftOut(context, path))) return []
      const { ignoreFile } = origins[0]!.context!
      return { at: source, message: `\`${source.value}\` is excluded by \`${ignoreFile}\``, ...whereStated(origins) }
    })
  },
})

/** The name in its folder that is meant: a slip of the pen. */
function meant(context: BuildContext, path: string): string {
  const folder = folderOf(path)
  const names = context.named(join(folder, '*')).map(nameOf)
  return didYouMean(nameOf(path), names)
}

const isBuilt = ({ value }: Word): boolean =>
  /(?:^|\/)(?:dist|build|target|out|bin|output|release|publish|node_modules)(?:\/|$)/.test(value)

export const copySourceMissing = rule({
  id: 'copy-source-missing',
  title: 'COPY of a file that is not there',
  why: 'Unless a step before the build makes it, the build fails.',
  help: 'Correct the path, which begins at the build context: `COPY api/app.py ./` for `docker build -f api/Dockerfile .`.',
  severity: 'medium',
  profile: 'strict',
  since: '0.1',
  on: 'copy',
  check(copy, { world }) {
    const { sources, origins } = world.takenBy(copy)
    return sources.flatMap(source => {
      const path = pathInContext(source.value)
      if (!path || /[*?[]/.test(path) || isBuilt(source)) return []
      if (!origins.every(origin => world.contexts.lacks(origin, path))) return []
      const hint = meant(origins[0]!.context!, path)
      return {
        at: source,
        severity: hint ? 'medium' : 'info',
        message: `\`${source.value}\` is not in the build context${ofStated(origins[0]!)}${hint}`,
        ...whereStated(origins),
      }
    })
  },
})
