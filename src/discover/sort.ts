import { decodeText, encodingOf, notText } from '../core/encoding.ts'
import { Fault } from '../core/fault.ts'
import { type Host, TEXT_LIMIT } from '../core/host.ts'
import { isLfsPointer, LFS_POINTER_LIMIT, lfsPointer, sizeInPointer } from '../core/lfs.ts'
import { folderOf, foldersAround, nameOf, resolve } from '../core/paths.ts'
import type { NamedReport } from '../scans/index.ts'
import { beginsOwn } from '../scans/own.ts'
import {
  isFailedScan,
  looksLikeReport,
  mayTurnOutReport,
  mentionsFindings,
  namedLikeReport,
  namedLikeScanner,
  readerOfName,
} from '../scans/recognise.ts'
import { chartRoots, isPartOf } from './charts.ts'
import type { Skipped } from './discover.ts'
import { beginsDockerfile, beginsManifest, PEEK, templateOf } from './heads.ts'
import {
  beginsObject,
  isBuildFile,
  isClosed,
  isPlainName,
  kindOfName,
  mayBuild,
  mayConfigureNodes,
  mayHoldObjects,
  type NameKind,
} from './kinds.ts'
import { NO_FROM, NO_OBJECTS, NO_SUBMODULE, OTHER_JSON, OUTPUT, UNSUPPORTED, unrendered } from './reasons.ts'
import { isDockerfileTemplate } from './template.ts'

/** A file and its text. `named`: the user named this very file, so it must be what it seems to be. */
export interface TextFile {
  readonly file: string
  readonly text: string
  readonly named?: true
}

/** A file that holds a report, or should. */
export interface ReportFile {
  readonly file: string
  /** The user said that it is a report, so it must be one. */
  readonly named: boolean
  /** Its name says so: what is called like a report and holds none is a scan that failed. */
  readonly mustBe?: true
  /** It may as well be something else about vulnerabilities. */
  readonly onlyMentions?: true
  /** The user said which one it is. */
  readonly format?: string
}

/** A file about packages, vulnerabilities or a cluster that nobody read. */
export interface Unread {
  readonly file: string
  /** What it is, and what to do to have it read. */
  readonly why: string
  /** `cyclonedx`; absent when nobody knows it. */
  readonly format?: string
}

/** The files by what they are. */
export interface Found {
  readonly manifests: readonly TextFile[]
  readonly dockerfiles: readonly TextFile[]
  readonly reports: readonly ReportFile[]
  /** Folders with a Chart.yaml that are not a subchart of another. */
  readonly charts: readonly string[]
  /** Files of YAML and JSON that helm reads. */
  readonly chartParts: readonly string[]
  /** The kustomization files. */
  readonly kustomizations: readonly TextFile[]
  /** Files that tell which Dockerfile builds which image: they are not checked. */
  readonly builds: readonly string[]
  /** What is no file of the repository yet: templates outside of charts, and submodules that are not checked out. */
  readonly unread: readonly Unread[]
}

/** V8 cannot hold a string of more than 512 MB; reports of this size come from options that list every file. */
export const REPORT_LIMIT = 256 * 1024 * 1024

/** No cluster takes a larger object: etcd refuses requests of more than 1.5 MiB. */
const LARGEST_OBJECT = 2 * 1024 * 1024

/** As much of a JSON file as it takes to tell a report by its first keys. */
const HEAD = 64 * 1024

/** No larger Dockerfile is written by a person, and each line of it may have a dozen findings. */
const DOCKERFILE_LIMIT = 1024 * 1024

/** Somebody named this file, and it holds nothing for us. */
export const uncheckable = (file: string, reason: string): Fault =>
  new Fault('NOT_FOUND', `nothing to check: ${reason}`, { file })

export interface Sorted extends Found {
  readonly skipped: readonly Skipped[]
  readonly faults: readonly Fault[]
}

/** Tells what each file is, by its name and then by its content. */
export function sort(
  host: Host,
  files: ReadonlySet<string>,
  named: ReadonlySet<string>,
  reports: ReadonlyMap<string, NamedReport>,
): Sorted {
  const sorting = new Sorting(host, chartRoots([...files]), named)
  for (const file of files) if (!reports.has(file)) sorting.add(file)
  for (const report of reports.values()) sorting.reports.push({ ...report, named: true })
  return sorting
}

class Sorting implements Sorted {
  readonly manifests: TextFile[] = []
  readonly dockerfiles: TextFile[] = []
  readonly reports: ReportFile[] = []
  readonly chartParts: string[] = []
  readonly kustomizations: TextFile[] = []
  readonly builds: string[] = []
  readonly unread: Unread[] = []
  readonly skipped: Skipped[] = []
  readonly faults: Fault[] = []
  readonly charts: readonly string[]
  readonly #chartsAround: (file: string) => readonly string[]
  readonly #host: Host
  readonly #named: ReadonlySet<string>

  constructor(host: Host, charts: readonly string[], named: ReadonlySet<string>) {
    this.#host = host
    this.charts = charts
    this.#chartsAround = foldersAround(charts)
    this.#named = named
  }

  add(file: string): void {
    const kind = kindOfName(nameOf(file))
    if (kind !== 'none' && this.#host.isOutput(file) && this.#isOverwritten(file, kind)) {
      this.skipped.push({ path: file, reason: OUTPUT, ordinary: true })
      return
    }
    if (isBuildFile(nameOf(file))) this.builds.push(file)
    const own = this.#chartsAround(file).some(chart => isPartOf(chart, file))
    if (own && kind !== 'dockerfile') this.#partOfChart(file, kind)
    else if (kind !== 'dockerfile' && readerOfName(file)?.unread !== undefined) this.#unreadByName(file, kind)
    else this.#byName(file, kind)
  }

  #byName(file: string, kind: NameKind): void {
    if (kind === 'dockerfile') this.#dockerfile(file)
    else if (kind === 'kustomization') this.#text(file, this.kustomizations)
    else if (kind === 'yaml') this.#manifest(file, () => this.#unknown(file, NO_OBJECTS))
    else if (kind === 'json') this.#json(file)
    else if (kind === 'packed json') this.#packed(file)
    else if (kind === 'template') this.#template(file)
    else if (kind === 'submodules') this.#submodules(file)
    else if (kind === 'text' && this.#isTextReport(file)) this.#report(file)
    else this.#other(file, kind)
  }

  /** Until this run writes it, the file may hold an object that somebody put there to be applied. */
  #isOverwritten(file: string, kind: string): boolean {
    if (kind !== 'json' && kind !== 'yaml') return true
    const head = this.#head(file) ?? ''
    return beginsOwn(head) || !mayHoldObjects(head)
  }

  /** A file that holds nothing to check: a fault if the user named it, else a number. */
  #unknown(file: string, reason: string): void {
    if (!this.#named.has(file)) this.skipped.push({ path: file, reason, ordinary: true })
    else this.faults.push(uncheckable(file, reason))
  }

  /** Helm reads these; only a Chart.yaml may stand for its chart. */
  #partOfChart(file: string, kind: NameKind): void {
    // Of a pointer below `templates/` helm reports that it is no map.
    const isRead = this.#chartsAround(file).includes(folderOf(file)) || nameOf(folderOf(file)) === 'crds'
    if (isRead && this.#isPointer(file, this.#head(file, LFS_POINTER_LIMIT) ?? '')) return
    if (kind === 'chart' || kind === 'yaml' || kind === 'json') this.chartParts.push(file)
    if (!this.#named.has(file) || kind === 'chart') return
    this.faults.push(new Fault('NOT_FOUND', 'part of a chart: name the folder of the chart instead', { file }))
  }

  #read(
    file: string,
    limit = TEXT_LIMIT,
    whyNot: (bytes: Uint8Array) => string | undefined = () => undefined,
  ): string | undefined {
    try {
      const bytes = this.#host.read(file, limit)
      const text = decodeText(bytes)
      if (text !== undefined && this.#isPointer(file, text)) return undefined
      const why = whyNot(bytes)
      if (text === undefined) this.faults.push(notText(file, bytes))
      else if (why !== undefined) this.faults.push(new Fault('UNREADABLE', why, { file, line: 1 }))
      else return text
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      this.faults.push(error)
    }
    return undefined
  }

  #text(file: string, list: TextFile[]): void {
    const text = this.#read(file)
    if (text !== undefined) list.push({ file, text })
  }

  #dockerfile(file: string): void {
    const text = this.#read(file, DOCKERFILE_LIMIT, whyUnbuildable)
    if (text === undefined) return
    if (isDockerfileTemplate(file, text)) this.#unreadable(file, unrendered('a Dockerfile'))
    else if (isPlainName(nameOf(file)) || mayBuild(file, text)) this.dockerfiles.push({ file, text })
    else if (isClosed(nameOf(file))) this.#unknown(file, NO_FROM)
    else this.#unreadable(file, NO_FROM)
  }

  #json(file: string): void {
    const head = this.#head(file)
    if (head === undefined || this.#isPointer(file, head)) return
    if (readerOfName(file) !== undefined) this.#report(file, { mustBe: true })
    else if (looksLikeReport(head)) this.#report(file)
    else if (beginsObject(head)) this.#manifest(file, text => this.#noObject(file, text))
    else this.#otherJson(file, head, this.#more(file, head))
  }

  /** Packed by gzip: the report of a scanner, or data that nobody has to look at. */
  #packed(file: string): void {
    const head = this.#named.has(file) || namedLikeReport(file) ? this.#head(file) : this.#peek(file)
    if (head === undefined) this.#unknown(file, UNSUPPORTED)
    if (head === undefined || this.#isPointer(file, head)) return
    if (readerOfName(file) !== undefined || isFailedScan(file, head)) this.#report(file, { mustBe: true })
    else if (looksLikeReport(head)) this.#report(file)
    else this.#noObject(file, head)
  }

  /** What only another program makes a manifest or a Dockerfile of, with values that nobody here knows. */
  #template(file: string): void {
    const head = this.#peek(file)
    const made = head === undefined ? undefined : templateOf(nameOf(file), head)
    if (made === undefined) this.#unknown(file, UNSUPPORTED)
    else this.#unreadable(file, unrendered(made))
  }

  /** What somebody may expect to be checked, and is not: a fault if the user named it, else a line in the result. */
  #unreadable(file: string, why: string): void {
    if (this.#named.has(file)) this.faults.push(uncheckable(file, why))
    else this.unread.push({ file, why })
  }

  /** A submodule that is not checked out is an empty folder: what is in it was not looked at. */
  #submodules(file: string): void {
    for (const [, value = ''] of (this.#head(file) ?? '').matchAll(/^[ \t]*path[ \t]*=(.*)$/gm)) {
      const path = value.trim().replace(/^"|"$/g, '')
      const folder = resolve(folderOf(file), path)
      if (folder && this.#isEmpty(folder)) this.unread.push({ file: folder, why: NO_SUBMODULE })
    }
  }

  #isEmpty(folder: string): boolean {
    const kind = this.#host.kindOf(folder)
    if (kind !== 'folder') return kind === 'missing'
    try {
      return this.#host.entries(folder).length === 0
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      // A folder that cannot be read is told by who walks through it.
      return false
    }
  }

  /** The name says nothing, or only that it might be a Dockerfile: `kubectl -f` and `docker build -f` take any. */
  #other(file: string, kind: NameKind): void {
    const head = isClosed(nameOf(file)) && !this.#named.has(file) ? undefined : this.#peek(file)
    if (head === undefined) this.#unknown(file, UNSUPPORTED)
    else if (kind === 'perhaps dockerfile' && beginsDockerfile(head)) this.#dockerfile(file)
    else if (beginsManifest(head)) this.#manifest(file, () => this.#unknown(file, NO_OBJECTS))
    else if (kind !== 'perhaps dockerfile' || !this.#isPointer(file, head)) this.#unknown(file, UNSUPPORTED)
  }

  /** What by its beginning is no report: kubectl reads YAML under this name too, and blanks in front of either. */
  #otherJson(file: string, head: string, text: string): void {
    if (text !== head && this.#holdsReport(file, text)) this.#report(file)
    else if (isFailedScan(file, text)) this.#report(file, { mustBe: true })
    else if (mayHoldObjects(text) || endsBlank(text)) this.#manifest(file, whole => this.#noObject(file, whole))
    else this.#noObject(file, text)
  }

  /** What is called like a scanner's must be whole; of other files that mention findings nobody knows what they are. */
  #noObject(file: string, text: string): void {
    if (text.trim() === '') this.#unknown(file, 'an empty JSON file')
    else if (!mentionsFindings(text) && !namedLikeReport(file)) this.#unknown(file, OTHER_JSON)
    else this.#report(file, namedLikeScanner(file) ? {} : { onlyMentions: true })
  }

  /** Of texts, only those that somebody calls a report are looked into. */
  #isTextReport(file: string): boolean {
    if (!this.#named.has(file) && !namedLikeReport(file) && !/report|result/i.test(nameOf(file))) return false
    return looksLikeReport(this.#head(file) ?? '')
  }

  /** A name says what nobody needs to read, and kubectl reads whatever holds objects. */
  #unreadByName(file: string, kind: string): void {
    if (kind === 'yaml') this.#manifest(file, () => this.#report(file))
    else this.#report(file)
  }

  #report(file: string, how: Pick<ReportFile, 'mustBe' | 'onlyMentions'> = {}): void {
    this.reports.push({ file, named: this.#named.has(file), ...how })
  }

  /** What tells a file may stand behind all else that is in it, blanks above all: more of it, unless the head was all. */
  #more(file: string, head: string): string {
    return head.length < HEAD / 4 ? head : (this.#head(file, TEXT_LIMIT) ?? '')
  }

  /** The beginning of a file that need not be text, and is opened on the chance that it is one of ours. */
  #peek(file: string): string | undefined {
    try {
      const bytes = this.#host.head(file, PEEK)
      return bytes.includes(0) && encodingOf(bytes) === 'utf-8' ? undefined : decodeHead(bytes)
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      if (this.#named.has(file)) this.faults.push(error)
      return undefined
    }
  }

  /** Of JSON, only what may be a manifest or is called a report: large files of data are in LFS by right. */
  #isPointer(file: string, text: string): boolean {
    if (!isLfsPointer(text)) return false
    const isData =
      kindOfName(nameOf(file)).endsWith('json') && !namedLikeReport(file) && readerOfName(file) === undefined
    if (isData && sizeInPointer(text) > LARGEST_OBJECT && !this.#named.has(file)) this.#unknown(file, OTHER_JSON)
    else this.faults.push(lfsPointer(file))
    return true
  }

  /** Only what is half a report by its beginning is looked through to its end. */
  #holdsReport(file: string, text: string): boolean {
    if (!mayTurnOutReport(text)) return false
    const isAll = text.length < TEXT_LIMIT / 4
    return looksLikeReport(text) || (!isAll && looksLikeReport(this.#head(file, REPORT_LIMIT) ?? ''))
  }

  #head(file: string, bytes = HEAD): string | undefined {
    try {
      return decodeHead(this.#host.head(file, bytes))
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      this.faults.push(error)
      return undefined
    }
  }

  /** `otherwise`: what is done with the text when no object is in it. */
  #manifest(file: string, otherwise: (text: string) => void): void {
    const text = this.#read(file)
    if (text === undefined) return
    if (!mayHoldObjects(text) && !mayConfigureNodes(text)) otherwise(text)
    else this.manifests.push({ file, text, ...(this.#named.has(file) && { named: true }) })
  }
}

/** BuildKit knows no other encoding: PowerShell's `>` writes files that it takes for gibberish. */
const whyUnbuildable = (bytes: Uint8Array): string | undefined =>
  encodingOf(bytes) === 'utf-8' ? undefined : 'UTF-16, which builders do not read: save it as UTF-8'

/** What is cut off in the middle of so many blanks may go on with anything. */
const endsBlank = (text: string): boolean => text.length >= TEXT_LIMIT / 4 && text.slice(-4096).trim() === ''

/** The head may be cut in the middle of a character, so it cannot be decoded strictly. */
function decodeHead(bytes: Uint8Array): string {
  return decodeText(bytes) ?? new TextDecoder(encodingOf(bytes)).decode(bytes)
}
