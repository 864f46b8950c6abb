interface Benchmark {
  readonly title: string
  /** As its authors give it; the Pod Security Standards have that of Kubernetes. */
  readonly version?: string
}

/**
 * Published standards that tags begin with, in the version whose numbers the tags have.
 * - CIS: these numbers are in 1.7 to 1.10; 1.11 moved 5.7.2, and 1.12 those behind 5.2.8 (kube-bench, `cfg/cis-1.10/policies.yaml`).
 * - MITRE ATT&CK: the threat matrix that Microsoft derived from it for Kubernetes (microsoft/Threat-Matrix-for-Kubernetes).
 * - NSA and CISA: Cybersecurity Technical Report of August 2022.
 * - Pod Security Standards have the version of Kubernetes (kubernetes.io/docs/concepts/security/pod-security-standards).
 */
export const BENCHMARKS = {
  cis: { title: 'CIS Kubernetes Benchmark', version: '1.10' },
  mitre: { title: 'MITRE ATT&CK, threat matrix for Kubernetes', version: '2023-01' },
  nsa: { title: 'NSA and CISA Kubernetes Hardening Guide', version: '1.2' },
  pss: { title: 'Pod Security Standards' },
} as const satisfies Record<string, Benchmark>

export type BenchmarkId = keyof typeof BENCHMARKS

const benchmarkNamed = (name: string): Benchmark | undefined =>
  Object.hasOwn(BENCHMARKS, name) ? BENCHMARKS[name as BenchmarkId] : undefined

/** `cis:5.2.2` → `CIS Kubernetes Benchmark 1.10, 5.2.2`; a tag of no benchmark as it is. */
export function benchmarkOf(tag: string): string {
  const [name = '', clause] = tag.split(':')
  const benchmark = benchmarkNamed(name)
  if (benchmark === undefined) return tag
  const { title, version } = benchmark
  const words = version === undefined ? title : `${title} ${version}`
  return clause === undefined ? words : `${words}, ${clause}`
}

/** Whether a tag is the wanted one or belongs to it: `cis:5.2.2` to `cis`, `cis:5` and `cis:5.2`. */
export const isTagged = (tag: string, wanted: string): boolean => {
  const [whole, part] = [tag.toLowerCase(), wanted.toLowerCase()]
  return whole === part || whole.startsWith(`${part}:`) || whole.startsWith(`${part}.`)
}
