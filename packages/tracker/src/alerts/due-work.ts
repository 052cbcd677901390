import { hash } from 'node:crypto'
import {
  ALERT_ENGINE,
  type AlertCommand,
  AlertBook,
  alertsDue,
  alertStream,
  budgetKey,
  plusDays,
  plusMonths,
  type SubjectOnDay,
  VILLAGE_WATCH,
} from '@rural-tracker/domain'
import type { Command, StoredEvent } from '@rural-tracker/event-store'
import { bySubject, type Condition, factOfRow, type KnownFact, type RowStore } from '@rural-tracker/projections'
import { alertDays, alertLoad, alertOfRow, alerts, contributions, mergersSaid, monitoringList, villageWatchList } from '@rural-tracker/read-models'
import { ALERT_NEWS, AlertNews, type NewsOf } from './news.ts'
import { type Push, townOn } from './comparison.ts'
import { householdOn, type Turn, turnsOf, villageOn } from './speaking.ts'
import { allParameters, type AllParameters, parametersReach } from './standing.ts'
import { Successors, type SuccessorsOn, townNamedIn } from './successors.ts'

/** When due work is asked for: the business date in Shanghai, and the instant. */
export type DueMoment = Readonly<{ today: string; now: string }>
/** A question that time alone makes due: asking again has no second effect. */
export type AlertsDueWork = Readonly<{
  name: 'alerts'
  find(moment: DueMoment & Readonly<{ from?: string }>): AsyncIterable<Command>
  /** Alerts are independent of each other; the day is told to be over when all of them stand. */
  laneOf(command: Command): string | undefined
  /** The same of those alone of whom these events speak. */
  news: Readonly<{ types: readonly string[]; find(moment: DueMoment, events: readonly StoredEvent[]): AsyncIterable<Command> }>
}>

const [, factTable] = monitoringList.tables
const [, villageFactTable] = villageWatchList.tables
const SUBJECTS_AT_ONCE = 500

/** The whole question of a day was answered, with these parameters, by those towns. */
type Whole = Readonly<{ day: string; since: string; parameters: AllParameters; towns: ReadonlySet<string> }>
type Remembered = Readonly<{ day: string; parameters: number; position: number; is: SubjectOnDay | undefined }>

/**
 * Everything that alerts have to say up to today and did not yet say: the last day that was asked is asked again to its end, missed days
 * are made up with their own dates and with what was known then, and then today. Where nobody ever asked it begins today, or on `from`.
 *
 * @param rows read models at the head of the log, after `catchUp`
 */
export function alertsDueWork(rows: RowStore, catchUp: () => Promise<Readonly<{ position: string | null; behind: boolean }>>): AlertsDueWork {
  // Of today, a household is asked again only when something new was said of it.
  const remembered = new Map<string, Remembered>()
  // Where nothing was due, nothing is until something new is said or another day has come.
  let nothingDue: string | undefined
  let whole: Whole | undefined
  const owed = new AlertNews()

  async function* everything({ today, from: begin }: DueMoment & Readonly<{ from?: string }>): AsyncIterable<Command> {
    const told = owed.sum
    const { position, behind } = await catchUp()
    const moment = `${today} ${position}`
    if (moment === nothingDue && begin === undefined) return
    let said = 0
    const [asked] = await rows.rows(alertDays.table)
    const last = asked === undefined ? undefined : String(asked.last)
    const from = begin ?? (last !== undefined && last < today ? last : today)
    const first = asked === undefined ? from : String(asked.first)
    const since = first < from ? first : from
    const parameters = await allParameters(rows, today)
    const book = new AlertBook((await rows.rows(alerts.table)).map(alertOfRow), await budgetUsed(rows))
    const days = { from, today }
    const turns = [
      ...(from < today ? await everyHousehold(rows, days, parameters) : await listedHouseholds(rows, today, parameters, book, remembered)),
      ...(from < today ? await everyVillage(rows, days, parameters) : await watchedVillages(rows, today, parameters, book)),
    ]
    const pushes = await pushesSince(rows, from)
    const successors = await Successors.readOfAllDays(rows)
    const towns = await townsOf(rows)
    for (const [day, subjects] of byDay(turns, days, book)) {
      const told = [...subjects(), ...towns.map((town) => townOn(town, { day, today, since, pushes, parameters, successors }))]
      const due = alertsDue({ day, subjects: told, valueOf: parameters.on(day).valueOf }, book).map(asCommand)
      if (last === undefined || day > last) due.push(dayAsked(day))
      said += due.length
      yield* due
    }
    if (behind) return
    if (said === 0) nothingDue = moment
    whole = { day: today, since, parameters, towns: new Set(towns) }
    owed.forget(told)
  }

  /** Of whom nothing was said nothing is due that was not due before: asked twice is asked once. */
  async function* ofNews({ today, now }: DueMoment, events: readonly StoredEvent[]): AsyncIterable<Command> {
    owed.hear(events)
    if (owed.isEmpty) return
    if (whole?.day !== today) return yield* everything({ today, now })
    const { since, parameters, towns } = whole
    if ((await catchUp()).behind) return
    if ((await parametersReach(rows)) > parameters.position) return yield* everything({ today, now })
    const { told, of } = owed.all(towns)
    const successors = of.towns.length === 0 ? undefined : await Successors.readOfAllDays(rows)
    const heard = successors === undefined ? [] : townsSpokenOf(of.towns, successors.on({ asOf: today }))
    const book = new AlertBook(await alertsOf(rows, { ...of, towns: heard }), await budgetUsed(rows, today.slice(0, 7)))
    const turns = [
      ...(await listedHouseholds(rows, today, parameters, book, remembered, of.households)),
      ...(await watchedVillages(rows, today, parameters, book, of.villages)),
    ]
    const subjects = turns.flat().map(({ is }) => is)
    if (successors !== undefined) {
      const how = { day: today, today, since, pushes: await pushesSince(rows, today), parameters, successors }
      subjects.push(...heard.map((town) => townOn(town, how)))
    }
    yield* alertsDue({ day: today, subjects, valueOf: parameters.on(today).valueOf }, book).map(asCommand)
    owed.forget(told)
    whole = { ...whole, towns: new Set([...towns, ...heard]) }
  }

  return { name: 'alerts', find: everything, laneOf: alertNamedIn, news: { types: ALERT_NEWS, find: ofNews } }
}

/** The id comes from what is said: the subject, the cause, the evidence and the day. */
function asCommand({ type, data }: AlertCommand): Command {
  return { type, data, commandId: `alerts:${type}:${hash('sha256', JSON.stringify(data)).slice(0, 40)}`, actor: ALERT_ENGINE, source: 'alerts' }
}

function alertNamedIn({ type, data }: Command): string | undefined {
  if (type === 'CloseAlertDay') return undefined
  const { subject, cause } = data as { subject: string; cause: string }
  return `${subject}.${cause}`
}

function dayAsked(day: string): Command {
  return { type: 'CloseAlertDay', data: { occurredOn: day }, commandId: `alerts:day:${day}`, actor: ALERT_ENGINE, source: 'alerts' }
}

/**
 * Day by day who has to be asked: of whom something else is said since that day, and whoever has an alert that is not over. About the others
 * there is nothing new.
 */
function* byDay(turns: readonly (readonly Turn[])[], { from, today }: Readonly<{ from: string; today: string }>, book: AlertBook) {
  const on = new Map<string, SubjectOnDay[]>()
  for (const turn of turns.flat()) {
    const those = on.get(turn.on)
    if (those) those.push(turn.is)
    else on.set(turn.on, [turn.is])
  }
  const now = new Map<string, SubjectOnDay>()
  for (let day = from; day <= today; day = plusDays(day, 1)) {
    const changed = on.get(day) ?? []
    for (const one of changed) now.set(one.subject, one)
    const subjects = (): readonly SubjectOnDay[] => {
      const asked = new Set([...changed.map(({ subject }) => subject), ...book.liveSubjects()])
      return [...asked].map((subject) => now.get(subject)).filter((one) => one !== undefined)
    }
    yield [day, subjects] as const
  }
}

async function everyHousehold(rows: RowStore, days: Readonly<{ from: string; today: string }>, parameters: AllParameters) {
  const turns: (readonly Turn[])[] = []
  for await (const group of bySubject(rows.scan(factTable, { order: IN_ORDER }))) {
    for (const facts of group) turns.push(turnsOf(facts, days, parameters, householdOn(facts[0]?.subject ?? '', parameters, days.today)))
  }
  return turns
}

const IN_ORDER = [
  ['subject', 'asc'],
  ['position', 'asc'],
  ['n', 'asc'],
] as const

/** Of today only those on the list say anything, and those who have an alert. */
async function listedHouseholds(
  rows: RowStore,
  today: string,
  parameters: AllParameters,
  book: AlertBook,
  remembered: Map<string, Remembered>,
  only?: readonly string[],
): Promise<(readonly Turn[])[]> {
  const positions = new Map(
    (await rows.rows(monitoringList.tables[0], { where: subjectIn(only) })).map(({ subject, position }) => [String(subject), Number(position)]),
  )
  const live = book.liveSubjects().filter((subject) => subject.startsWith('H'))
  const subjects = [...new Set([...positions.keys(), ...live])]
  const isKnown = (subject: string) => {
    const before = remembered.get(subject)
    return before?.day === today && before.parameters === parameters.position && before.position === positions.get(subject)
  }
  const unknown = subjects.filter((subject) => !isKnown(subject))
  for (let at = 0; at < unknown.length; at += SUBJECTS_AT_ONCE) {
    const some = unknown.slice(at, at + SUBJECTS_AT_ONCE)
    const own = Map.groupBy((await rows.rows(factTable, { where: [['subject', 'in', some]] })).map(factOfRow), ({ subject }) => subject)
    for (const subject of some) {
      const is = householdOn(subject, parameters, today)(own.get(subject) ?? [], today)
      remembered.set(subject, { day: today, parameters: parameters.position, position: positions.get(subject) ?? -1, is })
    }
  }
  return subjects.map((subject) => {
    const is = remembered.get(subject)?.is
    return is ? [{ on: today, is }] : []
  })
}

async function everyVillage(rows: RowStore, days: Readonly<{ from: string; today: string }>, parameters: AllParameters) {
  const facts = (await rows.rows(villageFactTable)).map(factOfRow)
  return [...Map.groupBy(facts, ({ subject }: KnownFact) => subject)].map(([village, own]) =>
    turnsOf(own, days, parameters, villageOn(village, parameters)),
  )
}

/** Of today only those whose watch fires say anything, and those that have an alert. */
async function watchedVillages(
  rows: RowStore,
  today: string,
  parameters: AllParameters,
  book: AlertBook,
  only?: readonly string[],
): Promise<(readonly Turn[])[]> {
  const firing = (await rows.rows(villageWatchList.tables[0], { where: subjectIn(only) })).map(({ subject }) => String(subject))
  const villages = [...new Set([...firing, ...book.liveSubjects().filter((subject) => !subject.startsWith('H'))])]
  const facts = (await rows.rows(villageFactTable, { where: [['subject', 'in', villages]] })).map(factOfRow)
  return [...Map.groupBy(facts, ({ subject }: KnownFact) => subject)].map(([village, own]) => {
    const is = villageOn(village, parameters)(own, today)
    return is ? [{ on: today, is }] : []
  })
}

function subjectIn(only: readonly string[] | undefined): readonly Condition[] {
  return only === undefined ? [] : [['subject', 'in', only]]
}

/** Their alerts, also those that are over. */
async function alertsOf(rows: RowStore, { households, villages, towns }: NewsOf) {
  const watched = villages.map((village) => alertStream({ division: village, subject: village, cause: `watch.${VILLAGE_WATCH}` }))
  const compared = towns.map((town) => alertStream({ division: town, subject: town, cause: 'due.comparison' }))
  const where: readonly (readonly Condition[])[] = [[['household', 'in', households]], [['key', 'in', [...watched, ...compared]]]]
  return (await Promise.all(where.map((one) => rows.rows(alerts.table, { where: one })))).flat().map(alertOfRow)
}

async function townsOf(rows: RowStore): Promise<readonly string[]> {
  const places = await rows.rows(villageWatchList.tables[3])
  const villages = [...places.map(({ subject }) => String(subject)), ...(await mergersSaid(rows)).map(({ successor }) => String(successor))]
  return [...new Set(villages.map(townNamedIn))].sort()
}

/** What is said where a town was is said in what it has become, too. */
function townsSpokenOf(divisions: readonly string[], now: SuccessorsOn): readonly string[] {
  return [...new Set(divisions.flatMap((one) => [townNamedIn(one), now.townOf(one), ...now.successorsOf(townNamedIn(one))]))]
}

/** Those of the month before the day, too: what was not compared then may still be missing. */
async function pushesSince(rows: RowStore, day: string): Promise<readonly Push[]> {
  const said = await rows.rows(contributions.table, {
    where: [
      ['series', '=', 'monitoring.clues.departmentPush'],
      ['on', '>=', plusMonths(`${day.slice(0, 7)}-01`, -1)],
    ],
  })
  return said.map(({ division, on, knownAt }) => ({ division: String(division), on: String(on), knownAt: String(knownAt) }))
}

async function budgetUsed(rows: RowStore, month?: string): Promise<readonly (readonly [string, number])[]> {
  const of: readonly Condition[] = month === undefined ? [] : [['month', '=', month]]
  const load = await rows.rows(alertLoad.table, { where: [['by', '=', 'village'], ...of] })
  return load.map(({ village, month, raised }) => [budgetKey(String(village), String(month)), Number(raised)])
}
