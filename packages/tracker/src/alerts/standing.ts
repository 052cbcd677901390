import type { ParameterLookUp, ValueOf } from '@rural-tracker/domain'
import { type Clocks, factOfRow, type KnownFact, type RowStore, StandingParameters } from '@rural-tracker/projections'
import {
  alertParameterOfRow,
  alertParameters,
  divisionSuccession,
  mergersSaid,
  monitoringList,
  type Succession,
  successionOn,
  villageWatchList,
} from '@rural-tracker/read-models'

const HOURS_8 = 8 * 3_600_000

/** The day in Shanghai, without luxon: it is asked of every fact. */
export function dayOfInstant(instant: string): string {
  return new Date(Date.parse(instant) + HOURS_8).toISOString().slice(0, 10)
}

/** What was known when a day was over; of today everything that is known. */
export function clocksOf(day: string, today: string): Clocks {
  return day < today ? { asOf: day, knownAt: `${day}T15:59:59.999Z` } : { asOf: day }
}

/** The parameters of one day, as known then, for the rules, for the watch of villages and for alerts; and what villages had become. */
export type StandingOn = Readonly<{
  rules: StandingParameters
  villages: StandingParameters
  valueOf: (place: string) => ValueOf
  lookUp: (place: string) => ParameterLookUp
  present: Succession
}>

/** All parameters, read once; those of a day are made ready when it is first asked for. */
export type AllParameters = Readonly<{
  on: (day: string) => StandingOn
  /** Days on which something about a parameter or a merger became known, begins or is over. */
  changes: readonly string[]
  /** Where the last of them stands in the log. */
  position: number
}>

export async function allParameters(rows: Pick<RowStore, 'rows'>, today: string): Promise<AllParameters> {
  const rules = (await rows.rows(monitoringList.tables[2])).map(factOfRow)
  const villages = (await rows.rows(villageWatchList.tables[2])).map(factOfRow)
  const alerts = (await rows.rows(alertParameters.table)).map(alertParameterOfRow)
  const mergers = await mergersSaid(rows)
  const made = new Map<string, StandingOn>()
  const all = [...rules, ...alerts]
  return {
    on: (day) => {
      const before = made.get(day)
      if (before) return before
      const clocks = clocksOf(day, today)
      const one = { ...standingOn(rules, villages, alerts, clocks), present: successionOn(mergers, clocks) }
      made.set(day, one)
      return one
    },
    changes: [
      ...new Set([
        ...all.flatMap((fact) => [dayOfInstant(fact.knownAt), fact.on, ...over(fact)]),
        ...mergers.flatMap(({ on, knownAt }) => [dayOfInstant(String(knownAt)), String(on)]),
      ]),
    ].sort(),
    position: [...all, ...mergers].reduce((last, { position }) => Math.max(last, Number(position)), 0),
  }
}

/** What alerts go by at a place, as it stood then. */
export async function alertParametersAt(rows: Pick<RowStore, 'rows'>, clocks: Clocks): Promise<(place: string) => ValueOf> {
  const standing = new StandingParameters((await rows.rows(alertParameters.table)).map(alertParameterOfRow), clocks, lastDay)
  return (place) => ((kind: string, on: string) => standing.of(place).inForce(kind, on)?.body) as ValueOf
}

/** Where the last word about a parameter or a merger stands in the log, as far as the read models are. */
export async function parametersReach(rows: RowStore): Promise<number> {
  const last = { order: [['position', 'desc']], page: { limit: 1 } } as const
  const found = await Promise.all([monitoringList.tables[2], alertParameters.table, divisionSuccession.table].map((table) => rows.rows(table, last)))
  return found.flat().reduce((most, { position }) => Math.max(most, Number(position)), 0)
}

function lastDay(fact: KnownFact): string | undefined {
  return (fact.body as { to: string | null }).to ?? undefined
}

function over(fact: KnownFact): readonly string[] {
  const last = lastDay(fact)
  return last === undefined ? [] : [new Date(Date.parse(last) + 3 * HOURS_8).toISOString().slice(0, 10)]
}

function standingOn(
  rules: readonly KnownFact[],
  villages: readonly KnownFact[],
  alerts: readonly KnownFact[],
  clocks: Clocks,
): Omit<StandingOn, 'present'> {
  const ofRules = monitoringList.parametersAt(rules, clocks)
  const ofAlerts = new StandingParameters(alerts, clocks, lastDay)
  return {
    rules: ofRules,
    villages: villageWatchList.parametersAt(villages, clocks),
    valueOf: (place) => {
      const [alert, rule] = [ofAlerts.of(place), ofRules.of(place)]
      return ((kind: string, on: string) => (alert.inForce(kind, on) ?? rule.inForce(kind, on))?.body) as ValueOf
    },
    lookUp: (place) => ((kind: string, on: string) => ofRules.of(place).inForce(kind, on)) as ParameterLookUp,
  }
}
