export const sizeOf = (text: string): number => new TextEncoder().encode(text).length

/** The bytes that are left. Items are written until one does not fit: of 30,000 most are never written. */
export class Budget {
  #left: number

  constructor(bytes: number) {
    this.#left = bytes
  }

  /** As many items as fit into a share of the room. */
  take<Item>(items: readonly Item[], write: (item: Item) => string, share = 1): readonly string[] {
    const written: string[] = []
    let left = Math.floor(this.#left * share)
    for (const item of items) {
      const text = write(item)
      const size = sizeOf(text) + 2
      if (size > left) break
      left -= size
      this.#left -= size
      written.push(text)
    }
    return written
  }

  /** All of the items, or nothing where they do not fit. */
  takeAll<Item>(items: readonly Item[], write: (item: Item) => string): readonly string[] | undefined {
    const before = this.#left
    const written = this.take(items, write)
    if (written.length === items.length) return written
    this.#left = before
    return undefined
  }
}
