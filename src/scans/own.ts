import { isObject, listOf, objectOf } from './json/json.ts'

/** A run of SARIF that Seaworthy itself wrote. */
export const isOwnRun = (run: unknown): boolean =>
  objectOf(objectOf(objectOf(run)['tool'])['driver'])['name'] === 'Seaworthy'

/** What Seaworthy itself wrote, as SARIF or as JSON: read as a scan, each run would find what the one before it found. */
export const isOwn = (json: unknown): boolean => {
  if (!isObject(json)) return false
  const runs = listOf(json['runs'])
  return runs.length > 0 ? runs.every(isOwnRun) : typeof json['seaworthy'] === 'string' && 'verdict' in json
}

/** The beginning of what Seaworthy itself wrote, which may not have been written to its end: JSON or SARIF. */
export const beginsOwn = (text: string): boolean =>
  /^\s*\{\s*"schema"\s*:\s*\d{1,9}\s*,\s*"seaworthy"\s*:\s*"/.test(text) ||
  /^\s*\{\s*"\$schema"[^{]{0,500}\{\s*"tool"\s*:\s*\{\s*"driver"\s*:\s*\{\s*"name"\s*:\s*"Seaworthy"/.test(text)
