import { folderOf, join, nameOf } from '../../../core/paths.ts'
import { didYouMean } from '../../../core/text.ts'
import type { Word } from '../../../docker/ast.ts'
import { type BuildContext, contextSources, pathInContext } from '../../../world/contexts.ts'
import { rule } from '../../rule.ts'

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
    const context = world.contextOf(copy.stage)
    if (context?.ignoreFile === undefined) return
    const { ignoreFile } = context
    return contextSources(copy).flatMap(source => {
      const path = pathInContext(source.value)
      // A glob names what is left of it.
      if (!path || /[*?[]/.test(path) || !isLeftOut(context, path)) return []
      return { at: source, message: `\`${source.value}\` is excluded by \`${ignoreFile}\`` }
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
    const dockerfile = copy.stage && world.dockerfileOf(copy.stage)
    const context = world.contextOf(copy.stage)
    if (!dockerfile || !context) return
    return contextSources(copy).flatMap(source => {
      const path = pathInContext(source.value)
      if (!path || /[*?[]/.test(path) || isBuilt(source) || world.contexts.isSomewhere(dockerfile, path)) return []
      const hint = meant(context, path)
      return {
        at: source,
        severity: hint ? 'medium' : 'info',
        message: `\`${source.value}\` is not in the build context${hint}`,
      }
    })
  },
})
