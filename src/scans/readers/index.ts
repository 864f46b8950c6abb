import type { ReportReader } from '../model/report.ts'
import { grype } from './grype.ts'
import { sarif } from './sarif/sarif.ts'
import { trivy } from './trivy/trivy.ts'
import { CODE } from './unread/code.ts'
import { DOCUMENTS } from './unread/documents.ts'
import { SCANS } from './unread/scans.ts'
import { SETTINGS } from './unread/settings.ts'

/** All formats, in the order in which they are asked: those that are read, and those that are only known. */
export const readers: readonly ReportReader[] = [sarif, grype, trivy, ...DOCUMENTS, ...SETTINGS, ...SCANS, ...CODE]
