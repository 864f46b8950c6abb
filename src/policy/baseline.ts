import type { EarlierSettings } from '../core/base.ts'
import { decodeText } from '../core/encoding.ts'
import { Fault } from '../core/fault.ts'
import { FINGERPRINT_VERSION, type Finding, type KnownFinding } from '../core/finding.ts'
import type { Files } from '../core/host.ts'
import { scanValue } from '../core/json-value.ts'
import { isLfsPointer, lfsPointer } from '../core/lfs.ts'
import { normalize } from '../core/paths.ts'
import { Lines } from '../core/source.ts'
import { plural } from '../core/text.ts'
import { isOfRun } from './file/settings.ts'
import type { Loosened } from './verdict.ts'

/** Where the baseline is when neither the policy nor the command line names one. */
export const BASELINE_FILE = '.seaworthy-baseline.json'

/** What was accepted when Seaworthy was adopted: one line of the baseline file. */
export interface BaselineEntry extends KnownFinding {
  /** For people. */
  readonly subject: string
}

export interface AppliedBaseline {
  readonly file: string
  readonly entries: readonly BaselineEntry[]
  /** Those that the change takes out of the file: they hold until the merge, and nobody needs to be told of them. */
  readonly removed?: ReadonlySet<string>
  /** Whether this run writes it: then all that is found is accepted. */
  readonly isWritten: boolean
}

type LoadedBaseline = Pick<AppliedBaseline, 'file' | 'entries'>

/** The largest that is read: about half a million entries. */
const LIMIT = 128 * 1024 * 1024

const REWRITE = 'write it again with `--write-baseline`'

interface Applied {
  readonly applied?: AppliedBaseline
  readonly faults: readonly Fault[]
  readonly loosened: readonly Loosened[]
}

interface Asked {
  readonly isWritten: boolean
  /** False when only some paths or rules were asked for. */
  readonly wholeRepository: boolean
  /** The settings of the base, whose baseline a change is judged by. */
  readonly earlier?: EarlierSettings | undefined
}

/** The baseline of a run, named or under the usual name. One that is to be written is not read. */
export function applyBaseline(
  host: Files,
  named: string | undefined,
  { isWritten, wholeRepository, earlier }: Asked,
): Applied {
  const file = named ?? BASELINE_FILE
  const failed = (fault: Fault): Applied => ({ faults: [fault], loosened: [] })
  // A change may bring the policy that names it, and is not to choose what is overwritten on this machine.
  if (file.startsWith('/') || normalize(file) === undefined) return failed(outside(file))
  if (isWritten)
    return {
      applied: { file, entries: [], isWritten },
      faults: wholeRepository ? [] : [partOnly(file)],
      loosened: [],
    }
  try {
    const own = loadBaseline(host, named)
    const isOwn = !earlier || (named !== undefined && isOfRun(host, named))
    return isOwn ? whole(own) : untilMerge(own, entriesBefore(earlier, file), file)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return failed(error)
  }
}

const whole = (baseline: LoadedBaseline | undefined): Applied => ({
  ...(baseline && { applied: { ...baseline, isWritten: false } }),
  ...{ faults: [], loosened: [] },
})

/** What the base accepts, and what the change would have accepted beside it. */
function untilMerge(own: LoadedBaseline | undefined, entries: readonly BaselineEntry[], file: string): Applied {
  const [now, before] = [own?.entries ?? [], entries].map(all => new Set(all.map(({ fingerprint }) => fingerprint)))
  const added = [...now!].filter(fingerprint => !before!.has(fingerprint)).length
  const removed = new Set([...before!].filter(fingerprint => !now!.has(fingerprint)))
  const what = `${plural(added, 'entry', 'entries')} added to the baseline, in force from the merge on`
  return {
    ...((own || entries.length > 0) && { applied: { file, entries, removed, isWritten: false } }),
    faults: [],
    loosened: added > 0 ? [{ what, file }] : [],
  }
}

/** One that cannot be read accepts nothing: the change may mend it. */
function entriesBefore({ files, before }: EarlierSettings, file: string): readonly BaselineEntry[] {
  try {
    const name = before(file)
    return files.kindOf(name) === 'missing' ? [] : (loadBaseline(files, name)?.entries ?? [])
  } catch (error) {
    if (error instanceof Fault) return []
    throw error
  }
}

const outside = (file: string): Fault =>
  new Fault('OUTSIDE', 'the baseline is outside of the repository: move it inside', { file })

const partOnly = (file: string): Fault =>
  new Fault(
    'BAD_INPUT',
    'the baseline is not written, because only a part was checked: run it in the root, without PATH, `--only`, `--skip` and `--exclude`',
    { file },
  )

/** @throws Fault BAD_CONFIG when it cannot be used */
function loadBaseline(host: Files, named: string | undefined): LoadedBaseline | undefined {
  if (named === undefined && host.kindOf(BASELINE_FILE) === 'missing') return undefined
  const file = named ?? BASELINE_FILE
  if (host.kindOf(file) === 'missing')
    throw new Fault('BAD_CONFIG', 'the baseline does not exist: write it with `--write-baseline`', { file })
  const text = decodeText(host.read(file, LIMIT))
  if (text === undefined) throw new Fault('BAD_CONFIG', `the baseline is not text: ${REWRITE}`, { file })
  if (isLfsPointer(text)) throw lfsPointer(file)
  return { file, entries: entriesIn(parsed(file, text), file) }
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const { line, column } = new Lines(text).point(scanValue(text, 0).end)
    const what = `the baseline is not JSON from here on: resolve the conflict, or ${REWRITE}`
    throw new Fault('BAD_CONFIG', what, { file, line, column, cause })
  }
}

function entriesIn(json: unknown, file: string): readonly BaselineEntry[] {
  const { schema, fingerprintVersion: version, entries } = (json ?? {}) as Record<string, unknown>
  const bad = (message: string): Fault => new Fault('BAD_CONFIG', message, { file })
  if (schema !== 1 || !Array.isArray(entries))
    throw bad(`the baseline does not have the shape \`{"schema": 1, "fingerprintVersion", "entries"}\`: ${REWRITE}`)
  if (version !== FINGERPRINT_VERSION)
    throw bad(`the baseline has fingerprints of another version than ${FINGERPRINT_VERSION}: ${REWRITE}`)
  const wrong = entries.findIndex(entry => !isEntry(entry))
  if (wrong >= 0)
    throw bad(`entry ${wrong + 1} of the baseline is invalid; expected fingerprint, rule, file and subject as text`)
  // Nothing else of a file is taken over.
  return entries.map(({ fingerprint, rule, file, subject }: BaselineEntry) => ({ fingerprint, rule, file, subject }))
}

const KEYS = ['fingerprint', 'rule', 'file', 'subject'] as const

const isEntry = (entry: unknown): entry is BaselineEntry =>
  KEYS.every(key => typeof (entry as Record<string, unknown> | null)?.[key] === 'string')

/** The entries for findings, sorted. */
export const entriesFor = (findings: readonly Finding[]): readonly BaselineEntry[] =>
  findings
    .map(({ fingerprint, rule, location, subject }) => ({ fingerprint, rule, file: location.file, subject }))
    .sort((a, b) => {
      const key = KEYS_IN_ORDER.find(one => a[one] !== b[one])
      return key === undefined ? 0 : a[key] < b[key] ? -1 : 1
    })

/** A review reads it by file. */
const KEYS_IN_ORDER = ['file', 'rule', 'subject', 'fingerprint'] as const
