import type { Fault } from './fault.ts'
import type { KnownFinding } from './finding.ts'
import type { Files, Host } from './host.ts'

/** Where a base came from: objects of git, a folder, a result file, the API of GitHub. */
export type BaseSource = 'git' | 'dir' | 'result' | 'api'

/** What the user named as the base: a commit, a folder, the result of an earlier run. */
export type NamedBase = { readonly ref: string } | { readonly dir: string } | { readonly result: string }

/** The tree that a change is judged against. */
export interface Base {
  readonly source: BaseSource
  /** The whole id of its commit, where it has one. */
  readonly commit?: string
  /** Reads its files; paths are those of the base. */
  readonly host: Host
  /** The path in the base of a file of the change, when git says that it was renamed; the same path otherwise. */
  before(file: string): string
  /** The path in the change of a file of the base. */
  after(file: string): string
  /** False for a file of the change whose bytes are the same in both: it need not be judged twice. */
  isChanged(file: string): boolean
}

/** Something of a base that could not be read or rendered. */
export type Lost = Pick<Fault, 'code' | 'file'>

/** When the database was built that a scanner compared with; `report`: the file of its report. */
export interface DatabaseOf {
  readonly report: string
  readonly built: string
}

/** What an earlier run found. */
export interface BaseResult {
  readonly source: 'result'
  readonly commit?: string
  readonly findings: readonly KnownFinding[]
  readonly lost: readonly Lost[]
  readonly hasReports: boolean
  /** Of the reports that tell it. */
  readonly databases: readonly DatabaseOf[]
}

/** A base was asked for, and there is none. */
export interface NoBase {
  /** Why, and the step to add. */
  readonly missing: string
  /** The whole id of its commit, when that is known and not in the clone. */
  readonly commit?: string
  /** Its files that hold settings, when GitHub was asked for them. */
  readonly source?: 'api'
  readonly settings?: Files
  /** Whether what is judged is a change: nobody has agreed to its settings. */
  readonly isChange?: boolean
}

/** What a run is compared with, when only what is new is to fail. */
export type Before = Base | BaseResult | NoBase

/** Where a change's settings stood before it. */
export interface EarlierSettings {
  readonly files: Files
  /** The path in the base of a file of the change. */
  before(file: string): string
}

/** `undefined` when the files of the base cannot be read. */
export function settingsBefore(base: Before | undefined): EarlierSettings | undefined {
  if (base === undefined || 'findings' in base) return undefined
  if ('host' in base) return { files: base.host, before: file => base.before(file) }
  return base.settings && { files: base.settings, before: file => file }
}
