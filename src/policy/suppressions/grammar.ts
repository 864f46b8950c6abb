import { ALL_CHECKS, type Author } from './names.ts'

/** Words of a suppression, before anybody knows where it stands. */
export interface Ignore {
  /** Ids as written; `ALL_CHECKS` for everything of its author. */
  readonly words: readonly string[]
  /** Ids of checks that it does not suppress, whatever its words are. */
  readonly except?: readonly string[]
  readonly reason?: string
  /** As written: a date, or an instant where the author's grammar wants one. */
  readonly until?: string
  /**
   * - `below`: the line it ends, else the instruction or node that follows;
   * - `open`: the same, but at the head of a file, parted from the rest by an empty line, the whole file;
   * - `touching`: the same, but an empty line between parts them;
   * - `after-from`: the rest of the stage, when a FROM follows;
   * - `block`: the whole stage when a FROM follows, else as `below`;
   * - `head`: the whole file, provided that nothing but comments stands before it;
   * - `file`: the whole file.
   */
  readonly reach: 'below' | 'open' | 'touching' | 'after-from' | 'block' | 'head' | 'file'
}

/** One way to write a suppression in a comment. */
interface Grammar {
  readonly by: Author
  readonly in: 'dockerfile' | 'manifest' | 'both'
  /** Read also at the end of a line of an instruction, where only the shell sees a comment. */
  readonly inline?: true
  readonly read: (text: string) => readonly Ignore[]
}

const list = (text: string): readonly string[] => text.split(/[\s,]+/).filter(Boolean)

const because = (reason: string | undefined): { reason?: string } => {
  const text = reason?.trim()
  return text ? { reason: text } : {}
}

/** `# seaworthy: ignore a, b until 2026-12-31 because …` */
function own(text: string): readonly Ignore[] {
  const [, body] = /#\s*seaworthy:\s*ignore\s+(\S.*)$/.exec(text) ?? []
  if (body === undefined) return []
  const [terms, ...reason] = body.split(/\sbecause\s/)
  const [rules, until] = terms!.split(/\suntil\s/)
  return [
    {
      words: list(rules!),
      reach: 'open',
      ...(until !== undefined && { until: until.trim() }),
      ...because(reason.join(' because ')),
    },
  ]
}

/** `# hadolint [global|stage] ignore=DL3006, SC2086 # why` */
function hadolint(text: string): readonly Ignore[] {
  const [, scope, body] = /^#\s*hadolint\s+(?:(global|stage)\s+)?ignore\s*=\s*(\S.*)$/.exec(text) ?? []
  if (body === undefined) return []
  const [words, ...reason] = body.split('#')
  const reach = scope === 'global' ? 'file' : scope === 'stage' ? 'after-from' : 'below'
  return [{ words: list(words!), reach, ...because(reason.join('#')) }]
}

/** `check=skip=A,B;error=true // why`: the same for the directive at the head of the file and the comment. */
export function buildkit(text: string): readonly Ignore[] {
  const [, value, reason] = /^#?\s*check=(\S+)(?:\s+\/\/(.*))?/.exec(text) ?? []
  const skip = value?.split(';').find(option => option.startsWith('skip='))
  if (skip === undefined) return []
  const words = list(skip.slice('skip='.length)).map(word => (word === 'all' ? ALL_CHECKS : word))
  return [{ words, reach: 'below', ...because(reason) }]
}

/** `# trivy:ignore:DS-0002:exp:2030-01-31 trivy:ignore:KSV-*`; one for a Terraform workspace is none of ours. */
function trivy(text: string): readonly Ignore[] {
  return [...text.matchAll(/(?<=^|[\s#/])(?:trivy|tfsec):ignore:(\S+)/g)].flatMap(([, body]): Ignore[] => {
    const [id, ...sections] = body!.split(':')
    if (!id || sections.includes('ws')) return []
    const expires = sections.indexOf('exp')
    const until = expires < 0 ? {} : { until: sections[expires + 1] ?? '' }
    return [{ words: [id.replace(/\[.*$/, '')], reach: 'touching', ...until }]
  })
}

/** `# checkov:skip=CKV_DOCKER_1,CKV_DOCKER_2: reason` */
const checkov =
  (reach: Ignore['reach']) =>
  (text: string): readonly Ignore[] => {
    const [, words, reason] = /(?<=^|[\s#])(?:checkov|bridgecrew|cortex):skip=([\w,]+)(?::(.*))?/.exec(text) ?? []
    return words === undefined ? [] : [{ words: list(words), reach, ...because(reason) }]
  }

/** `# kics-scan ignore`, `enable=…`, which suppresses all else, `disable=…`, `ignore-line`, `ignore-block`. */
function kics(text: string): readonly Ignore[] {
  const [, word, uuids = ''] =
    /^#+\s*kics-scan\s+(ignore-line|ignore-block|ignore|enable|disable)\s*(?:=\s*(\S.*))?$/.exec(text) ?? []
  if (word === undefined) return []
  if (word === 'disable') return [{ words: list(uuids), reach: 'head' }]
  if (word === 'enable') return uuids ? [{ words: [ALL_CHECKS], except: list(uuids), reach: 'head' }] : []
  return [{ words: [ALL_CHECKS], reach: word === 'ignore' ? 'head' : word === 'ignore-line' ? 'below' : 'block' }]
}

/** Every grammar we honour in comments, with the scope that its author gives it. */
export const GRAMMARS: readonly Grammar[] = [
  { by: 'seaworthy', in: 'both', inline: true, read: own },
  { by: 'hadolint', in: 'dockerfile', read: hadolint },
  { by: 'buildkit', in: 'dockerfile', read: buildkit },
  { by: 'trivy', in: 'both', inline: true, read: trivy },
  { by: 'checkov', in: 'dockerfile', read: checkov('file') },
  { by: 'checkov', in: 'manifest', read: checkov('below') },
  { by: 'kics', in: 'both', read: kics },
]

/** Comments, and keys of annotations, without any of these hold no suppression: nearly all, so they cost one look. */
export const mayIgnore = (text: string): boolean =>
  /seaworthy:|hadolint|check=|:ignore:|:skip=|kics-scan|kube-linter\.io|kube-score\/ignore|exempt|\.io\/s(?:kip|uppress)/.test(
    text,
  )
