import { listed, plural } from '../../../core/text.ts'
import { isObject, type Json, listOf, objectOf, objectsIn, present, textOf, textsOf } from '../../json/json.ts'
import { imageOf, userIn } from '../../model/image.ts'
import { Incomplete } from '../../model/incomplete.ts'
import { folderIn } from '../../model/places.ts'
import type { ReportReader, ScanFinding, ScannedImage, ScanReport } from '../../model/report.ts'
import { dateOf, distinct, endOfLifeFinding } from '../../model/rows.ts'
import { rowsOf, type Scope } from './rows.ts'

/** `trivy --format json`: images, file systems and repositories; `trivy k8s`; and Trivy before 0.20. */
export const trivy: ReportReader = {
  format: 'trivy',
  title: 'Trivy',
  advice: 'scan with `trivy --format json`',
  names: ['trivy'],
  // Its keys are capitalised, unlike those of image manifests (`schemaVersion`).
  signs: [
    [/"SchemaVersion"\s*:\s*\d/],
    [/"(?:ArtifactName|ArtifactType)"\s*:/, /"(?:Results|Metadata)"\s*:/],
    [/"Target"\s*:/, /"(?:Class|Type|Vulnerabilities|Misconfigurations|Secrets)"\s*:/],
    [/"ClusterName"\s*:/, /"(?:Resources|Findings|Vulnerabilities|Misconfigurations)"\s*:/],
  ],
  recognises: json => isLegacy(json) || isCluster(json) || isCurrent(json),
  // Before 0.20, for a clean image.
  isBlank: json => json === null || (Array.isArray(json) && json.length === 0),
  read(json, file, root = '') {
    if (isCluster(json)) return readCluster(json, file)
    if (isObject(json)) return [readCurrent(json, file, root)]
    if (json !== null && !Array.isArray(json)) throw new Error('this is neither an object nor a list of results')
    return [readLegacy(json ?? [], file)]
  },
}

const isCurrent = (json: unknown): boolean =>
  isObject(json) &&
  (typeof json['SchemaVersion'] === 'number'
    ? 'ArtifactName' in json || 'ArtifactType' in json || 'Results' in json || 'Metadata' in json
    : objectsIn(json['Results'], () => {}).some(result => 'Target' in result))

/** Lists of others have a `Target` and a `Type` as well: that of Trivy is a word like `debian` or `node-pkg`. */
const isLegacy = (json: unknown): boolean =>
  listOf(json).some(
    item =>
      isObject(item) &&
      'Target' in item &&
      (/^[a-z][a-z0-9. -]*$/.test(textOf(item['Type'])) ||
        ['Class', 'Vulnerabilities', 'Misconfigurations', 'Secrets'].some(key => key in item)),
  )

/** The three generations of `trivy k8s`: `--report all`, consolidated, and the first. */
const CLUSTER_LISTS = ['Resources', 'Findings', 'Vulnerabilities', 'Misconfigurations'] as const

const isCluster = (json: unknown): json is Json =>
  isObject(json) && 'ClusterName' in json && CLUSTER_LISTS.some(key => key in json)

function readCurrent(json: Json, file: string, root: string): ScanReport {
  const version = json['SchemaVersion']
  if (version !== undefined && version !== 2)
    throw new Error(
      `found SchemaVersion ${textOf(version) || 'without a number'}; expected 2: scan with a version of Trivy that writes it`,
    )
  if (json['Results'] !== undefined && json['Results'] !== null && !Array.isArray(json['Results']))
    throw new Error('`Results` is not a list')
  const metadata = objectOf(json['Metadata'])
  const incomplete = new Incomplete()
  const results = objectsIn(json['Results'], incomplete.unreadableRow)
  const folder = isFolder(json) ? folderIn(textOf(json['ArtifactName']), root) : undefined
  const scope: Scope = present({ folder, unreadableRow: incomplete.unreadableRow })
  const rows = results.flatMap(result => rowsOf(result, scope))
  if (sawNothing(json, results)) incomplete.add(SAW_NOTHING)
  else if (matchedNothing(metadata, results)) incomplete.add(NO_RESULT)
  return {
    file,
    tool: 'trivy',
    format: 'trivy',
    ...present({
      toolVersion: textOf(objectOf(json['Trivy'])['Version']) || undefined,
      image: isFolder(json) ? undefined : imageIn(metadata, textOf(json['ArtifactName']), results),
      created: dateOf(textOf(json['CreatedAt'])),
    }),
    ...incomplete.verdict(),
    findings: distinct([...endOfLife(metadata), ...rows]),
  }
}

const SAW_NOTHING =
  'Trivy found neither an operating system nor packages in what it scanned, so it checked nothing against its ' +
  'advisories. Check that the image has its layers and that no `--skip-files` hides them; when it is built from ' +
  'scratch, scan it with `--list-all-pkgs`, so that the report shows what was looked at'

/** What has an operating system, as a rule. A folder and an SBOM may well have nothing to tell. */
const SYSTEMS: ReadonlySet<string> = new Set(['container_image', 'vm', ''])

/** A system in which nothing was seen: an empty list of findings says nothing about it. */
function sawNothing(json: Json, results: readonly Json[]): boolean {
  const family = textOf(objectOf(objectOf(json['Metadata'])['OS'])['Family'])
  return SYSTEMS.has(textOf(json['ArtifactType'])) && results.length === 0 && (family === '' || family === 'none')
}

const NO_RESULT =
  'Trivy detected an operating system and lists no result, so it checked no package against its advisories. Scan with ' +
  '`--scanners vuln`, and with a version of Trivy that supports the operating system'

/**
 * Trivy writes a result for the packages of each system that it supports, clean or not (pkg/scan/ospkg/scan.go). There
 * is none when its scanner for vulnerabilities did not run (`--scanners secret`); only that scanner tells an end of life.
 */
function matchedNothing(metadata: Json, results: readonly Json[]): boolean {
  const os = objectOf(metadata['OS'])
  const family = textOf(os['Family'])
  return results.length === 0 && family !== '' && family !== 'none' && os['EOSL'] !== true
}

/** Files of the repository were scanned, and no image. */
const isFolder = (json: Json): boolean => ['filesystem', 'repository'].includes(textOf(json['ArtifactType']))

function imageIn(metadata: Json, name: string, results: readonly Json[]): ScannedImage | undefined {
  const config = objectOf(metadata['ImageConfig'])
  const tags = textsOf(metadata['RepoTags'])
  const repoDigests = textsOf(metadata['RepoDigests'])
  return imageOf({
    refs: [name, textOf(metadata['Reference']), ...tags, ...repoDigests, ...results.map(imageInTarget)],
    tags,
    repoDigests,
    os: textOf(config['os']),
    architecture: textOf(config['architecture']),
    variant: textOf(config['variant']),
    user: userIn(config),
  })
}

/** `shop/api:1.4 (debian 12.5)` is how Trivy calls the system packages of an image. */
const imageInTarget = (result: Json): string => /^(.+) \([^()]+\)$/.exec(textOf(result['Target']))?.[1] ?? ''

/** A system past its end of life gets no advisories any more: what is listed is less than what is there. */
function endOfLife(metadata: Json): readonly ScanFinding[] {
  const os = objectOf(metadata['OS'])
  return os['EOSL'] === true ? [endOfLifeFinding(textOf(os['Family']), textOf(os['Name']))] : []
}

function readLegacy(list: readonly unknown[], file: string): ScanReport {
  const incomplete = new Incomplete()
  const results = objectsIn(list, incomplete.unreadableRow)
  const image = imageIn({}, '', results)
  const findings = distinct(results.flatMap(result => rowsOf(result, incomplete)))
  return { file, tool: 'trivy', format: 'trivy', ...present({ image }), ...incomplete.verdict(), findings }
}

/** One report for each image in the cluster, after one for the objects themselves. */
function readCluster(json: Json, file: string): readonly ScanReport[] {
  const incomplete = new Incomplete()
  const unscanned: string[] = []
  const groups = new Map<string, { readonly image?: ScannedImage; readonly lists: (readonly ScanFinding[])[] }>([
    ['', { lists: [] }],
  ])
  const resources = CLUSTER_LISTS.flatMap(key => objectsIn(json[key], incomplete.unreadableRow))
  if (resources.length === 0)
    incomplete.add('the report lists no object of the cluster: was Trivy allowed to see them?')
  for (const resource of resources) {
    const name = [resource['Kind'], resource['Namespace'], resource['Name']].map(textOf).filter(Boolean).join('/')
    if (textOf(resource['Error']) !== '') unscanned.push(name)
    for (const { image, rows } of rowsByImage(resource, { resource: name, unreadableRow: incomplete.unreadableRow })) {
      const group = groups.get(image?.ref ?? '') ?? { ...present({ image }), lists: [] }
      group.lists.push(rows)
      groups.set(image?.ref ?? '', group)
    }
  }
  if (unscanned.length > 0) incomplete.add(notScanned(unscanned))
  return [...groups.values()].map(({ image, lists }) => ({
    file,
    tool: 'trivy',
    format: 'trivy',
    ...(image ? { image, complete: true } : incomplete.verdict()),
    findings: distinct(lists.flat()),
  }))
}

function notScanned(names: readonly string[]): string {
  const some = listed([...names.slice(0, 5), ...(names.length > 5 ? [`${names.length - 5} more`] : [])])
  return `Trivy could not scan ${plural(names.length, 'object')} (${some}): see \`Error\` in the report, and scan again`
}

interface Rows {
  readonly image: ScannedImage | undefined
  readonly rows: readonly ScanFinding[]
}

/** The rows of a Kubernetes object by image. With several images, the results on libraries do not tell theirs. */
function rowsByImage(resource: Json, scope: Scope): readonly Rows[] {
  const results = objectsIn(resource['Results'], scope.unreadableRow)
  const images = imagesOf(resource, results, scope)
  const alone = images.length === 1 ? images[0]?.image : undefined
  const found = results.map(result => {
    const target = imageInTarget(result)
    const named = images.find(({ image }) => image?.ref === target || image?.names.includes(target))?.image
    return { image: named ?? (result['Class'] === 'config' ? undefined : alone), rows: rowsOf(result, scope) }
  })
  return [...images, ...found]
}

/** The images of a Kubernetes object, each with the finding that its system is past its end of life. */
function imagesOf(resource: Json, results: readonly Json[], scope: Scope): readonly Rows[] {
  const metadata = isObject(resource['Metadata'])
    ? [resource['Metadata']]
    : objectsIn(resource['Metadata'], scope.unreadableRow)
  const named = metadata.map(each => ({ image: imageIn(each, '', []), rows: endOfLife(each) }))
  if (named.some(({ image }) => image !== undefined)) return named
  const targets = [...new Set(results.map(imageInTarget).filter(Boolean))]
  return targets.map(ref => ({ image: { ref, names: [] }, rows: [] }))
}
