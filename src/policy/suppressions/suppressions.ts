import type { Finding } from '../../core/finding.ts'
import { groupBy } from '../../core/group.ts'
import type { Location, Path } from '../../core/location.ts'
import { once } from '../../core/memo.ts'
import { partitionPoint } from '../../core/search.ts'
import { Lines, type Source } from '../../core/source.ts'
import type { Dockerfile } from '../../docker/ast.ts'
import type { Json, Resource } from '../../kube/resource.ts'
import type { RuleSet } from '../../rules/set.ts'
import type { World } from '../../world/world.ts'
import type { Written } from '../../world/written.ts'
import { expiryOf } from '../days.ts'
import { codesOf, isAdvisory, unknownWord } from '../names.ts'
import type { WaiverRules } from '../policy.ts'
import type { IneffectiveComment } from '../verdict.ts'
import { annotationsIn } from './annotations.ts'
import { buildkit, GRAMMARS, type Ignore, mayIgnore } from './grammar.ts'
import { type Author, type Names, namesOf } from './names.ts'
import {
  contentIn,
  dockerReach,
  documentsIn,
  type Range,
  type ReachResolver,
  WHOLE_FILE,
  WHOLE_TEXT,
  yamlReach,
} from './reach.ts'
import { unmetRequirement } from './requirements.ts'

/** A comment or an annotation that switches rules off where they stand. */
export interface Suppression {
  readonly by: Author
  /** As written; `ALL_CHECKS` for everything of its author. */
  readonly words: readonly string[]
  /** Ids of the rules that it silences. */
  readonly rules: ReadonlySet<string>
  /** Words in it that no rule answers to: in our own suppressions they may be codes of findings. */
  readonly unknown: readonly string[]
  readonly reason?: string
  /** The last day that it holds, `2026-12-31`. */
  readonly until?: string
  /** Where people find it. */
  readonly file: string
  /** 1-based. */
  readonly line: number
  /** `k8s/web.yaml:12`. */
  readonly source: string
  /** Lines of a text, the object of this handle in it, or that among these lines; of a chart, the rendered text. */
  readonly reach: { readonly file: string; readonly lines?: Range; readonly handle?: string }
  /** What it stands at, the same when lines move: the text of the first line that it reaches, or an object's handle. */
  readonly anchor: () => string
  /** Set when it holds nothing back, and why: it has lapsed, its date is none, or it stands where it says nothing. */
  readonly ineffective?: string
}

interface CommentLine {
  readonly text: string
  readonly line: number
  /** False behind something else on its line. */
  readonly alone: boolean
}

/** What every suppression of a run needs to know. */
interface Reader {
  readonly names: Names
  readonly today: Date
  readonly required: WaiverRules
}

/** The parts of a suppression that do not depend on its place. */
function parsed(
  by: Author,
  ignore: Pick<Ignore, 'words' | 'except' | 'reason' | 'until'>,
  { names, today, required }: Reader,
): Pick<Suppression, 'by' | 'words' | 'rules' | 'unknown' | 'reason' | 'until' | 'ineffective'> {
  const { words, except = [], reason, until } = ignore
  const spared = new Set(except.flatMap(word => names(by, word)))
  const over = until === undefined ? undefined : expiryOf(until, today)
  const why = over ?? (by === 'seaworthy' ? unmetRequirement(ignore, required, today) : undefined)
  return {
    by,
    words,
    rules: new Set(words.flatMap(word => names(by, word)).filter(rule => !spared.has(rule))),
    unknown: words.filter(word => names(by, word).length === 0),
    ...(reason !== undefined && { reason }),
    ...(until !== undefined && { until: until.slice(0, 10) }),
    ...(why !== undefined && { ineffective: why }),
  }
}

const positionOf = (file: string, line: number): Pick<Suppression, 'file' | 'line' | 'source'> => ({
  file,
  line,
  source: `${file}:${line}`,
})

/** A text with comments in it. */
interface Commented {
  readonly file: string
  readonly text: string
  readonly kind: 'dockerfile' | 'manifest'
  readonly reach: () => ReachResolver
  /** The object that a line is part of. */
  readonly handleAt?: (line: number) => string
}

function inComments(
  { file, text: whole, kind, reach: reachResolver, handleAt = () => '' }: Commented,
  commentLines: readonly CommentLine[],
  reader: Reader,
): readonly Suppression[] {
  const [reachOf, contentAt] = [once(reachResolver), once(() => contentIn(whole))]
  const anchorOf = (line: number): string => {
    const [content, words] = contentAt()(line)
    return `${handleAt(content)} ${words}`.trim()
  }
  return commentLines.flatMap(({ text, line, alone }) =>
    GRAMMARS.filter(
      grammar => (grammar.in === 'both' || grammar.in === kind) && (alone || kind === 'manifest' || grammar.inline),
    )
      .flatMap(({ by, read }) => read(text).map(ignore => ({ by, ignore })))
      .map(({ by, ignore }): Suppression => {
        const reach = reachOf()(line, alone, ignore.reach)
        return {
          ...parsed(by, ignore, reader),
          ...positionOf(file, line),
          anchor: () => anchorOf(line),
          ...(typeof reach === 'string'
            ? { reach: { file, lines: [line, line] }, ineffective: reach }
            : { reach: { file, lines: reach } }),
        }
      }),
  )
}

/** Comments of the shell at the ends of an instruction's lines: to BuildKit they are a part of the instruction. */
const shellComments = (text: string, comments: ReadonlySet<number>): readonly CommentLine[] =>
  text.split('\n').flatMap((text, i) => {
    const hash = comments.has(i + 1) ? -1 : text.indexOf('#')
    return hash < 0 ? [] : [{ text: text.slice(hash), line: i + 1, alone: false }]
  })

function inDockerfile(dockerfile: Dockerfile, reader: Reader): readonly Suppression[] {
  if (!mayIgnore(dockerfile.text)) return []
  const { file, text } = dockerfile
  const positions = new Lines(text)
  const directives = dockerfile.directives.map(({ name, value, span }) => {
    const { line } = positions.point(span[0])
    return { line, ignores: name.toLowerCase() === 'check' ? buildkit(`check=${value}`) : [] }
  })
  const taken = new Set(directives.map(({ line }) => line))
  const alone = dockerfile.comments.filter(({ line }) => !taken.has(line)).map(comment => ({ ...comment, alone: true }))
  const lines = new Set([...taken, ...alone.map(({ line }) => line)])
  return [
    ...directives.flatMap(({ line, ignores }) =>
      ignores.map((ignore): Suppression => {
        const reach = { file, lines: [1, Number.POSITIVE_INFINITY] } as const
        return { ...parsed('buildkit', ignore, reader), ...positionOf(file, line), reach, anchor: () => '' }
      }),
    ),
    ...inComments(
      { file, text, kind: 'dockerfile', reach: () => dockerReach(dockerfile, positions) },
      [...alone, ...shellComments(text, lines)].sort((a, b) => a.line - b.line),
      reader,
    ),
  ]
}

/** True when nothing but blanks stands before the offset on its line. */
const isAlone = (text: string, offset: number): boolean =>
  text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim() === ''

function inText(source: Written, reader: Reader, handleAt?: Commented['handleAt']): readonly Suppression[] {
  const { file, text, comments } = source
  const commentLines = comments
    .filter(comment => mayIgnore(comment.text))
    .map(({ text: words, line, span }) => ({ text: words, line, alone: isAlone(text, span[0]) }))
  const reach = (): ReachResolver => yamlReach(source)
  return inComments({ file, text, kind: 'manifest', reach, ...(handleAt && { handleAt }) }, commentLines, reader)
}

function inManifest(
  source: Source,
  resources: readonly Resource[],
  world: World,
  reader: Reader,
  alike: (resource: Resource) => number,
): readonly Suppression[] {
  const documents = once(() => documentsIn(source.text))
  return [
    ...inText(source, reader, line => handleIn(documents()(line), resources)),
    ...resources.flatMap(resource =>
      inAnnotations(resource, world, reader, alike(resource) > 1 ? documents() : undefined),
    ),
  ]
}

/** The first object of a document: those of a list have one comment's distance from its start in common. */
function handleIn([from, to]: Range, resources: readonly Resource[]): string {
  const lineOf = ({ source, root }: Resource): number => {
    const { start, rendered } = source.locate(root)
    return (rendered ?? { start }).start.line
  }
  const first = resources[partitionPoint(resources.length, index => lineOf(resources[index]!) < from)]
  return first && lineOf(first) <= to ? first.handle : ''
}

/** The places where an object carries annotations: its own, its jobs' and its pods'. */
function annotated(resource: Resource, world: World): readonly (readonly [Path, Json])[] {
  const { json, root } = resource
  const job = json.spec?.jobTemplate
  const pods = world
    .workloadsOf(resource)
    .filter(({ template }) => template !== json)
    .map(({ podPath, pod, template }) => [pod === template ? podPath : podPath.slice(0, -1), template] as const)
  return [[root, json], ...(job ? [[resource.at('spec', 'jobTemplate'), job] as const] : []), ...pods]
}

/** `around`: for an object whose handle another one of the text has too, which is not meant. */
function inAnnotations(
  resource: Resource,
  world: World,
  reader: Reader,
  around?: (line: number) => Range,
): readonly Suppression[] {
  const { source, handle } = resource
  return annotated(resource, world).flatMap(([path, holder]) =>
    annotationsIn(holder?.metadata?.annotations).map(({ by, key, ...ignore }): Suppression => {
      const { file, start, rendered } = source.locate([...path, 'metadata', 'annotations', key])
      const lines = around?.((rendered ?? { start }).start.line)
      const reach = lines ? { file: rendered?.file ?? source.file, handle, lines } : { file: source.file, handle }
      return { ...parsed(by, ignore, reader), ...positionOf(file, start.line), reach, anchor: () => handle }
    }),
  )
}

const nameIn = ({ source, handle }: Resource): string => indexKey(source.file, handle)

/**
 * Every suppression in the files of a world, in their order, those that hold nothing back included (`ineffective`). Comments
 * and annotations without a word of suppressing are passed over.
 */
export function suppressionsOf(
  world: World,
  rules: RuleSet,
  today: Date,
  required: WaiverRules,
): readonly Suppression[] {
  const reader = { names: namesOf(rules), today, required }
  const bySource = groupBy(world.checked, ({ source }) => source)
  // Each document that was rendered is a source of its own.
  const named = groupBy(world.checked, nameIn)
  const alike = (resource: Resource): number => named.get(nameIn(resource))!.length
  return [
    ...[...bySource].flatMap(([source, resources]) => inManifest(source, resources, world, reader, alike)),
    ...[...new Set(world.written)].flatMap(text => inText(text, reader)),
    ...world.dockerfiles.flatMap(dockerfile => inDockerfile(dockerfile, reader)),
  ]
}

/** A file of a stranger may be full of them. */
const MOST_REPORTED = 20

/**
 * Our own comments that hold nothing back. Those of other tools may name checks that only they have, and an advisory may
 * be one of which no report tells today.
 */
export function ineffectiveComments(
  suppressions: readonly Suppression[],
  rules: RuleSet,
  findings: readonly Finding[],
): readonly IneffectiveComment[] {
  const ours = suppressions.filter(({ by, unknown, ineffective }) => by === 'seaworthy' && (ineffective ?? unknown[0]))
  const codes = new Set(ours.length === 0 ? [] : findings.flatMap(codesOf))
  const isCode = (word: string): boolean => codes.has(word.toUpperCase()) || isAdvisory(word, rules)
  // A hint is looked for among all names that there are: only for those that are reported.
  return ours
    .flatMap(({ source, unknown, ineffective }): readonly (() => IneffectiveComment)[] =>
      ineffective === undefined
        ? unknown.filter(word => !isCode(word)).map(word => () => ({ source, why: unknownWord(word, rules) }))
        : [() => ({ source, why: `no effect: ${ineffective}` })],
    )
    .slice(0, MOST_REPORTED)
    .map(describe => describe())
}

/** Suppressions of one rule in one file. Of ranges that begin at or above a line, only the one that goes furthest down matters. */
interface SuppressionIndex {
  readonly byHandle: Map<string, Suppression>
  readonly ranges: { readonly from: number; readonly to: number; readonly suppression: Suppression }[]
}

const indexKey = (...parts: readonly (string | undefined)[]): string => parts.join('\0')

/** Ids of rules, and codes of findings in capitals. */
const silencedBy = ({ by, rules, unknown }: Suppression): readonly string[] =>
  by === 'seaworthy' ? [...rules, ...unknown.map(word => word.toUpperCase())] : [...rules]

function indexed(suppressions: readonly Suppression[]): ReadonlyMap<string, SuppressionIndex> {
  const indexes = new Map<string, SuppressionIndex>()
  const indexFor = (key: string): SuppressionIndex => {
    const index = indexes.get(key) ?? { byHandle: new Map(), ranges: [] }
    indexes.set(key, index)
    return index
  }
  for (const suppression of suppressions) {
    if (suppression.ineffective !== undefined) continue
    const { file, lines, handle } = suppression.reach
    for (const rule of silencedBy(suppression))
      if (lines !== undefined)
        indexFor(indexKey(file, rule, handle)).ranges.push({ from: lines[0], to: lines[1], suppression })
      else if (handle !== undefined) indexFor(indexKey(file, rule, undefined)).byHandle.set(handle, suppression)
  }
  for (const { ranges } of indexes.values()) {
    ranges.sort((a, b) => a.from - b.from || b.to - a.to)
    for (const [i, range] of ranges.entries()) {
      const before = ranges[i - 1]
      if (before && before.to > range.to) ranges[i] = { ...before, from: range.from }
    }
  }
  return indexes
}

function onLine({ ranges }: SuppressionIndex, line: number): Suppression | undefined {
  const nearest = ranges[partitionPoint(ranges.length, index => ranges[index]!.from <= line) - 1]
  return nearest && nearest.to >= line ? nearest.suppression : undefined
}

/** What is rendered and nowhere in a template is at its first line, whichever of its objects it belongs to. */
const soughtLine = ({ rendered, within, start }: Location): number =>
  rendered !== undefined && within === undefined && start.line === 1 && start.column === 1 ? WHOLE_TEXT : start.line

/**
 * Asks about one finding after the other which suppression holds it back. Findings of templates are looked for in both
 * texts; the rendered one has the name of a file, and none of its lines.
 */
export function suppressedBy(suppressions: readonly Suppression[]): (finding: Finding) => Suppression | undefined {
  const indexes = indexed(suppressions)
  return finding => {
    if (indexes.size === 0) return undefined
    const { rule, location, resource } = finding
    const names = [rule, ...codesOf(finding)]
    const handle = resource && [resource.kind, resource.namespace, resource.name].filter(Boolean).join('/')
    for (const place of location.rendered ? [location, location.rendered] : [location])
      for (const name of names) {
        const { file, start } = place
        const index = indexes.get(indexKey(file, name, undefined))
        const own = handle && indexes.get(indexKey(file, name, handle))
        const line = place === location ? soughtLine(place) : WHOLE_FILE
        const found =
          (index && ((handle && index.byHandle.get(handle)) || onLine(index, line))) || (own && onLine(own, start.line))
        if (found) return found
      }
    return undefined
  }
}
