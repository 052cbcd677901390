import {
  type AlertSpeaks,
  checkVillage,
  judge,
  type ParameterLookUp,
  speaksOf,
  type SubjectOnDay,
  VILLAGE_WATCH,
  villageWatch,
} from '@rural-tracker/domain'
import type { KnownFact } from '@rural-tracker/projections'
import { monitoringList, monitoringRowOf, monitoringView, villageView, villageWatchList } from '@rural-tracker/read-models'
import { type AllParameters, clocksOf, dayOfInstant } from './standing.ts'

/** From which day on a subject speaks so. */
export type Turn = Readonly<{ on: string; is: SubjectOnDay }>
type Days = Readonly<{ from: string; today: string }>
type SpeaksOn = (facts: readonly KnownFact[], day: string) => SubjectOnDay | undefined

/**
 * What a subject said on each of some days, as it was known at the end of each: only the days on which that may be something else.
 * Between them nothing can have changed: nothing new was known, no fact became true, no parameter began or ended, and no rule named the day.
 */
export function turnsOf(facts: readonly KnownFact[], { from, today }: Days, parameters: AllParameters, speaksOn: SpeaksOn): readonly Turn[] {
  const named = [today, ...parameters.changes, ...facts.flatMap(({ on, knownAt }) => [on, dayOfInstant(knownAt)])]
  const later = [...new Set(named)].filter((day) => day > from && day <= today).sort()
  const turns: Turn[] = []
  for (let day: string | undefined = from; day !== undefined; ) {
    const is = speaksOn(facts, day)
    if (is) turns.push({ on: day, is })
    const now: string = day
    const own = is?.nextChangeOn
    const next = later.find((one) => one > now)
    day = own !== undefined && own > now && own <= today && (next === undefined || own < next) ? own : next
  }
  return turns
}

/** A household, by the list's own facts and rules: who is not on the list says nothing. */
export function householdOn(household: string, parameters: AllParameters, today: string): SpeaksOn {
  return (all, day) => {
    // An alert can stand of a household of which nothing else is said.
    if (all.length === 0) return undefined
    const standing = parameters.on(day)
    const stood = monitoringList.standAt(all, standing.rules)
    const registered = all.filter(({ kind }) => kind === 'residence').reduce((a, b) => (b.position < a.position ? b : a), all[0] as KnownFact)
    const division = (registered.body as Partial<{ village: string }>).village
    if (stood.facts.length === 0 || division === undefined || stood.place === undefined) return undefined
    const view = monitoringView(stood, ((kind, on) => stood.parameters.inForce(kind, on)) as ParameterLookUp, clocksOf(day, today).asOf)
    const judgement = judge(view)
    const row = monitoringRowOf(household, view, judgement)
    // A village that is merged away hears of nothing any more, and its parameters are those of what it has become.
    const place = standing.present(stood.place)
    const { speaks, later, nextChangeOn } = speaksOf(view, judgement, standing.valueOf(place))
    const { current, monitoring, helper } = view.case()
    const status = view.closed() ? 'closed' : row?.status
    let standingEvents: ReadonlySet<string> | undefined
    return {
      subject: household,
      division,
      place,
      helper: helper?.body.helper ?? null,
      standing: status === 'closed' || status === 'paused' ? status : 'watched',
      ...(monitoring === 'monitored' && current ? { recognisedOn: current.recognised.on } : {}),
      speaks: row?.listed === 1 ? speaks : [],
      later: row?.listed === 1 ? later : [],
      stands: (event) => {
        standingEvents ??= new Set(stood.facts.map(({ eventId }) => eventId))
        return standingEvents.has(event)
      },
      ...(nextChangeOn === undefined ? {} : { nextChangeOn }),
    }
  }
}

const MOST_EVIDENCE = 200

/** A village, by its watch: what concerns many is heard by the town first. */
export function villageOn(village: string, parameters: AllParameters): SpeaksOn {
  return (all, day) => {
    const { villages, present } = parameters.on(day)
    const stood = villageWatchList.standAt(all, villages)
    if (stood.facts.length === 0) return undefined
    const parameter = ((kind, on) => stood.parameters.inForce(kind, on)) as ParameterLookUp
    const checked = checkVillage(villageView(village, stood.facts, parameter, day))
    const adopted = parameter(`rule.${VILLAGE_WATCH}`, day)?.body
    const watch: AlertSpeaks = {
      cause: `watch.${VILLAGE_WATCH}`,
      level: Math.min(3, adopted?.level ?? 3),
      sign: 'strong',
      evidence: [...new Set(checked.evidence.map(({ eventId }) => eventId))].slice(-MOST_EVIDENCE),
      firstSignOn: checked.values?.first ?? day,
      rule: { id: VILLAGE_WATCH, version: villageWatch.version },
      stage: 'town',
    }
    let standingEvents: ReadonlySet<string> | undefined
    return {
      ...place(village),
      place: present(village),
      speaks: checked.outcome === 'fired' ? [watch] : [],
      stands: (event) => {
        standingEvents ??= new Set(stood.facts.map(({ eventId }) => eventId))
        return standingEvents.has(event)
      },
      ...(checked.nextChangeOn === undefined ? {} : { nextChangeOn: checked.nextChangeOn }),
    }
  }
}

/** A village or a town, of which nothing else is known. */
export function place(division: string) {
  return { subject: division, division, place: division, helper: null, standing: 'watched' } as const
}
