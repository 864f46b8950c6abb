/** How each family of trivy's checks spells a name: its own checks stand beside those of cloud providers. */
const NAMES = {
  KCV: (name: string) => [name, `kubernetes-${name}`],
  KSV: (name: string) => [name, `kubernetes-${name}`],
  DS: (name: string) => [`docker-${name}`, name],
} as const

/**
 * Every spelling under which trivy knows one of its checks: `KSV-0017` is also `AVD-KSV-0017` and `KSV017`, and each of its
 * names is also written with `kubernetes-` before it; those of Dockerfiles, `DS-0017`, with `docker-`.
 */
export function trivyIds(id: `${keyof typeof NAMES}-${number}`, ...names: readonly string[]): readonly string[] {
  const [family, number] = id.split('-') as [keyof typeof NAMES, string]
  // Checks of the control plane keep all of their digits.
  const short = family === 'KCV' ? number : number.replace(/^0(?=\d{3}$)/, '')
  return [id, `AVD-${id}`, `${family}${short}`, ...names.flatMap(NAMES[family])]
}

/**
 * Of the ids of a rule in trivy, its numbers as reports have them, without `AVD-`: `KSV-0017` and, of older versions,
 * `KSV017`. All the others are spellings that are accepted, and would be repeated with each finding.
 */
export function idsInReports(ids: readonly string[]): readonly string[] {
  const numbered = ids.filter(id => NUMBERED.test(id))
  return numbered.length > 0 ? numbered : ids
}

const NUMBERED = /^(?:DS|KCV|KSV|KUBE)-?\d+$/
