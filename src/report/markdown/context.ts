import type { Finding } from '../../core/finding.ts'
import { downTo } from '../../core/paths.ts'
import { advisoryUrl, code, LONGEST_URL, urlPath } from '../escape.ts'

/** Where the findings are to be read on GitHub; without it nothing is linked but pages of rules and advisories. */
export interface MarkdownContext {
  /** `https://github.com` */
  readonly server: string
  /** `owner/name` */
  readonly repository: string
  /** The commit whose files were checked. */
  readonly sha: string
  /** The folder of the workspace that it is checked out to; `''` is the workspace itself. */
  readonly folder: string
  /** The head of the pull request, where its merge with the base was checked. */
  readonly mergeOf?: string
  /** The head of the pull request, where something else was checked: neither that nor its merge. */
  readonly insteadOf?: string
  /** This run's page. */
  readonly run?: string
}

/** The file and line of a finding, linked where it can be. */
export function placeLink(finding: Finding, context: MarkdownContext | undefined): string {
  const { file, start } = finding.location
  const label = `${code(file, 120)} line ${start.line}`
  const url = context && fileUrl(finding, context)
  return url !== undefined && url.length <= LONGEST_URL ? `[${label}](${url})` : label
}

function fileUrl(finding: Finding, { server, repository, sha, folder }: MarkdownContext): string | undefined {
  const path = downTo(finding.location.file, folder)
  if (path === undefined || isInReport(finding)) return undefined
  return `${server}/${urlPath(repository)}/blob/${encodeURIComponent(sha)}/${urlPath(path)}#L${finding.location.start.line}`
}

/** A scan report is made by the job, and is not in the commit. */
const isInReport = ({ area, location, related }: Finding): boolean =>
  area === 'image' && location.text === '' && related.some(({ file }) => file === location.file)

/** The id of an advisory, linked where its page is one of those that may be. */
export function advisoryLink({ code: named }: Finding): string | undefined {
  if (named === undefined) return undefined
  const page = named.url === undefined ? undefined : advisoryUrl(named.url)
  return page === undefined ? code(named.id, 80) : `[${code(named.id, 80)}](${page})`
}
