import type { Finding } from '../../../src/core/finding.ts'
import { parseDockerfile } from '../../../src/docker/parse/parse.ts'
import { resourcesOf } from '../../../src/kube/objects.ts'
import { DEFAULT_WAIVER_RULES } from '../../../src/policy/policy.ts'
import { type Suppression, suppressedBy, suppressionsOf } from '../../../src/policy/suppressions/suppressions.ts'
import { type AnyRule, rule } from '../../../src/rules/rule.ts'
import { RuleSet } from '../../../src/rules/set.ts'
import { World } from '../../../src/world/world.ts'
import { readYaml } from '../../../src/yaml/source.ts'

/** The day of the tests. */
export const TODAY = new Date('2026-06-15T12:00:00Z')

/** Rules of a small invented registry: suppressions are about ids, never about what a rule finds. */
export const known = (id: string, peers?: AnyRule['peers']): AnyRule =>
  rule({
    id,
    title: 'Of no account',
    why: 'None.',
    help: 'None.',
    severity: 'low',
    profile: 'recommended',
    since: '0.1',
    on: 'resource',
    ...(peers && { peers }),
    check: () => undefined,
  })
/** A small invented set. */
export const RULES = new RuleSet([
  known('tag', {
    hadolint: 'DL3007',
    trivy: ['DS-0001', 'AVD-DS-0001'],
    buildkit: 'TagX',
    checkov: 'CKV_DOCKER_7',
    kics: 'aa-01',
  }),
  known('user', { hadolint: 'DL3002', trivy: 'DS-0002', checkov: 'CKV_DOCKER_8', kics: 'aa-02', buildkit: 'UserX' }),
  known('shell', { hadolint: ['DL4006'] }),
  known('root', {
    trivy: ['KSV-0012', 'runs-as-root'],
    checkov: 'CKV_K8S_23',
    kubelinter: 'run-as-non-root',
    polaris: 'runAsRootAllowed',
    kubescore: 'container-security-context',
    kubescape: 'C-0013',
    monokle: 'KBP013',
    kics: 'bb-01',
  }),
  known('ephemeral', { kubescore: 'container-ephemeral-storage-request-and-limit' }),
  known('limits', { trivy: 'KSV-0011', kubescore: 'container-resources', kubescape: 'C-0004', kubelinter: 'cpu' }),
  known('high-uid', { monokle: 'KBP104' }),
  known('ours-alone'),
])

/** A finding of a rule on a line; whatever else it says does not matter here. */
export const finding = (rule: string, file: string, line: number, resource?: Finding['resource']): Finding => ({
  rule,
  area: resource ? 'manifest' : 'dockerfile',
  severity: 'high',
  confidence: 'high',
  message: 'something is wrong',
  aliases: {},
  subject: file,
  ...(resource && { resource }),
  location: { file, start: { line, column: 1 }, end: { line, column: 2 }, text: 'x' },
  related: [],
  fingerprint: '0123456789abcdef',
  identity: '',
  url: 'docs',
})

/** The suppressions of a Dockerfile. */
export const inDockerfile = (text: string): readonly Suppression[] =>
  suppressionsOf(new World({ dockerfiles: [parseDockerfile('Dockerfile', text)] }), RULES, TODAY, DEFAULT_WAIVER_RULES)

async function worldOf(text: string): Promise<World> {
  return new World({ resources: resourcesOf(await readYaml('web.yaml', text)) })
}
/** The suppressions of a manifest, `web.yaml`. */
export const inManifest = async (text: string): Promise<readonly Suppression[]> =>
  suppressionsOf(await worldOf(text), RULES, TODAY, DEFAULT_WAIVER_RULES)

/** The lines of a text (and the one below its end) on which a finding of the rule would be held back. */
export function silent(suppressions: readonly Suppression[], id: string, file: string, text: string): number[] {
  const suppressed = suppressedBy(suppressions)
  const lines = text.split('\n').map((_, index) => index + 1)
  return lines.filter(line => suppressed(finding(id, file, line)) !== undefined)
}

/** Lines of a text. */
export const lines = (...parts: string[]): string => parts.join('\n')
/** The numbers of all lines of a text. */
export const all = (text: string): number[] => text.split('\n').map((_, index) => index + 1)
