/** Places in what is broken, in reports, in policies and in names. */
import type { Place } from '../write.ts'

const POD =
  'apiVersion: v1\nkind: Pod\nmetadata: {name: api}\nspec: {hostPID: true, containers: [{name: api, image: a}]}\n'

const config = (data: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n${data}\n`

/** Texts that the readers of YAML refuse, each with words about what they met. */
const BROKEN_YAML: readonly (readonly [title: string, ...texts: string[]])[] = [
  ['alias', config('  @name@: *@line@'), config('  a: [*@line@, @yaml@]')],
  ['anchor', config('  @name@: &@line@ &b x'), config('  @name@: &@line@'), config('  a: &x &@line@ y')],
  [
    'tag',
    config('  @name@: !@line@ x'),
    config('  @name@: !!@line@ x'),
    config('  a: !<@line@> @yaml@'),
    config('  a: !!int @yaml@'),
  ],
  [
    'directive',
    `%YAML @line@\n---\n${config('  a: b')}`,
    `%TAG @line@\n---\n${config('  a: b')}`,
    `%@line@\n---\n${config('  a: b')}`,
  ],
  [
    'duplicate',
    config('  @name@: {1: @yaml@, "1": @yaml@}'),
    config('  @name@: @yaml@\n  @name@: @yaml@'),
    config('  ? @yaml@\n  : 1\n  ? @yaml@\n  : 2'),
    config('  @line@: 1\n  @line@: 2'),
  ],
  [
    'quote',
    config('  @name@: "@line@'),
    config("  @name@: '@line@"),
    config('  @name@: "@line@" x'),
    config('  @name@: "\\q@line@"'),
  ],
  [
    'indentation',
    config('  @name@: a\n   b: @line@'),
    config('  @name@: @yaml@\n c: d'),
    config('\t@name@: @line@'),
    config('  @name@: |\n  @line@'),
  ],
  [
    'brackets',
    config('  @name@: [@line@'),
    config('  @name@: {@line@'),
    config('  @name@: @line@}'),
    config('  a: {b: @yaml@ c}'),
  ],
  ['colon', config('  @name@: a: @line@'), config('  @line@'), config('  @name@ @line@\n  b: c'), config('  - @said@')],
  ['merge', config('  <<: @yaml@'), config('  <<: [@yaml@, *@line@]')],
  ['key', config('  {@name@: @yaml@}: x'), config('  [@yaml@]: x'), config('  ? |\n    @line@\n  : x')],
  [
    'plain',
    '@line@',
    '@said@',
    '- @said@',
    '---\n@said@\n---\n%@line@',
    `${POD}@line@`,
    `${POD}--- @line@`,
    `${POD}... @line@`,
  ],
  [
    'block',
    config('  @name@: |@line@\n    x'),
    config('  @name@: >9@line@'),
    config('  @name@: @@line@'),
    config('  @name@: `@line@'),
  ],
  [
    'template',
    config('  @name@: {{ .Values.@line@ }}'),
    config('  {{ if eq "@line@" "x" }}\n  @name@: @yaml@\n  {{ end }}'),
  ],
]

const BROKEN_JSON: readonly string[] = [
  '{"apiVersion": "v1", "kind": "ConfigMap", "data": {"@name@": @json@',
  '{"apiVersion": "v1", "kind": "ConfigMap", "data": {"@name@": @json@ x}}',
  '{"apiVersion": "v1", "kind": "ConfigMap", "data": {"@name@": @line@}}',
  '{"apiVersion": "v1", "kind": "ConfigMap", "data": {"@name@": "@line@\\q"}}',
  '{"apiVersion": "v1", "kind": "ConfigMap", "data": {@name@: @json@}} @line@',
]

const trivyWith = (row: string, result = '', top = ''): string =>
  `{"SchemaVersion": 2, ${top || '"ArtifactName": "shop/api:1.4", "ArtifactType": "container_image"'}, "Results": [{"Target": "x", "Class": "os-pkgs", "Type": "debian"${result}, ${row}}]}`
const vulnerability = (fields: string): string =>
  trivyWith(
    `"Vulnerabilities": [{"VulnerabilityID": "CVE-2026-1", "PkgName": "a", "InstalledVersion": "1", "FixedVersion": "2", "Severity": "CRITICAL", "Status": "fixed"${fields}}]`,
  )
const sarifWith = (result: string, driver = ''): string =>
  `{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "Snyk Container"${driver}}}, "results": [{"ruleId": "CVE-2026-1", "level": "error"${result}}]}]}`
const grypeWith = (match: string, source = '"type": "image", "target": {"userInput": "shop/api:1.4"}'): string =>
  `{"descriptor": {"name": "grype", "version": "0.110.0"}, "source": {${source}}, "matches": [${match}]}`

const REPORTS: readonly (readonly [title: string, ...texts: string[]])[] = [
  [
    'title',
    vulnerability(', "Title": "@said json@"'),
    trivyWith(
      '"Secrets": [{"RuleID": "x", "Severity": "CRITICAL", "Title": "@said json@", "StartLine": 1, "Match": "@said json@", "Code": {"Lines": [{"Content": "@said json@"}]}}]',
    ),
    trivyWith(
      '"Misconfigurations": [{"ID": "x", "Severity": "HIGH", "Status": "FAIL", "Title": "@said json@"}]',
      ', "Class": "config"',
    ),
  ],
  [
    'message',
    vulnerability(', "Description": "@said json@"'),
    trivyWith(
      '"Misconfigurations": [{"ID": "x", "Severity": "HIGH", "Status": "FAIL", "Title": "x", "Message": "@said json@"}]',
      ', "Class": "config"',
    ),
    sarifWith(', "message": {"text": "@said json@"}'),
    sarifWith(
      ', "message": {"text": "x {0}", "arguments": ["@said json@"]}',
      ', "rules": [{"id": "CVE-2026-1", "shortDescription": {"text": "@said json@"}, "fullDescription": {"text": "@said json@"}}]',
    ),
    grypeWith(
      '{"vulnerability": {"id": "CVE-2026-1", "severity": "Critical", "description": "@said json@", "fix": {"state": "fixed", "versions": ["2"]}}, "artifact": {"name": "a", "version": "1", "type": "deb"}}',
    ),
    trivyWith(
      '"ExperimentalModifiedFindings": [{"Type": "vulnerability", "Status": "ignored", "Statement": "@said json@", "Source": "@said json@", "Finding": {"VulnerabilityID": "CVE-2026-1", "PkgName": "a", "Severity": "CRITICAL"}}]',
    ),
  ],
  [
    'package',
    vulnerability(', "PkgName": "@json inside@"'),
    vulnerability(', "InstalledVersion": "@json inside@", "FixedVersion": "@json inside@, 2"'),
    vulnerability(', "PkgPath": "@json inside@", "PkgIdentifier": {"PURL": "pkg:deb/@json inside@"}'),
    trivyWith(
      '"Licenses": [{"Severity": "HIGH", "Category": "@json inside@", "PkgName": "@json inside@", "Name": "@json inside@"}]',
    ),
    grypeWith(
      '{"vulnerability": {"id": "CVE-2026-1", "severity": "Critical", "fix": {"state": "@json inside@", "versions": ["@json inside@"]}}, "artifact": {"name": "@json inside@", "version": "1", "type": "@json inside@", "locations": [{"path": "@json inside@"}]}}',
    ),
  ],
  [
    'id and severity',
    vulnerability(', "VulnerabilityID": "@json inside@", "Severity": "@json inside@"'),
    vulnerability(', "Severity": "@json inside@", "PrimaryURL": "https://nvd.nist.gov/@json inside@"'),
    vulnerability(
      ', "VendorIDs": ["@json inside@"], "References": ["@json inside@"], "Layer": {"DiffID": "@json inside@"}',
    ),
    sarifWith(', "level": "@json inside@", "ruleId": "@json inside@", "message": {"text": "x"}'),
  ],
  [
    'path',
    trivyWith(
      '"Vulnerabilities": [{"VulnerabilityID": "CVE-2026-1", "PkgName": "a", "Severity": "CRITICAL"}]',
      ', "Target": "@json inside@", "Class": "lang-pkgs"',
    ),
    trivyWith(
      '"Secrets": [{"RuleID": "x", "Severity": "CRITICAL", "Title": "x", "StartLine": 1}]',
      ', "Target": "@json inside@"',
      '"ArtifactName": "@json inside@", "ArtifactType": "filesystem"',
    ),
    sarifWith(
      ', "message": {"text": "x"}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": "@json inside@"}, "region": {"startLine": 1, "snippet": {"text": "@said json@"}}}}]',
    ),
  ],
  [
    'image',
    trivyWith(
      '"Vulnerabilities": [{"VulnerabilityID": "CVE-2026-1", "PkgName": "a", "Severity": "CRITICAL"}]',
      '',
      '"ArtifactName": "@json inside@", "ArtifactType": "container_image"',
    ),
    grypeWith(
      '{"vulnerability": {"id": "CVE-2026-1", "severity": "Critical"}, "artifact": {"name": "a", "version": "1"}}',
      '"type": "image", "target": {"userInput": "@json inside@"}',
    ),
  ],
  [
    'broken',
    trivyWith('"Vulnerabilities": [@json@, 1, {"@name@": @json@}]'),
    trivyWith('"Vulnerabilities": @json@'),
    vulnerability(', "Title": "@said json@"').slice(0, -6),
    vulnerability(', "Title": @line@'),
    vulnerability(', "Title": @json@, "Title": @json@, "@name@": @json@, "@name@": 1'),
    `{"SchemaVersion": @json@, "ArtifactName": @json@, "ArtifactType": @json@, "Results": []}`,
    '{"ClusterName": @json@, "Resources": [{"Kind": @json@, "Namespace": @json@, "Name": @json@}]}',
    '{"ClusterName": "x", "Resources": [{"Kind": "Pod", "Name": "x", "Error": "@said json@"}]}',
    '{"descriptor": {"name": "grype", "version": @json@}, "source": {"type": @json@, "target": @json@}, "matches": []}',
    '{"descriptor": {"name": "grype", "version": "1", "db": {"status": {"valid": false, "error": "@said json@"}}}, "source": {"type": "image"}, "matches": []}',
    '{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "Trivy"}}, "invocations": [{"executionSuccessful": false, "exitCode": 2, "toolExecutionNotifications": [{"level": "error", "message": {"text": "@said json@"}}]}], "results": []}]}',
    '{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": @json@}}, "invocations": [{"executionSuccessful": false}], "results": []}]}',
    '{"version": @json@, "runs": [{"tool": {"driver": {"name": "Trivy"}}, "results": [{"ruleId": @json@}]}]}',
    '{"bomFormat": "CycloneDX", "specVersion": @json@, "vulnerabilities": [{"id": @json@}]}',
  ],
]

const POLICIES: readonly (readonly [title: string, ...texts: string[]])[] = [
  [
    'value',
    'fail-on: @yaml@',
    'profile: @yaml@',
    'kubernetes-version: @yaml@',
    'kubernetes-version: @line@',
    'fail-on: {manifest: @yaml@}',
    'fail-on: {@name@: @yaml@}',
    'rules: {privileged-container: @yaml@}',
    'rules: {privileged-container: {severity: @yaml@}}',
    'rules: {privileged-container: {options: {@name@: @yaml@}}}',
    'rules: {unknown-registry: {options: {registries: @yaml@}}}',
    'image: {epss: @yaml@, unknown: @yaml@, max: {critical: @yaml@}}',
    'paths: {include: ["[@line@"], exclude: ["[z-a]@line@"]}',
    'paths: {include: @yaml@, exclude: [@yaml@, [@yaml@]]}',
    'charts: @yaml@\noverlays: [@yaml@]',
    'waivers: @yaml@',
    '@line@',
    '- @yaml@',
  ],
  [
    'unknown key',
    '@name@: @yaml@',
    '@line@: x',
    'rules: {@yaml@: off}',
    'image: {@name@: @yaml@}',
    'waivers: [{rule: host-pid, reason: x, @name@: @yaml@}]',
    'a: 1\na: @yaml@',
    '@name@: @line@',
  ],
  [
    'waiver',
    'waivers: [{rule: host-pid, reason: "@said json@", until: 2099-12-31}]',
    'waivers: [{rule: host-pid, reason: "@said json@", until: 2020-01-01}]',
    'waivers: [{rule: host-pid, reason: x, until: 2020-01-01, by: @yaml@}]',
    'waivers: [{rule: host-pid, reason: x, until: @yaml@}]',
    'waivers: [{rule: host-pid, reason: @yaml@, where: @yaml@, until: 2099-12-31}]',
    'waivers: [{rule: @yaml@, reason: @yaml@, until: 2099-12-31}]',
    'waivers: [{rule: host-ipc, reason: [@yaml@], until: @line@}]',
  ],
  ['broken', 'fail-on: *@line@', 'fail-on: !@line@ high', 'fail-on: "@line@', 'fail-on: [@line@', '\tfail-on: @line@'],
]

const spread = (
  group: Place['group'],
  table: readonly (readonly [string, ...string[]])[],
  files: (text: string) => Readonly<Record<string, string>>,
): readonly Place[] =>
  table.flatMap(([title, ...texts]) => texts.map((text): Place => ({ group, title, files: files(text) })))

const named = (title: string, files: Readonly<Record<string, string>>): Place => ({ group: 'file name', title, files })

export const OTHER_PLACES: readonly Place[] = [
  ...spread('broken YAML', BROKEN_YAML, text => ({ 'broken.yaml': text })),
  ...spread('broken JSON', [['JSON', ...BROKEN_JSON]], text => ({ 'broken.json': text, 'broken.yaml': text })),
  ...spread('report', REPORTS, text => ({
    'scan.json': text,
    'pod.yaml': POD.replace('image: a', 'image: "shop/api:1.4"'),
  })),
  ...spread('policy', POLICIES, text => ({ '.seaworthy.yml': text, 'pod.yaml': POD })),
  named('manifest', { '@file@.yaml': POD }),
  named('broken manifest', { '@file@.yaml': 'a: [' }),
  named('Dockerfile', { 'Dockerfile.@file@': 'FROM a\nUSER root\n' }),
  named('report', { 'trivy-@file@.json': '{"SchemaVersion": 2, "ArtifactName": "x", "Results": [' }),
]
