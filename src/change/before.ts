import type { Base, BaseResult, Before, Lost, NoBase } from '../core/base.ts'
import { Fault } from '../core/fault.ts'
import type { Finding, KnownFinding } from '../core/finding.ts'
import type { Host } from '../core/host.ts'
import { folderOf, foldersAround, isBelow } from '../core/paths.ts'
import { discover, type Wanted } from '../discover/discover.ts'
import { recall, type Settings } from '../engine/check.ts'
import type { Compared } from '../policy/change.ts'
import type { Policy } from '../policy/policy.ts'
import type { Unwatched } from '../policy/verdict.ts'
import type { Read } from '../read/read.ts'
import { readReports } from '../read/reports.ts'
import type { SharedReading } from '../read/shared.ts'
import { readTree } from '../read/tree.ts'
import type { EnabledRule } from '../rules/rule.ts'
import type { NamedReport } from '../scans/index.ts'
import type { ScanReport } from '../scans/model/report.ts'
import { sameAsReports, sameAsResult, scannedAlike } from '../world/databases.ts'
import { World } from '../world/world.ts'
import { isRoot } from './unwatched.ts'

/** A base as it was read, before its findings are known. */
export type ReadBefore = TreeBefore | BaseResult | NoBase

interface TreeBefore {
  readonly base: Base
  readonly read: Read
  /** What is wrong with the reports that were named for it. */
  readonly faults: readonly Fault[]
}

interface Asked {
  /** Of the change. */
  readonly host: Host
  readonly change: Promise<Read>
  readonly asked: Pick<Wanted, 'paths' | 'ignoreUnknown'>
  /** Scan reports of the base: jobs bring them along, so they are files of the workspace. */
  readonly reports: readonly NamedReport[]
  readonly policy: Policy
  readonly shared: SharedReading
}

/** Reads a base like the change: the same paths under the same policy. What cannot be read at all is no base. */
export async function readBefore(
  base: Before,
  { host, change, asked, reports, policy, shared }: Asked,
): Promise<ReadBefore> {
  if (!('host' in base)) return base
  const scans = reports.length > 0 ? await readBaseReports(host, reports) : { reports: [], faults: [] }
  try {
    const { paths, ignoreUnknown = false } = asked
    const before = paths.length === 0 ? paths : [...paths, ...renamedIn((await change).world, base)]
    const read = await readTree(base.host, { paths: before, ignoreUnknown, reports: [] }, policy, shared)
    const world = new World({ ...read.world, reports: [...read.world.reports, ...scans.reports] })
    return { base, read: { ...read, world }, faults: scans.faults }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return { missing: `the base could not be read: ${error.message}` }
  }
}

/** What was outside of the named paths, and was moved there. */
function renamedIn({ checked, dockerfiles }: World, base: Base): readonly string[] {
  const files = new Set([...checked.map(({ source }) => source.file), ...dockerfiles.map(({ file }) => file)])
  return [...files].map(file => base.before(file)).filter(file => !files.has(file))
}

async function readBaseReports(
  host: Host,
  named: readonly NamedReport[],
): Promise<{ readonly reports: readonly ScanReport[]; readonly faults: readonly Fault[] }> {
  const found = discover(host, { paths: named.map(({ file }) => file), reports: named, include: [], exclude: [] })
  const { reports, faults } = await readReports(host, found.reports)
  return { reports, faults: [...found.faults, ...faults] }
}

interface Checking {
  readonly enabled: readonly EnabledRule[]
  readonly settings: Settings
  /** Of the change. */
  readonly host: Host
  /** What was read of it. */
  readonly world: World
  /** What could not be read or rendered of it. */
  readonly lost: readonly Lost[]
  /** What of the base is no longer looked at. */
  readonly unwatched: readonly Unwatched[]
  readonly wholeRepository: boolean
  /** Whether a file of the change still has what a finding is about. */
  readonly holds: Compared['holds']
}

/** What the findings of a change are compared with. */
export function comparedWith(before: ReadBefore, checking: Checking): Compared {
  const { world, wholeRepository, settings } = checking
  const same = (file: string): string => file
  const places = { after: same, fileOf: ({ location }: Finding) => location.file, holds: checking.holds }
  if ('missing' in before)
    return { ...before, ...places, findings: [], isComparable: () => false, isLookedFor: () => false }
  if ('findings' in before) {
    const isLookedFor = lookedFor(before.findings, same, checking)
    return {
      ...before,
      ...places,
      isComparable: comparable(before, same, scannedAlike(world.reports, sameAsResult(before.databases))),
      // A part of a repository tells nothing of the rest of it.
      isLookedFor: known => wholeRepository && isLookedFor(known),
    }
  }
  const { base, read } = before
  const { findings, faults } = recall(read.world, checking.enabled, { ...settings, fileName: namesIn(world, base) })
  const lost = [...read.faults, ...faults].filter(({ code }) => code !== 'NOT_FOUND')
  const { reports } = read.world
  return {
    source: base.source,
    ...(base.commit !== undefined && { commit: base.commit }),
    findings,
    after: file => base.after(file),
    fileOf: ({ home, location }) => home ?? location.file,
    holds: checking.holds,
    isComparable: comparable(
      { lost, hasReports: reports.length > 0 },
      file => base.before(file),
      scannedAlike(world.reports, sameAsReports(reports)),
    ),
    isLookedFor: lookedFor(findings, file => base.before(file), {
      ...checking,
      lost: newlyLost(read.faults, base, checking),
    }),
  }
}

/** What the base has as well hides nothing that the base knows. */
function newlyLost(before: readonly Lost[], base: Base, { lost }: Checking): readonly Lost[] {
  const known = new Set(before.map(({ code, file }) => `${code} ${file}`))
  return lost.filter(
    ({ code, file }) => code !== 'NOT_FOUND' && !known.has(`${code} ${file === undefined ? file : base.before(file)}`),
  )
}

/** Of a file of the base its name in the change. */
function namesIn({ dockerfiles }: World, base: Base): (file: string) => string {
  const names = new Map(dockerfiles.map(({ file }) => [base.before(file), file]))
  return file => names.get(file) ?? file
}

/**
 * Whether a run over the change would have found again what the base has. It may be of a scan that was not made again, or
 * in a file that is not checked out, or no longer looked at; and a change that cannot be read as a whole fixes nothing.
 */
function lookedFor(
  findings: readonly KnownFinding[],
  before: (file: string) => string,
  { host, world, lost, unwatched, settings }: Checking,
): Compared['isLookedFor'] {
  const files = new Set(findings.map(({ file }) => file))
  const absent = lost.length > 0 ? [] : host.missing(file => files.has(before(file)))
  const hidden = unwatched.map(({ file }) => before(file))
  const unseen = new Set([...absent.map(({ file }) => before(file)), ...hidden])
  const around = foldersAround(hidden.filter(isRoot).map(folderOf))
  const isOfScan = (rule: string): boolean => settings.rules?.get(rule)?.on === 'scan'
  const isSeen = (file: string): boolean => !unseen.has(file) && around(file).length === 0
  return ({ rule, file }) => lost.length === 0 && isSeen(file) && (world.reports.length > 0 || !isOfScan(rule))
}

/** Whether nothing that a finding may have been part of was lost in the base, and its scan was the same. */
function comparable(
  { lost, hasReports }: { readonly lost: readonly Lost[]; readonly hasReports: boolean },
  before: (file: string) => string,
  isScannedAlike: (finding: Finding) => boolean,
): (finding: Finding) => boolean {
  const files = new Set(lost.map(({ file }) => file))
  const foldersLost = foldersAround(lost.flatMap(({ file }) => file ?? []))
  const rendered = lost.flatMap(({ code, file }) => (code === 'RENDER_FAILED' && file !== undefined ? [file] : []))
  return finding => {
    const { area, location, origin } = finding
    if (area === 'image') return hasReports && isScannedAlike(finding)
    const file = before(location.file)
    if (files.has(undefined) || files.has(file) || foldersLost(file).length > 0) return false
    return origin === undefined || !rendered.some(file => isBelow(file, before(origin)))
  }
}
