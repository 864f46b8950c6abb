import { listed, plural } from '../core/text.ts'
import type { CommentInForce, Verdict } from '../policy/verdict.ts'

/** So many comments and annotations are named, and so many of the rules of each. */
const NAMED = 10

/** What comments and annotations hold back: those that ignore everything first, each in words, and how many more there are. */
export function commentNotes(
  { comments }: Verdict['waivers'],
  quote: (text: string) => string,
  nameOf = (source: string): string => source,
): readonly string[] {
  const ofAll = comments.filter(ignoresAll)
  const named = [...ofAll, ...comments.filter(one => !ignoresAll(one))].slice(0, NAMED)
  const more = comments.length - named.length
  return [
    ...named.map(one => commentWords({ ...one, source: nameOf(one.source) }, quote)),
    ...(more > 0 ? [`${plural(more, 'more comment')}, listed in \`waivers.comments\` of the JSON result`] : []),
  ]
}

const ignoresAll = ({ ids }: CommentInForce): boolean => ids.some(id => id.includes('*'))

function commentWords({ source, by, ids, findings, rules }: CommentInForce, quote: (text: string) => string): string {
  const first = (names: readonly string[]): string =>
    listed([...names.slice(0, NAMED).map(quote), ...(names.length > NAMED ? [`${names.length - NAMED} more`] : [])])
  const tool = by === 'seaworthy' ? '' : `${by} `
  return `comment at ${quote(source)} (${tool}${first(ids)}) suppresses ${plural(findings, 'finding')} of ${first(rules)}`
}
