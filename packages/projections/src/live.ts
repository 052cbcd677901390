import type { Position } from '@rural-tracker/event-store'
import { Ahead } from './ahead.ts'
import type { Follower } from './follow.ts'
import { Rest } from './rest.ts'
import type { Work } from './work.ts'

/** Who hears nothing for so long lets go: others may want to build. */
const IDLE_MS = 1_000
/** What was written in this process is read as soon as this. */
const SOON_MS = 10

/** Why it was let go of: nothing came any more, or others are to have their turn. */
export type LiveEnd = 'idle' | 'a break'
type Waiting = Readonly<{ position: Position | undefined; resolve: (stands: boolean) => void }>

/**
 * Models that are held and stay at the head of the log: one reader, whose pages are committed as they come. Who asks meanwhile waits for it
 * instead of looking for leases, slots and news each time anew, which took longer than the commit itself.
 */
export class Live {
  readonly works: readonly Work[]
  readonly #follower: Follower
  readonly #today: () => string
  readonly #ending = new AbortController()
  readonly #waiting = new Set<Waiting>()
  #wake = () => {}

  constructor(follower: Follower, works: readonly Work[], today: () => string) {
    this.#follower = follower
    this.works = works
    this.#today = today
  }

  /** Follows until nothing comes any more, so long at most, the signal aborts, `end` is called, or an error: nobody waits any longer then. */
  async run(signal: AbortSignal, ms: number): Promise<LiveEnd> {
    const end = () => this.end()
    const stop = this.#ending.signal
    stop.addEventListener('abort', () => this.#wake())
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
    const timer = setTimeout(end, ms)
    try {
      while (!stop.aborted && this.#running().length > 0) if (await this.#read(stop)) return 'idle'
      return this.#running().length > 0 ? 'a break' : 'idle'
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      this.end()
      for (const { resolve } of this.#waiting) resolve(false)
    }
  }

  /** Lets go of the models as soon as what is under way stands. */
  end(): void {
    this.#ending.abort()
  }

  /** True once every model, but for those that have stopped, has seen this position and speaks of today; false when it ends before. */
  stands(position: Position | undefined): Promise<boolean> {
    if (this.#ending.signal.aborted) return Promise.resolve(false)
    if (this.#isAt(position)) return Promise.resolve(true)
    const { promise, resolve } = Promise.withResolvers<boolean>()
    this.#waiting.add({ position, resolve })
    this.#wake()
    return promise
  }

  /** One reader, until it ends, or an event cannot be folded; true when nothing has come for a while. */
  async #read(stop: AbortSignal): Promise<boolean> {
    const enough = new AbortController()
    const pages = new Ahead(this.#follower.unseen(this.#running(), { follow: true, signal: AbortSignal.any([stop, enough.signal]) }))
    try {
      for (const rest = new Rest(stop); !stop.aborted; ) {
        await rest.over()
        const news = await this.#news(pages)
        if (news === 'idle' || news === 'ended') return news === 'idle'
        if (news === 'page' && !(await rest.after(() => this.#follower.commit(this.#running(), pages, 1)))) return false
        await this.#follower.passTime(this.works)
        this.#tell()
        // What another process has written may not have been told yet: it is looked for anew.
        if (news === 'asked' && this.#waiting.size > 0 && !(await comesSoon(pages))) return false
      }
      return false
    } finally {
      enough.abort()
    }
  }

  /** Waits for a page, for somebody who asks, but not for long. */
  async #news(pages: Ahead): Promise<'page' | 'ended' | 'asked' | 'idle'> {
    const woken = Promise.withResolvers<'asked' | 'idle'>()
    this.#wake = () => woken.resolve('asked')
    const timer = setTimeout(() => woken.resolve('idle'), IDLE_MS)
    try {
      return await Promise.race([pages.there().then((there) => (there ? 'page' : 'ended')), woken.promise])
    } finally {
      clearTimeout(timer)
    }
  }

  #tell(): void {
    for (const waiting of this.#waiting) {
      if (!this.#isAt(waiting.position)) continue
      this.#waiting.delete(waiting)
      waiting.resolve(true)
    }
  }

  #isAt(position: Position | undefined): boolean {
    const today = this.#today()
    return this.#running().every((work) => work.derivedFor === today && (position === undefined || (work.position ?? -1n) >= position))
  }

  #running(): readonly Work[] {
    return this.works.filter(({ stopped }) => !stopped)
  }
}

async function comesSoon(pages: Ahead): Promise<boolean> {
  const late = Promise.withResolvers<boolean>()
  const timer = setTimeout(late.resolve, SOON_MS, false)
  return Promise.race([pages.there(), late.promise]).finally(() => clearTimeout(timer))
}
