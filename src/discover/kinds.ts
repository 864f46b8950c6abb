/** What a file seems to be by its name alone; content has the last word for YAML and JSON. */
export type NameKind =
  | 'dockerfile'
  | 'perhaps dockerfile'
  | 'kustomization'
  | 'chart'
  | 'yaml'
  | 'json'
  | 'packed json'
  | 'text'
  | 'template'
  | 'submodules'
  | 'other'
  | 'none'

const DOCKERFILE = /^(?:dockerfile|containerfile)(?:[._-].+)?$|.\.(?:dockerfile|containerfile)$/i

/** `Dockerfile1`, `DockerfileProd`, `api-dockerfile`: builders take any name. */
const PERHAPS_DOCKERFILE = /^(?:dockerfile|containerfile)|(?:dockerfile|containerfile)$/i

/** `Dockerfile.tmpl` and its like are templates of Dockerfiles, `Dockerfile.dockerignore` belongs to one. */
const NOT_DOCKERFILE = new Set(
  'dockerignore md txt tmpl tpl template j2 jinja jinja2 erb mustache hbs gotmpl in bak orig rej swp yaml yml json'.split(
    ' ',
  ),
)

const TEMPLATE_NAME = /^(?:dockerfile|containerfile)[_-](?:template|tmpl|tpl)$/i

/** `Dockerfile.go` builds a program in Go; `dockerfile.go` is one, about Dockerfiles. */
const CODE = new Set(
  'c cc cjs cpp cs ex go java js jsx kt lua mjs php pl ps1 py rb rs scala sh swift ts tsx'.split(' '),
)

/** What scanners write for people and for other programs. */
const TEXTS = new Set(['txt', 'log', 'out', 'csv', 'tsv', 'xml', 'html', 'htm'])

/** What makes manifests and Dockerfiles of files, with values that only it is given. */
const TEMPLATES = new Set(
  'tmpl tpl template j2 jinja jinja2 erb mustache hbs gotmpl in ejs liquid tftpl envsubst'.split(' '),
)

/**
 * Endings of code, pictures, archives and the like: such files are not opened, as there are thousands of them in a
 * repository. One that is named is opened all the same.
 */
const NEVER_MANIFESTS = new Set(
  (
    '7z a adoc arrow asm astro avif avro bash bat bib bin bmp bz2 bzl c cc cer cjs class clj cljs cmake cmd cpp crt cs ' +
    'css csv cts cue cxx dart dat db diff dll dockerignore dylib editorconfig eot erl ex exe exs fish fs gif gitattributes ' +
    'gitignore gitkeep go gql gradle graphql groovy gz h h5 hcl hh hpp hrl hs htm html ico ipynb jar java jl jpeg jpg js ' +
    'jsonnet jsx keep key kt kts less libsonnet lock lua m map markdown md mdx mjs mk ml mli mm mo mod mov mp3 mp4 mts ' +
    'nim npmignore npy npz o ogg onnx otf parquet patch pb pdf pem php pkl pl pm png po pot prettierrc proto ps1 psm1 pt ' +
    'py pyc pyi pyx r rar rb rego rs rst s sass scala scss sh snap so sql sqlite star styl sum sv svelte svg swift tar ' +
    'tex tf tfvars tgz thrift tiff ts tsv tsx ttf vb vue war wasm wav webm webp woff woff2 xml xsd xsl xz zig zip zsh zst'
  ).split(' '),
)

/** True for a file that is opened only when it is named: nobody writes a manifest under such a name but to hide it. */
export const isClosed = (name: string): boolean => NEVER_MANIFESTS.has(endingOf(name))

/** What editors and merges leave of a file. */
const LEFT_OVER = /\.(?:bak|orig|rej|swp)$|~$/i

/** The first that is there counts. */
export const KUSTOMIZATIONS: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']

const endingOf = (name: string): string =>
  name.includes('.') ? name.slice(name.lastIndexOf('.') + 1).toLowerCase() : ''

export function kindOfName(name: string): NameKind {
  const ending = endingOf(name)
  const isCode = CODE.has(ending) && !/^(?:Dockerfile|Containerfile)\.[^.]+$/.test(name)
  if (TEMPLATE_NAME.test(name)) return 'template'
  if (DOCKERFILE.test(name) && !NOT_DOCKERFILE.has(ending) && !isCode && !name.endsWith('~')) return 'dockerfile'
  if (TEMPLATES.has(ending)) return 'template'
  if (KUSTOMIZATIONS.includes(name)) return 'kustomization'
  if (name === 'Chart.yaml') return 'chart'
  if (ending === 'yaml' || ending === 'yml') return 'yaml'
  if (ending === 'json' || ending === 'sarif') return 'json'
  if (/\.(?:json|sarif)\.gz$/i.test(name)) return 'packed json'
  if (name === '.gitmodules') return 'submodules'
  if (isClosed(name)) return TEXTS.has(ending) ? 'text' : 'none'
  if (PERHAPS_DOCKERFILE.test(name) && !LEFT_OVER.test(name)) return 'perhaps dockerfile'
  return TEXTS.has(ending) ? 'text' : 'other'
}

const INPUT: ReadonlySet<NameKind> = new Set(['dockerfile', 'kustomization', 'chart', 'yaml', 'json', 'packed json'])

/** True for a file that would be read, if it were there, and for a folder: its name ends with a slash. */
export const mayBeInput = (name: string): boolean => name === '' || INPUT.has(kindOfName(name))

/**
 * True for text in which some document may be an object, or be meant for one: with the two fields of every object in
 * any case, or with one of them beside pods. Cheap, never wrongly false: where keys are written in a way that hides
 * them, the reader of YAML has to tell. U+0085 is white space to kubectl only.
 */
export function mayHoldObjects(text: string): boolean {
  const hasVersion = /\bapiVersion["']?[\s\u0085]*:/i.test(text)
  const hasKind = /\bkind["']?[\s\u0085]*:/i.test(text)
  if (hasVersion && hasKind) return true
  const holdsPods = /\bcontainers["']?\s*:/.test(text) && /\bspec["']?\s*:/.test(text)
  return ((hasVersion || hasKind) && holdsPods && !IS_OVERLAY.test(text)) || mayHideKeys(text)
}

/**
 * True for text in which some document may set up the nodes of k3s, RKE2 or Talos: these have neither field. Cheap, never
 * wrongly false for block style.
 */
export const mayConfigureNodes = (text: string): boolean =>
  /^(?:kube-[a-z-]{5,18}|kubelet|etcd)-arg[ \t]*:/m.test(text) ||
  (/^(?:machine|cluster)[ \t]*:/m.test(text) && /^[ \t]+extra(?:Args|Config)[ \t]*:/m.test(text))

/** Of ytt, whose overlays are patches: matched by a comment, so that they need neither field. */
const IS_OVERLAY = /^[ \t]{0,99}#@overlay\//m

/**
 * Keys written in a way that hides them: letters as escapes (`\u006b`) or in base64 (`!!binary`), broken over two lines, an
 * alias, and the long form (`? key`, in brackets also `?key`).
 */
const mayHideKeys = (text: string): boolean =>
  /\\(?:x|u00|U000000)[4-7]|\\[\r\n\u0085\u2028\u2029]|!!binary\b|!<|!\S{0,99}%|\*[\w-]+[\s\u0085]*:/.test(text) ||
  /(?:^|[\r\u0085{[,]|[-?:] )[ \t]*\?/m.test(text)

/** True for the beginning of a JSON text with the two fields of every Kubernetes object. */
export const beginsObject = (head: string): boolean => /"apiVersion"\s*:/.test(head) && /"kind"\s*:/.test(head)

/**
 * True for text with a template's control line at the left margin (`{{- if … }}`): to be rendered, never to be parsed
 * as YAML. Braces elsewhere may be data: Prometheus rules and Argo workflows are full of them.
 */
export const isTemplate = (text: string): boolean => /^\{\{/m.test(text) || /^\{%/m.test(text)

/** Names that are a Dockerfile's and nothing else's; what only begins like one is recognized by its content. */
export const isPlainName = (name: string): boolean =>
  /^(?:Dockerfile|Containerfile)$|\.(?:dockerfile|containerfile)$/i.test(name)

/** Compose, Bake and Skaffold. */
export const isBuildFile = (name: string): boolean =>
  /^(?:docker-)?compose(?:[._-][\w.-]+)?\.ya?ml$|^docker-bake(?:[.-][\w.-]+)?\.(?:hcl|json)$|^skaffold\.ya?ml$/.test(
    name,
  )

/** The letters of a word, which may go on in the next line anywhere. */
const overLines = (word: string): string => word.split('').join('(?:[\\\\`][ \\t]*\\r?\\n)?')

const BUILDS = new RegExp(
  `^(?:[^\\S\\n]|\\x85)*(?:${overLines('from')}|${overLines('arg')})(?:[^\\S\\n]|[\\\\\`]\\s*$)`,
  'im',
)

/**
 * True for text with a FROM or an ARG in it, behind any white space and broken over lines or not: without them nothing can
 * be built. What ends like code must begin with one, in capitals: code may hold a Dockerfile in a text.
 */
export const mayBuild = (file: string, text: string): boolean =>
  CODE.has(endingOf(file)) ? /^\ufeff?\s*(?:#[^\n]*\n\s*)*(?:FROM|ARG)[ \t]/.test(text) : BUILDS.test(text)
