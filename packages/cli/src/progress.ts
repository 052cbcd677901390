import type { Io } from './io.ts'

const WIDTH = 24
/** What is over sooner shows no bar, and a bar is not drawn anew more often. */
const EVERY_MS = 150
const WIPE = '\r\u001B[2K'

/** One line on stderr that says how far something is, on a terminal only. Whatever else is written takes its place. */
export class Progress {
  /** The same outputs, for everything that is not the bar. */
  readonly io: Io
  readonly #write: (text: string) => void
  readonly #terminal: boolean
  readonly #now: () => number
  #drawnAt: number
  #shown = false

  constructor(io: Io, now: () => number = Date.now) {
    this.#write = io.err
    this.#terminal = io.terminal
    this.#now = now
    this.#drawnAt = now()
    this.io = {
      ...io,
      out: (text) => (this.wipe(), io.out(text)),
      err: (text) => (this.wipe(), io.err(text)),
    }
  }

  /** @example progress.at('写入 · writing', 66_000, 147_764) // 写入 · writing ██████████░░░░░░░░░░░░░░ 44% */
  at(title: string, done: number, total: number): void {
    if (!this.#terminal || this.#now() - this.#drawnAt < EVERY_MS) return
    this.#drawnAt = this.#now()
    this.#shown = true
    const part = total > 0 ? Math.min(1, done / total) : 0
    const full = Math.floor(part * WIDTH)
    this.#write(`${WIPE}${title} ${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${Math.floor(part * 100)}%`)
  }

  /** Gives the same things, one by one, and says how many have gone by. */
  *through<T>(title: string, things: readonly T[]): Generator<T> {
    for (const [i, thing] of things.entries()) {
      yield thing
      this.at(title, i + 1, things.length)
    }
  }

  wipe(): void {
    if (this.#shown) this.#write(WIPE)
    this.#shown = false
  }
}
