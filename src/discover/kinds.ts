/** What a file seems to be by its name alone; content has the last word for YAML and JSON. */
export type NameKind = 'dockerfile' | 'kustomization' | 'chart' | 'yaml' | 'json' | 'text' | 'none'

const DOCKERFILE = /^(?:dockerfile|containerfile)(?:[._-].+)?$|.\.(?:dockerfile|containerfile)$/i

/** `Dockerfile.tmpl` and its like are templates of Dockerfiles, `Dockerfile.dockerignore` belongs to one. */
const NOT_DOCKERFILE = new Set(
  'dockerignore md txt tmpl tpl template j2 jinja jinja2 erb mustache hbs gotmpl in bak orig rej swp yaml yml json'.split(
    ' ',
  ),
)

/** `Dockerfile.go` builds a program in Go; `dockerfile.go` is one, about Dockerfiles. */
const CODE = new Set(['go', 'js', 'py', 'sh', 'ts'])

/** What scanners write for people and for other programs. */
const TEXTS = new Set(['txt', 'log', 'out', 'csv', 'tsv', 'xml', 'html', 'htm'])

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
  if (TEXTS.has(ending)) return 'text'
  return 'none'
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

/** Names that are a Dockerfile's and nothing else's; what only begins like one is recognized by its content. */
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
