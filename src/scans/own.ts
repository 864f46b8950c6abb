import { isObject, listOf, objectOf } from './json/json.ts'

/** A run of SARIF that Seaworthy itself wrote. */
export const isOwnRun = (run: unknown): boolean =>
  objectOf(objectOf(objectOf(run)['tool'])['driver'])['name'] === 'Seaworthy'

/** An issue of GitLab Code Quality that Seaworthy itself wrote. */
const isOwnIssue = (issue: unknown): boolean => objectOf(issue)['engine_name'] === 'Seaworthy'

/**
 * What Seaworthy itself wrote, as SARIF, as JSON or for GitLab: read as a scan, each run would find what the one before it
 * found.
 */
export const isOwn = (json: unknown): boolean => {
  if (Array.isArray(json)) return json.length > 0 && json.every(isOwnIssue)
  if (!isObject(json)) return false
  const runs = listOf(json['runs'])
  return runs.length > 0 ? runs.every(isOwnRun) : typeof json['seaworthy'] === 'string' && 'verdict' in json
}

/** The beginning of what Seaworthy itself wrote, which may not have been written to its end. */
export const beginsOwn = (text: string): boolean =>
  /^\s*\{\s*"schema"\s*:\s*\d{1,9}\s*,\s*"seaworthy"\s*:\s*"/.test(text) ||
  /^\s*\{\s*"\$schema"[^{]{0,500}\{\s*"tool"\s*:\s*\{\s*"driver"\s*:\s*\{\s*"name"\s*:\s*"Seaworthy"/.test(text) ||
  /^\s*\[\s*\{\s*"engine_name"\s*:\s*"Seaworthy"/.test(text)
