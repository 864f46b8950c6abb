/** What Seaworthy itself could not do: never a finding, never silence. One fault makes the verdict `error`. */
export type FaultCode =
  | 'UNREADABLE' // the file cannot be opened, is too big, or is not text
  | 'OUTSIDE' // the file is not inside the workspace
  | 'NOT_FOUND' // a path or a glob named something that is not there
  | 'NOT_YAML'
  | 'NOT_JSON'
  | 'NOT_AN_OBJECT' // meant for a cluster, and no Kubernetes object
  | 'NOT_A_REPORT' // named as a report, and none that we can read
  | 'INCOMPLETE_REPORT' // the scan was not whole
  | 'RENDER_FAILED' // helm or kustomize is missing, or failed
  | 'RULE_CRASHED'
  | 'BAD_CONFIG'
  | 'BAD_INPUT' // of the command line or of `with:`

export interface Place {
  readonly file?: string
  /** 1-based. */
  readonly line?: number
  readonly column?: number
}

export class Fault extends Error {
  readonly code: FaultCode
  readonly file: string | undefined
  readonly line: number | undefined
  readonly column: number | undefined

  /** `message` says what is wrong and what to do about it. */
  constructor(code: FaultCode, message: string, place: Place & { cause?: unknown } = {}) {
    super(message, { cause: place.cause })
    this.name = 'Fault'
    this.code = code
    this.file = place.file
    this.line = place.line
    this.column = place.column
  }
}
