import type { ReportReader } from '../../model/report.ts'
import { all, firstOf, has, inside, isList, sarifWith, says, some, unread } from '../unread.ts'

/** Scanners of manifests, Dockerfiles and other code of a repository. */
export const CODE: readonly ReportReader[] = [
  unread({
    title: 'Dockle',
    recognises: all(inside('summary', has('fatal')), isList('details')),
    advice: sarifWith('dockle --format sarif'),
    signs: [[/"fatal"\s*:/, /"details"\s*:/]],
  }),
  unread({
    title: 'Hadolint',
    rows: all(has('line', 'column'), says('code', /^(?:DL|SC)\d{4}$/), has('level')),
    advice: sarifWith('hadolint --format sarif'),
    signs: [[/"code"\s*:\s*"(?:DL|SC)\d{4}"/]],
  }),
  unread({
    title: 'GitLab code quality',
    rows: all(has('check_name', 'fingerprint'), inside('location', has('path'))),
    signs: [[/"check_name"\s*:/, /"fingerprint"\s*:/]],
  }),
  unread({
    title: 'Checkov',
    recognises: all(has('check_type'), inside('results', some(isList('failed_checks'), isList('passed_checks')))),
    advice: sarifWith('checkov --output sarif'),
    signs: [[/"check_type"\s*:/]],
  }),
  unread({
    title: 'kube-linter',
    recognises: all(has('Checks', 'Reports'), inside('Summary', has('KubeLinterVersion'))),
    advice: sarifWith('kube-linter lint --format sarif'),
    signs: [[/"Checks"\s*:\s*\[/, /"(?:remediation|KubeLinterVersion)"\s*:/]],
  }),
  unread({
    title: 'Polaris',
    recognises: has('PolarisOutputVersion', 'Results'),
    signs: [[/"PolarisOutputVersion"\s*:/]],
  }),
  unread({
    title: 'Terrascan',
    recognises: inside('results', all(has('violations'), has('scan_summary'))),
    advice: sarifWith('terrascan scan -o sarif'),
    signs: [[/"scan_summary"\s*:/]],
  }),
  unread({
    title: 'tfsec',
    recognises: firstOf(
      'results',
      all(has('rule_id', 'severity', 'location'), some(has('rule_provider'), has('long_id'))),
    ),
    advice: sarifWith('tfsec --format sarif'),
  }),
  unread({
    title: 'npm audit',
    recognises: some(
      all(
        has('auditReportVersion'),
        inside('vulnerabilities', () => true),
      ),
      all(has('advisories', 'actions'), inside('metadata', has('vulnerabilities'))),
    ),
    signs: [[/"auditReportVersion"\s*:/]],
  }),
  unread({
    title: 'Xygeni',
    recognises: all(
      inside('metadata', has('scanType', 'reportProperties')),
      some(isList('vulnerabilities'), isList('secrets')),
    ),
    signs: [[/"scanType"\s*:/, /"reportProperties"\s*:/]],
  }),
  unread({ title: 'TruffleHog', recognises: has('SourceMetadata', 'DetectorName'), signs: [[/"SourceMetadata"\s*:/]] }),
  unread({
    title: 'Gitleaks',
    rows: some(has('RuleID', 'Secret'), has('rule', 'offender')),
    advice: sarifWith('gitleaks detect --report-format sarif'),
    signs: [[/"RuleID"\s*:/, /"Secret"\s*:/], [/"offender"\s*:/]],
  }),
]
