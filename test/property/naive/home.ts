import type { StoredEvent } from '@rural-tracker/event-store'
import type { ThresholdName } from '../../../packages/domain/src/parameter/threshold-names.ts'
import type { DeadlineStage } from '../../../packages/domain/src/parameter/deadline-stages.ts'
import { addDays, ageOn, isWeekend, sameDayIn } from './calendar.ts'
import { parametersOf, type Parameters } from './parameters.ts'
import { type Told, toldOf, type TypeOf } from './told.ts'

/** A household as of a day. */
export type Home = Readonly<{
  id: string
  day: string
  /** What stands, of these types and true by the day, in the order of truth. */
  of: <Type extends TypeOf>(...types: Type[]) => readonly Told<Type>[]
  /** The same household on another day, as it is known now. */
  at: (day: string) => Home
  /** The same household on that day as the log told it before a position; parameters are those of now. */
  before: (position: bigint, day: string) => Home
  parameter: Parameters
}>

export function homeOf(id: string, events: readonly StoredEvent[], day: string, parameter = parametersOf(events, villageOf(id, events, day))): Home {
  const told = toldOf(id, events)
  const homes = new Map<string, Home>()
  const on = (of: string): Home => {
    const home = homes.get(of) ?? asOf(of)
    homes.set(of, home)
    return home
  }
  const asOf = (of: string): Home => {
    const byThen = told.filter((one) => one.on <= of)
    // Asked for a hundred times over: kept, so that a slow way of writing rules is no slow test.
    const kept = new Map<string, readonly Told[]>()
    return {
      id,
      day: of,
      of: (...types) => {
        const key = types.join()
        const those = kept.get(key) ?? byThen.filter((one) => (types as TypeOf[]).includes(one.type))
        kept.set(key, those)
        return those as never
      },
      at: on,
      before: (position, then) =>
        homeOf(
          id,
          events.filter((event) => event.position < position),
          then,
          parameter,
        ),
      parameter,
    }
  }
  return on(day)
}

/** Where it lives on the day. */
export function villageOf(id: string, events: readonly StoredEvent[], day: string): string {
  const moves = toldOf(id, events).filter((told): told is Told<'HouseholdRegistered' | 'HouseholdMoved'> =>
    ['HouseholdRegistered', 'HouseholdMoved'].includes(told.type),
  )
  const last = moves.filter(({ on }) => on <= day).at(-1)
  return last?.type === 'HouseholdMoved' ? last.data.to : (last?.data.village ?? '')
}

export function threshold({ parameter, day }: Home, name: ThresholdName): number | undefined {
  return parameter(`threshold.${name}`, day)?.value
}

export function isClosed(home: Home): boolean {
  const reopened = home.of('ClosingWithdrawn').map(({ data }) => data.reverses)
  return home.of('HouseholdClosed').some(({ id }) => !reopened.includes(id as never))
}

export function baseOf(home: Home): 'registeredPoor' | 'formerPoor' | 'ordinary' {
  if (home.of('HouseholdRegistered')[0]?.data.kind !== 'registeredPoor') return 'ordinary'
  return home.of('HouseholdExitedPoverty').length > 0 ? 'formerPoor' : 'registeredPoor'
}

/** Everybody who belongs to the household on the day, by the joining that counts. */
export function membersOf(home: Home): readonly Told<'MemberJoined'>[] {
  const last = new Map<string, Told<'MemberJoined' | 'MemberLeft' | 'PersonDied'>>()
  for (const told of home.of('MemberJoined', 'MemberLeft', 'PersonDied')) last.set(told.data.person, told)
  return [...last.values()].filter((told) => told.type === 'MemberJoined')
}
export const isMember = (home: Home, person: string) => membersOf(home).some(({ data }) => data.person === person)

export type Labour = Readonly<{ members: number; able: number; unknown: number; evidence: readonly Told[] }>
export function labourOf(home: Home): Labour {
  const workAge = threshold(home, 'workAge')
  const each = membersOf(home).map(({ data: { person, bornIn } }) => {
    const told = home.of('LabourReported').findLast(({ data }) => data.person === person)
    if (told) return { told, is: ['ordinary', 'skilled', 'weak'].includes(told.data.labour) ? 'able' : 'not' }
    return { told, is: workAge !== undefined && ageOn(home.day, bornIn) < workAge ? 'not' : 'unknown' }
  })
  const count = (what: string) => each.filter(({ is }) => is === what).length
  return { members: each.length, able: count('able'), unknown: count('unknown'), evidence: each.flatMap(({ told }) => told ?? []) }
}
export const nobodyCanWork = ({ members, able, unknown }: Pick<Labour, 'members' | 'able' | 'unknown'>) => members > 0 && able === 0 && unknown === 0

/** Whether work is done on the day, or nothing when the year has no calendar. */
function works({ parameter }: Home, date: string): boolean | undefined {
  const year = Number(date.slice(0, 4))
  const calendar = parameter(`workingCalendar.${year}`, `${year}-12-31`)
  if (!calendar) return undefined
  return isWeekend(date) ? calendar.work.includes(date) : !calendar.off.includes(date)
}
export function workingDays(home: Home, from: string, to: string): number | undefined {
  let count = 0
  for (let date = from; date <= to; date = addDays(date, 1)) {
    const working = works(home, date)
    if (working === undefined) return undefined
    if (working) count++
  }
  return count
}

/** The last day in time of a stage that begins on a day; nothing when no length is set, or no calendar. */
export function due(home: Home, stage: DeadlineStage, begins: string | undefined, on = home.day): string | undefined {
  const length = home.parameter(`deadline.${stage}`, on)
  return begins && length ? after(home, begins, length) : undefined
}
export function after(home: Home, begins: string, { length, unit }: { length: number; unit: string }): string | undefined {
  if (unit === 'day') return addDays(begins, length)
  if (unit === 'month') return sameDayIn(begins, length)
  let date = begins
  for (let left = length; left > 0; ) {
    date = addDays(date, 1)
    const working = works(home, date)
    if (working === undefined) return undefined
    if (working) left--
  }
  return date
}

/** A shock stands for so many days, the last one included; without a length, until somebody says it is over. */
export function stands(home: Home, rule: string, on: string): boolean {
  const days = home.parameter(`rule.${rule}`, home.day)?.standsDays
  return days === undefined || home.day <= addDays(on, days)
}
