import { type Decision, type Seen, streamName } from '../aggregate.ts'
import type { HouseholdState } from '../household/state.ts'
import { calendarOf, dueOn, parameterIn, type ParameterKind, parameterStreams, type ParameterValue, type SeenParameter } from '../parameter/index.ts'
import type { Basis } from '../values/basis.ts'
import { daysBetween } from '../values/calendar.ts'
import type { IsoDate, Period } from '../values/dates.ts'
import type { DivisionCode } from '../values/division.ts'
import { workingDaysIn } from '../values/working-days.ts'
import { householdClosed, householdUnknown } from './refusals.ts'

type Named = Readonly<{ registeredIn: string; household: string }>

/** A household as a decision sees it, and where it lives on the day of asking: its parameters are those of that place. */
export type SeenHousehold = Readonly<{ state: HouseholdState; stream: string; revision: number; village: DivisionCode }>

const householdStream = ({ registeredIn, household }: Named) => streamName('household', registeredIn, household)

/** For decisions that only ask whether the household is there and not closed. */
export const readsHousehold = (data: Named): readonly string[] => [householdStream(data)]

/** For decisions that need parameters: the household first, then the streams of the place where it lives. */
export function readsHouseholdAnd(...kinds: readonly ParameterKind[]) {
  return (data: Named, seen: Seen): readonly string[] => {
    const stream = householdStream(data)
    const there = seen(stream)
    if (!there) return [stream]
    const { village } = there.state as HouseholdState
    return [stream, ...parameterStreams(village ?? data.registeredIn, ...kinds)]
  }
}

/** The household out of the streams that were read; undefined when nobody registered it. */
export function householdIn(seen: Seen, data: Named): SeenHousehold | undefined {
  const stream = householdStream(data)
  const there = seen(stream)
  const state = there?.state as HouseholdState | undefined
  return there && state?.registered ? { state, stream, revision: there.revision, village: state.village ?? data.registeredIn } : undefined
}

/** An order is given for a household that is registered and not closed. */
export function forHousehold(seen: Seen, data: Named, decide: (household: SeenHousehold) => Decision): Decision {
  const household = householdIn(seen, data)
  if (!household) return householdUnknown
  return household.state.closed ? householdClosed : decide(household)
}

/** Events that a basis may name at most. */
const NAMED = 40

/** The household's part of what a decision rested on; beyond forty events the first are named, and the revision covers the rest. */
export function householdBasis({ stream, revision }: SeenHousehold, events: readonly string[]): Basis {
  return { stream, revision, events: [...new Set(events)].slice(0, NAMED) }
}

/** One entry for each parameter stream that a decision rested on. */
export function parameterBasis(...used: readonly (SeenParameter<ParameterKind> | undefined)[]): Basis[] {
  const streams = Map.groupBy(
    used.filter((one) => one !== undefined),
    ({ stream }) => stream,
  )
  return [...streams].map(([stream, those]) => ({
    stream,
    revision: those[0]?.revision ?? 0,
    events: [...new Set(those.map(({ event }) => event))],
  }))
}

const workingDays = (seen: Seen, village: DivisionCode) => calendarOf((kind, on) => parameterIn(seen, kind, village, on)?.value)

const NOTICE_KINDS = ['deadline.notice', 'workingCalendar.2000'] as const
export const readsForNotice = readsHouseholdAnd(...NOTICE_KINDS)

/** How long a notice is beside the shortest one allowed; both in the unit of the deadline, first and last day counted. */
export type NoticeLength = Readonly<{ days: number; least: number; unit: Unit; region: DivisionCode; from: IsoDate; basis: readonly Basis[] }>
export type Unit = ParameterValue<'deadline.notice'>['unit']

/** None when no length is set for the place on the first day, or the working days of a year are not known. */
export function noticeLengthOf(seen: Seen, { village }: SeenHousehold, notice: Period): NoticeLength | undefined {
  const deadline = parameterIn(seen, 'deadline.notice', village, notice.from)
  if (!deadline) return undefined
  const { length: least, unit } = deadline.value
  const found = { least, unit, region: deadline.region, from: deadline.from, basis: parameterBasis(deadline) }
  if (unit === 'workingDay') {
    const counted = workingDaysIn(workingDays(seen, village), notice)
    return 'days' in counted ? { ...found, days: counted.days } : undefined
  }
  const days = daysBetween(notice.from, notice.to) + 1
  if (unit === 'day') return { ...found, days }
  const due = dueOn(() => undefined, notice.from, deadline.value)
  return 'date' in due ? { ...found, unit: 'day', days, least: daysBetween(notice.from, due.date) } : undefined
}

/** How long a household has to have been monitored before it can be eliminated by help, and the first day on which it has. */
export type Term = Readonly<{ due: IsoDate; length: number; unit: Unit; basis: SeenParameter<'deadline.elimination'> }>

/** None when no such term is set on the day, or the working days of a year are not known. */
export function eliminationTerm(seen: Seen, { village }: SeenHousehold, recognisedOn: IsoDate, day: IsoDate): Term | undefined {
  const deadline = parameterIn(seen, 'deadline.elimination', village, day)
  if (!deadline) return undefined
  const due = dueOn(workingDays(seen, village), recognisedOn, deadline.value)
  return 'date' in due ? { due: due.date, length: deadline.value.length, unit: deadline.value.unit, basis: deadline } : undefined
}
