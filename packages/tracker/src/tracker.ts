import { dirname } from 'node:path'
import { aggregates, type AnyCommand, dateAt, quotable, type Text } from '@rural-tracker/domain'
import {
  type Command,
  type CommandEnvelope,
  type CommandHandler,
  type CommandOutcome,
  createCommandHandler,
  createImporter,
  type EventStore,
  type ImportSummary,
  type OnOutcome,
  type Position,
  type Preview,
  previewCommands,
} from '@rural-tracker/event-store'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'
import { openPersonsRegister, type PersonsRegister } from '@rural-tracker/persons'
import { type Clocks, type ModelStatus, Projector, type RebuildReport, type RowStore } from '@rural-tracker/projections'
import { openSqliteRows, thisProcess } from '@rural-tracker/projections/sqlite'
import {
  type Figure,
  type FigureQuestion,
  figures,
  paymentFindings,
  readModels,
  succession,
  traceFigure,
  type TraceLine,
} from '@rural-tracker/read-models'
import { makeFolder, sqlitePath, type TrackerConfig, TrackerError } from './config.ts'
import { derivedList, explain, type Explanation, type ListQuestion, mappedList, type MonitoringList, storedList } from './monitoring.ts'
import { type StandingFact, standingFactsOf, type TimelineRow, timelineOf } from './timeline.ts'

/** Both clocks of a question. `asOf`: what was true on a day. `knownAt`: what we knew, at an instant or a position. */
export type Asked = Readonly<{ asOf?: string; knownAt?: string }>

/** How fresh an answer is: the position it speaks of, and whether that is the head of the log. */
export type Answered = Readonly<{ position: string | null; behind: boolean }>

const WAIT_FOR_OTHERS_MS = 2_000

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
  const paths = [config.eventsUrl, config.readModelsUrl, config.personsUrl].map(sqlitePath)
  for (const path of paths) makeFolder(dirname(path))
  const [eventsPath = '', rowsPath = '', personsPath = ''] = paths
  const events = openSqliteStore(eventsPath)
  const rows = openSqliteRows(rowsPath)
  const keysPath = config.personsKeysUrl ? sqlitePath(config.personsKeysUrl) : personsPath.replace(/(\.db)?$/, '-keys.db')
  return new Tracker(config, events, rows, () => openPersonsRegister(personsPath, { keysPath }))
}

export class Tracker {
  readonly events: EventStore
  readonly #rows: RowStore
  readonly #projector: Projector
  readonly #handler: CommandHandler
  readonly #today: () => string
  readonly #openPersons: () => PersonsRegister
  #persons: PersonsRegister | undefined
  /** Where read models are going. */
  #head: Position | undefined

  /** Use `openTracker`. */
  constructor(config: TrackerConfig, events: EventStore, rows: RowStore, openPersons: () => PersonsRegister) {
    this.events = events
    this.#rows = rows
    this.#openPersons = openPersons
    this.#today = config.today ?? (() => dateAt(new Date().toISOString()))
    this.#handler = createCommandHandler({ store: events, aggregates })
    const { onProgress } = config
    this.#projector = new Projector({
      events,
      rows,
      models: readModels,
      owner: thisProcess(),
      today: this.#today,
      ...(onProgress ? { onProgress: (progress) => onProgress({ ...progress, head: this.#head }) } : {}),
    })
  }

  /** Names and numbers, apart from the log. Opened when first asked for. */
  get persons(): PersonsRegister {
    this.#persons ??= this.#openPersons()
    return this.#persons
  }

  /** Carries out one command. A refusal is an answer, not an exception; the same commandId again has one effect. */
  async execute(command: AnyCommand, envelope: CommandEnvelope): Promise<CommandOutcome> {
    return this.#handler.handle({ ...command, ...envelope })
  }

  /** Many commands, fast, in order; after a crash the same commands go on where they stopped. */
  async import(commands: Iterable<Command> | AsyncIterable<Command>, onOutcome?: OnOutcome): Promise<ImportSummary> {
    return createImporter({ store: this.events, aggregates }).import(commands, onOutcome)
  }

  /** What commands would lead to on the present state. Nothing is written. */
  async preview(commands: Iterable<Command>): Promise<Preview> {
    return previewCommands({ store: this.events, aggregates }, commands)
  }

  /** Brings every read model to the head. If another process is at it, waits a little and says whether the answer is behind. */
  async catchUp(): Promise<Answered> {
    const head = await this.events.head()
    this.#head = head
    await this.#projector.catchUp()
    const reached = await this.#projector.reached(head, WAIT_FOR_OTHERS_MS)
    const position = await this.#position()
    return { position, behind: !reached }
  }

  /** The monitoring list on a day, as known then. */
  async list(asked: Asked & ListQuestion = {}): Promise<Answered & Required<Pick<Asked, 'asOf'>> & { knownAt: string | null } & MonitoringList> {
    const answered = await this.catchUp()
    const clocks = this.#clocks(asked)
    const list = await this.#list(clocks, asked)
    return { ...answered, asOf: clocks.asOf, knownAt: this.#shown(asked.knownAt), ...list }
  }

  /** Why a household is, or is not, on the list. */
  async explain(
    household: string,
    asked: Asked & { rule?: string } = {},
  ): Promise<Answered & { asOf: string; knownAt: string | null } & Explanation> {
    const answered = await this.catchUp()
    const clocks = this.#clocks(asked)
    return { ...answered, asOf: clocks.asOf, knownAt: this.#shown(asked.knownAt), ...(await explain(this.#rows, household, clocks, asked.rule)) }
  }

  /** Everything said about a household, and what its members took along, in the order in which it was true; `position` gives the order in which we learned it. */
  async timeline(
    household: string,
    asked: Pick<Asked, 'knownAt'> = {},
  ): Promise<Answered & { household: string; rows: readonly TimelineRow[]; findings: readonly unknown[] }> {
    const answered = await this.catchUp()
    const rows = await timelineOf(this.#rows, household, this.#known(asked.knownAt))
    const findings = await this.#rows.rows(paymentFindings.tables[0], { where: [['household', '=', household]] })
    return { ...answered, household, rows, findings: findings.map(({ subject: _, position: __, ...finding }) => finding) }
  }

  /**
   * What holds of a person on a day: insurance, school, health, job, by event id.
   *
   * @example
   * const standingFacts = (await tracker.standingFactsOf('P00001')).map(({ eventId }) => eventId)
   * await tracker.execute({ type: 'AddMember', data: { …, person: 'P00001', reason: 'married', standingFacts } }, envelope)
   */
  async standingFactsOf(person: string, asked: Asked = {}): Promise<readonly StandingFact[]> {
    await this.catchUp()
    const { asOf, ...known } = this.#clocks(asked)
    return standingFactsOf(this.#rows, person, asOf, known)
  }

  /** Every figure with its relation to what was published. */
  async figures(question: Omit<FigureQuestion, 'knownTo'> = {}): Promise<Answered & { figures: readonly Figure[] }> {
    const answered = await this.catchUp()
    return { ...answered, figures: await figures(this.#rows, this.#figureQuestion(question)) }
  }

  /** The events behind a figure; their contributions add up to it. */
  async trace(claimOrIndicator: string, question: Omit<FigureQuestion, 'knownTo'> = {}): Promise<AsyncIterable<TraceLine>> {
    await this.catchUp()
    const lines = await traceFigure(this.#rows, claimOrIndicator, this.#figureQuestion(question))
    if (lines) return lines
    throw new TrackerError(
      'figure.unknown',
      `没有指标或报告数字 ${quotable(claimOrIndicator)}，请核对编号。`,
      `There is no figure or claim ${quotable(claimOrIndicator)}; check its id.`,
    )
  }

  /** Payments that something is wrong with, by person and household. */
  async findings(): Promise<readonly Readonly<Record<string, unknown>>[]> {
    await this.catchUp()
    return this.#rows.rows(paymentFindings.tables[0], {
      order: [
        ['on', 'asc'],
        ['eventId', 'asc'],
      ],
    })
  }

  async projections(): Promise<readonly ModelStatus[]> {
    return this.#projector.status()
  }

  async rebuild(name: string): Promise<RebuildReport> {
    this.#head = await this.events.head()
    return this.#projector.rebuild(name)
  }

  async rollback(name: string): Promise<void> {
    return this.#projector.rollback(name)
  }

  async resume(name: string, how: { setAside?: boolean } = {}): Promise<void> {
    return this.#projector.resume(name, how)
  }

  async close(): Promise<void> {
    this.#persons?.close()
    await this.#rows.close()
    await this.events.close()
  }

  async #list(clocks: Clocks, asked: Asked & ListQuestion): Promise<MonitoringList> {
    const { divisionsAsOf } = asked
    const present = await succession(this.#rows, { ...this.#known(asked.knownAt), ...(divisionsAsOf === undefined ? {} : { divisionsAsOf }) })
    if (clocks.asOf !== this.#today() || asked.knownAt !== undefined) return derivedList(this.#rows, clocks, present, asked)
    return divisionsAsOf === undefined ? storedList(this.#rows, asked) : mappedList(this.#rows, present, asked)
  }

  async #position(): Promise<string | null> {
    const positions = (await this.#projector.status())
      .map((model) => model.position)
      .filter((position): position is Position => position !== undefined)
    return positions.length === 0 ? null : String(positions.reduce((a, b) => (a < b ? a : b)))
  }

  #clocks({ asOf, knownAt }: Asked): Clocks {
    return { asOf: asOf ?? this.#today(), ...this.#known(knownAt) }
  }

  #figureQuestion({ knownAt, ...question }: Omit<FigureQuestion, 'knownTo'>): FigureQuestion {
    return { ...question, ...this.#known(knownAt) }
  }

  /** An instant, or the decimal digits of a position. */
  #known(knownAt: string | undefined): { knownAt?: string; knownTo?: number } {
    if (knownAt === undefined) return {}
    return POSITION.test(knownAt) ? { knownTo: Number(knownAt) } : { knownAt: instant(knownAt) }
  }

  /** What was known then, for the answer. More digits than the log has positions are not said back: they may be somebody's number. */
  #shown(knownAt: string | undefined): string | null {
    if (knownAt === undefined) return null
    if (!POSITION.test(knownAt)) return instant(knownAt)
    const head = this.#head ?? 0n
    return String(BigInt(knownAt) < head ? BigInt(knownAt) : head)
  }
}

const POSITION = /^\d+$/

/** @throws TrackerError for what is no instant. */
function instant(text: string): string {
  const at = new Date(text)
  if (!Number.isNaN(at.getTime())) return at.toISOString()
  throw new TrackerError(
    'known-at.malformed',
    'knownAt 不是时刻或位置，请写成 2020-12-31T08:00:00+08:00 或位置数字。',
    'knownAt is no instant or position; write 2020-12-31T08:00:00+08:00 or the digits of a position.',
  )
}

export type { Text }
