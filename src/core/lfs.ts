import { Fault } from './fault.ts'

/** No pointer is longer (git-lfs, docs/spec.md). */
export const LFS_POINTER_LIMIT = 1024

/** True for what Git LFS puts in the place of a file whose content was not downloaded. */
export const isLfsPointer = (text: string): boolean =>
  /^\ufeff?version https:\/\/(?:git-lfs\.github\.com|hawser\.github\.com)\/spec\//.test(text)

/** The size in bytes of the file that a pointer stands for. */
export const sizeInPointer = (text: string): number => Number(/^size (\d{1,15})\s*$/m.exec(text)?.[1] ?? 0)

/** The SHA-256 of the file that a pointer stands for. */
export const oidInPointer = (text: string): string | undefined => /^oid sha256:([0-9a-f]{64})\s*$/m.exec(text)?.[1]

/** The content is somewhere else, so nothing of it was checked. */
export const lfsPointer = (file: string): Fault =>
  new Fault(
    'UNREADABLE',
    'this is a Git LFS pointer, not the file: check out with `lfs: true`, or run `git lfs pull` before this step',
    { file, line: 1 },
  )
