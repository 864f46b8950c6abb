import type { Path } from '../core/location.ts'
import type { ManifestSource } from '../core/source.ts'

/** A manifest is a stranger: every field may be missing, or of another type. Ask with `?.`, compare with `===`. */
// biome-ignore lint/suspicious/noExplicitAny: `unknown` at every step would bury the rules under casts; rules never trust a type.
export type Json = any

/** True for what YAML calls a map: neither `null` nor a list. */
export const isMap = (value: Json): boolean => value !== null && typeof value === 'object' && !Array.isArray(value)

/** True for a map without keys, and for anything that is no map. */
export const isEmpty = (value: Json): boolean => !isMap(value) || Object.keys(value).length === 0

/** True where nothing is set: to the API server `null` is the same as an absent field. */
export const isUnset = (value: Json): boolean => value === undefined || value === null

/** A list; empty for any other value. */
export const listOf = (value: Json): readonly Json[] => (Array.isArray(value) ? value : [])

/** A text; empty for any other value. */
export const textOf = (value: Json): string => (typeof value === 'string' ? value : '')

/** Where an object came from when its text is not what the repository holds. */
export interface Origin {
  readonly by: 'helm' | 'kustomize'
  /** The folder of the chart or overlay. */
  readonly root: string
}

/** What a release is called that a chart is rendered for. */
export const RELEASE = 'release'

const HOOKS = ['helm.sh/hook', 'argocd.argoproj.io/hook'] as const

/** One Kubernetes object: a document, or an item of a List. */
export class Resource {
  readonly source: ManifestSource
  /** Leads to the object; its first step is the number of the document. */
  readonly root: Path
  readonly json: Json
  readonly origin: Origin | undefined

  constructor(source: ManifestSource, root: Path, json: Json, origin?: Origin) {
    this.source = source
    this.root = root
    this.json = json
    this.origin = origin
  }

  get apiVersion(): string {
    return String(this.json.apiVersion ?? '')
  }
  /** `apps` of `apps/v1`; empty for the core group. */
  get group(): string {
    const slash = this.apiVersion.indexOf('/')
    return slash < 0 ? '' : this.apiVersion.slice(0, slash)
  }
  get kind(): string {
    return String(this.json.kind ?? '')
  }
  /** `generateName` counts as a name; a name that is a map or a list is none. */
  get name(): string {
    const name = this.json.metadata?.name ?? this.json.metadata?.generateName
    return typeof name === 'object' || name === undefined ? '' : String(name)
  }
  /** As written: absent is not `default`, Helm and kubectl set it at install. */
  get namespace(): string | undefined {
    const namespace = this.json.metadata?.namespace
    return typeof namespace === 'string' && namespace !== '' ? namespace : undefined
  }
  /** Stable when lines move: `Deployment/shop/web`. */
  get handle(): string {
    return [this.kind, this.namespace, this.name].filter(Boolean).join('/')
  }
  get annotations(): Readonly<Record<string, unknown>> {
    const annotations = this.json.metadata?.annotations
    return annotations !== null && typeof annotations === 'object' ? annotations : {}
  }
  /** Run by Helm or Argo CD around a release, as tests and migrations are: reliability rules do not apply to it. */
  get hook(): boolean {
    return HOOKS.some(annotation => this.annotations[annotation] !== undefined)
  }
  at(...steps: (string | number)[]): Path {
    return [...this.root, ...steps]
  }
}
