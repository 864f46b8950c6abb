import { Fault } from '../../src/core/fault.ts'
import type { Copy, Entry, EntryKind, Host } from '../../src/core/host.ts'

/** A workspace in memory: files in one folder, and no programs. */
export class MemoryHost implements Host {
  readonly root = '/work'
  readonly #files: ReadonlyMap<string, Uint8Array>

  constructor(files: Readonly<Record<string, Uint8Array>>) {
    this.#files = new Map(Object.entries(files))
  }

  entries(): readonly Entry[] {
    return [...this.#files.keys()].sort().map(name => ({ name, kind: 'file', link: false }))
  }

  kindOf(path: string): EntryKind | 'missing' {
    return path === '' ? 'folder' : this.#files.has(path) ? 'file' : 'missing'
  }

  head(file: string, bytes: number): Uint8Array {
    return this.read(file).subarray(0, bytes)
  }

  read(file: string): Uint8Array {
    const bytes = this.#files.get(file)
    if (!bytes) throw new Fault('NOT_FOUND', 'no such file', { file })
    return bytes
  }

  missing(): readonly [] {
    return []
  }

  /** There is nothing to render. */
  copy(): Copy {
    return { remove() {} } as Copy
  }

  isOutput(): boolean {
    return false
  }

  now(): Date {
    return new Date('2026-01-01T00:00:00Z')
  }
}
