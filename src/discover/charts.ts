import { downTo, folderOf, foldersAround, isBelow, join, nameOf } from '../core/paths.ts'
import { kindOfName } from './kinds.ts'

/** The folders with a Chart.yaml, but for those below the `charts/` of another: they are rendered with it. */
export function chartRoots(files: readonly string[]): readonly string[] {
  const folders = files.filter(file => kindOfName(nameOf(file)) === 'chart').map(folderOf)
  const around = foldersAround(folders)
  return folders.filter(folder => !around(folder).some(other => isBelow(folder, join(other, 'charts'))))
}

/** What the chart itself reads; everything else below its folder is a file like any other. */
const OWN =
  /^(?:Chart\.(?:yaml|lock)|values[^/]*\.(?:ya?ml|json)|(?:templates|charts|crds)\/.*|ci\/[^/]*values[^/]*\.ya?ml|requirements\.(?:yaml|lock))$/

/** True for a file that the chart in a folder reads. */
export function isPartOf(chart: string, file: string): boolean {
  const below = downTo(file, chart)
  return below !== undefined && OWN.test(below)
}
