import type { Path } from '../../core/location.ts'
import type { ManifestSource } from '../../core/source.ts'
import { isMap, type Json, type Resource } from '../../kube/resource.ts'

/** A place in a text that went into a render. */
export interface Place {
  readonly source: ManifestSource
  readonly path: Path
}

/** As much of a path into a rendered object as a text has that the object was made from. */
export interface Way {
  readonly place: Place
  readonly length: number
  readonly value: Json
  /** True when it has all of the path. */
  readonly whole: boolean
}

/** Something that a rendered object was made from. */
export interface Writing {
  follow(rendered: Json, path: Path): Way
  /** What in it takes away the value at a path. */
  taker(rendered: Json, path: Path): Place | undefined
}

/** An object as it was written, or a patch that looks like one. */
export class ObjectWriting implements Writing {
  readonly resource: Resource
  readonly #isPatch: boolean

  constructor(resource: Resource, isPatch: boolean) {
    this.resource = resource
    this.#isPatch = isPatch
  }

  /** Items with names are found by name: patches move them. */
  follow(rendered: Json, path: Path): Way {
    const { resource } = this
    const way: (string | number)[] = []
    let [ours, theirs] = [rendered, resource.json]
    for (const step of path) {
      const name = typeof step === 'number' ? ours?.[step]?.name : undefined
      const place = name !== undefined && Array.isArray(theirs) ? theirs.findIndex(item => item?.name === name) : step
      const next = place === -1 ? undefined : theirs?.[place]
      if (next === undefined) break
      way.push(place)
      ours = ours?.[step]
      theirs = next
    }
    const whole = way.length === path.length
    const place = { source: resource.source, path: resource.at(...way) }
    return { place, length: way.length, value: whole ? theirs : undefined, whole }
  }

  /** `key: null`, and `$patch` in a map around. */
  taker(rendered: Json, path: Path): Place | undefined {
    if (!this.#isPatch) return undefined
    for (const [index] of path.entries()) {
      const { value, whole, place } = this.follow(rendered, path.slice(0, index + 1))
      if (!whole) return undefined
      if (value === null) return place
      if (isMap(value) && /^(?:delete|replace)$/.test(value.$patch))
        return { ...place, path: [...place.path, '$patch'] }
    }
    return undefined
  }
}

/** One operation of a JSON patch (RFC 6902). */
export class OperationWriting implements Writing {
  readonly #source: ManifestSource
  readonly #at: Path
  readonly #operation: Json
  readonly #pointer: Path
  /** The object that it is applied to, before all patches: numbers in pointers are of its items. */
  readonly #before: Writing | undefined

  constructor(source: ManifestSource, at: Path, operation: Json, before: Writing | undefined) {
    this.#source = source
    this.#at = at
    this.#operation = operation
    this.#pointer = pointerOf(operation.path)
    this.#before = before
  }

  follow(rendered: Json, path: Path): Way {
    const nothing = { place: this.#place(), length: 0, value: undefined, whole: false }
    if (!/^(?:add|replace|copy|move)$/.test(this.#operation.op) || !this.#reaches(rendered, path)) return nothing
    if (this.#operation.value === undefined) return { ...nothing, place: this.#place('path') }
    const rest = path.slice(this.#pointer.length)
    let [length, value] = [0, this.#operation.value]
    while (length < rest.length && value?.[rest[length]!] !== undefined) value = value[rest[length++]!]
    const whole = length === rest.length
    // The value itself does not tell what it is of.
    const place = length === 0 ? this.#place('path') : this.#place('value', ...rest.slice(0, length))
    return { place, length: this.#pointer.length + length, value: whole ? value : undefined, whole }
  }

  taker(rendered: Json, path: Path): Place | undefined {
    const { op, value } = this.#operation
    if (!this.#reaches(rendered, path)) return undefined
    if (op === 'remove') return this.#place('path')
    return op === 'replace' && value !== undefined ? this.#place('value') : undefined
  }

  #place(...steps: Path): Place {
    return { source: this.#source, path: [...this.#at, ...steps] }
  }

  /** Whether it changes what a path leads to. */
  #reaches(rendered: Json, path: Path): boolean {
    const { place, length = 0 } = this.#before?.follow(rendered, path) ?? {}
    const before = [...(place?.path.slice(place.path.length - length) ?? []), ...path.slice(length)]
    return [path, before].some(
      way =>
        this.#pointer.length > 0 &&
        this.#pointer.length <= way.length &&
        this.#pointer.every((step, index) => step === way[index] || (step === '-' && typeof way[index] === 'number')),
    )
  }
}

/** `/a/b~1c/0` as steps of a path. */
function pointerOf(pointer: Json): Path {
  if (typeof pointer !== 'string' || !pointer.startsWith('/')) return []
  return pointer
    .slice(1)
    .split('/')
    .map(step => (/^\d{1,9}$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~')))
}

/** Something that is written where none of its lines can be told apart: all of it is at one place. */
export class WholeWriting implements Writing {
  readonly #inner: Writing
  readonly #place: Place

  constructor(inner: Writing, place: Place) {
    this.#inner = inner
    this.#place = place
  }

  follow(rendered: Json, path: Path): Way {
    return { ...this.#inner.follow(rendered, path), place: this.#place }
  }

  taker(rendered: Json, path: Path): Place | undefined {
    return this.#inner.taker(rendered, path) && this.#place
  }
}
