import { plural } from '../../core/text.ts'
import { isObject, type Json, listOf, numberOf, objectOf, objectsIn, present, textOf, textsOf } from '../json/json.ts'
import { imageOf, userIn } from '../model/image.ts'
import { Incomplete } from '../model/incomplete.ts'
import type { Cvss, FixState, ReportReader, ScanFinding, ScannedImage, ScannedPackage } from '../model/report.ts'
import { dateOf, distinct, endOfLifeFinding, fixOf, headline, httpsUrl, identify, versionsOf } from '../model/rows.ts'
import { severityOf } from '../model/severity.ts'

/** `grype -o json`, from 0.7 on (grype/presenter/models); `kubescape scan image` writes it too. */
export const grype: ReportReader = {
  format: 'grype',
  title: 'Grype',
  advice: 'scan with `grype -o json`',
  names: ['grype'],
  // The HTTPRoute of the Gateway API has `matches` as well.
  signs: [
    [/"descriptor"\s*:/, /"name"\s*:\s*"grype"/],
    [
      /"(?:matches|ignoredMatches)"\s*:\s*\[/,
      /"vulnerability"\s*:|"name"\s*:\s*"grype"|"matchDetails"\s*:|"artifact"\s*:\s*\{/,
    ],
  ],
  recognises: json =>
    isObject(json) &&
    (objectOf(json['descriptor'])['name'] === 'grype' ||
      (Array.isArray(json['matches']) && !isXeol(json) && ('descriptor' in json || json['matches'].some(isMatch)))),
  read(json, file) {
    const document = objectOf(json)
    if (!Array.isArray(document['matches'])) throw new Error('it has no list of `matches`')
    const incomplete = new Incomplete()
    const alerts = alertsOf(document, incomplete)
    const rows = [
      ...alerts,
      ...objectsIn(document['matches'], incomplete.unreadableRow).map(finding),
      ...objectsIn(document['ignoredMatches'], incomplete.unreadableRow).map(ignored),
    ]
    const descriptor = objectOf(document['descriptor'])
    checkDatabase(descriptor, incomplete)
    const version = textOf(descriptor['version'])
    const report = present({
      toolVersion: version === '' || version.startsWith('[') ? undefined : version,
      image: imageIn(objectOf(document['source'])),
      created: dateOf(textOf(descriptor['timestamp'])),
      databaseBuilt: builtOf(descriptor),
    })
    return [{ file, tool: 'grype', format: 'grype', ...report, ...incomplete.verdict(), findings: distinct(rows) }]
  },
}

const isMatch = (match: unknown): boolean => isObject(match) && 'vulnerability' in match && 'artifact' in match

/** Xeol, of the same house, writes the same document with cycles of life instead of vulnerabilities. */
const isXeol = (json: Json): boolean =>
  objectOf(json['descriptor'])['name'] === 'xeol' || 'Cycle' in objectOf(listOf(json['matches'])[0])

function checkDatabase(descriptor: Json, incomplete: Incomplete): void {
  const database = objectOf(descriptor['db'])
  const status = objectOf(database['status'])
  const isEmpty = [database, status].some(({ built }) => textOf(built).startsWith('0001-'))
  if (isEmpty || status['valid'] === false || textOf(status['error']) !== '' || textOf(database['error']) !== '')
    incomplete.add('Grype reports that its vulnerability database is invalid: run `grype db update`, and scan again')
}

/** Grype before 0.88 wrote it without a status. */
function builtOf(descriptor: Json): Date | undefined {
  const database = objectOf(descriptor['db'])
  return dateOf(textOf(objectOf(database['status'])['built']) || textOf(database['built']))
}

function imageIn(source: Json): ScannedImage | undefined {
  // A folder is no image, and `shop/api` could pass for the name of one.
  if (!['', 'image'].includes(textOf(source['type']))) return undefined
  const target = source['target']
  const about = objectOf(target)
  return imageOf({
    refs: [textOf(target), textOf(about['userInput'])],
    tags: textsOf(about['tags']),
    repoDigests: textsOf(about['repoDigests']),
    digest: textOf(about['manifestDigest']),
    os: textOf(about['os']),
    architecture: textOf(about['architecture']),
    variant: textOf(about['variant']),
    user: userIn(configIn(about)),
  })
}

/** Larger ones are not those of images. */
const CONFIG_LIMIT = 4 * 1024 * 1024

/** The configuration of the image, which Syft and Grype copy as base64. */
function configIn(about: Json): Json {
  const packed = textOf(about['config'])
  if (packed === '' || packed.length > CONFIG_LIMIT) return {}
  try {
    return objectOf(JSON.parse(Buffer.from(packed, 'base64').toString()))
  } catch {
    return {}
  }
}

/** What Grype says about packages besides vulnerabilities (grype/presenter/models/alert.go). */
function alertsOf(document: Json, incomplete: Incomplete): readonly ScanFinding[] {
  const ends = new Map<string, ScanFinding>()
  let unmatched = 0
  for (const group of objectsIn(document['alertsByPackage'], incomplete.unreadableRow))
    for (const alert of objectsIn(group['alerts'], incomplete.unreadableRow)) {
      const about = isObject(alert['metadata']) ? alert['metadata'] : objectOf(document['distro'])
      const end = endOfLifeFinding(textOf(about['name']), textOf(about['version']))
      if (alert['type'] === 'distro-eol') ends.set(end.id, end)
      if (alert['type'] === 'distro-disabled') unmatched++
    }
  if (unmatched > 0)
    incomplete.add(
      `Grype has no advisories for the distribution of ${plural(unmatched, 'package')}, so it did not check them: use a scanner that supports the distribution`,
    )
  return [...ends.values()]
}

const FIX_STATES: ReadonlyMap<string, FixState> = new Map([
  ['fixed', 'fixed'],
  ['not-fixed', 'not-fixed'],
  ['wont-fix', 'will-not-fix'],
])

function finding(match: Json): ScanFinding {
  const about = objectOf(match['vulnerability'])
  const related = listOf(match['relatedVulnerabilities']).map(objectOf)
  const artifact = objectOf(match['artifact'])
  const location = objectOf(listOf(artifact['locations'])[0])
  const type = textOf(artifact['type'])
  return {
    kind: 'vulnerability',
    ...identify(
      textOf(about['id']),
      related.map(other => textOf(other['id'])),
    ),
    severity: severityOf(about['severity']),
    package: packageOf(artifact, location),
    ...fixIn(about),
    cvss: [about, ...related].map(cvssOf).find(scores => scores.length > 0) ?? [],
    ...present({
      title: headline(textOf(about['description']), ...related.map(other => textOf(other['description']))),
      epss: epssOf(about),
      kev: kevOf(about),
      url: httpsUrl(textOf(about['dataSource']), ...textsOf(about['urls']), ...textsOf(about['links'])),
      // For packages of the system it is the layer that last wrote the package database, not the one with the package.
      layer: SYSTEM_TYPES.has(type) ? undefined : textOf(location['layerID']) || undefined,
    }),
  }
}

const SYSTEM_TYPES: ReadonlySet<string> = new Set(['deb', 'rpm', 'apk', 'alpm', 'portage'])

const packageOf = (artifact: Json, location: Json): ScannedPackage =>
  present({
    name: textOf(artifact['name']),
    version: textOf(artifact['version']),
    type: textOf(artifact['type']) || undefined,
    purl: textOf(artifact['purl']) || undefined,
    path: textOf(location['path']) || undefined,
  })

function fixIn(about: Json): Pick<ScanFinding, 'fixed' | 'fixState'> {
  // Grype before 0.9 had no `fix`, but one version or none.
  if (!isObject(about['fix'])) return fixOf('unknown', versionsOf(textOf(about['fixedInVersion'])))
  const fixState = FIX_STATES.get(textOf(about['fix']['state'])) ?? 'unknown'
  return fixOf(fixState, fixState === 'fixed' ? textsOf(about['fix']['versions']) : [])
}

function cvssOf(about: Json): readonly Cvss[] {
  const current = listOf(about['cvss']).map(objectOf)
  const scores = current.flatMap(each =>
    cvss(textOf(each['version']), objectOf(each['metrics'])['baseScore'], each['vector'], textOf(each['source'])),
  )
  const { cvssV3, cvssV2 } = about
  return [
    ...scores,
    ...cvss('3.1', objectOf(cvssV3)['baseScore'], objectOf(cvssV3)['vector'], ''),
    ...cvss('2.0', objectOf(cvssV2)['baseScore'], objectOf(cvssV2)['vector'], ''),
  ]
}

function cvss(version: string, score: unknown, vector: unknown, source: string): readonly Cvss[] {
  const base = numberOf(score)
  if (base === undefined || base <= 0) return []
  return [{ version, score: base, ...present({ vector: textOf(vector) || undefined, source: source || undefined }) }]
}

function epssOf(about: Json): number | undefined {
  const scores = listOf(about['epss'])
    .flatMap(each => numberOf(objectOf(each)['epss']) ?? [])
    .filter(score => score >= 0 && score <= 1)
  return scores.length > 0 ? Math.max(...scores.slice(0, 20)) : undefined
}

/** Grype looks into CISA's catalogue since it computes a `risk`; before, silence means nothing. */
function kevOf(about: Json): boolean | undefined {
  if (listOf(about['knownExploited']).length > 0) return true
  return numberOf(about['risk']) === undefined ? undefined : false
}

/** A match that an ignore rule or a VEX statement took out. */
function ignored(match: Json): ScanFinding {
  const rules = listOf(match['appliedIgnoreRules']).map(objectOf)
  const vex = rules.find(rule => textOf(rule['vex-status']) !== '')
  const words = vex
    ? [textOf(vex['vex-status']), textOf(vex['vex-justification'])]
    : rules.map(
        rule => textOf(rule['reason']) || (textOf(rule['fix-state']) && `fix state ${textOf(rule['fix-state'])}`),
      )
  const reason = headline([...new Set(words.filter(Boolean))].join(', '))
  return { ...finding(match), suppressed: present({ by: vex ? 'VEX' : 'ignore rule', reason }) }
}
