import type { ReportReader } from '../../model/report.ts'
import { all, firstOf, has, hasKeyLike, inside, isList, sarifWith, says, some, unread } from '../unread.ts'

const JSON_OF_TRIVY = 'let Trivy write its own JSON, `trivy --format json`'

/** An object that Trivy Operator wrote, with what it found; of the objects that are only asked for, none has it yet. */
const operatorReport = all(says('apiVersion', /^aquasecurity\.github\.io\//), some(has('report'), has('status')))
const policyReport = all(says('apiVersion', /^(?:openreports|wgpolicyk8s)\.io\//), says('kind', /Report$/))

/** Scanners of images, packages and clusters. */
export const SCANS: readonly ReportReader[] = [
  unread({
    title: 'Amazon Inspector',
    recognises: some(
      inside('sbom', says('bomFormat', /^CycloneDX$/)),
      all(has('vulnerability_count'), isList('vulnerabilities')),
      firstOf(
        'findings',
        all(has('findingArn'), some(has('packageVulnerabilityDetails'), has('inspectorScore'), has('awsAccountId'))),
      ),
    ),
    signs: [[/"sbom"\s*:\s*\{/, /"bomFormat"\s*:/]],
  }),
  unread({
    title: 'Xeol',
    recognises: some(firstOf('matches', has('Cycle')), inside('descriptor', says('name', /^xeol$/))),
    signs: [[/"matches"\s*:\s*\[/, /"Cycle"\s*:|"name"\s*:\s*"xeol"/]],
  }),
  unread({
    title: 'Trivy Operator',
    recognises: some(
      operatorReport,
      firstOf('items', operatorReport),
      hasKeyLike(/^[a-z]+reports\.aquasecurity\.github\.io$/),
    ),
    advice: 'scan with `trivy k8s --report all --format json`',
  }),
  unread({
    format: 'policy-report',
    title: 'Kubernetes policy',
    recognises: some(policyReport, firstOf('items', policyReport)),
  }),
  unread({
    title: 'Trivy summary',
    recognises: all(isList('vulnerabilities'), isList('misconfigurations')),
    advice: 'it contains ids only: scan with `trivy k8s --report all --format json`',
  }),
  unread({
    title: 'Harbor',
    recognises: some(
      has('generated_at', 'scanner', 'vulnerabilities'),
      hasKeyLike(/scanner\.adapter\.vuln\.report|security\.vulnerability\.report/),
    ),
  }),
  unread({
    title: 'Amazon ECR',
    recognises: some(has('imageScanFindings'), has('imageScanStatus')),
    signs: [[/"imageScan(?:Findings|Status)"\s*:/]],
  }),
  unread({
    title: 'Dependency-Track',
    recognises: some(
      firstOf('findings', has('component', 'vulnerability')),
      all(has('project', 'version'), inside('meta', says('application', /^Dependency-Track$/))),
    ),
    signs: [[/"application"\s*:\s*"Dependency-Track"/]],
  }),
  unread({
    format: 'asff',
    title: 'AWS Security Hub (ASFF)',
    recognises: some(firstOf('Findings', has('ProductArn')), firstOf('findings', has('ProductArn'))),
    rows: has('ProductArn', 'GeneratorId'),
    signs: [[/"ProductArn"\s*:/]],
  }),
  unread({
    title: 'Clair',
    recognises: some(
      has('manifest_hash', 'package_vulnerabilities'),
      has('LayerCount', 'Vulnerabilities'),
      all(isList('unapproved'), isList('vulnerabilities')),
    ),
    signs: [[/"manifest_hash"\s*:/]],
  }),
  unread({ title: 'Quay', recognises: inside('data', inside('Layer', has('Features'))) }),
  unread({
    title: 'Google Artifact Analysis',
    recognises: some(has('package_vulnerability_summary'), has('image_summary', 'discovery_summary')),
    rows: has('noteName', 'vulnerability'),
    signs: [[/"discovery_summary"\s*:/]],
  }),
  unread({
    title: 'OSV-Scanner',
    recognises: some(firstOf('results', has('source', 'packages')), all(isList('results'), has('experimental_config'))),
    advice: sarifWith('osv-scanner --format sarif'),
    signs: [[/"results"\s*:\s*\[/, /"experimental_config"\s*:|"packages"\s*:\s*\[/]],
  }),
  unread({
    format: 'twistcli',
    title: 'Prisma Cloud (twistcli)',
    recognises: some(
      firstOf('results', some(has('vulnerabilityDistribution'), has('complianceDistribution'))),
      has('vulnerabilityDistribution'),
    ),
    signs: [[/"complianceDistribution"\s*:/]],
  }),
  unread({
    title: 'Wiz',
    recognises: some(
      inside('result', says('__typename', /^CICD/)),
      all(has('scanOriginResource', 'policies'), inside('status', has('verdict'))),
    ),
    signs: [[/"scanOriginResource"\s*:/]],
  }),
  unread({
    title: 'Sysdig',
    recognises: some(inside('scanner', says('name', /sysdig/)), firstOf('data', has('vulnName', 'vulnSeverity'))),
    signs: [[/"name"\s*:\s*"sysdig/]],
  }),
  unread({
    title: 'GitLab',
    recognises: all(
      isList('vulnerabilities'),
      has('version'),
      some(
        inside('scan', has('scanner')),
        isList('remediations'),
        firstOf('vulnerabilities', has('identifiers', 'location')),
      ),
    ),
  }),
  unread({
    title: 'Snyk',
    recognises: some(
      all(
        isList('vulnerabilities'),
        some(has('ok'), has('packageManager'), has('dependencyCount'), has('licensesPolicy'), has('projectName')),
      ),
      all(says('path', /./), says('error', /./), json => json['ok'] === false),
      inside('result', has('issues', 'issuesData')),
      all(
        has('jsonapi'),
        firstOf('data', all(says('type', /^issue$/), inside('attributes', has('effective_severity_level')))),
      ),
    ),
    advice: sarifWith('snyk container test --sarif'),
    names: ['snyk'],
    text: [/^Tested [^\n]{1,500} for known (?:issues|vulnerabilities)/m],
  }),
  unread({
    title: 'JFrog Xray',
    recognises: some(
      all(has('vulnerabilities'), some(has('securityViolations'), has('licensesViolations'))),
      firstOf('artifacts', has('general', 'issues')),
      firstOf('data', has('issue_type', 'source_comp_id')),
      firstOf('rows', has('vulnerable_component', 'impacted_artifact')),
    ),
    rows: all(has('scan_id'), some(has('vulnerabilities'), has('violations'))),
    advice: sarifWith('jf docker scan --format=sarif'),
  }),
  unread({
    title: 'Anchore',
    recognises: some(
      all(isList('securityEvaluation'), has('metadata')),
      all(has('policyId'), firstOf('evaluations', has('finalAction'))),
      has('imageDigest', 'vulnerability_type'),
      has('image_digest', 'vulnerability_type'),
    ),
    rows: some(has('vuln', 'packageCpe'), has('policyId', 'finalAction'), hasKeyLike(/^sha256:[0-9a-f]{64}$/)),
    signs: [
      [/"policyId"\s*:/, /"finalAction"\s*:/],
      [/"sha256:[0-9a-f]{64}"\s*:\s*\{/, /"final_action"|"policy_id"|"gate"/],
    ],
  }),
  unread({
    format: 'stackrox',
    title: 'StackRox (roxctl)',
    recognises: some(
      all(has('metadata', 'name'), inside('scan', isList('components'))),
      inside('result', inside('summary', has('TOTAL-VULNERABILITIES'))),
      all(isList('results'), inside('summary', has('TOTAL', 'CRITICAL'))),
    ),
    signs: [
      [/"(?:TOTAL-VULNERABILITIES|violatedPolicies)"\s*:/],
      [/"scan"\s*:\s*\{/, /"cvesFetched|"vulns"\s*:|"riskScore"\s*:/],
    ],
  }),
  unread({
    title: 'NeuVector',
    recognises: inside(
      'report',
      all(isList('vulnerabilities'), some(has('modules'), has('checks'), has('setid_perms'))),
    ),
  }),
  unread({
    title: 'Aqua',
    recognises: some(
      has('image_assurance_results', 'resources'),
      all(isList('cves'), has('image_name')),
      all(isList('result'), has('pagesize', 'more_data_all_pages')),
    ),
    rows: all(has('image_name'), inside('results', has('image_assurance_results'))),
    signs: [[/"(?:image_assurance_results|more_data_all_pages)"\s*:/]],
  }),
  unread({
    title: 'Kubescape',
    recognises: inside('summaryDetails', some(has('controls'), has('frameworks'))),
    advice: sarifWith('kubescape scan --format sarif'),
    signs: [[/"summaryDetails"\s*:/]],
  }),
  unread({
    title: 'kube-bench',
    recognises: all(isList('Controls'), inside('Totals', has('total_fail'))),
    rows: all(has('node_type', 'total_fail'), isList('tests')),
    signs: [[/"node_type"\s*:/, /"(?:test_number|tests)"\s*:/]],
  }),
  unread({ title: 'Popeye', recognises: inside('popeye', has('score', 'grade')), signs: [[/"popeye"\s*:\s*\{/]] }),
  unread({
    format: 'defender',
    title: 'Microsoft Defender',
    recognises: all(
      isList('value'),
      some(
        says('@odata.context', /securitycenter\.(?:microsoft|windows)\.com/),
        firstOf('value', has('cveId', 'severity')),
      ),
    ),
  }),
  unread({
    title: 'Mend',
    recognises: some(
      firstOf('vulnerabilities', has('name', 'severity', 'library')),
      all(has('supportToken', 'additionalData'), isList('response')),
    ),
    signs: [[/"supportToken"\s*:/]],
  }),
  unread({ title: 'Orca', rows: has('OrcaScore', 'CloudAccount'), signs: [[/"OrcaScore"\s*:/]] }),
  unread({
    title: 'Trivy table',
    text: [/^Total: \d{1,9} \((?:UNKNOWN|LOW|MEDIUM|HIGH|CRITICAL): \d/m],
    advice: JSON_OF_TRIVY,
  }),
  unread({ title: 'Trivy HTML', text: [/<title>[^<]{0,300}Trivy Report/], advice: JSON_OF_TRIVY }),
  unread({
    title: 'Trivy JUnit',
    text: [/<testcase [^>]{0,500}name="\[(?:UNKNOWN|LOW|MEDIUM|HIGH|CRITICAL)\] /],
    advice: JSON_OF_TRIVY,
  }),
  unread({
    title: 'Grype table',
    text: [/^NAME +INSTALLED +(?:FIXED[- ]IN +)?(?:TYPE +)?VULNERABILITY +SEVERITY/m],
    advice: 'let Grype write its own JSON, `grype -o json`',
  }),
  unread({
    format: 'csv',
    title: 'CSV vulnerability',
    text: [/^(?=[^\n]{0,2000}(?:cve|vulnerability))(?=[^\n]{0,2000}severity)[^\n,;\t]{1,100}[,;\t]/i],
    advice: 'let the scanner write its own JSON or SARIF',
  }),
]
