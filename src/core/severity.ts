/** How bad, in ascending order. `unknown` is what a scanner did not rate: it ranks lowest, and policy decides about it. */
export const SEVERITIES = ['unknown', 'info', 'low', 'medium', 'high', 'critical'] as const
export type Severity = (typeof SEVERITIES)[number]

/** How sure a rule is that what it found is what it says. */
export type Confidence = 'low' | 'medium' | 'high'

/** Positive when `a` is graver than `b`: a comparator for ascending order. */
export const compareSeverity = (a: Severity, b: Severity): number => SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b)

/** True when `severity` is as grave as `threshold`, or graver. */
export const atLeast = (severity: Severity, threshold: Severity): boolean => compareSeverity(severity, threshold) >= 0
