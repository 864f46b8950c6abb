import { atLeast } from '../../../core/severity.ts'
import { plural } from '../../../core/text.ts'
import {
  isObject,
  type Json,
  listOf,
  numberOf,
  objectOf,
  objectsIn,
  present,
  textOf,
  textsOf,
} from '../../json/json.ts'
import { imageOf } from '../../model/image.ts'
import { Incomplete } from '../../model/incomplete.ts'
import { baseOf, fileIn } from '../../model/places.ts'
import { decoded } from '../../model/purl.ts'
import type { ReportReader, ScanFinding, ScannedImage, ScanReport } from '../../model/report.ts'
import { dateOf, distinct, keyOf } from '../../model/rows.ts'
import { isOwnRun } from '../../own.ts'
import { type Producer, producerOf, type Result } from './producers.ts'
import { findingsOf } from './results.ts'

/** SARIF 2.1.0 of any tool: one report for each run. */
export const sarif: ReportReader = {
  format: 'sarif',
  title: 'SARIF',
  advice: 'let the tool write SARIF, as `snyk container test --sarif` does',
  names: ['sarif'],
  file: /\.sarif(?:\.json)?$/i,
  // An Action's `runs` is an object, and not JSON.
  signs: [[/"runs"\s*:\s*\[/, /"driver"\s*:|"\$schema"\s*:\s*"[^"]{0,300}sarif|"version"\s*:\s*"2\.|"ruleId"\s*:/i]],
  recognises: json =>
    isObject(json) &&
    Array.isArray(json['runs']) &&
    (textOf(json['version']).startsWith('2.') ||
      textOf(json['$schema']).includes('sarif') ||
      json['runs'].some(hasTool)),
  read(json, file, root = '') {
    const document = objectOf(json)
    const version = textOf(document['version'])
    if (version !== '' && !version.startsWith('2.1')) throw new Error('unsupported version of SARIF; expected 2.1.0')
    if (!Array.isArray(document['runs'])) throw new Error('it has no list of `runs`')
    const lost = new Incomplete()
    const runs = objectsIn(document['runs'], lost.unreadableRow).filter(run => !isOwnRun(run))
    if (document['runs'].length === 0)
      lost.add('the SARIF file contains no run, so the scanner did not scan: check its log, and scan again')
    const verdict = lost.verdict()
    const rest: ScanReport = { file, tool: 'sarif', format: 'sarif', ...verdict, findings: [] }
    const read = runs.map(run => readRun(run, file, root))
    return withoutRepetition(verdict.complete ? read : [...read, rest])
  },
}

const hasTool = (run: unknown): boolean => isObject(objectOf(objectOf(run)['tool'])['driver'])

/** JFrog repeats its findings in the run of its policy enforcer: a row that an earlier run has counts once. */
function withoutRepetition(runs: readonly ScanReport[]): readonly ScanReport[] {
  const seen = new Map<string, ScanFinding>()
  return runs.map(run => {
    const findings = run.findings.filter(finding => {
      const key = `${run.image?.ref ?? ''} ${keyOf(finding)}`
      const before = seen.get(key)
      if (before !== undefined && says(before, finding)) return false
      seen.set(key, finding)
      return true
    })
    return { ...run, findings }
  })
}

/** True when nothing is lost by leaving out the other finding. */
const says = (one: ScanFinding, other: ScanFinding): boolean =>
  (one.suppressed === undefined || other.suppressed !== undefined) &&
  atLeast(one.severity, other.severity) &&
  (one.fixed?.length ?? 0) >= (other.fixed?.length ?? 0)

function readRun(run: Json, file: string, root: string): ScanReport {
  const incomplete = new Incomplete()
  const driver = objectOf(objectOf(run['tool'])['driver'])
  const tool = textOf(driver['name']) || 'sarif'
  const producer = producerOf(tool)
  const rules = new Rules(run)
  const results = objectsIn(run['results'], incomplete.unreadableRow).map(result => resultOf(result, rules, run, root))
  checkRun(run, tool, incomplete)
  const image = imageIn(run, results, producer)
  const context = { producer, tool, inImage: producer.scansImages === true || image !== undefined }
  const time = objectOf(listOf(run['invocations'])[0])
  return {
    file,
    tool,
    format: 'sarif',
    ...present({
      toolVersion: textOf(driver['semanticVersion']) || textOf(driver['version']) || undefined,
      image,
      created: dateOf(textOf(time['endTimeUtc']) || textOf(time['startTimeUtc']) || automation(run).time),
    }),
    ...incomplete.verdict(),
    findings: distinct(results.flatMap(result => findingsOf(result, context))),
  }
}

/** What went wrong while the tool ran, and while it read its configuration (SARIF 3.20.21, 3.20.22). */
const NOTIFICATIONS = ['toolExecutionNotifications', 'toolConfigurationNotifications'] as const

const isError = ({ level }: Json): boolean => level === 'error'

function checkRun(run: Json, tool: string, incomplete: Incomplete): void {
  const invocations = objectsIn(run['invocations'], incomplete.unreadableRow)
  const said = invocations.map(each => each['executionSuccessful'])
  if (said.some(successful => successful !== undefined && successful !== true))
    incomplete.add(`${tool} did not report a successful run (\`executionSuccessful\`): check its log, and scan again`)
  const errors = invocations.flatMap(each =>
    NOTIFICATIONS.flatMap(key => listOf(each[key]).map(objectOf).filter(isError)),
  )
  if (errors.length > 0) {
    const words = textOf(objectOf(errors[0]!['message'])['text'])
    const first = words === '' ? '' : ` (${words.slice(0, 200)})`
    incomplete.add(`${tool} reports ${plural(errors.length, 'error')}${first}: check its log, and scan again`)
  }
  // SARIF 3.14.23: a scan that found nothing has an empty list; none at all means that nothing was scanned.
  if (!Array.isArray(run['results']))
    incomplete.add(
      `the run of ${tool} has no list of \`results\`, so nothing was scanned: check its log, and scan again`,
    )
}

/** The rules of a run: by index and by id, of the driver and of its extensions. */
class Rules {
  readonly #components: readonly (readonly Json[])[]
  readonly #byId = new Map<string, Json>()

  constructor(run: Json) {
    const tool = objectOf(run['tool'])
    const components = [tool['driver'], ...listOf(tool['extensions'])].map(objectOf)
    this.#components = components.map(component => listOf(component['rules']).map(objectOf))
    for (const rule of this.#components.flat()) {
      const id = textOf(rule['id'])
      if (id !== '' && !this.#byId.has(id)) this.#byId.set(id, rule)
    }
  }

  /** The rule at the result's index when it bears the result's id; some producers write the same index everywhere. */
  of(result: Json): Json {
    const reference = objectOf(result['rule'])
    const component = numberOf(objectOf(reference['toolComponent'])['index']) ?? -1
    const indexed = this.#components[component + 1]?.[numberOf(result['ruleIndex'] ?? reference['index']) ?? -1]
    const id = textOf(result['ruleId']) || textOf(reference['id'])
    if (indexed !== undefined && (id === '' || indexed['id'] === id)) return indexed
    // SARIF 3.52.4: `CA1000/1` is a case of the rule `CA1000`.
    return this.#byId.get(id) ?? this.#byId.get(id.replace(/\/[^/]*$/, '')) ?? indexed ?? objectOf(undefined)
  }
}

function resultOf(result: Json, rules: Rules, run: Json, root: string): Result {
  const rule = rules.of(result)
  const help = objectOf(rule['help'])
  const properties = [objectOf(rule['properties']), objectOf(result['properties'])]
  const place = objectOf(objectOf(listOf(result['locations'])[0])['physicalLocation'])
  const artifact = objectOf(place['artifactLocation'])
  const listed = objectOf(objectOf(listOf(run['artifacts'])[numberOf(artifact['index']) ?? -1])['location'])
  const location = textOf(artifact['uri']) === '' ? listed : artifact
  const uri = decoded(textOf(location['uri']))
  return {
    rule,
    result,
    ruleId: textOf(result['ruleId']) || textOf(objectOf(result['rule'])['id']) || textOf(rule['id']),
    message: messageOf(objectOf(result['message']), rule),
    help: textOf(help['text']),
    tags: properties.flatMap(bag => textsOf(bag['tags'])),
    uri,
    file: fileIn(uri, baseOf(location, run, root), root),
    region: objectOf(place['region']),
  }
}

/** The message, in place or by its id among the rule's messages (SARIF 3.11). */
function messageOf(message: Json, rule: Json): string {
  const direct = textOf(message['text']) || textOf(message['markdown'])
  if (direct !== '') return direct
  const template = objectOf(objectOf(rule['messageStrings'])[textOf(message['id'])])
  const values = listOf(message['arguments']).map(textOf)
  return textOf(template['text']).replace(/\{(\d{1,3})\}/g, (mark, index) => values[Number(index)] ?? mark)
}

function imageIn(run: Json, results: readonly Result[], producer: Producer): ScannedImage | undefined {
  const properties = objectOf(run['properties'])
  const said = producer.image && results.map(producer.image).find(Boolean)
  return imageOf({
    refs: [textOf(properties['imageName']), said ?? '', automation(run).image],
    tags: textsOf(properties['repoTags']),
    repoDigests: textsOf(properties['repoDigests']),
  })
}

/** Snyk's `Snyk/Container/docker-image|shop/api/0/2026-01-01T00:00:00.000Z`. */
function automation(run: Json): { readonly image: string; readonly time: string } {
  const id = textOf(objectOf(run['automationDetails'])['id']).slice(0, 1000)
  const [, image = '', , time = ''] = /docker-image\|(.+)\/(\d+)\/([^/]+)$/.exec(id) ?? []
  return { image, time }
}
