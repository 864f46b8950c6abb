import { Fault } from '../../core/fault.ts'

/** Holds for whoever named the file as well: it lies where the next run finds it. */
const EXCLUDE = 'to leave it out where it is found by itself, add its path to `paths.exclude` in .seaworthy.yml'

/** The report of a scan that cannot be read: a fault wherever it lies, as nobody knows what it says. */
export const unreadable = (message: string, file: string, cause?: unknown): Fault =>
  new Fault('NOT_A_REPORT', `${message}; ${EXCLUDE}`, { file, cause })

/** Apparently not a scan: a fault if the user named it as one, otherwise only listed. */
export class NoScan extends Fault {
  /** What it is instead. */
  readonly format: string | undefined

  constructor(message: string, file: string, format?: string) {
    super('NOT_A_REPORT', message, { file })
    this.format = format
  }
}
