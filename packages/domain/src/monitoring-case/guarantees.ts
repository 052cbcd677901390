import type { Seen, Text } from '../aggregate.ts'
import type { HouseholdState } from '../household/state.ts'
import { ageOn } from '../monitoring/membership.ts'
import { parameterIn, type ParameterKind, type SeenParameter } from '../parameter/index.ts'
import type { IsoDate } from '../values/dates.ts'
import type { SeenHousehold } from './seen.ts'
import { membersOf } from './snapshot.ts'

/** “三保障”和饮水安全 on a day. Null is what nobody has reported, or what cannot be told because no school age is set. */
export type Guarantees = Readonly<Record<'schoolingSafe' | 'houseSafe' | 'insuranceSafe' | 'waterSafe', boolean | null>>

export const GUARANTEE_KINDS = ['threshold.schoolAgeFrom', 'threshold.schoolAgeTo'] as const

/** Nothing is known of a household that nobody registered. */
export const nothingReported: Guarantees = { schoolingSafe: null, houseSafe: null, insuranceSafe: null, waterSafe: null }

/** What stands on the day, and the parameters it rests on. */
export function guaranteesOn(
  seen: Seen,
  { state, village }: SeenHousehold,
  day: IsoDate,
): Readonly<{ after: Guarantees; parameters: readonly (SeenParameter<ParameterKind> | undefined)[] }> {
  const from = parameterIn(seen, 'threshold.schoolAgeFrom', village, day)
  const to = parameterIn(seen, 'threshold.schoolAgeTo', village, day)
  const after = {
    schoolingSafe: from && to ? schoolingSafe(state, day, { from: from.value.value, to: to.value.value }) : null,
    houseSafe: houseSafe(state, day),
    insuranceSafe: insuranceSafe(state, day),
    waterSafe: waterSafe(state, day),
  }
  return { after, parameters: [from, to] }
}

/** Of the facts up to the day the last by day, then by the order in which they were said. */
function lastOn<Fact extends Readonly<{ on: string }>>(facts: readonly Fact[], day: IsoDate): Fact | undefined {
  let last: Fact | undefined
  for (const fact of facts) if (fact.on <= day && (!last || fact.on >= last.on)) last = fact
  return last
}

/** No member of school age has dropped out; a child who cannot for health is no drop-out (S45). */
function schoolingSafe(state: HouseholdState, day: IsoDate, age: { from: number; to: number }): boolean | null {
  const children = membersOf(state, day).filter(({ bornIn }) => ageOn(bornIn, day) >= age.from && ageOn(bornIn, day) <= age.to)
  const last = children.map(({ person }) => lastOn(ofPerson(state.school, person), day))
  if (last.some((school) => school?.status === 'droppedOut' && school.reason !== 'health')) return false
  return last.includes(undefined) ? null : true
}

/** Grade A or B, or a worse one before the household was rehoused. */
function houseSafe(state: HouseholdState, day: IsoDate): boolean | null {
  const house = lastOn(state.house, day)
  if (!house) return null
  return house.grade === 'A' || house.grade === 'B' || state.rehousings.some(({ on }) => on <= day && on >= house.on)
}

/** Every member has basic insurance and serious-illness cover of the year. */
function insuranceSafe(state: HouseholdState, day: IsoDate): boolean | null {
  const year = Number(day.slice(0, 4))
  const ofYear = state.insurance.filter((insurance) => insurance.year === year)
  const last = membersOf(state, day).map(({ person }) => lastOn(ofPerson(ofYear, person), day))
  if (last.some((insurance) => insurance && (insurance.basic === 'none' || !insurance.seriousIllness))) return false
  return last.length === 0 || last.includes(undefined) ? null : true
}

function waterSafe(state: HouseholdState, day: IsoDate): boolean | null {
  const water = lastOn(state.water, day)
  return water ? water.quality && water.quantity && water.reliability && water.access : null
}

function ofPerson<Fact extends Readonly<{ person: string }>>(facts: readonly Fact[], person: string): readonly Fact[] {
  return facts.filter((fact) => fact.person === person)
}

const NAMES: Readonly<Record<keyof Guarantees, Text>> = {
  schoolingSafe: { zh: '义务教育', en: 'compulsory education' },
  houseSafe: { zh: '住房安全', en: 'housing' },
  insuranceSafe: { zh: '基本医疗', en: 'medical insurance' },
  waterSafe: { zh: '饮水安全', en: 'drinking water' },
}

/** The guarantees that are known to be unsafe, by name; none: undefined. */
export function unsafe(guarantees: Guarantees): Text | undefined {
  const which = (Object.keys(NAMES) as (keyof Guarantees)[]).filter((one) => guarantees[one] === false).map((one) => NAMES[one])
  return which.length > 0 ? { zh: which.map(({ zh }) => zh).join('、'), en: which.map(({ en }) => en).join(', ') } : undefined
}
