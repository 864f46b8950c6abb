import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'

/**
 * What GitHub's code scanning asks of a SARIF file beyond the schema. Source: GitHub's documentation "SARIF support for code
 * scanning" and "SARIF results file is too large"; for the limits that it does not name, the comment at the check.
 */

/** Limits of one run. */
const MAX = {
  results: 25_000,
  /** Of the results, only so many are shown, the most severe ones. */
  shownResults: 5_000,
  rules: 25_000,
  locations: 1_000,
  tags: 10,
  name: 255,
  description: 1024,
  gzipBytes: 10 * 1024 * 1024,
} as const

interface Text {
  readonly text?: string
}

interface Rule {
  readonly id?: string
  readonly name?: string
  readonly shortDescription?: Text
  readonly fullDescription?: Text
  readonly help?: Text
  readonly properties?: { readonly tags?: readonly string[]; readonly 'security-severity'?: unknown }
}

interface Region {
  readonly startLine?: number
  readonly startColumn?: number
  readonly endLine?: number
  readonly endColumn?: number
}

interface Result {
  readonly ruleId?: string
  readonly ruleIndex?: number
  readonly level?: string
  readonly message?: Text
  readonly locations?: readonly {
    readonly physicalLocation?: { readonly artifactLocation?: { readonly uri?: string }; readonly region?: Region }
  }[]
  readonly partialFingerprints?: Readonly<Record<string, string>>
  readonly suppressions?: unknown
}

interface Run {
  readonly tool?: { readonly driver?: { readonly name?: string; readonly rules?: readonly Rule[] } }
  readonly results?: readonly Result[]
  readonly automationDetails?: { readonly id?: string }
}

interface Sarif {
  readonly version?: string
  readonly runs?: readonly Run[]
}

/** What a caller knows better. */
export interface SarifOptions {
  /** How many results are right: 5,000, unless the test means to have more than are shown. */
  readonly results?: number
  /** Texts that may not be anywhere in the file, such as the path of the workspace. */
  readonly forbidden?: readonly string[]
}

/** Everything code scanning would refuse, cut or not show, in words with the place; nothing when all is well. */
export function sarifFaults(
  sarif: unknown,
  { results = MAX.shownResults, forbidden = [] }: SarifOptions = {},
): string[] {
  const { version, runs = [] } = sarif as Sarif
  const text = JSON.stringify(sarif)
  const size = gzipSync(text).length
  const [run] = runs
  return [
    ...(version === '2.1.0' ? [] : [`version is ${version}`]),
    ...(runs.length === 1 ? [] : [`${runs.length} runs`]),
    ...(size < MAX.gzipBytes ? [] : [`${size} bytes compressed`]),
    ...forbidden.filter(word => text.includes(JSON.stringify(word).slice(1, -1))).map(word => `contains ${word}`),
    ...emptyTexts(sarif, '$'),
    ...(run === undefined ? [] : runFaults(run, results)),
  ]
}

function runFaults({ tool, results, automationDetails }: Run, limit: number): string[] {
  const rules = tool?.driver?.rules ?? []
  const ids = rules.map(({ id }) => id)
  const found = results ?? []
  return [
    ...(tool?.driver?.name === undefined ? ['tool.driver.name is missing'] : []),
    ...(results === undefined ? ['results is missing: that stands for a tool that did not run'] : []),
    ...(found.length > limit || found.length > MAX.results ? [`${found.length} results`] : []),
    ...(rules.length > MAX.rules ? [`${rules.length} rules`] : []),
    ...(new Set(ids).size === ids.length ? [] : ['two rules of one id']),
    // Without the slash at the end GitHub takes what follows the last one for the id of the single run.
    ...(/^[^/].*\/$/.test(automationDetails?.id ?? '') ? [] : [`automationDetails.id is ${automationDetails?.id}`]),
    ...rules.flatMap((rule, index) => ruleFaults(rule).map(fault => `rules[${index}] ${fault}`)),
    ...found.flatMap((result, index) => resultFaults(result, ids).map(fault => `results[${index}] ${fault}`)),
  ]
}

function textFault(name: string, text: string | undefined, limit: number): string[] {
  if (text === undefined) return [`${name} is missing`]
  return text.length > limit ? [`${name} has ${text.length} characters`] : []
}

function ruleFaults(rule: Rule): string[] {
  const { tags = [], 'security-severity': severity } = rule.properties ?? {}
  return [
    ...textFault('id', rule.id, MAX.name),
    ...(rule.name === undefined ? [] : textFault('name', rule.name, MAX.name)),
    ...textFault('shortDescription', rule.shortDescription?.text, MAX.description),
    ...textFault('fullDescription', rule.fullDescription?.text, MAX.description),
    ...textFault('help', rule.help?.text, Number.POSITIVE_INFINITY),
    ...(tags.length > MAX.tags ? [`has ${tags.length} tags`] : []),
    ...(severity === undefined || isSecuritySeverity(severity)
      ? []
      : [`security-severity is ${JSON.stringify(severity)}`]),
  ]
}

/** A number over 0 up to 10, as text: anything else makes GitHub refuse the whole file (codeql-action#2187). */
const isSecuritySeverity = (value: unknown): boolean =>
  typeof value === 'string' && /^\d{1,2}(\.\d+)?$/.test(value) && Number(value) > 0 && Number(value) <= 10

function resultFaults(result: Result, ids: readonly (string | undefined)[]): string[] {
  const { ruleId, ruleIndex, level, message, locations = [], suppressions } = result
  const [place] = locations
  return [
    ...(ids.includes(ruleId) ? [] : [`ruleId ${ruleId} is no rule`]),
    ...(ruleIndex === undefined || ids[ruleIndex] === ruleId
      ? []
      : [`ruleIndex ${ruleIndex} is not that of ${ruleId}`]),
    ...(level === undefined || ['none', 'note', 'warning', 'error'].includes(level) ? [] : [`level is ${level}`]),
    ...(message?.text === undefined ? ['message is missing'] : []),
    ...(locations.length > MAX.locations ? [`has ${locations.length} locations`] : []),
    ...uriFaults(place?.physicalLocation?.artifactLocation?.uri),
    ...regionFaults(place?.physicalLocation?.region),
    ...(result.partialFingerprints?.['primaryLocationLineHash'] === undefined
      ? ['has no primaryLocationLineHash']
      : []),
    // Not among the properties GitHub reads: a suppressed result would be an alert.
    ...(suppressions === undefined ? [] : ['is suppressed, which GitHub does not heed']),
  ]
}

/** A path within the checkout, in the characters RFC 3986 allows in a relative reference. */
function uriFaults(uri: string | undefined): string[] {
  if (uri === undefined) return ['has no uri']
  const isRelative = !/^([a-z][a-z0-9+.-]*:|\/)/i.test(uri)
  const isEncoded = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})+$/.test(uri)
  const climbs = uri.split('/').includes('..')
  return isRelative && isEncoded && !climbs ? [] : [`uri is ${JSON.stringify(uri)}`]
}

/** An alert shows in a pull request only when all lines of its region are in the diff: so it has one line. */
function regionFaults(region: Region | undefined): string[] {
  if (region === undefined) return ['has no region']
  const { startLine, startColumn, endLine, endColumn } = region
  const isPlace = [startLine, startColumn, endLine, endColumn].every(at => Number.isInteger(at) && at! >= 1)
  if (!isPlace) return [`region is ${JSON.stringify(region)}`]
  if (startLine !== endLine) return [`region has lines ${startLine} to ${endLine}`]
  return endColumn! < startColumn! ? ['region ends before it starts'] : []
}

function emptyTexts(value: unknown, path: string): string[] {
  if (value === '') return [`${path} is empty`]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => emptyTexts(member, `${path}.${key}`))
}

/** Microsoft's own validator, 104 MB and so no dependency: where SARIF_MULTITOOL says, or below node_modules. */
export function findMultitool(): string | undefined {
  const places = [process.env['SARIF_MULTITOOL'], 'node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool']
  return places.find(place => place !== undefined && place !== '' && existsSync(place))
}

/** Why tests that need the validator are skipped. */
export const NO_MULTITOOL =
  'skipped: set SARIF_MULTITOOL to the binary of the npm package @microsoft/sarif-multitool-linux to run it'

const run = promisify(execFile)

interface Finding {
  readonly ruleId: string
  readonly level?: string
  readonly message: { readonly text?: string; readonly id?: string; readonly arguments?: readonly string[] }
}

/** A member that SARIF does not know: a validator that has read the file at all finds it. */
const CANARY = 'canary'
const isCanary = ({ ruleId, message }: Finding): boolean =>
  ruleId === 'JSON1005' && message.arguments?.includes(CANARY) === true

/**
 * What the validator's rules for SARIF and for GitHub find, `rule: text` each, notes left out. It ends with 0 and calls
 * itself successful for files that it cannot even read, so only what it writes counts, and it must have found a fault
 * that is put in on purpose. @throws Error when it has not: the file breaks the schema.
 */
export async function multitoolFindings(tool: string, sarif: unknown): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'multitool-'))
  try {
    const findings = await validate(tool, { ...(sarif as object), [CANARY]: true }, folder)
    if (!findings.some(isCanary)) throw new Error('the validator could not read the file: it breaks the SARIF schema')
    return findings.filter(finding => !isCanary(finding)).map(({ ruleId, message }) => `${ruleId}: ${said(message)}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function validate(tool: string, sarif: object, folder: string): Promise<Finding[]> {
  const [input, output] = [join(folder, 'input.sarif'), join(folder, 'output.sarif')]
  writeFileSync(input, JSON.stringify(sarif))
  const scope = ['--rule-kind', 'Sarif;Ghas', '--level', 'Error;Warning']
  // Words that switch things on need a value here.
  const quiet = ['--quiet', 'true', '--log', 'ForceOverwrite']
  const env = { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' }
  await run(tool, ['validate', input, ...scope, ...quiet, '-o', output], { env })
  const { runs = [] } = JSON.parse(readFileSync(output, 'utf8')) as { runs?: readonly { results?: Finding[] }[] }
  return runs.flatMap(({ results = [] }) => results)
}

const said = ({ text, id, arguments: words = [] }: Finding['message']): string => text ?? [id, ...words].join(' ')
