/**
 * Published standards that tags begin with, in the version whose numbers the tags have.
 * - CIS: these numbers are in 1.7 to 1.10; 1.11 moved 5.7.2, and 1.12 those behind 5.2.8 (kube-bench, `cfg/cis-1.10/policies.yaml`).
 * - MITRE ATT&CK: the threat matrix that Microsoft derived from it for Kubernetes, as Kubescape's framework `MITRE` has it.
 * - NSA and CISA: Cybersecurity Technical Report of August 2022.
 * - Pod Security Standards have the version of Kubernetes (kubernetes.io/docs/concepts/security/pod-security-standards).
 */
const BENCHMARKS: ReadonlyMap<string, string> = new Map([
  ['cis', 'CIS Kubernetes Benchmark 1.10'],
  ['mitre', 'MITRE ATT&CK, threat matrix for Kubernetes of April 2020'],
  ['nsa', 'NSA and CISA Kubernetes Hardening Guide 1.2'],
  ['pss', 'Pod Security Standards'],
])

/** `cis:5.2.2` → `CIS Kubernetes Benchmark 1.10, 5.2.2`; a tag of no benchmark as it is. */
export function benchmarkOf(tag: string): string {
  const [name = '', clause] = tag.split(':')
  const benchmark = BENCHMARKS.get(name)
  if (benchmark === undefined) return tag
  return clause === undefined ? benchmark : `${benchmark}, ${clause}`
}

/** Whether a tag is the wanted one or belongs to it: `cis:5.2.2` to `cis`, `cis:5` and `cis:5.2`. */
export const isTagged = (tag: string, wanted: string): boolean => {
  const [whole, part] = [tag.toLowerCase(), wanted.toLowerCase()]
  return whole === part || whole.startsWith(`${part}:`) || whole.startsWith(`${part}.`)
}
