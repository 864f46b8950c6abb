import type { Edit } from '../../src/core/edit.ts'
import type { Finding } from '../../src/core/finding.ts'
import { groupBy } from '../../src/core/group.ts'
import { apply, compatible, overlap } from '../../src/engine/edits.ts'
import { subjectIn } from '../../src/engine/identity.ts'
import { rules } from '../../src/rules/index.ts'
import type { Looked, Texts, Tree } from './tree.ts'

/** What a fix must not do. */
export type Kind = 'unreadable' | 'not healed' | 'endless' | 'new finding' | 'other lines'

export interface Failure {
  readonly rule: string
  readonly kind: Kind
  /** `file:line` of the finding. */
  readonly where: string
  readonly detail: string
}

export interface Judged {
  /** How many findings each rule has, and how many of them have a fix. */
  readonly counts: ReadonlyMap<string, { readonly fires: number; readonly fixes: number }>
  readonly failures: readonly Failure[]
}

/** As many as the command line does. */
const ROUNDS = 20

/** What is asked of several replicas. */
const OF_SEVERAL = ['pdb-missing', 'pod-anti-affinity', 'topology-spread-missing']

/** Findings in the same file that fixes of a rule make possible by what they are. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  // They judge `apt-get`, which is now used.
  'apt-used': ['apt-recommends', 'apt-unpinned'],
  // Without `apk update` the RUN has a single command, which can be merged.
  'apk-no-cache': ['run-consecutive'],
  // No profile applies to a privileged container, and it has all capabilities.
  'privileged-container': ['apparmor-unconfined', 'seccomp-unconfined', 'privileged-port-denied'],
  // On the network of the node every port is one of the node, and no policy selects the pod.
  'host-network': ['host-port', 'network-policy-missing', 'user-namespace-disabled'],
  // A pod that shares no namespace of its node can have users of its own.
  'host-ipc': ['user-namespace-disabled'],
  'host-pid': ['user-namespace-disabled'],
  'replicas-minimum': OF_SEVERAL,
  // The capability to bind the port was among those that are gone.
  ...Object.fromEntries(['drop-all-capabilities', 'drop-net-raw'].map(rule => [rule, ['privileged-port-denied']])),
  // The same; and a security context of which nothing else is left goes too: nothing hardens such a container.
  ...Object.fromEntries(
    [
      'add-net-raw',
      'add-sys-admin',
      'add-sys-module',
      'added-capabilities',
      'capabilities-beyond-baseline',
      'dangerous-capabilities',
    ].map(rule => [rule, ['privileged-port-denied', 'security-context-missing']]),
  ),
}

/** The same for findings in any file. */
const EXPECTED_ANYWHERE: Readonly<Record<string, readonly string[]>> = {
  // What it scales may be in another file.
  'hpa-minimum-replicas': OF_SEVERAL,
}

type Fixed = Finding & { readonly fix: NonNullable<Finding['fix']> }

const fixesIn = ({ findings }: Looked): readonly Fixed[] =>
  findings.filter((one): one is Fixed => one.fix !== undefined)

/**
 * Makes every fix of a tree: alone, with all of its rule in the file, with all safe ones of the tree, with all. `most`: so
 * many of a rule in a file are made alone.
 */
export async function judge(tree: Tree, most = Number.POSITIVE_INFINITY): Promise<Judged> {
  const { findings } = tree.looked
  const counts = new Map(
    [...groupBy(findings, ({ rule }) => rule)].map(([rule, all]) => [
      rule,
      { fires: all.length, fixes: all.filter(({ fix }) => fix).length },
    ]),
  )
  const failures: Failure[] = []
  for (const [file, fixed] of groupBy(fixesIn(tree.looked), ({ location }) => location.file)) {
    const before = await tree.withText(file, tree.textOf(file))
    for (const ofRule of groupBy(fixed, ({ rule }) => rule).values())
      failures.push(...(await judgeRule(tree, before, ofRule, most)))
  }
  for (const which of ['safe', 'all'] as const) failures.push(...(await judgeTree(tree, which)))
  return { counts, failures }
}

/** The fixes of one rule in one file, in which `before` was found. */
async function judgeRule(
  tree: Tree,
  before: Looked,
  fixed: readonly Fixed[],
  most: number,
): Promise<readonly Failure[]> {
  const [{ rule, location }] = fixed as [Fixed]
  const text = tree.textOf(location.file)
  const failures: Failure[] = []
  for (const finding of fixed.slice(0, most)) {
    const after = await tree.withText(location.file, apply(text, finding.fix.edits))
    failures.push(...judgeFix(finding, text, before, after))
  }
  const chosen = (looked: Looked): readonly Fixed[] => fixesIn(looked).filter(one => one.rule === rule)
  const { left } = await fixAll(tree, chosen, texts => {
    const changed = texts.get(location.file)
    return changed === undefined ? Promise.resolve(before) : tree.withText(location.file, changed)
  })
  return [...failures, ...left.slice(0, 1).map(one => failing(one)('endless', one.fix.title))]
}

function judgeFix(finding: Fixed, text: string, before: Looked, after: Looked): readonly Failure[] {
  const { edits } = finding.fix
  const remains = countOf(after, finding) >= countOf(before, finding)
  return [
    ...otherLines(text, apply(text, edits), edits).map(detail => failing(finding)('other lines', detail)),
    ...compared(before, after, finding),
    ...(remains ? [failing(finding)('not healed', finding.message)] : []),
  ]
}

/** As `--fix` and `--fix=all` do. */
async function judgeTree(tree: Tree, which: 'safe' | 'all'): Promise<readonly Failure[]> {
  const chosen = (looked: Looked): readonly Fixed[] => fixesIn(looked).filter(({ fix }) => which === 'all' || fix.safe)
  const { looked, left } = await fixAll(tree, chosen, texts => tree.withTexts(texts))
  return [...compared(tree.looked, looked), ...left.map(one => failing(one)('endless', one.fix.title))].map(
    failure => ({ ...failure, rule: `all ${which === 'safe' ? 'safe ' : ''}fixes` }),
  )
}

/** Makes fixes until there are none, as often as the command line would. */
async function fixAll(
  tree: Tree,
  chosen: (looked: Looked) => readonly Fixed[],
  look: (texts: Texts) => Promise<Looked>,
): Promise<{ readonly looked: Looked; readonly left: readonly Fixed[] }> {
  const texts = new Map<string, string>()
  for (let round = 1; ; round++) {
    const looked = await look(texts)
    const left = chosen(looked)
    if (left.length === 0 || round > ROUNDS) return { looked, left }
    for (const [file, fixed] of groupBy(left, ({ location }) => location.file)) {
      const edits = compatible(fixed.map(({ fix }) => fix)).flatMap(fix => fix.edits)
      texts.set(file, apply(texts.get(file) ?? tree.textOf(file), edits))
    }
  }
}

const place = ({ location: { file, start } }: Finding): string => `${file}:${start.line}`

const failing =
  (finding: Finding) =>
  (kind: Kind, detail: string): Failure => ({ rule: finding.rule, kind, where: place(finding), detail })

const countOf = ({ findings }: Looked, { identity }: Finding): number =>
  findings.filter(one => one.identity === identity).length

/** What is there after a fix, or after all of them, and was not before. */
function compared(before: Looked, after: Looked, by?: Finding): readonly Failure[] {
  const failed = (finding: Finding, kind: Kind, detail: string): Failure => failing(by ?? finding)(kind, detail)
  const gone = added(after.findings, before.findings, ({ home, identity }) => [home, identity].join('\0'))
  const found = added(before.findings, after.findings, ({ rule, home, identity }) =>
    [rule, home, subjectIn(identity)].join('\0'),
  ).filter(one => !gone.some(cause => makesPossible(cause, one)))
  const troubles = added(before.troubles, after.troubles, trouble => trouble)
  return [
    ...troubles.map(detail => ({
      rule: by?.rule ?? '',
      where: by ? place(by) : '',
      kind: 'unreadable' as const,
      detail,
    })),
    ...found.map(one => failed(one, 'new finding', `${one.rule} at line ${one.location.start.line}: ${one.message}`)),
  ]
}

/** What a finding covered comes to light when it is gone. */
function makesPossible({ rule, home }: Finding, found: Finding): boolean {
  const covered = rules.coveredBy(rules.get(rule)!).map(({ id }) => id)
  const inFile = home === found.home ? [...covered, ...(EXPECTED[rule] ?? [])] : []
  return [...inFile, ...(EXPECTED_ANYWHERE[rule] ?? [])].includes(found.rule)
}

/** The items of a list of which another list has fewer. */
function added<Item>(before: readonly Item[], after: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  const known = groupBy(before, keyOf)
  return [...groupBy(after, keyOf)].flatMap(([key, items]) => items.slice(known.get(key)?.length ?? 0))
}

/** All around the edits stays, line ends are those of the file, and no edit overlaps the next. */
function otherLines(before: string, after: string, edits: readonly Edit[]): readonly string[] {
  const isOutside = edits.some(({ span }) => span[0] > span[1] || span[1] > before.length)
  const first = before.slice(0, Math.min(...edits.map(({ span }) => span[0])))
  const last = before.slice(Math.max(...edits.map(({ span }) => span[1])))
  const mixes = (text: string): boolean => text.includes('\r\n') && /(?<!\r)\n/.test(text)
  return [
    ...(isOutside || overlap(edits) ? ['edits overlap'] : []),
    ...(after.startsWith(first) && after.endsWith(last) ? [] : ['text around the edits changed']),
    ...(!mixes(before) && mixes(after) ? ['line ends are mixed'] : []),
    ...(before.endsWith('\n') && !after.endsWith('\n') ? ['the last line has no end'] : []),
  ]
}
