import type { Building, ModelStatus, ProjectorObserver } from '@rural-tracker/projections'

/** What a read model is at. `failing`: the same is tried again. `stalled`: nothing was handled for a minute although there is something to handle. */
export type ProjectionState = 'active' | 'catching_up' | 'building' | 'failing' | 'stalled' | 'fenced' | 'failed'

export const PROJECTION_STATES = [
  'active',
  'catching_up',
  'building',
  'failing',
  'stalled',
  'fenced',
  'failed',
] as const satisfies readonly ProjectionState[]

/** One read model, for people who look after it. Nothing of an event but its id. */
export type ProjectionHealth = Readonly<{
  projection: string
  version: number
  state: ProjectionState
  /** Decimal digits. */
  position: string | null
  eventId: string | null
  /** Age of the first event not yet handled, 0 at the head. */
  ageSeconds: number
  deadLetters: number
  /** Where it stopped. */
  stoppedAt: Readonly<{ position: string; eventId: string }> | null
  /** From 0 to 1 while it is being rebuilt. */
  rebuilt: number | null
}>

/** How the reading of the log for reactions is, in a process that works on them. */
export type ReactionsHealth = Readonly<{
  state: 'active' | 'stalled'
  /** Decimal digits. */
  position: string | null
  eventId: string | null
  owed: number
  /** Events that were set aside. */
  deadLetters: number
  /** Where it stopped. */
  stoppedAt: Readonly<{ position: string; eventId: string }> | null
}>

export type Health = Readonly<{ ready: boolean; projections: readonly ProjectionHealth[]; reactions?: ReactionsHealth }>

/** What is told as it happens. */
export type ProjectionListener = Pick<ProjectorObserver, 'committed' | 'building' | 'retrying' | 'fenced' | 'unknownType'>

const STALLED_AFTER_MS = 60_000

/**
 * Looks on while read models are kept at the head, and says how they are. It counts nothing itself: `listen` gives every commit to whoever does.
 *
 * @example
 * const { ready, projections } = await tracker.health()
 */
export class ProjectionWatch {
  readonly observer: ProjectorObserver
  readonly #listeners = new Set<ProjectionListener>()
  readonly #building = new Map<string, { at: number; building: Building }>()
  readonly #fenced = new Set<string>()
  readonly #now: () => number
  readonly #since: number
  #retryingSince: number | undefined

  constructor(now: () => number = Date.now) {
    this.#now = now
    this.#since = now()
    this.observer = {
      committed: (committed) => {
        this.#retryingSince = undefined
        this.#fenced.delete(committed.model)
        for (const { committed: tell } of this.#listeners) tell?.(committed)
      },
      building: (building) => {
        this.#retryingSince = undefined
        if (building.state === 'ready') this.#building.delete(building.model)
        else this.#building.set(building.model, { at: this.#now(), building })
        for (const { building: tell } of this.#listeners) tell?.(building)
      },
      fenced: (model) => {
        this.#fenced.add(model)
        for (const { fenced: tell } of this.#listeners) tell?.(model)
      },
      retrying: (code) => {
        this.#retryingSince ??= this.#now()
        for (const { retrying: tell } of this.#listeners) tell?.(code)
      },
      unknownType: (type) => {
        for (const { unknownType: tell } of this.#listeners) tell?.(type)
      },
    }
  }

  /** Gives back a function that ends it. */
  listen(listener: ProjectionListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  healthOf(status: readonly ModelStatus[]): Health {
    const projections = status.map((model) => this.#health(model))
    const isSound = ({ state }: ProjectionHealth) => state !== 'stalled' && state !== 'failed'
    return { ready: status.every(({ state }) => state === 'active' || state === 'failed') && projections.every(isSound), projections }
  }

  #health(model: ModelStatus): ProjectionHealth {
    const { name, version, position, eventId, behindSeconds, setAside, failure } = model
    const building = this.#progress(name)
    return {
      projection: name,
      version,
      state: this.#state(model, building),
      position: position === undefined ? null : String(position),
      eventId: eventId ?? null,
      ageSeconds: behindSeconds,
      deadLetters: setAside,
      stoppedAt: failure ? { position: failure.position, eventId: failure.eventId } : null,
      rebuilt: building ?? null,
    }
  }

  #state({ name, state, behindSeconds, movedAt }: ModelStatus, building: number | undefined): ProjectionState {
    if (state === 'failed') return 'failed'
    const isThere = state === 'active'
    if (isThere && behindSeconds === 0) return building === undefined ? 'active' : 'building'
    const movedMs = Math.max(this.#since, movedAt === undefined ? 0 : Date.parse(movedAt), this.#building.get(name)?.at ?? 0)
    const isStill = this.#now() - movedMs > STALLED_AFTER_MS
    if (isStill && (!isThere || behindSeconds * 1_000 > STALLED_AFTER_MS)) return 'stalled'
    if (this.#retryingSince !== undefined) return 'failing'
    if (building !== undefined) return 'building'
    return this.#fenced.has(name) ? 'fenced' : 'catching_up'
  }

  /** A build of which nothing has been heard for long has ended in an error. */
  #progress(name: string): number | undefined {
    const known = this.#building.get(name)
    if (!known || this.#now() - known.at > STALLED_AFTER_MS) return undefined
    const { position, target, state } = known.building
    if (state !== 'building' || !target) return state === 'building' ? 0 : 1
    return Math.min(1, Number(position ?? 0) / Number(target))
  }
}
