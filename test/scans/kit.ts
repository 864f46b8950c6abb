import { readdirSync, readFileSync } from 'node:fs'
import { decodeJson, readReport } from '../../src/scans/index.ts'
import type { ScanFinding, ScanReport } from '../../src/scans/model/report.ts'

const FOLDER = '__fixtures__/scans'

/** The folders of fixtures: each is called like the format of its reader. */
export const folders: readonly string[] = readdirSync(FOLDER)

/** All fixtures, as paths from the root of the project. */
export const fixtures: readonly string[] = folders.flatMap(folder =>
  readdirSync(`${FOLDER}/${folder}`).map(file => `${FOLDER}/${folder}/${file}`),
)

/** The reports in a fixture: `trivy/image-0.65.json`. */
export const reportsOf = (name: string): readonly ScanReport[] =>
  readReport(decodeJson(readFileSync(`__fixtures__/scans/${name}`), name), name)

/** The only report in a fixture. */
export function reportOf(name: string): ScanReport {
  const [report, ...others] = reportsOf(name)
  if (!report || others.length > 0) throw new Error(`${name} holds ${others.length + 1} reports`)
  return report
}

/** The findings of a package or of an id. */
export const about = ({ findings }: ScanReport, word: string): readonly ScanFinding[] =>
  findings.filter(finding => finding.package?.name === word || finding.ids.includes(word))

/** What `act` throws. */
export function thrownBy(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

/** Reads what `JSON.stringify` makes of a value, as a file. */
export const readJson = (json: unknown): readonly ScanReport[] =>
  readReport(decodeJson(new TextEncoder().encode(JSON.stringify(json)), 'report.json'), 'report.json')
