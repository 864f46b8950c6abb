import { decodeText } from '../../core/encoding.ts'
import { Fault } from '../../core/fault.ts'
import type { Files } from '../../core/host.ts'
import { isLfsPointer, lfsPointer } from '../../core/lfs.ts'
import type { Path } from '../../core/location.ts'
import { join, nameOf } from '../../core/paths.ts'
import { distance, listed } from '../../core/text.ts'
import type { RuleSet } from '../../rules/set.ts'
import { readYaml } from '../../yaml/source.ts'
import { type Overrides, POLICY_FILES, type Policy, type PolicyFile, resolvePolicy } from '../policy.ts'
import type { UnknownWaiver } from '../waivers.ts'
import { readPolicy } from './config.ts'

export interface LoadedPolicy {
  readonly policy: Policy
  /** What the file alone says; empty when there is none in force. */
  readonly written: PolicyFile
  /** The line of a key in the file; 1 for what is not there. */
  lineOf(path: Path): number
  /** `undefined` when there is none, or none that can be read: then the defaults hold. */
  readonly file: string | undefined
  /** All of the file. */
  readonly text: string
  /** With one of them, nothing of the file is in force. */
  readonly faults: readonly Fault[]
  readonly unknownWaivers: readonly UnknownWaiver[]
}

const SIZE_LIMIT = 1024 * 1024

/**
 * The policy in force. `config`: its file; `undefined`: the first of the usual names; `false`: none. What is wrong with
 * the file are faults in the answer.
 */
export async function loadPolicy(
  host: Files,
  rules: RuleSet,
  { config, overrides }: { readonly config?: string | false; readonly overrides: Overrides },
): Promise<LoadedPolicy> {
  const defaults: LoadedPolicy = {
    ...{ policy: resolvePolicy(undefined, overrides), written: {}, lineOf: () => 1 },
    ...{ file: undefined, text: '', faults: [], unknownWaivers: [] },
  }
  try {
    const file = config ?? usualPolicy(host)
    if (file === undefined || file === false) return defaults
    const text = decodeText(host.read(file, SIZE_LIMIT))
    if (text === undefined) throw new Fault('BAD_CONFIG', 'the policy is not text: neither UTF-8 nor UTF-16', { file })
    if (isLfsPointer(text)) throw lfsPointer(file)
    const source = await readYaml(file, text)
    const { policy: written, ...read } = await readPolicy(source, rules, host.now())
    const lineOf: LoadedPolicy['lineOf'] = path => source.locate([0, ...path]).start.line
    return { ...read, written, policy: resolvePolicy(written, overrides), file, text, lineOf }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return { ...defaults, faults: [error] }
  }
}

/** Checkouts in what is judged whose own policies hold for nothing: with those, another result might be right. */
export const otherPolicies = (host: Files, checkouts: readonly string[]): readonly Fault[] =>
  checkouts
    .flatMap(folder => POLICY_FILES.map(name => join(folder, name)).find(file => host.kindOf(file) !== 'missing') ?? [])
    .map(file => new Fault('BAD_CONFIG', OTHER_POLICY, { file }))

const OTHER_POLICY =
  'the policy of another checkout, which does not apply in this run: check its folder in a run of its own, and exclude it here with `paths.exclude`'

/** @throws Fault BAD_CONFIG when it is not clear which file is the policy: the gate must not fall back to the defaults. */
function usualPolicy(host: Files): string | undefined {
  const names = POLICY_FILES.filter(name => host.kindOf(name) !== 'missing')
  const [file] = names
  const there = new Set(HOMES.flatMap(folder => filesIn(host, folder)))
  const strays = [...there].filter(isStray)
  // To a disk that does not mind capitals, `.Seaworthy.yml` is there under the usual name as well.
  const isAlias = (name: string): boolean => !there.has(name) && strays.some(stray => stray.toLowerCase() === name)
  // In a folder that may not be read, everything seems to be there.
  const sure = names.filter(name => host.kindOf(name) !== 'other' && !isAlias(name))
  const [stray] = strays
  if (sure.length + strays.length > 1)
    throw new Fault('BAD_CONFIG', `multiple policies, ${listed([...sure, ...strays])}: keep one of them`, {
      file: stray ?? sure[0]!,
    })
  if (stray === undefined) return file
  const usual = listed(
    POLICY_FILES.map(name => `\`${name}\``),
    'or',
  )
  const message = `is this the policy? It is read from ${usual}: rename the file, or name it with --config`
  throw new Fault('BAD_CONFIG', message, { file: stray })
}

/** Folders that a policy is looked for in. */
const HOMES = ['', '.github']

/** Of what a run writes (`seaworthy.json`, `seaworthy.sarif`) none is a slip of the pen. */
const NAME = /^(?:\.?([a-z_-]+)\.(?:ya?ml|ymal|yalm)(?:\.(?:ya?ml|txt))?|\.([a-z_-]+)(?:\.(?:json[5c]?|toml))?)$/

const SLIPS = 2

function isNearly(name: string): boolean {
  const [, written, dotted] = NAME.exec(name.toLowerCase()) ?? []
  const stem = (written ?? dotted)?.replace(/[-_]/g, '')
  return stem !== undefined && distance(stem, 'seaworthy', SLIPS + 1) <= SLIPS
}

/** True for a file that somebody took for the policy: another case, dot or ending, or a slip of the pen. */
const isStray = (file: string): boolean => !POLICY_FILES.some(usual => usual === file) && isNearly(nameOf(file))

/** A folder that cannot be listed is a fault of the walk. */
function filesIn(host: Files, folder: string): readonly string[] {
  try {
    if (host.kindOf(folder) !== 'folder') return []
    return host.entries(folder).flatMap(({ name, kind }) => (kind === 'folder' ? [] : [join(folder, name)]))
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return []
  }
}
