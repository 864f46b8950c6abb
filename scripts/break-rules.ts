import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { SEVERITIES } from '../src/core/severity.ts'
import { rules } from '../src/rules/index.ts'
import type { AnyRule, Found } from '../src/rules/rule.ts'
import { type Change, findChanges } from './mutants/find.ts'
import { rulesWith } from './mutants/load.ts'
import { parseModule } from './mutants/tree.ts'

/**
 * Breaks every rule in every way that its table has to notice, and prints the ways that no table notices:
 * `npm run break-rules [all|HOW_MANY|PERCENT%] [SEED]`; exit 1 when there is one.
 *
 * A rule is broken as a whole (it says nothing; it always reports; it is one step graver or milder), and its source is
 * broken place by place: every literal that ends up in a message, in a fix, or in the severity of a case.
 */
interface Mutant {
  readonly name: string
  /** The rules as they are with it. */
  readonly load: () => Promise<readonly AnyRule[]>
  /** The rule is another one everywhere, so only its page can tell. */
  readonly inPage?: true
}

const [amount = '10%', seed = String(Date.now() % 100_000)] = process.argv.slice(2)
const started = performance.now()

const parsed = (glob: string) =>
  globSync(glob)
    .toSorted()
    .map(file => parseModule(file, readFileSync(file, 'utf8')))
/** What is broken place by place, and whatever may see it. */
const [modules, everything] = [
  parsed('src/{rules/**,docker,{kube,world}{,/network,/rbac}}/*.ts'),
  parsed('src/**/*.ts'),
]
for (const file of globSync('test/rules/**/*.test.ts')) await import(resolve(file))
const { firstFinding, pageOf, pagePath, tables } = await import('../test/kit/table.ts')
const { compare, rowsOf } = await import('../test/kit/judge.ts')

const all: readonly Mutant[] = [...[...rules.values()].flatMap(wholes), ...findChanges(modules).map(inSource)]
for (const rule of rules.values())
  if ((await isOtherInTable(rule)) || (await isOtherPage(rule)))
    throw new Error(`the table of \`${rule.id}\` is red before anything is broken: npm test -- test/rules`)
const drawn = draw(all)
const survivors: string[] = []
for (const mutant of drawn) if (!(await isNoticed(mutant))) survivors.push(mutant.name)

const minutes = ((performance.now() - started) / 60_000).toFixed(1)
console.log([...survivors.map(name => `survived: ${name}`), ''].join('\n').trimStart())
console.log(
  `${drawn.length} of ${all.length} mutants (seed ${seed}): ${drawn.length - survivors.length} killed, ${survivors.length} survived, ${minutes} minutes`,
)
if (survivors.length > 0) process.exitCode = 1

/** A rule broken as a whole. */
function wholes(rule: AnyRule): readonly Mutant[] {
  const broken = (what: string, change: Partial<AnyRule>): Mutant => ({
    name: `${rule.id}: ${what}`,
    load: async () => [{ ...rule, ...change }],
    ...(change.severity && { inPage: true }),
  })
  const at = SEVERITIES.indexOf(rule.severity)
  return [
    broken('never reports', { check: () => undefined }),
    broken('always reports', { check: always }),
    ...[SEVERITIES[at - 1], SEVERITIES[at + 1]].flatMap(severity =>
      severity ? [broken(`severity: ${rule.severity} → ${severity}`, { severity })] : [],
    ),
  ]
}

/** A problem wherever the subject is, whatever it says. */
function always(subject: { readonly at?: unknown; readonly span?: unknown; readonly from?: unknown }): Found {
  const at =
    typeof subject.at === 'function'
      ? subject.at()
      : (subject.at ?? (subject.span ? subject : undefined) ?? subject.from)
  return { at: at ?? { span: [0, 1] }, message: 'broken on purpose' }
}

function inSource(change: Change): Mutant {
  return { name: `${change.file}:${change.line} ${change.what}`, load: () => rulesWith(change, everything) }
}

async function isNoticed({ load, inPage }: Mutant): Promise<boolean> {
  for (const rule of await load()) if (await (inPage ? isOtherPage(rule) : isOtherInTable(rule))) return true
  return false
}

async function isOtherPage(rule: AnyRule): Promise<boolean> {
  return (await pageOf(rule, tables.get(rule.id)!)) !== readFileSync(pagePath(rule.id), 'utf8')
}

/** As the tests of a table do, without the proof that fixes heal: what a row states has to be enough. */
async function isOtherInTable(rule: AnyRule): Promise<boolean> {
  const table = tables.get(rule.id)!
  try {
    for (const row of Object.values(rowsOf(rule, table)).flat()) {
      const { found, expected } = await compare(rule, table, row)
      if (!isDeepStrictEqual(found, expected)) return true
    }
    return (await firstFinding(rule, table)).message !== table.says
  } catch {
    return true
  }
}

/** As many as were asked for, at random. */
function draw(mutants: readonly Mutant[]): readonly Mutant[] {
  const wanted = amount.endsWith('%') ? (mutants.length * Number.parseFloat(amount)) / 100 : Number(amount)
  if (amount === 'all' || !(wanted < mutants.length)) return mutants
  const next = random(Number(seed))
  const left = [...mutants]
  return Array.from({ length: Math.ceil(wanted) }, () => left.splice(Math.floor(next() * left.length), 1)[0]!)
}

/** mulberry32: the same seed draws the same mutants. */
function random(state: number): () => number {
  let now = state
  return () => {
    now = (now + 0x6d2b79f5) | 0
    let mixed = Math.imul(now ^ (now >>> 15), 1 | now)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
