import { readFileSync, writeFileSync } from 'node:fs'

/**
 * Cuts GitHub's OpenAPI description down to the operations the Action calls and the schemas those reach, as a fixture for
 * the loopback GitHub of the end-to-end tests. Run it on the description of the npm package `@octokit/openapi`:
 * `node scripts/github-openapi.ts <folder>/package/generated/api.github.com.json`
 */

const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  '/repos/{owner}/{repo}/issues/{issue_number}/comments': ['get', 'post'],
  '/repos/{owner}/{repo}/issues/comments/{comment_id}': ['get', 'patch', 'delete'],
  '/repos/{owner}/{repo}/pulls/{pull_number}': ['get'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/files': ['get'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/comments': ['get'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/reviews': ['post'],
  '/repos/{owner}/{repo}/commits/{commit_sha}/pulls': ['get'],
  '/repos/{owner}/{repo}/contents/{path}': ['get'],
  '/repos/{owner}/{repo}/compare/{basehead}': ['get'],
  '/repos/{owner}/{repo}/code-scanning/sarifs': ['post'],
}

/** Prose and vendor notes, which validate nothing. */
const PROSE = new Set(['summary', 'description', 'externalDocs', 'tags', 'title', 'example', 'x-github', 'x-octokit'])

/** Errors are written by hand: the description tells too little of them. */
const isSuccess = (status: string): boolean => status < '300'

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

const isRecord = (json: Json | undefined): json is { readonly [key: string]: Json } =>
  typeof json === 'object' && json !== null && !Array.isArray(json)

/** A copy without prose. Under `properties` every key is a name and stays; examples of schemas go, those of answers stay. */
function lean(json: Json, keysAreNames = false): Json {
  if (Array.isArray(json)) return json.map(item => lean(item))
  if (!isRecord(json)) return json
  const kept = Object.entries(json).filter(([key]) => keysAreNames || !PROSE.has(key))
  return Object.fromEntries(
    kept.map(([key, value]) => [key, key === 'value' && !keysAreNames ? value : lean(value, key === 'properties')]),
  )
}

/** Every `$ref` in a piece of the description, such as `#/components/schemas/issue-comment`. */
function references(json: Json): string[] {
  if (Array.isArray(json)) return json.flatMap(references)
  if (!isRecord(json)) return []
  const own = typeof json['$ref'] === 'string' ? [json['$ref']] : []
  return [...own, ...Object.values(json).flatMap(references)]
}

/** The member a path of keys leads to. @throws Error when there is none. */
function at(json: Json, ...keys: readonly string[]): Json {
  let here: Json | undefined = json
  for (const key of keys) here = isRecord(here) ? here[key] : undefined
  if (here === undefined) throw new Error(`the description has no ${keys.join(' ')}`)
  return here
}

function operation(description: Json, path: string, method: string): Json {
  const { requestBody, responses, ...rest } = at(description, 'paths', path, method) as { [key: string]: Json }
  const answers = Object.fromEntries(Object.entries(responses as object).filter(([status]) => isSuccess(status)))
  if (!isRecord(requestBody)) return lean({ ...rest, responses: answers })
  const schema = at(requestBody, 'content', 'application/json', 'schema')
  return lean({ ...rest, requestBody: { content: { 'application/json': { schema } } }, responses: answers })
}

function slim(description: Json): Json {
  const paths = Object.fromEntries(
    Object.entries(OPERATIONS).map(([path, methods]) => [
      path,
      Object.fromEntries(methods.map(method => [method, operation(description, path, method)])),
    ]),
  )
  const components: Record<string, Record<string, Json>> = {}
  const waiting = references(paths)
  for (let reference = waiting.pop(); reference !== undefined; reference = waiting.pop()) {
    const [, , kind, name] = reference.split('/') as [string, string, string, string]
    if (components[kind]?.[name] !== undefined) continue
    const component = lean(at(description, 'components', kind, name))
    components[kind] = { ...components[kind], [name]: component }
    waiting.push(...references(component))
  }
  return { openapi: at(description, 'openapi'), version: at(description, 'info', 'version'), paths, components }
}

const [file] = process.argv.slice(2)
if (file === undefined) throw new Error('name the file api.github.com.json of the package @octokit/openapi')
const text = JSON.stringify(slim(JSON.parse(readFileSync(file, 'utf8'))), null, 1)
writeFileSync('__fixtures__/github/openapi.json', `${text}\n`)
console.log(`__fixtures__/github/openapi.json: ${Math.round(text.length / 1024)} KB`)
