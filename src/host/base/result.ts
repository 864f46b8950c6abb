import { readFileSync } from 'node:fs'
import type { BaseResult, DatabaseOf, Lost } from '../../core/base.ts'
import { Fault } from '../../core/fault.ts'
import { FINGERPRINT_VERSION, type KnownFinding } from '../../core/finding.ts'
import { failureWords } from '../failure.ts'

/** As much of a JSON result as is read; any of it may be missing. */
interface EarlierResult {
  readonly seaworthy?: unknown
  readonly schema?: unknown
  readonly fingerprintVersion?: unknown
  readonly findings?: readonly EarlierFinding[]
  readonly faults?: readonly Lost[]
  readonly inputs?: { readonly reports?: number }
  readonly evidence?: { readonly commit?: string; readonly databases?: readonly DatabaseOf[] }
}

interface EarlierFinding extends Pick<KnownFinding, 'fingerprint' | 'rule'> {
  readonly location?: { readonly file?: string }
}

const ADVICE = 'name a result of `seaworthy --format json`'

/** What an earlier run found. `named`: the file, for messages. @throws Fault BAD_INPUT when it cannot be compared */
export function readBaseResult(path: string, named: string): BaseResult {
  const bad = (what: string): Fault => new Fault('BAD_INPUT', `\`--base-result\`: \`${named}\` ${what}`)
  const { seaworthy, schema, fingerprintVersion, findings, faults, inputs, evidence } = parsed(path, bad)
  if (typeof seaworthy !== 'string' || !Array.isArray(findings)) throw bad(`is not a result of Seaworthy: ${ADVICE}`)
  if (schema !== 1 || fingerprintVersion !== FINGERPRINT_VERSION)
    throw bad(`was written by Seaworthy ${seaworthy}, whose fingerprints this version cannot compare: run it again`)
  const { commit, databases } = evidence ?? {}
  return {
    source: 'result',
    ...(typeof commit === 'string' && { commit }),
    findings: (findings as readonly EarlierFinding[]).map(({ fingerprint, rule, location }) => ({
      fingerprint: String(fingerprint),
      rule: String(rule),
      file: String(location?.file ?? ''),
    })),
    lost: Array.isArray(faults) ? faults : [],
    hasReports: (inputs?.reports ?? 0) > 0,
    databases: Array.isArray(databases) ? databases : [],
  }
}

function parsed(path: string, bad: (what: string) => Fault): EarlierResult {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) ?? {}) as EarlierResult
  } catch (error) {
    throw bad(error instanceof SyntaxError ? `is not JSON: ${ADVICE}` : `cannot be read: ${failureWords(error)}`)
  }
}
