import type { ReportReader } from '../../model/report.ts'
import { unread } from '../unread.ts'

/** What other tools read where they are run, and so may be stricter about than Seaworthy is. */
const FILES: readonly (readonly [tool: string, file: RegExp])[] = [
  ['hadolint', /^\.hadolint\.ya?ml$/],
  ['kube-linter', /^\.kube-linter\.ya?ml$/],
  ['Checkov', /^\.checkov\.ya?ml$/],
  ['Polaris', /^polaris\.ya?ml$/],
  ['kube-score', /^\.kube-score\.ya?ml$/],
  ['Trivy', /^trivy\.ya?ml$/],
  ['KICS', /^kics\.config$/],
]

const MOVE =
  'set in the policy what it sets (ids of other tools work there), then list the file under `ignored-settings`'

const own = FILES.map(([tool, file]) =>
  unread({
    format: `${tool.toLowerCase()}-settings`,
    title: `settings file of ${tool}`,
    unread: 'no scan',
    file,
    advice: MOVE,
  }),
)

const ignoreFile = unread({
  format: 'ignore-file',
  title: 'ignore file of a scanner',
  unread: 'no scan',
  file: /^(?:.*\.)?(?:trivyignore(?:\.ya?ml)?|grype\.ya?ml|snyk|dockleignore)$|^osv-scanner\.toml$/,
  advice: `it lists what a scanner ignores, not findings: ${MOVE}`,
})

/** Settings of other tools: they hold no findings, and until the policy says otherwise nobody may take them for read. */
export const SETTINGS: readonly ReportReader[] = [...own, ignoreFile]

const FORMATS = new Set(SETTINGS.map(({ format }) => format))

/** Whether what is in this format sets something. */
export const isSettings = (format: string | undefined): boolean => format !== undefined && FORMATS.has(format)
