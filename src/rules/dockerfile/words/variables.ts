import type { Problem } from '../../../core/finding.ts'
import type { Spanned } from '../../../core/location.ts'
import { memo } from '../../../core/memo.ts'
import type { Dockerfile, Env, Instruction, Stage } from '../../../docker/ast.ts'
import { expand } from '../../../docker/expand.ts'
import { expandedIn } from '../../../docker/expanded.ts'
import { bareName } from '../../../docker/images/bare.ts'
import { originOf } from '../../../docker/in-force.ts'
import { variablesAfter, variablesAt } from '../../../docker/variables.ts'
import { rule } from '../../rule.ts'

/** The last value for each name that one ENV sets twice, where it was meant to hold the other one. */
function appendedTwice({ pairs }: Env): readonly Problem[] {
  const times = new Map<string, number>()
  for (const { key } of pairs) times.set(key.value, (times.get(key.value) ?? 0) + 1)
  const appended = pairs.filter(({ key, value }) => times.get(key.value)! > 1 && value?.variables.includes(key.value))
  const last = new Map(appended.map(({ key, value }) => [key.value, value!]))
  return [...last].map(([name, at]) => ({
    at,
    message: `\`${name}\` is set twice by the same \`ENV\`: the values are not combined, and only one is kept`,
  }))
}

export const envSelfReference = rule({
  id: 'env-self-reference',
  title: 'ENV uses a variable that it sets itself',
  why: 'All values of an ENV are expanded before any is set: the variable is still empty there, so the resulting path or version is wrong.',
  help: 'Set the variable in a separate ENV before the one that uses it: `ENV VERSION=1.4`.',
  severity: 'high',
  profile: 'essential',
  since: '0.1',
  peers: { hadolint: 'DL3044' },
  on: 'env',
  check(env) {
    if (env.is !== 'ENV' || env.pairs.length < 2) return
    const keys = new Set(env.pairs.map(({ key }) => key.value))
    const variables = variablesAt(env)
    return [
      ...appendedTwice(env),
      ...env.pairs.flatMap(({ key, value }) => {
        const name = value?.variables.find(used => keys.has(used) && used !== key.value)
        if (!value || name === undefined || variables.isSet(name)) return []
        return { at: value, message: `\`${name}\` is set by the same \`ENV\`, so it is still empty here` }
      }),
    ]
  },
})

/** Each variable without a value or a stand-in that an instruction asks for, with the place that asks. */
function missing(instruction: Instruction, { escape: esc }: Dockerfile): readonly (readonly [string, Spanned])[] {
  const variables = variablesAt(instruction)
  const set = { get: (name: string) => (variables.isSet(name) ? 'x' : undefined) }
  return expandedIn(instruction).flatMap(({ at, text, plainQuotes = false }) =>
    expand(text, set, { escape: esc, plainQuotes }).missing.map(name => [name, at] as const),
  )
}

/** True when one word is the other with two letters swapped, or with one letter more: what fingers do. */
function isSlip(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  if (short.length < 3 || long.length - short.length > 1 || short === long) return false
  let at = 0
  while (short[at] === long[at]) at++
  if (short.length < long.length) return /[a-z]/i.test(long[at]!) && short.slice(at) === long.slice(at + 1)
  return short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2)
}

/** How many names are looked through for a slip: a hostile file must not cost more. */
const MOST_NAMES = 100

/** The names a slip may have meant: those the stage sets last, and PATH. */
const namesOf = memo((stage: Stage): readonly string[] => [...variablesAfter(stage).names, 'PATH'].slice(-MOST_NAMES))

/** Given to every build from outside, whatever the image sets (BuildKit, proxyEnv). */
const PROXY = /^(?:(?:https?|ftp|no|all)_proxy)$/i

/** Why a name is surely not set, or `undefined`: the base image, which nobody can see into, may have set it. */
function whyUnset(name: string, stage: Stage): string | undefined {
  if (stage.globals.isDeclared(name)) return 'is declared only before the first `FROM`: redeclare it in the stage'
  if (variablesAfter(stage).isSet(name)) return 'is used before it is set'
  const meant = namesOf(stage).find(known => isSlip(known, name))
  if (meant !== undefined) return `is not set. Did you mean \`${meant}\`?`
  return whyEmpty(name, stage)
}

/** Why a name is surely not set in the image that the stage begins with. */
function whyEmpty(name: string, stage: Stage): string | undefined {
  const origin = originOf.after(stage)
  const base = origin && !PROXY.test(name) ? bareName(origin) : undefined
  return base && `is not set, and \`${base}\` sets no variables${base === 'scratch' ? '' : ' but `PATH`'}`
}

/** The names an instruction sets. */
const ownNames = (instruction: Instruction): ReadonlySet<string> =>
  new Set(instruction.is === 'ENV' || instruction.is === 'ARG' ? instruction.pairs.map(({ key }) => key.value) : [])

/** True for `A=/a:$A`: it adds to what the base image may have. Another pair of the same ENV is for env-self-reference. */
const addsTo = (instruction: Instruction, name: string, at: Spanned): boolean =>
  instruction.is === 'ENV' && instruction.pairs.some(({ key, value }) => key.value === name && value?.span === at.span)

export const undefinedVariable = rule({
  id: 'undefined-variable',
  title: 'Undefined variable',
  why: 'It expands to an empty string: files end up in the wrong directory, or `PATH` loses its entries, without an error.',
  help: 'Set it first with `ARG` or `ENV`; redeclare an ARG from above the first FROM in each stage: `ARG VERSION`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { buildkit: 'UndefinedVar' },
  on: 'dockerfile',
  check(dockerfile) {
    return dockerfile.stages.flatMap(stage =>
      stage.body.flatMap(instruction => {
        const own = ownNames(instruction)
        const seen = new Set<string>()
        return missing(instruction, dockerfile).flatMap(([name, at]): readonly Problem[] => {
          const adds = addsTo(instruction, name, at)
          if (seen.has(name) || (own.has(name) && !adds)) return []
          seen.add(name)
          const why = adds ? whyEmpty(name, stage) : whyUnset(name, stage)
          return why === undefined ? [] : [{ at, message: `\`${name}\` ${why}` }]
        })
      }),
    )
  },
})
