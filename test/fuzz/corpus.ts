import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { texts } from '../../scripts/oracle/texts.ts'

const FIXTURES = resolve(import.meta.dirname, '../../__fixtures__')

/** The texts of a folder whose names fit, up to a size: mutations of a small file hit more of what matters. */
export const textsIn = (folder: string, name: RegExp, limit: number): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => name.test(file))
    .sort()
    .map(file => join(folder, file))
    .filter(file => lstatSync(file).isFile() && lstatSync(file).size <= limit)
    .map(file => readFileSync(file, 'utf8'))

/** What is mutated: manifests, Dockerfiles and reports. */
export interface Corpus {
  readonly manifests: readonly string[]
  readonly dockerfiles: readonly string[]
  readonly reports: readonly string[]
}

/** The tricky texts and all fixtures. */
export const corpus = (): Corpus => ({
  manifests: [
    ...texts()
      .filter(text => !/^(?:encoding|structure: deep|anchor: bomb)/.test(text.class))
      .map(({ bytes }) => Buffer.from(bytes).toString()),
    ...textsIn(FIXTURES, /\.ya?ml$/, 8000),
  ],
  dockerfiles: textsIn(FIXTURES, /Dockerfile/, 8000),
  reports: textsIn(join(FIXTURES, 'scans'), /\.json$/, 200_000),
})
