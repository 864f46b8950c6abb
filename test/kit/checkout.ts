import { execFileSync } from 'node:child_process'
import { folderOf } from './folders.ts'

/** Runs git without the settings of whoever runs the tests. @returns what it prints */
export const git = (cwd: string, ...args: readonly string[]): string => gitWith(cwd, '', ...args)

/** The same with something to read. */
export const gitWith = (cwd: string, input: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x', '-c', 'protocol.file.allow=always', ...args], {
    cwd,
    input,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: '/nowhere', GIT_CONFIG_NOSYSTEM: '1' },
    stdio: ['pipe', 'pipe', 'ignore'],
    maxBuffer: 64 * 1024 * 1024,
  })

/** A git checkout with these files: `tracked` ones are added although git may ignore them. */
export function checkout(files: Parameters<typeof folderOf>[0], tracked: readonly string[] = []): string {
  const root = folderOf(files)
  git(root, 'init', '--quiet')
  if (tracked.length > 0) git(root, 'add', '--force', '--', ...tracked)
  return root
}

/** The same with a commit of all that git does not ignore. */
export function committed(files: Parameters<typeof folderOf>[0]): string {
  const root = checkout(files)
  git(root, 'add', '.')
  git(root, 'commit', '--quiet', '--message', 'x')
  return root
}
