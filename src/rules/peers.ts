/**
 * Every spelling under which trivy knows one of its Kubernetes checks: `KSV-0017` is also `AVD-KSV-0017` and `KSV017`,
 * and each of its names is also written with `kubernetes-` before it.
 */
export const trivyIds = (id: `KSV-${number}`, ...names: readonly string[]): readonly string[] => [
  id,
  `AVD-${id}`,
  `KSV${id.slice('KSV-'.length).replace(/^0(?=\d{3}$)/, '')}`,
  ...names.flatMap(name => [name, `kubernetes-${name}`]),
]
