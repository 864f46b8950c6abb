import { discover } from '../../src/discover/discover.ts'
import { DiskHost } from '../../src/host/disk/disk.ts'
import { type Choices, type Read, read } from '../../src/read/read.ts'
import { reportNamed } from '../../src/scans/index.ts'
import { folderOf } from '../kit/folders.ts'

/** Reads a folder of these files as a run would. */
export async function readFiles(
  files: Parameters<typeof folderOf>[0],
  choices: Partial<Choices> = {},
  paths: readonly string[] = [],
  exclude: readonly string[] = [],
): Promise<Read> {
  const host = new DiskHost(folderOf(files))
  const found = discover(host, { paths, reports: [], include: [], exclude })
  return read(host, found, { charts: 'render', overlays: 'render', ignoredSettings: [], ...choices })
}

/** Reads the folder with these reports named, and nothing else. */
export async function readNamed(files: Parameters<typeof folderOf>[0], ...reports: readonly string[]): Promise<Read> {
  const host = new DiskHost(folderOf(files))
  const wanted = { paths: [], reports: reports.map(reportNamed), include: [], exclude: [] }
  return read(host, discover(host, wanted), { charts: 'skip', overlays: 'skip', ignoredSettings: [] })
}

/** `Deployment/shop/web in k8s/web.yaml`, for each object. */
export const objects = ({ world }: Read): readonly string[] =>
  world.resources.map(({ handle, source }) => `${handle} in ${source.file}`)

/** `CODE file message`, for each fault. */
export const faults = (read: Read): readonly string[] =>
  read.faults.map(({ code, file, message }) => `${code} ${file} ${message}`)

export const left = ({ inputs }: Read): readonly string[] =>
  inputs.skipped.map(({ path, reason }) => `${path}: ${reason}`)

/** `file: why`, for each file about findings that was not read. */
export const unread = ({ inputs }: Read): readonly string[] => inputs.unread.map(({ file, why }) => `${file}: ${why}`)

export const pod = (name: string, more = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n    - name: app\n      image: shop/web:1.4\n${more}`
