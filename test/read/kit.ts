import { discover } from '../../src/discover/discover.ts'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { type Choices, type Read, read } from '../../src/read/read.ts'
import { folderOf } from '../kit/folders.ts'

/** Reads a folder of these files as a run would. */
export async function readFiles(
  files: Parameters<typeof folderOf>[0],
  choices: Partial<Choices> = {},
  paths: readonly string[] = [],
): Promise<Read> {
  const host = new DiskHost(folderOf(files))
  const found = discover(host, { paths, reports: [], include: [], exclude: [] })
  return read(host, found, { charts: 'render', overlays: 'render', ...choices })
}

/** `Deployment/shop/web in k8s/web.yaml`, for each object. */
export const objects = ({ world }: Read): readonly string[] =>
  world.resources.map(({ handle, source }) => `${handle} in ${source.file}`)

/** `CODE file message`, for each fault. */
export const faults = (read: Read): readonly string[] =>
  read.faults.map(({ code, file, message }) => `${code} ${file} ${message}`)

export const left = ({ inputs }: Read): readonly string[] =>
  inputs.skipped.map(({ path, reason }) => `${path}: ${reason}`)

export const pod = (name: string, more = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n    - name: app\n      image: shop/web:1.4\n${more}`
