import { dirname, join } from 'node:path'
import { aggregates, dateAt, type Text } from '@rural-tracker/domain'
import { type Command, type CommandHandler, createCommandHandler, type EventStore } from '@rural-tracker/event-store'
import { openPersonsRegister, type PersonsRegister } from '@rural-tracker/persons'
import type { Projector, RowStore } from '@rural-tracker/projections'
import type { ReactionsStatus, WorkOnceReport } from '@rural-tracker/reactions'
import type { Caller } from './access/caller.ts'
import { type Places, seesAll } from './access/place.ts'
import { scoped } from './access/scoped.ts'
import { rowsWithin } from './access/sight.ts'
import { AlertDesk } from './alerts/alert-desk.ts'
import { inlineJobs, jobsElsewhere, type RebuildJobs } from './care/rebuild-jobs.ts'
import { eventsAddress, makeFolder, queueAddress, rowsAddress, sqlitePath, type TrackerConfig } from './config.ts'
import { AddressBook, AnswerDesk, Receivers } from './messages/index.ts'
import { type NamedPerson, namesOf, type Reading } from './names.ts'
import { openEvents } from './open-events.ts'
import { openRows } from './open-rows.ts'
import type { Health } from './projection-watch.ts'
import type { ScopedTracker } from './queries/query.ts'
import { masterKeyIn } from './reactions/master-key.ts'
import { type OpenReactions, openReactions, type OwnTools } from './reactions/open-reactions.ts'
import { Webhooks } from './webhooks/webhooks.ts'

/**
 * One township's log with everything asked of it. Queries first bring the read models to the head of the log.
 *
 * @example
 * const tracker = await openTracker({ eventsUrl: 'sqlite:./data/events.db', readModelsUrl: 'sqlite:./data/read-models.db', personsUrl: 'sqlite:./data/persons.db' })
 * await tracker.execute(
 *   { type: 'VisitHousehold', data: { registeredIn: '431224105201', household: 'H00001', visitor: 'helper', occurredOn: '2020-11-03' } },
 *   { commandId: 'visit-2020-11-03-H00001', actor: 'village:201', source: 'api' },
 * )
 * const list = await tracker.list({ asOf: '2020-12-31' })
 * await tracker.close()
 */
export async function openTracker(config: TrackerConfig): Promise<Tracker> {
  // All addresses are looked at before anything is opened: a wrong one leaves no file behind.
  const [eventsAt, rowsAt, personsPath] = [eventsAddress(config.eventsUrl), rowsAddress(config.readModelsUrl), sqlitePath(config.personsUrl)]
  const reactionsAt = rowsAddress(config.reactionsUrl ?? `sqlite:${join(dirname(personsPath), 'reactions.db')}`)
  const queueAt = queueAddress(config.queueUrl ?? 'inline:')
  const keyFile = config.reactionsKeyFile ?? join(dirname(reactionsAt.engine === 'sqlite' ? reactionsAt.path : personsPath), 'reactions.key')
  const keysPath = config.personsKeysUrl ? sqlitePath(config.personsKeysUrl) : personsPath.replace(/(\.db)?$/, '-keys.db')
  const events = await openEvents(eventsAt)
  try {
    makeFolder(dirname(personsPath))
    const masterKey = () => masterKeyIn(keyFile)
    return new Tracker(config, events, await openRows(rowsAt), {
      persons: () => openPersonsRegister(personsPath, { keysPath }),
      reactions: (tools) => openReactions(config, { reactionsAt, queueAt }, tools),
      masterKey,
      addresses: () => new AddressBook(join(dirname(keyFile), 'addresses.json'), masterKey),
    })
  } catch (error) {
    await events.close()
    throw error
  }
}

/** Twice the lease of a read model. */
const WAIT_FOR_MODELS_MS = 10_000

/** What is opened only when it is asked for. */
type Opening = Readonly<{
  persons: () => PersonsRegister
  reactions: (tools: OwnTools) => Promise<OpenReactions>
  masterKey: () => Buffer
  addresses: () => AddressBook
}>

export class Tracker extends AlertDesk {
  readonly #config: TrackerConfig
  readonly #open: Opening
  #persons: PersonsRegister | undefined
  #reactions: Promise<OpenReactions> | undefined
  #rebuilds: RebuildJobs | undefined
  #works = false
  readonly #whole: Tracker | undefined

  /** Use `openTracker`. */
  constructor(
    config: TrackerConfig,
    events: EventStore,
    rows: RowStore,
    open: Opening,
    of?: Readonly<{ projector: Projector; handler: CommandHandler; whole?: Tracker }>,
  ) {
    const deciders = config.aggregates ?? aggregates
    super(config, {
      events,
      aggregates: deciders,
      handler: of?.handler ?? createCommandHandler({ store: events, aggregates: deciders }),
      rows,
      today: config.today ?? (() => dateAt(new Date().toISOString())),
      projector: of?.projector,
    })
    this.#config = config
    this.#open = open
    this.#whole = of?.whole
  }

  /** Rebuilds of read models, for whoever does not wait for their end. */
  get rebuilds(): RebuildJobs {
    this.#rebuilds ??= this.#config.rebuildJobs?.(this) ?? (this.projects ? inlineJobs(this) : jobsElsewhere(this))
    return this.#rebuilds
  }

  /** What has become of divisions and where households live, also where only a part is seen of what is there. */
  override places(): Promise<Places> {
    return this.#whole?.places() ?? super.places()
  }

  /** Names and numbers, apart from the log. Opened when first asked for. */
  get persons(): PersonsRegister {
    this.#persons ??= this.#open.persons()
    return this.#persons
  }

  /** Who is told of alerts. */
  get receivers(): Receivers {
    const rowsAtHead = async () => {
      await this.catchUp()
      return this.readRows
    }
    return new Receivers({
      rowsAtHead,
      execute: (command, envelope) => this.handler.handle({ ...command, ...envelope } as Command),
      addresses: this.#open.addresses(),
      today: () => this.today(),
    })
  }

  /** Where who got a message sees an alert and answers it. */
  get answers(): AnswerDesk {
    const { masterKey } = this.#open
    return new AnswerDesk({
      events: this.events,
      rows: () => this.readRows,
      execute: (command) => this.handler.handle(command),
      masterKey,
      today: () => this.today(),
    })
  }

  /** Who is told outside of what happens here, and what could not be delivered. */
  get webhooks(): Webhooks {
    const { masterKey } = this.#open
    return new Webhooks({ events: this.events, execute: (command) => this.handler.handle(command), masterKey, today: () => this.today() })
  }

  /**
   * The log as one caller may use it: nothing outside the caller's division exists, and nothing that the role may not.
   *
   * @example await tracker.as({ actor: 'clerk:wang', role: 'analyst', division: '431224105000' }).query('list', { limit: 20 })
   */
  as(caller: Caller): ScopedTracker {
    return scoped(this, caller)
  }

  /**
   * The same log as far as it lies inside a division now: every answer is made as if nothing else were there. Commands are not held to it,
   * `as` does that.
   */
  within(division: string): Tracker {
    if (seesAll(division)) return this
    let places: Promise<Places> | undefined
    // Asked for with the first row, when the read models have been brought to the head.
    const rows = rowsWithin(this.readRows, division, () => (places ??= this.places()))
    return new Tracker(
      this.#config,
      this.events,
      rows,
      { ...this.#open, persons: () => this.persons },
      { projector: this.projector, handler: this.handler, whole: this },
    )
  }

  /**
   * Does outside what events ask for, and what time makes due, until the signal aborts. Several processes may: one reads the log and hands over.
   *
   * @throws ReactionsError when the reactions file is lost or of another log: `fromHead` begins at the end of the log then, and only then.
   */
  async work(signal: AbortSignal, how: Readonly<{ fromHead?: boolean }> = {}): Promise<void> {
    this.#works = true
    const { reactions } = await this.#openedReactions()
    return this.untilClosed(signal, (until) => reactions.work(until, how))
  }

  /** Does once what is to be done now, and what becomes due by it. What is owed for later stays owed. @throws ReactionsError as `work`. */
  async workOnce(how: Readonly<{ fromHead?: boolean }> = {}): Promise<WorkOnceReport> {
    const { reactions } = await this.#openedReactions()
    // What is due is asked of read models: those of a process that was killed are free when its leases have run out.
    for (const until = Date.now() + WAIT_FOR_MODELS_MS; (await this.catchUp()).behind && Date.now() < until; );
    return reactions.workOnce(how)
  }

  /** What is owed, and how far the reactions have read. */
  async reactionsStatus(): Promise<ReactionsStatus> {
    return (await this.#openedReactions()).reactions.status()
  }

  /** Has the reactions go on that have stopped before an event: again, or without it, which stays visible. @throws ReactionsError `reactions.not-stopped`. */
  async resumeReactions(how: Readonly<{ setAside?: boolean }> = {}): Promise<void> {
    return (await this.#openedReactions()).reactions.resume(how)
  }

  /** How the read models are, and the reactions where this process works on them; ready: nothing has stopped or stalled. */
  override async health(): Promise<Health> {
    const health = await super.health()
    if (!this.#works) return health
    const { position, eventId, owed, failure, setAside } = await this.reactionsStatus()
    const stoppedAt = failure && { position: failure.position, eventId: failure.eventId }
    const reactions = { state: failure ? 'stalled' : 'active', position, eventId, owed, deadLetters: setAside.length, stoppedAt } as const
    return { ...health, ready: health.ready && failure === null, reactions }
  }

  #openedReactions(): Promise<OpenReactions> {
    const rowsAtHead = async () => ((await this.catchUp()).behind ? undefined : this.readRows)
    this.#reactions ??= this.#open.reactions({
      events: this.events,
      rowsAtHead,
      rows: () => this.readRows,
      execute: (command) => this.handler.handle(command),
      today: () => this.today(),
      masterKey: this.#open.masterKey,
      addresses: this.#open.addresses(),
      dueWork: [this.alertsDue],
    })
    // What could not be opened now is tried again by who asks next.
    this.#reactions.catch(() => (this.#reactions = undefined))
    return this.#reactions
  }

  /** The names of some persons, for a purpose; the reading is recorded first. @throws TrackerError when one of them is not known here. */
  async names(persons: readonly string[], reading: Omit<Reading, 'on'>): Promise<readonly NamedPerson[]> {
    await this.catchUp()
    const desk = { rows: this.readRows, persons: () => this.persons, execute: this.execute.bind(this) }
    return namesOf(desk, persons, { ...reading, on: this.today() })
  }

  async close(): Promise<void> {
    await this.endAll()
    await this.#rebuilds?.close()
    this.#persons?.close()
    await (await this.#reactions?.catch(() => undefined))?.close()
    await this.readRows.close()
    await this.events.close()
  }
}

export type { Text }
