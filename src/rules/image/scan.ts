import { type Code, MOST_RELATED, type Problem } from '../../core/finding.ts'
import type { RuleMeta } from '../../core/rule.ts'
import type { ScanFinding, ScanKind } from '../../scans/model/report.ts'
import type { Scanned } from '../../world/scanned.ts'
import { type AnyRule, rule } from '../rule.ts'

/** What a scanner found becomes a finding of ours by its kind: one row is one rule. */
export const scanRules = (
  [
    {
      id: 'vulnerable-package',
      title: 'Image holds a package with a known vulnerability',
      why: 'Exploits for published vulnerabilities are readily available and tried against everything that is reachable.',
      help: 'Rebuild on a base image with the fixed version (`docker build --pull .`), or upgrade the package; if it is not reachable, waive it with a reason and an expiry date.',
      severity: 'high',
      profile: 'essential',
      since: '0.1',
      kind: 'vulnerability',
      say: finding => `${packageWords(finding)} has ${finding.id}${fixWords(finding)}`,
    },
    {
      id: 'secret-in-image',
      title: 'Image contains a secret',
      why: 'Anyone who can pull the image can read all of its layers, including deleted files.',
      help: 'Revoke the secret, rebuild the layer without it, and pass the new one at build time with `RUN --mount=type=secret,id=token …` or mount it at run time.',
      severity: 'high',
      profile: 'essential',
      since: '0.1',
      kind: 'secret',
      say: finding => `${finding.title ?? 'a secret'} (\`${finding.id}\`)`,
    },
    {
      id: 'scanner-misconfiguration',
      title: 'Scanner reports a misconfiguration',
      why: 'Another scanner flagged this setting as unsafe; its report describes how it can be exploited.',
      help: "Apply the fix from the scanner's report, or waive the finding with a reason and an expiry date.",
      severity: 'medium',
      profile: 'recommended',
      since: '0.1',
      kind: 'misconfiguration',
      say: finding => `\`${finding.id}\`: ${finding.title ?? 'misconfiguration'}`,
    },
    {
      id: 'image-license',
      title: 'Package has a license restricted by the scanner',
      why: 'Shipping the image may bind you to unreviewed license terms.',
      help: 'Replace the package, or have the license approved and waive the finding with the reason.',
      severity: 'low',
      profile: 'recommended',
      since: '0.1',
      kind: 'license',
      say: finding => `\`${finding.package?.name ?? '?'}\` is licensed under \`${finding.id}\``,
    },
    {
      id: 'end-of-life-base',
      title: 'Base image has reached its end of life',
      why: 'New vulnerabilities are no longer fixed or reported, so a clean scan of the image proves nothing.',
      help: 'Build on a supported release of the distribution, for example `FROM debian:13`.',
      severity: 'high',
      profile: 'essential',
      since: '0.1',
      kind: 'end-of-life',
      // Only endOfLifeFinding makes such rows, with a title.
      say: finding => finding.title!,
    },
  ] satisfies readonly Row[]
).map(fromScan)

const packageWords = ({ package: about }: ScanFinding): string =>
  [`\`${about?.name || '?'}\``, about?.version].filter(Boolean).join(' ')

/** Nothing when the report does not say: neither a hope nor an excuse is to be invented. */
function fixWords({ fixed }: ScanFinding): string {
  if (fixed === undefined) return ''
  return fixed.length > 0 ? `, fixed in ${fixed.join(', ')}` : ', not fixed yet'
}

/** The image, where the place does not show it: in the report itself. */
const imageWords = ({ source, reports: [{ report, source: inReport }] }: Scanned): string =>
  report.image && source === inReport ? `in \`${report.image.ref}\`: ` : ''

const codeOf = ({ finding: { id, ids, url }, reports }: Scanned): Code => ({
  id,
  aliases: {
    cve: ids.filter(name => name.startsWith('CVE-')),
    ghsa: ids.filter(name => name.startsWith('GHSA-')),
    ...Object.fromEntries(reports.map(({ report }) => [report.tool, ids])),
  },
  ...(url !== undefined && { url }),
})

/** So many other users of an image are listed, and the rest is counted: each of its vulnerabilities has the same. */
const MOST_USERS = 5

/** Who else runs the image, and who reported it. */
function placesOf({ usedBy, reports }: Scanned): Pick<Problem, 'see' | 'unseen'> {
  const others = usedBy.slice(1, 1 + Math.max(0, Math.min(MOST_USERS, MOST_RELATED - reports.length)))
  return {
    see: [
      ...others.map(container => ({
        at: container.at('image'),
        in: container.source,
        note: `also used by \`${container.handle}\``,
      })),
      ...reports.map(({ report, source }) => ({
        at: { span: [0, 0] as const },
        in: source,
        note: `reported by ${report.tool}`,
      })),
    ],
    unseen: Math.max(0, usedBy.length - 1) - others.length,
  }
}

interface Row extends RuleMeta {
  readonly kind: ScanKind
  /** What the message says of a row. */
  readonly say: (finding: ScanFinding) => string
}

function fromScan({ kind, say, ...meta }: Row): AnyRule {
  return rule({
    ...meta,
    on: 'scan',
    check(scanned: Scanned) {
      const { finding, at } = scanned
      if (finding.kind !== kind) return
      return {
        at,
        message: `${imageWords(scanned)}${say(finding)}`,
        code: codeOf(scanned),
        severity: finding.severity,
        ...placesOf(scanned),
      }
    },
  })
}
