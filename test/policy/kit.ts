import type { Finding } from '../../src/core/finding.ts'
import { type ReadPolicy, readPolicy } from '../../src/policy/file/config.ts'
import { type Case, judge } from '../../src/policy/judge.ts'
import { type Overrides, type PolicyFile, resolvePolicy } from '../../src/policy/policy.ts'
import type { Suppression } from '../../src/policy/suppressions/suppressions.ts'
import type { Verdict } from '../../src/policy/verdict.ts'
import { rules } from '../../src/rules/index.ts'
import { readYaml } from '../../src/yaml/source.ts'

/** The day on which policies are read. */
export const TODAY = new Date('2026-06-15T12:00:00Z')

/** Reads a policy file of this text. */
export const policyIn = async (text: string): Promise<ReadPolicy> =>
  readPolicy(await readYaml('.seaworthy.yml', text), rules, TODAY)

/** What is wrong with a policy: `line:column message`, each. */
export async function wrongIn(text: string): Promise<readonly string[]> {
  const { faults } = await policyIn(text)
  return faults.map(({ line, column, message }) => `${line}:${column} ${message}`)
}

const POINT = { line: 3, column: 5 }

/** A finding in a manifest; a test changes what it is about. */
export const found = (changes: Partial<Finding> = {}): Finding => ({
  rule: 'privileged-container',
  area: 'manifest',
  severity: 'high',
  confidence: 'high',
  message: 'container `app` is privileged',
  aliases: {},
  subject: 'Deployment/shop/web › app',
  resource: { kind: 'Deployment', namespace: 'shop', name: 'web', container: 'app' },
  location: { file: 'k8s/web.yaml', start: POINT, end: { line: 3, column: 9 }, text: 'text' },
  related: [],
  fingerprint: '0123456789abcdef',
  identity: 'privileged-container of shop/web',
  url: 'docs/rules/privileged-container.md',
  ...changes,
})

const ALIASES = { cve: ['CVE-2026-1234'], ghsa: ['GHSA-aaaa-bbbb-cccc'], trivy: ['CVE-2026-1234'] }

/** A vulnerability in an image. */
export const vulnerability = (changes: Partial<Finding> = {}): Finding => {
  const { resource, ...about } = found({
    rule: 'vulnerable-package',
    area: 'image',
    message: 'openssl 3.0.11-1 has CVE-2026-1234',
    code: { id: 'CVE-2026-1234', aliases: ALIASES },
    aliases: ALIASES,
    subject: 'registry.example/shop/api › openssl@3.0.11-1 › CVE-2026-1234',
    image: { ref: 'registry.example/shop/api:1.4', digest: `sha256:${'0'.repeat(64)}`, path: 'usr/lib/libssl.so' },
    package: { name: 'openssl', version: '3.0.11-1', purl: 'pkg:deb/debian/openssl@3.0.11-1', fixed: ['3.0.15-1'] },
  })
  return { ...about, ...changes }
}

/** A comment at the place of a finding that holds it back. */
export const comment = ({ rule, location }: Finding, changes: Partial<Suppression> = {}): Suppression => {
  const { file, start } = location
  return {
    by: 'seaworthy',
    words: [rule],
    rules: new Set([rule]),
    unknown: [],
    file,
    line: start.line,
    source: `${file}:${start.line}`,
    reach: { file, lines: [start.line, start.line] },
    anchor: () => 'text',
    ...changes,
  }
}

/** What a policy makes of findings, on a day. */
export function judged(
  findings: readonly Finding[],
  file: PolicyFile = {},
  {
    overrides,
    now = '2026-06-15T12:00:00Z',
    ...rest
  }: { overrides?: Overrides; now?: string } & Partial<
    Pick<
      Case,
      | 'comparison'
      | 'loosening'
      | 'baseline'
      | 'faults'
      | 'unknownWaivers'
      | 'suppressions'
      | 'hasReports'
      | 'wholeRepository'
    >
  > = {},
): Verdict {
  return judge({
    findings,
    faults: [],
    unknownWaivers: [],
    suppressions: [],
    hasReports: false,
    wholeRepository: true,
    holds: () => false,
    policy: resolvePolicy(file, overrides),
    rules,
    now: new Date(now),
    ...rest,
  })
}

/** The standings of findings under a policy, in the order of the verdict. */
export const standings = (...args: Parameters<typeof judged>): readonly string[] =>
  judged(...args).judged.map(({ standing }) => standing)
