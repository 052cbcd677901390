/** One value of a key, and the values it had before. */
type Entry<V> = { readonly value: V; readonly since: number; readonly before: Entry<V> | undefined }
/** What all versions of one line of descent share. */
type Shared<V> = { readonly entries: Map<string, Entry<V>>; latest: number }

/**
 * A map that never changes and still grows cheaply: `set` gives a new map and leaves this one as it was. The versions share one table in
 * which every value knows since when it is there, so a stream of any length folds in linear time. Setting on any version but the latest
 * copies the table.
 *
 * @example
 * const one = GrowingMap.empty<number>().set('a', 1)
 * const two = one.set('a', 2)
 * one.get('a') // 1
 */
export class GrowingMap<V> {
  readonly #shared: Shared<V>
  readonly #version: number
  /** How many keys it has. */
  readonly size: number

  private constructor(shared: Shared<V>, version: number, size: number) {
    this.#shared = shared
    this.#version = version
    this.size = size
  }

  static empty<V>(): GrowingMap<V> {
    return new GrowingMap<V>({ entries: new Map(), latest: 0 }, 0, 0)
  }

  get(key: string): V | undefined {
    return this.#then(this.#shared.entries.get(key))?.value
  }

  set(key: string, value: V): GrowingMap<V> {
    const shared = this.#ownTable()
    const before = shared.entries.get(key)
    shared.latest++
    shared.entries.set(key, { value, since: shared.latest, before })
    return new GrowingMap(shared, shared.latest, before ? this.size : this.size + 1)
  }

  /** In the order in which the keys first came. */
  *values(): IterableIterator<V> {
    for (const newest of this.#shared.entries.values()) {
      const entry = this.#then(newest)
      if (entry) yield entry.value
    }
  }

  #then(entry: Entry<V> | undefined): Entry<V> | undefined {
    let one = entry
    while (one && one.since > this.#version) one = one.before
    return one
  }

  /** The empty map gets a table of its own each time: every stream begins with the same one. */
  #ownTable(): Shared<V> {
    if (this.size > 0 && this.#shared.latest === this.#version) return this.#shared
    const entries = new Map<string, Entry<V>>()
    if (this.size > 0) {
      for (const [key, newest] of this.#shared.entries) {
        const entry = this.#then(newest)
        if (entry) entries.set(key, { ...entry, before: undefined })
      }
    }
    return { entries, latest: this.#version }
  }
}
