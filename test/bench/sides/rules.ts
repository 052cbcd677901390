import { judge, type ParameterLookUp } from '@rural-tracker/domain'
import { openSqliteStore } from '@rural-tracker/event-store/sqlite'
import { type KnownFact, type LogEvent, logEvent, type Standing } from '@rural-tracker/projections'
import { monitoringList, monitoringView } from '@rural-tracker/read-models'
import type { Arguments, Side } from './side.ts'

/** A day on which every parameter of 示范镇 is set and as much speaks for its households as on any other. */
const DAY = '2025-06-30'
/** A township's list holds one to two households in a hundred of those it watches; fewer firing would mean that rules were not asked. */
const LEAST_FIRING = 0.03

type Household = Readonly<{ source: string; facts: readonly KnownFact[]; before: Standing['before']; parameter: ParameterLookUp }>

/** Every rule asked of every household on one thread: the facts stand in memory, nothing is read, written or put in words. */
export const rules: Side = async (how) => {
  const { households, firingAtSource } = await likeThoseOfTheTownship(how)
  let [fired, firing, expected] = [0, 0, 0]
  return {
    work: async () => {
      for (const household of households) {
        const speaking = judge(monitoringView(household, household.parameter, DAY)).judged.filter(({ outcome }) => outcome === 'fired').length
        fired += speaking
        if (speaking > 0) firing++
      }
      return households.length
    },
    after: async () => {
      for (const { source } of households) expected += firingAtSource.get(source) ?? 0
      const share = firing / households.length
      return {
        told: `${fired.toLocaleString('en')} rules fire on ${(share * 100).toFixed(1)} % of the households`,
        wrong: [
          ...(fired === expected ? [] : [`${fired} rules fire, and the rows of the list name ${expected}`]),
          ...(share >= LEAST_FIRING ? [] : [`only ${(share * 100).toFixed(1)} % of the households have a rule that fires`]),
        ],
      }
    },
  }
}

/** The same facts, each looked at once: what it takes to go through them in memory. */
export const bareFactPass: Side = async (how) => {
  const { households } = await likeThoseOfTheTownship(how)
  const kinds = new Map<string, number>()
  return {
    work: async () => {
      for (const { facts } of households) {
        for (const { kind, on } of facts) if (on <= DAY) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
      }
      return households.length
    },
  }
}

/** The facts that the read model makes of the township's log, household by household, again and again under other ids. */
async function likeThoseOfTheTownship({ log, size }: Arguments) {
  const events = await eventsOf(log)
  const parameters = monitoringList.parametersAt(monitoringList.parametersOf(events), { asOf: DAY })
  const own = [...Map.groupBy(monitoringList.factsOf(events), ({ subject }) => subject)]
  const firingAtSource = new Map<string, number>()
  for (const [source, facts] of own) {
    const [row] = monitoringList.deriveFrom(source, facts, parameters).rows
    firingAtSource.set(source, row?.reasons.filter(({ rule }) => rule !== 'included').length ?? 0)
  }
  const households = Array.from({ length: size.households }, (_, n): Household => {
    const [source, facts] = own[n % own.length] as (typeof own)[number]
    const { facts: stand, before, parameters: here } = monitoringList.standAt(facts, parameters)
    const subject = `H${String(n + 1).padStart(6, '0')}`
    return {
      source,
      facts: stand.map((fact) => ({ ...fact, subject })),
      before,
      parameter: ((kind, on) => here.inForce(kind, on)) as ParameterLookUp,
    }
  })
  return { households, firingAtSource }
}

async function eventsOf(log: string): Promise<readonly LogEvent[]> {
  const store = openSqliteStore(log)
  const events: LogEvent[] = []
  for await (const page of store.readAll({ filter: { types: monitoringList.types }, pageSize: 4_096 })) {
    for (const stored of page.events) {
      const event = logEvent(monitoringList.catalogue, stored)
      if (event) events.push(event)
    }
  }
  await store.close()
  return events
}
