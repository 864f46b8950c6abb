import { existsSync, lstatSync, readdirSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { Fault } from '../../core/fault.ts'
import { groupBy } from '../../core/group.ts'
import { optionsOf } from '../git/git.ts'
import { runProgram } from './programs.ts'

/** What `google-github-actions/auth` leaves in the workspace. */
const CREDENTIALS = /^gha-creds-[^/]*\.json$/i

/** Git's own, where the credential of the checkout is, and those of other steps: never looked at, whatever git says. */
const isNever = (name: string): boolean => name.toLowerCase() === '.git' || CREDENTIALS.test(name)

export const hasNever = (path: string): boolean => path.split('/').some(isNever)

const GIT_SECONDS = 60

/**
 * The files at or below some paths, symbolic links among them: what git tracks, and what it neither tracks nor ignores, in
 * each repository by its own rules. Outside of git: all of them. `root` and the paths in it have no links.
 * @throws Fault RENDER_FAILED when git is missing, or fails
 */
export async function lookedAt(root: string, paths: readonly string[]): Promise<readonly string[]> {
  const allowed = paths.filter(path => !hasNever(path))
  const files: string[] = []
  for (const [repository, asked] of groupBy(allowed, path => repositoryOf(join(root, path))))
    for (const file of await listed(root, repository, asked)) {
      // A submodule and a checkout within another are one line of the list.
      const absolute = join(root, file)
      const isNested = !asked.includes(file) && isRepository(absolute) && lstatSync(absolute).isDirectory()
      if (isNested) files.push(...(await lookedAt(root, [file])))
      else if (!hasNever(file)) files.push(file)
    }
  return files
}

const listed = (root: string, repository: string | undefined, paths: readonly string[]): Promise<readonly string[]> =>
  repository === undefined
    ? Promise.resolve(paths.flatMap(path => onDisk(root, path, true)))
    : listedByGit(repository, root, paths)

/** The same, whatever git says of it. `untilRepositories`: of a checkout, its folder only. */
export function onDisk(root: string, path: string, untilRepositories = false): readonly string[] {
  if (hasNever(path)) return []
  const absolute = join(root, path)
  if (!lstatSync(absolute, { throwIfNoEntry: false })?.isDirectory()) return [path]
  const walk = (folder: string): readonly string[] =>
    readdirSync(join(absolute, folder), { withFileTypes: true }).flatMap(entry => {
      if (isNever(entry.name)) return []
      const below = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (!entry.isDirectory() || (untilRepositories && isRepository(join(absolute, below)))) return [below]
      return walk(below)
    })
  return walk('').map(below => (path === '' ? below : `${path}/${below}`))
}

async function listedByGit(repository: string, root: string, paths: readonly string[]): Promise<readonly string[]> {
  const args = [
    ...optionsOf(repository),
    ...['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--'],
    ...paths.map(path => relative(repository, join(root, path)) || '.'),
  ]
  const ran = await runProgram('git', args, { folder: repository, seconds: GIT_SECONDS })
  const failed = (reason: string): Fault =>
    new Fault(
      'RENDER_FAILED',
      `${reason}, so it is unknown which files the repository ignores: install git, or set \`charts: skip\` and \`overlays: skip\` in the policy`,
    )
  if (ran === undefined) throw failed('this is a git checkout without `git`')
  if (ran.exitCode !== 0) throw failed(`\`git ls-files\` failed (${ran.stderr.trim().slice(0, 300)})`)
  const names = ran.stdout.split('\0').filter(name => name !== '')
  return [...new Set(names)].map(name => relative(root, join(repository, name)).split(sep).join('/'))
}

/** The nearest folder from a path upwards that is a checkout. */
export function repositoryOf(path: string): string | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    if (isRepository(folder)) return folder
    if (dirname(folder) === folder) return undefined
  }
}

/** Of a submodule and of a worktree `.git` is a file that leads to the rest. */
function isRepository(folder: string): boolean {
  const git = join(folder, '.git')
  return existsSync(git) && (lstatSync(git).isFile() || existsSync(join(git, 'objects')))
}
