import { dirname, join } from 'node:path'
import { aggregates, type AnyCommand, type CarriedFact, catalogue, dateAt, quotable, type Text } from '@rural-tracker/domain'
import {
  type AnyAggregate,
  type Command,
  type CommandEnvelope,
  type CommandHandler,
  type CommandOutcome,
  createCommandHandler,
  createImporter,
  type EventStore,
  type Expectation,
  type ImportSummary,
  type OnOutcome,
  type Position,
  type Preview,
  previewCommands,
} from '@rural-tracker/event-store'
import { openPersonsRegister, type PersonsRegister } from '@rural-tracker/persons'
import type { ReactionsStatus, WorkOnceReport } from '@rural-tracker/reactions'
import { type Clocks, type ModelStatus, Projector, type RebuildReport, type RowStore } from '@rural-tracker/projections'
import { thisProcess } from '@rural-tracker/projections/sqlite'
import {
  type Figure,
  type FigureQuestion,
  figures,
  monitoringList,
  paymentFindings,
  readModels,
  type Succession,
  succession,
  traceFigure,
  type TraceLine,
  type VillageWatchRow,
} from '@rural-tracker/read-models'
import { eventsAddress, makeFolder, queueAddress, rowsAddress, sqlitePath, type TrackerConfig, TrackerError } from './config.ts'
import type { Caller } from './access/caller.ts'
import { type Places, placesOn, seesAll } from './access/place.ts'
import { rowsWithin } from './access/sight.ts'
import { scoped } from './access/scoped.ts'
import {
  actId,
  actOn,
  type AlertAct,
  type AlertAtLength,
  alertAtLength,
  type AlertLoadQuestion,
  alertLoadAsked,
  type AlertLoadRow,
  alertNamed,
  type AlertRow,
  alertsAsked,
  type AlertsDueWork,
  alertsDueWork,
  type AlertsQuestion,
} from './alerts/index.ts'
import { explain, type Explanation } from './explanation.ts'
import type { ListQuestion } from './list-question.ts'
import { comparison, derivedRows, type ListComparison, mappedRows, type MonitoringList, pageOf, storedList } from './monitoring.ts'
import { type ModelRows, modelRows, type RowsQuestion } from './model-rows.ts'
import { type NamedPerson, namesOf, type Reading } from './names.ts'
import { type CaseNotice, caseNotice } from './notice.ts'
import { openEvents } from './open-events.ts'
import { openRows } from './open-rows.ts'
import { type Health, ProjectionWatch } from './projection-watch.ts'
import { type PolicyReplay, replayPolicy, type ReplayQuestion } from './policy-replay/index.ts'
import { type ParametersInForce, parametersInForce, type ParametersQuestion } from './parameters.ts'
import type { ScopedTracker } from './queries/query.ts'
import { serviceKeysOf, type ServiceKeyPage } from './service-keys.ts'
import { AddressBook, AnswerDesk, Receivers } from './messages/index.ts'
import { masterKeyIn } from './reactions/master-key.ts'
import { type OpenReactions, openReactions, type OwnTools } from './reactions/open-reactions.ts'
import { carriedFactsOf, type StandingFact, standingFactsOf, type TimelineRow, timelineOf } from './timeline.ts'
import { Webhooks } from './webhooks/webhooks.ts'
import { derivedWatch, explainVillage, storedWatch, type VillageExplanation, type VillageWatchQuestion } from './village-watch.ts'

/** Both clocks of a question. `asOf`: what was true on a day. `knownAt`: what we knew, at an instant or a position. */
export type Asked = Readonly<{ asOf?: string; knownAt?: string }>

/** How fresh an answer is: the position it speaks of, and whether that is the head of the log. */
export type Answered = Readonly<{ position: string | null; behind: boolean }>

/** The list on a day, and what it is compared with. */
export type ListAnswer = Answered &
  Readonly<{ asOf: string; knownAt: string | null; compared?: Readonly<{ asOf: string; knownAt: string | null }> }> &
  MonitoringList &
  Partial<ListComparison>

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

/** What is opened only when it is asked for. */
type Opening = Readonly<{
  persons: () => PersonsRegister
  reactions: (tools: OwnTools) => Promise<OpenReactions>
  masterKey: () => Buffer
  addresses: () => AddressBook
}>

export class Tracker {
  readonly events: EventStore
  /** Looks on while the read models are kept at the head. */
  readonly watch = new ProjectionWatch()
  /** Who decides on commands. */
  readonly aggregates: readonly AnyAggregate[]
  readonly #config: TrackerConfig
  readonly #projects: boolean
  readonly #rows: RowStore
  readonly #projector: Projector
  readonly #handler: CommandHandler
  readonly #today: () => string
  readonly #open: Opening
  readonly #closing = new AbortController()
  readonly #following: Promise<void>[] = []
  #persons: PersonsRegister | undefined
  #reactions: Promise<OpenReactions> | undefined
  #alertsDue: AlertsDueWork | undefined
  /** Where read models are going. */
  #head: Position | undefined

  /** Use `openTracker`. */
  constructor(
    config: TrackerConfig,
    events: EventStore,
    rows: RowStore,
    open: Opening,
    of?: Readonly<{ projector: Projector; handler: CommandHandler }>,
  ) {
    this.#config = config
    this.events = events
    this.aggregates = config.aggregates ?? aggregates
    this.#projects = config.projects ?? true
    this.#rows = rows
    this.#open = open
    this.#today = config.today ?? (() => dateAt(new Date().toISOString()))
    this.#handler = of?.handler ?? createCommandHandler({ store: events, aggregates: this.aggregates })
    const { onProgress } = config
    this.#projector =
      of?.projector ??
      new Projector({
        events,
        rows,
        models: readModels,
        owner: config.owner ?? thisProcess(),
        today: this.#today,
        observer: this.watch.observer,
        knownTypes: new Set(catalogue.keys()),
        ...(onProgress ? { onProgress: (progress) => onProgress({ ...progress, head: this.#head }) } : {}),
      })
  }

  /** Names and numbers, apart from the log. Opened when first asked for. */
  get persons(): PersonsRegister {
    this.#persons ??= this.#open.persons()
    return this.#persons
  }

  /**
   * Carries out one command. A refusal is an answer, not an exception; the same commandId again has one effect. With `expected` nothing is written
   * where the stream has another revision than the caller has seen.
   */
  async execute(command: AnyCommand, envelope: CommandEnvelope, how: Expectation = {}): Promise<CommandOutcome> {
    return this.#handler.handle({ ...command, ...envelope }, how)
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
    const rows = rowsWithin(this.#rows, division, () => (places ??= this.places()))
    return new Tracker(
      this.#config,
      this.events,
      rows,
      { ...this.#open, persons: () => this.persons },
      { projector: this.#projector, handler: this.#handler },
    )
  }

  /** What has become of divisions and where households live, as far as the read models are. */
  places(): Promise<Places> {
    return placesOn(this.#rows, this.#today())
  }

  /** The business date, in Asia/Shanghai. */
  today(): string {
    return this.#today()
  }

  /** Who is told of alerts. */
  get receivers(): Receivers {
    const rowsAtHead = async () => {
      await this.catchUp()
      return this.#rows
    }
    return new Receivers({
      rowsAtHead,
      execute: (command, envelope) => this.#handler.handle({ ...command, ...envelope } as Command),
      addresses: this.#open.addresses(),
      today: this.#today,
    })
  }

  /** Where who got a message sees an alert and answers it. */
  get answers(): AnswerDesk {
    const { masterKey } = this.#open
    return new AnswerDesk({
      events: this.events,
      rows: () => this.#rows,
      execute: (command) => this.#handler.handle(command),
      masterKey,
      today: this.#today,
    })
  }

  /** Who is told outside of what happens here, and what could not be delivered. */
  get webhooks(): Webhooks {
    const { masterKey } = this.#open
    return new Webhooks({ events: this.events, execute: (command) => this.#handler.handle(command), masterKey, today: this.#today })
  }

  /** Many commands, fast, in order; after a crash the same commands go on where they stopped. */
  async import(commands: Iterable<Command> | AsyncIterable<Command>, onOutcome?: OnOutcome): Promise<ImportSummary> {
    return createImporter({ store: this.events, aggregates: this.aggregates }).import(commands, onOutcome)
  }

  /** What commands would lead to on the present state. Nothing is written. */
  async preview(commands: Iterable<Command>): Promise<Preview> {
    return previewCommands({ store: this.events, aggregates: this.aggregates }, commands)
  }

  /** Brings every read model to the head. If another process is at it, waits a little and says whether the answer is behind. */
  async catchUp(): Promise<Answered> {
    const head = await this.events.head()
    this.#head = head
    if (this.#projects) await this.#projector.catchUp()
    const reached = await this.#projector.reached(head, WAIT_FOR_OTHERS_MS)
    const position = await this.#position()
    return { position, behind: !reached }
  }

  /** The first event after a position that some read model wants: what a model that does not move stands before. */
  async nextWanted(after: Position | undefined): Promise<Readonly<{ id: string; position: Position }> | undefined> {
    const filter = { types: [...new Set(readModels.flatMap(({ types }) => types))] }
    for await (const { events } of this.events.readAll({ ...(after === undefined ? {} : { after }), filter, pageSize: 1 }))
      for (const { id, position } of events) return { id, position }
    return undefined
  }

  /** Whether the read models have come to a position of the log, waiting for it as long as allowed, in milliseconds. */
  async reached(position: Position, waitMs: number): Promise<boolean> {
    if (await this.#projector.reached(position, 0)) return true
    if (this.#projects) await this.#projector.catchUp()
    return this.#projector.reached(position, waitMs)
  }

  /**
   * Keeps the read models at the head until the signal aborts, so that questions find them there. The log says when there is something new.
   *
   * @example
   * const stop = new AbortController()
   * await tracker.follow(stop.signal)
   */
  async follow(signal: AbortSignal): Promise<void> {
    const following = this.#projector.follow(AbortSignal.any([signal, this.#closing.signal]))
    this.#following.push(following.catch(() => {}))
    return following
  }

  /**
   * Does outside what events ask for, and what time makes due, until the signal aborts. Several processes may: one reads the log and hands over.
   *
   * @throws ReactionsError when the reactions file is lost or of another log: `fromHead` begins at the end of the log then, and only then.
   */
  async work(signal: AbortSignal, how: Readonly<{ fromHead?: boolean }> = {}): Promise<void> {
    const working = (await this.#openedReactions()).reactions.work(AbortSignal.any([signal, this.#closing.signal]), how)
    this.#following.push(working.catch(() => {}))
    return working
  }

  /** Does once what is to be done now. What is owed for later stays owed. @throws ReactionsError as `work`. */
  async workOnce(how: Readonly<{ fromHead?: boolean }> = {}): Promise<WorkOnceReport> {
    return (await this.#openedReactions()).reactions.workOnce(how)
  }

  /** What is owed, and how far the reactions have read. */
  async reactionsStatus(): Promise<ReactionsStatus> {
    return (await this.#openedReactions()).reactions.status()
  }

  #openedReactions(): Promise<OpenReactions> {
    const rowsAtHead = async () => ((await this.catchUp()).behind ? undefined : this.#rows)
    this.#reactions ??= this.#open.reactions({
      events: this.events,
      rowsAtHead,
      rows: () => this.#rows,
      execute: (command) => this.#handler.handle(command),
      today: this.#today,
      masterKey: this.#open.masterKey,
      addresses: this.#open.addresses(),
      dueWork: [this.alertsDue],
    })
    // What could not be opened now is tried again by who asks next.
    this.#reactions.catch(() => (this.#reactions = undefined))
    return this.#reactions
  }

  /**
   * The monitoring list on a day, as known then: one page of what is asked for, and how many there are. With `compare`, also what has changed
   * since that day, as known at the same instant, whatever the page.
   *
   * @example
   * await tracker.list({ division: '431224105000', status: 'monitored', deadlineBefore: '2024-07-01', sort: 'deadline', limit: 20 })
   */
  async list(asked: Asked & ListQuestion & { compare?: string } = {}): Promise<ListAnswer> {
    const answered = await this.catchUp()
    const clocks = this.#clocks(asked)
    const knownAt = this.#shown(asked.knownAt)
    return { ...answered, asOf: clocks.asOf, knownAt, ...(await this.#list(clocks, asked)) }
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

  /** Why the watch of a village fires, or is silent. */
  async explainVillage(
    village: string,
    asked: Asked & Pick<VillageWatchQuestion, 'divisionsAsOf'> & { rule?: string } = {},
  ): Promise<Answered & { asOf: string; knownAt: string | null } & VillageExplanation> {
    const answered = await this.catchUp()
    const clocks = this.#clocks(asked)
    const told = await explainVillage(this.#rows, village, clocks, await this.#succession(asked), asked.rule)
    return { ...answered, asOf: clocks.asOf, knownAt: this.#shown(asked.knownAt), ...told }
  }

  /**
   * The villages in which many households show signs at once, on a day, as known then.
   *
   * @example await tracker.villageWatch({ division: '431224105000', asOf: '2022-06-30' })
   */
  async villageWatch(
    asked: Asked & VillageWatchQuestion = {},
  ): Promise<Answered & { asOf: string; knownAt: string | null; rows: readonly VillageWatchRow[] }> {
    const answered = await this.catchUp()
    const clocks = this.#clocks(asked)
    const rows =
      this.#isStored(clocks, asked) && asked.divisionsAsOf === undefined
        ? await storedWatch(this.#rows, asked)
        : await derivedWatch(this.#rows, clocks, await this.#succession(asked), asked)
    return { ...answered, asOf: clocks.asOf, knownAt: this.#shown(asked.knownAt), rows }
  }

  /**
   * Everything said about a household, and what its members took along, in the order in which it was true; `position` gives the order in which
   * we learned it. With `steps` only its way through a case.
   */
  async timeline(
    household: string,
    asked: Pick<Asked, 'knownAt'> & { steps?: boolean } = {},
  ): Promise<Answered & { household: string; rows: readonly TimelineRow[]; findings: readonly unknown[] }> {
    const answered = await this.catchUp()
    const all = await timelineOf(this.#rows, household, this.#known(asked.knownAt))
    const rows = asked.steps ? all.filter(({ step }) => step !== undefined) : all
    const findings = await this.#rows.rows(paymentFindings.tables[0], { where: [['household', '=', household]] })
    return { ...answered, household, rows, findings: findings.map(({ subject: _, position: __, ...finding }) => finding) }
  }

  /** What the monitoring rules are held against on a day, and what of it nobody has set. */
  async parameters(
    asked: Asked & ParametersQuestion = {},
  ): Promise<Answered & { asOf: string; knownAt: string | null; division: string | null } & ParametersInForce> {
    const answered = await this.catchUp()
    const clocks = this.#clocks(asked)
    const inForce = await parametersInForce(this.#rows, clocks, asked)
    return { ...answered, asOf: clocks.asOf, knownAt: this.#shown(asked.knownAt), division: asked.division ?? null, ...inForce }
  }

  /**
   * What a proposed line, threshold or set of rules would have made of the recorded past: who would have been caught additionally or no longer, how
   * much earlier, and at what price in alerts. Nothing is written. An alert is a rule that begins to fire for a household, until it is silent again.
   *
   * @param proposal see `readProposal`.
   * @throws TrackerError that names the field of the proposal that is wrong.
   * @example
   * const proposal = { set: [{ kind: 'monitoringLine', region: '430000000000', amount: 902_000 }] }
   * const { caught, alerts, changed } = await tracker.replayPolicy(proposal, { from: '2025-01-01', to: '2025-12-31' })
   */
  async replayPolicy(proposal: unknown, question: ReplayQuestion): Promise<Answered & PolicyReplay> {
    const answered = await this.catchUp()
    return { ...answered, ...(await replayPolicy(this.#rows, proposal, question)) }
  }

  /** What the public notice of a household's open procedure shows. Names are in the register. */
  async notice(household: string, asked: Asked = {}): Promise<Answered & { household: string; asOf: string } & CaseNotice> {
    const answered = await this.catchUp()
    const clocks = this.#clocks(asked)
    return { ...answered, household, asOf: clocks.asOf, ...(await caseNotice(this.#rows, household, clocks)) }
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

  /**
   * What of a person the household has to know that he or she joins: labour, health, disability, school, insurance, job, with their words.
   *
   * @example
   * const carries = await tracker.carriedFactsOf('P00001', { asOf: '2020-05-01' })
   * await tracker.execute({ type: 'AddMember', data: { …, person: 'P00001', reason: 'married', standingFacts, carries, occurredOn: '2020-05-01' } }, envelope)
   */
  async carriedFactsOf(person: string, asked: Asked = {}): Promise<readonly CarriedFact[]> {
    await this.catchUp()
    const { asOf, ...known } = this.#clocks(asked)
    return carriedFactsOf(this.#rows, person, asOf, known)
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

  /**
   * Alerts as they stand: open ones, or also past ones; with `weekly` the weak signs above the budget.
   *
   * @example await tracker.alerts({ division: '431224105000', officer: 'helper:a', sort: 'respondBy' })
   */
  async alerts(question: AlertsQuestion = {}): Promise<Answered & { today: string; total: number; rows: readonly AlertRow[] }> {
    const answered = await this.catchUp()
    return { ...answered, today: this.#today(), ...(await alertsAsked(this.#rows, question)) }
  }

  /**
   * One alert with everything that was said of it, when it was true and when it was known.
   *
   * @param id who and what, `H00001.rule.drop-out`
   * @throws TrackerError when there is no such alert.
   */
  async alert(id: string): Promise<Answered & AlertAtLength> {
    const answered = await this.catchUp()
    return { ...answered, ...(await alertAtLength(this.#rows, id)) }
  }

  /** How many alerts a village and an officer had, month by month, beside the budget; what went to the weekly list is counted apart. */
  async alertLoad(question: AlertLoadQuestion = {}): Promise<Answered & { rows: readonly AlertLoadRow[] }> {
    const answered = await this.catchUp()
    return { ...answered, rows: await alertLoadAsked(this.#rows, { asOf: this.#today() }, question) }
  }

  /**
   * What a person does about an alert: sees it, answers after a visit, puts it aside, passes it on, names who answers, or closes it. The same
   * act again on the same day has one effect.
   *
   * @example await tracker.actOnAlert('H00001.rule.drop-out', { type: 'AnswerAlert', found: 'atRisk' }, { actor: 'helper:a', source: 'cli' })
   * @throws TrackerError when there is no such alert; a refusal is an answer.
   */
  async actOnAlert(
    id: string,
    act: AlertAct,
    { on, ...envelope }: Omit<CommandEnvelope, 'commandId'> & { commandId?: string; on?: string },
  ): Promise<CommandOutcome> {
    await this.catchUp()
    const alert = await alertNamed(this.#rows, id)
    const occurredOn = on ?? this.#today()
    return this.execute(actOn(alert, act, occurredOn), { commandId: actId(alert, act, occurredOn), ...envelope })
  }

  /** What alerts have to say by now, as due work: whoever keeps the clock asks it. */
  get alertsDue(): AlertsDueWork {
    this.#alertsDue ??= alertsDueWork(this.#rows, () => this.catchUp())
    return this.#alertsDue
  }

  /**
   * Asks once what alerts have to say, and says it: the day that was asked last to its end, the days since, and today. Asked again, nothing
   * happens. Where nobody has asked before it begins today, or on the day `from`.
   */
  async raiseAlerts(how: { from?: string } = {}): Promise<{ days: number; commands: number; refusals: readonly Text[] }> {
    const moment = { today: this.#today(), now: new Date().toISOString(), ...how }
    const days: string[] = []
    const refusals: Text[] = []
    const due = this.alertsDue.find(moment)
    const told = async function* () {
      for await (const command of due) {
        if (command.type === 'CloseAlertDay') days.push(command.commandId)
        yield command
      }
    }
    const { commands } = await this.import(told(), (outcome) => {
      if (!outcome.ok) refusals.push(outcome.message)
    })
    return { days: days.length, commands: commands - days.length, refusals }
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

  /** One page of the rows of any read model. @throws TrackerError for a model, a column or a value that does not fit. */
  async rows(question: RowsQuestion): Promise<Answered & ModelRows> {
    const answered = await this.catchUp()
    return { ...answered, ...(await modelRows(this.#rows, question)) }
  }

  /** Service keys, those that are no longer good included. */
  async serviceKeys(page: Readonly<{ limit: number; offset?: number }> = { limit: 1_000 }): Promise<Answered & ServiceKeyPage> {
    const answered = await this.catchUp()
    return { ...answered, ...(await serviceKeysOf(this.#rows, page)) }
  }

  /** Which of these households are known here, by number. */
  async knownHere(households: readonly string[]): Promise<ReadonlySet<string>> {
    const found = await this.#rows.rows(monitoringList.tables[3], { where: [['subject', 'in', [...new Set(households)]]] })
    return new Set(found.map(({ subject }) => String(subject)))
  }

  /** The names of some persons, for a purpose; the reading is recorded first. @throws TrackerError when one of them is not known here. */
  async names(persons: readonly string[], reading: Omit<Reading, 'on'>): Promise<readonly NamedPerson[]> {
    await this.catchUp()
    const desk = { rows: this.#rows, persons: () => this.persons, execute: this.execute.bind(this) }
    return namesOf(desk, persons, { ...reading, on: this.#today() })
  }

  async projections(): Promise<readonly ModelStatus[]> {
    return this.#projector.status()
  }

  /** How the read models are, for whoever looks after them; ready: all are there and none has stopped or stalled. */
  async health(): Promise<Health> {
    return this.watch.healthOf(await this.#projector.status())
  }

  /** Builds a read model beside the live one, compares, and switches. With the `id` that `rebuildId` gives, asking again goes on where it was. */
  async rebuild(name: string, how: { id?: string } = {}): Promise<RebuildReport> {
    this.#head = await this.events.head()
    return this.#projector.rebuild(name, how)
  }

  /** The name of the next rebuild of a read model, the same for all who ask for it. */
  async rebuildId(name: string): Promise<string> {
    return this.#projector.rebuildId(name)
  }

  async rollback(name: string): Promise<void> {
    return this.#projector.rollback(name)
  }

  async resume(name: string, how: { setAside?: boolean } = {}): Promise<void> {
    return this.#projector.resume(name, how)
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await Promise.all(this.#following)
    this.#persons?.close()
    await (await this.#reactions?.catch(() => undefined))?.close()
    await this.#rows.close()
    await this.events.close()
  }

  async #list(clocks: Clocks, asked: Asked & ListQuestion & { compare?: string }): Promise<Omit<ListAnswer, keyof Answered | 'asOf' | 'knownAt'>> {
    const { compare, divisionsAsOf } = asked
    const isStored = this.#isStored(clocks, asked)
    if (isStored && divisionsAsOf === undefined && compare === undefined) return storedList(this.#rows, asked)
    const present = await this.#succession(asked)
    const earlier = compare === undefined ? [] : [{ ...clocks, asOf: compare }]
    const derived = await derivedRows(this.#rows, isStored ? earlier : [clocks, ...earlier], present, asked)
    const is = isStored ? await mappedRows(this.#rows, present, asked) : (derived[0] ?? [])
    const page = pageOf(is, asked)
    if (compare === undefined) return page
    return { ...page, compared: { asOf: compare, knownAt: this.#shown(asked.knownAt) }, ...comparison(derived.at(-1) ?? [], is) }
  }

  /** Whether the lists that are kept answer: they speak of today, with all that is known. */
  #isStored({ asOf }: Clocks, { knownAt }: Asked): boolean {
    return asOf === this.#today() && knownAt === undefined
  }

  #succession({ knownAt, divisionsAsOf }: Asked & Pick<ListQuestion, 'divisionsAsOf'>): Promise<Succession> {
    return succession(this.#rows, { ...this.#known(knownAt), ...(divisionsAsOf === undefined ? {} : { divisionsAsOf }) })
  }

  async #position(): Promise<string | null> {
    const position = await this.#projector.position()
    return position === undefined ? null : String(position)
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
