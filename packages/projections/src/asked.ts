import { createHash } from 'node:crypto'

/**
 * Which kinds of parameters a derivation asked for, set or not: what is set later can change only those who asked. Equal sets are one
 * object, so that asking again costs nothing and a hundred thousand subjects share a handful.
 */
export class Asked {
  /** In alphabetical order. */
  readonly kinds: readonly string[]
  readonly #known: Map<string, Asked>
  readonly #with = new Map<string, Asked>()
  #id: number | undefined

  private constructor(kinds: readonly string[], known: Map<string, Asked>) {
    this.kinds = kinds
    this.#known = known
  }

  /** Nothing asked yet. Sets that grow out of one beginning are shared. */
  static nothing(): Asked {
    const known = new Map<string, Asked>()
    const nothing = new Asked([], known)
    known.set('[]', nothing)
    return nothing
  }

  and(kind: string): Asked {
    const found = this.#with.get(kind)
    if (found) return found
    const kinds = this.kinds.includes(kind) ? this.kinds : [...this.kinds, kind].sort()
    const key = JSON.stringify(kinds)
    const next = this.#known.get(key) ?? new Asked(kinds, this.#known)
    this.#known.set(key, next)
    this.#with.set(kind, next)
    return next
  }

  /** Of the kinds alone, so that every process gives one set the same id. Null: nothing was asked. */
  get id(): number | null {
    if (this.kinds.length === 0) return null
    this.#id ??= Number.parseInt(createHash('sha256').update(JSON.stringify(this.kinds)).digest('hex').slice(0, 12), 16)
    return this.#id
  }
}

/** The beginning that all derivations of a process share: what was asked together once is one object from then on. */
export const NOTHING_ASKED = Asked.nothing()
