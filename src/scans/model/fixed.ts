/** The numbers of a version, whatever its ecosystem: it is put in order, not judged. (`semver` would be 24 KB at every start.) */
const numbersOf = (version: string): readonly number[] =>
  (version.replace(/-(?:rc|alpha|beta|pre)\b.*/i, '').match(/\d{1,15}/g) ?? []).map(Number)

function compare(one: readonly number[], other: readonly number[]): number {
  const length = Math.max(one.length, other.length)
  for (let i = 0; i < length; i++) if (one[i] !== other[i]) return (one[i] ?? 0) - (other[i] ?? 0)
  return 0
}

/** The versions that mend a package: the smallest step up first, older branches, which would be a step back, last. */
export function bestFirst(installed: string, fixed: readonly string[]): readonly string[] {
  const from = numbersOf(installed)
  const known = fixed.map(version => ({ version, numbers: numbersOf(version) }))
  if (from.length === 0 || known.some(({ numbers }) => numbers.length === 0)) return fixed
  const isBack = (numbers: readonly number[]): number => (compare(numbers, from) < 0 ? 1 : 0)
  return known
    .toSorted((a, b) => isBack(a.numbers) - isBack(b.numbers) || compare(a.numbers, b.numbers))
    .map(({ version }) => version)
}
