import { posix } from 'node:path'
import type { From, Instruction, Stage } from '../../src/docker/ast.ts'
import { cmdOf, entrypointOf, lastStage, originOf, userOf } from '../../src/docker/in-force.ts'
import { parseDockerfile } from '../../src/docker/parse/parse.ts'
import { nameOf } from '../../src/docker/user.ts'
import { variablesAfter } from '../../src/docker/variables.ts'
import type { Mirrors } from './mirror.ts'
import type { Built } from './official.ts'

/** What a Dockerfile tells of the process of its image. */
export interface Facts {
  readonly user: string
  readonly entrypoint: readonly string[]
  readonly cmd: readonly string[]
  /** The programs before which the entry point changes to another user. */
  readonly drops: readonly string[]
  /** What the image sets for variables, those of its base included. */
  readonly env: ReadonlyMap<string, string>
  /** `owner/name@commit path:line` of what sets the user, or of the FROM when nothing does. */
  readonly seen: string
}

/** The facts of the base of an image. */
export type BaseOf = (from: From) => Facts | undefined

const DROPS_ROOT = /\b(?:gosu|su-exec|setpriv|s6-setuidgid|runuser|chpst)\b/
/** `[ "$1" = 'redis-server' ]`, in the ways in which entry points ask what they are to start. */
const ASKED_FOR = /\$\{?(?:1|originalArgOne)\}?"?\s*==?\s*['"]?([\w.*/-]+)/g

const wordsOf = (
  one:
    | { words: readonly { value: string }[]; form: string; commands: readonly { word: { text: string } }[] }
    | undefined,
): readonly string[] =>
  !one
    ? []
    : one.form === 'exec'
      ? one.words.map(word => word.value)
      : one.commands.slice(0, 1).map(({ word }) => word.text)

/** The scripts that an entry point names, as they are in the repository. */
function scriptsOf(mirrors: Mirrors, { repository, commit, path }: Built, entrypoint: readonly string[]): string {
  const names = entrypoint.filter(word => !word.startsWith('-')).map(word => posix.basename(word))
  const beside = mirrors.paths(repository, commit).filter(one => names.includes(posix.basename(one)))
  const near = beside.filter(one => one.startsWith(`${posix.dirname(path)}/`))
  return (near.length > 0 ? near : beside).map(one => mirrors.file(repository, commit, one) ?? '').join('\n')
}

function dropsOf(script: string, entrypoint: readonly string[]): readonly string[] {
  if (entrypoint.some(word => DROPS_ROOT.test(word))) return ['*']
  if (!DROPS_ROOT.test(script)) return []
  const asked = [...new Set([...script.matchAll(ASKED_FOR)].map(([, name]) => posix.basename(name!)))]
  return asked.length > 0 ? asked : ['*']
}

/** A USER as the builder reads it: without its quotes, with the variables that the base sets. */
const expanded = (name: string, env: ReadonlyMap<string, string> = new Map()): string =>
  name.replace(/^"(.*)"$/, '$1').replace(/\$\{?(\w+)\}?/g, (all, variable: string) => env.get(variable) ?? all)

function environmentOf(stage: Stage): readonly (readonly [string, string])[] {
  const names = stage.body.flatMap(one => (one.is === 'ENV' ? one.pairs.map(({ key }) => key.value) : []))
  const values = variablesAfter(stage)
  return names.flatMap(name => {
    const value = values.get(name)
    return value === undefined ? [] : [[name, value] as const]
  })
}

const lineOf = (text: string, one: Instruction): number => text.slice(0, one.span[0]).split('\n').length

export function factsOf(mirrors: Mirrors, built: Built, baseOf: BaseOf): Facts | undefined {
  const text = mirrors.file(built.repository, built.commit, built.path)
  if (text === undefined) return undefined
  if (built.path.endsWith('.json')) return factsOfIndex(mirrors, built, text)
  const dockerfile = parseDockerfile(built.path, text)
  const stage: Stage | undefined = lastStage(dockerfile)
  if (!stage) return undefined
  const from = originOf.after(stage)!
  const user = userOf.after(stage)
  const [entrypoint, cmd] = [entrypointOf.after(stage), cmdOf.after(stage)]
  const isEmpty = from.image.value === 'scratch'
  const base = isEmpty ? undefined : baseOf(from)
  if (!isEmpty && !base && !user) return undefined
  const entry = entrypoint ? wordsOf(entrypoint) : (base?.entrypoint ?? [])
  const script = entrypoint ? scriptsOf(mirrors, built, entry) : ''
  return {
    user: user ? expanded(nameOf(user) || user.name.value, base?.env) : (base?.user ?? ''),
    entrypoint: entry,
    cmd: cmd ? wordsOf(cmd) : entrypoint ? [] : (base?.cmd ?? []),
    drops: entrypoint ? dropsOf(script, entry) : (base?.drops ?? []),
    env: new Map([...(base?.env ?? []), ...environmentOf(stage)]),
    seen: `${built.repository}@${built.commit} ${built.path}:${lineOf(text, user ?? from)}`,
  }
}

/** An image that is imported has no Dockerfile: its configuration is in the index that it is imported from. */
function factsOfIndex(mirrors: Mirrors, built: Built, text: string): Facts | undefined {
  const read = (digest: string): unknown => {
    const path = posix.join(posix.dirname(built.path), 'blobs', digest.replace(':', '/'))
    const blob = mirrors.file(built.repository, built.commit, path)
    return blob === undefined ? undefined : JSON.parse(blob)
  }
  const index = JSON.parse(text) as { manifests: { digest: string }[] }
  const inline = index.manifests[0] as { digest: string; data?: string }
  const manifest = (inline.data ? JSON.parse(Buffer.from(inline.data, 'base64').toString()) : read(inline.digest)) as
    | { config: { digest: string; data?: string } }
    | undefined
  const config = (
    manifest?.config.data
      ? JSON.parse(Buffer.from(manifest.config.data, 'base64').toString())
      : manifest && read(manifest.config.digest)
  ) as { config?: { User?: string; Cmd?: string[]; Entrypoint?: string[] } } | undefined
  if (!config) return undefined
  const { User = '', Cmd = [], Entrypoint = [] } = config.config ?? {}
  return {
    user: User,
    entrypoint: Entrypoint,
    cmd: Cmd,
    drops: [],
    env: new Map(),
    seen: `${built.repository}@${built.commit} ${built.path}:1`,
  }
}
