import type { DatabaseOf } from '../core/base.ts'
import { Fault } from '../core/fault.ts'
import type { Files, Host } from '../core/host.ts'
import type { ScanReport } from '../scans/model/report.ts'

/** What a result was made from: who reads it later can tell whether it is the same today. */
export interface Evidence {
  /** What was checked out. */
  readonly commit?: string
  readonly policies: readonly { readonly file: string; readonly sha256: string }[]
  /** Versions of the programs that rendered something. */
  readonly tools: Readonly<Record<string, string>>
  /** When the databases of the scanners were built, as far as their reports tell. */
  readonly databases: readonly DatabaseOf[]
}

/** What is known of a run. */
export interface Traces {
  readonly commit?: string
  /** Files of the policy, and where they are. */
  readonly policies: readonly string[]
  readonly settings: Files
  /** Programs that ran. */
  readonly programs: readonly string[]
  readonly reports: readonly ScanReport[]
}

/** Gathers what costs time, so it is for formats that print it: programs are started again, and files are read again. */
export async function evidenceOf(
  host: Host,
  { commit, policies, settings, programs, reports }: Traces,
): Promise<Evidence> {
  return {
    ...(commit !== undefined && { commit }),
    policies: policies.map(file => ({ file, sha256: sha256(settings.read(file, POLICY_LIMIT)) })),
    tools: await versionsOf(host, programs),
    databases: databasesOf(reports),
  }
}

/** No longer one is read as a policy. */
const POLICY_LIMIT = 1024 * 1024

function sha256(bytes: Uint8Array): string {
  const { createHash } = process.getBuiltinModule('node:crypto')
  return createHash('sha256').update(bytes).digest('hex')
}

/** What each program takes to print its version, and nothing of a cluster. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  helm: ['version', '--short'],
  kubectl: ['version', '--client'],
  kustomize: ['version'],
}

const SECONDS = 10

async function versionsOf(host: Host, programs: readonly string[]): Promise<Readonly<Record<string, string>>> {
  if (programs.length === 0) return {}
  const copy = host.copy()
  const versions: [string, string][] = []
  try {
    for (const program of programs.toSorted()) {
      const ran = await copy
        .run(program, ARGUMENTS[program] ?? ['version'], { folder: '', seconds: SECONDS })
        .catch(noAnswer)
      versions.push([program, /v\d+\.\d+\.\d+[\w.+-]*/.exec(ran?.stdout ?? '')?.[0] ?? 'unknown'])
    }
  } finally {
    copy.remove()
  }
  return Object.fromEntries(versions)
}

/** A program that does not tell its version has rendered all the same. */
function noAnswer(error: unknown): undefined {
  if (!(error instanceof Fault)) throw error
}

/** One of each report, by its file. */
function databasesOf(reports: readonly ScanReport[]): Evidence['databases'] {
  const built = new Map(
    reports.flatMap(({ file, databaseBuilt }) => (databaseBuilt ? [[file, databaseBuilt.toISOString()] as const] : [])),
  )
  return [...built].sort(([a], [b]) => (a < b ? -1 : 1)).map(([report, built]) => ({ report, built }))
}
