import { type CarriedFact, quotable } from '@rural-tracker/domain'
import type { Clocks } from '@rural-tracker/projections'
import {
  type Figure,
  type FigureQuestion,
  figures,
  monitoringList,
  paymentFindings,
  type Succession,
  succession,
  traceFigure,
  type TraceLine,
  type VillageWatchRow,
} from '@rural-tracker/read-models'
import { type Answered, type AnsweredOn, type Asked, knownShown, knownTo } from './both-clocks.ts'
import { TrackerError } from './config.ts'
import { explain, type Explanation } from './explanation.ts'
import type { ListQuestion } from './list-question.ts'
import { comparison, derivedRows, type ListComparison, mappedRows, type MonitoringList, pageOf, storedList } from './monitoring.ts'
import { type ModelRows, modelRows, type RowsQuestion } from './model-rows.ts'
import { type CaseNotice, caseNotice } from './notice.ts'
import { type PolicyReplay, replayPolicy, type ReplayQuestion } from './policy-replay/index.ts'
import { type ParametersInForce, parametersInForce, type ParametersQuestion } from './parameters.ts'
import { ReadModelCare } from './read-model-care.ts'
import { serviceKeysOf, type ServiceKeyPage } from './service-keys.ts'
import { carriedFactsOf, type StandingFact, standingFactsOf, type TimelineRow, timelineOf } from './timeline.ts'
import { derivedWatch, explainVillage, storedWatch, type VillageExplanation, type VillageWatchQuestion } from './village-watch.ts'

/** The list on a day, and what it is compared with. */
export type ListAnswer = AnsweredOn &
  Readonly<{ compared?: Readonly<{ asOf: string; knownAt: string | null }> }> &
  MonitoringList &
  Partial<ListComparison>

/** What is asked of the read models, which are first brought to the head of the log. */
export class Questions extends ReadModelCare {
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
    return { ...answered, asOf: clocks.asOf, knownAt, ...(await this.#listOn(clocks, asked)) }
  }

  /** Why a household is, or is not, on the list. */
  async explain(household: string, asked: Asked & { rule?: string } = {}): Promise<AnsweredOn & Explanation> {
    const answered = await this.catchUp()
    const clocks = this.#clocks(asked)
    return { ...answered, asOf: clocks.asOf, knownAt: this.#shown(asked.knownAt), ...(await explain(this.readRows, household, clocks, asked.rule)) }
  }

  /** Why the watch of a village fires, or is silent. */
  async explainVillage(
    village: string,
    asked: Asked & Pick<VillageWatchQuestion, 'divisionsAsOf'> & { rule?: string } = {},
  ): Promise<AnsweredOn & VillageExplanation> {
    const answered = await this.catchUp()
    const clocks = this.#clocks(asked)
    const told = await explainVillage(this.readRows, village, clocks, await this.#succession(asked), asked.rule)
    return { ...answered, asOf: clocks.asOf, knownAt: this.#shown(asked.knownAt), ...told }
  }

  /**
   * The villages in which many households show signs at once, on a day, as known then.
   *
   * @example await tracker.villageWatch({ division: '431224105000', asOf: '2022-06-30' })
   */
  async villageWatch(asked: Asked & VillageWatchQuestion = {}): Promise<AnsweredOn & { rows: readonly VillageWatchRow[] }> {
    const answered = await this.catchUp()
    const clocks = this.#clocks(asked)
    const rows =
      this.#isStored(clocks, asked) && asked.divisionsAsOf === undefined
        ? await storedWatch(this.readRows, asked)
        : await derivedWatch(this.readRows, clocks, await this.#succession(asked), asked)
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
    const all = await timelineOf(this.readRows, household, knownTo(asked.knownAt))
    const rows = asked.steps ? all.filter(({ step }) => step !== undefined) : all
    const findings = await this.readRows.rows(paymentFindings.tables[0], { where: [['household', '=', household]] })
    return { ...answered, household, rows, findings: findings.map(({ subject: _, position: __, ...finding }) => finding) }
  }

  /** What the monitoring rules are held against on a day, and what of it nobody has set. */
  async parameters(asked: Asked & ParametersQuestion = {}): Promise<AnsweredOn & { division: string | null } & ParametersInForce> {
    const answered = await this.catchUp()
    const clocks = this.#clocks(asked)
    const inForce = await parametersInForce(this.readRows, clocks, asked)
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
    return { ...answered, ...(await replayPolicy(this.readRows, proposal, question)) }
  }

  /** What the public notice of a household's open procedure shows. Names are in the register. */
  async notice(household: string, asked: Asked = {}): Promise<Answered & { household: string; asOf: string } & CaseNotice> {
    const answered = await this.catchUp()
    const clocks = this.#clocks(asked)
    return { ...answered, household, asOf: clocks.asOf, ...(await caseNotice(this.readRows, household, clocks)) }
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
    return standingFactsOf(this.readRows, person, asOf, known)
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
    return carriedFactsOf(this.readRows, person, asOf, known)
  }

  /** Every figure with its relation to what was published. */
  async figures(question: Omit<FigureQuestion, 'knownTo'> = {}): Promise<Answered & { figures: readonly Figure[] }> {
    const answered = await this.catchUp()
    return { ...answered, figures: await figures(this.readRows, this.#figureQuestion(question)) }
  }

  /** The events behind a figure; their contributions add up to it. */
  async trace(claimOrIndicator: string, question: Omit<FigureQuestion, 'knownTo'> = {}): Promise<AsyncIterable<TraceLine>> {
    await this.catchUp()
    const lines = await traceFigure(this.readRows, claimOrIndicator, this.#figureQuestion(question))
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
    return this.readRows.rows(paymentFindings.tables[0], {
      order: [
        ['on', 'asc'],
        ['eventId', 'asc'],
      ],
    })
  }

  /** One page of the rows of any read model. @throws TrackerError for a model, a column or a value that does not fit. */
  async rows(question: RowsQuestion): Promise<Answered & ModelRows> {
    const answered = await this.catchUp()
    return { ...answered, ...(await modelRows(this.readRows, question)) }
  }

  /** Service keys, those that are no longer good included. */
  async serviceKeys(page: Readonly<{ limit: number; offset?: number }> = { limit: 1_000 }): Promise<Answered & ServiceKeyPage> {
    const answered = await this.catchUp()
    return { ...answered, ...(await serviceKeysOf(this.readRows, page)) }
  }

  /** Which of these households are known here, by number. */
  async knownHere(households: readonly string[]): Promise<ReadonlySet<string>> {
    const found = await this.readRows.rows(monitoringList.tables[3], { where: [['subject', 'in', [...new Set(households)]]] })
    return new Set(found.map(({ subject }) => String(subject)))
  }

  async #listOn(clocks: Clocks, asked: Asked & ListQuestion & { compare?: string }): Promise<Omit<ListAnswer, keyof Answered | 'asOf' | 'knownAt'>> {
    const { compare, divisionsAsOf } = asked
    const isStored = this.#isStored(clocks, asked)
    if (isStored && divisionsAsOf === undefined && compare === undefined) return storedList(this.readRows, asked)
    const present = await this.#succession(asked)
    const earlier = compare === undefined ? [] : [{ ...clocks, asOf: compare }]
    const derived = await derivedRows(this.readRows, isStored ? earlier : [clocks, ...earlier], present, asked)
    const is = isStored ? await mappedRows(this.readRows, present, asked) : (derived[0] ?? [])
    const page = pageOf(is, asked)
    if (compare === undefined) return page
    return { ...page, compared: { asOf: compare, knownAt: this.#shown(asked.knownAt) }, ...comparison(derived.at(-1) ?? [], is) }
  }

  /** Whether the lists that are kept answer: they speak of today, with all that is known. */
  #isStored({ asOf }: Clocks, { knownAt }: Asked): boolean {
    return asOf === this.today() && knownAt === undefined
  }

  #succession({ knownAt, divisionsAsOf }: Asked & Pick<ListQuestion, 'divisionsAsOf'>): Promise<Succession> {
    return succession(this.readRows, { ...knownTo(knownAt), ...(divisionsAsOf === undefined ? {} : { divisionsAsOf }) })
  }

  #clocks({ asOf, knownAt }: Asked): Clocks {
    return { asOf: asOf ?? this.today(), ...knownTo(knownAt) }
  }

  #figureQuestion({ knownAt, ...question }: Omit<FigureQuestion, 'knownTo'>): FigureQuestion {
    return { ...question, ...knownTo(knownAt) }
  }

  #shown(knownAt: string | undefined): string | null {
    return knownShown(knownAt, this.head)
  }
}
