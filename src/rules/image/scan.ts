import type { Severity } from '../../core/severity.ts'
import type { ScanFinding, ScanKind } from '../../scans/model/report.ts'
import type { Scanned } from '../../world/scanned.ts'
import { type AnyRule, family, rule } from '../rule.ts'

/** What a scanner found becomes a finding of ours by its kind: one row is one rule. */
export const scanRules = family<Row>(
  [
    [
      'vulnerable-package',
      'vulnerability',
      'high',
      'Image holds a package with a known vulnerability',
      'Exploits for published vulnerabilities are written by others and tried on everything that can be reached.',
      'Rebuild on a base image that has the fixed version, or upgrade the package; waive it with a reason and a date if it cannot be reached.',
      finding =>
        `\`${finding.package?.name ?? '?'}\` ${finding.package?.version ?? ''} has ${finding.id}${fixWords(finding)}`,
    ],
    [
      'secret-in-image',
      'secret',
      'high',
      'Image holds a secret',
      'Everyone who can pull the image can read every layer of it, deleted files too.',
      'Revoke the secret, mount it at run time, and build the layer again without it.',
      finding => `${finding.title ?? 'a secret'} (\`${finding.id}\`)`,
    ],
    [
      'scanner-misconfiguration',
      'misconfiguration',
      'medium',
      'Scanner reports a misconfiguration',
      'Another scanner of yours judged this setting unsafe; its report says how it can be used.',
      'Follow the advice of the scanner, or waive the finding with a reason and a date.',
      finding => `\`${finding.id}\`: ${finding.title ?? 'misconfiguration'}`,
    ],
    [
      'image-license',
      'license',
      'low',
      'Package has a license that the scanner restricts',
      'Shipping the image may bind you to terms nobody agreed to.',
      'Replace the package, or have the license cleared and waive the finding with the reason.',
      finding => `\`${finding.package?.name ?? '?'}\` comes under \`${finding.id}\``,
    ],
    [
      'end-of-life-base',
      'end-of-life',
      'high',
      'Base of the image gets no security fixes any more',
      'New vulnerabilities are neither fixed nor reported: a clean scan of such an image means nothing.',
      'Build on a supported release of the distribution.',
      finding => finding.title ?? `\`${finding.id}\` is at its end of life`,
    ],
  ],
  fromScan,
)

/** Nothing when the report does not say: neither a hope nor an excuse is to be invented. */
function fixWords({ fixed }: ScanFinding): string {
  if (fixed === undefined) return ''
  return fixed.length > 0 ? `, fixed in ${fixed.join(', ')}` : ', not fixed yet'
}

/** The image, where the place does not show it: in the report itself. */
const imageWords = ({ source, reports: [{ report, source: inReport }] }: Scanned): string =>
  report.image && source === inReport ? `in \`${report.image.ref}\`: ` : ''

type Row = [
  id: string,
  kind: ScanKind,
  severity: Severity,
  title: string,
  why: string,
  help: string,
  say: (finding: ScanFinding) => string,
]

function fromScan(...[id, kind, severity, title, why, help, say]: Row): AnyRule {
  return rule({
    id,
    on: 'scan',
    severity,
    title,
    why,
    help,
    check(scanned: Scanned) {
      const { finding, at, usedBy, reports } = scanned
      if (finding.kind !== kind) return
      return {
        at,
        message: `${imageWords(scanned)}${say(finding)}`,
        severity: finding.severity,
        see: [
          ...usedBy.slice(1).map(container => ({
            at: container.at('image'),
            in: container.source,
            note: `\`${container.handle}\` runs it too`,
          })),
          ...reports.map(({ report, source }) => ({
            at: { span: [0, 0] as const },
            in: source,
            note: `reported by ${report.tool}`,
          })),
        ],
      }
    },
  })
}
