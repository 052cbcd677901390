import { catalogue } from '@rural-tracker/domain'
import type { AnyAggregate, CommandHandler, EventStore, Position } from '@rural-tracker/event-store'
import { type ModelStatus, Projector, type RebuildReport, type RowStore, type SetAside } from '@rural-tracker/projections'
import { thisProcess } from '@rural-tracker/projections/sqlite'
import { readModels } from '@rural-tracker/read-models'
import { type Places, placesOn } from './access/place.ts'
import type { Answered } from './both-clocks.ts'
import { CommandDesk } from './command-desk.ts'
import type { TrackerConfig } from './config.ts'
import { type Health, ProjectionWatch } from './projection-watch.ts'
import { type RebuildThreads, rebuildThreads } from './rebuild-threads/threads.ts'

const WAIT_FOR_OTHERS_MS = 2_000

/** What keeps the read models of a log. A projector that is given is shared with whoever made it. */
export type ReadModelParts = Readonly<{
  events: EventStore
  aggregates: readonly AnyAggregate[]
  handler: CommandHandler
  rows: RowStore
  today: () => string
  projector?: Projector | undefined
}>

/** Brings the read models to the head of the log and keeps them there, builds them anew, and says how they are. */
export class ReadModelCare extends CommandDesk {
  /** Looks on while the read models are kept at the head. */
  readonly watch = new ProjectionWatch()
  protected readonly readRows: RowStore
  protected readonly projector: Projector
  /** Where read models are going. */
  protected head: Position | undefined
  /** Whether this process keeps the read models at the head. */
  protected readonly projects: boolean
  readonly #today: () => string
  readonly #closing = new AbortController()
  readonly #underWay = new Set<Promise<unknown>>()
  readonly #threads: RebuildThreads | undefined

  constructor(
    config: Pick<TrackerConfig, 'eventsUrl' | 'readModelsUrl' | 'projects' | 'owner' | 'onProgress' | 'rebuildThreads' | 'rebuildThreadsFrom'>,
    { events, aggregates, handler, rows, today, projector }: ReadModelParts,
  ) {
    super(events, aggregates, handler)
    this.readRows = rows
    this.projects = config.projects ?? true
    this.#today = today
    const { onProgress } = config
    this.#threads = projector ? undefined : rebuildThreads(config)
    this.projector =
      projector ??
      new Projector({
        events,
        rows,
        models: readModels,
        owner: config.owner ?? thisProcess(),
        today,
        observer: this.watch.observer,
        knownTypes: new Set(catalogue.keys()),
        threads: this.#threads,
        ...(onProgress ? { onProgress: (progress) => onProgress({ ...progress, head: this.head }) } : {}),
      })
  }

  /** The business date, in Asia/Shanghai. */
  today(): string {
    return this.#today()
  }

  /** What has become of divisions and where households live, as far as the read models are. */
  places(): Promise<Places> {
    return placesOn(this.readRows, this.today())
  }

  /** Brings every read model to the head. If another process is at it, waits a little and says whether the answer is behind. */
  async catchUp(): Promise<Answered> {
    const head = await this.events.head()
    this.head = head
    if (this.projects) await this.projector.catchUp()
    const { reached, position } = await this.projector.standing(head, WAIT_FOR_OTHERS_MS)
    return { position: position === undefined ? null : String(position), behind: !reached }
  }

  /** Whether the read models have come to a position of the log, waiting for it as long as allowed, in milliseconds. */
  async reached(position: Position, waitMs: number): Promise<boolean> {
    if (await this.projector.reached(position, 0)) return true
    if (this.projects) await this.projector.catchUp()
    return this.projector.reached(position, waitMs)
  }

  /**
   * Keeps the read models at the head until the signal aborts, so that questions find them there. The log says when there is something new.
   *
   * @example
   * const stop = new AbortController()
   * await tracker.follow(stop.signal)
   */
  async follow(signal: AbortSignal): Promise<void> {
    return this.untilClosed(signal, (until) => this.projector.follow(until))
  }

  async projections(): Promise<readonly ModelStatus[]> {
    return this.projector.status()
  }

  /** How the read models are, for whoever looks after them; ready: all are there and none has stopped or stalled. */
  async health(): Promise<Health> {
    return this.watch.healthOf(await this.projector.status())
  }

  /**
   * Builds a read model beside the live one, compares, and switches. With the `id` that `rebuildId` gives, asking again goes on where it was. It ends
   * soon when the signal aborts or the tracker is closed, and the live one stays in place then.
   *
   * @throws ProjectionError `rebuild.ended`, and what the rebuild throws.
   */
  async rebuild(name: string, how: { id?: string; signal?: AbortSignal } = {}): Promise<RebuildReport> {
    this.head = await this.events.head()
    return this.untilClosed(how.signal, (signal) => this.projector.rebuild(name, { ...how, signal }))
  }

  /** The name of the next rebuild of a read model, the same for all who ask for it. */
  async rebuildId(name: string): Promise<string> {
    return this.projector.rebuildId(name)
  }

  /** What has become of a rebuild that was asked for by a name; undefined where nothing of it is built yet. */
  async rebuilt(id: string): Promise<Readonly<{ events: number; report: RebuildReport | undefined }> | undefined> {
    return this.projector.rebuilt(id)
  }

  /** Puts the former copy of a read model back. Where another process keeps the read models, it is that one which catches up. */
  async rollback(name: string): Promise<void> {
    return this.projector.rollback(name, { catchUp: this.projects })
  }

  /** Has a read model go on that has stopped, here or where the read models are kept. */
  async resume(name: string, how: { setAside?: boolean } = {}): Promise<void> {
    return this.projector.resume(name, { ...how, catchUp: this.projects })
  }

  /** The events of a read model that were set aside, in the order of the log. */
  async setAsideEvents(name: string): Promise<readonly SetAside[]> {
    return this.projector.setAsideEvents(name)
  }

  /** Does something until the signal aborts or the tracker is closed, which waits for its end. */
  protected untilClosed<T>(signal: AbortSignal | undefined, run: (until: AbortSignal) => Promise<T>): Promise<T> {
    const running = run(AbortSignal.any([this.#closing.signal, ...(signal ? [signal] : [])]))
    const ended: Promise<unknown> = running.catch(() => {}).finally(() => this.#underWay.delete(ended))
    this.#underWay.add(ended)
    return running
  }

  /** Ends what goes on. */
  protected async endAll(): Promise<void> {
    this.#closing.abort()
    await this.#threads?.end()
    await Promise.all(this.#underWay)
  }
}
