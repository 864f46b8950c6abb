import { nameOf } from '../core/paths.ts'

/** What a file seems to be by its name alone; content has the last word for YAML and JSON. */
export type NameKind = 'dockerfile' | 'kustomization' | 'chart' | 'yaml' | 'json' | 'none'

const DOCKERFILE = /^(?:dockerfile|containerfile)(?:[._-].+)?$|.\.(?:dockerfile|containerfile)$/i

/** `Dockerfile.tmpl` and its like are templates of Dockerfiles, `Dockerfile.dockerignore` belongs to one. */
const NOT_DOCKERFILE = new Set(
  'dockerignore md txt tmpl tpl template j2 jinja jinja2 erb mustache hbs gotmpl in bak orig rej swp yaml yml json'.split(
    ' ',
  ),
)

/** `Dockerfile.go` builds a program in Go; `dockerfile.go` is one, about Dockerfiles. */
const CODE = new Set(['go', 'js', 'py', 'sh', 'ts'])

const KUSTOMIZATIONS = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization'])

const endingOf = (name: string): string =>
  name.includes('.') ? name.slice(name.lastIndexOf('.') + 1).toLowerCase() : ''

export function kindOfName(name: string): NameKind {
  const ending = endingOf(name)
  const isCode = CODE.has(ending) && !/^(?:Dockerfile|Containerfile)\.[^.]+$/.test(name)
  if (DOCKERFILE.test(name) && !NOT_DOCKERFILE.has(ending) && !isCode && !name.endsWith('~')) return 'dockerfile'
  if (KUSTOMIZATIONS.has(name)) return 'kustomization'
  if (name === 'Chart.yaml') return 'chart'
  if (ending === 'yaml' || ending === 'yml') return 'yaml'
  if (ending === 'json' || ending === 'sarif') return 'json'
  return 'none'
}

/** Whole words: `scandinavia.json` is none. */
const REPORT_NAME = /trivy|grype|snyk|sarif|(?<![a-z])(?:scans?|vuln(?:s|erabilit(?:y|ies))?|cves?)(?![a-z])/i
const SCANNER_NAME = /trivy|grype|snyk|sarif/i

/** What scanners are given, and not what they write. */
const SETTINGS_NAME = /allow|baseline|config|except|exclu|ignore|option|polic|rule|schema|setting|suppress|waive/i

export const namedLikeReport = (file: string): boolean =>
  REPORT_NAME.test(nameOf(file)) && !SETTINGS_NAME.test(nameOf(file))

/** No other tool has files of this name. */
export const isSarifName = (file: string): boolean => /\.sarif(?:\.json)?$/i.test(file)

/** Also JSON with comments, JSON5, and a template of either. */
const BEGINS_JSON = /^\s*(?:\{\s*["'\w}%/$]|\[\s*(?:["\d{[\]-]|[tfn]|\/[/*])|\/[/*])/

const LFS_POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\//

/**
 * True for what a scan that failed leaves behind under the name of a report: nothing, `null`, or the last words of the
 * scanner. An empty list may be somebody's data, unless the name is that of a scanner.
 */
export function isFailedScan(file: string, text: string): boolean {
  const name = nameOf(file)
  if (!REPORT_NAME.test(name) || LFS_POINTER.test(text)) return false
  // No settings are like that, whatever the name says.
  if (/^\s*(?:null\s*)?$/.test(text) || !BEGINS_JSON.test(text)) return true
  return /^\s*(?:\[\s*\]|\{\s*\})\s*$/.test(text) && SCANNER_NAME.test(name) && !SETTINGS_NAME.test(name)
}

/**
 * True for text in which some document may have the two fields of every Kubernetes object. Cheap, never wrongly false:
 * where keys are written in a way that hides them, the reader of YAML has to tell.
 */
export const mayHoldObjects = (text: string): boolean =>
  (/\bapiVersion["']?\s*:/.test(text) && /\bkind["']?\s*:/.test(text)) || mayHideKeys(text)

/** Letters as escapes (`\u006b`), a key broken over two lines, an alias for a key, and the long form (`? key`). */
const mayHideKeys = (text: string): boolean =>
  /\\(?:x|u00|U000000)[4-7]|\\\r?\n|\*[^\s,[\]{}]{1,100}\s{0,9}:(?:\s|$)|(?:^|[{[,])[ \t]{0,99}\?\s/m.test(text)

/** True for the beginning of a JSON text with the two fields of every Kubernetes object. */
export const beginsObject = (head: string): boolean => /"apiVersion"\s*:/.test(head) && /"kind"\s*:/.test(head)

/** True for the beginning of a JSON text that may turn out to be an object when all of it is read. */
export const mayBeginObject = (head: string): boolean =>
  /"(?:apiVersion|kind)"\s*:/.test(head) || /\\u00[4-7]/.test(head)

/**
 * True for text with a template's control line at the left margin (`{{- if … }}`): to be rendered, never to be parsed
 * as YAML. Braces elsewhere may be data: Prometheus rules and Argo workflows are full of them.
 */
export const isTemplate = (text: string): boolean => /^\{\{/m.test(text) || /^\{%/m.test(text)

/** Names that are a Dockerfile's and nothing else's; what only begins like one is told by its content. */
export const isPlainName = (name: string): boolean =>
  /^(?:Dockerfile|Containerfile)$|\.(?:dockerfile|containerfile)$/i.test(name)

/**
 * True for text with a FROM or an ARG in it, which may go on in the next line: without them nothing can be built. What
 * ends like code must begin with one, in capitals: code may hold a Dockerfile in a text.
 */
export const mayBuild = (file: string, text: string): boolean =>
  CODE.has(endingOf(file))
    ? /^\ufeff?\s*(?:#[^\n]*\n\s*)*(?:FROM|ARG)[ \t]/.test(text)
    : /^\ufeff?[ \t]*(?:from|arg)(?:[ \t]|[\\`]$)/im.test(text)
