import { type Ignore, mayIgnore } from './grammar.ts'
import { checkOf } from './monokle.ts'
import { ALL_CHECKS, type Author } from './names.ts'

/** One annotation that silences rules on the object that carries it. */
export interface Annotation extends Pick<Ignore, 'words' | 'reason' | 'until'> {
  readonly by: Author
  readonly key: string
}

type Annotations = Readonly<Record<string, unknown>>

/** One peer's annotation: from its key, its value and its neighbours to what it silences. */
type Read = (
  key: string,
  value: string,
  all: Annotations,
) => (Omit<Annotation, 'by' | 'key'> & { readonly by?: Author }) | undefined

/** Values are text, as Kubernetes wants them, or what people forget to quote; a map or a list says nothing. */
const stringOf = (value: unknown): string | undefined =>
  value !== null && typeof value === 'object' ? undefined : String(value ?? '')

const list = (text: string): readonly string[] =>
  text
    .split(',')
    .map(word => word.trim())
    .filter(Boolean)

const because = (reason: unknown): { reason?: string } =>
  typeof reason === 'string' && reason.trim() !== '' ? { reason: reason.trim() } : {}

/** kube-linter never reads the value: it is a reason, even when it says `false`. */
const kubelinter: Read = (key, value) => {
  if (key === 'kube-linter.io/ignore-all') return { words: [ALL_CHECKS], ...because(value) }
  const [, check] = /^ignore-check\.kube-linter\.io\/(.+)$/.exec(key) ?? []
  return check === undefined ? undefined : { words: [check], ...because(value) }
}

const polaris: Read = (key, value) => {
  const [, check] = /^polaris\.fairwinds\.com\/(?:(.+)-)?exempt$/.exec(key) ?? []
  const ours = key === 'polaris.fairwinds.com/exempt' || check !== undefined
  return ours && value.toLowerCase() === 'true' ? { words: [check ?? ALL_CHECKS] } : undefined
}

/** Ignoring the resources of containers includes their ephemeral storage. */
const kubescore: Read = (key, value) => {
  if (key !== 'kube-score/ignore') return undefined
  const words = list(value)
  const implied = words.includes('container-resources') ? ['container-ephemeral-storage-request-and-limit'] : []
  return { words: [...words, ...implied] }
}

/** One id an annotation; the key only has to contain the prefix. */
const checkov: Read = (key, value) => {
  if (!/(checkov|bridgecrew|cortex)\.io\/skip/.test(key)) return undefined
  const equals = value.indexOf('=')
  const id = (equals < 0 ? value : value.slice(0, equals)).trim()
  return { words: list(id), ...because(equals < 0 ? undefined : value.slice(equals + 1)) }
}

const kubescape: Read = (key, value, all) => {
  if (key !== 'kubescape.io/skip-controls') return undefined
  const expiry = all['kubescape.io/skip-expiry']
  // Only an instant of RFC 3339 will do there, and a malformed expiry makes no exception.
  const until = stringOf(expiry) ?? ''
  return {
    words: list(value),
    ...because(all['kubescape.io/skip-reason']),
    ...(expiry !== undefined && { until: until.includes('T') ? until : '' }),
  }
}

/**
 * `true` accepts without a word of justification; `false` and an empty value suppress nothing. Its checks `KSV012` and
 * `ksv.run-as-non-root` are Trivy's of old, also by the names that Trivy has for them.
 */
const monokle: Read = (key, value) => {
  const [, word] = /^monokle\.io\/suppress\.(.+)$/.exec(key) ?? []
  if (word === undefined || value === '' || value === 'false') return undefined
  const rule = checkOf(word)
  const [, named] = /^ksv\.(.+)$/.exec(rule) ?? []
  const isOfTrivy = named !== undefined || /^ksv\d/i.test(rule)
  return { words: [named ?? rule], ...because(value === 'true' ? undefined : value), ...(isOfTrivy && { by: 'trivy' }) }
}

const GRAMMARS: readonly (readonly [Author, Read])[] = [
  ['kubelinter', kubelinter],
  ['polaris', polaris],
  ['kubescore', kubescore],
  ['checkov', checkov],
  ['kubescape', kubescape],
  ['monokle', monokle],
]

/** What a map of annotations silences. A value still to be templated says nothing. */
export function annotationsIn(annotations: unknown): readonly Annotation[] {
  if (annotations === null || typeof annotations !== 'object' || Array.isArray(annotations)) return []
  const all = annotations as Annotations
  return Object.entries(all).flatMap(([key, raw]) => {
    const value = mayIgnore(key) ? stringOf(raw)?.trim() : undefined
    if (value === undefined || value.includes('{{')) return []
    return GRAMMARS.flatMap(([by, read]) => {
      const found = read(key, value, all)
      return found ? [{ by, key, ...found }] : []
    })
  })
}
