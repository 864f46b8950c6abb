const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9 }

/** A duration of Go in seconds: `1h0m0s`, `90s`, `0`; `undefined` for any other text. */
export function secondsOf(text: string): number | undefined {
  if (!/^(?:0|(?:\d+(?:\.\d+)?(?:h|ms|m|s|us|ns))+)$/.test(text)) return undefined
  const parts = [...text.matchAll(/([\d.]+)([a-z]+)/g)]
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * UNITS[unit!]!, 0)
}
