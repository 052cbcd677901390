import type { EventOf } from '../event.ts'
import type { CarriedFact } from './carried.ts'
import type * as events from './events.ts'

/** What one event says, from `on` on; `id` is the event to name as evidence, for something corrected that of the first report. */
export type Known<Body> = Readonly<{ id: string; on: string }> & Readonly<Body>
type Of<Definition> = Known<Omit<EventOf<Definition>['data'], 'household' | 'occurredOn'>>

/**
 * What stands of what was said of a household: corrected words replaced, withdrawn reports gone, each list in the order of the log. What
 * held on a past day is the last by day, then by this order, of those up to that day. What a member brought along stands here too, under
 * the id of the joining event and the day on which it was true.
 */
export type Facts = Readonly<{
  /** Who came and went. A person belongs to the household on a day when the last of these up to that day is `joined`. */
  membership: readonly Known<{ person: string; is: 'joined' | 'left' | 'died' }>[]
  /** Month of birth of everybody who ever was a member. */
  bornIn: Readonly<Record<string, string>>
  labour: readonly Of<typeof events.LabourReported>[]
  school: readonly Of<typeof events.SchoolStatusReported>[]
  insurance: readonly Of<typeof events.InsuranceReported>[]
  house: readonly Of<typeof events.HouseGraded>[]
  rehousings: readonly Of<typeof events.HouseholdRehoused>[]
  water: readonly Of<typeof events.WaterChecked>[]
  entries: readonly Of<typeof events.IncomeRecorded>[]
  expenses: readonly Of<typeof events.ExpenseRecorded>[]
  /** Windows of which all entries are there. */
  collections: readonly Of<typeof events.IncomeCollected>[]
  bills: readonly Of<typeof events.MedicalBillReported>[]
  /** A school year told again in other words stands twice; the last one counts. */
  schoolingCosts: readonly Of<typeof events.SchoolingCostReported>[]
  payouts: readonly Of<typeof events.InsurancePaidOut>[]
}>

export const noFacts: Facts = {
  membership: [],
  bornIn: {},
  labour: [],
  school: [],
  insurance: [],
  house: [],
  rehousings: [],
  water: [],
  entries: [],
  expenses: [],
  collections: [],
  bills: [],
  schoolingCosts: [],
  payouts: [],
}

type List = Exclude<keyof Facts, 'bornIn'>

const LIST_OF = {
  LabourReported: 'labour',
  SchoolStatusReported: 'school',
  InsuranceReported: 'insurance',
  HouseGraded: 'house',
  HouseholdRehoused: 'rehousings',
  WaterChecked: 'water',
  IncomeRecorded: 'entries',
  ExpenseRecorded: 'expenses',
  IncomeCollected: 'collections',
  MedicalBillReported: 'bills',
  SchoolingCostReported: 'schoolingCosts',
  InsurancePaidOut: 'payouts',
} as const satisfies Partial<Record<events.HouseholdEvent['type'], List>>
type FactEvent = Extract<events.HouseholdEvent, { type: keyof typeof LIST_OF }>

/** One fact more. */
export function withFact<State extends Facts>(state: State, { type, data }: FactEvent, id: string): State {
  const { household: _, occurredOn: on, ...body } = data
  return withMore(state, LIST_OF[type], { id, on, ...body })
}

/** Somebody comes, goes or dies. */
export function withComing<State extends Facts>(
  state: State,
  data: Readonly<{ person: string; occurredOn: string }>,
  is: 'joined' | 'left' | 'died',
  id: string,
): State {
  return withMore(state, 'membership', { id, on: data.occurredOn, person: data.person, is })
}

/** What the household has to know of somebody who joins it. */
export function withMember<State extends Facts>(state: State, { data }: EventOf<typeof events.MemberJoined>, id: string): State {
  const joined = withComing({ ...state, bornIn: { ...state.bornIn, [data.person]: data.bornIn } }, data, 'joined', id)
  return data.carries.reduce((facts, carried) => withCarried(facts, data.person, carried, id), joined)
}

function withCarried<State extends Facts>(state: State, person: string, carried: CarriedFact, id: string): State {
  const { fact, event: _event, revision: _revision, ...words } = carried
  return fact === 'labour' || fact === 'school' || fact === 'insurance' ? withMore(state, fact, { id, person, ...words }) : state
}

/** Other words in the place of those of the first report. */
export function withCorrection<State extends Facts>(state: State, list: 'entries' | 'bills', is: Known<Record<string, unknown>>): State {
  return { ...state, [list]: state[list].map((fact) => (fact.id === is.id ? is : fact)) }
}

/** As if this event had never been. */
export function withoutFact<State extends Facts>(state: State, id: string): State {
  const { bornIn: _, ...lists } = noFacts
  const kept = Object.keys(lists).map((list) => [list, state[list as List].filter((fact) => fact.id !== id)])
  return { ...state, ...Object.fromEntries(kept) }
}

function withMore<State extends Facts>(state: State, list: List, fact: Known<Record<string, unknown>>): State {
  return { ...state, [list]: [...state[list], fact] }
}
